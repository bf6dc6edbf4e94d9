"""The real transforms on frames: every table of one year, and of a release of several years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import polars as pl

from flows import inputs as at_hand
from flows import marts as making
from tests.support.random_years import Tables, frame
from transforms import allocation_key
from transforms import lines as measure
from transforms.analyses.participation_cohort import worked_months
from transforms.law import Choices
from warehouse import tables
from warehouse.reference import codes, frames
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.settings import Settings

ALL = MARTS | FACTS
FIGURES = [name for name, mart in MARTS.items() if mart.figures]
#: What a delivery may leave out.
OPTIONAL = ("shares", "liv", "social_return")


@dataclass(frozen=True)
class Year:
    """One year through the real transforms; each table is made when it is asked for.

    Attributes:
        year: the measurement year.
        rows: what the warehouse has of it.
        choices: the choices of the measurement.
        settings: for the variables of the quota.
        others: the two years before it, when a cohort is to be made.
    """

    year: int
    rows: Tables
    choices: Choices = field(default_factory=Choices)
    settings: Settings = field(default_factory=Settings)
    others: tuple[Year, ...] = ()

    @cached_property
    def lines(self) -> measure.Lines:
        """Steps 1 to 6."""
        of_measurement = {name: self.rows[name].lazy() for name in ("register", "polis", "employers", "secondments")}
        return measure.lines(measure.Rows(**of_measurement), self.year, known_codes(), self.choices)

    @cached_property
    def at_hand(self) -> dict[str, Any]:
        """What the tables of the year are made from, by name."""
        empty = {name: frame(name, []) for name in OPTIONAL}
        together = (*self.others, self)
        return {name: rows.lazy() for name, rows in (empty | self.rows).items()} | at_hand.of_lines(self.lines) | {
            "year": self.year,
            "choices": self.choices,
            "grounds": frames.grounds(),
            "sub_sectors": codes.government_sectors(),
            "size_classes": frames.size_classes(),
            "quota_rules": at_hand.quota_rules(self.settings, self.year),
            "registers": pl.concat([one.named(one.rows["register"].lazy()) for one in together]),
            "months_of_years": pl.concat([one.named(one.months()) for one in together]),
        }  # fmt: skip

    def named(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows with the year that they are of."""
        return rows.with_columns(pl.lit(self.year, pl.Int64).alias("year"))

    def months(self) -> pl.LazyFrame:
        """The months in which people worked."""
        return worked_months(self.lines.returns_of_year, self.year, self.choices)

    def table(self, name: str) -> pl.DataFrame:
        """A mart or fact table of this year."""
        return making.make(ALL[name], self.at_hand)

    @cached_property
    def hours(self) -> pl.DataFrame:
        """Steps 3 to 7."""
        return self.table("december_hours")

    @cached_property
    def people(self) -> pl.DataFrame:
        """The people counted."""
        return self.table("people")

    @cached_property
    def allocation_key(self) -> pl.DataFrame:
        """Step 8."""
        return self.table("allocation_key")

    @property
    def counted_lines(self) -> int:
        """How many lines would count if every employer were known."""
        count: int = self.at_hand["counted_lines"]
        return count

    @property
    def unknown_employer_lines(self) -> int:
        """How many of those have an employer that is not known."""
        count: int = self.at_hand["unknown_employer_lines"]
        return count


@cache
def known_codes() -> measure.Codes:
    """The code lists that the measurement needs."""
    return measure.Codes(codes.employment_codes(), frames.natures(), frames.grounds())


def measured(year_tables: Tables, year: int, choices: Choices | None = None, **more: Any) -> Year:
    """One year through the real transforms."""
    return Year(year, year_tables, choices or Choices(), **more)


class Release:
    """The tables of several years, and the marts that follow from them."""

    def __init__(self, years: Sequence[Year]) -> None:
        self.years = years
        self.found: dict[str, pl.DataFrame] = {}

    def table(self, name: str) -> pl.DataFrame:
        """A mart or fact table of all years, made with all that stand before it in the registry."""
        if name not in self.found:
            self.found[name] = self.of_years(name) if ALL[name].of_year else making.make(ALL[name], OfRelease(self))
        return self.found[name]

    def of_years(self, name: str) -> pl.DataFrame:
        """The rows of a table that is made year by year, all years together."""
        return tables.conform(pl.concat([year.table(name) for year in self.years]).lazy(), ALL[name])

    def facts(self, name: str) -> pl.LazyFrame:
        """A table of all years, lazily."""
        return self.table(name).lazy()

    def realisation(self) -> pl.LazyFrame:
        """The rows of the measured years."""
        return self.facts("realisation").filter(pl.col("origin") == "gemeten")

    def marts(self) -> dict[str, pl.DataFrame]:
        """Every mart that figures are in, and the facts that they come from."""
        return {name: self.table(name) for name, mart in ALL.items() if mart.made_by}

    def write(self, folder: Path) -> None:
        """Every table to a folder, as a release has it."""
        for name, table in self.marts().items():
            tables.write(table, ALL[name], folder, {"release": "test"})


class OfRelease(dict[str, Any]):
    """What the tables of a release are made from, by name: publications, and tables made when they are asked for."""

    def __init__(self, release: Release) -> None:
        super().__init__(at_hand.published())
        self.release = release

    def __missing__(self, name: str) -> Any:
        if name == "figures":
            return {one: self.release.facts(one) for one in FIGURES}
        if name == "described":
            return {one: at_hand.described(MARTS[one]) for one in FIGURES}
        return self.release.facts(name)


def key_of(survey: pl.DataFrame) -> allocation_key.Key:
    """The allocation key of a survey."""
    return allocation_key.estimate(survey.lazy())
