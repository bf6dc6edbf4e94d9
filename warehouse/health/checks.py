"""Looks whether all is well with a home; each check says so in a line, or what is not and what to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warehouse import mirrors, releases
from warehouse.destruction import retention
from warehouse.errors import BanenafspraakError
from warehouse.health import held
from warehouse.review import anchors, overview, rotation, trail, verification
from warehouse.review.policies import State, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.home import Home
    from warehouse.settings import Settings

HERE = ZoneInfo("Europe/Amsterdam")
#: A candidate over last year is there by 3 May: its build begins on the 2nd (operation.md).
DUE = (5, 3)
#: As many faults of the same kind as are said.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found.

    Attributes:
        check: its name.
        line: what is so, and what to do about it.
        is_well: whether it is well.
        value: an age or time left in seconds, or free bytes: what the check looked at.
    """

    check: str
    line: str
    is_well: bool = False
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: a home, its settings, and the moment."""

    home: Home
    settings: Settings
    now: datetime


def found(home: Home, settings: Settings, now: datetime | None = None) -> list[Found]:
    """What every check found, in the order of `CHECKS`; a check that finds nothing says that all is well.

    Args:
        home: the home folder.
        settings: its settings.
        now: the moment, with its time zone; by default this one.

    Raises:
        WrongUseError: the home was not made yet, or is of another account.
    """
    home.check_made()
    asked = Asked(home, settings, now or datetime.now(UTC))
    return [one for name, check in CHECKS.items() for one in _said(name, check, asked)]


def _said(name: str, check: Callable[[Asked], Iterator[Found]], asked: Asked) -> list[Found]:
    """What a check found; one that cannot be made found that."""
    try:
        return list(check(asked)) or [Found(name, f"{name}: well", is_well=True)]
    except BanenafspraakError as error:
        return [Found(name, f"{name}: {' '.join(str(error).split())}")]


def _candidate(asked: Asked) -> Iterator[Found]:
    """Whether there is a candidate or release over the year that should be measured by now."""
    today = asked.now.astimezone(HERE).date()
    year = today.year - (1 if (today.month, today.day) >= DUE else 2)
    built = {int(one) for release in releases.all_releases(asked.home) if release.stands for one in _years(release)}
    states = {one["candidate"]: one["status"] for one in overview.candidates(asked.home, asked.settings)}
    for one in releases.all_candidates(asked.home):
        built |= set(one.manifest["built_years"]) if states.get(one.id) != State.REJECTED.value else set()
    if year not in built:
        yield Found("candidate", f"candidate: none over {year}, due on {DUE[1]} May {year + 1}; build --year {year}")


def _years(release: releases.Built) -> list[str]:
    return list(release.manifest["measured"])


def _review(asked: Asked) -> Iterator[Found]:
    """How long candidates have waited for decisions."""
    built = {one.says.release: one.moment for one in trail.opened(asked.home).entries if one.says.verb == Verb.BUILD}
    for one in overview.candidates(asked.home, asked.settings):
        if one["status"] == State.AWAITING.value and one["candidate"] in built:
            since = datetime.fromisoformat(built[one["candidate"]])
            age = asked.now - since
            line = f"review: {one['candidate']} awaits review since {since:%Y-%m-%d}; tell the stewards"
            yield Found("review", line, age < timedelta(days=asked.settings.operation.review_days), age.total_seconds())


def _run(asked: Asked) -> Iterator[Found]:
    """Whether a run that holds the home has given no sign for long."""
    process = held.by(asked.home.lock)
    if process is None:
        return
    silent = asked.now.timestamp() - held.last_sign(process, asked.home.logs)
    is_well = silent < asked.settings.operation.hang_minutes * 60
    line = f"run: process {process} holds the home, last sign {int(silent / 60)} minutes ago"
    yield Found("run", line if is_well else f"{line}; look at logs/, stop it and build again", is_well, silent)


def _verify(asked: Asked) -> Iterator[Found]:
    """Whether trail, signatures, releases and candidates are as they were made."""
    faults = verification.faults(asked.home, asked.settings)
    for fault in faults[:NAMED]:
        yield Found("verify", f"verify: {fault}")
    if len(faults) > NAMED:
        yield Found(
            "verify", f"verify: {len(faults) - NAMED} more faults; `banenafspraak --json verify --all` has them"
        )


def _disk(asked: Asked) -> Iterator[Found]:
    """Whether there is room on the volume of the home."""
    free, wanted = shutil.disk_usage(asked.home.root).free, asked.settings.operation.disk_free
    line = f"disk: {free / 10**9:.1f} GB free on the volume of the home"
    is_well = free >= asked.settings.operation.disk_free_bytes
    yield Found("disk", line if is_well else f"{line}, less than {wanted}; free disk space", is_well, float(free))


def _keys(asked: Asked) -> Iterator[Found]:
    """Whether keys are there, and which keys of stewards and certificates end soon."""
    rotation.check(asked.home, anchors.opened(asked.home, asked.settings))
    soon = timedelta(days=asked.settings.operation.key_days)
    for what, end, do in [*_of_stewards(asked.settings), *_certificates(asked)]:
        left = end - asked.now
        line = f"keys: {what} ends on {end.astimezone(HERE):%Y-%m-%d}"
        yield Found("keys", line if left > soon else f"{line}; {do}", left > soon, left.total_seconds())


def _of_stewards(settings: Settings) -> Iterator[tuple[str, datetime, str]]:
    for name, steward in settings.review.stewards.items():
        if steward.valid_to is not None:
            end = datetime.combine(steward.valid_to + timedelta(days=1), time(), HERE)
            yield f"the key of {name}", end, "put a new one in config.toml, and another steward confirms it"


def _certificates(asked: Asked) -> Iterator[tuple[str, datetime, str]]:
    """Certificates that settings name."""
    from cryptography.x509 import load_pem_x509_certificates

    settings = asked.settings
    of_sources = {one.ca for one in settings.source.named.values()}
    for name in sorted((of_sources | {one.ca for one in settings.publication.mirrors}) - {""}):
        try:
            read = load_pem_x509_certificates((asked.home.secrets / name).read_bytes())
        except (OSError, ValueError):
            yield f"secrets/{name}, which cannot be read,", asked.now, "put the certificates there"
            continue
        for one in read:
            yield f"a certificate of secrets/{name}", one.not_valid_after_utc, "ask for a new one"


def _mirrors(asked: Asked) -> Iterator[Found]:
    """Whether mirrors hold what readers get, by names and sizes."""
    for line in mirrors.behind(asked.home, asked.settings):
        yield Found("mirrors", line if line.startswith("mirror") else f"mirrors: {line}")


def _retention(asked: Asked) -> Iterator[Found]:
    """What the terms of `[retention]` say is due."""
    today = asked.now.astimezone(HERE).date()
    for one in retention.held(asked.home, asked.settings.retention):
        if one.since <= today:
            of = f"of release {one.release}" if one.release else f"of {one.year}"
            line = f"retention: {one.what} {of} is due since {one.since}; `banenafspraak status` says what to do"
            yield Found("retention", line)


CHECKS = {
    "candidate": _candidate,
    "review": _review,
    "run": _run,
    "verify": _verify,
    "disk": _disk,
    "keys": _keys,
    "mirrors": _mirrors,
    "retention": _retention,
}
