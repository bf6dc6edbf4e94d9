"""What the pages share: codes by their titles and in order, sources as they are cited, sentences that count."""

from __future__ import annotations

import pytest

from flows.pages.kit import code_lists, sources, titles
from flows.pages.kit.language import LANGUAGES, Words
from flows.pages.report.words import Words as ReportWords
from warehouse.reference import codes, frames
from warehouse.reference.lists import PACKAGED
from warehouse.registry.codes import codes as registered
from warehouse.registry.marts import MARTS


@pytest.mark.parametrize(
    ("code", "dutch", "english"),
    [
        ("10", "1 werknemer", "1 employee"),
        ("21", "2", "2"),
        ("22", "3–4", "3–4"),
        ("91", "500–999", "500–999"),
        ("92", "1.000–1.999", "1,000–1,999"),
        ("93", "2.000 of meer", "2,000 or more"),
        ("99", None, None),
    ],
)
def test_a_size_class_is_called_by_its_bounds(code: str, dutch: str | None, english: str | None) -> None:
    assert [code_lists.title(language, "size_class", code) for language in LANGUAGES] == [dutch, english]


def test_pages_call_codes_as_the_registry_does() -> None:
    found = [one for one in registered() if one.dimension in {*code_lists.LISTED, code_lists.SCENARIO}]
    named = [one for one in found if one.code not in {"onbekend", "totaal"}]
    assert len(named) > 20
    for one in named:
        said = [code_lists.title(language, one.dimension, one.code) for language in LANGUAGES]
        assert said == [one.title_nl, one.title_en]
    assert code_lists.title("nl", "ground", "totaal") is None, "pages have a word for it"


def test_every_scenario_has_a_title() -> None:
    for entry in codes.scenarios():
        name = str(entry["name"]).replace("{year}", "2021")
        found = code_lists.title("nl", "scenario", name)
        assert found == str(entry["title_nl"]).replace("{year}", "2021")
    assert code_lists.title("nl", "scenario", "sleutel_vandaag") is None


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("arbeidsmarktregio", ["1", "2", "10", "35", "onbekend", "totaal"]),
        ("overheidssector", ["rijk", "politie", "po", "onbekend"]),
        ("ground", ["participatiewet", "wajong", "totaal"]),
        ("size_class", ["10", "93", "onbekend", "totaal"]),
        ("scenario", ["huidige_wet", "zonder_onderscheid", "sleutel_2012", "sleutel_2022", "payroll_als_inleen"]),
        ("opdrachtgever", ["Aalsmeer", "Zwolle", "onbekend"]),
    ],
)
def test_values_stand_in_the_order_of_their_list_and_totals_last(column: str, expected: list[str]) -> None:
    backwards = list(reversed(expected))
    assert sorted(backwards, key=lambda value: code_lists.rank(column, value)) == expected


def test_every_source_of_a_published_number_has_a_citation() -> None:
    found = set(frames.published_numbers(PACKAGED).collect()["source"])
    assert len(found) > 10
    without = [source for source in found if source.partition(sources.COMPUTED)[0] not in sources.CITED]
    assert without == []
    assert sources.cited("nl", "kamerbrief-resultaten-2022") == "Kamerbrief resultaten banenafspraak 2022"
    assert sources.cited("nl", "opnaarde125000.nl: 3749 of 5144 jobs") == "opnaarde125000.nl"
    assert sources.cited("nl", "een bron van later") == "een bron van later"


def test_every_source_of_a_published_total_has_an_address_or_is_a_letter() -> None:
    found = sorted(set(frames.published_totals(PACKAGED).collect()["source"]))
    addresses, others = sources.split(found)
    assert others == ["kamerbrief-resultaten-2022", "kamerbrief-resultaten-2023"]
    assert len(addresses) == len(found) - len(others)
    assert addresses


def test_no_citation_is_left_that_nothing_has() -> None:
    named = {row["source"] for name in ("letter_numbers", "government", "quota_parameters") for row in codes.rows(name)}
    named |= {row["source"] for row in codes.rows("targets")}
    assert set(sources.CITED) <= named
    assert set(sources.READ_AT) <= {row["source"] for row in codes.rows("published_results")}


def test_figures_are_numbers_that_are_no_key_and_no_unrounded_twin() -> None:
    assert titles.figures("decomposition") == {"change_jobs", "volume_effect_jobs", "key_effect_jobs"}
    assert titles.figures("quality") == set(), "it says how the figures were made"
    assert titles.figures("unknown") == set()
    assert titles.unit("decomposition", "change_jobs") == "jobs"


def test_keys_are_read_back_with_their_names() -> None:
    (name, *_) = MARTS["realisation"].key
    cell = "year=2022 sector=markt form=formeel"
    assert titles.key_values("realisation", cell) == [(name, "2022"), ("sector", "markt"), ("form", "formeel")]
    assert titles.key_values("realisation", "somewhere") == [("", "somewhere")]


def test_one_is_singular() -> None:
    words = ReportWords("nl")
    assert words.counted("reconciliation_differ", 1) == "1 wijkt af"
    assert words.counted("reconciliation_differ", 1200) == "1.200 wijken af"
    assert words.counted("reconciliation_unmeasured", 3) == "3 zijn niet te meten"


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["D"], "D"), (["D", "F"], "D en F"), (["D", "F", "G"], "D, F en G")]
)
def test_items_are_listed_as_a_sentence_has_them(items: list[str], expected: str) -> None:
    assert Words("nl").listed(items) == expected
