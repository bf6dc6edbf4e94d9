"""The reference data that publications come from, as the program reads it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from warehouse.reference import codes, frames


def test_no_published_number_stands_beside_another_under_one_name() -> None:
    """A second publication of one measure gets a measure of its own, as `realisation_pct_of_jobs` has."""
    numbers = frames.published_numbers().collect()
    key = ["year", "sector", "form", "measure"]
    assert numbers.filter(numbers.select(key).is_duplicated()).rows() == []
    assert numbers.null_count().sum_horizontal().item() == 0


def test_the_publications_of_rijk_that_contradict_each_other_are_both_there() -> None:
    rijk = frames.published_numbers().filter((pl.col("year") == 2022) & (pl.col("sector") == "overheid:rijk"))
    found = dict(rijk.select("measure", "value").collect().rows())
    assert found == {
        "level_jobs": 3749,
        "opgave_jobs": 5144,
        "realisation_pct": 75,
        "realisation_pct_of_jobs": 72.9,
    }


def test_published_totals_are_of_three_sectors_in_each_year_since_2015() -> None:
    totals = frames.published_totals().collect()
    assert set(totals["year"]) == set(range(2015, 2022))
    assert totals.height == 3 * 7


def test_versions_of_the_quota_are_those_of_its_parameters() -> None:
    """`quota_versions.csv` adds years only; the values of A are in `quota_parameters.csv` as well."""
    law = {(row["sector"], row["value"]) for row in codes.rows("quota_parameters") if row["variable"] == "A"}
    dated = {(row["sector"], row["value"]) for row in codes.rows("quota_versions") if row["variable"] == "A"}
    assert dated == law
    assert codes.quota_threshold() == 25 * codes.quota_variables(2022)["overheid"]["E"]


def test_a_changes_on_1_january_2024() -> None:
    assert [codes.quota_variables(year)["overheid"]["A"] for year in (2015, 2023, 2024, 2030)] == [
        Decimal(value) for value in (12196, 12196, 13504, 13504)
    ]
    assert "A" not in codes.quota_variables(2014)["markt"]
