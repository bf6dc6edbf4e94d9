"""The rules of the review, as pure functions that raise (operation.md, section Rules)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from warehouse.errors import DecisionRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


class Verb(StrEnum):
    """What an entry of the trail says was done."""

    INIT = "init"
    STEWARDS = "stewards"
    BUILD = "build"
    COMMENT = "comment"
    APPROVE = "approve"
    REJECT = "reject"
    PUBLISH = "publish"
    ROLLBACK = "rollback"
    ROLLED_BACK = "rolled-back"
    WITHDRAW = "withdraw"
    WITHDRAWN = "withdrawn"
    ROTATE = "key-rotated"
    DESTROY = "destroy"
    PASSKEY = "passkey"
    PASSKEY_CONFIRMED = "passkey-confirmed"
    PASSKEY_ENDED = "passkey-ended"


#: What people say; the service says the others.
DECISIONS = (
    Verb.STEWARDS,
    Verb.COMMENT,
    Verb.APPROVE,
    Verb.REJECT,
    Verb.ROLLBACK,
    Verb.WITHDRAW,
    Verb.PASSKEY,
    Verb.PASSKEY_CONFIRMED,
    Verb.PASSKEY_ENDED,
)
#: The decisions on who decides, and with what.
ON_STEWARDS = (Verb.STEWARDS, Verb.PASSKEY, Verb.PASSKEY_CONFIRMED, Verb.PASSKEY_ENDED)
#: The verbs that move what readers see.
MOVES = (Verb.PUBLISH, Verb.ROLLED_BACK, Verb.WITHDRAWN)
#: What may come between a decision and the head that it names, when it is about the same candidate.
ABOUT_ONE = (Verb.COMMENT, Verb.APPROVE)


class State(StrEnum):
    """Where a candidate is on its way."""

    AWAITING = "awaiting review"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """What an entry of the trail decides.

    Attributes:
        verb: what was done.
        candidate: the candidate or release.
        digest: of its internal manifest.
        steward: who decided; of a build the account that built.
        at: when (ISO, UTC).
        note: note or reason.
        signature: of the steward.
        review: digest of the settings of the review that it was made under.
        left: of a rollback, the release that readers saw until then.
        text: what was signed.
        void: whether it was signed with a passkey that was ended since.
    """

    verb: Verb
    candidate: str
    digest: str
    steward: str
    at: str
    note: str = ""
    signature: str = ""
    review: str = ""
    left: str = ""
    text: str = ""
    void: bool = False

    @property
    def person(self) -> str:
        """Who decided: the same name in other letters is the same person."""
        return person(self.steward)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided upon.

    Attributes:
        candidate: its identifier.
        digest: of its internal manifest, now.
        warnings: how many it has.
        review: digest of `[review]`.
        changed: how many released figures it changes.
    """

    candidate: str
    digest: str
    warnings: int
    review: str = ""
    changed: int = 0

    @property
    def needs_note(self) -> bool:
        """Whether an approval needs a note: there are warnings, or released figures change."""
        return bool(self.warnings or self.changed)

    @property
    def why_note(self) -> str:
        """What a note is about."""
        has = f"has {counted(self.warnings, 'warning')}" if self.warnings else ""
        changes = f"changes {counted(self.changed, 'released figure')}" if self.changed else ""
        return " and ".join(one for one in (has, changes) if one)


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of the review; `builders` names the steward behind an account that builds."""

    required_approvals: int
    builder_may_approve: bool
    builders: Mapping[str, str] = field(default_factory=dict)


#: So many stewards take a release away from its readers (spec: disclosure.md, When something got out after all), or
#: lead readers back to an earlier one (review.md, "The trail").
WITHDRAWERS = 2


#: Nine digits with no other digit right beside them, whatever letters are; up to two spaces, points, slashes or dashes
#: may stand between two of them. Each such place is looked at, also within another.
NINE_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[\s./_\u2010-\u2015\u2212-]{0,2}\d){8})(?!\d))")
#: A digest, or the name of a candidate: what a note may well name, and which may hold nine digits by chance.
NAMED = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|\d{4}-[0-9a-f]{12})(?![0-9A-Za-z])")
#: 11-test: 9·d1 + 8·d2 + … + 2·d8 - d9 is a multiple of 11 (Besluit BSN).
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
ELEVEN = 11


def person(name: str) -> str:
    """A name as people tell it from another: without case, spaces and characters that nobody sees (NFKC)."""
    seen = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(one for one in seen if not one.isspace() and unicodedata.category(one) not in {"Cf", "Cc"})


def names_a_person(text: str) -> bool:
    """Whether a text holds what may be a citizen service number: nine digits that pass the 11-test."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    found = (re.sub(r"\D", "", one) for one in NINE_DIGITS.findall(NAMED.sub("x", seen)))
    return any(sum(w * int(d) for w, d in zip(WEIGHTS, one, strict=True)) % ELEVEN == 0 for one in found)


def standing(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """The approvals that count: the last of each steward, with a note where one is needed.

    They are of this digest and were given under these settings of the review; those from before readers were led back
    from this release to another are void, and so are those of a passkey that was ended since.
    """
    last: dict[str, Decision] = {}
    for decision in trail:
        same = (decision.digest, decision.review, decision.void) == (subject.digest, subject.review, False)
        if decision.left == subject.candidate:
            last.clear()
        if decision.verb is Verb.APPROVE and same:
            last[decision.person] = decision
    return [decision for decision in last.values() if decision.note.strip() or not subject.needs_note]


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
    if any(decision.person == person(steward) for decision in standing(subject, trail)):
        _refuse(subject, f"{steward} has approved it already; another steward has to")
    check_note(subject, note)
    if not rules.builder_may_approve and person(steward) in builders(subject, trail, rules):
        _refuse(
            subject,
            f"{steward} built it; another steward has to approve it (setting review.builder_may_approve)",
        )


def check_note(subject: Subject, note: str) -> None:
    """Raises DecisionRefusedError when an approval needs a note and has none."""
    if subject.needs_note and not note.strip():
        _refuse(subject, f"it {subject.why_note}, so an approval needs a --note that says why that is accepted")


def counted(number: int, what: str) -> str:
    """A number of things: 1 warning, 1,535 warnings."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def check_may_publish(subject: Subject, trail: Sequence[Decision], rules: Rules) -> list[Decision]:
    """The approvals to publish on; raises DecisionRefusedError when they are not enough."""
    _check_not_rejected(subject, trail)
    valid = standing(subject, trail)
    if len(valid) < rules.required_approvals:
        stewards = ", ".join(sorted(decision.steward for decision in valid)) or "nobody"
        given = [one for one in trail if one.verb is Verb.APPROVE]
        void = sum(one.digest != subject.digest for one in given)
        changed = f"; {counted(void, 'approval')} of another digest {_void(void)}" if void else ""
        void = sum(one.digest == subject.digest and one.review != subject.review for one in given)
        changed += f"; {counted(void, 'approval')} under other settings of [review] {_void(void)}" if void else ""
        void = sum(one.void for one in given)
        changed += f"; {counted(void, 'approval')} of a passkey that was ended since {_void(void)}" if void else ""
        _refuse(
            subject,
            f"{len(valid)} of {rules.required_approvals} required approvals of different stewards (approved by: "
            f"{stewards}){changed}; see `banenafspraak approve --help`",
        )
    return valid


def _void(number: int) -> str:
    return "is void" if number == 1 else "are void"


def check_base(subject: Subject, built_on: str | None, current: str | None) -> None:
    """Raises DecisionRefusedError when another release was published since the candidate was built."""
    if current not in (built_on, subject.candidate):
        _refuse(
            subject,
            f"it was built on release {built_on or 'none'} but {current or 'none'} is current now; build it again",
        )


def check_follows(subject: Subject, follows: Collection[str], published: Collection[str]) -> None:
    """Raises DecisionRefusedError when a release of its years was published since it was built, and left again.

    Somebody read that one: what it published must stay protected together with the candidate.
    """
    since = sorted(set(published) - {*follows, subject.candidate})
    if since:
        _refuse(subject, f"release {since[0]} published figures of its years since it was built; build it again")


def withdrawal(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """Who asked to withdraw this release, each steward once."""
    asked = [one for one in trail if one.verb is Verb.WITHDRAW and one.digest == subject.digest and not one.void]
    return list({one.person: one for one in asked}.values())


def check_may_withdraw(subject: Subject, trail: Sequence[Decision], steward: str) -> None:
    """Raises DecisionRefusedError when this steward asked for it already."""
    if any(one.person == person(steward) for one in withdrawal(subject, trail)):
        message = f"release {subject.candidate}: {steward} asked to withdraw it already; another steward has to"
        raise DecisionRefusedError(message)


def returning(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """Who asked to lead readers back to this release, each steward once, since what readers see moved last."""
    asked: dict[str, Decision] = {}
    for one in trail:
        if one.verb in MOVES:
            asked.clear()
        same = (one.digest, one.review, one.void) == (subject.digest, subject.review, False)
        if one.verb is Verb.ROLLBACK and same:
            asked[one.person] = one
    return list(asked.values())


def check_may_ask_back(subject: Subject, trail: Sequence[Decision], steward: str) -> None:
    """Raises DecisionRefusedError when this steward asked already to lead readers back."""
    if any(one.person == person(steward) for one in returning(subject, trail)):
        message = f"release {subject.candidate}: {steward} asked to roll back to it already; another steward has to"
        raise DecisionRefusedError(message)


def note_is_open(decision: Decision, trail: Sequence[Decision], state: State, reader: str = "") -> bool:
    """Whether the note of a decision may be read: nobody is to decide the same who did not say why yet.

    Args:
        decision: one of those about a candidate or release.
        trail: all of those, and every move of what readers see; oldest first.
        state: of the candidate or release.
        reader: the steward who reads, where it is known for certain who that is: own notes, and those of others once
            the reader said the same of the same bytes.
    """
    if reader and _has_said(decision, trail, person(reader)):
        return True
    if decision.verb is Verb.WITHDRAW:
        return state is State.WITHDRAWN
    if decision.verb is Verb.ROLLBACK:
        moved = [number for number, one in enumerate(trail) if one.verb in MOVES]
        return trail.index(decision) < max(moved, default=0)
    return state is not State.AWAITING


def _has_said(decision: Decision, trail: Sequence[Decision], reader: str) -> bool:
    """Whether a steward wrote a note, or decided on the same bytes: approved or rejected them, or asked the same."""
    said = (decision.verb,) if decision.verb in {Verb.WITHDRAW, Verb.ROLLBACK} else (Verb.APPROVE, Verb.REJECT)
    return decision.person == reader or any(
        one.person == reader and one.verb in said and one.digest == decision.digest for one in trail
    )


def _rejected(subject: Subject, trail: Sequence[Decision]) -> list[Decision]:
    """The rejections: of the name, which follows from the inputs, whatever the bytes are."""
    return [one for one in trail if one.verb is Verb.REJECT and one.candidate == subject.candidate]


def _check_not_rejected(subject: Subject, trail: Sequence[Decision]) -> None:
    for decision in _rejected(subject, trail):
        _refuse(subject, f"{decision.steward} rejected it; change what it is built from and build a new candidate")


def builders(subject: Subject, trail: Sequence[Decision], rules: Rules) -> set[str]:
    """Who built it: by the account, and by the steward behind it."""
    accounts = {one.steward for one in trail if one.verb is Verb.BUILD and one.candidate == subject.candidate}
    return {person(rules.builders.get(account, account)) for account in accounts} | {person(one) for one in accounts}


def _refuse(subject: Subject, why: str) -> None:
    message = f"candidate {subject.candidate}: {why}"
    raise DecisionRefusedError(message)
