"""Every table of the registry is made by a transform, or filled by the flow that says how a release was made."""

from __future__ import annotations

import pytest

from flows import inputs
from flows.marts import OF_FIGURES, OF_RELEASE, OF_YEAR
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Mart

#: Tables that say how a release was made; the flow fills them.
FILLED_BY_THE_FLOW = {"disclosure", "quality", "revisions", "statistics"}
TABLES = MARTS | FACTS
MADE = {mart.name: mart for mart in (*OF_YEAR, *OF_RELEASE, *OF_FIGURES)}


def test_every_table_is_made_by_a_transform_or_filled_by_the_flow() -> None:
    assert MADE.keys() | FILLED_BY_THE_FLOW == TABLES.keys()
    assert not MADE.keys() & FILLED_BY_THE_FLOW


@pytest.mark.parametrize("mart", MADE.values(), ids=MADE.keys())
def test_what_is_made_of_one_year_is_kept_of_each_year(mart: Mart) -> None:
    assert mart.of_year == (mart in OF_YEAR)


def test_tables_that_repeat_figures_hold_none_of_their_own() -> None:
    assert OF_FIGURES
    assert not any(mart.figures for mart in OF_FIGURES)


def test_every_figure_but_unrounded_twins_is_described_with_its_unit() -> None:
    described = {name: inputs.described(mart) for name, mart in MARTS.items() if mart.figures}
    assert "extra_jobs" in described["realisation"].units
    assert "extra_jobs_exact" not in described["realisation"].units
    assert described["participation_cohort"].year == "cohort_start"
    for name, table in described.items():
        assert table.units, name
        assert all(table.units.values()), f"{name}: a figure without a unit"
        assert {table.year, *table.dimensions} == set(MARTS[name].key)
