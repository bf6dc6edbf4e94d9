"""The section of the report with every other published table of the year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from flows.pages.report.sections.analyses import MOST_ROWS, analyses
from flows.pages.report.words import Words
from tests.support import report_data
from warehouse import tables
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from flows.pages.report.layout import Folded, Part

YEAR = 2023


def section(language: str = "nl", **rows: list[dict[str, object]]) -> Part:
    """The section of a report with these rows in some marts; columns that a row leaves out are empty."""
    data = report_data.usual()
    marts = {name: pl.concat([tables.empty(MARTS[name]), frame(name, found)]) for name, found in rows.items()}
    (part,) = analyses(replace(data, marts={**data.marts, **marts}), Words(language)).parts
    return part


def frame(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = tables.empty(MARTS[name]).schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def only(part: Part) -> Folded:
    (folded,) = part.folded
    return folded


def test_figures_are_written_by_their_unit_and_codes_by_their_title() -> None:
    row: dict[str, object] = {"year": YEAR, "overheidssector": "po", "persons": 1234, "realisation_pct": 54.1}
    folded = only(section(government_sectors=[row | {"has_data": True}]))
    assert folded.summary == "Overheidssectoren: 1 rij"
    assert [column.title for column in folded.table.columns][-2] == "Realisatiegraad (%)"
    assert list(folded.table.rows[0]) == ["Primair onderwijs", "1.234", "–", "–", "54,1", "ja"]


@pytest.mark.parametrize(("language", "title"), [("nl", "Verdeelsleutel van 2021"), ("en", "Allocation key of 2021")])
def test_scenarios_have_their_titles(language: str, title: str) -> None:
    rows: list[dict[str, object]] = [{"scenario": "sleutel_2021", "year": YEAR, "sector": "markt", "extra_jobs": 5}]
    assert next(iter(only(section(language, scenarios=rows)).table.rows))[0] == title


def test_a_long_table_shows_its_totals_or_else_its_first_rows() -> None:
    cells = [("wajong", str(number)) for number in range(2 * MOST_ROWS)] + [("totaal", "totaal"), ("wajong", "totaal")]
    found = section(
        target_group=[
            {"year": YEAR, "ground": ground, "arbeidsmarktregio": region, "registered": 7} for ground, region in cells
        ]
    )
    assert [row[:2] for row in only(found).table.rows] == [["Wajong", "Totaal"], ["Totaal", "Totaal"]]
    assert only(found).table.totals == 1
    assert "(2 van 102 rijen)" in only(found).table.notes[0]
    assert "wie op 31 december in het register staat" in only(found).table.notes[1]
    bodies: list[dict[str, object]] = [
        {"year": YEAR, "opdrachtgever": f"gemeente {number:03}", "obligation_eur": 1.5, "jobs": 1.0}
        for number in range(2 * MOST_ROWS)
    ]
    table = only(section(social_return=bodies)).table
    assert len(table.rows) == MOST_ROWS + 1
    assert list(table.rows[-1]) == ["Totaal", "150,00", "100"]
    assert table.notes[0].startswith(f"Hier staan de eerste {MOST_ROWS} van {2 * MOST_ROWS} rijen")


def test_a_cohort_is_shown_with_each_of_its_years() -> None:
    rows: list[dict[str, object]] = [
        {"cohort_start": start, "ground": "totaal", "persons": 1} for start in (2020, 2021, 2023, 2024)
    ]
    assert [row[0] for row in only(section(participation_cohort=rows)).table.rows] == ["2021", "2023"]


def test_tables_without_rows_are_named() -> None:
    part = section(quota=[], liv_by_size=[{"year": 2022, "size_class": "10", "employers": 1, "amount_eur": 1.0}])
    assert not part.folded
    assert part.texts == ["Zonder rijen over dit jaar: Quotum; Lage-inkomensvoordeel naar grootte van de werkgever."]
