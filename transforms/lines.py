"""Steps 1 to 6: the lines of one year, from which every table of the year is computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from transforms import jobs, register, returns
from transforms.law import NOT_COUNTED, december

if TYPE_CHECKING:
    from transforms.law import Law


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one year that the measurement needs, as the warehouse has them."""

    register: pl.LazyFrame
    polis: pl.LazyFrame
    employers: pl.LazyFrame
    secondments: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a year.

    Attributes:
        returns_of_year: employment lines at the cut over the whole year (steps 1 and 2).
        year_lines: those of a form that counts, with their exact hours in the calendar year.
        sectors: the employers with their sector (step 6).
        of_register: lines with hours in December of everybody in the register, on a ground that counts or not: person,
            employer, grondslag, grounds, counts, kind, listed (the form of the code list), form, sector and what else
            the employer says (empty when it is not known), period_days, hour_days, on_last_day.
    """

    returns_of_year: pl.LazyFrame
    year_lines: pl.LazyFrame
    sectors: pl.LazyFrame
    of_register: pl.LazyFrame

    @property
    def that_count(self) -> pl.LazyFrame:
        """The lines of people on a ground that counts, of a form that counts; steps 1 to 6."""
        return self.of_register.filter(pl.col("counts") & (pl.col("form") != NOT_COUNTED))

    @property
    def counted(self) -> pl.LazyFrame:
        """Those of known employers: what is measured."""
        return self.that_count.filter(pl.col("sector").is_not_null())

    def counted_lines(self) -> int:
        """How many lines count, those of unknown employers among them."""
        return self.that_count.collect().height

    def persons_counted(self) -> int:
        """How many people have counted hours."""
        worked = self.counted.filter(pl.col("hour_days") > 0)
        return int(worked.select(pl.col("person").n_unique()).collect().item())

    def unknown_employer_lines(self) -> int:
        """How many lines with hours would count, but for their employer that is not known."""
        unknown = pl.col("sector").is_null() & (pl.col("hour_days") > 0)
        return self.that_count.filter(unknown).collect().height


def lines(rows: Rows, law: Law) -> Lines:
    """The lines of a year, from its rows (steps 1 to 6)."""
    year, choices = law.year, law.choices
    employed = returns.employment_only(returns.at_the_cut(rows.polis, law), law).collect().lazy()
    in_december = returns.december_hours(returns.in_december(employed, year), year, choices)
    in_year = returns.hours_within(employed, date(year, 1, 1), date(year, 12, 31), choices)
    sectors = jobs.sector_of_employer(rows.employers, law)
    people = register.people_in_register(rows.register, law, *december(year))
    columns = ["person", "employer", "kind", "listed", "period_days", "hour_days", "on_last_day"]
    returned = jobs.with_nature(in_december, law).select(columns)
    seconded = jobs.secondment_lines(rows.secondments, law).select(columns)
    of_register = (
        jobs.as_counted(pl.concat([returned, seconded]), law)
        .join(people.drop("arbeidsmarktregio"), on="person")
        .join(sectors, on="employer", how="left")
    )
    return Lines(
        returns_of_year=employed,
        year_lines=jobs.as_counted(jobs.with_nature(in_year, law), law).filter(pl.col("form") != NOT_COUNTED),
        sectors=sectors,
        of_register=of_register.collect().lazy(),
    )
