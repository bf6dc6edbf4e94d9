"""The measured figures beside the published ones."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from transforms.analyses.quota import COMPUTED
from transforms.exact import floating, rounded
from transforms.law import GOVERNMENT, TOTAL
from transforms.realisation import MEASURED

#: Of `realisation`, what is published.
MEASURES = ("level_jobs", "extra_jobs", "growth_jobs")
#: A realisation percentage as printed, and the one that the printed jobs give: publications contradict each other.
PERCENTAGE, PERCENTAGE_OF_JOBS = "realisation_pct", "realisation_pct_of_jobs"
QUOTA_PERCENTAGES = ("quota_percentage", "quota_percentage_indicative")
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
}
#: (year, sector, form, measure) -> a figure.
Cells = dict[tuple[int, str, str, str], float | Fraction | None]


def reconciliation(
    realisation: pl.LazyFrame, government_sectors: pl.LazyFrame, quota: pl.LazyFrame, published_numbers: pl.LazyFrame
) -> pl.LazyFrame:
    """The mart `reconciliation`: every published number of a measured year beside the measured one.

    Args:
        realisation: the mart.
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
        _row((year, *cell), value, _as_printed(measured.get((year, *cell)), decimals), source)
        for year, *cell, value, decimals, source in published_numbers.select(columns).collect().rows()
        if year in years
    ]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row").sort("year", "sector", "form", "measure")


def _row(cell: tuple[object, ...], value: float, measured: float | None, source: str) -> tuple[object, ...]:
    difference = None if measured is None else floating(_printed(measured) - _printed(value))
    return (*cell, measured, value, difference, source, None if difference is None else difference == 0)


def _printed(value: float) -> Fraction:
    """The decimal number that a printed figure is."""
    return Fraction(str(value))


def _as_printed(value: float | Fraction | None, decimals: int) -> float | None:
    """A figure rounded once, half away from zero, to the decimals of the published one."""
    steps = 10**decimals
    return None if value is None else floating(Fraction(rounded(Fraction(value) * steps), steps))


def _realised(realisation: pl.LazyFrame) -> Cells:
    found = realisation.filter(pl.col("origin") == MEASURED).select("year", "sector", "form", *MEASURES).collect()
    return {
        (year, sector, form, measure): value
        for year, sector, form, *values in found.rows()
        for measure, value in zip(MEASURES, values, strict=True)
    }


def _of_sub_sectors(government_sectors: pl.LazyFrame) -> Cells:
    cells: Cells = {}
    columns = ("year", "overheidssector", "level_jobs_exact", "level_jobs", "opgave_jobs")
    for year, code, exact, level, opgave in government_sectors.select(columns).collect().rows():
        place = (year, f"{GOVERNMENT}:{code}", TOTAL)
        pct = None if exact is None or not opgave else Fraction(exact) * 100 / opgave
        figures: dict[str, float | Fraction | None] = {
            "level_jobs": level,
            "opgave_jobs": opgave,
            PERCENTAGE: pct,
            PERCENTAGE_OF_JOBS: pct,
        }
        cells |= {(*place, measure): value for measure, value in figures.items()}
    return cells


def _of_quota(quota: pl.LazyFrame) -> Cells:
    """The computed percentages; one that was set would be held against itself."""
    found = quota.filter(pl.col("percentage_source") == COMPUTED).select("year", "sector", "quota_pct").collect().rows()
    return {(year, sector, TOTAL, name): value for year, sector, value in found for name in QUOTA_PERCENTAGES}
