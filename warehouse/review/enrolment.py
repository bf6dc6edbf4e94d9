"""How a steward gets a passkey: registered, confirmed by another steward, ended; an entry of the trail for each.

Each is signed with the steward's SSH key, or with a passkey that is valid already. The text can be signed elsewhere, as
that of any decision.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review import anchors, desk, enrolled, entries, passkeys, trail
from warehouse.review.entries import Entry, Statement
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from warehouse.home import Home
    from warehouse.review.chain import Chain
    from warehouse.review.desk import Hand
    from warehouse.review.enrolled import Held
    from warehouse.review.passkeys import Passkey
    from warehouse.settings import Settings


@desk.in_turn
def text_of(home: Home, settings: Settings, verb: Verb, passkey: Passkey, steward: str) -> str:
    """The text of a registration, confirmation or end of a passkey, to be signed; nothing is kept.

    Raises:
        DecisionRefusedError: the steward is not listed, or may not say this of the passkey.
    """
    known = _opened(home, settings)
    by = desk.as_written(known.stewards(), desk.named(steward))
    statement = Statement(known.home, verb, by=by, review_sha256=settings.review.digest(), details=_details(passkey))
    placed, _ = trail.stated(known, statement)
    _check(known, placed)
    return placed.text()


@desk.in_turn
def add(home: Home, settings: Settings, verb: Verb, passkey: Passkey, hand: Hand) -> None:
    """Records a registration, confirmation or end of a passkey.

    Args:
        home: the home folder.
        settings: its settings.
        verb: which of the three.
        passkey: which passkey.
        hand: who says so, with the file of the SSH key, or the text and the signature that were made elsewhere.

    Raises:
        DecisionRefusedError: the steward is not listed, may not say this of the passkey, or did not sign it.
    """
    hand, known = desk.received(home, hand), _opened(home, settings)
    details = entries.parsed(hand.text).details if hand.text else _details(passkey)
    statement = Statement(known.home, verb, by=hand.steward, details=details)
    if (hand.text and entries.parsed(hand.text).verb != verb) or not passkeys.is_about(details, passkey):
        message = f"{verb}: the text is about another passkey, or says something else"
        raise DecisionRefusedError(message)
    _check(known, statement)
    desk.hand_in(home, settings, statement, hand)


def by_code(known: Chain, code: str) -> Held:
    """The passkey with a code, as two stewards compare it; raises WrongUseError when there is none."""
    wanted = "".join(code.lower().split()).replace("-", "")
    for held in known.passkeys().values():
        if held.passkey.code.replace("-", "") == wanted:
            return held
    message = "passkey: there is none with this code; compare all 16 characters with the steward whose it is"
    raise WrongUseError(message)


def _opened(home: Home, settings: Settings) -> Chain:
    """The trail; raises WrongUseError in a trial, where nobody signs."""
    known = anchors.opened(home, settings)
    if known.founding["signatures"] == "off":
        message = "passkey: signatures are off in this home (a trial), so nobody needs one"
        raise WrongUseError(message)
    return known


def _details(passkey: Passkey) -> str:
    return passkeys.details_with_nonce({"passkey": asdict(passkey)})


def _check(known: Chain, statement: Statement) -> None:
    """Raises DecisionRefusedError when the trail would not take the statement."""
    tried = Entry(known.head.number + 1, "", "", statement.text(), "", "", "", "")
    why = enrolled.fault(known.passkeys(), known.stewards(), tried)
    if why:
        message = f"{statement.verb}: it {why}; see the page of stewards"
        raise DecisionRefusedError(message)
