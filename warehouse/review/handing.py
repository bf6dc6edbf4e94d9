"""A steward's side of `inbox/`: what an account decides that may not read the home, from what it may know of it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review import decidable, desk, entries, letters, policies, signatures, trail
from warehouse.review.entries import Statement
from warehouse.review.letters import Letter
from warehouse.review.policies import Rules, Subject, Verb

if TYPE_CHECKING:
    from warehouse.home import Home
    from warehouse.review.decidable import Decidable
    from warehouse.review.desk import Hand

#: What signs for such an account: the home's settings are another's, and do not choose what this account runs.
SSH_KEYGEN = "/usr/bin/ssh-keygen"
#: What says why, by its option; an approval needs it when there are warnings.
REASONS = {Verb.REJECT: "reason", Verb.ROLLBACK: "reason", Verb.WITHDRAW: "reason", Verb.COMMENT: "note"}


def prepared(home: Home, identifier: str, verb: Verb, hand: Hand) -> str:
    """The text of a decision, to be signed elsewhere; its note is kept in the account's own folder.

    Raises:
        WrongUseError: this account is in no group of stewards, there is nothing to decide, or a note may not be kept.
        DecisionRefusedError: the steward is not listed.
    """
    statement, nonce = _stated(decidable.read(home), identifier, verb, hand)
    trail.keep_note(notes(), statement.note_sha256, nonce, hand.note)
    return statement.text()


def hand_in(home: Home, identifier: str, verb: Verb, hand: Hand) -> None:
    """Puts a decision, and its signature, into the inbox; whether it holds is for the service to say.

    Raises:
        WrongUseError: as `prepared`; or the text is of another decision, or its note is not there.
        DecisionRefusedError: the steward is not listed, or a signature is missing.
    """
    shown = decidable.read(home)
    if hand.text:
        letter = _signed_elsewhere(shown, identifier, verb, hand)
    else:
        statement, nonce = _stated(shown, identifier, verb, hand)
        signature = desk.signed(statement, hand.key, SSH_KEYGEN) if shown.signatures == "required" else ""
        letter = Letter(statement.text(), signature, hand.note, nonce)
    letters.write(home, letter)
    trail.forget_note(notes(), letter.says.note_sha256)


def notes() -> Path:
    """Where this account keeps the notes of what it signs elsewhere."""
    said = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(said) / "banenafspraak" / "notes"


def _signed_elsewhere(shown: Decidable, identifier: str, verb: Verb, hand: Hand) -> Letter:
    says = entries.parsed(hand.text)
    if (says.home, says.verb, says.release) != (shown.home, verb, identifier):
        message = f"{verb} {identifier}: the text says something else; print it with `banenafspraak decision`"
        raise DecisionRefusedError(message)
    nonce, note = trail.kept_note(notes(), says.note_sha256)
    _check(shown, identifier, verb, replace(hand, note=note))
    desk.check_as_written(says, desk.as_written(shown.stewards, says.by))
    if not signatures.ARMOURED.fullmatch(hand.signature):
        message = f"{verb} {identifier}: the signature is not one that `ssh-keygen -Y sign` made"
        raise WrongUseError(message)
    return Letter(hand.text, hand.signature, note, nonce)


def _stated(shown: Decidable, identifier: str, verb: Verb, hand: Hand) -> tuple[Statement, str]:
    hand = replace(hand, steward=desk.named(hand.steward))
    _check(shown, identifier, verb, hand)
    about = shown.subjects[identifier]
    by = desk.as_written(shown.stewards, hand.steward)
    said = Statement(
        shown.home,
        verb,
        identifier,
        about.internal_manifest_sha256,
        about.public_manifest_sha256,
        by,
        max(trail.now(), shown.moment),
        shown.head,
        shown.review_sha256,
    )
    return trail.noted(said, hand.note)


def _check(shown: Decidable, identifier: str, verb: Verb, hand: Hand) -> None:
    """Refuses what the service would refuse for certain."""
    desk.check_note(hand.note)
    if identifier not in shown.subjects:
        message = f"candidate {identifier[:40]!r}: there is none; see `banenafspraak status`"
        raise WrongUseError(message)
    if shown.stewards and policies.person(hand.steward) not in {policies.person(one) for one in shown.stewards}:
        message = f"candidate {identifier}: steward {hand.steward} is not listed in the trail"
        raise DecisionRefusedError(message)
    if verb in REASONS:
        desk.check_reason(hand, f"{verb} {identifier}:", REASONS[verb])
    if verb is Verb.APPROVE:
        about = shown.subjects[identifier]
        subject = Subject(identifier, about.internal_manifest_sha256, about.warnings, changed=about.changed)
        policies.check_may_approve(subject, [], Rules(0, builder_may_approve=True), hand.steward, hand.note)
