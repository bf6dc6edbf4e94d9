"""A text is written as a formula when a spreadsheet would take it for something else, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import small_release
from tests.support.small_release import ABOUT
from warehouse.formats import csv_nl

MISTAKEN = [
    "01",
    "1-2",
    "2012-12-31",
    "1e3",
    "12,50",
    "€ 5",
    "10%",
    "12:30",
    "mei 2012",
    "1 maart",
    "jan-12",
    "waar",
    "FALSE",
]
FORMULAS = ["=1+1", "+31", "-", "@som", "'tekst", "\t=1"]
PLAIN = [
    "markt",
    "maart",
    "mei",
    "decentraal",
    "julius 3 bv",
    "sector=markt",
    "2012JJ00",
    "overheid:rijk",
    "nul 0,0",
    "1 van 2",
]


@pytest.mark.parametrize("text", MISTAKEN + FORMULAS)
def test_what_would_be_mistaken_is_a_formula_of_a_text(text: str) -> None:
    assert csv_nl.guarded(text) == f'="{text}"'


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_is_as_it_is(text: str) -> None:
    assert csv_nl.guarded(text) == text


def test_quotes_are_doubled_and_a_long_text_gets_a_space() -> None:
    assert csv_nl.guarded('="a"') == '="=""a"""'
    assert csv_nl.guarded("=" + "a" * 300) == " =" + "a" * 300


def test_a_file_is_what_a_dutch_spreadsheet_opens(tmp_path: Path) -> None:
    tables = [one for one in small_release.release() if one.mart.name in {"realisation", "codes"}]
    content = csv_nl.write(tables, tmp_path, ABOUT)[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfyear;sector;sector_label;form;form_label;")
    assert content.endswith(b"\r\n")
    assert b";Overheid: " in content
