"""The interval of the allocation key, carried into loan jobs, extra jobs and the gap to the target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import rounded
from transforms.law import BASELINE_YEAR, HOURS_PER_JOB, LOAN, TOTAL
from transforms.realisation import level_hours, pools, targets_by_sector

if TYPE_CHECKING:
    from transforms.realisation import Cells

#: Lower and upper bound in jobs, exact.
Bounds = tuple[Fraction, Fraction]
SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    "form": pl.String,
    "extra_jobs": pl.Int64,
    "ci_low_jobs": pl.Int64,
    "ci_high_jobs": pl.Int64,
    "gap_ci_low_jobs": pl.Int64,
    "gap_ci_high_jobs": pl.Int64,
}


def uncertainty(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame, targets: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `uncertainty`: for each year and sector the forms inleen and totaal.

    With L the pool in jobs, the bounds of the extra jobs are those with L times the bound of the key in place of the
    loan jobs. The *nulmeting* is the fixed yardstick of the law, so its key adds nothing. Bounds are empty when the key
    has no interval.

    Args:
        december_hours: exact December hours (`transforms.jobs.hours`) of all measured years.
        allocation_key: the mart of all measured years; its bounds are of the unrounded share (0-1).
        targets: year, sector, jobs.
    """
    jobs = {cell: amount / HOURS_PER_JOB for cell, amount in level_hours(december_hours, allocation_key).items()}
    loan = {year: pool / HOURS_PER_JOB for year, pool in pools(december_hours).items()}
    aims = targets_by_sector(targets)
    found = allocation_key.select("year", "sector", "ci_low", "ci_high").sort("year", "sector").collect().rows()
    rows: list[tuple[object, ...]] = []
    for year, sector, low, high in found:
        shifts = None if low is None else _shifts(jobs[year, sector, LOAN], loan[year], (low, high))
        rows.append((*_extra(jobs, (year, sector, LOAN), shifts), None, None))
        rows.append((*_extra(jobs, (year, sector, TOTAL), shifts), *_gap(jobs, (year, sector), shifts, aims)))
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def _shifts(level: Fraction, pool: Fraction, bounds: tuple[float, float]) -> Bounds:
    """How far the bounds of the key take the loan jobs of a sector from their level."""
    low, high = (pool * Fraction(bound) - level for bound in bounds)
    return low, high


def _extra(jobs: Cells, cell: tuple[int, str, str], shifts: Bounds | None) -> tuple[object, ...]:
    extra = jobs[cell] - jobs[BASELINE_YEAR, cell[1], cell[2]]
    return (*cell, rounded(extra), *_around(extra, shifts))


def _gap(
    jobs: Cells, place: tuple[int, str], shifts: Bounds | None, aims: dict[tuple[int, str], int]
) -> tuple[int | None, int | None]:
    year, sector = place
    if place not in aims:
        return None, None
    return _around(jobs[year, sector, TOTAL] - jobs[BASELINE_YEAR, sector, TOTAL] - aims[place], shifts)


def _around(value: Fraction, shifts: Bounds | None) -> tuple[int | None, int | None]:
    return (None, None) if shifts is None else (rounded(value + shifts[0]), rounded(value + shifts[1]))
