"""What figures rest on: as an independent oracle counts it, on random and on awkward years."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_analyses import VARIABLES, quota_settings, some_country
from tests.support.as_delivered import as_delivered
from tests.support.cli import row_differences
from tests.support.measuring import Year
from tests.support.oracle_counts import base_counts
from tests.support.random_years import Tables, years

KEY = ("year", "mart", "key", "measure")


def differences(country: tuple[int, ...], tables: tuple[Tables, ...]) -> list[str]:
    """Where the table of the last year, with its cohorts, is not what the oracle counts."""
    made: list[Year] = []
    for rows, year in zip(tables, country, strict=True):
        made.append(Year(year, rows, settings=quota_settings, others=tuple(made)))
    deliveries = {year: as_delivered(rows, year) for year, rows in zip(country, tables, strict=True)}
    expected = base_counts(deliveries, country[-1], VARIABLES)
    return row_differences(made[-1].table("base_counts").to_dicts(), expected, KEY)


a_year = st.sampled_from((2012, 2016, 2021, 2022, 2023, 2026)).flatmap(
    lambda year: st.tuples(st.just((year,)), st.tuples(years(year, valid=True)))
)


@settings(max_examples=80)
@given(drawn=a_year)
def test_every_row_is_what_the_oracle_counts(drawn: tuple[tuple[int, ...], tuple[Tables, ...]]) -> None:
    assert differences(*drawn) == []


@settings(max_examples=8)
@given(drawn=some_country)
def test_cohorts_are_counted_too(drawn: tuple[tuple[int, ...], tuple[Tables, ...]]) -> None:
    country, tables = drawn
    assert differences(country[-3:], tables[-3:]) == []
