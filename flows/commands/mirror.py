"""Compares the mirrors with what readers get, and repairs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import mirrors
from warehouse.errors import TamperedError
from warehouse.home import Home
from warehouse.mirrors.copying import in_short
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was wrong with each mirror, by its name; and whether it still is."""

    found: dict[str, list[str]]
    is_left: bool

    @property
    def lines(self) -> list[str]:
        """A line for each mirror that was repaired, or is as it has to be."""
        well = "holds what readers get, byte for byte"
        done = {name: f"repaired: {in_short(found)}" if found else well for name, found in self.found.items()}
        return [f"mirror {name}: {said}" for name, said in done.items() if not (self.is_left and self.found[name])]

    def check(self) -> None:
        """Raises TamperedError, in one line, when a mirror is still not as it has to be."""
        wrong = [f"mirror {name}: {in_short(found)}" for name, found in self.found.items() if found]
        if self.is_left and wrong:
            raise TamperedError("; ".join([*wrong, "give `banenafspraak mirror`"]))


def mirror(home: Path, *, check: bool) -> Mirrored:
    """Compares every file of every mirror; repairs them too, unless it is to `check` alone.

    Raises:
        WrongUseError: the home was not made yet, or no mirror is named.
        MirrorBehindError: a mirror cannot be reached, read or written, or is not of this home.
        DecisionRefusedError: something in the home is not as the trail says.
    """
    place = Home(home)
    if check:
        place.check_made()
        found = mirrors.compare(place, load(home))
        return Mirrored(found, is_left=any(found.values()))
    with place.held():
        return Mirrored(mirrors.repair(place, load(home)), is_left=False)
