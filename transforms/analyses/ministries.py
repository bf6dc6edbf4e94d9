"""The ministries: formal jobs against their *opgave*, and what each contributes to the central financing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.analyses.government_sectors import formal_of_government, government
from transforms.exact import exact_jobs, floating, percentage, rounded
from transforms.law import RIJK, UNKNOWN

if TYPE_CHECKING:
    from transforms.law import Law

SCHEMA = {
    "year": pl.Int64,
    "ministerie": pl.String,
    "formal_jobs_exact": pl.Float64,
    "formal_jobs": pl.Int64,
    "opgave_jobs": pl.Int64,
    "realisation_pct": pl.Float64,
    "contribution_exact": pl.Float64,
    "contribution_pct": pl.Float64,
}


def ministries(counted: pl.LazyFrame, sectors: pl.LazyFrame, shares: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The mart `ministries` of a year: every ministry with an employer or an *opgave*.

    Parts contribute to the central financing in proportion to their own *opgave* (kamerbrief resultaten 2022): a
    ministry's share is its *opgave* over that of all ministries. Hours with employers of the Rijk without a ministry
    are a row `onbekend`.

    Args:
        counted: the counted lines, with `sector`, `overheidssector`, `ministerie`, `form` and exact hours.
        sectors: the employers with their `sector` (step 6), `overheidssector` and `ministerie`.
        shares: overheidssector, ministerie, opgave_banen; may have no rows.
        law: of the measurement year.
    """
    of_rijk = pl.col("overheidssector") == RIJK
    jobs = exact_jobs(formal_of_government(counted, "ministerie").filter(of_rijk), law.hours_per_job, "ministerie")
    employers = government(sectors).filter(of_rijk & pl.col("ministerie").is_not_null()).select("ministerie").unique()
    present = {*employers.collect().to_series(), *([UNKNOWN] if jobs[UNKNOWN,] else [])}
    known = shares.filter(of_rijk & pl.col("ministerie").is_not_null())
    aims = dict(known.group_by("ministerie").agg(pl.col("opgave_banen").sum()).collect().rows())
    whole = sum(aims.values())
    rows = []
    for name in sorted(present | aims.keys()):
        level, aim = (jobs[name,] if name in present else None), aims.get(name)
        part = Fraction(aim, whole) if aim is not None and whole else None
        contribution = (floating(part), None if part is None else percentage(part, 1))
        pct = None if level is None else percentage(level, aim)
        rows.append((law.year, name, floating(level), rounded(level), aim, pct, *contribution))
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")
