"""Checks a home: what is not as it was built, signed, recorded and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.errors import TamperedError, WrongUseError
from warehouse.home import Home
from warehouse.review import copies, trail, verification
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.settings import Settings


def faults(home: Path, release: str | None, *, every: bool, anchor: Path | None = None) -> list[str]:
    """What is wrong with a release (by default the current one) or with everything; the trail always is looked at.

    With a copy of `releases.json` that was kept elsewhere also what that says and the home does not hold.

    Raises:
        WrongUseError: the home was not made yet, there is no such release, or both are asked for.
    """
    if release and every:
        message = "verify: give a release or --all"
        raise WrongUseError(message)
    place, settings = Home(home), load(home)
    wanted = "" if every else release or _current(place)
    found = verification.faults(place, settings, wanted)
    found = found and _again(place, settings, wanted, found)
    return found or (copies.faults(place, anchor) if anchor else [])


def _again(home: Home, settings: Settings, wanted: str, found: list[str]) -> list[str]:
    """What is wrong when nothing is being published: between the copy and its entry a release looks planted.

    Raises:
        HomeBusyError: a publication did not come to its end for longer than one decision takes.
    """
    try:
        with home.trail_held():
            return verification.faults(home, settings, wanted)
    except (TamperedError, OSError):  # the lock itself is not as it should be, or cannot be written
        return found


def _current(home: Home) -> str:
    """The current release; none when the trail is broken, which is what is said then."""
    try:
        return trail.opened(home).current or ""
    except TamperedError:
        return ""
