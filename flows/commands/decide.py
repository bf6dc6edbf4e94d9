"""What stewards decide: here and now, or handed in by an account that may not read the home; and how many have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import mirrors
from warehouse.errors import HomeBusyError, WrongUseError
from warehouse.home import Home
from warehouse.review import desk, enrolment, entries, handing, inbox, trail
from warehouse.review.desk import Hand
from warehouse.review.policies import WITHDRAWERS, Verb
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.review.inbox import Attended


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, how many did, and how many have to; `count` is empty of what was handed in and is yet to count.

    A line for each mirror that lags stands in `behind`.
    """

    steward: str
    count: int | None
    needed: int | None
    behind: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether enough did."""
        return self.count is not None and self.needed is not None and self.count >= self.needed

    @property
    def is_handed_in(self) -> bool:
        """Whether it lies in the inbox."""
        return self.count is None


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
    return _decide(Verb.APPROVE, home, candidate, given)


def reject(home: Path, candidate: str, given: Hand) -> Decided:
    """Rejects a candidate."""
    return _decide(Verb.REJECT, home, candidate, given)


def comment(home: Path, identifier: str, given: Hand) -> Decided:
    """Says something of a candidate or release."""
    return _decide(Verb.COMMENT, home, identifier, given)


def rollback(home: Path, release: str, given: Hand) -> Decided:
    """Leads readers back to a release, with the second steward."""
    return _decide(Verb.ROLLBACK, home, release, given)


def withdraw(home: Path, release: str, given: Hand) -> Decided:
    """Takes a release away from its readers, with the second steward."""
    return _decide(Verb.WITHDRAW, home, release, given)


def confirm(home: Path, steward: str, key: Path | None) -> list[str]:
    """Takes the stewards of the settings over into the trail; returns who changed."""
    place = Home(home)
    with place.deciding():
        settings = load(home)
        changed = desk.confirm(place, settings, Hand(steward, "", key))
        inbox.attend(place, settings)
    return changed


def on_passkey(home: Path, verb: Verb, code: str, given: Hand) -> str:
    """Confirms or ends the passkey with a code; returns whose it is."""
    place = Home(home)
    with place.deciding():
        settings = load(home)
        held = enrolment.by_code(trail.opened(place), code)
        enrolment.add(place, settings, verb, held.passkey, given)
        inbox.attend(place, settings)
    return held.passkey.steward


def passkeys_of(home: Path) -> list[dict[str, str]]:
    """Every passkey: whose, its code, when it was registered and confirmed, by whom, and when it ended."""
    held = trail.opened(Home(home)).passkeys().values()
    return [
        {
            "steward": one.passkey.steward,
            "code": one.passkey.code,
            "origin": one.passkey.origin,
            "since": one.since,
            "confirmed_by": one.confirmed_by,
            "ended_at": one.ended_at,
        }
        for one in held
    ]


def text_of(home: Path, candidate: str, verb: str, steward: str, note: str) -> str:
    """The text of a decision, to be signed elsewhere."""
    place, given = Home(home), Hand(steward, note)
    if place.is_of_another:
        return handing.prepared(place, candidate, Verb(verb), given)
    with place.deciding():
        return desk.prepared(place, load(home), candidate, Verb(verb), given)


def take_up(home: Path) -> Attended:
    """Takes up what other accounts handed in; what moves readers' release waits for a run that holds the home.

    Raises:
        WrongUseError: no other account can hand in.
        MirrorBehindError: a release was withdrawn or readers led back, and a mirror does not follow.
    """
    place, settings = Home(home), load(home)
    if not settings.security.steward_group:
        message = "inbox: no other account can hand in; name a group in security.steward_group of config.toml"
        raise WrongUseError(message)
    try:
        with place.held(), mirrors.kept(place, settings):
            return inbox.attend(place, settings, whole=True)
    except HomeBusyError:
        with place.deciding():
            return inbox.attend(place, settings)


def _decide(verb: Verb, home: Path, identifier: str, given: Hand) -> Decided:
    """Decides, holding what the decision changes: the home when it moves what readers see, else the trail alone."""
    place = Home(home)
    if place.is_of_another:
        handing.hand_in(place, identifier, verb, given)
        return Decided(given.steward, None, None)
    whole = verb in inbox.MOVING
    with place.held() if whole else place.deciding():
        settings = load(home)
        with mirrors.followed(place, settings) as behind, inbox.served(place, settings, whole=whole):
            count = inbox.DECIDE[verb](place, settings, identifier, given)
    needed = settings.review.required_approvals if verb is Verb.APPROVE else WITHDRAWERS if whole else 1
    return Decided(given.steward, count, needed, tuple(behind))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except ValueError:
        message = f"{path.name}: is no text; give the files that `decision` and `ssh-keygen -Y sign` made"
        raise WrongUseError(message) from None
