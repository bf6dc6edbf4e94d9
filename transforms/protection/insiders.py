"""Somebody in a cell knows their own share (docs/spec/disclosure.md, section 5).

Where the withheld cells of an equation all have the same sign, what is published says what they are together: that sum
is a figure too. It must rest on `min_persons` people and, where a rule on employers is broken, on `min_employers`
employers. Employers are added up by cell: one that is in two of them counts twice, for only counts are known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transforms.protection.rules import Rule
from transforms.protection.system import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transforms.protection.linear import Linear
    from transforms.protection.rules import Thresholds
    from transforms.protection.solver import Flags, Places, Vector
    from transforms.protection.system import Cell

#: The rules under which employers are protected.
OF_EMPLOYERS = {Rule.EMPLOYERS, Rule.DOMINANCE}


@dataclass(frozen=True)
class Row:
    """An equation with a cell that needs protection: places and coefficients of what may be unknown in it."""

    places: Places
    coefficients: Vector


@dataclass(frozen=True)
class Insiders:
    """What insiders know, of every equation.

    Attributes:
        rows: the equations with a cell that needs protection.
        people, employers: of each cell; NaN where that is not known.
        min_people, min_employers: what each cell asks of a sum with it: 0 where nothing.
    """

    rows: tuple[Row, ...]
    people: Vector
    employers: Vector
    min_people: Vector
    min_employers: Vector

    def short(self, unknown: Flags, touching: Iterable[int] | None = None) -> list[Row]:
        """The equations whose withheld cells hold too few together.

        Args:
            unknown: which cells nobody knows.
            touching: look only at equations with one of these places.
        """
        rows = self.rows if touching is None else self._with(set(touching))
        return [row for row in rows if self._is_short(row, unknown)]

    def _with(self, places: set[int]) -> Sequence[Row]:
        return [row for row in self.rows if not places.isdisjoint(row.places.tolist())]

    def _is_short(self, row: Row, unknown: Flags) -> bool:
        there = unknown[row.places]
        places, signs = row.places[there], np.sign(row.coefficients[there])
        if not places.size or abs(signs.sum()) < places.size:
            return False
        return _too_few(self.people, self.min_people, places) or _too_few(self.employers, self.min_employers, places)


def _too_few(held: Vector, asked: Vector, places: Places) -> bool:
    """Whether cells hold less than one of them asks; nothing is asked where no cell knows what it holds."""
    known = ~np.isnan(held[places])
    return bool(known.any() and held[places][known].sum() < asked[places].max())


def insiders(linear: Linear, thresholds: Thresholds) -> Insiders:
    """What insiders know of a system."""
    needy = set(linear.needy.tolist())
    limits = [(cell.thresholds or thresholds, place in needy) for place, cell in enumerate(linear.cells)]
    return Insiders(
        rows=tuple(_rows(linear, needy)),
        people=_counted([cell.people for cell in linear.cells]),
        employers=_counted([cell.employers for cell in linear.cells]),
        min_people=np.array([own.min_persons if needs else 0 for own, needs in limits], dtype=np.float64),
        min_employers=np.array([_asked(cell, thresholds) for cell in linear.cells], dtype=np.float64),
    )


def _rows(linear: Linear, needy: set[int]) -> Iterable[Row]:
    matrix = linear.matrix.tocsr()
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        places = matrix.indices[start:end].astype(np.int64)
        if not needy.isdisjoint(places.tolist()):
            yield Row(places, matrix.data[start:end])


def _counted(counts: Iterable[int | None]) -> Vector:
    return np.array([np.nan if count is None else count for count in counts], dtype=np.float64)


def _asked(cell: Cell, thresholds: Thresholds) -> int:
    """How many employers a sum with a cell must rest on."""
    broken = OF_EMPLOYERS.intersection(rules_of(cell, thresholds))
    return (cell.thresholds or thresholds).min_employers if broken else 0
