"""The measurement of one year from its rows: what the release keeps of a year, exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms import allocation_key, jobs, returns, target_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.rules import Choices


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one year that the measurement needs, as the warehouse has them."""

    register: pl.LazyFrame
    polis: pl.LazyFrame
    employers: pl.LazyFrame
    survey: pl.LazyFrame
    secondments: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists that the measurement needs."""

    employment: Iterable[str]
    natures: pl.LazyFrame
    grounds: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Year:
    """What a year contributes to a release: exact hours, people, the allocation key and the response behind it.

    Beside them how many lines counted, and how many of those have no known employer.
    """

    hours: pl.DataFrame
    people: pl.DataFrame
    allocation_key: pl.DataFrame
    strata: pl.DataFrame
    counted_lines: int
    unknown_employer_lines: int


def counted_lines(rows: Rows, year: int, codes: Codes, choices: Choices) -> pl.LazyFrame:
    """Every line that counts, with its form, sector and exact December hours (steps 1 to 6).

    Returns:
        person, grondslag, form, sector (empty when the employer is not known), period_days, hour_days.
    """
    people = target_group.counted_people(rows.register, codes.grounds, year, choices)
    at_cut = returns.at_the_cut(returns.in_december(rows.polis, year), year)
    employed = returns.employment_only(at_cut, codes.employment)
    formed = jobs.with_form(returns.december_hours(employed, year, choices), jobs.form_windows(codes.natures, choices))
    columns = ["person", "employer", "form", "period_days", "hour_days"]
    seconded = jobs.secondment_lines(rows.secondments, year)
    return (
        pl.concat([formed.select(columns), seconded.select(columns)])
        .join(people, on="person")
        .join(jobs.sector_of_employer(rows.employers), on="employer", how="left")
    )


def measure(rows: Rows, year: int, codes: Codes, choices: Choices) -> Year:
    """Measures one year; raises `allocation_key.KeyUndefinedError` when the survey holds no hours."""
    counted = counted_lines(rows, year, codes, choices).collect()
    unknown = counted.filter(pl.col("sector").is_null() & (pl.col("hour_days") > 0)).height
    known = counted.filter(pl.col("sector").is_not_null()).lazy()
    key = allocation_key.estimate(rows.survey)
    return Year(
        hours=jobs.hours(known, year).collect(),
        people=jobs.people(known, year).collect(),
        allocation_key=allocation_key.rows(key, year).collect(),
        strata=allocation_key.response(rows.survey, year).collect(),
        counted_lines=counted.height,
        unknown_employer_lines=unknown,
    )
