"""Why loan jobs changed: the part of the allocation key and the part of the pool (promised in the letter over 2022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import floating, rounded
from transforms.law import HOURS_PER_JOB, SECTORS
from transforms.realisation import applied_shares, pools

if TYPE_CHECKING:
    from fractions import Fraction


def decomposition(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `decomposition`: for each year with a measured year before it, one row a sector.

    With L the pool in jobs and k the applied key: key effect = L(Y-1) (k(Y) - k(Y-1)), volume effect =
    (L(Y) - L(Y-1)) k(Y); their sum is the change.

    Args:
        december_hours: exact December hours (`transforms.jobs.hours`) of all measured years.
        allocation_key: the mart of all measured years.
    """
    jobs = {year: pool / HOURS_PER_JOB for year, pool in pools(december_hours).items()}
    shares = applied_shares(allocation_key)
    rows = [_row(year, sector, jobs, shares) for year in sorted(jobs) if year - 1 in jobs for sector in SECTORS]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    "change_jobs_exact": pl.Float64,
    "change_jobs": pl.Int64,
    "volume_effect_jobs_exact": pl.Float64,
    "volume_effect_jobs": pl.Int64,
    "key_effect_jobs_exact": pl.Float64,
    "key_effect_jobs": pl.Int64,
}


def _row(
    year: int, sector: str, jobs: dict[int, Fraction], shares: dict[tuple[int, str], Fraction]
) -> tuple[object, ...]:
    share, share_before = shares[year, sector], shares[year - 1, sector]
    key_effect = jobs[year - 1] * (share - share_before)
    volume_effect = (jobs[year] - jobs[year - 1]) * share
    effects = (volume_effect + key_effect, volume_effect, key_effect)
    return (year, sector, *(value for effect in effects for value in (floating(effect), rounded(effect))))
