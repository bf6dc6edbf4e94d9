"""The worked table of docs/statistician.md is what disclosure control decides."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from transforms.protection import rounding
from transforms.protection.protect import Protected, protect
from transforms.protection.rules import BaseCounts, Thresholds
from transforms.protection.system import Cell, Equation, System

PAGE = Path(__file__).parents[2] / "docs" / "statistician.md"
REGIONS, GROUNDS, TOTAL = ("1", "2", "3"), ("Wajong", "Wsw"), "total"
ROW = re.compile(r"^ *\| (1|2|3|total) \| (\S+) \| (\S+) \| (\S+) \|$", re.MULTILINE)
Table = dict[tuple[str, ...], str]


@pytest.fixture(scope="module")
def tables() -> tuple[Table, Table]:
    """The table as measured and as published: (region, ground) -> what the page has."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [region for region, *_ in rows] == [*REGIONS, TOTAL] * 2
    measured, published = table_of(rows[:4]), table_of(rows[4:])
    return {key: cell.strip("*") for key, cell in measured.items()}, published


def table_of(rows: list[tuple[str, ...]]) -> Table:
    return {(row[0], ground): shown for row in rows for ground, shown in zip((*GROUNDS, TOTAL), row[1:], strict=True)}


@pytest.fixture(scope="module")
def decided(tables: tuple[Table, Table]) -> Protected:
    """What is decided on the table as measured."""
    cells = [cell(key, int(value)) for key, value in tables[0].items()]
    rows = [sum_of((region, TOTAL), [(region, ground) for ground in GROUNDS]) for region in (*REGIONS, TOTAL)]
    columns = [sum_of((TOTAL, ground), [(region, ground) for region in REGIONS]) for ground in GROUNDS]
    return protect(System(tuple(cells), (*rows, *columns)), Thresholds())


def cell(key: tuple[str, ...], people: int) -> Cell:
    return Cell(key, people, key, counts=BaseCounts(people), margin=TOTAL in key, never=key == (TOTAL, TOTAL))


def sum_of(whole: tuple[str, ...], parts: list[tuple[str, ...]]) -> Equation:
    return Equation(((whole, -1), *((part, 1) for part in parts)))


def test_what_the_page_withholds_is_what_is_withheld(tables: tuple[Table, Table], decided: Protected) -> None:
    _, published = tables
    withheld = {key for key, status in decided.statuses.items() if status.withheld}
    assert {key for key, shown in published.items() if shown == "x"} == withheld == set(product("23", GROUNDS))


def test_the_rest_is_rounded_to_fives(tables: tuple[Table, Table]) -> None:
    measured, published = tables
    shown = {key: int(value) for key, value in published.items() if value != "x"}
    assert shown == {key: rounding.to_multiple(int(measured[key]), rounding.PERSONS_TO) for key in shown}


def test_the_interval_is_that_of_the_page(decided: Protected) -> None:
    found = decided.report.narrowest
    assert found is not None
    assert (found.key, round(found.low, 6), round(found.high, 6)) == (("2", "Wsw"), 0, 29)
    assert (found.needed_low, found.needed_high) == (0, 10)
    assert "the 4 can be anything from 0 to 29. Needed is that it can be 0 and 10" in PAGE.read_text(encoding="utf-8")
