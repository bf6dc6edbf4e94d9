"""Steps 5 to 7: form and sector of each counted line, and the hours and people by sector and form."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

import polars as pl

from transforms.law import (
    FORMAL,
    FORMS,
    GOVERNMENT,
    HOURS_PER_JOB,
    LOAN,
    MARKET,
    NOT_COUNTED,
    PAYROLL,
    SECONDMENT_IN_POLIS_FROM,
    SECTOR_FUND_SHARE,
    TOTAL,
    UNKNOWN,
    Choices,
)

#: The code whose meaning changed on a date that is not documented publicly (code_aard.csv).
CODE_THAT_CHANGED = "81"
#: All grounds that count by law, together: rule sets only add grounds to them.
GROUNDS_OF_THE_LAW = "telt_mee"


def nature_windows(codes: pl.LazyFrame, choices: Choices) -> pl.LazyFrame:
    """The nature of each code and the first days of periods for which it is valid; open ends are empty.

    Args:
        codes: code, valid_from, valid_to (dates or empty), form.
        choices: when code 81 changed its meaning.

    Returns:
        cdaard, valid_from, valid_to, nature (formeel, inleen, payroll or telt_niet).
    """
    changed = pl.col("code") == CODE_THAT_CHANGED
    until = pl.lit(choices.code_81_payrolling_until)
    return codes.select(
        cdaard="code",
        valid_from=pl.when(changed & pl.col("valid_from").is_not_null())
        .then(until.dt.offset_by("1d"))
        .otherwise("valid_from"),
        valid_to=pl.when(changed & pl.col("valid_to").is_not_null()).then(until).otherwise("valid_to"),
        nature="form",
    )


def with_nature(polis: pl.LazyFrame, windows: pl.LazyFrame) -> pl.LazyFrame:
    """Adds `nature` from `cdaard` with the list valid on the period's first day; what never counts falls out."""
    first_day = pl.col("datum_aanvang_tijdvak")
    return (
        polis.join(windows, on="cdaard")
        .filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= first_day))
        .filter(pl.col("valid_to").is_null() | (pl.col("valid_to") >= first_day))
        .filter(pl.col("nature") != NOT_COUNTED)
        .drop("valid_from", "valid_to")
    )


def as_counted(lines: pl.LazyFrame, choices: Choices) -> pl.LazyFrame:
    """Adds `form` to lines with a `nature`: payrolling counts as the choice says, the others as what they are."""
    payrolling = pl.col("nature") == PAYROLL
    return lines.with_columns(form=pl.when(payrolling).then(pl.lit(choices.payrolling_counts_as)).otherwise("nature"))


def sector_of_employer(employers: pl.LazyFrame) -> pl.LazyFrame:
    """Gives each employer its `sector`: government, unless half or more of its hours are under a sector fund (Wfsv)."""
    government = pl.col("overheidswerkgever") & (pl.col("aandeel_sectorfonds") < SECTOR_FUND_SHARE)
    sector = pl.when(government).then(pl.lit(GOVERNMENT)).otherwise(pl.lit(MARKET))
    return employers.with_columns(sector=sector).drop("overheidswerkgever", "aandeel_sectorfonds")


def secondment_lines(secondments: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Wsw secondments of years before 2022 as loan lines; none from 2022 on, when they are in the polis."""
    return secondments.filter(year < SECONDMENT_IN_POLIS_FROM).select(
        "person",
        "employer",
        nature=pl.lit(LOAN),
        period_days=pl.lit(1, pl.Int64),
        hour_days=pl.col("uren_december").cast(pl.Int64),
        on_last_day=pl.lit(value=True),
    )


def hours(counted: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The December hours by sector and form, exact: `hour_days` / `period_days` summed over `period_days`.

    Loan hours are summed nationally, under sector `totaal`. A cell without hours has one row of zero.

    Returns:
        year, sector, form, period_days, hour_days; all integers but the codes, sorted.
    """
    cells = pl.LazyFrame(
        {
            "sector": [MARKET, GOVERNMENT, TOTAL],
            "form": [FORMAL, FORMAL, LOAN],
            "period_days": [1, 1, 1],
            "hour_days": [0, 0, 0],
        }
    )
    summed = counted.with_columns(_pool_sector()).select("sector", "form", "period_days", "hour_days")
    return (
        pl.concat([summed, cells])
        .group_by("sector", "form", "period_days")
        .agg(pl.col("hour_days").sum())
        .select(pl.lit(year, pl.Int64).alias("year"), "sector", "form", "period_days", "hour_days")
        .sort("sector", "form", "period_days")
    )


def rule_hours(lines: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The December hours by what a rule set can tell apart, and by nothing else: the cells are as large as can be.

    Args:
        lines: every line of people in the register, with `sector` (empty when the employer is not known), `nature`,
            `form`, `grondslag`, `counts`, `period_days` and `hour_days`.
        year: the measurement year.

    Returns:
        year, sector, nature, form, ground (`telt_mee` for all grounds of the law), hours (the exact fraction as text);
        sorted. Zero formal hours of the market say that the year was measured.
    """
    cell = ["sector", "nature", "form", "ground"]
    grounds = pl.when("counts").then(pl.lit(GROUNDS_OF_THE_LAW)).otherwise("grondslag")
    worked = lines.filter(pl.col("hour_days") > 0).with_columns(pl.col("sector").fill_null(UNKNOWN), ground=grounds)
    none = {(MARKET, FORMAL, FORMAL, GROUNDS_OF_THE_LAW): Fraction(0)}
    hours = none | exact_hours(worked, *cell)
    rows = [(year, *group, str(amount)) for group, amount in sorted(hours.items())]
    return pl.LazyFrame(
        rows, schema=dict.fromkeys(("year", *cell, "hours"), pl.String) | {"year": pl.Int64}, orient="row"
    )


def exact_hours(lines: pl.LazyFrame, *by: str) -> dict[tuple[Any, ...], Fraction]:
    """The hours of lines (`hour_days` / `period_days`) by some columns, exact; 0 for what is not among them."""
    summed = lines.group_by(*by, "period_days").agg(pl.col("hour_days").sum())
    hours: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    for *group, days, hour_days in summed.select(*by, "period_days", "hour_days").collect().rows():
        hours[tuple(group)] += Fraction(hour_days, days)
    return hours


def exact_jobs(counted: pl.LazyFrame, *by: str) -> dict[tuple[str, ...], Fraction]:
    """The jobs of counted lines by some columns, exact; 0 for what is not among them."""
    jobs: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    jobs.update({group: hours / HOURS_PER_JOB for group, hours in exact_hours(counted, *by).items()})
    return jobs


def people(counted: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """People with more than 0 counted December hours: formal by sector, and nationally by form and in total.

    Returns:
        year, sector, form, persons; six rows, sorted.
    """
    working = counted.filter(pl.col("hour_days") > 0).select("person", "sector", "form")
    national = working.with_columns(sector=pl.lit(TOTAL))
    sets = pl.concat(
        [
            working.filter(pl.col("form") == FORMAL),
            national,
            national.with_columns(form=pl.lit(TOTAL)),
        ]
    )
    cells = pl.LazyFrame(
        {"sector": [MARKET, GOVERNMENT, *[TOTAL] * 3], "form": [FORMAL, FORMAL, *FORMS, TOTAL]},
        schema={"sector": pl.String, "form": pl.String},
    )
    found = sets.group_by("sector", "form").agg(persons=pl.col("person").n_unique().cast(pl.Int64))
    return (
        cells.join(found, on=["sector", "form"], how="left")
        .select(pl.lit(year, pl.Int64).alias("year"), "sector", "form", pl.col("persons").fill_null(0))
        .sort("sector", "form")
    )


def _pool_sector() -> pl.Expr:
    return pl.when(pl.col("form") == LOAN).then(pl.lit(TOTAL)).otherwise("sector").alias("sector")
