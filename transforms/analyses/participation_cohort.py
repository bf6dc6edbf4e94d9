"""Who never works: people three years in the register and their months in paid work (letter over 2023)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import percentage
from transforms.law import TOTAL
from transforms.register import people_in_register
from transforms.returns import END, START

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from transforms.law import Choices, Law

#: The analysis is over three whole years (kamerbrief-resultaten-2023).
YEARS = 3
MONTHS = range(1, 13)
#: Fewer months in paid work than this is 'less than a year'.
A_YEAR_IN_MONTHS = len(MONTHS)
SCHEMA = {
    "cohort_start": pl.Int64,
    "ground": pl.String,
    "persons": pl.Int64,
    "never_worked": pl.Int64,
    "never_worked_pct": pl.Float64,
    "under_12_months": pl.Int64,
    "under_12_months_pct": pl.Float64,
}


def worked_months(returns_of_year: pl.LazyFrame, year: int, choices: Choices) -> pl.LazyFrame:
    """The months of a year in which each person was in paid work: employment of any kind with paid hours.

    A period over several months counts in each of them, as its hours are spread by day; with the choice `by_last_day`
    in the month that it ends in.

    Args:
        returns_of_year: employment lines at the cut: person, period, `aantverlu`.
        year: the year.
        choices: `four_week_returns`.

    Returns:
        person, months (bit 0 is January); people with at least one such month, sorted by person.
    """
    start = START if choices.four_week_returns == "by_day" else END
    bits = [
        ((start <= _last_day(year, month)) & (date(year, month, 1) <= END)).cast(pl.UInt16) * (1 << bit)
        for bit, month in enumerate(MONTHS)
    ]
    paid = returns_of_year.filter(pl.col("aantverlu") > 0)
    touched = paid.select("person", months=pl.sum_horizontal(bits).cast(pl.UInt16))
    months = touched.group_by("person").agg(pl.col("months").bitwise_or())
    return months.filter(pl.col("months") > 0).sort("person")


def cohorts(year: int, there: Collection[int]) -> list[int]:
    """The first years of the cohorts that `year` is part of and whose years are all there."""
    return [start for start in range(year - YEARS + 1, year + 1) if {*range(start, start + YEARS)} <= {*there}]


def years_of_cohorts(year: int, there: Collection[int]) -> set[int]:
    """The years of those cohorts: what is not among them need not be read."""
    return {start + number for start in cohorts(year, there) for number in range(YEARS)}


def participation_cohort(
    registers: pl.LazyFrame, months_of_years: pl.LazyFrame, year: int, laws: Callable[[int], Law]
) -> pl.LazyFrame:
    """The mart `participation_cohort`: every cohort that `year` is part of and whose three years are all there.

    Args:
        registers: year, person, grondslag, arbeidsmarktregio, datum_registratie, datum_einde; the register as it was
            delivered with each year. That of the cohort's last year says who was registered when.
        months_of_years: year, person, months, as `worked_months` makes them.
        year: the measurement year.
        laws: the law of a year; that of the cohort's last year says which grounds count.
    """
    rows = []
    for start in cohorts(year, registers.select(pl.col("year").unique()).collect().to_series()):
        register = registers.filter(pl.col("year") == start + YEARS - 1)
        months = months_of_years.filter(pl.col("year").is_between(start, start + YEARS - 1))
        rows += _of_cohort(_members(register, laws(start + YEARS - 1), start), months, start)
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def _members(register: pl.LazyFrame, law: Law, start: int) -> pl.LazyFrame:
    """People registered on a counting ground on every day of three years: person, ground on the first day."""
    first, last = date(start, 1, 1), date(start + YEARS - 1, 12, 31)
    begins, ends = pl.col("datum_registratie"), pl.col("datum_einde").fill_null(last)
    covered_until = ends.cum_max().shift(1).over("person", order_by=begins)
    throughout = (
        register.filter(pl.col("grondslag").is_in(list(law.counting)))
        .filter((begins <= last) & (ends >= first))
        .with_columns(gap=(begins > covered_until.dt.offset_by("1d")).fill_null(value=False))
        .group_by("person")
        .agg(begins=begins.min(), ends=ends.max(), gap=pl.col("gap").any())
        .filter((pl.col("begins") <= first) & (pl.col("ends") >= last) & ~pl.col("gap"))
    )
    on_first_day = people_in_register(register, law, first, first)
    return on_first_day.join(throughout, on="person", how="semi").select("person", ground="grondslag")


def _of_cohort(members: pl.LazyFrame, months: pl.LazyFrame, start: int) -> list[tuple[object, ...]]:
    """The rows of a cohort: by ground, and in total."""
    worked = months.group_by("person").agg(worked=pl.col("months").bitwise_count_ones().cast(pl.Int64).sum())
    people = members.join(worked, on="person", how="left").with_columns(pl.col("worked").fill_null(0))
    number = pl.col("worked")
    counts = pl.concat([people, people.with_columns(ground=pl.lit(TOTAL))]).group_by("ground").agg(
        persons=pl.len(), never=(number == 0).sum(), brief=number.is_between(1, A_YEAR_IN_MONTHS - 1).sum()
    )  # fmt: skip
    found = {ground: numbers for ground, *numbers in counts.collect().rows()}
    return [
        (start, ground, persons, never, percentage(never, persons), brief, percentage(brief, persons))
        for ground, (persons, never, brief) in sorted(({TOTAL: [0, 0, 0]} | found).items())
    ]


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
