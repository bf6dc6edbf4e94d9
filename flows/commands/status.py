"""What a home folder holds: candidates with their state, releases, and which is current.

An account of a steward, which may not read the home, is told the same from what it may know.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse import releases
from warehouse.errors import HomeBusyError
from warehouse.home import Home
from warehouse.review import anchors, decidable, inbox, overview, trail
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """What is told of a home.

    Attributes:
        candidates: identifier, year, state, number of warnings, decisions, and where the report is.
        current: the release that readers see.
        trail: how many entries the trail has, and the digest of the last: a copy elsewhere shows one that was cut off.
        refused: what was refused of late of what other accounts handed in: when, of which account, and why.
    """

    candidates: list[dict[str, Any]]
    current: str | None
    trail: dict[str, object] | None
    refused: list[dict[str, str]]


def status(home: Path) -> Status:
    """What is built, awaiting review and published."""
    place = Home(home)
    if place.is_of_another:
        shown = decidable.read(place)
        head = {"number": shown.number, "head": shown.head}
        return Status(shown.candidates, shown.current, head, shown.refused)
    settings = load(home)
    if place.root.exists():
        _check(place, settings)
        _attend(place, settings)
    found = overview.candidates(place, settings)
    for row in found:
        row["report"] = str(place.candidates / row["candidate"] / releases.INTERNAL / "report" / "index.html")
    return Status(found, current(home), _head(place), inbox.refusals(place)[-decidable.REFUSALS :])


def _attend(home: Home, settings: Settings) -> None:
    """Takes up what was handed in, unless another command is deciding, or the disk is full."""
    if trail.is_there(home) and settings.security.steward_group:
        with suppress(HomeBusyError, OSError), home.deciding(seconds=0):
            inbox.attend(home, settings)


def _check(place: Home, settings: Settings) -> None:
    """Raises when the trail is missing though there is something that it should say, or is not as it was written."""
    written = (place.candidates, place.exact, place.releases)
    if trail.is_there(place) or any(found.is_dir() and any(found.iterdir()) for found in written):
        anchors.opened(place, settings)


def releases_of(home: Path) -> list[dict[str, object]]:
    """Every release: identifier, years, what it supersedes, who approved it, whether it is current, its withdrawal."""
    place = Home(home)
    now = current(home)
    return [
        {
            "release": built.id,
            "year": built.year,
            "years": built.manifest["years"],
            "supersedes": built.manifest["supersedes"],
            "approvals": [approval["steward"] for approval in built.decided.get("approvals", ())],
            "synthetic": built.manifest["synthetic"],
            "current": built.id == now,
            "withdrawn_on": built.withdrawn_on,
        }
        for built in releases.all_releases(place)
        if built.stands or built.withdrawn_on
    ]


def current(home: Path) -> str | None:
    """The identifier of the current release."""
    built = releases.current(Home(home))
    return built.id if built else None


def _head(home: Home) -> dict[str, object] | None:
    if not trail.is_there(home):
        return None
    last = trail.opened(home).head
    return {"number": last.number, "head": last.sha256}
