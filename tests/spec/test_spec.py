"""Runs every case of the specification through the real code; results are compared exactly."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from tests.spec import rows_of_deliveries
from tests.spec.chapters import CHAPTERS
from tests.spec.model import Case
from tests.spec.text_tables import parse
from transforms.rules import Choices
from warehouse.registry.deliveries import DELIVERIES

CASES = {f"{chapter.title}: {case.name}": case for chapter in CHAPTERS for case in chapter.cases}
NO_CHAPTERS = {
    "__init__",
    "chapters",
    "model",
    "render",
    "rows_staged",
    "test_spec",
    "text_tables",
    "letters",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_spec(case: Case) -> None:
    expected = parse(case.expected).frame().collect()
    given = {name: parse(text).frame() for name, text in case.given.items()}
    found = case.call(**given).select(expected.columns).collect()
    assert found.rows() == expected.rows()
    assert found.schema == expected.schema


def test_every_case_has_a_name_of_its_own() -> None:
    assert len(CASES) == sum(len(chapter.cases) for chapter in CHAPTERS)


def test_every_step_has_a_chapter() -> None:
    titles = [chapter.title for chapter in CHAPTERS]
    assert [title for title in titles if title.startswith("Step ")] == [
        title for number in range(1, 12) for title in titles if title.startswith(f"Step {number}:")
    ]
    assert len([title for title in titles if title.startswith("Step ")]) == 11


def test_every_module_is_a_chapter() -> None:
    found = {path.stem for path in Path(__file__).parent.glob("*.py")} - NO_CHAPTERS
    assert len(found) == len(CHAPTERS)


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
        (table.name, f"{name}:{column.name}")
        for table in DELIVERIES.values()
        for column in table.columns
        for name, _, _ in column.sql_rules
    }
    of_lines = {(table.name, rule.reason) for table in DELIVERIES.values() for rule in table.line_rules}
    assert (of_columns | of_lines) - shown == set()
    assert {"type", "missing"} <= {reason.partition(":")[0] for _, reason in shown}
