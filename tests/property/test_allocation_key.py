"""Properties of the allocation key."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support.measuring import key_of
from tests.support.random_years import frame, lenders
from transforms import allocation_key
from transforms.levels import applied_shares

surveys = lenders().map(lambda lines: frame("survey", lines))
HOURS = ("uren_markt", "uren_overheid")


@given(surveys)
def test_the_shares_are_one_together(survey: pl.DataFrame) -> None:
    key = key_of(survey)
    mart = allocation_key.rows(key, 2023)
    shares = applied_shares(mart)
    assert shares[2023, "markt"] + shares[2023, "overheid"] == 1
    assert mart.collect()["share_exact"].sum() == pytest.approx(1, abs=1e-15)
    assert 0 <= key.government <= 1
    assert key.variance >= 0
    assert abs(key.applied_pct - 100 * key.government) <= Fraction(1, 20)


@given(surveys, st.integers(2, 5000))
def test_another_unit_of_hours_changes_nothing(survey: pl.DataFrame, factor: int) -> None:
    scaled = survey.with_columns((pl.col(name) * factor).cast(pl.Decimal(38, 18)) for name in HOURS)
    assert key_of(scaled) == key_of(survey)


@given(surveys)
def test_swapping_the_sectors_swaps_the_shares(survey: pl.DataFrame) -> None:
    swapped = survey.rename({"uren_markt": "uren_overheid", "uren_overheid": "uren_markt"})
    assert key_of(swapped).government == 1 - key_of(survey).government
    assert key_of(swapped).variance == key_of(survey).variance


@given(surveys)
def test_who_does_not_respond_changes_nothing(survey: pl.DataFrame) -> None:
    assert key_of(survey.filter(pl.col("respons"))) == key_of(survey)


@settings(max_examples=50)
@given(surveys)
def test_a_stratum_weighs_as_its_population(survey: pl.DataFrame) -> None:
    """R is the plain ratio of hours in which each respondent stands for N_h / n_h lenders."""
    respondents = survey.filter(pl.col("respons"))
    weighted = respondents.with_columns(weight_of=pl.len().over("stratum"))
    hours = {name: Fraction() for name in HOURS}
    for row in weighted.iter_rows(named=True):
        for name in HOURS:
            hours[name] += Fraction(row["populatie"], row["weight_of"]) * Fraction(row[name])
    assert key_of(survey).government == hours["uren_overheid"] / (hours["uren_overheid"] + hours["uren_markt"])


@given(surveys)
def test_a_census_has_no_variance(survey: pl.DataFrame) -> None:
    respondents = survey.filter(pl.col("respons"))
    census = respondents.with_columns(populatie=pl.len().over("stratum").cast(pl.Int64))
    key = key_of(census)
    total = [Fraction(census[name].sum()) for name in HOURS]
    assert key.variance == 0
    assert key.government == total[1] / sum(total)


@given(surveys, st.integers(2, 9))
def test_larger_populations_never_lower_the_variance(survey: pl.DataFrame, factor: int) -> None:
    """With all populations a multiple, R stays, and less of each stratum is known."""
    larger = survey.with_columns(pl.col("populatie") * factor)
    assert key_of(larger).government == key_of(survey).government
    assert key_of(larger).variance >= key_of(survey).variance


@given(surveys)
def test_the_interval_is_around_the_share(survey: pl.DataFrame) -> None:
    key = key_of(survey)
    assume(key.half_width is not None)
    for row in allocation_key.rows(key, 2023).collect().iter_rows(named=True):
        assert row["ci_low_exact"] <= row["share_exact"] <= row["ci_high_exact"]
        assert row["ci_low_pct"] == pytest.approx(100 * row["ci_low_exact"], abs=5.1e-5)
        assert row["ci_high_exact"] - row["ci_low_exact"] == pytest.approx(2 * (key.half_width or 0), abs=1e-12)


def test_no_hours_no_key() -> None:
    survey = frame("survey", [("stratum 1", 5, True, Decimal(0), Decimal(0))])
    with pytest.raises(allocation_key.KeyUndefinedError, match="no respondent"):
        key_of(survey)


def test_every_applied_percentage_is_read_back_exactly() -> None:
    """The mart holds percentages as floats; 1001 values with one decimal are all there are."""
    tenths = range(1001)
    mart = pl.LazyFrame({"year": tenths, "sector": "overheid", "share_pct": [number / 10 for number in tenths]})
    assert list(applied_shares(mart).values()) == [Fraction(number, 1000) for number in tenths]
