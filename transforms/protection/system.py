"""The system of a release: every cell with every equation in which it occurs (docs/spec/disclosure.md, section 5).

A cell is a figure: one column of one row of one mart, of any year. An equation says

    sum over its terms of coefficient x cell = constant

and holds of the exact figures, also where a cell of it is never published (registered - working). Published or not, an
equation is known to everybody. What must stay possible of a primary cell is a `Need`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from transforms.protection.rules import (
    BaseCounts,
    Exact,
    Measure,
    Rule,
    Thresholds,
    broken_rules,
    dominance_margin,
    few_in_complement,
    nobody_of_base,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: What names a cell or a bundle: texts, such as year, mart, the row's key and the column.
Key = tuple[str, ...]

#: A margin is so much dearer to withhold than an inner cell: more readers need it (section 5).
MARGIN_FACTOR = 6


#: So many totals of totals are followed upwards; fewer would ask more of a total than it can give, never less.
PASSES = 8


class Status(StrEnum):
    """The status of a published cell (section 7)."""

    FREE = "vrij"
    PRIMARY = "primair"
    SECONDARY = "secundair"
    EARLIER = "eerder"

    @property
    def withheld(self) -> bool:
        """Whether the value is left out."""
        return self is not Status.FREE


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the system.

    Args:
        key: its name; unique.
        value: the exact figure.
        bundle: cells of one bundle say the same thing and are withheld together.
        measure: what it counts.
        counts: what it rests on; None breaks no rule.
        complement: the cell of its base without its property (not working), for P2.
        lower: what everybody knows it is at least: 0, or 1 where its row shows that somebody is in it.
        upper: what everybody knows it is at most; None is nothing.
        unit: what one person adds to an amount, about: 1 for jobs, a month's hours for hours.
        published: whether it is a figure of a mart; otherwise it only stands in equations, and nobody knows it.
        never: never withheld: national totals and what the law requires.
        margin: a total of others.
        fixed: its status where that is a fact already: a year that is not built again.
        thresholds: those of its year, where they are not the ones of the call.
    """

    key: Key
    value: Exact
    bundle: Key
    measure: Measure = Measure.PERSONS
    counts: BaseCounts | None = None
    complement: Key | None = None
    lower: Exact = 0
    upper: Exact | None = None
    unit: Exact = 1
    published: bool = True
    never: bool = False
    margin: bool = False
    fixed: Status | None = None
    thresholds: Thresholds | None = None

    @property
    def people(self) -> int | None:
        """How many people are in it; None when that is not known."""
        if self.counts is not None and self.counts.persons is not None:
            return self.counts.persons
        return int(self.value) if self.measure is Measure.PERSONS else None

    @property
    def employers(self) -> int | None:
        """How many employers contribute; None when that is not known."""
        return None if self.counts is None else self.counts.employers

    @property
    def cost(self) -> float:
        """What withholding it costs: 1 + ln(1 + people), or employers without people; six times that for a margin."""
        size = self.employers if self.people is None else self.people
        return (1 + math.log1p(size or 0)) * (MARGIN_FACTOR if self.margin else 1)

    @property
    def may_be_withheld(self) -> bool:
        """Whether this run decides on it."""
        return self.published and not self.never and self.fixed is None


@dataclass(frozen=True, slots=True)
class Equation:
    """The terms (cell, coefficient) of a sum that is a constant."""

    terms: tuple[tuple[Key, Exact], ...]
    constant: Exact = 0


@dataclass(frozen=True)
class System:
    """Cells and equations of a release, in any order: nothing depends on it.

    Raises:
        ValueError: a key stands twice or nowhere, a value lies outside its bounds, an equation does not hold, or a
            bundle holds cells that are never withheld beside others. Names cells, no values.
    """

    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...]

    def __post_init__(self) -> None:
        """Refuse what is no system."""
        for problem in _problems(self):
            raise ValueError(problem)

    @cached_property
    def by_key(self) -> dict[Key, Cell]:
        """Cells by key, in the order of keys."""
        return {cell.key: cell for cell in sorted(self.cells, key=lambda cell: cell.key)}

    @cached_property
    def bundles(self) -> dict[Key, tuple[Cell, ...]]:
        """The cells of each bundle on which this run decides, in the order of keys."""
        found: dict[Key, list[Cell]] = defaultdict(list)
        for cell in self.by_key.values():
            if cell.may_be_withheld:
                found[cell.bundle].append(cell)
        return {bundle: tuple(found[bundle]) for bundle in sorted(found)}

    @cached_property
    def bundle_costs(self) -> dict[Key, float]:
        """What withholding a bundle costs: as its dearest cell."""
        return {bundle: max(cell.cost for cell in cells) for bundle, cells in self.bundles.items()}


def name(key: Key) -> str:
    """A key as a message shows it."""
    return "/".join(key)


def _problems(system: System) -> Iterable[str]:
    yield from _problems_of_cells(system)
    values = {cell.key: cell for cell in system.cells}
    for equation in system.equations:
        unknown = [key for key, _ in equation.terms if key not in values]
        if unknown:
            yield f"an equation names {name(unknown[0])}, which is no cell of the system: add the cell"
        elif sum(coefficient * values[key].value for key, coefficient in equation.terms) != equation.constant:
            yield f"the equation of {name(equation.terms[0][0])} does not hold of the exact figures: correct its terms"


def _problems_of_cells(system: System) -> Iterable[str]:
    for key, times in Counter(cell.key for cell in system.cells).items():
        if times > 1:
            yield f"{name(key)} stands in the system {times} times: give each cell a key of its own"
    for cell in system.cells:
        if cell.value < cell.lower or (cell.upper is not None and cell.value > cell.upper):
            yield f"{name(cell.key)} lies outside its natural bounds: correct them"
    never = {cell.bundle: cell.never for cell in system.cells if cell.published}
    for cell in system.cells:
        if cell.published and cell.never != never[cell.bundle]:
            yield f"the bundle {name(cell.bundle)} holds figures that are never withheld and others: split it"


def with_implied_bounds(system: System) -> System:
    """The system with the lower bounds that its equations imply whatever the figures are.

    Rows that show that somebody is in them say that their total is at least as many: nothing that is withheld can hide
    that, and so nothing more is asked of the total. Only natural bounds come in here, never a value.
    """
    lower = {cell.key: cell.lower for cell in system.cells}
    upper = {cell.key: cell.upper for cell in system.cells}
    for _ in range(PASSES):
        lower |= dict(_raised(system.equations, lower, upper))
    return System(tuple(replace(cell, lower=lower[cell.key]) for cell in system.cells), system.equations)


def _raised(
    equations: Iterable[Equation], lower: Mapping[Key, Exact], upper: Mapping[Key, Exact | None]
) -> Iterator[tuple[Key, Exact]]:
    """The lower bounds that are higher by an equation in which one term only can make up for the others."""
    for equation in equations:
        for sign in (1, -1):
            most = [(key, c, lower[key] if sign * c < 0 else upper[key]) for key, c in equation.terms]
            open_ended = [(key, c) for key, c, bound in most if bound is None]
            if len(open_ended) == 1 and sign * open_ended[0][1] > 0:
                key, coefficient = open_ended[0]
                others = sum(c * bound for _, c, bound in most if bound is not None)
                least = (equation.constant - others) / Fraction(coefficient)
                if least > lower[key]:
                    yield key, least


@dataclass(frozen=True, slots=True)
class Need:
    """The interval of values, both inclusive, that must stay possible for a cell."""

    key: Key
    low: Exact
    high: Exact

    def joined(self, other: Need) -> Need:
        """The smallest interval with both in it."""
        return Need(self.key, min(self.low, other.low), max(self.high, other.high))


def rules_of(cell: Cell, thresholds: Thresholds) -> tuple[Rule, ...]:
    """The rules that a published cell breaks; of a year that is not built again only where it was primary."""
    if not cell.published or cell.fixed not in {None, Status.PRIMARY}:
        return ()
    return broken_rules(cell.counts, cell.thresholds or thresholds, cell.measure)


def needs(system: System, thresholds: Thresholds) -> dict[Key, Need]:
    """What must stay possible (section 5), by cell, in the order of keys; cells that are never withheld need nothing.

    Raises:
        ValueError: a cell breaks P2 by its complement, and names no cell for it.
    """
    found: dict[Key, Need] = {}
    for cell in system.by_key.values():
        if not cell.never:
            for need in _needs_of(cell, system.by_key, thresholds):
                found[need.key] = need.joined(found.get(need.key, need))
    return dict(sorted(found.items()))


def _needs_of(cell: Cell, cells: Mapping[Key, Cell], thresholds: Thresholds) -> Iterable[Need]:
    limits = cell.thresholds or thresholds
    for rule in rules_of(cell, thresholds):
        if rule is Rule.COMPLEMENT:
            yield from _needs_of_complement(cell, cells, limits)
        else:
            yield _NEED_OF[rule](cell, limits)


def _needs_of_complement(cell: Cell, cells: Mapping[Key, Cell], limits: Thresholds) -> Iterable[Need]:
    """P2: of few in the complement, the complement is what is protected; of nobody, the cell itself."""
    if cell.counts is None:
        return
    if nobody_of_base(cell.counts, limits):
        yield _need_of_few_people(cell, limits)
    if few_in_complement(cell.counts, limits) and cell.measure is Measure.PERSONS:
        if cell.complement is None or cell.complement not in cells:
            raise ValueError(f"{name(cell.key)} has base counts of a complement: name the complement's cell")
        yield _need_of_few_people(cells[cell.complement], limits)


def _need_of_few_people(cell: Cell, limits: Thresholds) -> Need:
    """P1: from the least that is possible to `min_persons` people, or what they would have."""
    if cell.measure is Measure.PERSONS:
        return Need(cell.key, cell.lower, max(limits.min_persons, cell.value))
    if cell.measure is Measure.EMPLOYERS:
        return Need(cell.key, cell.lower, max(limits.min_employers, cell.value))
    return Need(cell.key, cell.lower, max(limits.min_persons * cell.unit, cell.value + cell.unit))


def _need_of_few_employers(cell: Cell, limits: Thresholds) -> Need:
    """P3: 1 to `min_employers`; an amount p% of the largest contribution either way, as if nothing else hid it."""
    if cell.measure is Measure.EMPLOYERS:
        return Need(cell.key, max(cell.lower, 1), max(limits.min_employers, cell.value))
    if cell.counts is None or cell.counts.largest is None:
        return _need_of_unknown(cell, limits)
    return _around(cell, _in_unit_of(cell, limits.dominance_share * cell.counts.largest))


def _need_of_dominated(cell: Cell, limits: Thresholds) -> Need:
    """P4: U higher and lower."""
    margin = None if cell.counts is None else dominance_margin(cell.counts, limits)
    return _around(cell, _in_unit_of(cell, margin or Fraction(0)))


def _need_of_unknown(cell: Cell, limits: Thresholds) -> Need:
    """P5: p% of the whole either way, for it may all be of one employer."""
    return _around(cell, limits.dominance_share * cell.value)


def _in_unit_of(cell: Cell, contribution: Fraction) -> Fraction:
    """A contribution (hours) in the unit of the cell (jobs)."""
    total = None if cell.counts is None else cell.counts.total
    return contribution * Fraction(cell.value) / Fraction(total) if total else contribution


def _around(cell: Cell, margin: Fraction) -> Need:
    return Need(cell.key, max(cell.lower, cell.value - margin), cell.value + margin)


_NEED_OF = {
    Rule.PEOPLE: _need_of_few_people,
    Rule.EMPLOYERS: _need_of_few_employers,
    Rule.DOMINANCE: _need_of_dominated,
    Rule.UNKNOWN: _need_of_unknown,
}
