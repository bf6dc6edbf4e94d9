"""Which figures to withhold besides the primary ones (docs/spec/disclosure.md, section 5).

For each need one linear programme: move the cell as far as it must be able to go, and let the other cells move along so
that every equation still holds,

    minimise sum of cost x |deviation|   subject to   sum of coefficient x deviation = 0 for every equation.

What is withheld already moves almost for nothing; a cell that is published and moves is withheld from then on, with its
bundle. The solution proves that the need is met, and often others too. In the end every cell withheld besides is set
free in turn, the dearest first: when the needs that rested on it can be met without it, it stays free.
(The heuristic of M. Fischetti and J.J. Salazar, "Models and algorithms for optimizing cell suppression in tabular data
with linear constraints", JASA 95 (2000), with the linear relaxation only.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, hstack

from transforms.protection.linear import LARGEST_NEED, TOLERANCE
from transforms.protection.solver import Programmes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transforms.protection.insiders import Insiders
    from transforms.protection.linear import Linear
    from transforms.protection.solver import Budget, Vector
    from transforms.protection.system import Key

#: What it costs to move a cell that nobody knows: far less than any cell that is published (1 or more), but not
#: nothing, so that a solution moves no more than it must.
COST_OF_UNKNOWN = 1e-3
#: Of bundles that cost the same the first by key is cheaper, by less than this.
TIE = 1e-3
#: A deviation below this is the solver's noise.
MOVED = 1e-7

DOWN, UP = -1, 1
#: A need in one direction: its place in `Linear.needy`, and `DOWN` or `UP`.
Side = tuple[int, int]


@dataclass
class Proofs:
    """For each side of a need that is met, the bundles (withheld besides) on which the proof rests."""

    linear: Linear
    rests_on: dict[Side, frozenset[Key]] = field(default_factory=dict)

    def add(self, deviations: Vector, bundles: frozenset[Key], among: Iterable[Side] = ()) -> None:
        """What a solution proves: the sides that had no proof yet, and those `among` which it proves anew."""
        at = deviations[self.linear.needy]
        renewed = set(among)
        for direction, met in (
            (DOWN, at <= self.linear.need_lower + TOLERANCE),
            (UP, at >= self.linear.need_upper - TOLERANCE),
        ):
            for need in np.flatnonzero(met).tolist():
                if (need, direction) in renewed or (need, direction) not in self.rests_on:
                    self.rests_on[need, direction] = bundles

    def missing(self) -> list[Side]:
        """The sides without a proof: the largest first, then by key."""
        sides = [(need, direction) for need in range(len(self.linear.needy)) for direction in (DOWN, UP)]
        return sorted((side for side in sides if side not in self.rests_on), key=lambda side: -abs(self.amount(side)))

    def amount(self, side: Side) -> float:
        """The deviation that a side asks for."""
        need, direction = side
        return float(self.linear.need_lower[need] if direction == DOWN else self.linear.need_upper[need])

    def resting_on(self, bundle: Key) -> list[Side]:
        """The sides whose proof rests on a bundle, in a fixed order."""
        return sorted(side for side, bundles in self.rests_on.items() if bundle in bundles)


class Chooser:
    """Chooses the bundles to withhold besides; `withheld` grows and shrinks with it."""

    def __init__(
        self, linear: Linear, costs: Mapping[Key, float], withheld: Iterable[Key], insiders: Insiders, budget: Budget
    ) -> None:
        self.linear, self.insiders = linear, insiders
        self.costs = {bundle: cost + TIE * n / len(costs) for n, (bundle, cost) in enumerate(sorted(costs.items()))}
        self.before = frozenset(withheld)
        self.withheld = set(self.before)
        self._size = len(linear.cells)
        self.programmes = self._programmes(budget)
        self.proofs = Proofs(linear)
        self.proofs.add(np.zeros(self._size), frozenset())

    def _programmes(self, budget: Budget) -> Programmes:
        """Two columns for each cell: how far above the truth, and how far below."""
        unknown = self.linear.unknown(self.withheld)
        price = [
            COST_OF_UNKNOWN if unknown[place] else self._price(cell.bundle)
            for place, cell in enumerate(self.linear.cells)
        ]
        matrix = csc_array(hstack([self.linear.matrix, -self.linear.matrix]))
        bounds = np.zeros(2 * self._size), np.concatenate([self.linear.upper, -self.linear.lower])
        return Programmes(matrix, bounds, np.array(price * 2), np.tile(self.linear.component, 2), budget)

    def _price(self, bundle: Key) -> float:
        return self.costs[bundle] / LARGEST_NEED

    def choose(self) -> None:
        """Withholds until every need is met, or cannot be, and no insider is alone."""
        for side in self.proofs.missing():
            if side not in self.proofs.rests_on:
                self._meet(side)
        for row in self.insiders.short(self.linear.unknown(self.withheld)):
            self._add_company(row.places.tolist())

    def _meet(self, side: Side) -> None:
        deviations = self._moved(side)
        if deviations is None:
            return
        for bundle in sorted(self._bundles_of(deviations) - self.withheld):
            self._withhold(bundle)
        self.proofs.add(deviations, self._bundles_of(deviations) - self.before)

    def _moved(self, side: Side) -> Vector | None:
        """The cheapest deviations in which a cell goes as far as it must be able to; None when it cannot."""
        place, amount = int(self.linear.needy[side[0]]), self.proofs.amount(side)
        self.programmes.bound(place, max(amount, 0.0), max(amount, 0.0))
        self.programmes.bound(place + self._size, max(-amount, 0.0), max(-amount, 0.0))
        solution = self.programmes.solution(place)
        self._allow(place)
        return None if solution is None else solution[: self._size] - solution[self._size :]

    def _allow(self, place: int) -> None:
        self.programmes.bound(place, 0.0, float(self.linear.upper[place]))
        self.programmes.bound(place + self._size, 0.0, float(-self.linear.lower[place]))

    def _forbid(self, place: int) -> None:
        self.programmes.bound(place, 0.0, 0.0)
        self.programmes.bound(place + self._size, 0.0, 0.0)

    def _bundles_of(self, deviations: Vector) -> frozenset[Key]:
        """The bundles of cells that move and on which this run decides."""
        moved = [self.linear.cells[place] for place in np.flatnonzero(np.abs(deviations) > MOVED).tolist()]
        return frozenset(cell.bundle for cell in moved if cell.may_be_withheld)

    def _withhold(self, bundle: Key) -> None:
        self.withheld.add(bundle)
        self._set_price(bundle, COST_OF_UNKNOWN)

    def _set_price(self, bundle: Key, price: float) -> None:
        for place in self.linear.by_bundle.get(bundle, ()):
            self.programmes.price(place, price)
            self.programmes.price(place + self._size, price)

    def _add_company(self, places: list[int]) -> None:
        """Withholds the cheapest cells of an equation, until those in it are not alone or there are no more."""
        for bundle in self._free_bundles(places):
            if not self.insiders.short(self.linear.unknown(self.withheld), places):
                return
            self._withhold(bundle)

    def _free_bundles(self, places: Iterable[int]) -> list[Key]:
        cells = [self.linear.cells[place] for place in places]
        free = {cell.bundle for cell in cells if cell.may_be_withheld} - self.withheld
        return sorted(free, key=lambda bundle: (self.costs[bundle], bundle))

    def set_free(self) -> None:
        """Sets free what is superfluous: nothing that is left can be set free without a need that is not met."""
        for bundle in self._free_bundles(range(self._size)):
            for place in self.linear.by_bundle[bundle]:
                self._forbid(place)
        besides = sorted(self.withheld - self.before, key=lambda bundle: (-self.costs[bundle], bundle))
        for bundle in besides:
            self._set_price(bundle, self._price(bundle))
        for bundle in besides:
            if not self._can_do_without(bundle):
                for place in self.linear.by_bundle[bundle]:
                    self._allow(place)
            else:
                self.withheld.remove(bundle)

    def _can_do_without(self, bundle: Key) -> bool:
        """Whether every need is met with a bundle published; then its cells stay forbidden to move."""
        places = self.linear.by_bundle[bundle]
        if self.insiders.short(self.linear.unknown(self.withheld - {bundle}), places):
            return False
        for place in places:
            self._forbid(place)
        return all(self._met_anew(side, bundle) for side in self.proofs.resting_on(bundle))

    def _met_anew(self, side: Side, without: Key) -> bool:
        if without not in self.proofs.rests_on[side]:
            return True
        deviations = self._moved(side)
        if deviations is None:
            return False
        self.proofs.add(deviations, self._bundles_of(deviations) - self.before, self.proofs.resting_on(without))
        return True
