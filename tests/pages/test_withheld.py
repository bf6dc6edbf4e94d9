"""What disclosure control withholds stands on no page: an `x` with its note is all that is left of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from flows.pages import pdf
from flows.pages.dossier import Secrecy, agreement
from flows.pages.factsheet.page import page as factsheet_page
from flows.pages.kit import statuses, thresholds
from flows.pages.kit.language import COMMON
from flows.pages.quality.page import page as quality_page
from flows.pages.report.page import page as report_page
from flows.pages.report.sections.analyses import analyses
from flows.pages.report.words import WORDS, Words
from tests.support import factsheet_data, public_marts, quality_data, report_data
from tests.support.pdf import Pdf
from tests.support.public_marts import PLANTED
from transforms.protection.rules import PublicBodies, Unknown, Zeros
from warehouse.registry.marts import MARTS
from warehouse.settings import Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Table

NOTE = dict(zip(("nl", "en"), COMMON["withheld_note"], strict=True))
PAGES = {"report": (report_page, report_data), "factsheet": (factsheet_page, factsheet_data),
         "quality": (quality_page, quality_data)}  # fmt: skip
#: The planted value as any page could write it, and the first digits of a chart's coordinate of it.
SHAPES = [f"{PLANTED}", f"{PLANTED:,}", f"{PLANTED:,}".replace(",", "."), f"{PLANTED / 1000:.1f}"]
both = pytest.mark.parametrize("language", ["nl", "en"])


def text(html: str) -> str:
    return re.sub(r"<style.*?</style>|<[^>]*>", "\n", html, flags=re.DOTALL)


def tables(data: ReportData, language: str = "nl") -> dict[str, Table]:
    """The tables of the analyses, by their identifier."""
    (part,) = analyses(data, Words(language)).parts
    return {folded.table.id: folded.table for folded in part.folded}


# --- no value anywhere ---------------------------------------------------------------------------------------


def test_every_mart_that_can_withhold_has_planted_cells() -> None:
    marts = report_data.withheld().marts
    for name, columns in report_data.WITHHELD.items():
        for column in columns:
            secret = marts[name].filter(pl.col(f"{column}_status") == "geheim")
            assert PLANTED in secret[column].to_list(), f"{name}.{column}"
    assert set(report_data.WITHHELD) <= set(MARTS)


@both
@pytest.mark.parametrize("kind", PAGES)
def test_no_page_shows_a_planted_value(kind: str, language: str) -> None:
    page, made = PAGES[kind]
    for name in ("usual", "withheld"):
        html = page(made.EVERY[name](), language)
        assert [shape for shape in SHAPES if shape in html] == [], name


def test_a_planted_value_would_be_found() -> None:
    data = report_data.withheld()
    freed = data.marts["ministries"].with_columns(formal_jobs_status=pl.lit("vrij"))
    html = report_page(replace(data, marts={**data.marts, "ministries": freed}), "nl")
    assert SHAPES[2] in html


@both
def test_the_pdf_has_the_x_and_no_value(language: str) -> None:
    found = Pdf(pdf.render(factsheet_page(factsheet_data.withheld(), language), "x"))
    assert [shape for shape in SHAPES if shape in found.text(0) + found.text(1)] == []
    assert NOTE[language].replace(" ", "") in found.text(1)
    assert len(found.pages) == 2


@both
@pytest.mark.parametrize("kind", PAGES)
def test_the_length_of_nothing_depends_on_a_withheld_value(kind: str, language: str) -> None:
    """A page is the same whatever the withheld cells hold: no bar, order, sum, share or sentence comes from them."""
    page, made = PAGES[kind]
    data = made.EVERY["withheld"]()
    assert page(data, language) == page(without_values(data, None), language) == page(without_values(data, 3), language)


def without_values(data: ReportData, value: int | None) -> ReportData:
    """The same with another value, or none, in every withheld cell."""
    marts = {name: frame.with_columns(replacing(frame, value)) for name, frame in data.marts.items()}
    return replace(data, marts=marts)


def replacing(frame: pl.DataFrame, value: int | None) -> Iterator[pl.Expr]:
    for name in frame.columns:
        if f"{name}_status" in frame.columns:
            other = pl.lit(None if value is None else bool(value) if frame.schema[name] == pl.Boolean else value)
            secret = pl.col(f"{name}_status") == "geheim"
            yield pl.when(secret).then(other.cast(frame.schema[name])).otherwise(pl.col(name)).alias(name)


def test_a_figure_that_is_empty_for_another_reason_has_no_value_either() -> None:
    frame = pl.DataFrame({"persons": [1, 2, 3], "persons_status": ["vrij", "niet_openbaar", None]})
    assert [row["persons"] for row in statuses.rows(frame)] == [1, None, None]


# --- what is shown instead -----------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("mart", [name for name in report_data.WITHHELD if name != "quality"])
def test_every_table_with_an_x_has_one_note(mart: str, language: str) -> None:
    table = tables(report_data.withheld(), language)[f"t-{mart}"]
    assert "x" in [cell for row in table.rows for cell in row]
    assert list(table.notes).count(NOTE[language]) == 1


def test_a_table_without_an_x_has_no_note() -> None:
    assert tables(report_data.full())
    for table in tables(report_data.full()).values():
        assert NOTE["nl"] not in table.notes
    assert NOTE["nl"] not in report_page(report_data.usual(), "nl")
    assert NOTE["nl"] not in factsheet_page(factsheet_data.usual(), "nl")


def test_a_total_over_a_withheld_part_is_withheld() -> None:
    found = tables(report_data.withheld())
    assert list(found["t-liv_by_size"].rows[-1]) == ["Totaal", "x", "x"]
    assert list(tables(report_data.full())["t-liv_by_size"].rows[-1]) == ["Totaal", "12", "4.938"]


def test_a_withheld_sub_sector_has_an_x_and_no_bar() -> None:
    html = factsheet_page(factsheet_data.withheld(), "nl")
    row = re.search(r"<tr>\s*<th[^>]*>Politie</th>.*?</tr>", html, flags=re.DOTALL)
    assert row
    assert row[0].count(">x</td>") == 2
    assert "1.410" in row[0], "the opgave is public"
    assert "bar" not in row[0]
    assert html.count(NOTE["nl"]) == 1
    assert "ontbreekt" in html, "what is missing is not withheld"


def test_a_comparison_with_a_withheld_figure_says_neither_that_it_agrees_nor_that_it_differs() -> None:
    found = text(report_page(report_data.withheld(), "nl"))
    assert "1 van 3 gepubliceerde cijfers is gelijk; 1 is niet te meten, 1 is geheim." in found
    for column in ("measured", "difference", "agrees"):
        assert agreement({"agrees": True, f"{column}_status": "geheim"}) == "withheld"


def test_a_change_of_a_withheld_figure_is_not_told() -> None:
    """Neither the figure nor its status is a change that a reader is told of, in either page."""
    for page, data in ((report_page, report_data.withheld()), (factsheet_page, factsheet_data.withheld())):
        without = replace(data, changes=data.changes.filter(pl.col("mart") != "target_group"))
        assert data.changes.height == without.changes.height + 2
        assert page(data, "nl") == page(without, "nl")
    assert WORDS["changes_withheld"][0] in report_page(report_data.withheld(), "nl")


def test_changes_are_ordered_by_what_may_be_told() -> None:
    data = report_data.withheld()
    status = [pl.when(pl.col("column") == "extra_jobs").then(pl.lit("geheim")).otherwise(pl.lit("vrij"))]
    secret = data.changes.with_columns(old_status=status[0])
    told = replace(data, changes=secret.reverse()).changed()
    assert "extra_jobs" not in [row["column"] for row in told]
    sizes = [abs(row["difference"] or 0) for row in told]
    assert sizes == sorted(sizes, reverse=True)


# --- public pages know nothing of the inside -------------------------------------------------------------------


@both
@pytest.mark.parametrize("page", [factsheet_page, quality_page])
def test_a_public_page_is_made_from_public_data_alone(page, language: str) -> None:
    data = quality_data.withheld()
    html = page(data, language)
    assert html == page(data.public(), language)
    assert quality_data.INTERNAL not in html
    for inside in (*data.about["delivery_digests"].values(), "polis.parquet", "LEESMIJ", data.about["settings_digest"]):
        assert str(inside)[:8] not in text(html)


def test_a_page_of_stewards_would_show_the_inside() -> None:
    assert quality_data.INTERNAL in report_page(quality_data.withheld(), "nl")


def test_the_public_view_has_thresholds_and_nothing_else_of_the_secrecy() -> None:
    public = report_data.withheld().public()
    assert public.secrecy == Secrecy(thresholds=report_data.thresholds())
    assert (public.exact, public.earlier, public.corrections) == ({}, (), ())
    assert public.strata.is_empty()
    assert {"deliveries", "delivery_digests", "files_not_read", "code_digest"} & set(public.about) == set()


def test_of_the_exact_marts_the_report_reads_the_checks_alone() -> None:
    data = report_data.withheld()
    checks = {"quality": data.exact["quality"]}
    assert set(data.exact) > {"quality", "realisation"}
    assert report_page(data, "nl") == report_page(replace(data, exact=checks), "nl")
    assert "45.335" in report_page(data, "nl"), "exact counts of lines, where the public ones are withheld"


# --- the section of the stewards' report -----------------------------------------------------------------------


def test_the_section_has_the_tables_the_audit_and_the_thresholds() -> None:
    found = text(report_page(report_data.withheld(), "nl"))
    for part in (
        "Geheimhouding",
        "stewards/withheld.csv",
        "Geheime cijfers over 2023, per tabel",
        "2022: 18 van 240 cijfers geheim",
        "45 personen",
        "Van 9 geheime cijfers is nagegaan",
        "Het smalste interval: target_group 2023, working",
        "Realisatie banenafspraak 2023: Extra banen, Overheid, Inleenverbanden. Dit cijfer wordt gepubliceerd omdat",
        "(weinig werkgevers)",
        "Realisatie banenafspraak 2023: Personen, Overheid, Inleenverbanden. Dit cijfer is geheim, maar te berekenen",
        "Ministeries 2023: 33,3% van de cijfers is geheim.",
        "Kleinste aantal personen onder een cijfer: over 2022 geldt een andere waarde",
    ):
        assert part in found
    lines = [line.strip() for line in found.split("\n") if line.strip()]
    start = lines.index("Geheime cijfers over 2023, per tabel")
    total = lines.index("Totaal", start)
    assert lines[total + 1 : total + 11] == ["240", "6", "2", "0", "0", "0", "8", "2", "18", "7,5%"]


def test_the_summary_has_one_line_on_it() -> None:
    found = text(report_page(report_data.withheld(), "nl"))
    assert "van 480 cijfers; 4 aandachtspunten, zie Geheimhouding" in found
    assert "van 480 cijfers\n" in text(report_page(report_data.usual(), "nl"))
    assert "en 5 waarschuwingen: dat vraagt om een besluit" in found, "its own warnings ask for no note"


def test_a_threshold_that_changed_has_a_row_for_each_of_its_values() -> None:
    lines = [line for line in text(report_page(report_data.withheld(), "nl")).split("\n") if line.strip()]
    first = lines.index("Kleinste aantal personen onder een cijfer")
    assert lines[first + 2 : first + 4] == ["10", "2012, 2022"]
    assert lines[first + 5] == "Kleinste aantal personen onder een cijfer"
    assert lines[first + 7 : first + 9] == ["15", "2023"]
    assert "1.000" in lines
    assert "seconds" not in lines, "it decides on no figure"


@both
def test_every_threshold_has_a_title_and_a_citation(language: str) -> None:
    for name in Disclosure.model_fields:
        if name != thresholds.NO_THRESHOLD:
            assert thresholds.title(language, name) != name
            assert Disclosure.source_of(name) in thresholds.CITED
    values = {str(value) for kind in (Zeros, Unknown, PublicBodies) for value in kind}
    assert values == set(thresholds.VALUES)


def test_without_disclosure_control_the_section_says_so() -> None:
    found = text(report_page(report_data.empty(), "en"))
    for name in ("no_secrecy", "no_audit", "no_thresholds", "no_secrecy_warnings"):
        assert WORDS[name][1] in found
    assert WORDS["fact_secrecy"][1] not in found


def test_an_audit_without_a_narrowest_interval_has_no_table() -> None:
    data = report_data.usual()
    audit = {"tried": 3, "solved": 0, "rounds": 1}
    html = report_page(replace(data, secrecy=replace(data.secrecy, audit=audit)), "nl")
    assert "Van 3 geheime cijfers" in html
    assert "t-audit" not in html


def test_an_interval_without_an_end_is_a_dash() -> None:
    data = report_data.usual()
    audit = {**data.secrecy.audit, "high": float("inf"), "needed_high": None}
    html = report_page(replace(data, secrecy=replace(data.secrecy, audit=audit)), "nl")
    assert re.search(r"Wat een lezer kan afleiden</th>\s*<td[^>]*>0</td>\s*<td[^>]*>–</td>", html)


def test_public_shape_has_no_unrounded_twins_and_a_status_beside_every_figure() -> None:
    frame = pl.DataFrame({"year": [2023], "sector": ["markt"], "form": ["totaal"], "extra_jobs": [None],
                          "extra_jobs_exact": [1.5], "hours_december": [2.5]})  # fmt: skip
    found = public_marts.of_mart("realisation", frame)
    assert found.to_dicts() == [{"year": 2023, "sector": "markt", "form": "totaal", "extra_jobs": None,
                                 "extra_jobs_status": "niet_van_toepassing"}]  # fmt: skip
