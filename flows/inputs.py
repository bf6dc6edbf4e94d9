"""The inputs of the transforms: of one year, and of a whole release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from pydantic import ConfigDict, TypeAdapter, ValidationError

from transforms import lines, returns
from transforms.analyses.observations import Described
from transforms.analyses.participation_cohort import worked_months, years_of_cohorts
from transforms.analyses.scenarios import RuleSet, check
from transforms.levels import applied_shares, measurement
from transforms.protection.declared import Declared
from warehouse import store
from warehouse.errors import WrongUseError
from warehouse.reference import codes, frames
from warehouse.registry.facts import HOURS, PEOPLE
from warehouse.registry.marts import ALLOCATION_KEY, MARTS
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transforms.law import Law, LawBook
    from transforms.levels import Measurement, Shares
    from warehouse.home import Home
    from warehouse.reference.lists import Reference
    from warehouse.registry.model import Mart

#: Kinds of columns that hold figures.
NUMBERS = (Kind.INTEGER, Kind.FLOAT)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The registers and worked months of a year and of the years that share a cohort with it, each with its `year`."""

    registers: pl.LazyFrame
    months: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class YearInputs:
    """What the tables of one year are made from.

    Attributes:
        law: the law of the year.
        book: the law of every year.
        rows: its rows in the warehouse.
        lines: the lines that come from them (steps 1 to 6).
        cohort: the people of the year and of its companions.
        sub_sectors: the codes of the government sub-sectors.
        size_classes: code, from_employees, to_employees.
        rule_sets: those of the scenarios.
        made: the tables of the year that were made of these inputs, by name, as `flows.marts` makes them.
    """

    law: Law
    book: LawBook
    rows: store.YearRows
    lines: lines.Lines
    cohort: Cohort
    sub_sectors: tuple[str, ...]
    size_classes: pl.LazyFrame
    rule_sets: tuple[RuleSet, ...]
    made: dict[str, pl.LazyFrame] = field(default_factory=dict, init=False, compare=False)

    @property
    def year(self) -> int:
        """The measurement year."""
        return self.law.year


@dataclass(frozen=True, slots=True)
class Published:
    """The fixed inputs of a release: earlier publications and the rule sets of the scenarios."""

    totals: pl.LazyFrame
    shares: Shares
    numbers: pl.LazyFrame
    rule_sets: tuple[RuleSet, ...]


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """What the tables of a whole release are made from.

    Attributes:
        measured: the exact hours and the keys of all its years, under the law of each.
        facts: the tables that are kept year by year, of all years.
        published: earlier publications and the rule sets.
    """

    measured: Measurement
    facts: Mapping[str, pl.LazyFrame]
    published: Published

    def of(self, mart: Mart) -> pl.LazyFrame:
        """A table that is kept year by year, of all years."""
        return self.facts[mart.name]

    @property
    def people(self) -> pl.LazyFrame:
        """The people counted."""
        return self.of(PEOPLE)


@dataclass(frozen=True, slots=True)
class FigureInputs:
    """What tables that repeat the figures of others are made from: those others, and what they consist of."""

    figures: Mapping[str, pl.LazyFrame]
    described: Mapping[str, Described]
    published: Published

    def of(self, mart: Mart) -> pl.LazyFrame:
        """A table of figures."""
        return self.figures[mart.name]


def of_year(home: Home, year: int, book: LawBook, reference: Reference, companions: Iterable[int]) -> YearInputs:
    """The inputs of a year: its rows in the warehouse, and the people of its `companions`."""
    rows, law = store.rows_of_year(home, year), book.law(year)
    of_measurement = lines.Rows(rows.register, rows.polis, rows.employers, rows.secondments)
    found = lines.lines(of_measurement, law)
    needed = years_of_cohorts(year, {year, *companions})
    own = part_of_cohort(rows.register, found.returns_of_year, law)
    others = [_companion(home, book.law(one)) for one in companions if one in needed]
    return YearInputs(
        law=law,
        book=book,
        rows=rows,
        lines=found,
        cohort=together([*others, _held(own) if needed else own]),
        sub_sectors=tuple(row["code"] for row in reference.rows("overheidssector")),
        size_classes=frames.size_classes(reference),
        rule_sets=rule_sets(reference),
    )


def of_release(found: Mapping[str, pl.DataFrame], book: LawBook, published: Published) -> ReleaseInputs:
    """The inputs of a release, from what it keeps of each year."""
    facts = {name: frame.lazy() for name, frame in found.items()}
    shares = applied_shares(facts[ALLOCATION_KEY.name])
    return ReleaseInputs(measurement(facts[HOURS.name], shares, book), facts, published)


def of_figures(
    made: Mapping[str, pl.DataFrame], published: Published, registry: Mapping[str, Mart] = MARTS
) -> FigureInputs:
    """The inputs of tables that repeat the figures of others, exact or as a registry of public marts has them."""
    figures = {name: frame.lazy() for name, frame in made.items() if registry[name].figures}
    return FigureInputs(figures, {name: described(registry[name]) for name in registry if name in figures}, published)


def publications(reference: Reference) -> Published:
    """Earlier publications, and the rule sets of the scenarios."""
    return Published(
        totals=frames.published_totals(reference),
        shares=frames.published_shares(reference),
        numbers=frames.published_numbers(reference),
        rule_sets=rule_sets(reference),
    )


def rule_sets(reference: Reference) -> tuple[RuleSet, ...]:
    """The rule sets of the scenarios, in the order of their entries.

    Raises:
        WrongUseError: an entry has a name or a value that a rule set does not have, or lacks one that it needs.
    """
    entries = TypeAdapter(tuple[RuleSet, ...], config=ConfigDict(extra="forbid"))
    try:
        found = entries.validate_python(codes.scenarios())
        check(found, [row["code"] for row in reference.rows("grondslag")])
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = f"entry {first['loc'][0] + 1 if isinstance(first['loc'][0], int) else ''}"
        raise _wrong_entry(f"{where}, {first['loc'][-1]}: {first['msg']}") from None
    except ValueError as error:
        raise _wrong_entry(str(error)) from None
    return found


def described(mart: Mart) -> Described:
    """The year column, other key columns and figures with units of a mart; `*_exact` columns are left out."""
    figures = [column for column in mart.columns if column.kind in NUMBERS and column.name not in mart.key]
    units = {column.name: column.unit for column in figures if not column.name.endswith("_exact")}
    return Described(mart.year_column, [name for name in mart.key if name != mart.year_column], units)


def declared(mart: Mart) -> Declared:
    """What a mart declares of disclosure control."""
    return Declared(mart.name, mart.year_column, mart.dimensions, mart.protection)


def together(parts: list[Cohort]) -> Cohort:
    """The cohorts' people of several years in one."""
    return Cohort(pl.concat([part.registers for part in parts]), pl.concat([part.months for part in parts]))


def part_of_cohort(register: pl.LazyFrame, returns_of_year: pl.LazyFrame, law: Law) -> Cohort:
    """The register and the worked months of one year."""
    year = pl.lit(law.year, pl.Int64).alias("year")
    months = worked_months(returns_of_year, law.year, law.choices)
    return Cohort(register.with_columns(year), months.with_columns(year))


def _companion(home: Home, law: Law) -> Cohort:
    """The register and the worked months of another year, of which nothing else is read."""
    register, polis = store.register_and_polis(home, law.year, returns.COLUMNS)
    employed = returns.employment_only(returns.at_the_cut(polis, law), law)
    return _held(part_of_cohort(register, employed, law))


def _held(cohort: Cohort) -> Cohort:
    """The cohort with its months worked out: every cohort that a year is part of asks for them."""
    return Cohort(cohort.registers, cohort.months.collect().lazy())


def _wrong_entry(why: str) -> WrongUseError:
    return WrongUseError(f"scenarios.toml: {why}; see the head of the file")
