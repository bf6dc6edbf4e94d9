from __future__ import annotations

import hashlib
import logging
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import polars as pl
import pytest

from flows.pages import factsheet, pdf
from flows.pages.factsheet.page import FONTS, TEMPLATES, page
from flows.pages.factsheet.words import WORDS
from flows.pages.kit.imprint import Imprint
from flows.pages.kit.language import COMMON
from tests.support import factsheet_data, report_data
from tests.support.pdf import Element, Pdf
from tests.support.public_marts import PLANTED, plant

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "en")
VOID = {"meta", "link", "br", "path", "line", "rect"}
CSP = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
A4 = (595.276, 841.89)
NOT_HELD = "De doelstelling voor 2023 is in dit programma niet opgenomen."
every = pytest.mark.parametrize("name", factsheet_data.EVERY)
both = pytest.mark.parametrize("language", LANGUAGES)


class Reader(HTMLParser):
    """Reads a page: its tags with attributes, its text, its tables, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.cells: dict[str, list[list[str]]] = {}
        self.caption = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "caption":
            self.caption = str(values["id"])
            self.cells[self.caption] = []
        if tag == "tr":
            self.cells[self.caption].append([])
        if tag in {"td", "th"}:
            self.cells[self.caption][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.texts.append(" ".join(data.split(" ")).strip())
            if self.open[-1] in {"td", "th"}:
                self.cells[self.caption][-1][-1] += data

    def named(self, attribute: str) -> list[str]:
        return [str(values[attribute]) for _, values in self.tags if attribute in values]


@cache
def read(name: str, language: str = "nl") -> Reader:
    return Reader(page(factsheet_data.EVERY[name](), language))


def text_of(name: str, language: str = "nl") -> str:
    return "\n".join(read(name, language).texts)


def of(data: ReportData, language: str = "nl") -> str:
    return "\n".join(Reader(page(data, language)).texts)


@cache
def printed(name: str, language: str = "nl") -> bytes:
    return pdf.render(page(factsheet_data.EVERY[name](), language), f"{name} {language}")


def titles(name: str, part: str) -> list[str]:
    """The texts that stand for the charts whose name has a part."""
    html = page(factsheet_data.EVERY[name](), "nl")
    return re.findall(rf'<title id="[^"]*{part}[^"]*-title">([^<]*)</title>', html)


# --- what it says --------------------------------------------------------------------------------------------


def test_table_1_is_that_of_the_letter_over_2023() -> None:
    assert read("usual").cells["t-1"] == [
        ["Vorm", "Markt", "Overheid", "Totaal"],
        ["Formele dienstverbanden", "76.027", "10.788", "86.815"],
        ["Inleenverbanden", "−1.996", "846", "−1.150"],
        ["Totaal", "74.031", "11.634", "85.665"],
        ["Doelstelling", "80.000", "25.000", "105.000"],
        ["Verschil met de doelstelling", "−5.969", "−13.366", "−19.335"],
        ["Groei sinds eind 2022", "+2.918", "+1.630", "+4.548"],
    ]


def test_table_1_is_that_of_the_letter_over_2022_in_english() -> None:
    assert read("met", "en").cells["t-1"] == [
        ["Form", "Market", "Government", "Total"],
        ["Formal employment", "70,388", "8,874", "79,262"],
        ["Loan", "724", "1,130", "1,855"],
        ["Total", "71,113", "10,004", "81,117"],
        ["Target", "70,000", "22,500", "92,500"],
        ["Difference from the target", "+1,113", "−12,496", "−11,383"],
        ["Growth since the end of 2021", "+10,146", "−1,838", "+8,308"],
    ]


@pytest.mark.parametrize(
    ("name", "headline", "sentences"),
    [
        (
            "usual",
            "85.665 extra banen eind 2023, 19.335 minder dan de doelstelling",
            "Eind 2023 waren er 85.665 extra banen ten opzichte van de nulmeting van eind 2012. Dat zijn er 4.548 meer "
            "dan een jaar eerder. De doelstelling van 105.000 extra banen is niet gehaald. Ook de markt en de "
            "overheid afzonderlijk haalden hun doelstelling niet.",
        ),
        (
            "met",
            "81.117 extra banen eind 2022, 11.383 minder dan de doelstelling",
            "De markt haalde de eigen doelstelling wel, de overheid niet.",
        ),
        ("first year", "75.179 banen in de nulmeting van eind 2012", "61.328 in de markt en 13.851 bij de overheid"),
        ("alone", "81.117 extra banen eind 2022", "De groei in een jaar is niet bekend, want 2021 is niet gemeten."),
        ("no target", "Eind 2023 85.665 banen minder dan in de nulmeting", NOT_HELD),
        (
            "one target",
            "85.665 extra banen eind 2023, 19.335 minder dan de doelstelling",
            "De doelstelling van 105.000 extra banen is niet gehaald. Markt en overheid hebben in 2023 samen één "
            "doelstelling. Zolang de ene doelstelling niet bij besluit is vastgesteld, is zij hier de som van beide.",
        ),
        ("empty", "Over 2023 is geen resultaat gemeten", "Er zijn geen gegevens over dit jaar."),
    ],
)
def test_the_headline_says_what_the_year_was(name: str, headline: str, sentences: str) -> None:
    assert headline in text_of(name)
    assert sentences in text_of(name)


@pytest.mark.parametrize(
    ("gap", "jobs", "met", "expected"),
    [
        (120, 105120, True, "105.120 extra banen eind 2023, 120 meer dan de doelstelling"),
        (0, 105000, True, "105.000 extra banen eind 2023, gelijk aan de doelstelling"),
    ],
)
def test_a_target_that_is_met(gap: int, jobs: int, met: bool, expected: str) -> None:
    data = factsheet_data.usual()
    is_total = pl.col("form") == "totaal"
    figures = {"gap_jobs": gap, "extra_jobs": jobs, "target_jobs": 105000, "target_met": met}
    changed = [
        pl.when(is_total).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in figures.items()
    ]
    found = of(factsheet_data.replaced(data, realisation=data.marts["realisation"].with_columns(changed)))
    assert expected in found
    assert "De doelstelling van 105.000 extra banen is gehaald." in found
    assert "De markt en de overheid haalden elk hun eigen doelstelling." in found


def test_a_target_that_is_not_held_is_said_so_and_never_that_there_is_none() -> None:
    assert text_of("no target").count("Doelstelling voor 2023 niet in dit programma opgenomen") == 3
    assert text_of("no target").count("doelstelling niet opgenomen") == 3
    assert "geen doelstelling" not in text_of("no target").lower()
    assert "opgenomen" not in text_of("usual")


def test_under_one_target_the_sectors_have_none() -> None:
    found = {row[0]: row[1:] for row in read("one target").cells["t-1"]}
    assert found["Doelstelling"] == ["–", "–", "105.000"]
    assert found["Verschil met de doelstelling"] == ["–", "–", "−19.335"]
    assert text_of("one target").count("Eén doelstelling samen met de andere sector") == 2
    assert "2023: 74.031, geen eigen doelstelling" in text_of("one target")
    assert "niet opgenomen" not in text_of("one target")
    for name, expected in (("usual", True), ("one target", False), ("no target", False)):
        assert ("Tussen haakjes: het verschil" in text_of(name)) == expected


def test_one_target_that_a_decree_has_set_is_no_sum() -> None:
    data = factsheet_data.one_target()
    decreed = [{"sector": "totaal", "valid_from": "2023-01-01", "valid_to": ""}]
    found = of(replace(data, targets=decreed))
    assert "Markt en overheid hebben in 2023 samen één doelstelling." in found
    assert "de som van beide" not in found
    later = [{"sector": "totaal", "valid_from": "2024-01-01", "valid_to": ""}]
    assert "de som van beide" in of(replace(data, targets=later))


def test_a_series_break_is_said_under_table_1_and_the_development() -> None:
    note = report_data.BREAK
    assert f"Reeksbreuk: {note}" in text_of("one target")
    assert f"Reeksbreuk 2023: {note}" in text_of("one target")
    assert "Reeksbreuk" not in text_of("usual")
    data = factsheet_data.one_target()
    unnamed = data.marts["realisation"].with_columns(series_break_note=pl.lit(None, pl.String))
    assert "de regels van de meting zijn in 2023 anders dan in het jaar ervoor" in of(
        factsheet_data.replaced(data, realisation=unnamed)
    )


def test_the_baseline_has_no_target_no_growth_and_no_extra_jobs() -> None:
    found = read("first year")
    assert found.cells["t-1"][0] == ["Vorm", "Markt", "Overheid", "Totaal"]
    assert [row[0] for row in found.cells["t-1"][1:]] == ["Formele dienstverbanden", "Inleenverbanden", "Totaal"]
    assert found.cells["t-1"][3] == ["Totaal", "61.328", "13.851", "75.179"]
    assert "Aantal banen in de nulmeting" in text_of("first year")
    assert "onder de doelstelling" not in text_of("first year")
    assert "onder de doelstelling" in text_of("usual")
    assert "svg" not in [tag for tag, _ in found.tags]


def test_every_figure_of_table_2_is_its_own_column() -> None:
    rows = {row[0]: row[1:] for row in read("usual").cells["t-2"]}
    assert rows["Inleen, markt"] == ["27.517", "25.520", "−1.996", "−2.721"]
    assert rows["Alle banen"] == ["75.179", "160.844", "85.665", "+4.548"]
    assert (
        "In 2023 kwamen er 7.553 formele banen bij en nam het aantal banen via inleenverbanden met 3.005 af."
        in text_of("usual")
    )


def test_published_years_are_told_from_measured_ones() -> None:
    (market, government, total) = titles("met", "chart-")
    assert "2015: 15.604, doelstelling 6.000 (gepubliceerd); " in market
    assert market.endswith("2021: 60.966, doelstelling 60.000; 2022: 71.113, doelstelling 70.000.")
    assert total.count("(gepubliceerd)") == government.count("(gepubliceerd)") == 6
    assert "eerder gepubliceerd totaal, niet opnieuw gemeten (2015–2020; bron: zie colofon)" in text_of("met")
    assert "Kamerbrieven resultaten banenafspraak 2015–2020 (via binnenlandsbestuur.nl, oval.nl, " in text_of("met")
    html = page(factsheet_data.met(), "nl")
    assert html.count('fill="#c9d7e8"') >= 3 * 6


def test_a_year_without_figures_is_named_and_keeps_its_place() -> None:
    assert "Niet gemeten en niet gepubliceerd: 2022." in text_of("gap in years")
    assert ">2022</text>" in page(factsheet_data.gap_in_years(), "nl")


def test_the_figures_of_the_charts_are_in_a_table_too() -> None:
    rows = {row[0]: row[1:] for row in read("usual").cells["t-development"]}
    assert rows["2023"] == ["74.031 (80.000)", "11.634 (25.000)", "85.665 (105.000)"]
    assert rows["2015"] == ["15.604 (6.000)", "5.453 (3.000)", "21.057 (9.000)"]


def test_the_bridge_of_2022_is_that_of_the_method() -> None:
    market, government = titles("met", "bridge-")
    assert market.endswith("Eind 2021: 28.556; Volume-effect: −2.918; Sleuteleffect: +2.604; Eind 2022: 28.241.")
    assert government.endswith("Eind 2021: 13.438; Volume-effect: −1.015; Sleuteleffect: −2.604; Eind 2022: 9.820.")
    assert "Overheid: −3.618 banen via inleenverbanden" in text_of("met")
    assert "(aandeel overheid van 32,0% naar 25,8%)" in text_of("met")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first year", "In de nulmeting is er nog geen verandering om te ontleden."),
        ("alone", "De verandering van het aantal banen via inleenverbanden is niet te ontleden: 2021 is niet gemeten."),
        (
            "gap in years",
            "De verandering van het aantal banen via inleenverbanden is niet te ontleden: 2022 is niet gemeten.",
        ),
    ],
)
def test_without_a_year_before_there_is_a_sentence_for_the_bridge(name: str, expected: str) -> None:
    assert expected in text_of(name)
    assert titles(name, "bridge-") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("usual", "Niet gehaald, ook niet aan de bovenkant van het interval (−6.769\u00a0tot\u00a0−5.169)."),
        ("met", "Gehaald, ook aan de onderkant van het interval (+313\u00a0tot\u00a0+1.913)."),
        ("first year", "De nulmeting geldt als vast uitgangspunt voor elk later jaar."),
        ("alone", "De onzekerheid door de verdeelsleutel is voor dit jaar niet te berekenen."),
        ("no target", "Markt: 73.231 tot 74.831 extra banen"),
    ],
)
def test_what_the_interval_means(name: str, expected: str) -> None:
    assert expected in text_of(name)


def test_a_target_within_the_interval_is_uncertain() -> None:
    data = factsheet_data.usual()
    gaps = {"gap_ci_low_jobs": -5, "gap_ci_high_jobs": 7}
    uncertain = data.marts["uncertainty"].with_columns(pl.lit(value).alias(name) for name, value in gaps.items())
    found = of(factsheet_data.replaced(data, uncertainty=uncertain))
    assert "Onzeker: de doelstelling ligt in het interval (−5\u00a0tot\u00a0+7)." in found


def test_a_sub_sector_without_data_is_missing_and_not_0() -> None:
    rows = {row[0]: row[1:] for row in read("usual").cells["t-3"]}
    assert rows["Onderzoekinstellingen"] == ["ontbreekt", "1.020", "ontbreekt"]
    assert rows["Wetenschappelijk onderwijs"] == ["1.854", "2.320", "79,9%"]
    assert rows["Overige overheidswerkgevers"] == ["855", "–", "–"]
    assert list(rows)[1:3] == ["Rijk", "Gemeenten"]
    assert "Ontbreekt: er zijn geen gegevens; het aantal is dus niet nul." in text_of("usual")
    assert "Geen" not in rows
    assert {row[0] for row in read("long", "en").cells["t-3"]} >= {"Sub-sector unknown", "Research institutes"}


def test_without_sub_sectors_there_is_a_sentence() -> None:
    assert "Over dit jaar zijn geen gegevens per overheidssector beschikbaar." in text_of("alone")
    assert "t-3" not in read("alone").cells


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first year", "Dit is de eerste publicatie"),
        ("usual", "Geen eerder gepubliceerd cijfer is gewijzigd (vergeleken met publicatie 2022-0123456789ab)."),
        ("revised", "3 eerder gepubliceerde cijfers zijn gewijzigd ten opzichte van publicatie 2022-0123456789ab."),
        ("revised", "vervangt 2023-ba9876543210 (correctie van de levering). Toelichting: drie late correcties"),
        ("hostile", "Eén eerder gepubliceerd cijfer is gewijzigd"),
    ],
)
def test_what_changed_since_the_previous_publication(name: str, expected: str) -> None:
    assert expected in text_of(name)


def test_a_first_measurement_of_a_published_year_changes_no_figure() -> None:
    """Its figures now come from a delivery and not from a publication: that is a text, and no figure changed."""
    cell = "year=2021 sector=markt form=totaal"
    rows = [("realisation", cell, "origin", "gepubliceerd", "gemeten", None)]
    changed = pl.DataFrame(rows, schema=report_data.revised().schema, orient="row")
    data = replace(factsheet_data.usual(), changes=changed)
    assert "Geen eerder gepubliceerd cijfer is gewijzigd" in page(data, "nl")


def test_the_largest_changes_are_in_jobs() -> None:
    assert read("revised").cells["t-4"][1:] == [["Extra banen (2022, markt, formeel)", "70.388", "70.384", "−4"]]
    assert len(read("long").cells["t-4"]) == 4


def test_a_reason_that_the_program_wrote_itself_is_not_repeated_in_english() -> None:
    data = factsheet_data.revised()
    about = dict(data.about) | {"change_type": "revisie", "reason": "other rules or code over the same delivery"}
    found = of(factsheet_data.replaced(data, about))
    assert "(revisie: andere regels of ander programma)." in found
    assert "other rules" not in found


def test_the_method_and_the_colophon_say_where_it_comes_from() -> None:
    found = text_of("usual")
    for part in (
        "72,8% markt en 27,2% overheid, op basis van de antwoorden van 212 uitleners",
        "1\N{NO-BREAK SPACE}mei\N{NO-BREAK SPACE}2024",
        "2023-0123456789ab",
        "Gemeten jaren:\n2012, 2021–2023",
    ):
        assert part in found
    assert "11111111" not in found, "readers get no digest of a delivery"
    assert "die ontbreekt voor dit jaar" in text_of("gap in years")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "nl",
            (
                "Uitgever:\nVoorbeelduitgever (synthetisch), voorbeeld@synthetisch.invalid",
                "2023-0123456789ab, 1\N{NO-BREAK SPACE}juli\N{NO-BREAK SPACE}2024",
                "Voorbeelduitgever (synthetisch) (2024). Banenafspraak 2023. Publicatie 2023-0123456789ab. "
                "https://synthetisch.invalid/banenafspraak/releases/2023-0123456789ab/",
            ),
        ),
        ("en", ("Publisher:", "1\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2024", "Data and how to cite:")),
    ],
)
def test_the_colophon_says_who_publishes_when_and_how_to_cite(language: str, parts: tuple[str, ...]) -> None:
    found = text_of("usual", language)
    for part in parts:
        assert part in found
    printed_text = Pdf(printed("usual", language)).text(1)
    assert "synthetisch.invalid/banenafspraak/releases/2023-0123456789ab/" in printed_text


def test_register_and_working_people_stand_beside_their_jobs_and_are_no_jobs() -> None:
    found = text_of("usual")
    assert "Op 31 december 2023 stonden 252.123 mensen in het doelgroepregister" in found
    assert (
        "Van hen waren er 130.000 aan het werk. Alle geregistreerden samen hadden in december 152.023 banen." in found
    )
    assert "Banen zijn geen personen" in found
    english = text_of("usual", "en")
    assert "Of them 130,000 were working. All of those registered together had 152,023 jobs" in english
    without = of(factsheet_data.replaced(factsheet_data.usual(), target_group=none_of("target_group")))
    assert "Hoeveel mensen eind 2023 geregistreerd waren, is niet bekend. Banen zijn geen personen" in without


def test_a_withheld_number_of_people_is_an_x_with_a_note() -> None:
    data = factsheet_data.usual()
    frame = plant(data.marts["target_group"], pl.col("ground") == "totaal", "working")
    found = of(factsheet_data.replaced(data, target_group=frame))
    assert "Van hen waren er x aan het werk" in found
    assert COMMON["withheld_note"][0] in found
    assert str(PLANTED) not in found.replace(".", "")


def none_of(mart: str) -> pl.DataFrame:
    return factsheet_data.usual().marts[mart].clear()


def test_a_trial_says_so() -> None:
    assert "Proefopstelling" in text_of("usual")
    assert "Proefopstelling" not in text_of("met")


# --- synthetic data ------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("name", ["usual", "first year", "long", "empty"])
def test_synthetic_data_are_labelled_everywhere(name: str, language: str) -> None:
    label = {"nl": "Synthetische gegevens", "en": "Synthetic data"}[language]
    html = page(factsheet_data.EVERY[name](), language)
    assert f"({label.lower()})</title>" in html
    assert text_of(name, language).count(f"{label}.") >= 2, "once a page"
    assert all(said.startswith(f"{label}.") for said in re.findall(r"<title id=[^>]*>([^<]*)<", html))
    assert html.count(f">{label.lower()}</text>") == html.count("<svg")


@both
def test_real_data_are_not_labelled(language: str) -> None:
    without_style = re.sub(r"<style>.*</style>", "", page(factsheet_data.met(), language), flags=re.DOTALL)
    assert "ynthet" not in without_style


# --- the page ------------------------------------------------------------------------------------------------


@every
@both
def test_the_page_is_whole(name: str, language: str) -> None:
    found = read(name, language)
    assert found.open == []
    ids = found.named("id")
    assert len(ids) == len(set(ids))
    assert {part for value in found.named("aria-labelledby") for part in value.split()} <= set(ids)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    assert ("html", {"lang": language}) in found.tags


@every
@both
def test_it_asks_for_nothing(name: str, language: str) -> None:
    html = page(factsheet_data.EVERY[name](), language)
    found = Reader(html)
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": CSP}) in found.tags
    assert found.named("src") == []
    assert {tag for tag, _ in found.tags} & {"script", "img", "iframe", "object"} == set()
    other = "en/index.html" if language == "nl" else "../index.html"
    release = "../index.html" if language == "nl" else "../../en/index.html"
    assert {link for link in found.named("href") if not link.startswith("#")} == {other, "factsheet.pdf", release}
    assert set(re.findall(r"url\(([a-z0-9/]+:?[a-z0-9/]*);", html)) == {"data:font/woff2"}


def test_markup_in_texts_from_outside_stays_text() -> None:
    found = read("hostile")
    assert "script" not in [tag for tag, _ in found.tags]
    assert factsheet_data.MARKUP in text_of("hostile")


def test_every_text_is_there_in_both_languages_with_the_same_parts() -> None:
    for name, texts in WORDS.items():
        dutch, english = ({part for _, part, _, _ in Formatter().parse(text) if part} for text in texts)
        assert dutch == english, name
        assert all(texts), name


def test_every_text_is_used() -> None:
    """By its name, or by the first part of it before what a figure fills in."""
    files = [*(ROOT / "flows/pages/factsheet").rglob("*.py"), *TEMPLATES.glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "words.py")
    made = tuple(re.findall(r'f"([a-z_]+_)\{', code))
    kinds = {"markt", "overheid", "totaal", "formeel", "inleen", "bijstelling", "correctie", "revisie"}
    gaps = {f"{name}_gap" for name in ("key_met", "key_missed")}
    named = set(re.findall(r"[\"']([a-z_0-9]+)[\"']", code))
    counted = {f"{name}_{number}" for name in named for number in ("1", "n")}
    unused = [name for name in WORDS if name not in named | counted and not name.startswith(made)]
    assert set(unused) <= kinds | gaps | set(COMMON)


# --- the PDF -------------------------------------------------------------------------------------------------


@every
@both
def test_the_pdf_is_two_pages_that_anyone_can_read(name: str, language: str) -> None:
    found = Pdf(printed(name, language))
    assert len(found.pages) == 2, "what does not fit makes a third page"
    for one in found.pages:
        assert [float(edge) for edge in one.MediaBox[2:]] == pytest.approx(A4, abs=0.01)
        assert one.Tabs == "/S"
    assert str(found.root.Lang) == language
    assert found.root.MarkInfo.Marked
    assert found.root.ViewerPreferences.DisplayDocTitle
    assert 'pdfuaid:part="1"' in found.metadata
    assert found.untagged() == []
    _check_fonts(found)
    _check_nothing_else(found)
    _check_tree(found)
    _check_label(found, language, factsheet_data.EVERY[name]().about["synthetic"])


def _check_label(found: Pdf, language: str, synthetic: bool) -> None:
    label = {"nl": "Synthetische gegevens", "en": "Synthetic data"}[language]
    about = found.file.docinfo
    for field in (about.Title, about.Subject, about.Keywords, found.metadata):
        assert (label.lower() in str(field).lower()) == synthetic
    for number in range(2):
        assert (f"{label}.".replace(" ", "") in found.text(number)) == synthetic


def _check_fonts(found: Pdf) -> None:
    """Its own fonts, embedded, and readable as text; a character that they lack would bring in another."""
    assert len(found.fonts()) == len(FONTS)
    for title, font in found.fonts().items():
        assert re.fullmatch(r"/[A-Z]{6}\+Source-Sans(-Semi-Bold)?", title)
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def _check_nothing_else(found: Pdf) -> None:
    """No links, scripts, forms, attachments or actions."""
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(found.root.keys()) == set()
    assert set(found.root.Names.keys()) <= {"/Dests"}
    assert not any("/Annots" in one for one in found.pages)


def _check_tree(found: Pdf) -> None:
    """What PDF/UA-1 (Matterhorn) asks of the tags, as far as a program can see it."""
    tree = found.tree
    assert sum(element.marks for element in tree.every()) == found.marks(), "content that claims to be in the tree is"
    for figure in tree.of("Figure"):
        left, bottom, right, top = (float(edge) for edge in figure.attributes["/BBox"])
        assert figure.said
        assert 0 <= left < right <= A4[0]
        assert 0 <= bottom < top <= A4[1]
    for paragraph in tree.of("P", "H1", "H2", "H3"):
        assert paragraph.of("P", "H1", "H2", "H3") == [paragraph], "no block in a block of text"
    levels = [int(heading.kind[1]) for heading in tree.of("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in tree.of("Table"):
        _check_table(table, found.ids)
    assert [element.kind for element in tree.every() if not (element.children or element.marks)] == []


def _check_table(table: Element, ids: set[str]) -> None:
    assert [child.kind for child in table.children] == ["Caption", "THead", "TBody"]
    assert len({len(row.children) for row in table.of("TR")}) == 1
    head, body = table.of("THead")[0], table.of("TBody")[0]
    assert {str(cell.attributes["/Scope"]) for cell in head.of("TH")} == {"/Column"}
    assert {str(cell.attributes["/Scope"]) for cell in body.of("TH")} == {"/Row"}
    assert {cell.id for cell in table.of("TH")} <= ids
    for cell in table.of("TD"):
        named = [str(name) for name in cell.attributes["/Headers"]]
        assert len(named) == 2
        assert set(named) <= ids


def test_the_pdf_has_a_title_and_bookmarks() -> None:
    found = Pdf(printed("usual"))
    assert "<dc:title>" in found.metadata
    assert str(found.file.docinfo.Title) == "Factsheet banenafspraak 2023 (synthetische gegevens)"
    assert found.file.pdf_version == "1.7"
    assert found.bookmarks[:3] == [
        "Factsheet banenafspraak 2023",
        "85.665 extra banen eind 2023, 19.335 minder dan de doelstelling",
        "Resultaat per sector en vorm",
    ]
    assert len(found.bookmarks) == 12


def test_the_pdf_has_the_numbers_of_the_page_on_its_first_page() -> None:
    found = Pdf(printed("usual")).text(0)
    for cell in [cell for row in read("usual").cells["t-1"] for cell in row]:
        assert cell.replace(" ", "") in found


def test_the_charts_are_tagged_with_their_figures() -> None:
    figures = Pdf(printed("met")).tree.of("Figure")
    assert len(figures) == 3 + 2 + 2
    assert "Volume-effect: −1.015; Sleuteleffect: −2.604" in figures[4].said


def test_the_font_says_what_it_may_be_used_for() -> None:
    licence = (TEMPLATES / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "Adobe" in licence.splitlines()[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert {path.name for path in (TEMPLATES / "fonts").iterdir()} == {*FONTS.values(), "OFL.txt"}


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "http://localhost/x.css"])
def test_a_pdf_of_a_page_that_asks_for_something_is_not_made(address: str) -> None:
    with pytest.raises(RuntimeError, match="asks for something outside itself"):
        pdf.render(f'<html lang="nl"><title>x</title><img src="{address}" alt="x">', "x")


def test_weasyprint_has_nothing_to_complain_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf.render(page(factsheet_data.usual(), "en"), "x")
    assert caplog.records == []


# --- files and bytes -----------------------------------------------------------------------------------------


def test_a_factsheet_is_two_files_in_each_language(tmp_path: Path) -> None:
    factsheet.write(tmp_path / "factsheet", factsheet.begin(factsheet_data.first_year()))
    files = {path.relative_to(tmp_path / "factsheet").as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"index.html", "factsheet.pdf", "en/index.html", "en/factsheet.pdf"}
    with pytest.raises(FileExistsError):
        factsheet.write(tmp_path / "factsheet", factsheet.begin(factsheet_data.first_year()))


PRINT = """
import hashlib
from pathlib import Path
from flows.pages import factsheet
from tests.support import factsheet_data, report_data
factsheet.write(Path("factsheet"), factsheet.begin(factsheet_data.usual()))
for path in sorted(Path("factsheet").rglob("*.*")):
    print(path.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_the_same_data_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    factsheet.write(tmp_path / "factsheet", factsheet.begin(factsheet_data.usual()))
    here = [
        f"{path.relative_to(tmp_path).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted((tmp_path / "factsheet").rglob("*.*"))
    ]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=folder, env=other, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == here
    assert len(here) == 4


def test_the_pdf_knows_its_publisher_and_the_date_of_the_release_and_no_time() -> None:
    found = Pdf(printed("met"))
    assert str(found.file.docinfo.Author) == "Uitgever van de cijfers"
    assert str(found.file.docinfo.CreationDate).startswith("D:20230701")
    assert "/ModDate" not in found.file.docinfo
    assert found.metadata.count("Date>2023-07-01<") == 1
    assert "Uitgever van de cijfers" in found.metadata


def test_without_a_publisher_the_pdf_names_none_and_no_date() -> None:
    data = replace(factsheet_data.first_year(), imprint=Imprint())
    found = Pdf(pdf.render(page(data, "nl"), "x"))
    assert {"/Author", "/CreationDate", "/ModDate"} & set(found.file.docinfo.keys()) == set()
    assert "Date" not in found.metadata


def test_two_factsheets_have_two_identifiers() -> None:
    ids = {bytes(Pdf(printed("usual", language)).file.trailer.ID[0]) for language in LANGUAGES}
    assert len(ids) == 2
