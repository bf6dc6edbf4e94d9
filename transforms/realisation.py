"""Steps 9 to 11: the mart `realisation`, each figure rounded once, with the law that it was measured under."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.exact import floating, rounded
from transforms.law import BASELINE_YEAR, TOTAL, Law, breaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.law import LawBook
    from transforms.levels import Measurement

#: Whether a row was measured from a delivery or taken from a publication.
MEASURED, PUBLISHED = "gemeten", "gepubliceerd"
SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    "form": pl.String,
    "hours_december": pl.Float64,
    "level_jobs_exact": pl.Float64,
    "level_jobs": pl.Int64,
    "baseline_jobs_exact": pl.Float64,
    "baseline_jobs": pl.Int64,
    "extra_jobs_exact": pl.Float64,
    "extra_jobs": pl.Int64,
    "growth_jobs_exact": pl.Float64,
    "growth_jobs": pl.Int64,
    "target_jobs": pl.Int64,
    "gap_jobs": pl.Int64,
    "target_met": pl.Boolean,
    "persons": pl.Int64,
    "rule_set": pl.String,
    "series_break": pl.Boolean,
    "series_break_note": pl.String,
    "origin": pl.String,
    "source": pl.String,
}
#: (year, sector) -> published extra jobs and the publication.
Publications = Mapping[tuple[int, str], tuple[int, str]]


def realisation(measured: Measurement, people: pl.LazyFrame, published_totals: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `realisation`: nine rows per measured year, and the published totals of every other year.

    Args:
        measured: the hours of all measured years, the *nulmeting* too.
        people: year, sector, form, persons of all measured years.
        published_totals: year, sector, jobs, source; the published extra jobs of form `totaal`.
    """
    found = people.select("year", "sector", "form", "persons").collect().rows()
    persons = {(year, sector, form): count for year, sector, form, count in found}
    rows: list[dict[str, Any]] = []
    for year in sorted(measured.hours):
        rows += [row | {"persons": persons.get((year, row["sector"], row["form"]))} for row in _of_year(measured, year)]
    columns = published_totals.select("year", "sector", "jobs", "source").collect().rows()
    publications = {(year, sector): (jobs, source) for year, sector, jobs, source in columns}
    there = {cell: found for cell, found in publications.items() if cell[0] not in measured.hours}
    rows += [_published(measured.book, cell, publications) for cell in sorted(there)]
    return pl.LazyFrame(rows, schema=SCHEMA)


def _of_year(measured: Measurement, year: int) -> Iterator[dict[str, Any]]:
    law, level, growth = measured.law(year), measured.jobs(year), measured.growth(year)
    nulmeting, extra = measured.nulmeting(year), measured.extra_jobs(year)
    about = _rules(measured.book, year) | {"year": year, "origin": MEASURED, "source": None}
    for sector, form in sorted(level):
        cell = (sector, form)
        yield {
            "sector": sector,
            "form": form,
            "hours_december": floating(level[cell] * law.hours_per_job),
            **_exact_and_rounded("level_jobs", level[cell]),
            **_exact_and_rounded("baseline_jobs", nulmeting[cell]),
            **_exact_and_rounded("extra_jobs", extra[cell]),
            **_exact_and_rounded("growth_jobs", None if growth is None else growth[cell]),
            **_against_target(law, cell, extra[cell]),
            **about,
        }


def _published(book: LawBook, cell: tuple[int, str], publications: Publications) -> dict[str, Any]:
    """A published total of a year without a delivery: what was published, its growth and its target."""
    year, sector = cell
    jobs, source = publications[cell]
    before = publications.get((year - 1, sector))
    found = dict.fromkeys(SCHEMA) | {"year": year, "sector": sector, "form": TOTAL, "extra_jobs": jobs}
    found |= {"growth_jobs": None if before is None else jobs - before[0], "origin": PUBLISHED, "source": source}
    rules = {"rule_set": book.law(year).rule_set, "series_break": False}
    return found | rules | _against_target(book.law(year), (sector, TOTAL), Fraction(jobs))


def _rules(book: LawBook, year: int) -> dict[str, Any]:
    """The rule set of a measured year, and how it differs from that of the year before in who or what counts."""
    found = breaks(book.law(year - 1), book.law(year)) if year > BASELINE_YEAR else []
    note = "; ".join(found) or None
    return {"rule_set": book.law(year).rule_set, "series_break": bool(found), "series_break_note": note}


def _exact_and_rounded(name: str, value: Fraction | None) -> dict[str, Any]:
    return {f"{name}_exact": floating(value), name: rounded(value)}


def _against_target(law: Law, cell: tuple[str, str], extra: Fraction) -> dict[str, Any]:
    """Target, gap and whether the target is met; empty for the forms and where the law has no target."""
    sector, form = cell
    aim = law.targets.get(sector) if form == TOTAL else None
    if aim is None:
        return {"target_jobs": None, "gap_jobs": None, "target_met": None}
    return {"target_jobs": aim, "gap_jobs": rounded(extra - aim), "target_met": extra >= aim}
