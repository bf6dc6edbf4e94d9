"""The pseudonym key of a home: the one that its rows and its trail know, and how another takes its place.

A new key is written beside the old one, recorded in the trail, and then renamed; the same command finishes what a
killed one began. Only the trail makes a key the home's: one that somebody put into `secrets/` is refused.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import keys, pseudonyms, store
from warehouse.errors import WrongUseError
from warehouse.home import sync, write_durably
from warehouse.review import anchors, seals, trail
from warehouse.review.entries import Statement
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from warehouse.home import Home
    from warehouse.review.chain import Chain
    from warehouse.settings import Settings

#: A new key until the trail knows it.
NEXT = "pseudonym-next.key"


@dataclass(frozen=True, slots=True)
class Rotated:
    """A rotation: the fingerprints of both keys, and the years whose rows are under another key than the new one."""

    before: str
    after: str
    apart: tuple[int, ...]


def check(home: Home, known: Chain) -> None:
    """Looks whether every key is there, and the pseudonym key is the one that trail and warehouse know.

    Raises:
        WrongUseError: one is missing, or the pseudonym key is another.
    """
    for name in (keys.NAMES, seals.SERVICE):
        keys.read(home, name)
    own, wanted = pseudonyms.fingerprint(pseudonyms.key(home)), expected(home, known)
    if own in wanted or not wanted:
        return
    if (home.secrets / NEXT).exists() and known.pseudonym_key == _of_file(home, NEXT):
        message = "key rotate: was not finished; give `banenafspraak key rotate` again"
        raise WrongUseError(message)
    message = (
        f"pseudonym key: is another than the rows in warehouse.duckdb were made with; restore secrets/{pseudonyms.KEY} "
        f"(or {pseudonyms.KEY_VARIABLE}) from its backup; when it is lost, or an earlier program made the rows, give "
        "`banenafspraak key rotate` and build the years again that must be joined"
    )
    raise WrongUseError(message)


def expected(home: Home, known: Chain) -> set[str]:
    """The fingerprint of the key that was rotated to, else those that the rows in the warehouse are under."""
    return {known.pseudonym_key} if known.pseudonym_key else set(store.fingerprints(home).values())


def rotate(home: Home, settings: Settings) -> Rotated:
    """Gives the home a new pseudonym key for the years that are built from then on, and keeps the old one.

    Raises:
        WrongUseError: the key comes from the environment, and is not a new one.
        DecisionRefusedError: the home is not as its trail says.
    """
    known = anchors.opened(home, settings)
    if os.environ.get(pseudonyms.KEY_VARIABLE):
        return _from_environment(home, known)
    before = _of_file(home, pseudonyms.KEY) if (home.secrets / pseudonyms.KEY).exists() else ""
    keys.make(home, NEXT)
    after = _of_file(home, NEXT)
    if known.pseudonym_key != after:
        if before:
            _keep(home, before)
        _record(home, before, after)
    (home.secrets / NEXT).replace(home.secrets / pseudonyms.KEY)
    sync(home.secrets)
    return Rotated(before, after, _apart(home, after))


def drop_unused(home: Home) -> None:
    """Destroys the old keys that no rows in the warehouse are under."""
    used = set(store.fingerprints(home).values())
    for fingerprint in pseudonyms.old_keys(home):
        if fingerprint not in used:
            (home.secrets / pseudonyms.old_name(fingerprint)).unlink()
    sync(home.secrets)


def _from_environment(home: Home, known: Chain) -> Rotated:
    """Records that another key stands in the environment; the program makes none there."""
    after, wanted = pseudonyms.fingerprint(pseudonyms.key(home)), expected(home, known)
    if after in wanted or not wanted:
        message = (
            f"key rotate: the key comes from {pseudonyms.KEY_VARIABLE}: keep the old one apart, put a new one there "
            "(64 hexadecimal digits) and give the command again, which records it"
        )
        raise WrongUseError(message)
    before = ",".join(sorted(wanted))
    _record(home, before, after)
    return Rotated(before, after, _apart(home, after))


def _record(home: Home, before: str, after: str) -> None:
    trail.say(home, Statement("", Verb.ROTATE, details=trail.as_json({"from": before, "to": after})))


def _keep(home: Home, fingerprint: str) -> None:
    old = (home.secrets / pseudonyms.KEY).read_bytes()
    write_durably(home.secrets / pseudonyms.old_name(fingerprint), old, mode=0o600)


def _of_file(home: Home, name: str) -> str:
    return pseudonyms.fingerprint(keys.read(home, name))


def _apart(home: Home, fingerprint: str) -> tuple[int, ...]:
    found = store.fingerprints(home)
    return tuple(sorted(year for year, under in found.items() if under != fingerprint))
