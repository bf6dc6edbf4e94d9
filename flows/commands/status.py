"""What a home folder holds: candidates with their state, releases, and which is current.

An account of a steward, which may not read the home, is told the same from what it may know.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warehouse import releases
from warehouse.destruction import retention
from warehouse.errors import HomeBusyError, TamperedError
from warehouse.home import Home
from warehouse.review import anchors, decidable, inbox, overview, trail
from warehouse.settings import load

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from warehouse.destruction.retention import Held
    from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """What is told of a home.

    Attributes:
        candidates: identifier, year, state, number of warnings, decisions, and where the report is.
        current: the release that readers see.
        trail: how many entries the trail has, and the digest of the last: a copy elsewhere shows one that was cut off.
        refused: what was refused of late of what other accounts handed in: when, of which account, and why.
        due: what the terms of `[retention]` say is due, since when, and what to do; a steward's account is not told.
    """

    candidates: list[dict[str, Any]]
    current: str | None
    trail: dict[str, object] | None
    refused: list[dict[str, str]]
    due: list[dict[str, Any]] = field(default_factory=list)


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
    refused = inbox.refusals(place)[-decidable.REFUSALS :]
    return Status(found, current(home), _head(place), refused, _due(place, settings))


def _attend(home: Home, settings: Settings) -> None:
    """Takes up what was handed in, unless another command is deciding, or the disk is full."""
    if trail.is_there(home) and settings.security.steward_group:
        with suppress(HomeBusyError, OSError), home.deciding(seconds=0):
            inbox.attend(home, settings)


def _check(place: Home, settings: Settings) -> None:
    """Raises when the trail is missing though there is something that it should say, or is not as it was written."""
    written = (place.candidates, place.exact, place.releases)
    if not trail.is_there(place) and not any(found.is_dir() and any(found.iterdir()) for found in written):
        return
    try:
        anchors.opened(place, settings)
    except TamperedError:  # between the copy and its entry a publication looks like that
        with place.trail_held():
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


def _due(home: Home, settings: Settings) -> list[dict[str, Any]]:
    """What the terms of `[retention]` say is due."""
    held, today = retention.held(home, settings.retention), datetime.now(UTC).date()
    return [
        {
            "what": one.what,
            "year": one.year,
            "release": one.release or None,
            "since": one.since.isoformat(),
            "do": _what_to_do(one, held, today),
        }
        for one in held
        if one.since <= today
    ]


def _what_to_do(one: Held, held: list[Held], today: date) -> str:
    if one.release:
        return f"internal side of release {one.release}: ask the stewards, later releases may be built on it"
    waits = [other for other in held if other.year == one.year and not other.release and other.since > today]
    if waits:
        return f"{one.what} of {one.year}; but {waits[0].what} until {waits[0].since}, and both are destroyed together"
    return f"{one.what} of {one.year}: `banenafspraak destroy --year {one.year}`"
