"""Gives a home a new pseudonym key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import mirrors
from warehouse.home import Home
from warehouse.review import inbox, rotation
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.review.rotation import Rotated


def rotate(home: Path) -> Rotated:
    """Rotates the pseudonym key of a home."""
    place, settings = Home(home), load(home)
    with place.held(), mirrors.kept(place, settings), inbox.served(place, settings, whole=True):
        return rotation.rotate(place, settings)


def lines(done: Rotated) -> list[str]:
    """What the command says: the new key by its fingerprint, and which years no longer join."""
    if not done.apart:
        return [f"pseudonym key: {done.after} from now on; no year has rows under another key"]
    years = ", ".join(str(year) for year in done.apart)
    return [
        f"pseudonym key: {done.after} from now on; the rows of {years} stay under another key, so no cohort joins them "
        "with years that are built from now on (`banenafspraak rebuild --year Y` puts a year under the new key)"
    ]
