"""The system in numbers, as deviations from the truth (docs/spec/disclosure.md, section 5).

Of a cell with the value v an attacker holds x possible. With d = x - v every equation becomes

    sum over its terms of coefficient x d = 0

whatever its constant, and d = 0 (the truth) solves all of them: that a programme has no solution is then either a fault
of the solver or says that what was asked cannot be. Cells that are known have d = 0 and drop out. What is left falls
apart into components that share no equation; those without a need are left out, and each of the others is measured in
its own unit, so that people and euro are of the same size to the solver.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from transforms.protection.rules import Exact
    from transforms.protection.solver import Flags, Places, Vector
    from transforms.protection.system import Cell, Equation, Key, Need, System

#: The largest need of a component, in its own unit: 10 keeps the solver's tolerances (1e-7) far below one person.
LARGEST_NEED = 10.0
#: A bound less than this from what is needed reaches it, in a component's own unit.
TOLERANCE = 1e-6
#: A cell without an upper bound is given one this many needs beyond all that its component holds. It never
#: narrows an interval below a need: a bound that is too narrow would only withhold more.
REACH_IN_NEEDS = 4


@dataclass(frozen=True)
class Linear:
    """The cells that can matter, in the order of keys, and what is known of their deviations.

    Attributes:
        cells: the cells, of length n.
        matrix: equations x n, the coefficients.
        lower, upper: bounds of each deviation, n each, in the unit of the cell's component; 0 lies between them.
        component: n, the number of each cell's component.
        scale: n, what a component's unit is in the cell's.
        needy: places of the cells with a need.
        need_lower, need_upper: for each of `needy`, the deviations that must be possible; 0 lies between them.
    """

    cells: tuple[Cell, ...]
    matrix: csc_array
    lower: Vector
    upper: Vector
    component: Places
    scale: Vector
    needy: Places
    need_lower: Vector
    need_upper: Vector

    @cached_property
    def places(self) -> dict[Key, int]:
        """Where each cell is."""
        return {cell.key: place for place, cell in enumerate(self.cells)}

    @cached_property
    def by_bundle(self) -> dict[Key, list[int]]:
        """Where the cells of each bundle on which this run decides are."""
        found: dict[Key, list[int]] = defaultdict(list)
        for place, cell in enumerate(self.cells):
            if cell.may_be_withheld:
                found[cell.bundle].append(place)
        return found

    def unknown(self, withheld: Collection[Key]) -> Flags:
        """Which cells nobody knows when these bundles are withheld."""
        return np.array([is_unknown(cell, withheld) for cell in self.cells], dtype=np.bool_)


def is_unknown(cell: Cell, withheld: Collection[Key]) -> bool:
    """Whether the value of a cell is not there to read when these bundles are withheld."""
    if not cell.published:
        return True
    if cell.fixed is not None:
        return cell.fixed.withheld
    return not cell.never and cell.bundle in withheld


def linear(system: System, needs: Mapping[Key, Need], known: Collection[Key]) -> Linear:
    """The system in numbers.

    Args:
        system: cells and equations.
        needs: what must stay possible, of cells that are not known.
        known: cells whose value an earlier release gave away.
    """
    open_to_all = set(known) | {cell.key for cell in system.cells if not cell.may_be_withheld and _is_open(cell)}
    cells = [cell for key, cell in system.by_key.items() if key not in open_to_all]
    matrix = _matrix(system.equations, {cell.key: place for place, cell in enumerate(cells)})
    component = components(matrix)
    needed = {component[place] for place, cell in enumerate(cells) if cell.key in needs}
    kept = [place for place in range(len(cells)) if component[place] in needed]
    return _scaled(
        tuple(cells[place] for place in kept), _without_empty_rows(matrix[:, kept]), component[kept], dict(needs)
    )


def components(matrix: csr_array | csc_array) -> Places:
    """Of each column the number of the component that it is in: columns of one row are in one."""
    return np.asarray(connected_components(abs(matrix.T) @ abs(matrix), directed=False)[1], dtype=np.int64)


def _is_open(cell: Cell) -> bool:
    return cell.published and (cell.never or (cell.fixed is not None and not cell.fixed.withheld))


def _matrix(equations: Iterable[Equation], places: Mapping[Key, int]) -> csr_array:
    """Equations x cells: each equation once and sorted, so that the order in which they came does not matter."""
    rows = sorted({_row(equation, places) for equation in equations})
    entries = [(row, place, float(value)) for row, terms in enumerate(rows) for place, value in terms]
    row, place, value = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((np.array(value), (np.array(row, int), np.array(place, int))), shape=(len(rows), len(places)))


def _row(equation: Equation, places: Mapping[Key, int]) -> tuple[tuple[int, Exact], ...]:
    """The terms of an equation that are not known, by place."""
    terms: dict[int, Exact] = defaultdict(int)
    for key, coefficient in equation.terms:
        if key in places:
            terms[places[key]] += coefficient
    return tuple(sorted((place, value) for place, value in terms.items() if value))


def _without_empty_rows(matrix: csr_array) -> csc_array:
    return csc_array(matrix[np.diff(matrix.indptr) > 0])


def _scaled(cells: tuple[Cell, ...], matrix: csc_array, component: Places, needs: dict[Key, Need]) -> Linear:
    """Everything in the unit of its component: its largest need is `LARGEST_NEED`."""
    needy = np.array([place for place, cell in enumerate(cells) if cell.key in needs], dtype=np.int64)
    down = np.array([float(needs[cells[place].key].low - cells[place].value) for place in needy])
    up = np.array([float(needs[cells[place].key].high - cells[place].value) for place in needy])
    largest = np.zeros(component.max(initial=0) + 1)
    np.maximum.at(largest, component[needy], np.maximum(-down, up))
    scale = np.where(largest > 0, largest, 1.0)[component] / LARGEST_NEED
    lower, upper = _bounds(cells, component, scale)
    return Linear(cells, matrix, lower, upper, component, scale, needy, down / scale[needy], up / scale[needy])


def _bounds(cells: tuple[Cell, ...], component: Places, scale: Vector) -> tuple[Vector, Vector]:
    value = np.array([abs(float(cell.value)) for cell in cells])
    held = np.zeros(component.max(initial=0) + 1)
    np.add.at(held, component, value)
    reach = held[component] / scale + REACH_IN_NEEDS * LARGEST_NEED
    down = np.array([float(cell.lower - cell.value) for cell in cells]) / scale
    up = np.array([np.inf if cell.upper is None else float(cell.upper - cell.value) for cell in cells]) / scale
    return down, np.minimum(up, reach)
