"""The measured figures beside the published ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from transforms.analyses.observations import NOT_MEASURED, NOT_PUBLIC, status_of
from transforms.analyses.quota import COMPUTED
from transforms.exact import floating, rounded
from transforms.law import GOVERNMENT, TOTAL
from transforms.realisation import MEASURED

#: Of `realisation`, what is published.
MEASURES = ("level_jobs", "extra_jobs", "growth_jobs")
#: A realisation percentage as printed, and the one that the printed jobs give: publications contradict each other.
PERCENTAGE, PERCENTAGE_OF_JOBS = "realisation_pct", "realisation_pct_of_jobs"
QUOTA_PERCENTAGES = ("quota_pct", "quota_pct_indicative")
SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    "form": pl.String,
    "measure": pl.String,
    "measured": pl.Float64,
    "published": pl.Float64,
    "difference": pl.Float64,
    "source": pl.String,
    "agrees": pl.Boolean,
    "measured_status": pl.String,
    "difference_status": pl.String,
    "agrees_status": pl.String,
}
#: A figure and its status.
Figure = tuple[float | Fraction | None, str]
#: (year, sector, form, measure) -> a figure.
Cells = dict[tuple[int, str, str, str], Figure]


def reconciliation(
    realisation: pl.LazyFrame, government_sectors: pl.LazyFrame, quota: pl.LazyFrame, published_numbers: pl.LazyFrame
) -> pl.LazyFrame:
    """The mart `reconciliation`: every published number of a measured year beside the measured one.

    Args:
        realisation: the mart, as the others exact or for readers.
        government_sectors: the mart; publications on its sectors are under `overheid:<sub-sector>`, form `totaal`.
        quota: the mart.
        published_numbers: year, sector, form, measure, value, decimals (as printed), source.

    Returns:
        One row a published number; `measured` is rounded to the decimals of the published one, and empty where it
        cannot be measured (growth without the year before, a percentage without its variables).
    """
    measured = _realised(realisation) | _of_sub_sectors(government_sectors) | _of_quota(quota)
    years = {year for year, *_ in measured}
    columns = ("year", "sector", "form", "measure", "value", "decimals", "source")
    rows = [
        _row((year, *cell), value, measured.get((year, *cell), _not_there(cell[-1])), decimals, source)
        for year, *cell, value, decimals, source in published_numbers.select(columns).collect().rows()
        if year in years
    ]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row").sort("year", "sector", "form", "measure")


def _not_there(measure: str) -> Figure:
    """No figure, and why: the variables of a percentage of the quota are not public, others were not measured."""
    return None, NOT_PUBLIC if measure in QUOTA_PERCENTAGES else NOT_MEASURED


def _row(cell: tuple[object, ...], value: float, figure: Figure, decimals: int, source: str) -> tuple[object, ...]:
    measured, status = _as_printed(figure[0], decimals), figure[1]
    difference = None if measured is None else floating(_printed(measured) - _printed(value))
    agrees = None if difference is None else difference == 0
    return (*cell, measured, value, difference, source, agrees, status, status, status)


def _printed(value: float) -> Fraction:
    """The decimal number that a printed figure is."""
    return Fraction(str(value))


def _as_printed(value: float | Fraction | None, decimals: int) -> float | None:
    """A figure rounded once, half away from zero, to the decimals of the published one."""
    steps = 10**decimals
    return None if value is None else floating(Fraction(rounded(Fraction(value) * steps), steps))


def _realised(realisation: pl.LazyFrame) -> Cells:
    found = realisation.filter(pl.col("origin") == MEASURED).collect()
    return {
        (row["year"], row["sector"], row["form"], measure): (row[measure], status_of(row, measure))
        for row in found.iter_rows(named=True)
        for measure in MEASURES
    }


def _of_sub_sectors(government_sectors: pl.LazyFrame) -> Cells:
    """Jobs, *opgave* and percentage; readers have no unrounded jobs, so theirs is the percentage as published."""
    cells: Cells = {}
    for row in government_sectors.collect().iter_rows(named=True):
        place = (row["year"], f"{GOVERNMENT}:{row['overheidssector']}", TOTAL)
        pct = (_percentage(row), str(row.get(f"{PERCENTAGE}_status") or NOT_MEASURED))
        figures = {name: (row[name], status_of(row, name)) for name in ("formal_jobs", "opgave_jobs")}
        figures |= {PERCENTAGE: pct, PERCENTAGE_OF_JOBS: pct}
        cells |= {(*place, measure): figure for measure, figure in figures.items()}
    return cells


def _percentage(row: dict[str, Any]) -> float | Fraction | None:
    if "formal_jobs_exact" not in row:
        published: float | None = row[PERCENTAGE]
        return published
    exact, opgave = row["formal_jobs_exact"], row["opgave_jobs"]
    return None if exact is None or not opgave else Fraction(exact) * 100 / opgave


def _of_quota(quota: pl.LazyFrame) -> Cells:
    """The computed percentages; one that was set would be held against itself."""
    found = quota.filter(pl.col("percentage_source") == COMPUTED).collect()
    return {
        (row["year"], row["sector"], TOTAL, name): (row["quota_pct"], status_of(row, "quota_pct"))
        for row in found.iter_rows(named=True)
        for name in QUOTA_PERCENTAGES
    }
