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

from flows.pages import kit, report
from flows.pages.dossier import ReportData, table_1
from flows.pages.kit.charts import Bar, bars
from flows.pages.kit.language import COMMON
from flows.pages.kit.numbers import NUMBERS, dutch
from flows.pages.report import origins
from flows.pages.report.page import TEMPLATES, page, routes
from flows.pages.report.sections.analyses import NOTED
from flows.pages.report.sections.secrecy import CHANGED, RULES, SHARE
from flows.pages.report.words import WORDS
from tests.support import report_data

NL, EN = NUMBERS["nl"], NUMBERS["en"]
SECTIONS = [
    "decision",
    "deliveries",
    "corrections",
    "checks",
    "key",
    "table-1",
    "secrecy",
    "reconciliation",
    "changes",
    "provenance",
]
LANGUAGES = ("nl", "en")
VOID = {"meta", "link", "br", "path", "line", "rect"}
every = pytest.mark.parametrize("name", report_data.EVERY)
both = pytest.mark.parametrize("language", LANGUAGES)


class Reader(HTMLParser):
    """Reads a page: its tags with attributes, its text, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.texts.append(" ".join(data.split(" ")).strip())

    def named(self, attribute: str) -> list[str]:
        return [str(values[attribute]) for _, values in self.tags if attribute in values]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h\d", tag)]


@cache
def made(name: str, language: str) -> str:
    return page(report_data.EVERY[name](), language)


def text_of(data: ReportData, language: str = "nl") -> str:
    return "\n".join(Reader(page(data, language)).texts)


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-1996, 0, "−1.996", "−1,996"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.004, 2, "0,00", "0.00"),
        (None, 0, "–", "–"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float | None, decimals: int, nl: str, en: str) -> None:
    assert (NL.number(value, decimals), EN.number(value, decimals)) == (nl, en)
    assert dutch(value, decimals) == nl


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 10, "0%"),
        (10, 10, "100%"),
        (243, 45335, "0,54%"),
        (4, 45335, "<0,01%"),
        (99999, 100000, "99,99%"),
        (1, 0, "–"),
        (3, 1, "–"),
    ],
)
def test_a_share_is_never_0_or_100_for_what_is_not_quite(part: int, whole: int, expected: str) -> None:
    assert NL.share(part, whole) == expected


def test_differences_have_a_sign() -> None:
    assert [NL.signed(value) for value in (12, 0, -12, None)] == ["+12", "0", "−12", "–"]


def test_table_1_has_the_letters_rows() -> None:
    found = table_1(report_data.realisation(), 2023)
    assert found[2:] == [("totaal", [74031, 11634, 85665]), ("doelstelling", [80000, 25000, 105000])]


@every
@both
def test_every_section_is_there_in_order(name: str, language: str) -> None:
    ids = Reader(made(name, language)).named("id")
    assert [section for section in ids if section in SECTIONS] == SECTIONS


@every
@both
def test_pages_are_well_formed(name: str, language: str) -> None:
    read = Reader(made(name, language))
    ids = read.named("id")
    assert read.open == []
    assert len(ids) == len(set(ids))
    referred = " ".join(read.named("aria-labelledby")).split()
    assert set(referred) <= set(ids)
    levels = read.headings()
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every
@both
def test_pages_ask_for_nothing_and_run_nothing(name: str, language: str) -> None:
    read = Reader(made(name, language))
    names = {tag for tag, _ in read.tags}
    assert not names & {"script", "img", "iframe", "object", "embed", "image", "use", "foreignobject"}
    assert not [each for _, values in read.tags for each in values if each.startswith("on") or each in {"src", "style"}]
    other = {"nl": "en/index.html", "en": "../index.html"}[language]
    beside = {address for _, address in routes(report_data.EVERY[name](), language)}
    assert {link for link in read.named("href") if not link.startswith("#")} == {other, *beside}
    html = made(name, language)
    assert not re.search(r"url\(|@import|@font-face", html)


@every
def test_every_table_is_headed_and_named(name: str) -> None:
    read = Reader(made(name, "nl"))
    count = sum(tag == "table" for tag, _ in read.tags)
    assert sum(tag == "caption" for tag, _ in read.tags) == count
    assert all(values.get("scope") in {"col", "row", "colgroup"} for tag, values in read.tags if tag == "th")
    regions = [values for tag, values in read.tags if values.get("class") == "table"]
    assert all(values["role"] == "region" and values["tabindex"] == "0" for values in regions)
    assert len(regions) == count


@every
def test_the_same_data_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        report.write(tmp_path / folder, report_data.EVERY[name]())
    files = [str(path.relative_to(tmp_path / "a")) for path in sorted((tmp_path / "a").rglob("*.html"))]
    assert {"en/index.html", "index.html"} <= set(files)
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_a_report_is_not_written_over_another(tmp_path: Path) -> None:
    report.write(tmp_path / "report", report_data.empty())
    with pytest.raises(FileExistsError):
        report.write(tmp_path / "report", report_data.empty())


def test_the_pages_link_to_each_other_and_say_their_language() -> None:
    for language, other in (("nl", "en"), ("en", "nl")):
        read = Reader(page(report_data.usual(), language))
        assert ("html", {"lang": language}) in read.tags
        assert set(read.named("hreflang")) == {other}


def test_one_warning_is_the_verdict_and_says_what_was_found_and_before() -> None:
    text = text_of(report_data.usual())
    assert "1 waarschuwing vraagt om een besluit met toelichting" in text
    assert "ligt na de peildatum; de regel telt niet mee" in text
    assert "243 van 45.335 regels (0,54%)" in text
    assert "2022: 0,53%" in text
    assert f'banenafspraak approve {report_data.RELEASE} --steward NAAM --note "TOELICHTING"' in text


def test_a_year_without_warnings_is_ready_for_review() -> None:
    text = text_of(report_data.first_year())
    assert "Klaar voor beoordeling: geen waarschuwingen" in text
    assert "2012 is de nulmeting" in text
    assert "Er is nog geen publicatie." in text
    assert "de nulmeting heeft geen doelstelling" in text
    assert "Synthetische gegevens" not in text
    assert "--key SLEUTEL" in text
    assert "--note" not in text


def test_an_empty_year_says_what_is_not_there() -> None:
    text = text_of(report_data.empty(), "en")
    for name in ("no_files", "no_checks", "no_key", "no_response", "no_reconciliation", "no_corrections"):
        assert WORDS[name][1] in text
    assert "Nothing was measured for 2023." in text


def test_warnings_that_count_no_lines_are_said_as_they_are() -> None:
    text = text_of(report_data.full())
    assert "5 gepubliceerde cijfers wijzigen, en 5 waarschuwingen: dat vraagt om een besluit met toelichting" in text
    assert "1 van 14 (7,14%)" in text
    assert (
        "is sinds het jaar ervoor meer veranderd dan de instelling toestaat\nWijkt af\nde verandering is groter" in text
    )
    assert "3 onbekende kolommen" in text
    assert "new_rule:column" in text, "a rule that the registry does not know keeps its name"


def test_releases_of_one_year_are_told_apart() -> None:
    text = text_of(report_data.full())
    assert f"{report_data.CURRENT}: 0,53%; 2022-ba9876543210: 0,53%" in text


def test_without_earlier_releases_the_years_of_the_candidate_are_the_history() -> None:
    data = report_data.usual()
    alone = ReportData(data.about, data.marts, exact=data.exact)
    assert "2012: 0,51%; 2022: 0,53%" in text_of(alone)


def test_revised_figures_are_shown_with_the_digits_that_changed() -> None:
    text = text_of(report_data.full())
    assert "Extra banen\n70.388\n70.384\n−4\n−0,0057%" in text
    assert "Ondergrens 95%-interval\n19,2173\n19,2172\n−0,0001\n−0,00052%" in text
    assert "Doelstelling gehaald\nja\nnee\n–\n–" in text
    assert "Formele banen\n300\nx\n–\nnu geheim" in text
    assert "Opgave\n320\n–\n–\nvervallen" in text
    assert "2022, Markt, Formele dienstverbanden" in text
    assert "5 cijfers zijn gewijzigd ten opzichte van publicatie" in text, "a text is no figure"


def test_many_revised_figures_are_cut_and_counted() -> None:
    many = report_data.compared(report_data.revised_cells()[:1] * 750)
    text = text_of(replace(report_data.usual(), comparison=many))
    assert "Getoond: de eerste 500 van 750." in text


def test_the_verdict_says_that_released_figures_change() -> None:
    """A redelivery does not look like a new year: with and without a warning."""
    data = report_data.usual()
    changed = replace(data, comparison=report_data.compared(report_data.revised_cells()))
    assert "5 gepubliceerde cijfers wijzigen, en 1 waarschuwing: dat vraagt om een besluit" in text_of(changed)
    clean = replace(changed, about=dict(data.about) | {"warnings": []})
    text = text_of(clean)
    assert "5 gepubliceerde cijfers wijzigen: dat vraagt om een besluit met toelichting" in text
    assert '--note "TOELICHTING"' in text
    assert "Een akkoord heeft een toelichting nodig" in text
    assert WORDS["no_note"][0] not in text
    one = replace(clean, comparison=report_data.compared(report_data.revised_cells()[:1]))
    assert "1 gepubliceerd cijfer wijzigt: dat vraagt om een besluit" in text_of(one)


def test_the_card_stands_at_the_top_and_names_the_change() -> None:
    text = text_of(report_data.full())
    top = text[: text.index("Op deze pagina")]
    assert "Nieuwe levering van 2023" in top
    assert "5 gepubliceerde cijfers wijzigen, waarvan 2 in tabel 1." in top
    assert "Extra banen, 2022, Markt, Formele dienstverbanden: 70.388 → 70.384 (−4; −0,0057%)" in top
    assert "Nieuw jaar: 2023" in text_of(report_data.usual())
    assert "Eerste publicatie: 2012" in text_of(report_data.first_year())
    assert "Herberekening van 2023" in text_of(report_data.one_target())
    assert "Redelivery of 2023" in text_of(report_data.full(), "en")


@both
def test_the_page_of_origins_is_well_formed_and_asks_for_nothing(language: str) -> None:
    data = report_data.full()
    html = report.page.files(data)[origins.PAGES[language]]
    read = Reader(html)
    ids = read.named("id")
    assert read.open == []
    assert len(ids) == len(set(ids))
    assert set(" ".join(read.named("aria-labelledby")).split()) <= set(ids)
    inside = {link[1:] for link in read.named("href") if link.startswith("#")}
    assert inside <= set(ids)
    assert not {tag for tag, _ in read.tags} & {"script", "img", "iframe", "object"}
    assert html.count("polis-01.parquet") == 1, "files are there once"
    assert ("3.169,29" if language == "nl" else "3,169.29") in html


def test_there_is_no_page_of_origins_without_figures() -> None:
    assert set(report.page.files(report_data.usual())) == {"index.html", "en/index.html"}
    assert 'href="figures.html"' not in page(report_data.usual(), "nl")
    assert 'href="figures.html"' in page(report_data.full(), "nl")


def test_last_year_stands_beside_this_year_in_every_table_of_checks() -> None:
    html = page(report_data.usual(), "nl")
    tables = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    of_checks = [table for table in tables if re.search(r'id="t-(?:differing|checks-\d+)"', table)]
    assert len(of_checks) == 3
    assert all("Vorig jaar (2022)" in table for table in of_checks)
    lines = text_of(report_data.usual()).split("\n")
    at = lines.index("Waarschuwing", lines.index("Vorig jaar (2022)"))
    assert lines[at + 1 : at + 6] == ["45.335", "243", "0,54%", "242", "0,53%"]
    assert "Vorig jaar" not in text_of(report_data.first_year())


def test_checks_of_a_year_that_was_released_before_stand_beside_those_of_that_release() -> None:
    data = report_data.usual()
    earlier = [("2023-ba9876543210", report_data.quality(2023)), *data.earlier]
    text = text_of(replace(data, earlier=earlier))
    assert "Vorig jaar (2022)\nPublicatie 2023-ba9876543210" in text


def test_lines_by_month_are_drawn_beside_last_year() -> None:
    text = text_of(report_data.usual())
    assert "Regels per maand" in text
    assert "januari\n3.711\n3.710\n+0,0" in text
    assert "Streepje: dezelfde maand van 2022." in text
    assert 'aria-labelledby="c-months' in page(report_data.usual(), "nl")
    alone = replace(report_data.usual(), statistics=report_data.statistics().filter(pl.col("year") == 2023))
    assert "januari\n3.711\n–\n–" in text_of(alone)
    assert "Regels per maand" not in text_of(report_data.full()), "the months were not counted"


def test_lines_delivered_stand_beside_those_of_last_year() -> None:
    lines = text_of(report_data.usual()).split("\n")
    assert "Geleverd 2022" in lines
    assert "44.100" in lines


def test_published_numbers_agree_or_not_in_words() -> None:
    lines = text_of(report_data.usual()).split("\n")
    assert {"Gelijk", "Wijkt af", "Niet te meten"} <= set(lines)
    assert "1 van 3 gepubliceerde cijfers is gelijk; 1 wijkt af, 1 is niet te meten." in lines


def test_an_interval_that_is_not_there_is_a_dash() -> None:
    text = text_of(report_data.full())
    assert "2012\n24,0%\n–\n–\n76,0%" in text


def test_names_from_outside_are_text() -> None:
    for language in LANGUAGES:
        html = page(report_data.hostile(), language)
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_release_that_replaces_another_says_which_and_why() -> None:
    text = text_of(report_data.full())
    assert "Vervangt publicatie 2023-ba9876543210 (correctie van de levering)" in text
    assert "Toelichting: drie late correcties. De verschillen" in text
    assert "goedgekeurd\n1.200" in text


def test_some_synthetic_years_are_named() -> None:
    data = report_data.usual()
    about = dict(data.about) | {"measured": {"2012": {"synthetic": True}, "2023": {"synthetic": False}}}
    assert "Het meetjaar 2012 is synthetisch." in text_of(ReportData(about, data.marts))
    about |= {"measured": about["measured"] | {"2021": {"synthetic": True}}}
    assert "The measured years 2012 and 2021 are synthetic." in text_of(ReportData(about, data.marts), "en")


def test_one_target_is_the_sum_of_both_until_a_decree_sets_it() -> None:
    text = text_of(report_data.one_target())
    assert "Markt en overheid hebben in 2023 samen één doelstelling. Zolang de ene doelstelling niet bij" in text
    assert "Doelstelling\n–\n–\n105.000" in text
    assert "Overheid 2023" not in page(report_data.one_target(), "nl")
    decreed = [{"sector": "totaal", "valid_from": "2023-01-01", "valid_to": "2023-12-31"}]
    assert "de som van beide" not in text_of(replace(report_data.one_target(), targets=decreed))
    assert "samen één doelstelling" not in text_of(report_data.usual())


def test_a_target_that_is_not_held_is_said_so() -> None:
    data = report_data.usual()
    none = [pl.lit(None).alias(name) for name in ("target_jobs", "gap_jobs", "target_met")]
    marts = {**data.marts, "realisation": data.marts["realisation"].with_columns(none)}
    text = text_of(replace(data, marts=marts))
    assert "De doelstelling voor 2023 is in dit programma niet opgenomen." in text
    assert "doelstelling niet in dit programma opgenomen" in text


def test_a_series_break_is_a_note_under_its_tables() -> None:
    text = text_of(report_data.one_target())
    assert f"Reeksbreuk: {report_data.BREAK}" in text
    assert f"Reeksbreuk 2023: {report_data.BREAK}" in text
    assert "Reeksbreuk" not in text_of(report_data.full())


def test_lists_of_the_organisation_are_named_with_what_they_change() -> None:
    text = text_of(report_data.one_target())
    said = "Deze meting gebruikt eigen lijsten van deze organisatie: targets en grondslag."
    assert text.count(said) == 2, "at the top and in their section"
    assert "2023: totaal 105.000" in text
    assert "Niets: gelijk aan de lijst van het programma." in text
    assert "code_aard" not in text
    assert "igen lijsten" not in text_of(report_data.usual())


def test_what_is_usual_every_year_is_shown_for_information() -> None:
    html = page(report_data.one_target(), "nl")
    assert 'class="state noted">Ter informatie' in html
    assert "1 ter informatie" in text_of(report_data.one_target())
    assert "Klaar voor beoordeling: geen waarschuwingen" in text_of(report_data.one_target())
    assert "noted" not in re.sub(r"<style>.*</style>", "", page(report_data.usual(), "nl"), flags=re.DOTALL)


def test_a_reason_that_the_program_wrote_itself_is_not_shown() -> None:
    text = text_of(report_data.one_target())
    assert "(revisie: andere regels of ander programma)" in text
    assert "other rules" not in text


def test_published_growth_has_a_sign() -> None:
    lines = text_of(report_data.usual()).split("\n")
    assert "+2.918" in lines[lines.index("Niet te meten") - 3 : lines.index("Niet te meten")]


def test_sources_are_cited_in_the_language_of_the_page() -> None:
    for language, expected in (("nl", "Kamerbrief resultaten banenafspraak 2023"), ("en", "Letter to parliament on")):
        assert expected in text_of(report_data.usual(), language)
        assert "kamerbrief-resultaten" not in text_of(report_data.usual(), language)


def test_charts_are_named_images_beside_their_table() -> None:
    html = page(report_data.usual(), "nl")
    charts = re.findall(r"<svg[^>]*>", html)
    assert len(charts) == 5
    assert all('role="img"' in chart and "aria-labelledby" in chart for chart in charts)
    assert html.count("<title") == 6
    assert "Overheid 2023: 11.634\u00a0van\u00a025.000" in html


@pytest.mark.parametrize("paper", ["#ffffff", "--pale", "--notice"])
def test_every_colour_of_text_stands_out_on_every_paper(paper: str) -> None:
    colours = dict(re.findall(r"(--\w+): (#[0-9a-f]{6})", made("usual", "nl")))
    background = luminance(colours.get(paper, paper))
    for name in ("--ink", "--soft", "--accent", "--warn", "--bad", "--ok"):
        assert (background + 0.05) / (luminance(colours[name]) + 0.05) >= 4.5, name


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_chart_takes_any_figures() -> None:
    for length in (0.0, -5.0, 1e9):
        assert "<svg" in bars("c", "title", [Bar("label" * 30, "text", length, target=2.0, whole=None)]).svg


def test_every_word_is_there_in_both_languages_with_the_same_parts() -> None:
    for name, texts in WORDS.items():
        assert all(texts), name
        parts = [{part for _, part, _, _ in Formatter().parse(text) if part} for text in texts]
        assert parts[0] == parts[1], name


def test_every_word_is_used() -> None:
    folder = Path(report.__file__).parent
    sources = [*folder.rglob("*.py"), *TEMPLATES.glob("*.j2")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "words.py")
    named = set(re.findall(r"""["'](\w+)["']""", text))
    used = named | {f"{name}_{number}" for name in named for number in ("1", "n")} | {f"note_{name}" for name in NOTED}
    data_words = {
        "voorgesteld",
        "goedgekeurd",
        "vervallen",
        "bijstelling",
        "correctie",
        "revisie",
        "onbekend",
        "realisation_pct",
        "realisation_pct_of_jobs",
        "opgave_jobs",
        "quota_pct",
        "quota_pct_indicative",
        "critical",
        "info",
        "warning",
        "vastgesteld",
        "berekend",
    }
    used |= {f"rule_{name}" for name in RULES} | {"agrees", "differs", "not_measured", "withheld"}
    used |= {f"secrecy_{kind}{end}" for kind in ("legal", SHARE, CHANGED) for end in ("", "_text")}
    assert [name for name in WORDS if name not in used | data_words | set(COMMON)] == []


def test_every_common_word_is_used() -> None:
    folder = Path(kit.__file__).parents[1]
    texts = [path.read_text(encoding="utf-8") for end in ("py", "j2") for path in folder.rglob(f"*.{end}")]
    unused = [name for name in COMMON if not any(f'"{name}"' in text.replace(f'    "{name}": (', "") for text in texts)]
    assert set(unused) <= {"markt", "overheid", "totaal", "formeel", "inleen"}
