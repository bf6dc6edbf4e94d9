"""Somebody who has every published figure, every equation and scipy; shares no code with `transforms.protection`.

It reads the same description of a release (cells and equations, which are data), but works out by itself what is known,
what must stay possible and what is possible: over values, not deviations, and with `scipy.optimize.linprog`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from transforms.protection.rules import BaseCounts
from transforms.protection.system import Cell, Key, System

#: Of a value or of 1, whichever is more.
TOLERANCE = 1e-5
PEOPLE, EMPLOYERS, PERCENT = 10, 3, 10
Variable = tuple[int, Key]


@dataclass
class Attacker:
    """What an attacker knows: exact values of variables, their natural bounds, and sums of them."""

    values: dict[Variable, float] = field(default_factory=dict)
    bounds: dict[Variable, tuple[float | None, float | None]] = field(default_factory=dict)
    sums: list[tuple[list[tuple[Variable, float]], float]] = field(default_factory=list)
    #: What a release published, with what it rested on.
    told: dict[tuple[Key, Any], list[BaseCounts | None]] = field(default_factory=dict)

    def reads(self, system: System, withheld: Iterable[Key], release: int = 0) -> Attacker:
        """Adds a release in which these cells are withheld, after the earlier ones."""
        hidden, needed = set(withheld), must_stay_possible(system) if self.told else {}
        for cell in system.cells:
            variable, was = (release, cell.key), self.told.get((cell.key, cell.value))
            self.bounds[variable] = (float(cell.lower), None if cell.upper is None else float(cell.upper))
            if cell.published and cell.key not in hidden:
                self.values[variable] = float(cell.value)
                self.told.setdefault((cell.key, cell.value), []).append(cell.counts)
            elif cell.published and was and (cell.key not in needed or cell.counts in was):
                self.values[variable] = float(cell.value)
        for equation in system.equations:
            terms = [((release, key), float(coefficient)) for key, coefficient in equation.terms]
            self.sums.append((terms, float(equation.constant)))
        return self

    def intervals(self, targets: Sequence[Variable]) -> dict[Variable, tuple[float, float]]:
        """The least and the most that each target can be."""
        variables = sorted(self.bounds)
        place = {variable: number for number, variable in enumerate(variables)}
        limits = [(self.values[v], self.values[v]) if v in self.values else self.bounds[v] for v in variables]
        rows = [(row, place[v], c) for row, (terms, _) in enumerate(self.sums) for v, c in terms]
        row, column, coefficient = (np.array(part) for part in zip(*rows, strict=True))
        matrix = coo_array((coefficient, (row, column)), shape=(len(self.sums), len(variables))).tocsr()
        sums = np.array([total for _, total in self.sums])
        return {
            target: (
                least(place[target], 1.0, matrix, sums, limits),
                -least(place[target], -1.0, matrix, sums, limits),
            )
            for target in targets
        }


def least(column: int, sign: float, matrix: Any, sums: Any, limits: Any) -> float:
    cost = np.zeros(len(limits))
    cost[column] = sign
    result = linprog(cost, A_eq=matrix, b_eq=sums, bounds=limits, method="highs")
    if result.status == 3:  # unbounded
        return -np.inf
    assert result.status == 0, result.message
    assert result.fun is not None
    return float(result.fun)


def must_stay_possible(system: System) -> dict[Key, tuple[float, float]]:
    """Section 5 in the attacker's own words, under the default thresholds, for cells that can be withheld."""
    found: dict[Key, tuple[float, float]] = {}
    for cell in system.cells:
        if cell.published and not cell.never and cell.counts is not None and cell.fixed != "vrij":
            for key, low, high in asked(cell, cell.counts, {other.key: other for other in system.cells}):
                before = found.get(key, (low, high))
                found[key] = (min(low, before[0]), max(high, before[1]))
    return {key: (max(low, least_of_rows(system, key, low)), high) for key, (low, high) in found.items()}


def asked(cell: Cell, counts: BaseCounts, cells: Mapping[Key, Cell]) -> Iterable[tuple[Key, float, float]]:
    if cell.measure == "persons":
        for key in of_people(cell, counts):
            yield key, float(cells[key].lower), max(PEOPLE, float(cells[key].value))
    elif cell.measure == "amount":
        yield from ((cell.key, low, high) for low, high in of_amount(cell, counts))
    elif 0 < (counts.employers or 0) < EMPLOYERS:
        yield cell.key, 1, EMPLOYERS


def least_of_rows(system: System, key: Key, low: float) -> float:
    """What a cell is at least for somebody who sees no figure at all, only which rows there are."""
    if low == 0:
        return low
    everything = {cell.key for cell in system.cells}
    return Attacker().reads(system, everything).intervals([(0, key)])[0, key][0] if low >= 1 else low


def of_people(cell: Cell, counts: BaseCounts) -> Iterable[Key]:
    few, lacking = counts.persons, counts.complement_persons
    if few is not None and 0 < few < PEOPLE:
        yield cell.key
    if lacking is not None and few is not None and few + lacking > 0:
        if few == 0:
            yield cell.key
        if lacking < PEOPLE:
            assert cell.complement is not None
            yield cell.complement


def of_amount(cell: Cell, counts: BaseCounts) -> Iterable[tuple[float, float]]:
    value, persons = float(cell.value), counts.persons
    if persons is not None and (0 < persons < PEOPLE or (persons == 0 and counts.complement_persons)):
        yield 0.0, max(PEOPLE * float(cell.unit), value + float(cell.unit))
    if counts.total and counts.largest is not None and not counts.of_public_bodies:
        allowed = PERCENT / 100 * float(counts.largest)
        rest = float(counts.total) - float(counts.largest) - float(counts.second or 0)
        unit = value / float(counts.total)
        if 0 < (counts.employers or 0) < EMPLOYERS:
            yield value - allowed * unit, value + allowed * unit
        if rest < allowed:
            yield value - (allowed - rest) * unit, value + (allowed - rest) * unit


def found_narrow(
    intervals: Mapping[Variable, tuple[float, float]], needed: Mapping[Key, tuple[float, float]]
) -> list[Key]:
    """The cells that were found narrower than must be."""
    narrow = []
    for (_, key), (low, high) in intervals.items():
        least_needed, most_needed = needed[key]
        slack = TOLERANCE * max(1.0, abs(least_needed), abs(most_needed))
        if low > least_needed + slack or high < most_needed - slack:
            narrow.append(key)
    return narrow


def alone(system: System, withheld: Iterable[Key]) -> list[Key]:
    """Cells in sums of withheld cells that are known, and rest on too few people or employers."""
    hidden, needed = set(withheld), must_stay_possible(system)
    cells = {cell.key: cell for cell in system.cells}
    found: list[Key] = []
    for equation in system.equations:
        terms = [(cells[key], c) for key, c in equation.terms if not cells[key].published or key in hidden]
        if len({c > 0 for _, c in terms}) != 1:
            continue
        people = [counted(cell) for cell, _ in terms]
        asking = [cell for cell, _ in terms if cell.key in needed]
        of_employers = [cell for cell in asking if breaks_employers(cell)]
        employers = [cell.counts.employers or 0 for cell, _ in terms if cell.counts]
        if asking and None not in people and sum(count or 0 for count in people) < PEOPLE:
            found += [cell.key for cell in asking]
        if of_employers and sum(employers) < EMPLOYERS:
            found += [cell.key for cell in of_employers]
    return found


def counted(cell: Cell) -> int | None:
    if cell.counts and cell.counts.persons is not None:
        return cell.counts.persons
    return int(cell.value) if cell.measure == "persons" else None


def breaks_employers(cell: Cell) -> bool:
    counts = cell.counts
    if counts is None or counts.employers is None or cell.measure == "persons":
        return False
    rest = float(counts.total or 0) - float(counts.largest or 0) - float(counts.second or 0)
    return 0 < counts.employers < EMPLOYERS or rest < PERCENT / 100 * float(counts.largest or 0)
