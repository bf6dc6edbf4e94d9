"""Steps 9 to 11: levels, extra jobs against the *nulmeting*, growth and the gap to the target, for all years."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import floating, rounded
from transforms.jobs import exact_hours
from transforms.law import BASELINE_YEAR, FORMAL, FORMS, GOVERNMENT, HOURS_PER_JOB, LOAN, MARKET, SECTORS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Whether a row was measured from a delivery or taken from a publication.
MEASURED, PUBLISHED = "gemeten", "gepubliceerd"
#: What a publication of a total does not say.
NOT_PUBLISHED = (
    "hours_december",
    "level_jobs_exact",
    "level_jobs",
    "baseline_jobs_exact",
    "baseline_jobs",
    "extra_jobs_exact",
    "growth_jobs_exact",
    "growth_jobs",
    "persons",
)
#: (year, sector, form) -> an exact amount of hours or jobs.
Cells = dict[tuple[int, str, str], Fraction]


def applied_shares(allocation_key: pl.LazyFrame) -> dict[tuple[int, str], Fraction]:
    """The key that is applied, by year and sector: the percentage with one decimal, as an exact share (0-1)."""
    found = allocation_key.select("year", "sector", "share_pct").collect().rows()
    return {(year, sector): Fraction(round(pct * 10), 1000) for year, sector, pct in found}


def pools(hours: pl.LazyFrame) -> dict[int, Fraction]:
    """The national loan hours of each year, exact."""
    return {year: amount for (year, _, form), amount in _sums(hours).items() if form == LOAN}


def level_hours(hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> Cells:
    """December hours of every year by sector and form (3 x 3 a year): formal as summed, loan = pool x key.

    Args:
        hours: year, sector, form, period_days, hour_days as `transforms.jobs.hours` makes them.
        allocation_key: the mart, with a row for each year and sector.
    """
    shares, sums = applied_shares(allocation_key), _sums(hours)
    cells: Cells = {}
    for year, pool in pools(hours).items():
        for sector in SECTORS:
            cells[year, sector, FORMAL] = sums[year, sector, FORMAL]
            cells[year, sector, LOAN] = pool * shares[year, sector]
    return _with_totals(cells)


def realisation(
    december_hours: pl.LazyFrame,
    allocation_key: pl.LazyFrame,
    people: pl.LazyFrame,
    targets: pl.LazyFrame,
    published_totals: pl.LazyFrame,
) -> pl.LazyFrame:
    """The mart `realisation`: nine rows a measured year, and the published totals of the years before without one.

    Args:
        december_hours: exact December hours (`transforms.jobs.hours`) of all measured years, the *nulmeting* too.
        allocation_key: the mart of all measured years.
        people: year, sector, form, persons of all measured years.
        targets: year, sector, jobs; the legal number of extra jobs by sector.
        published_totals: year, sector, jobs, source; the published extra jobs of form `totaal`.
    """
    in_hours = level_hours(december_hours, allocation_key)
    jobs = {cell: amount / HOURS_PER_JOB for cell, amount in in_hours.items()}
    persons = {(year, sector, form): count for year, sector, form, count in _rows(people, "sector", "form", "persons")}
    aims = targets_by_sector(targets)
    rows = [
        _row(cell, hours, jobs) | {"persons": persons.get(cell)} | _against_target(cell, _extra(cell, jobs), aims)
        for cell, hours in sorted(in_hours.items())
    ]
    measured = {year for year, _, _ in jobs}
    published = _rows(published_totals, "sector", "jobs", "source")
    rows += [_published(row, aims) for row in published if row[0] not in measured]
    return pl.LazyFrame(rows, infer_schema_length=None)


def targets_by_sector(targets: pl.LazyFrame) -> dict[tuple[int, str], int]:
    """The legal number of extra jobs by year and sector, both sectors together among them.

    Args:
        targets: year, sector, jobs; of the two sectors.
    """
    aims = {(year, sector): aim for year, sector, aim in _rows(targets, "sector", "jobs")}
    years = {year for year, sector in aims if {(year, MARKET), (year, GOVERNMENT)} <= aims.keys()}
    return aims | {(year, TOTAL): aims[year, MARKET] + aims[year, GOVERNMENT] for year in years}


def _row(cell: tuple[int, str, str], hours_december: Fraction, jobs: Cells) -> dict[str, object]:
    year, sector, form = cell
    level, baseline = jobs[cell], jobs[BASELINE_YEAR, sector, form]
    extra = _extra(cell, jobs)
    before = jobs.get((year - 1, sector, form))
    growth = None if before is None else level - before
    return {
        "year": year,
        "sector": sector,
        "form": form,
        "hours_december": floating(hours_december),
        "level_jobs_exact": floating(level),
        "level_jobs": rounded(level),
        "baseline_jobs_exact": floating(baseline),
        "baseline_jobs": rounded(baseline),
        "extra_jobs_exact": floating(extra),
        "extra_jobs": rounded(extra),
        "growth_jobs_exact": floating(growth),
        "growth_jobs": rounded(growth),
        "origin": MEASURED,
        "source": None,
    }


def _published(row: tuple[int, str, int, str], aims: Mapping[tuple[int, str], int]) -> dict[str, object]:
    """A published total of a year without a delivery: only what was published, and its target."""
    year, sector, jobs, source = row
    about = {"year": year, "sector": sector, "form": TOTAL, "extra_jobs": jobs, "origin": PUBLISHED, "source": source}
    return dict.fromkeys(NOT_PUBLISHED) | about | _against_target((year, sector, TOTAL), Fraction(jobs), aims)


def _extra(cell: tuple[int, str, str], jobs: Cells) -> Fraction:
    return jobs[cell] - jobs[BASELINE_YEAR, cell[1], cell[2]]


def _against_target(
    cell: tuple[int, str, str], extra: Fraction, aims: Mapping[tuple[int, str], int]
) -> dict[str, object]:
    """Target, gap and whether the target is met; empty for the forms and for years without a target."""
    year, sector, form = cell
    aim = aims.get((year, sector)) if form == TOTAL else None
    if aim is None:
        return {"target_jobs": None, "gap_jobs": None, "target_met": None}
    return {"target_jobs": aim, "gap_jobs": rounded(extra - aim), "target_met": extra >= aim}


def _sums(hours: pl.LazyFrame) -> Cells:
    return exact_hours(hours, "year", "sector", "form")


def _with_totals(cells: Cells) -> Cells:
    """Totals over sectors and forms: sums of unrounded parts."""
    full = dict(cells)
    for year in {year for year, _, _ in cells}:
        for sector in SECTORS:
            full[year, sector, TOTAL] = sum((cells[year, sector, form] for form in FORMS), Fraction(0))
        for form in (*FORMS, TOTAL):
            full[year, TOTAL, form] = full[year, MARKET, form] + full[year, GOVERNMENT, form]
    return full


def _rows(frame: pl.LazyFrame, *columns: str) -> list[tuple]:  # type: ignore[type-arg]
    return frame.select("year", *columns).collect().rows()
