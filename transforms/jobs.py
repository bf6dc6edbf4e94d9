"""Steps 5 to 7: form and sector of each counted line, and the hours and people by sector and form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.law import (
    FORMAL,
    FORMS,
    GOVERNMENT,
    LOAN,
    MARKET,
    NOT_COUNTED,
    PAYROLL,
    SECONDMENT,
    TOTAL,
    UNKNOWN,
)

if TYPE_CHECKING:
    from transforms.law import Law

#: What the December hours are kept by: all that a law can tell apart.
CELL = ("sector", "kind", "listed", "grounds")


def with_nature(polis: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Adds `kind` and `listed` (form) from `cdaard` with the list valid on the period's first day.

    What never counts falls out.
    """
    windows = pl.LazyFrame(
        [(one.code, one.valid_from, one.valid_to, one.kind, one.form) for one in law.natures],
        schema={"cdaard": pl.String, "from": pl.Date, "to": pl.Date, "kind": pl.String, "listed": pl.String},
        orient="row",
    )
    first_day = pl.col("datum_aanvang_tijdvak")
    return (
        polis.join(windows, on="cdaard")
        .filter((pl.col("from") <= first_day) & (first_day <= pl.col("to")))
        .filter(pl.col("listed") != NOT_COUNTED)
        .drop("from", "to")
    )


def as_counted(lines: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Adds the `form` that each line counts as: payrolling as the law says, the others as the code list has them."""
    payrolling = pl.col("listed") == PAYROLL
    return lines.with_columns(form=pl.when(payrolling).then(pl.lit(law.form(PAYROLL))).otherwise("listed"))


def sector_of_employer(employers: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Gives each employer its `sector`: government, unless the share of the sector funds says market (step 6)."""
    government = pl.col("overheidswerkgever") & (pl.col("aandeel_sectorfonds") < law.sector_fund_share)
    sector = pl.when(government).then(pl.lit(GOVERNMENT)).otherwise(pl.lit(MARKET))
    return employers.with_columns(sector=sector).drop("overheidswerkgever", "aandeel_sectorfonds")


def secondment_lines(secondments: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Wsw secondments of years in which they are not in the polis, as loan lines; none of later years (step 5)."""
    return secondments.filter(not law.wsw_in_polis).select(
        "person",
        "employer",
        kind=pl.lit(SECONDMENT),
        listed=pl.lit(LOAN),
        period_days=pl.lit(1, pl.Int64),
        hour_days=pl.col("uren_december").cast(pl.Int64),
        on_last_day=pl.lit(value=True),
    )


def hours(of_register: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The December hours by all that a law can tell apart: exactly the sum of `hour_days` / `period_days`.

    Args:
        of_register: every line of people in the register, of a form that counts or not.
        year: the measurement year.

    Returns:
        year, sector (of the employer, also for loan; `onbekend` when it is not known), kind, listed (the form of the
        code list), grounds (of the person, in order), period_days, hour_days; sorted.
    """
    worked = of_register.filter(pl.col("hour_days") > 0).with_columns(pl.col("sector").fill_null(UNKNOWN))
    return (
        worked.group_by(*CELL, "period_days")
        .agg(pl.col("hour_days").sum())
        .select(pl.lit(year, pl.Int64).alias("year"), *CELL, "period_days", "hour_days")
        .sort(*CELL, "period_days")
    )


def people(counted: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """People with more than 0 counted December hours: formal by sector, and nationally by form and in total.

    Returns:
        year, sector, form, persons; five rows, sorted.
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
