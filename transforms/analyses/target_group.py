"""How many people of the target group are registered and at work, by ground and labour-market region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import exact_jobs, floating, percentage, rounded
from transforms.law import TOTAL, UNKNOWN, december
from transforms.register import people_in_register

if TYPE_CHECKING:
    from fractions import Fraction

    from transforms.law import Law


def target_group(register: pl.LazyFrame, counted: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The mart `target_group`: people registered on 31 December and those of them at work, by ground and region.

    Working is: more than 0 counted hours on a line whose period holds 31 December. Jobs are all counted December hours
    of the registered people. Only cells with registered people are there, and the totals of all.
    """
    people = people_registered(register, law)
    hours = counted.select("person", "period_days", "hour_days", "on_last_day")
    working = hours.filter(pl.col("on_last_day") & (pl.col("hour_days") > 0)).select("person").unique()
    here = people.join(working.with_columns(works=True), on="person", how="left")
    cells = in_totals(here).group_by("ground", "arbeidsmarktregio")
    counts = cells.agg(registered=pl.len(), working=pl.col("works").sum()).collect().rows()
    jobs = exact_jobs(in_totals(hours.join(people, on="person")), law.hours_per_job, "ground", "arbeidsmarktregio")
    rows = [_row(law.year, row, jobs) for row in sorted(counts)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def people_registered(register: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The people registered on a ground that counts on 31 December: person, arbeidsmarktregio (01 to 35), ground."""
    _, last = december(law.year)
    region = pl.col("arbeidsmarktregio").cast(pl.String).str.zfill(2).fill_null(UNKNOWN)
    registered = people_in_register(register, law, last, last).filter("counts")
    return registered.select("person", region, ground="grondslag").collect().lazy()


SCHEMA = {
    "year": pl.Int64,
    "ground": pl.String,
    "arbeidsmarktregio": pl.String,
    "registered": pl.Int64,
    "working": pl.Int64,
    "working_pct": pl.Float64,
    "level_jobs_exact": pl.Float64,
    "level_jobs": pl.Int64,
}


def in_totals(people: pl.LazyFrame) -> pl.LazyFrame:
    """Every row four times: in its cell, in the totals of its ground and of its region, and in the total."""
    of_regions = pl.concat([people, people.with_columns(arbeidsmarktregio=pl.lit(TOTAL))])
    return pl.concat([of_regions, of_regions.with_columns(ground=pl.lit(TOTAL))])


def _row(year: int, counts: tuple[str, str, int, int], jobs: dict[tuple[str, ...], Fraction]) -> tuple[object, ...]:
    ground, region, registered, working = counts
    level = jobs[ground, region]
    return (year, *counts, percentage(working, registered), floating(level), rounded(level))
