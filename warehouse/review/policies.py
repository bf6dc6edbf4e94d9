"""The rules of the review, as pure functions that raise (operation.md, section Rules)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from warehouse.errors import DecisionRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verb(StrEnum):
    """What a record in the audit trail says was done."""

    BUILD = "build"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class State(StrEnum):
    """Where a candidate is on its way."""

    AWAITING = "awaiting review"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """One record of the audit trail of a candidate; `review` is the digest of the settings that it was made under."""

    verb: Verb
    candidate: str
    digest: str
    steward: str
    at: str
    note: str = ""
    signature: str = ""
    review: str = ""

    @property
    def person(self) -> str:
        """Who decided: the same name in other letters is the same person."""
        return self.steward.casefold()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided upon: a candidate, its digest now, how many warnings it has, and the digest of `[review]`."""

    candidate: str
    digest: str
    warnings: int
    review: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of the review."""

    required_approvals: int
    builder_may_approve: bool


#: So many stewards take a release away from its readers (spec: disclosure.md, When something got out after all).
WITHDRAWERS = 2


def standing(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """The approvals that count: the last of each steward, with a note when there are warnings.

    They are of this digest and were given under these settings of the review.
    """
    last: dict[str, Decision] = {}
    for decision in trail:
        same = (decision.digest, decision.review) == (subject.digest, subject.review)
        if decision.verb is Verb.APPROVE and same:
            last[decision.person] = decision
    return [decision for decision in last.values() if decision.note.strip() or not subject.warnings]


def state(
    subject: Subject, trail: Sequence[Decision], rules: Rules, *, published: bool, withdrawn: bool = False
) -> State:
    """The state of a candidate, from its audit trail and whether readers have it, or had it."""
    if withdrawn:
        return State.WITHDRAWN
    if published:
        return State.PUBLISHED
    if _rejected(subject, trail):
        return State.REJECTED
    enough = len(standing(subject, trail)) >= rules.required_approvals
    return State.APPROVED if enough else State.AWAITING


def check_may_approve(subject: Subject, trail: Sequence[Decision], rules: Rules, steward: str, note: str) -> None:
    """Raises DecisionRefusedError when this steward may not approve this candidate in this way."""
    _check_not_rejected(subject, trail)
    if any(decision.person == steward.casefold() for decision in standing(subject, trail)):
        _refuse(subject, f"{steward} has approved it already; another steward has to")
    if subject.warnings and not note.strip():
        _refuse(
            subject,
            f"it has {subject.warnings} warnings, so an approval needs a --note that says why they are accepted",
        )
    if not rules.builder_may_approve and steward.casefold() in _builders(subject, trail):
        _refuse(
            subject,
            f"{steward} built it; another steward has to approve it (setting review.builder_may_approve)",
        )


def check_may_publish(subject: Subject, trail: Sequence[Decision], rules: Rules) -> list[Decision]:
    """The approvals to publish on; raises DecisionRefusedError when they are not enough."""
    _check_not_rejected(subject, trail)
    valid = standing(subject, trail)
    if len(valid) < rules.required_approvals:
        stewards = ", ".join(sorted(decision.steward for decision in valid)) or "nobody"
        given = [one for one in trail if one.verb is Verb.APPROVE]
        void = sum(one.digest != subject.digest for one in given)
        changed = f"; {void} approvals are of another digest and void" if void else ""
        void = sum(one.digest == subject.digest and one.review != subject.review for one in given)
        changed += f"; {void} approvals were given under other settings of [review] and are void" if void else ""
        _refuse(
            subject,
            f"{len(valid)} of {rules.required_approvals} required approvals of different stewards (approved by: "
            f"{stewards}){changed}; see `banenafspraak approve --help`",
        )
    return valid


def check_base(subject: Subject, built_on: str | None, current: str | None) -> None:
    """Raises DecisionRefusedError when another release was published since the candidate was built."""
    if current not in (built_on, subject.candidate):
        _refuse(
            subject,
            f"it was built on release {built_on or 'none'} but {current or 'none'} is current now; build it again",
        )


def withdrawal(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """Who asked to withdraw this release, each steward once."""
    asked = [one for one in trail if one.verb is Verb.WITHDRAW and one.digest == subject.digest]
    return list({one.person: one for one in asked}.values())


def check_may_withdraw(subject: Subject, trail: Sequence[Decision], steward: str) -> None:
    """Raises DecisionRefusedError when this steward asked for it already."""
    if any(one.person == steward.casefold() for one in withdrawal(subject, trail)):
        message = f"release {subject.candidate}: {steward} asked to withdraw it already; another steward has to"
        raise DecisionRefusedError(message)


def _rejected(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    return [decision for decision in trail if decision.verb is Verb.REJECT and decision.digest == subject.digest]


def _check_not_rejected(subject: Subject, trail: Sequence[Decision]) -> None:
    for decision in _rejected(subject, trail):
        _refuse(subject, f"{decision.steward} rejected it; build a new candidate")


def _builders(subject: Subject, trail: Sequence[Decision]) -> set[str]:
    return {d.person for d in trail if d.verb is Verb.BUILD and d.digest == subject.digest}


def _refuse(subject: Subject, why: str) -> None:
    message = f"candidate {subject.candidate}: {why}"
    raise DecisionRefusedError(message)
