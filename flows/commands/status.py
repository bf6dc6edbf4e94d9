"""What a home folder holds: candidates with their state, releases, and which is current.

An account of a steward, which may not read the home, is told the same from what it may know.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.pages.kit.numbers import spans
from warehouse import releases
from warehouse.destruction import retention
from warehouse.errors import HomeBusyError, TamperedError
from warehouse.home import Home
from warehouse.review import anchors, decidable, inbox, overview, trail
from warehouse.review.policies import State, Verb, counted
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from warehouse.destruction.retention import Held
    from warehouse.settings import Settings


#: Where a candidate stands that somebody is to decide on, or to publish.
WAITING = (State.AWAITING.value, State.APPROVED.value)


@dataclass(frozen=True, slots=True)
class Status:
    """What is told of a home.

    Attributes:
        candidates: identifier, year, state, number of warnings, decisions, and where the report is.
        current: the release that readers see.
        trail: how many entries the trail has, and the digest of the last: a copy elsewhere shows one that was cut off.
        refused: what was refused of late of what other accounts handed in: when, of which account, and why.
        exists: whether there is such a home folder.
        home: the home folder.
        due: what the terms of `[retention]` say is due, since when, and what to do; a steward's account is not told.
    """

    candidates: list[dict[str, Any]]
    current: str | None
    trail: dict[str, object] | None
    refused: list[dict[str, str]]
    due: list[dict[str, Any]] = field(default_factory=list)
    exists: bool = True
    home: str = ""


def status(home: Path) -> Status:
    """What is built, awaiting review and published."""
    place = Home(home)
    if place.is_of_another:
        shown = decidable.read(place)
        head = {"number": shown.number, "head": shown.head}
        told = [row | {"next": _next(row, None)} for row in shown.candidates]
        return Status(told, shown.current, head, shown.refused, home=str(home))
    settings = load(home)
    if place.root.exists():
        _check(place, settings)
        _attend(place, settings)
    found = overview.candidates(place, settings)
    base = releases.base(place)
    for row in found:
        row["report"] = str(place.candidates / row["candidate"] / releases.INTERNAL / "report" / "index.html")
        row["fault"] = _fault(place, row)
        row["next"] = _next(row, _stale(place, row, base.id if base else None))
    refused = inbox.refusals(place)[-decidable.REFUSALS :]
    due = _due(place, settings)
    return Status(found, current(home), _head(place), refused, due, place.root.exists(), str(home))


def _fault(home: Home, row: dict[str, Any]) -> str | None:
    """The first file of a candidate that waits which is not as it was built; None when all are."""
    if row["status"] not in WAITING:
        return None
    built = releases.read_candidate(home, row["candidate"])
    return next(iter(releases.faults(built)), None) if built else None


def _next(row: dict[str, Any], stale: str | None = None) -> str:
    """What to do with a candidate: a command, or what has to happen; empty when nothing has."""
    name, year = row["candidate"], row["year"]
    if row["status"] not in WAITING:
        return ""
    if row.get("fault"):
        return f"build it again: {row['fault']} is not as it was built"
    if stale:
        return f"build it again (--year {year}): {stale}"
    if row["status"] == "approved":
        return f"banenafspraak publish {name}"
    note = ' --note "…"' if row["warnings"] or row["changed"] else ""
    return f"banenafspraak approve {name} --steward NAME{note}"


def _stale(home: Home, row: dict[str, Any], base: str | None) -> str | None:
    """Why a candidate cannot be published any more: what it is built on is not the last release."""
    built = releases.read_candidate(home, row["candidate"])
    on = built.manifest["built_on"] if built else None
    return None if on == base else f"it was built on {on or 'no release'}, and {base or 'none'} was published last"


def lines(found: Status) -> list[str]:
    """What is told of a home."""
    if not found.exists:
        return [f"home folder {found.home} does not exist; make it with `banenafspraak init`, or name another"]
    told = [line for row in found.candidates for line in _candidate(row)]
    head = found.trail
    last = f"trail: {head['number']} entries, head {head['head']}" if head else "trail: none"
    told += [f"current release: {found.current or 'none'}", last, *map(refused, found.refused)]
    return told + [f"due since {one['since']}: {one['do']}" for one in found.due]


def refused(one: dict[str, str]) -> str:
    """What was refused of what another account handed in."""
    return f"refused of what account {one['account']} handed in at {one['at']}: {one['why']}"


def _candidate(row: dict[str, Any]) -> Iterator[str]:
    """The lines of a candidate: where it stands; of one that waits also what it is and what to do."""
    yield f"{row['candidate']}  {'changed since it was built' if row.get('fault') else row['status']}"
    if row["status"] not in WAITING:
        return
    named = f": {', '.join(row['approvals'])}" if row["approvals"] else ""
    yield f"  approvals: {len(row['approvals'])} of {row['required']}{named}"
    if row["built_at"]:
        yield f"  built {row['built_at'][:16].replace('T', ' ')} UTC by {row['built_by']}"
    changed = f"changes {counted(row['changed'], 'released figure')}, {row['changed_of_table_1']:,} of table 1"
    yield f"  {counted(row['warnings'], 'warning')}; {changed}"
    if "report" in row:
        yield f"  report: {row['report']}"
    yield f"  next: {row['next']}"


def release_lines(found: list[dict[str, Any]]) -> list[str]:
    """A line for each release: the years, when and by whom it was approved, what it replaces."""
    return [_release(row) for row in found]


def _release(row: dict[str, Any]) -> str:
    parts = [f"{'*' if row['current'] else ' '} {row['release']}  years {spans(row['years'])}"]
    parts += [f"published {row['published_at'][:10]}"] if row["published_at"] else []
    parts += [f"approved by {', '.join(row['approvals'])}"] if row["approvals"] else []
    parts += [f"supersedes {row['supersedes']}"] if row["supersedes"] else []
    parts += ["synthetic"] if row["synthetic"] else []
    return "  ".join([*parts, *([f"withdrawn on {row['withdrawn_on']}"] if row["withdrawn_on"] else [])])


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
    now, published = current(home), _published(place)
    return [
        {
            "release": built.id,
            "year": built.year,
            "years": built.manifest["years"],
            "supersedes": built.manifest["supersedes"],
            "approvals": [approval["steward"] for approval in built.decided.get("approvals", ())],
            "synthetic": built.manifest["synthetic"],
            "published_at": published.get(built.id, ""),
            "current": built.id == now,
            "withdrawn_on": built.withdrawn_on,
        }
        for built in releases.all_releases(place)
        if built.stands or built.withdrawn_on
    ]


def _published(home: Home) -> dict[str, str]:
    """When each release was published, by the trail (ISO, UTC); those that were taken over are not there."""
    entries = trail.opened(home).entries if trail.is_there(home) else ()
    return {one.says.release: one.moment for one in entries if one.says.verb == Verb.PUBLISH}


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
