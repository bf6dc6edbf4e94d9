"""The audit: what somebody who knows every published cell exactly can say of each primary one (section 5).

The least and the most that a cell can be are two linear programmes over what is not published. A solution is one state
of the world that fits all that is published: it says something of every other cell too, and a cell that such states
already prove wide enough is skipped. Source: docs/spec/disclosure.md, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array

from transforms.protection.linear import TOLERANCE, components
from transforms.protection.solver import Programmes

if TYPE_CHECKING:
    from transforms.protection.insiders import Insiders
    from transforms.protection.linear import Linear
    from transforms.protection.solver import Budget, Flags, Vector
    from transforms.protection.system import Key


@dataclass(frozen=True, slots=True)
class Interval:
    """What is possible of a cell for an attacker (or proven so), beside what must be; in the cell's unit. Internal."""

    key: Key
    low: float
    high: float
    needed_low: float
    needed_high: float


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found.

    Attributes:
        tried: how many cells must be protected.
        solved: how many programmes that took; the other cells were proven wide by these.
        narrowest: of the cell with the least room beside what is required, the interval that was proven.
        narrow: cells that can be calculated too narrowly, in the order of keys.
        alone: cells of equations whose withheld cells hold too few people or employers, in the order of keys.
        rounds: how often cells were chosen.
    """

    tried: int
    solved: int
    narrowest: Interval | None
    narrow: tuple[Key, ...]
    alone: tuple[Key, ...]
    rounds: int = 0

    @property
    def passed(self) -> bool:
        """Whether every cell is protected."""
        return not self.narrow and not self.alone


class Attack:
    """The least and the most of cells, over what is unknown; deviations in the units of `Linear`."""

    def __init__(self, linear: Linear, unknown: Flags, budget: Budget) -> None:
        self.low, self.high = np.zeros(len(linear.cells)), np.zeros(len(linear.cells))
        self.solved = 0
        self._unknown = np.flatnonzero(unknown)
        self._column = {place: column for column, place in enumerate(self._unknown.tolist())}
        rows = csc_array(linear.matrix[:, self._unknown])
        cost = np.zeros(len(self._unknown))
        lower, upper = linear.lower[self._unknown], linear.upper[self._unknown]
        self._programmes = Programmes(rows, (lower, upper), cost, components(rows), budget)

    def reach(self, place: int, cost: float) -> None:
        """Takes a cell as low (cost 1) or as high (cost -1) as it can be; a cell that is known stays where it is."""
        if place not in self._column:
            return
        self.solved += 1
        column = self._column[place]
        self._programmes.price(column, cost)
        solution = self._programmes.solution(column)
        self._programmes.price(column, 0.0)
        if solution is not None:
            self.low[self._unknown] = np.minimum(self.low[self._unknown], solution)
            self.high[self._unknown] = np.maximum(self.high[self._unknown], solution)


def audit(linear: Linear, unknown: Flags, insiders: Insiders, budget: Budget) -> AuditReport:
    """The audit of a system of which some cells are unknown. A programme without a solution proves nothing: it fails.

    Raises:
        OutOfTimeError: the budget is spent.
    """
    attack = Attack(linear, unknown, budget)
    needed = list(zip(linear.needy.tolist(), linear.need_lower.tolist(), linear.need_upper.tolist(), strict=True))
    for place, lower, upper in needed:
        if attack.low[place] > lower + TOLERANCE:
            attack.reach(place, 1.0)
        if attack.high[place] < upper - TOLERANCE:
            attack.reach(place, -1.0)
    narrow = [
        place
        for place, lower, upper in needed
        if attack.low[place] > lower + TOLERANCE or attack.high[place] < upper - TOLERANCE
    ]
    alone = {place for row in insiders.short(unknown) for place in row.places.tolist()} & set(linear.needy.tolist())
    return AuditReport(
        tried=len(needed),
        solved=attack.solved,
        narrowest=_narrowest(linear, attack),
        narrow=tuple(linear.cells[place].key for place in narrow),
        alone=tuple(linear.cells[place].key for place in sorted(alone)),
    )


def _narrowest(linear: Linear, attack: Attack) -> Interval | None:
    """The interval with the least room beside what is required; ties go to the first key."""
    if not linear.needy.size:
        return None
    low, high = attack.low[linear.needy], attack.high[linear.needy]
    ratio = np.minimum(_ratio(low, linear.need_lower), _ratio(high, linear.need_upper))
    need = int(np.argmin(ratio))
    place = int(linear.needy[need])
    value, scale = float(linear.cells[place].value), float(linear.scale[place])
    ends = (low[need], high[need], linear.need_lower[need], linear.need_upper[need])
    return Interval(linear.cells[place].key, *(value + scale * float(end) for end in ends))


def _ratio(found: Vector, needed: Vector) -> Vector:
    """What is possible as a part of what is required; without end where nothing is required."""
    ratio: Vector = np.full(len(needed), np.inf)
    np.divide(found, needed, out=ratio, where=np.abs(needed) > TOLERANCE)
    return ratio
