"""Steps 7, 9 and 10 under any law: levels, the *nulmeting*, extra jobs and growth, from the hours of all years.

A `Measurement` is the exact hours of all measured years with the law that they are held against. The official result
is one measurement; a scenario is another over the same hours. Source: docs/spec/measurement.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from transforms.exact import exact_hours
from transforms.jobs import CELL
from transforms.law import (
    BASELINE_YEAR,
    FORMAL,
    FORMS,
    GOVERNMENT,
    LOAN,
    MARKET,
    NOT_COUNTED,
    SECTORS,
    TOTAL,
    UNKNOWN,
)
from transforms.register import AND

if TYPE_CHECKING:
    import polars as pl

    from transforms.law import Law, LawBook

#: (sector, form) -> an exact amount of jobs; 3 x 3 with the totals.
Cells = Mapping[tuple[str, str], Fraction]
#: (year, sector) -> the share of the loan hours (0-1, exact).
Shares = Mapping[tuple[int, str], Fraction]


@dataclass(frozen=True, slots=True)
class Hours:
    """December hours of people that no law tells apart: one cell of the facts, of one year.

    Attributes:
        sector: of the employer, also for loan; `onbekend` when it is not known.
        kind: formal, a kind of loan, or payrolling.
        listed: the form of the code list.
        grounds: every ground of these people, in order.
        hours: exact.
    """

    sector: str
    kind: str
    listed: str
    grounds: tuple[str, ...]
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Measurement:
    """The hours and keys of all measured years, and the law of each year.

    Attributes:
        hours: of each measured year its cells.
        shares: the key that is applied.
        book: the law of every year.
    """

    hours: Mapping[int, Sequence[Hours]]
    shares: Shares
    book: LawBook

    def law(self, year: int) -> Law:
        """The law of a year."""
        return self.book.law(year)

    def pool(self, year: int, added: Sequence[str] = ()) -> Fraction:
        """The national loan pool in jobs, under the law of the year with `added` grounds."""
        return self._counted(year, added)[TOTAL, LOAN] / self.law(year).hours_per_job

    def jobs(self, year: int, added: Sequence[str] = ()) -> Cells:
        """The levels of a year under its law with `added` grounds: formal as summed, loan = pool x key (step 9)."""
        counted, per_job = self._counted(year, added), self.law(year).hours_per_job
        cells = {(sector, FORMAL): counted[sector, FORMAL] / per_job for sector in SECTORS}
        for sector in SECTORS:
            cells[sector, LOAN] = counted[TOTAL, LOAN] * self.shares[year, sector] / per_job
        return with_totals(cells)

    def nulmeting(self, year: int) -> Cells:
        """The levels of 2012 that a year is held against: under the law of 2012, and grounds that the year restates."""
        return self.jobs(BASELINE_YEAR, self.law(year).restated)

    def extra_jobs(self, year: int) -> Cells:
        """Extra jobs (step 10): the level less the nulmeting of the year."""
        return difference(self.jobs(year), self.nulmeting(year))

    def year_before(self, year: int) -> Cells | None:
        """The levels of the year before as growth compares them: under its law, and grounds that this year restates.

        None when the year before is not measured.
        """
        before = year - 1
        return self.jobs(before, self.law(year).restated) if before in self.hours else None

    def growth(self, year: int) -> Cells | None:
        """Extra jobs of the year less those of the year before, both against the nulmeting of their own law."""
        before = self.year_before(year)
        if before is None:
            return None
        added = (*self.law(year - 1).restated, *self.law(year).restated)
        earlier = difference(before, self.jobs(BASELINE_YEAR, added))
        return difference(self.extra_jobs(year), earlier)

    def _counted(self, year: int, added: Sequence[str]) -> Mapping[tuple[str, str], Fraction]:
        """The hours that count: formal by sector, loan nationally (step 7)."""
        law = self.law(year)
        counting = {*law.counting, *added}
        sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for cell in self.hours[year]:
            form = law.form(cell.listed)
            if counts(cell, form, counting):
                sums[TOTAL if form == LOAN else cell.sector, form] += cell.hours
        return sums


def counts(cell: Hours, form: str, counting: Collection[str]) -> bool:
    """Whether hours count (steps 4 to 6): in the form that they count as, on one of these grounds, with an employer."""
    return form != NOT_COUNTED and cell.sector != UNKNOWN and not set(counting).isdisjoint(cell.grounds)


def cells(december_hours: pl.LazyFrame) -> dict[int, list[Hours]]:
    """The cells of the fact `december_hours` by year, in order; each with its exact hours."""
    hours: dict[int, list[Hours]] = defaultdict(list)
    for (year, sector, kind, listed, grounds), amount in sorted(exact_hours(december_hours, "year", *CELL).items()):
        hours[year].append(Hours(sector, kind, listed, tuple(grounds.split(AND)), amount))
    return hours


def measurement(december_hours: pl.LazyFrame, shares: Shares, book: LawBook) -> Measurement:
    """The measurement of all years with a key.

    Args:
        december_hours: year, sector, kind, listed, grounds, period_days, hour_days (`transforms.jobs.hours`).
        shares: the key that is applied, by year and sector.
        book: the law of every year.
    """
    hours: dict[int, list[Hours]] = {year: [] for year, _ in sorted(shares)}
    return Measurement(hours | cells(december_hours), shares, book)


def applied_shares(allocation_key: pl.LazyFrame) -> dict[tuple[int, str], Fraction]:
    """The key that is applied, by year and sector: the percentage with one decimal, as an exact share (0-1)."""
    found = allocation_key.select("year", "sector", "share_pct").collect().rows()
    return {(year, sector): Fraction(round(pct * 10), 1000) for year, sector, pct in found}


def difference(one: Cells, other: Cells) -> dict[tuple[str, str], Fraction]:
    """What the cells of one are more than those of another."""
    return {cell: one[cell] - other[cell] for cell in one}


def with_totals(cells: Cells) -> dict[tuple[str, str], Fraction]:
    """Adds the totals over sectors and forms: sums of unrounded parts (step 9)."""
    full = dict(cells)
    for sector in SECTORS:
        full[sector, TOTAL] = sum((cells[sector, form] for form in FORMS), Fraction(0))
    for form in (*FORMS, TOTAL):
        full[TOTAL, form] = full[MARKET, form] + full[GOVERNMENT, form]
    return full
