"""Every table of the registry names a transform, and what that transform asks for is at hand."""

from __future__ import annotations

import inspect
from importlib import import_module

import polars as pl
import pytest

from flows import inputs as at_hand
from flows import marts as making
from transforms.analyses.social_return import social_return
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Mart

#: Tables that say how a release was made; the flow fills them.
FILLED_BY_THE_FLOW = {"quality", "revisions", "statistics"}
TABLES = MARTS | FACTS


def test_every_table_is_made_by_a_transform_or_filled_by_the_flow() -> None:
    assert {name for name, mart in TABLES.items() if not mart.made_by} == FILLED_BY_THE_FLOW


@pytest.mark.parametrize("mart", [mart for mart in TABLES.values() if mart.made_by], ids=lambda mart: mart.name)
def test_the_named_transform_is_public_and_documented(mart: Mart) -> None:
    module, _, name = mart.made_by.rpartition(".")
    function = getattr(import_module(f"transforms.{module}"), name)
    assert not name.startswith("_")
    assert inspect.getdoc(function)
    assert function.__module__ == f"transforms.{module}"


def test_a_table_is_made_from_what_its_transform_asks_for() -> None:
    lines = pl.LazyFrame(
        {"opdrachtgever": ["B", "A", "B"], "verplichting_eur": ["1", "2", "0.5"], "banen": ["0.1", "1", "0.2"]}
    ).with_columns(pl.col("verplichting_eur", "banen").cast(pl.Decimal(38, 18)))
    made = making.make(MARTS["social_return"], {"social_return": lines, "year": 2023, "of no use": None})
    assert made.rows() == [(2023, "A", 2.0, 1.0), (2023, "B", 1.5, 0.3)]
    assert made.columns == MARTS["social_return"].names()
    assert social_return(lines, 2023).collect().rows() == made.rows()


def test_what_is_not_at_hand_is_an_error() -> None:
    with pytest.raises(KeyError, match="social_return"):
        making.make(MARTS["social_return"], {"year": 2023})


def test_every_figure_but_unrounded_twins_is_described_with_its_unit() -> None:
    described = {name: at_hand.described(mart) for name, mart in MARTS.items() if mart.figures}
    assert "extra_jobs" in described["realisation"].units
    assert "extra_jobs_exact" not in described["realisation"].units
    assert described["participation_cohort"].year == "cohort_start"
    for name, table in described.items():
        assert table.units, name
        assert all(table.units.values()), f"{name}: a figure without a unit"
        assert {table.year, *table.dimensions} == set(MARTS[name].key)
