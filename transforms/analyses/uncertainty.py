"""The interval of the allocation key, carried into loan jobs, extra jobs and the gap to the target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import rounded
from transforms.law import LOAN, TOTAL

if TYPE_CHECKING:
    from transforms.levels import Measurement

#: How far the lower and the upper bound are from the figure, in jobs, exact.
Shifts = tuple[Fraction, Fraction]
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


def uncertainty(measured: Measurement, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `uncertainty`: for each year and sector the forms inleen and totaal.

    With L the pool in jobs, the bounds of the extra jobs are those with L times the bound of the key in place of the
    loan jobs. The *nulmeting* is the fixed yardstick of the law, so its key adds nothing. Bounds are empty when the key
    has no interval.

    Args:
        measured: the hours of all measured years.
        allocation_key: the mart of all measured years; its bounds are of the unrounded share (0-1).
    """
    found = (
        allocation_key.select("year", "sector", "ci_low_exact", "ci_high_exact").sort("year", "sector").collect().rows()
    )
    rows = [row for year, sector, *bounds in found for row in _of_sector(measured, year, sector, bounds)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def _of_sector(measured: Measurement, year: int, sector: str, bounds: list[float | None]) -> list[tuple[object, ...]]:
    extra, loan = measured.extra_jobs(year), measured.jobs(year)[sector, LOAN]
    shifts = _shifts(loan, measured.pool(year), bounds)
    aim = measured.law(year).targets.get(sector)
    gap = (None, None) if aim is None else _around(extra[sector, TOTAL] - aim, shifts)
    cells = [(form, extra[sector, form]) for form in (LOAN, TOTAL)]
    of_forms = [(year, sector, form, rounded(value), *_around(value, shifts)) for form, value in cells]
    return [(*of_forms[0], None, None), (*of_forms[1], *gap)]


def _shifts(level: Fraction, pool: Fraction, bounds: list[float | None]) -> Shifts | None:
    """How far the bounds of the key take the loan jobs of a sector from their level; None without an interval."""
    low, high = bounds
    if low is None or high is None:
        return None
    return pool * Fraction(low) - level, pool * Fraction(high) - level


def _around(value: Fraction, shifts: Shifts | None) -> tuple[int | None, int | None]:
    return (None, None) if shifts is None else (rounded(value + shifts[0]), rounded(value + shifts[1]))
