"""Runs every case of the specification through the real code; results are compared exactly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from types import CodeType, FrameType, FunctionType, ModuleType

import polars as pl
import pytest

from flows import marts as making
from flows.marts import OF_FIGURES, OF_RELEASE, OF_YEAR
from tests.spec import rows_of_deliveries
from tests.spec.chapters import CHAPTERS, FOLDER, NO_CHAPTERS, modules
from tests.spec.model import Case
from tests.spec.text_tables import parse
from transforms.law import Choices
from warehouse.registry.deliveries import DELIVERIES

CASES = {f"{chapter.title}: {case.name}": case for chapter in CHAPTERS for case in chapter.cases}
STEPS = 11
#: The tables that `flows.marts` makes, and the line that makes each.
MADE = {mart.name: make for lines in (OF_YEAR, OF_RELEASE, OF_FIGURES) for mart, make in lines.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_spec(case: Case) -> None:
    expected = parse(case.expected).frame().collect()
    found = result(case).select(expected.columns).collect()
    assert found.rows() == expected.rows()
    assert found.schema == expected.schema


def result(case: Case) -> pl.LazyFrame:
    return case.call(**{name: parse(text).frame() for name, text in case.given.items()})


def test_every_case_has_a_name_of_its_own() -> None:
    assert len(CASES) == sum(len(chapter.cases) for chapter in CHAPTERS)


def test_every_step_has_a_chapter() -> None:
    numbers = [chapter.title.partition(":")[0] for chapter in CHAPTERS if chapter.title.startswith("Step ")]
    assert numbers == [f"Step {number}" for number in range(1, STEPS + 1)]


def test_every_module_is_a_chapter() -> None:
    """What is not a chapter is listed, and has none; nothing is listed that is not there."""
    written = {path.stem for path in FOLDER.glob("*.py") if "\nCHAPTER = " in path.read_text(encoding="utf-8")}
    assert set(modules()) == written
    assert len(CHAPTERS) == len(written)
    assert {path.stem for path in FOLDER.glob("*.py")} >= NO_CHAPTERS


@pytest.mark.parametrize("mart", MADE, ids=str)
def test_every_mart_has_a_chapter_that_calls_its_transform(mart: str) -> None:
    chapters = [chapter for chapter in CHAPTERS if mart in {chapter.mart, *chapter.facts}]
    assert chapters, f"no chapter of tests/spec says mart={mart!r} or names it among its facts"
    assert all(transform_of(MADE[mart]).__code__ in called_by(chapter.cases) for chapter in chapters)


def transform_of(make: Callable[..., pl.LazyFrame]) -> FunctionType:
    """The function of `transforms` that a line of `flows.marts` calls, by its own name or that of its module."""
    first, second, *_ = make.__code__.co_names
    found = vars(making)[first]
    transform = getattr(found, second) if isinstance(found, ModuleType) else found
    assert isinstance(transform, FunctionType)
    assert transform.__module__.startswith("transforms.")
    return transform


def called_by(cases: Iterable[Case]) -> set[CodeType]:
    """The code of everything that the cases call, by whatever name."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for case in cases:
            result(case).collect()
    finally:
        sys.setprofile(before)
    return called


def test_every_choice_has_a_case() -> None:
    assert {case.choice for case in CASES.values()} - {""} == {field.name for field in fields(Choices)}


def test_every_row_rule_has_a_case() -> None:
    """Types and required columns are the same rule for every column; all other reasons are shown by name."""
    shown = {
        (next(iter(case.given)), row[-1])
        for case in rows_of_deliveries.CHAPTER.cases
        for row in parse(case.expected).rows
    }
    of_columns = {
        (table.name, rule.reason) for table in DELIVERIES.values() for column in table.columns for rule in column.rules
    }
    of_lines = {(table.name, rule.reason) for table in DELIVERIES.values() for rule in table.line_rules}
    assert (of_columns | of_lines) - shown == set()
    assert {"type", "missing"} <= {reason.partition(":")[0] for _, reason in shown}
