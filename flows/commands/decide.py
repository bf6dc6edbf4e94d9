"""What stewards decide: each holds the home, and says how many have decided the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.home import Home
from warehouse.review import desk, entries
from warehouse.review.desk import Hand
from warehouse.review.policies import WITHDRAWERS, Verb
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, how many did, and how many have to."""

    steward: str
    count: int
    needed: int

    @property
    def is_done(self) -> bool:
        """Whether enough did."""
        return self.count >= self.needed


def hand(steward: str, note: str, key: Path | None, text: Path | None, signature: Path | None) -> Hand:
    """Who decides, and with what; raises WrongUseError when a file that was signed elsewhere is none."""
    if (text is None) is not (signature is None) or (text is None and not steward):
        message = "decision: give --steward (and --key), or --text and --signature"
        raise WrongUseError(message)
    if text is None:
        return Hand(steward, note, key)
    said = _read(text)
    return Hand(entries.parsed(said).by, "", None, said, _read(signature) if signature else "")


def approve(home: Path, candidate: str, given: Hand) -> Decided:
    """Approves a candidate."""
    return _decide(desk.approve, home, candidate, given, load(home).review.required_approvals)


def reject(home: Path, candidate: str, given: Hand) -> Decided:
    """Rejects a candidate."""
    return _decide(desk.reject, home, candidate, given, 1)


def rollback(home: Path, release: str, given: Hand) -> Decided:
    """Leads readers back to a release, with the second steward."""
    return _decide(desk.rollback, home, release, given, WITHDRAWERS)


def withdraw(home: Path, release: str, given: Hand) -> Decided:
    """Takes a release away from its readers, with the second steward."""
    return _decide(desk.withdraw, home, release, given, WITHDRAWERS)


def confirm(home: Path, steward: str, key: Path | None) -> list[str]:
    """Takes the stewards of the settings over into the trail; returns who changed."""
    place = Home(home)
    with place.held():
        return desk.confirm(place, load(home), Hand(steward, "", key))


def text_of(home: Path, candidate: str, verb: str, steward: str, note: str) -> str:
    """The text of a decision, to be signed elsewhere."""
    place = Home(home)
    with place.held():
        return desk.prepared(place, load(home), candidate, Verb(verb), Hand(steward, note))


def _decide(
    decision: Callable[[Home, Settings, str, Hand], int], home: Path, identifier: str, given: Hand, needed: int
) -> Decided:
    place = Home(home)
    with place.held():
        count = decision(place, load(home), identifier, given)
    return Decided(given.steward, count, needed)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except ValueError:
        message = f"{path.name}: is no text; give the files that `decision` and `ssh-keygen -Y sign` made"
        raise WrongUseError(message) from None
