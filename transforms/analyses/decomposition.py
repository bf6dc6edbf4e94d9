"""Why loan jobs changed: the part of the allocation key and the part of the pool (promised in the letter over 2022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import floating, rounded
from transforms.law import SECTORS

if TYPE_CHECKING:
    from transforms.levels import Measurement

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


def decomposition(measured: Measurement) -> pl.LazyFrame:
    """The mart `decomposition`: for each year with a measured year before it, one row per sector.

    With L the pool in jobs and k the applied key: key effect = L(Y-1) (k(Y) - k(Y-1)), volume effect =
    (L(Y) - L(Y-1)) k(Y); their sum is the change. L(Y-1) counts the grounds that the law of Y restates, as growth does.
    """
    years = [year for year in sorted(measured.hours) if year - 1 in measured.hours]
    rows = [_row(measured, year, sector) for year in years for sector in SECTORS]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def _row(measured: Measurement, year: int, sector: str) -> tuple[object, ...]:
    pool, before = measured.pool(year), measured.pool(year - 1, measured.law(year).restated)
    share, share_before = measured.shares[year, sector], measured.shares[year - 1, sector]
    key_effect = before * (share - share_before)
    volume_effect = (pool - before) * share
    effects = (volume_effect + key_effect, volume_effect, key_effect)
    return (year, sector, *(value for effect in effects for value in (floating(effect), rounded(effect))))
