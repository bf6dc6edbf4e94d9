"""The government's sub-sectors: formal jobs and people against their *opgave*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import exact_jobs, floating, percentage, rounded
from transforms.law import FORMAL, GOVERNMENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.law import Law

SCHEMA = {
    "year": pl.Int64,
    "overheidssector": pl.String,
    "persons": pl.Int64,
    "formal_jobs_exact": pl.Float64,
    "formal_jobs": pl.Int64,
    "opgave_jobs": pl.Int64,
    "realisation_pct": pl.Float64,
    "has_data": pl.Boolean,
}


def government_sectors(
    counted: pl.LazyFrame, sectors: pl.LazyFrame, shares: pl.LazyFrame, sub_sectors: Iterable[str], law: Law
) -> pl.LazyFrame:
    """The mart `government_sectors` of a year: every sub-sector of the code list, with data or without.

    Args:
        counted: the counted lines, with `sector`, `overheidssector`, `form`, `person` and exact hours.
        sectors: the employers with their `sector` (step 6) and `overheidssector`.
        shares: overheidssector, ministerie, opgave_banen; may have no rows.
        sub_sectors: the codes.
        law: of the measurement year.

    Returns:
        One row per code; and `onbekend`, where counted formal hours are with government employers without a sub-sector.
    """
    formal = formal_of_government(counted, "overheidssector")
    jobs = exact_jobs(formal, law.hours_per_job, "overheidssector")
    working = formal.filter(pl.col("hour_days") > 0).group_by("overheidssector").agg(pl.col("person").n_unique())
    people = dict(working.collect().rows())
    present = government(sectors).select(pl.col("overheidssector").unique()).collect().to_series().to_list()
    aims = opgaven(shares)
    rows = []
    for code in [*sorted(sub_sectors), *([UNKNOWN] if UNKNOWN in people else [])]:
        has_data = code in present or code == UNKNOWN
        level = jobs[code,] if has_data else None
        pct = None if level is None else percentage(level, aims.get(code))
        persons = people.get(code, 0) if has_data else None
        rows.append((law.year, code, persons, floating(level), rounded(level), aims.get(code), pct, has_data))
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def government(lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines or employers of the sector government."""
    return lines.filter(pl.col("sector") == GOVERNMENT)


def formal_of_government(counted: pl.LazyFrame, part: str) -> pl.LazyFrame:
    """The counted formal lines of government, with `onbekend` for an empty `part` (a column of the employer)."""
    return government(counted).filter(pl.col("form") == FORMAL).with_columns(pl.col(part).fill_null(UNKNOWN))


def opgaven(shares: pl.LazyFrame) -> dict[str, int]:
    """The *opgave* of each sub-sector in jobs: its own line, or else the sum of its ministries'."""
    own = pl.col("ministerie").is_null()
    found = shares.group_by("overheidssector").agg(
        own=pl.col("opgave_banen").filter(own).sum(), parts=pl.col("opgave_banen").sum(), has_own=own.any()
    )
    return {
        sector: total if has_own else parts
        for sector, total, parts, has_own in found.select("overheidssector", "own", "parts", "has_own").collect().rows()
    }
