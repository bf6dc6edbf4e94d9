"""Public marts of exact ones: what is withheld left out, the rest rounded, and a status beside each figure.

The only place where figures for readers are made (docs/spec/disclosure.md, sections 1, 4 and 7). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.analyses.observations import dimensions
from transforms.law import TOTAL
from transforms.protection import rounding
from transforms.protection.declared import (
    IS_TOTAL,
    STATUS,
    Empty,
    Figure,
    Internal,
    Legal,
    Moved,
    Open,
    Place,
    Ratio,
    Rounding,
    has_status,
)
from transforms.protection.release import group_of
from transforms.protection.system import Status
from transforms.realisation import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from transforms.protection.declared import Decision, Declared
    from transforms.protection.system import Key

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoundTo:
    """What readers get figures in: people, jobs of detailed marts, euro, lines of deliveries; 1 is whole ones."""

    persons: int = rounding.PERSONS_TO
    detailed_jobs: int = rounding.DETAILED_JOBS_TO
    euros: int = rounding.EUROS_TO
    lines: int = rounding.LINES_TO

    def base(self, how: Rounding) -> int:
        """The multiple that figures are rounded to."""
        return {
            Rounding.PERSONS: self.persons,
            Rounding.DETAILED_JOBS: self.detailed_jobs,
            Rounding.EUROS: self.euros,
            Rounding.HUNDREDS: self.lines,
        }.get(how, 1)


def public(
    frame: pl.DataFrame,
    one: Declared,
    can_be_empty: Mapping[str, bool],
    statuses: Mapping[Key, Status],
    to: Mapping[int, RoundTo],
) -> pl.DataFrame:
    """The mart for readers.

    Args:
        frame: the exact mart.
        one: what it declares.
        can_be_empty: of each column whether that needs a status.
        statuses: of every figure of the release; a figure without one is free.
        to: of each year what figures are rounded to; a year without goes by the last one.

    Returns:
        The key, and each column that is not internal, followed by its status where it has one.
    """
    making = _Making(one, statuses, to)
    rows = [making.row(row) for row in frame.to_dicts()]
    made: list[pl.Series] = []
    for name in frame.columns:
        decision = one.protection.columns.get(name)
        if isinstance(decision, Internal):
            continue
        made.append(pl.Series(name, [row[name] for row in rows], frame[name].dtype))
        if decision is not None and has_status(decision, can_be_empty=can_be_empty[name]):
            made.append(pl.Series(name + STATUS, [row[name + STATUS] for row in rows], pl.String))
    return pl.DataFrame(made)


def status_of(one: Declared, column: str, key: Key, statuses: Mapping[Key, Status]) -> Status:
    """The status of a figure: its own, that of its group, or the worst of those that a percentage is made of."""
    decision = one.protection.columns.get(column)
    year, mart, place, _ = key
    if isinstance(decision, Moved):
        return statuses.get(group_of(year, mart, place), Status.FREE)
    if isinstance(decision, Ratio):
        parts = [status_of(one, part, (year, mart, place, part), statuses) for part in (decision.part, decision.whole)]
        return next((status for status in parts if status.withheld), Status.FREE)
    return statuses.get((year, mart, place, column), Status.FREE)


class _Making:
    """The rows of one mart in the making."""

    def __init__(self, one: Declared, statuses: Mapping[Key, Status], to: Mapping[int, RoundTo]) -> None:
        self.one, self.statuses, self.to = one, statuses, to

    def row(self, row: Row) -> Row:
        """A row for readers: ratios last, for they are of published figures."""
        key = (str(row[self.one.year]), self.one.name, dimensions(self.one.dimensions, row), "")
        found = {name: row[name] for name in (self.one.year, *self.one.dimensions)}
        decisions = self.one.protection.columns
        for name, decision in sorted(decisions.items(), key=lambda item: isinstance(item[1], Ratio)):
            withheld = row[name] is not None and status_of(self.one, name, key, self.statuses).withheld
            value = None if withheld else self._value(name, decision, row, found)
            found[name] = value
            found[name + STATUS] = _status(decision, withheld=withheld, value=value, row=row, found=found)
        return found

    def _value(self, name: str, decision: Decision, row: Row, found: Row) -> Any:  # noqa: ANN401
        if isinstance(decision, Ratio):
            empty = row[name] is None
            return None if empty else rounding.published_percentage(found[decision.part], found[decision.whole])
        if not isinstance(decision, Figure | Open) or decision.rounding is Rounding.WHOLE or row[name] is None:
            return row[name]
        to = self.to.get(row[self.one.year]) or self.to[max(self.to)]
        base = to.base(decision.rounding)
        if base == 1 and decision.rounding is not Rounding.JOBS:
            return row[name]
        exact = row[decision.exact or name] if isinstance(decision, Figure) else row[name]
        return rounding.to_multiple(rounding.number(exact), base)


def _of_parts(decision: Ratio, found: Row) -> str:
    """Why a percentage is empty that is not withheld: as its part or its whole; else as it says itself."""
    parts = (found.get(name + STATUS, Empty.FREE) for name in (decision.part, decision.whole))
    return next((status for status in parts if status not in {Empty.FREE, Empty.WITHHELD}), decision.empty)


def marked(frame: pl.LazyFrame, dimensions_of: Collection[str]) -> pl.LazyFrame:
    """The rows of a mart with `is_total`: whether one of these columns has `totaal`, so that others add up to it."""
    there = [name for name in frame.collect_schema().names() if name in dimensions_of]
    total = pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == TOTAL for name in there))
    return frame.with_columns(total.fill_null(value=False).alias(IS_TOTAL))


def withheld_in(frame: pl.DataFrame, one: Declared) -> set[Key]:
    """The figures of a mart that its readers do not get, and the groups that its rows do not tell, as it says itself.

    Raises:
        ValueError: a value stands where its status says that there is none; names the column, not the value.
    """
    found: set[Key] = set()
    decisions = [(name, isinstance(decision, Moved)) for name, decision in one.protection.columns.items()]
    for row in frame.to_dicts():
        year, place = str(row[one.year]), dimensions(one.dimensions, row)
        for name, moved in decisions:
            if row.get(name + STATUS) == Empty.WITHHELD:
                found.add(group_of(year, one.name, place) if moved else (year, one.name, place, name))
                if row[name] is not None:
                    message = f"mart {one.name}, column {name}: a value stands where its status is geheim"
                    raise ValueError(message)
    return found


def _status(decision: Decision, *, withheld: bool, value: object, row: Row, found: Row) -> str:
    """Why a value is not there, or that it is."""
    if withheld:
        return Empty.WITHHELD
    if value is not None:
        return Empty.FREE
    if isinstance(decision, Ratio):
        return _of_parts(decision, found)
    published_only = row.get("origin") == PUBLISHED
    if isinstance(decision, Internal | Place) or (published_only and isinstance(decision, Figure | Legal)):
        return Empty.NOT_MEASURED
    return decision.empty
