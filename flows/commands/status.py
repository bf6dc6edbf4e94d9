"""What a home folder holds: candidates with their state, releases, and which is current."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse import releases
from warehouse.destruction import retention
from warehouse.home import Home
from warehouse.review import anchors, desk, trail
from warehouse.settings import load

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from warehouse.destruction.retention import Held
    from warehouse.settings import Settings


def candidates(home: Path) -> list[dict[str, object]]:
    """Every candidate: identifier, year, state, number of warnings and report."""
    place, settings = Home(home), load(home)
    if place.root.exists():
        _check(place, settings)
    return [
        {
            "candidate": built.id,
            "year": built.year,
            "status": desk.state(place, settings, built).value,
            "warnings": len(built.manifest["warnings"]),
            "report": str(built.internal / "report" / "index.html"),
        }
        for built in releases.all_candidates(place)
    ]


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


def head(home: Path) -> dict[str, object] | None:
    """How many entries the trail has, and the digest of the last: a copy elsewhere shows a trail that was cut off."""
    place = Home(home)
    if not trail.is_there(place):
        return None
    last = trail.opened(place).head
    return {"number": last.number, "head": last.sha256}


def due(home: Path) -> tuple[list[str], list[dict[str, object]]]:
    """What the terms of `[retention]` say is due: a line for each, and the same as values."""
    held, today = retention.held(Home(home), load(home).retention), datetime.now(UTC).date()
    found = [one for one in held if one.since <= today]
    values: list[dict[str, object]] = [
        {"what": one.what, "year": one.year, "release": one.release or None, "since": one.since.isoformat()}
        for one in found
    ]
    return [f"due since {one.since}: {_what_to_do(one, held, today)}" for one in found], values


def _what_to_do(one: Held, held: list[Held], today: date) -> str:
    if one.release:
        return f"internal side of release {one.release}: ask the stewards, later releases may be built on it"
    waits = [other for other in held if other.year == one.year and not other.release and other.since > today]
    if waits:
        return f"{one.what} of {one.year}; but {waits[0].what} until {waits[0].since}, and both are destroyed together"
    return f"{one.what} of {one.year}: `banenafspraak destroy --year {one.year}`"
