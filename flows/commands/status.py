"""What a home folder holds: candidates with their state, releases, and which is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import releases
from warehouse.home import Home
from warehouse.review import desk
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path


def candidates(home: Path) -> list[dict[str, object]]:
    """Every candidate: identifier, year, state, number of warnings and report."""
    place, settings = Home(home), load(home)
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
