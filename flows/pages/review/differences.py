"""What differs between two releases or candidates: every published cell that differs, once, by table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.pages.kit import statuses, titles
from transforms.law import TOTAL
from warehouse.registry.marts import MARTS, REALISATION
from warehouse.registry.public import TOTALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from flows.pages.kit.statuses import Row

Value = int | float | bool | str | None
#: A row of a table by the (name, value) pairs of its key, and a column: one cell.
Place = tuple[tuple[tuple[str, str], ...], str]
#: The table of the letters: table 1, with the targets.
TABLE_1 = REALISATION.name
#: The tables that are compared, table 1 first: those of figures. Others repeat them, or say how a release was made.
COMPARED = tuple(name for name, mart in MARTS.items() if mart.figures)


class Kind(StrEnum):
    """How a cell differs: another value; withheld now, or no longer; only the later, or only the earlier one has it."""

    CHANGED = "changed"
    WITHHELD = "withheld"
    SHOWN = "shown"
    ADDED = "added"
    GONE = "gone"


#: What was released before and is not so any more.
OF_RELEASED = (Kind.CHANGED, Kind.WITHHELD, Kind.GONE)


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs.

    Attributes:
        mart, column: where it is.
        cell: the key of its row as (name, value).
        kind: how it differs.
        old, new: as the public tables have them; None where there is none, or it is withheld.
    """

    mart: str
    cell: tuple[tuple[str, str], ...]
    column: str
    kind: Kind
    old: Value = None
    new: Value = None

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure, and no text."""
        return not titles.is_text(self.mart, self.column)

    @property
    def difference(self) -> float | None:
        """New less old; None when these are no two numbers."""
        if isinstance(self.old, bool) or isinstance(self.new, bool):
            return None
        if not isinstance(self.old, int | float) or not isinstance(self.new, int | float):
            return None
        return self.new - self.old

    @property
    def relative(self) -> float | None:
        """The difference as a share of the old value (1.0 is as much again); infinite when that is 0."""
        difference = self.difference
        if difference is None or not isinstance(self.old, int | float):
            return None
        return difference / abs(self.old) if self.old else math.copysign(math.inf, difference)

    @property
    def place(self) -> str:
        """The key of its row as `name=value`, separated by spaces."""
        return " ".join(f"{name}={value}" for name, value in self.cell)

    @property
    def is_total(self) -> bool:
        """Whether its row is a total over everything but the year."""
        return TOTAL in {value for _, value in self.cell}


@dataclass(frozen=True, slots=True)
class Group:
    """The cells of one table that differ, largest relative change first."""

    mart: str
    changes: tuple[Change, ...]

    @property
    def told(self) -> tuple[Change, ...]:
        """Those among them of what the earlier one has; what only the later one has is counted."""
        return tuple(one for one in self.changes if one.kind is not Kind.ADDED)

    @property
    def released(self) -> tuple[Change, ...]:
        """The released figures among them that the later one does not have as they were."""
        return tuple(one for one in self.changes if one.is_figure and one.kind in OF_RELEASED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every published cell in which `newer` differs from `older`, once, by table; table 1 first."""

    older: str
    newer: str
    groups: tuple[Group, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them, in order."""
        return tuple(one for group in self.groups for one in group.changes)

    @property
    def told(self) -> tuple[Change, ...]:
        """Those of what the earlier one has, in order."""
        return tuple(one for group in self.groups for one in group.told)

    @property
    def released(self) -> tuple[Change, ...]:
        """The released figures that the later one does not have as they were, in order."""
        return tuple(one for group in self.groups for one in group.released)

    @property
    def of_table_1(self) -> tuple[Change, ...]:
        """Those of table 1."""
        return tuple(one for one in self.released if one.mart == TABLE_1)


def between(
    older: str, newer: str, before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]
) -> Comparison:
    """Compares the public tables of two releases or candidates.

    Args:
        older: what the earlier one is called.
        newer: what the later one is called.
        before: the public tables of the earlier one by name, with a status beside each figure that can be withheld.
        after: those of the later one.
    """
    found = [(name, _changes(name, before.get(name), after.get(name))) for name in COMPARED]
    return Comparison(older, newer, tuple(Group(name, tuple(changes)) for name, changes in found if changes))


def largest(changes: Iterable[Change]) -> Change | None:
    """The figure that changes most in proportion; None when no number does."""
    return next((one for one in sorted(changes, key=_rank) if one.relative is not None), None)


def as_row(change: Change) -> Row:
    """A change as JSON and files have it: `relative_pct` is empty where there is none, or the old value is 0."""
    relative = change.relative
    return {
        "mart": change.mart,
        "cell": change.place,
        "column": change.column,
        "kind": change.kind.value,
        "old": change.old,
        "new": change.new,
        "difference": change.difference,
        "relative_pct": None if relative is None or math.isinf(relative) else 100 * relative,
    }


def _changes(mart: str, before: pl.DataFrame | None, after: pl.DataFrame | None) -> list[Change]:
    key = MARTS[mart].key
    old, new = _cells(before, key), _cells(after, key)
    places = dict.fromkeys([*old, *new])
    return sorted((one for place in places if (one := _change(mart, place, old, new))), key=_rank)


def _change(
    mart: str, place: Place, old: Mapping[Place, tuple[Value, bool]], new: Mapping[Place, tuple[Value, bool]]
) -> Change | None:
    """What differs in a cell; None when it is the same, or both withhold it."""
    (was, hid), (now, hides) = old.get(place, (None, False)), new.get(place, (None, False))
    if was == now and hid == hides:
        return None
    kind = _kind(was, now, hid=hid, hides=hides)
    return None if kind is None else Change(mart, place[0], place[1], kind, was, now)


def _kind(was: Value, now: Value, *, hid: bool, hides: bool) -> Kind | None:
    if was is None and now is None:
        return None
    if was is None:
        return Kind.SHOWN if hid else Kind.ADDED
    if now is None:
        return Kind.WITHHELD if hides else Kind.GONE
    return Kind.CHANGED


def _rank(change: Change) -> tuple[object, ...]:
    """Figures before texts, those with another value first; of these the largest relative change, then the totals."""
    relative, difference = abs(change.relative or 0.0), abs(change.difference or 0.0)
    kinds = list(Kind)
    return (
        not change.is_figure,
        kinds.index(change.kind),
        -relative,
        -difference,
        not change.is_total,
        change.cell,
        change.column,
    )


def _cells(frame: pl.DataFrame | None, key: Sequence[str]) -> dict[Place, tuple[Value, bool]]:
    """The cells of a public table: what each shows, and whether it is withheld."""
    return {} if frame is None else dict(_each(frame, key))


def _each(frame: pl.DataFrame, key: Sequence[str]) -> Iterator[tuple[Place, tuple[Value, bool]]]:
    columns = [name for name in frame.columns if name not in {*key, TOTALS.name} and not statuses.is_status(name)]
    for row in statuses.rows(frame):
        cell = tuple((name, str(row[name])) for name in key)
        for column in columns:
            yield (cell, column), (row[column], statuses.is_secret(row, column))
