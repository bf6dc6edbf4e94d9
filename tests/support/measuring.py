"""The real transforms on frames: every table of one year, and of a release of several years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import polars as pl

from flows import inputs
from flows import marts as making
from tests.support.random_years import Tables, frame
from transforms import allocation_key, lines
from transforms.exact import exact_hours
from transforms.law import Choices, Law, LawBook
from transforms.levels import Measurement, applied_shares, measurement
from warehouse import formats, tables
from warehouse.reference import frames
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.settings import Settings
from warehouse.store import YearRows

ALL = MARTS | FACTS
OF_YEAR = {mart.name: make for mart, make in making.OF_YEAR.items()}
OF_RELEASE = {mart.name: make for mart, make in making.OF_RELEASE.items()}
OF_FIGURES = {mart.name: make for mart, make in making.OF_FIGURES.items()}
MADE = (*OF_YEAR, *OF_RELEASE, *OF_FIGURES)
FIGURES = [name for name, mart in MARTS.items() if mart.figures]
#: What is summed of a year (step 7).
CELLS = (("markt", "formeel"), ("overheid", "formeel"), ("totaal", "inleen"))
#: What a delivery may leave out.
OPTIONAL = ("shares", "liv", "social_return")


def book_of(choices: Choices | None = None, settings: Settings | None = None) -> LawBook:
    """The law book of the package, with other choices where they are given."""
    book = law_book(PACKAGED, settings or Settings())
    return replace(book, choices=choices) if choices else book


def as_kept(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as the warehouse keeps them: repeats once, and of an employer the fiscal number and its suffix."""
    if name in OPTIONAL:
        rows = rows.unique(maintain_order=True)
    if "employer" in rows.columns and name != "secondments":
        rows = rows.with_columns(fiscal=pl.col("employer").str.slice(0, 9))
    if name == "employers":
        suffix = pl.col("employer").str.slice(10).cast(pl.Int64, strict=False).fill_null(1)
        rows = rows.with_columns(suffix=suffix)
    return rows


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
    def book(self) -> LawBook:
        """The law of every year."""
        return book_of(self.choices, self.settings)

    @property
    def law(self) -> Law:
        """The law of the year."""
        return self.book.law(self.year)

    @cached_property
    def kept(self) -> YearRows:
        """The rows of the year as the warehouse hands them out."""
        empty = {name: frame(name, []) for name in OPTIONAL}
        return YearRows(**{name: as_kept(name, rows).lazy() for name, rows in (empty | self.rows).items()})

    @cached_property
    def lines(self) -> lines.Lines:
        """Steps 1 to 6."""
        kept = self.kept
        return lines.lines(lines.Rows(kept.register, kept.polis, kept.employers, kept.secondments), self.law)

    @cached_property
    def made_from(self) -> inputs.YearInputs:
        """What the tables of the year are made from."""
        return inputs.YearInputs(
            law=self.law,
            book=self.book,
            rows=self.kept,
            lines=self.lines,
            cohort=inputs.together([one.cohort() for one in (*self.others, self)]),
            sub_sectors=tuple(row["code"] for row in PACKAGED.rows("overheidssector")),
            size_classes=frames.size_classes(PACKAGED),
            rule_sets=inputs.rule_sets(PACKAGED),
        )

    def cohort(self) -> inputs.Cohort:
        """The people of the year and the months in which they worked."""
        return inputs.part_of_cohort(self.kept.register, self.lines.returns_of_year, self.law)

    def table(self, name: str) -> pl.DataFrame:
        """A mart or fact table of this year."""
        return tables.conform(OF_YEAR[name](self.made_from), ALL[name])

    @cached_property
    def hours(self) -> pl.DataFrame:
        """Steps 3 to 7."""
        return self.table("december_hours")

    @property
    def counted_hours(self) -> dict[tuple[str, str], Fraction]:
        """The counted December hours: formal by sector, loan nationally."""
        pool = pl.when(pl.col("form") == "inleen").then(pl.lit("totaal")).otherwise("sector")
        cells: dict[tuple[str, str], Fraction] = dict.fromkeys(CELLS, Fraction(0))
        return cells | dict(exact_hours(self.lines.counted.with_columns(sector=pool), "sector", "form"))

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
        return self.lines.counted_lines()

    @property
    def unknown_employer_lines(self) -> int:
        """How many of those have an employer that is not known."""
        return self.lines.unknown_employer_lines()


def measured(year_tables: Tables, year: int, choices: Choices | None = None, **more: object) -> Year:
    """One year through the real transforms."""
    return Year(year, year_tables, choices or Choices(), **more)  # type: ignore[arg-type]


def measurement_of(hours: pl.LazyFrame, key: pl.LazyFrame, book: LawBook | None = None) -> Measurement:
    """The measurement of the years of a key."""
    return measurement(hours, applied_shares(key), book or book_of())


class Release:
    """The tables of several years, and the marts that follow from them."""

    def __init__(self, years: Sequence[Year]) -> None:
        self.years = years
        self.found: dict[str, pl.DataFrame] = {}
        self.published = inputs.publications(PACKAGED)

    def table(self, name: str) -> pl.DataFrame:
        """A mart or fact table of all years, made with all that it repeats."""
        if name not in self.found:
            self.found[name] = self.of_years(name) if name in OF_YEAR else self.of_release(name)
        return self.found[name]

    def of_years(self, name: str) -> pl.DataFrame:
        """The rows of a table that is made year by year, all years together."""
        return tables.conform(pl.concat([year.table(name) for year in self.years]).lazy(), ALL[name])

    def of_release(self, name: str) -> pl.DataFrame:
        """A table that is made for all years at once."""
        if name in OF_FIGURES:
            figures = {one: self.table(one) for one in FIGURES}
            return tables.conform(OF_FIGURES[name](inputs.of_figures(figures, self.published)), ALL[name])
        kept = {one: self.table(one) for one in OF_YEAR}
        return tables.conform(OF_RELEASE[name](inputs.of_release(kept, self.years[-1].book, self.published)), ALL[name])

    @property
    def measurement(self) -> Measurement:
        """The exact hours of all years under their law."""
        return measurement_of(self.facts("december_hours"), self.facts("allocation_key"), self.years[-1].book)

    def facts(self, name: str) -> pl.LazyFrame:
        """A table of all years, lazily."""
        return self.table(name).lazy()

    def realisation(self) -> pl.LazyFrame:
        """The rows of the measured years."""
        return self.facts("realisation").filter(pl.col("origin") == "gemeten")

    def marts(self) -> dict[str, pl.DataFrame]:
        """Every mart that figures are in, and the facts that they come from."""
        return {name: self.table(name) for name in MADE}

    def write(self, folder: Path) -> None:
        """Every table to a folder, in the formats that a release keeps its facts in."""
        made = self.marts()
        of_registry = [formats.Table(ALL[name], rows) for name, rows in made.items()]
        about = formats.About("test", metadata={"release": "test"})
        for one in formats.FORMATS:
            if one.internal:
                one.write(of_registry, folder, about)


def key_of(survey: pl.DataFrame) -> allocation_key.Key:
    """The allocation key of a survey."""
    return allocation_key.estimate(survey.lazy())
