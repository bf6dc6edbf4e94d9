"""The system of a release: its exact marts and base counts as cells and equations (docs/spec/disclosure.md).

Pure: from frames and what each mart declares to a `System`. A key of the system is (year, mart, dimensions, column),
the dimensions as in `observations`. Source: docs/spec/disclosure.md, section 5.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transforms.analyses.observations import dimensions
from transforms.law import BASELINE_YEAR, TOTAL
from transforms.protection.declared import Declared, Figure, Parts, SumIs, SumIsKnown
from transforms.protection.rules import BaseCounts, Measure, Thresholds, broken_rule
from transforms.protection.system import Cell, Equation, System
from transforms.protection.system import name as named

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from transforms.protection.rules import Exact, Rule
    from transforms.protection.system import Key, Status

Row = dict[str, Any]
#: The measure of the base counts of a group by which a row differs from the official one, and the column of its cell.
MOVED = "moved"
#: What a person adds to hours of December, about: a job (measurement.md, step 9).
HOURS_OF_A_PERSON = Fraction("110.92")
#: A group of the nulmeting, which the extra jobs of a later year tell again.
AGAIN = ";nulmeting"
#: Cells that are in no mart: what of a base lacks a property, what parts leave of a whole, people in several rows.
LACKS, LEFT, TWICE = "not:", "rest:", "twice:"
#: How far the sum of float64 or rounded figures may lie from their total, as a share of it and in whole units a term.
RELATIVE, A_TERM = 1e-6, 1.0


@dataclass(frozen=True)
class Tables:
    """What a release is protected from.

    Attributes:
        marts: the exact marts by name.
        counts: the fact `base_counts`: year, mart, key, measure, persons, employers, public_employers, largest, second,
            total, known.
        declared: what each mart declares.
        thresholds: of each year; of a mart of several years, of its first.
        fixed: the statuses of figures of years that are not built again.
        withheld_before: figures that an earlier release withheld.
    """

    marts: Mapping[str, pl.DataFrame]
    counts: pl.DataFrame
    declared: Mapping[str, Declared]
    thresholds: Mapping[int, Thresholds]
    fixed: Mapping[Key, Status]
    withheld_before: frozenset[Key] = frozenset()

    @cached_property
    def by_cell(self) -> dict[tuple[str, str, str, str], BaseCounts]:
        """Base counts by (year, mart, key, measure)."""
        return {
            (str(row["year"]), row["mart"], row["key"], row["measure"]): counts_of(row)
            for row in self.counts.to_dicts()
        }

    def limits(self, year: int) -> Thresholds:
        """The thresholds of a year."""
        return self.thresholds.get(year) or self.thresholds[max(self.thresholds)]

    def rows(self, mart: str) -> list[tuple[str, str, Row]]:
        """The rows of a mart, each after its year and its dimensions."""
        return self._rows[mart]

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, str, Row]]]:
        return {
            mart: [(str(row[one.year]), dimensions(one.dimensions, row), row) for row in self.marts[mart].to_dicts()]
            for mart, one in self.declared.items()
        }


def counts_of(row: Row) -> BaseCounts:
    """Base counts as the fact table has them."""
    employers = row["employers"]
    return BaseCounts(
        persons=row["persons"],
        employers=employers,
        largest=_number(row["largest"]),
        second=_number(row["second"]),
        total=_number(row["total"]),
        known_contributors=row["known"],
        of_public_bodies=bool(employers) and row["public_employers"] == employers,
    )


def system_of(tables: Tables) -> System:
    """Every cell of a release with every equation in which it occurs.

    Raises:
        ValueError: figures do not add up as their mart declares; names cells, no values.
    """
    building = Building(tables)
    for name in sorted(tables.declared):
        building.add_cells(name)
    building.settle_totals()
    for name in sorted(tables.declared):
        building.add_equations(name)
    return System(tuple(building.cells.values()), tuple(building.equations))


def missing_counts(tables: Tables) -> list[int]:
    """Years with figures of which no base counts are there."""
    needed = {
        (year, name, place, figure.counts)
        for name, one in tables.declared.items()
        for year, place, row in tables.rows(name)
        for column, figure in one.protection.figures.items()
        if figure.counts and row[column] is not None
    }
    return sorted({int(year) for year, *_ in needed - tables.by_cell.keys()})


def legal_warnings(tables: Tables) -> dict[Key, Rule]:
    """Figures that law and letters require, though they break a rule: the first rule."""
    found: dict[Key, Rule] = {}
    for name, one in sorted(tables.declared.items()):
        for year, place, row in tables.rows(name):
            for column, legal in one.protection.legal.items():
                counts = tables.by_cell.get((year, name, place, legal.counts))
                rule = broken_rule(counts, tables.limits(int(year)), legal.measure)
                if rule is not None and row[column] is not None:
                    found[year, name, place, column] = rule
    return found


def group_of(year: str, mart: str, place: str) -> Key:
    """What the figures of a row that differs from the official one by a group are withheld with: scenario and year.

    Args:
        year: of the row.
        mart: its mart.
        place: its dimensions; the first is the scenario.
    """
    return (year, mart, place.split(";", maxsplit=1)[0], MOVED)


class Building:
    """A system in the making."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.cells: dict[Key, Cell] = {}
        self.equations: list[Equation] = []

    def add_cells(self, mart: str) -> None:
        """Adds what stands in a mart."""
        protection = self.tables.declared[mart].protection
        for year, place, row in self.tables.rows(mart):
            for column, figure in protection.figures.items():
                if row[column] is not None:
                    self._add_figure((year, mart, place, column), row, figure)
        if protection.moved:
            self._add_groups(mart)

    def add_equations(self, mart: str) -> None:
        """Adds what the figures of a mart add up to; every mart has its cells."""
        protection = self.tables.declared[mart].protection
        for parts in (one for one in protection.relations if isinstance(one, Parts)):
            self._add_parts(mart, parts)
        columns = sorted({key[3] for key in self.cells if key[1] == mart})
        for column, total in ((column, total) for column in columns for total in protection.totals):
            self._add_totals(mart, column, total)
        for relation in protection.relations:
            if isinstance(relation, SumIs | SumIsKnown):
                self._add_sums(mart, relation)

    def _add_figure(self, key: Key, row: Row, figure: Figure) -> None:
        """The cell of a figure; and of what its base lacks, with the equation of the three."""
        value = _number(row[figure.exact or key[3]])
        counts = self._counts(key, figure, value)
        lacking = None
        if figure.of:
            lacking = self._hidden(key, LACKS + key[3], row[figure.of] - row[key[3]])
            counts = replace(counts or BaseCounts(), complement_persons=row[figure.of] - row[key[3]])
            self.equations.append(Equation(((key, 1), (lacking, 1), ((*key[:3], figure.of), -1))))
        cell = Cell(
            key=key,
            value=value,
            bundle=(*key[:3], figure.bundle or key[3]),
            measure=figure.measure,
            counts=counts,
            complement=lacking,
            lower=1 if figure.somebody and value >= 1 else 0,
            fixed=self.tables.fixed.get(key),
            thresholds=self.tables.limits(int(key[0])),
        )
        self.cells[key] = self._as_total(cell, [row[name] for name in self.tables.declared[key[1]].protection.totals])

    def _counts(self, key: Key, figure: Figure, value: Exact) -> BaseCounts | None:
        if figure.counts:
            year, mart, place, _ = key
            return self.tables.by_cell.get((year, mart, place, figure.counts))
        return BaseCounts(persons=int(value)) if figure.measure is Measure.PERSONS else None

    def _as_total(self, cell: Cell, totals: list[str]) -> Cell:
        national = bool(totals) and all(total == TOTAL for total in totals)
        return replace(cell, margin=TOTAL in totals, never=national)

    def settle_totals(self) -> None:
        """A national total is never withheld besides: only with a bundle that rests on few or was withheld before."""
        itself = {cell.bundle for cell in self.cells.values() if cell.never and self._breaks(cell)}
        for key, cell in self.cells.items():
            if cell.never and cell.bundle in itself:
                self.cells[key] = replace(cell, never=False)

    def _breaks(self, cell: Cell) -> bool:
        limits = self.tables.limits(int(cell.key[0]))
        return cell.key in self.tables.withheld_before or broken_rule(cell.counts, limits, cell.measure) is not None

    def _hidden(self, near: Key, column: str, value: Exact) -> Key:
        """Adds a cell that is in no mart, beside another, and returns its key."""
        key = (*near[:3], column)
        self.cells[key] = Cell(key=key, value=value, bundle=key, published=False)
        return key

    def _add_groups(self, mart: str) -> None:
        """The groups by which rows differ from the official ones, by scenario and year, each with its parts."""
        there = {group_of(year, mart, place) for year, place, _ in self.tables.rows(mart)}
        for (year, of, place, measure), counts in sorted(self.tables.by_cell.items()):
            if of == mart and measure == MOVED:
                later = [one for one in there if (one[2], year) == (place.split(";")[0], str(BASELINE_YEAR))]
                for bundle in sorted({group_of(year, mart, place), *later} & there):
                    self._add_group((year, mart, place, MOVED), bundle, counts)
        for whole in sorted(there & self.cells.keys()):
            parts = [key for key in self.cells if key[:2] == whole[:2] and _is_part(key[2], whole[2])]
            if parts:
                self._add([*((key, 1) for key in parts), (whole, -1)])

    def _add_group(self, group: Key, bundle: Key, counts: BaseCounts) -> None:
        """A group as the rows of its own year tell it, or again as those of a later year do."""
        own = group[0] == bundle[0]
        key = group if own else (bundle[0], group[1], group[2] + AGAIN, MOVED)
        self.cells[key] = Cell(
            key=key,
            value=counts.total or 0,
            bundle=bundle,
            measure=Measure.AMOUNT,
            unit=HOURS_OF_A_PERSON,
            counts=counts if own else None,
            fixed=self.tables.fixed.get(bundle),
            thresholds=self.tables.limits(int(bundle[0])),
        )
        if not own and group in self.cells:
            self.equations.append(Equation(((key, 1), (group, -1))))

    def _add_parts(self, mart: str, parts: Parts) -> None:
        """Figures within another of their row, and what they leave of it."""
        for year, place, row in self.tables.rows(mart):
            whole = (year, mart, place, parts.whole)
            if whole in self.cells:
                left = self._hidden(
                    whole, LEFT + parts.whole, row[parts.whole] - sum(row[name] for name in parts.parts)
                )
                self._add([*(((*whole[:3], name), 1) for name in parts.parts), (left, 1), (whole, -1)])

    def _add_totals(self, mart: str, column: str, total: str) -> None:
        """The rows that differ in one key column only, and their total."""
        names = [name for name in self.tables.declared[mart].dimensions if name != total]
        groups: dict[tuple[str, str], list[Key]] = defaultdict(list)
        wholes: dict[tuple[str, str], Key] = {}
        for year, place, row in self.tables.rows(mart):
            key, others = (year, mart, place, column), (year, dimensions(names, row))
            if key in self.cells and row[total] == TOTAL:
                wholes[others] = key
            elif key in self.cells:
                groups[others].append(key)
        for others, whole in wholes.items():
            self._add([*((key, 1) for key in groups[others]), (whole, -1)])

    def _add_sums(self, mart: str, relation: SumIs | SumIsKnown) -> None:
        """The rows of each year, and what they add up to."""
        chosen = relation.rows if isinstance(relation, SumIs) else {}
        by_year: dict[str, list[tuple[Key, Exact]]] = defaultdict(list)
        for year, place, row in self.tables.rows(mart):
            key = (year, mart, place, relation.column)
            if key in self.cells and all(row[name] in values for name, values in chosen.items()):
                by_year[year].append((key, 1))
        for year, terms in by_year.items():
            if isinstance(relation, SumIsKnown):
                self._add(terms, known=True)
            else:
                self._add_sum(year, relation, terms)

    def _add_sum(self, year: str, relation: SumIs, terms: list[tuple[Key, Exact]]) -> None:
        """A figure that is never withheld is a number that everybody knows."""
        one = self.tables.declared[relation.mart]
        place = dimensions([name for name in one.dimensions if name in relation.where], relation.where)
        whole = (year, relation.mart, place, relation.whole)
        if relation.at_most and whole in self.cells:
            twice = sum(self.cells[key].value for key, _ in terms) - self.cells[whole].value
            self._add([*terms, (whole, -1), (self._hidden(whole, f"{TWICE}{terms[0][0][1]}", twice), -1)])
        elif whole in self.cells:
            self._add([*terms, (whole, -1)])
        elif relation.whole in one.protection.legal:
            self._add(terms, known=True)

    def _add(self, terms: list[tuple[Key, Exact]], *, known: bool = False) -> None:
        """Adds an equation: of what everybody knows, or of 0 but for rounding; refuses one that does not hold."""
        found = sum((Fraction(self.cells[key].value) * coefficient for key, coefficient in terms), Fraction(0))
        values = [self.cells[key].value for key, _ in terms]
        largest = max(abs(float(value)) for value in values)
        slack = 0.0 if all(isinstance(value, int) for value in values) else RELATIVE * largest + A_TERM * len(terms)
        if not known and abs(found) > slack:
            message = f"the figures of {named(terms[-1][0])} do not add up: correct what its mart declares"
            raise ValueError(message)
        self.equations.append(Equation(tuple(terms), found))


def _is_part(place: str, whole: str) -> bool:
    return place.startswith(f"{whole};") and not place.endswith(AGAIN)


def _number(value: Any) -> Any:  # noqa: ANN401
    """A number as arithmetic takes it: whole ones as they are, float64 as the fraction that it is; None stays None."""
    return Fraction(value) if isinstance(value, float) else value
