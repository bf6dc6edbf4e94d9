"""What earlier releases gave away and what they withheld (docs/spec/disclosure.md, section 6).

An attacker has every release. A figure that one of them published is known from then on, as long as it is the same:
withholding it later is no help. A figure that one of them withheld stays withheld, so that whatever a later release
publishes was published before: of unknown figures it says nothing new but how much known sums of them changed. Two
unknowns of two releases are never taken to be equal, for no release says which figures were changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.protection.system import Cell, Key, Status, System, name, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transforms.protection.rules import BaseCounts, Exact, Thresholds


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as an earlier release has it: its status, the exact value and what it rests on (internal)."""

    status: Status
    value: Exact
    counts: BaseCounts | None = None


@dataclass(frozen=True)
class Vintage:
    """An earlier release that went through disclosure control, with the figures that it could publish."""

    name: str
    figures: Mapping[Key, Figure]

    @classmethod
    def of(cls, release: str, system: System, statuses: Mapping[Key, Status]) -> Vintage:
        """A release by its system and the statuses of its published cells."""
        published = {key: cell for key, cell in system.by_key.items() if cell.published}
        return cls(release, {key: Figure(statuses[key], cell.value, cell.counts) for key, cell in published.items()})


def kept(system: System, earlier: Iterable[Vintage]) -> set[Key]:
    """The cells of a system that an earlier release withheld: they stay withheld.

    Raises:
        ValueError: one of them is never withheld.
    """
    withheld = {key for vintage in earlier for key, figure in vintage.figures.items() if figure.status.withheld}
    found = withheld & system.by_key.keys()
    for key in sorted(found):
        if system.by_key[key].never:
            raise ValueError(f"{name(key)} is never withheld, but an earlier release withheld it: correct the registry")
    return found


def known(system: System, thresholds: Thresholds, earlier: Sequence[Vintage]) -> dict[Key, str]:
    """The cells of a system that an earlier release published as they are, and the first one that did.

    A cell that is primary now counts as known only when it rests on what it rested on then.
    """
    found = ((cell.key, _who_published(cell, bool(rules_of(cell, thresholds)), earlier)) for cell in _published(system))
    return {key: release for key, release in found if release is not None}


def _published(system: System) -> Iterable[Cell]:
    return (cell for cell in system.by_key.values() if cell.published)


def _who_published(cell: Cell, primary: bool, earlier: Sequence[Vintage]) -> str | None:
    return next((vintage.name for vintage in earlier if _is_told(cell, primary, vintage.figures.get(cell.key))), None)


def _is_told(cell: Cell, primary: bool, figure: Figure | None) -> bool:
    if figure is None or figure.status.withheld or figure.value != cell.value:
        return False
    return not primary or figure.counts == cell.counts
