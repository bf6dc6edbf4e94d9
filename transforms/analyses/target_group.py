"""Step 4: who belongs to the target group in December, and on which ground; and how many of them work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import percentage, rounded
from transforms.jobs import exact_jobs
from transforms.law import TOTAL, UNKNOWN, Choices, december

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

COUNTS = pl.col("counts_for_agreement") == "yes"


def people_in_register(
    register: pl.LazyFrame, grounds: pl.LazyFrame, first: date, last: date, choices: Choices
) -> pl.LazyFrame:
    """People with a registration that overlaps the days from `first` to `last`, once each.

    Args:
        register: person, grondslag, arbeidsmarktregio, datum_registratie, datum_einde.
        grounds: code, priority (integer), counts_for_agreement (yes or no).
        first: first day.
        last: last day, both inclusive.
        choices: `ground_of_several` says which of several grounds is the person's; one that counts comes first.

    Returns:
        person, grondslag, arbeidsmarktregio, counts; one row a person, sorted by person.
    """
    order = ["priority", "datum_registratie"]
    if choices.ground_of_several == "earliest_registration":
        order.reverse()
    return (
        register.join(grounds.with_columns(counts=COUNTS), left_on="grondslag", right_on="code")
        .filter(pl.col("datum_registratie") <= last)
        .filter(pl.col("datum_einde").is_null() | (pl.col("datum_einde") >= first))
        .sort("person", ~pl.col("counts"), *order, "arbeidsmarktregio", nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
        .select("person", "grondslag", "arbeidsmarktregio", "counts")
    )


def target_group(
    register: pl.LazyFrame, grounds: pl.LazyFrame, counted: pl.LazyFrame, year: int, choices: Choices
) -> pl.LazyFrame:
    """The mart `target_group`: people registered on 31 December and those of them at work, by ground and region.

    Working is: more than 0 counted hours on a line whose period holds 31 December. Jobs are all counted December hours
    of the registered people. Only cells with registered people are there, and the totals of all.
    """
    _, last = december(year)
    region = pl.col("arbeidsmarktregio").cast(pl.String).fill_null(UNKNOWN)
    registered = people_in_register(register, grounds, last, last, choices).filter("counts")
    people = registered.select("person", region, ground="grondslag").collect().lazy()
    hours = counted.select("person", "period_days", "hour_days", "on_last_day")
    working = hours.filter(pl.col("on_last_day") & (pl.col("hour_days") > 0)).select("person").unique()
    here = people.join(working.with_columns(works=True), on="person", how="left")
    cells = _in_totals(here).group_by("ground", "arbeidsmarktregio")
    counts = cells.agg(registered=pl.len(), working=pl.col("works").sum()).collect().rows()
    jobs = exact_jobs(_in_totals(hours.join(people, on="person")), "ground", "arbeidsmarktregio")
    rows = [_row(year, row, jobs) for row in sorted(counts)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


SCHEMA = {
    "year": pl.Int64,
    "ground": pl.String,
    "arbeidsmarktregio": pl.String,
    "registered": pl.Int64,
    "working": pl.Int64,
    "working_pct": pl.Float64,
    "level_jobs": pl.Int64,
}


def _in_totals(people: pl.LazyFrame) -> pl.LazyFrame:
    """Every row four times: in its cell, in the totals of its ground and of its region, and in the total."""
    of_regions = pl.concat([people, people.with_columns(arbeidsmarktregio=pl.lit(TOTAL))])
    return pl.concat([of_regions, of_regions.with_columns(ground=pl.lit(TOTAL))])


def _row(year: int, counts: tuple[str, str, int, int], jobs: dict[tuple[str, ...], Fraction]) -> tuple[object, ...]:
    ground, region, registered, working = counts
    return (year, *counts, percentage(working, registered), rounded(jobs[ground, region]))
