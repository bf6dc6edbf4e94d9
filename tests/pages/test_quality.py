"""The public quality report: its sections after SIMS, its tables from public marts, whole and accessible."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter

import polars as pl
import pytest

from flows.pages import quality
from flows.pages.dossier import ReportData
from flows.pages.kit.imprint import Imprint
from flows.pages.kit.language import COMMON
from flows.pages.quality.page import TEMPLATES, page
from flows.pages.quality.sections.comparability import AGREEMENTS
from flows.pages.quality.sections.concepts import CONCEPTS, FEATURES, LIMITS, STEPS
from flows.pages.quality.words import WORDS
from tests.support import factsheet_data, quality_data

LANGUAGES = ("nl", "en")
SECTIONS = ["concepts", "processing", "accuracy", "checks", "secrecy", "comparability", "revisions", "limits", "access"]
VOID = {"meta", "link", "br"}
every = pytest.mark.parametrize("name", quality_data.EVERY)
both = pytest.mark.parametrize("language", LANGUAGES)


class Reader(HTMLParser):
    """Reads a page: its tags with attributes, its text, its tables by caption, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.cells: dict[str, list[list[str]]] = {}
        self.table = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self.open.append(tag)
        if values.get("role") == "region":
            self.table = str(values["aria-labelledby"])
            self.cells[self.table] = []
        if tag == "tr":
            self.cells[self.table].append([])
        if tag in {"td", "th"}:
            self.cells[self.table][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.texts.append(data.strip())
            if self.open[-1] in {"td", "th"}:
                self.cells[self.table][-1][-1] += data.strip()

    def named(self, attribute: str) -> list[str]:
        return [str(values[attribute]) for _, values in self.tags if attribute in values]


@cache
def read(name: str, language: str = "nl") -> Reader:
    return Reader(page(quality_data.EVERY[name](), language))


def text_of(data: ReportData, language: str = "nl") -> str:
    return "\n".join(Reader(page(data, language)).texts)


# --- what it says ----------------------------------------------------------------------------------------------


@every
@both
def test_every_section_is_there_in_order_with_its_concept_of_sims(name: str, language: str) -> None:
    found = read(name, language)
    assert [each for each in found.named("id") if each in SECTIONS] == SECTIONS
    assert len([text for text in found.texts if text.startswith("SIMS: ")]) == len(SECTIONS)


def test_it_says_which_years_were_measured_and_which_were_published() -> None:
    features = dict(read("usual").cells["t-features"][1:])
    assert features["Gemeten jaren"] == "2012, 2021–2023"
    assert features["Jaren met een eerder gepubliceerd totaal"] == "2015–2020"
    assert dict(read("first year").cells["t-features"][1:])["Gemeten jaren"] == "2012"


def test_it_says_who_publishes_it_how_soon_and_where() -> None:
    rows = dict(read("first year", "en").cells["t-access"][1:])
    assert rows["Publisher"] == "Uitgever van de cijfers"
    assert rows["Contact"] == "cijfers@example.org"
    assert rows["Date"] == "1\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2013"
    assert "1 May 2013" in rows["Timeliness"]
    assert rows["How to cite"].endswith("https://example.org/banenafspraak/releases/2012-0123456789ab/")
    nobody = replace(quality_data.usual(), imprint=Imprint())
    left = dict(Reader(page(nobody, "nl")).cells["t-access"][1:])
    assert set(left) == {"Tijdigheid", "Formaten"}


def test_the_key_and_the_jobs_have_their_intervals() -> None:
    assert read("usual").cells["t-key"][-1] == ["2023", "27,2%", "2,5%", "22,2%", "32,2%"]
    assert read("usual").cells["t-response"][-1] == ["2023", "1.051", "212"]
    assert read("usual", "en").cells["t-jobs"][-1] == ["2023", "Government", "11,634", "10,834", "12,434"]
    assert read("usual").cells["t-jobs"][-2][:3] == ["2023", "Markt", "74.031"]
    assert WORDS["no_interval"][0] in text_of(quality_data.first_year())


def test_an_interval_that_is_not_there_is_a_dash() -> None:
    data = quality_data.usual()
    none = data.marts["allocation_key"].with_columns(ci_low_pct=pl.lit(None, pl.Float64))
    cells = Reader(page(factsheet_data.replaced(data, allocation_key=none), "nl")).cells["t-key"]
    assert cells[-1] == ["2023", "27,2%", "2,5%", "–", "32,2%"]


def test_checks_are_counted_by_how_they_went() -> None:
    cells = read("usual").cells["t-checks"]
    assert cells[0] == ["Gegevens", "Controles", "Voldaan", "Ter informatie", "Waarschuwing"]
    assert cells[1:] == [
        ["Doelgroepregister", "1", "1", "0", "0"],
        ["Polisadministratie", "3", "2", "0", "1"],
        ["Totaal", "4", "3", "0", "1"],
    ]
    data = quality_data.usual()
    severity = pl.when(pl.col("passed")).then(pl.col("severity")).otherwise(pl.lit("info"))
    told = factsheet_data.replaced(data, quality=data.marts["quality"].with_columns(severity=severity))
    assert Reader(page(told, "nl")).cells["t-checks"][-1] == ["Totaal", "4", "3", "1", "0"]


def test_it_counts_what_is_withheld_in_the_public_marts() -> None:
    cells = {row[0]: row[1:] for row in read("withheld").cells["t-withheld"]}
    data = quality_data.withheld()
    secret = data.marts["ministries"].select(pl.col("^.*_status$")).to_dicts()
    count = sum(value == "geheim" for row in secret for value in row.values())
    assert cells["Ministeries"][1] == str(count) == "4"
    assert cells["Realisatie banenafspraak"][3:] == ["0", "0%"]
    assert "Aansluiting op gepubliceerde cijfers" not in cells, "copies are not counted again"


def test_figures_that_are_empty_for_another_reason_are_not_counted() -> None:
    """Of `government_sectors` in the year: jobs, opgave and realisation of 16 sub-sectors, less what is not there."""
    cells = {row[0]: row[1:] for row in Reader(page(quality_data.usual(), "nl")).cells["t-withheld"]}
    frame = quality_data.usual().marts["government_sectors"]
    columns = [name for name in frame.columns if f"{name}_status" in frame.columns]
    assert cells["Overheidssectoren"][0] == str(sum(frame[name].count() for name in columns))


def test_thresholds_stand_by_their_years() -> None:
    rows = read("usual").cells["t-thresholds"][1:]
    assert rows[:2] == [
        ["Kleinste aantal personen onder een cijfer", "10", "2012, 2022", "ACRO (safe_threshold)"],
        ["Kleinste aantal personen onder een cijfer", "15", "2023", "ACRO (safe_threshold)"],
    ]
    assert ["Cijfer nul: niemand van een groep", "geheim"] in [row[:2] for row in rows]


def test_a_series_break_is_named_or_said_to_be_one() -> None:
    rows = {row[0]: row for row in read("one target").cells["t-years"]}
    assert rows["2023"][3].startswith("mensen met een voorziening")
    assert rows["2022"][3] == "de regels zijn anders dan in het jaar ervoor"
    assert rows["2021"][3] == "–"
    assert rows["2015"][1] == "eerder gepubliceerd"


def test_published_numbers_are_counted_and_a_withheld_one_is_neither() -> None:
    assert "Van 3 gepubliceerde cijfers: 1 is gelijk, 1 wijkt af en 1 is niet te meten." in text_of(
        quality_data.usual()
    )
    assert "1 is gelijk, 1 is niet te meten en 1 is geheim." in text_of(quality_data.withheld())


def test_revisions_are_counted_without_texts_statuses_and_withheld_ones() -> None:
    rows = read("withheld").cells["t-revisions"][1:]
    assert [(row[0], row[2], row[-1]) for row in rows] == [("", "correctie", "2")]
    assert "2023-aaaaaaaaaaaa" in text_of(quality_data.withheld())
    assert "2022-aaaaaaaaaaaa" not in text_of(quality_data.withheld()), "all its changes are withheld"
    assert "Tot nu toe is geen gepubliceerd cijfer herzien." in text_of(quality_data.usual())


def test_an_empty_release_says_what_is_not_there() -> None:
    found = text_of(quality_data.empty(), "en")
    for name in ("no_checks", "no_key", "no_interval", "no_statuses", "no_thresholds", "no_years", "no_coherence"):
        assert WORDS[name][1] in found


@both
def test_synthetic_data_are_labelled_and_real_data_are_not(language: str) -> None:
    label = COMMON["synthetic"][LANGUAGES.index(language)]
    html = page(quality_data.usual(), language)
    assert f"({label.lower()})</title>" in html
    assert html.count(f"{label}.") == 2, "in its description and at the top"
    assert "ynthet" not in page(quality_data.first_year(), language).replace("ynthetisch systeem", "")


# --- the page --------------------------------------------------------------------------------------------------


@every
@both
def test_pages_are_well_formed(name: str, language: str) -> None:
    found = read(name, language)
    ids = found.named("id")
    assert found.open == []
    assert len(ids) == len(set(ids))
    assert set(" ".join(found.named("aria-labelledby")).split()) <= set(ids)
    assert {link[1:] for link in found.named("href") if link.startswith("#")} <= set(ids)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(values.get("scope") in {"col", "row", "colgroup"} for tag, values in found.tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in found.tags) == sum(tag == "table" for tag, _ in found.tags)
    assert ("html", {"lang": language}) in found.tags


@every
@both
def test_pages_ask_for_nothing_and_run_nothing(name: str, language: str) -> None:
    html, found = page(quality_data.EVERY[name](), language), read(name, language)
    assert {tag for tag, _ in found.tags} & {"script", "img", "iframe", "object", "embed", "svg"} == set()
    assert not [
        each for _, values in found.tags for each in values if each.startswith("on") or each in {"src", "style"}
    ]
    other = {"nl": "en/index.html", "en": "../index.html"}[language]
    release = {"nl": "../index.html", "en": "../../en/index.html"}[language]
    assert {link for link in found.named("href") if not link.startswith("#")} == {other, release}
    assert not re.search(r"url\(|@import|@font-face", html)


def test_texts_from_outside_are_text() -> None:
    html = page(quality_data.hostile(), "nl")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 3, "a program version, thresholds' sources and a kind of change"


@every
def test_the_same_data_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        quality.write(tmp_path / folder, quality_data.EVERY[name]())
    files = [path.relative_to(tmp_path / "a").as_posix() for path in sorted((tmp_path / "a").rglob("*.html"))]
    assert files == ["en/index.html", "index.html"]
    assert all((tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes() for file in files)
    with pytest.raises(FileExistsError):
        quality.write(tmp_path / "a", quality_data.EVERY[name]())


def test_it_reads_no_mart_of_the_inside() -> None:
    """A release from before disclosure control has no statuses and no revisions: the page is made all the same."""
    data = quality_data.usual()
    bare = {name: frame.select(pl.exclude("^.*_status$")) for name, frame in data.marts.items() if name != "revisions"}
    found = text_of(replace(data, marts=bare))
    assert WORDS["no_statuses"][0] in found
    assert WORDS["no_revisions"][0] in found


# --- words -----------------------------------------------------------------------------------------------------


def test_every_word_is_there_in_both_languages_with_the_same_parts() -> None:
    for name, texts in WORDS.items():
        assert all(texts), name
        parts = [{part for _, part, _, _ in Formatter().parse(text) if part} for text in texts]
        assert parts[0] == parts[1], name


def test_every_word_is_used() -> None:
    sources = [*Path(quality.__file__).parent.rglob("*.py"), *TEMPLATES.glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "words.py")
    used = set(re.findall(r"""["'](\w+)["']""", code))
    used |= {f"f_{name}" for name in (*FEATURES, "measured", "published")}
    used |= {f"f_{name}_text" for name in FEATURES}
    used |= {f"{kind}_{name}{end}" for kind, names in (("c", CONCEPTS), ("p", STEPS))
             for name in names for end in ("", "_text")}  # fmt: skip
    used |= {f"l_{name}" for name in LIMITS} | {f"sims_{section}" for section in SECTIONS}
    used |= {f"secrecy_{name}" for name in ("why", "rules", "others", "rounding", "law")}
    used |= {f"coherent_{name}_{number}" for name in AGREEMENTS for number in ("1", "n")}
    used |= {"coherent_1", "coherent_n", "bijstelling", "correctie", "revisie"} | set(COMMON)
    assert [name for name in WORDS if name not in used] == []
