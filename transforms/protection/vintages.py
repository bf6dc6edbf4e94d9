"""What earlier releases gave away and what they withheld (docs/spec/disclosure.md, section 6).

An attacker has every release. Where a cell is the same in two of them (the same value on the same base counts) it is
one unknown with the equations of both; where it changed, the earlier figure is an unknown of its own. What one
release published is known in all, as long as it is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.protection.system import Cell, Equation, Key, Status, System, name, rules_of, with_implied_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transforms.protection.rules import BaseCounts, Exact, Thresholds

#: What a cell is: its key, value and base counts. The same in two releases is one unknown.
Identity = tuple[Key, "Exact", "BaseCounts | None"]


@dataclass(frozen=True)
class Vintage:
    """An earlier release that went through disclosure control: its system, statuses of published cells, thresholds."""

    name: str
    system: System
    statuses: Mapping[Key, Status]
    thresholds: Thresholds

    def unknown(self, cell: Cell) -> bool:
        """Whether it did not say what a cell is."""
        return not cell.published or self.statuses[cell.key].withheld


@dataclass(frozen=True)
class Joined:
    """The system with those of earlier releases.

    Attributes:
        system: its cells, and each earlier unknown that is no cell of it under the name of its release (`@name`).
        known: cells whose value an earlier release gave away, and which.
        kept: cells that an earlier release withheld.
    """

    system: System
    known: Mapping[Key, str]
    kept: frozenset[Key]


def join(system: System, thresholds: Thresholds, earlier: Sequence[Vintage]) -> Joined:
    """Joins a system with those of earlier releases, the oldest first.

    Raises:
        ValueError: an earlier release has no status for a cell that it published, or withheld what is never withheld.
    """
    _check(system, earlier)
    system, earlier = with_implied_bounds(system), [_with_implied_bounds(vintage) for vintage in earlier]
    said = _said(earlier)
    known = {cell.key: release for cell in system.by_key.values() if (release := _gave_away(cell, said, thresholds))}
    columns = {identity(cell): cell for cell in system.by_key.values()}
    equations = list(system.equations)
    for vintage in earlier:
        _add_columns(columns, vintage)
        equations += _equations(vintage, columns)
    known |= {cell.key: said[of] for of, cell in columns.items() if of in said and cell.key not in system.by_key}
    return Joined(System(tuple(columns.values()), tuple(equations)), known, _kept(system, earlier))


def _with_implied_bounds(vintage: Vintage) -> Vintage:
    return replace(vintage, system=with_implied_bounds(vintage.system))


def identity(cell: Cell) -> Identity:
    """What makes a cell of one release the same as one of another."""
    return cell.key, cell.value, cell.counts


def _check(system: System, earlier: Sequence[Vintage]) -> None:
    for vintage in earlier:
        for cell in vintage.system.by_key.values():
            if cell.published and cell.key not in vintage.statuses:
                raise ValueError(f"release {vintage.name} has no status for {name(cell.key)}: read its statuses again")
    for key in sorted(_kept(system, earlier)):
        if system.by_key[key].never:
            raise ValueError(
                f"{name(key)} is never withheld, but an earlier release withheld it: withdraw one of the two"
            )


def _said(earlier: Sequence[Vintage]) -> dict[Identity | tuple[Key, Exact], str]:
    """What earlier releases published, with its base counts and without, and the first release that did."""
    said: dict[Identity | tuple[Key, Exact], str] = {}
    for vintage in earlier:
        for cell in vintage.system.by_key.values():
            if not vintage.unknown(cell):
                said.setdefault(identity(cell), vintage.name)
                said.setdefault((cell.key, cell.value), vintage.name)
    return said


def _gave_away(cell: Cell, said: Mapping[Identity | tuple[Key, Exact], str], thresholds: Thresholds) -> str | None:
    """The release that published a cell as it is; of a cell that is primary now only on the same base counts."""
    return said.get(identity(cell) if rules_of(cell, thresholds) else (cell.key, cell.value))


def _kept(system: System, earlier: Sequence[Vintage]) -> frozenset[Key]:
    return frozenset(
        key
        for vintage in earlier
        for key, status in vintage.statuses.items()
        if status.withheld and key in system.by_key
    )


def _add_columns(columns: dict[Identity, Cell], vintage: Vintage) -> None:
    """Gives every unknown of an earlier release a cell, where none is the same."""
    new = [cell for cell in vintage.system.by_key.values() if vintage.unknown(cell) and identity(cell) not in columns]
    columns.update({identity(cell): _renamed(cell, vintage) for cell in new})
    for cell in new:
        if cell.complement is not None:
            complement = columns.get(identity(vintage.system.by_key[cell.complement]))
            columns[identity(cell)] = replace(
                columns[identity(cell)], complement=None if complement is None else complement.key
            )


def _renamed(cell: Cell, vintage: Vintage) -> Cell:
    """A cell of an earlier release under that release's name, with its status as a fact."""
    status = vintage.statuses[cell.key] if cell.published else None
    thresholds = cell.thresholds or vintage.thresholds
    at = f"@{vintage.name}"
    return replace(cell, key=(at, *cell.key), bundle=(at, *cell.bundle), fixed=status, thresholds=thresholds)


def _equations(vintage: Vintage, columns: Mapping[Identity, Cell]) -> Iterator[Equation]:
    """The equations of an earlier release over what is unknown in it; what it published goes into the constant."""
    for equation in vintage.system.equations:
        terms = [(vintage.system.by_key[key], coefficient) for key, coefficient in equation.terms]
        told = sum(coefficient * cell.value for cell, coefficient in terms if not vintage.unknown(cell))
        unknown = [(columns[identity(cell)].key, value) for cell, value in terms if vintage.unknown(cell)]
        if unknown:
            yield Equation(tuple(unknown), equation.constant - told)
