"""Approve, reject, comment, publish, roll back, withdraw: the rules of `policies`, and an entry of the trail for each.

Each holds the trail from the first thing it reads to the last it adds, so that nothing is decided upon what another
command is changing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from warehouse import above, publication, releases
from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.home import Home
from warehouse.review import anchors, enrolled, entries, passkeys, policies, replay, signatures, trail
from warehouse.review.chain import Chain
from warehouse.review.entries import Statement
from warehouse.review.policies import Decision, Rules, State, Subject, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Any

    from warehouse.releases import Built
    from warehouse.review.policies import Decision
    from warehouse.settings import Settings


P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who decides, why, and with which key; or the text and the signature that were made elsewhere.

    Attributes:
        steward: who decides.
        note: note or reason.
        key: the file of the private key to sign with.
        text: what was signed elsewhere.
        signature: the signature of that.
        nonce: that of the note of the text, when both were handed in; else both are those that were kept.
        account: the account that handed it in through `inbox/`.
    """

    steward: str
    note: str = ""
    key: Path | None = None
    text: str = ""
    signature: str = ""
    nonce: str = ""
    account: str = ""


def in_turn(decision: Callable[Concatenate[Home, P], T]) -> Callable[Concatenate[Home, P], T]:
    """Holds the trail meanwhile; raises HomeBusyError when another command does."""

    @wraps(decision)
    def held(home: Home, /, *arguments: P.args, **named: P.kwargs) -> T:
        with home.trail_held():
            return decision(home, *arguments, **named)

    return held


def state(home: Home, settings: Settings, built: Built) -> State:
    """Where a candidate or release stands."""
    return follows(home, settings, built, trail.read(home, built.id))


def follows(home: Home, settings: Settings, built: Built, about: Sequence[Decision]) -> State:
    """Where a candidate or release stands after the decisions about it, and every move of what readers see."""
    release = releases.read_release(home, built.id)
    published, withdrawn = bool(release and release.stands), bool(release and release.withdrawn_on)
    subject = subject_of(settings, releases.read_candidate(home, built.id) or built)
    return policies.state(subject, about, rules_of(settings), published=published, withdrawn=withdrawn)


def counted(settings: Settings, built: Built, about: Sequence[Decision]) -> list[Decision]:
    """The approvals of a candidate or release that count."""
    return policies.standing(subject_of(settings, built), about)


@in_turn
def record_build(home: Home, built: Built) -> None:
    """Records who built a candidate, once for the bytes that it has."""
    digest = built.digest()
    if not any((one.verb, one.digest) == (Verb.BUILD, digest) for one in trail.read(home, built.id)):
        trail.say(home, _about(built, Verb.BUILD, details=trail.as_json({"builder": trail.user()})))


@in_turn
def approve(home: Home, settings: Settings, candidate: str, hand: Hand) -> int:
    """Records an approval and returns how many count now; raises DecisionRefusedError when it is not allowed."""
    hand, built = received(home, hand), releases.candidate(home, candidate)
    subject = _may_approve(home, settings, built, hand)
    _decide(home, settings, built, Verb.APPROVE, hand)
    return len(policies.standing(subject, trail.read(home, candidate)))


def _may_approve(home: Home, settings: Settings, built: Built, hand: Hand) -> Subject:
    """The candidate; raises when this steward may not approve it in this way."""
    known = anchors.opened(home, settings)
    subject, decisions = _checked(settings, built, known), known.about(built.id)
    _check_listed(known, settings, built.id, hand.steward)
    policies.check_may_approve(subject, decisions, rules_of(settings), hand.steward, hand.note)
    return subject


@in_turn
def reject(home: Home, settings: Settings, candidate: str, hand: Hand) -> int:
    """Records a rejection and returns how many approvals there were; a rejected candidate is never published.

    Raises:
        WrongUseError: there is no such candidate, or no reason.
        DecisionRefusedError: it was published, the steward is not listed, or a signature is missing.
    """
    hand, built = received(home, hand), releases.candidate(home, candidate)
    check_reason(hand, f"candidate {candidate}: a rejection")
    known = anchors.opened(home, settings)
    if candidate in known.published:
        message = f"candidate {candidate}: it was published, so it cannot be rejected; use rollback"
        raise DecisionRefusedError(message)
    _check_listed(known, settings, candidate, hand.steward)
    _decide(home, settings, built, Verb.REJECT, hand)
    return len(policies.standing(subject_of(settings, built), trail.read(home, candidate)))


@in_turn
def comment(home: Home, settings: Settings, identifier: str, hand: Hand) -> int:
    """Records what a steward says of a candidate or release, and returns how many approvals count: no fewer by it.

    Raises:
        WrongUseError: there is no such candidate or release, or nothing is said.
        DecisionRefusedError: the steward is not listed, or a signature is missing.
    """
    hand, built = received(home, hand), releases.release_or_candidate(home, identifier)
    check_reason(hand, f"{identifier}: a comment", "note")
    known = anchors.opened(home, settings)
    releases.verify(built)
    _check_listed(known, settings, identifier, hand.steward)
    _decide(home, settings, built, Verb.COMMENT, hand)
    return len(policies.standing(subject_of(settings, built), trail.read(home, identifier)))


@in_turn
def publish(home: Home, settings: Settings, candidate: str) -> Built:
    """Publishes a candidate: a whole release first, then the pointers and the list; again does nothing more.

    Raises:
        DecisionRefusedError: approvals are missing or void, another release was published meanwhile, or something is
            not as it was built, approved or recorded.
    """
    built = releases.candidate(home, candidate)
    known = anchors.opened(home, settings, unfinished=candidate)
    subject = _checked(settings, built, known)
    _check_not_withdrawn(home, candidate)
    approvals = policies.check_may_publish(subject, known.about(candidate), rules_of(settings))
    check_signatures(known, candidate)
    before = releases.base(home, unfinished=candidate)
    releases.current(home, unfinished=candidate)
    above.entries(home, known)  # raises now what would keep the list from being written at the end
    policies.check_base(subject, built.manifest["built_on"], before.id if before else None)
    if before is not None:
        releases.verify(before)
    if candidate not in known.published:
        _check_follows(home, subject, built)
    given = [_without_note(one) for one in approvals]
    signing = replace(_signing(settings, known, candidate), passkeys=_passkeys(known, approvals))
    release = publication.release_candidate(home, built, subject.digest, given, signing)
    if (known.current, known.base) != (candidate, candidate):
        details = {"current": candidate, "files": anchors.added(release)}
        trail.say(home, _about(built, Verb.PUBLISH, details=trail.as_json(details)))
    anchors.opened(home, settings)
    _point(home, release)
    return release


def _check_follows(home: Home, subject: Subject, built: Built) -> None:
    """Refuses a candidate that does not know of every release that published figures of its years."""
    follows = {one["release"] for one in built.manifest.get("follows", ())}
    there = {one.id for one in releases.with_years(home, built.manifest["built_years"])}
    policies.check_follows(subject, follows, there)


def _without_note(decision: Decision) -> dict[str, Any]:
    """A decision as a release has it: what was noted stays in the trail."""
    return {name: value for name, value in asdict(decision).items() if name != "note"}


def _signing(settings: Settings, known: Chain, candidate: str) -> publication.Signing:
    """How a candidate was decided on."""
    review = settings.review
    anchor = {"number": known.head.number, "head": known.head.sha256}
    again = candidate in known.published
    return publication.Signing(review.signatures, review.trial, review.digest(), anchor, _allowed(known), again=again)


def _passkeys(known: Chain, approvals: Iterable[Decision]) -> str:
    """The passkeys that approvals were signed with, by identifier, as JSON; empty when there are none."""
    held, used = known.passkeys(), sorted({passkeys.signer(one.signature) for one in approvals} - {""})
    return json.dumps([asdict(held[name].passkey) for name in used], indent=1) + "\n" if used else ""


@in_turn
def rollback(home: Home, settings: Settings, release: str, hand: Hand) -> int:
    """Records who asks to lead readers back to a release, and does it with the second one; returns how many asked.

    Given again it finishes what a killed command began.

    Raises:
        WrongUseError: it is not published or is current, or there is no reason.
        DecisionRefusedError: it was withdrawn, is not as it was built, the steward asked already or is not listed.
    """
    hand, back_to = received(home, hand), releases.release(home, release)
    check_reason(hand, "rollback:")
    _check_not_withdrawn(home, release)
    releases.verify(back_to)
    known = anchors.opened(home, settings)
    if known.current == release:
        return _finish_rollback(home, back_to)
    check_pointers(home, Verb.ROLLBACK, release)
    subject = subject_of(settings, back_to)
    if len(policies.returning(subject, known.about(release))) < policies.WITHDRAWERS:
        _check_listed(known, settings, release, hand.steward)
        policies.check_may_ask_back(subject, known.about(release), hand.steward)
        _decide(home, settings, back_to, Verb.ROLLBACK, hand)
    asked = policies.returning(subject, trail.read(home, release))
    if len(asked) >= policies.WITHDRAWERS:
        check_signatures(trail.opened(home), release)
        details = trail.as_json({"current": release, "left": known.current})
        trail.say(home, _about(back_to, Verb.ROLLED_BACK, details=details))
        _point(home, back_to)
    return len(asked)


def _finish_rollback(home: Home, back_to: Built) -> int:
    moved = releases.pointed(home.current) == releases.pointed(home.base) == back_to.id
    if moved and next(above.faults(home, trail.opened(home)), None) is None:
        message = f"release {back_to.id}: it is the current one; name the release to go back to"
        raise WrongUseError(message)
    _point(home, back_to)
    return policies.WITHDRAWERS


@in_turn
def withdraw(home: Home, settings: Settings, release: str, hand: Hand) -> int:
    """Records who asks to withdraw a release, and does it with the second one; returns how many asked.

    Given again it finishes what a killed command began.

    Raises:
        WrongUseError: there is no such release, or no reason.
        DecisionRefusedError: the steward asked already, is not listed, or a signature is missing.
    """
    hand, taken = received(home, hand), releases.release(home, release)
    check_reason(hand, f"release {release}: to withdraw it")
    known = anchors.opened(home, settings, unfinished=release)
    check_pointers(home, Verb.WITHDRAW, release)
    subject = subject_of(settings, taken)
    if len(policies.withdrawal(subject, known.about(release))) < policies.WITHDRAWERS:
        _check_listed(known, settings, release, hand.steward)
        policies.check_may_withdraw(subject, known.about(release), hand.steward)
        _decide(home, settings, taken, Verb.WITHDRAW, hand)
    asked = policies.withdrawal(subject, trail.read(home, release))
    if len(asked) >= policies.WITHDRAWERS:
        check_signatures(trail.opened(home), release)
        _withdraw(home, taken)
    return len(asked)


def check_pointers(home: Home, verb: Verb, release: str) -> None:
    """Looks at the pointers that a rollback or withdrawal would move, before anything is written.

    Readers may still be led to the release itself: a killed command had not moved them yet.

    Raises:
        TamperedError: one of them leads elsewhere than the trail says, or is no link.
    """
    if releases.pointed(home.current) != release:
        releases.current(home, unfinished=release)
    if verb == Verb.ROLLBACK:
        releases.base(home, unfinished=release)
        above.entries(home, trail.opened(home))


def _withdraw(home: Home, taken: Built) -> None:
    known = trail.opened(home)
    if taken.id not in known.withdrawn:
        current = publication.before(home, taken) if known.current == taken.id else known.current
        details = {"on": trail.now()[: len("YYYY-MM-DD")], "current": current}
        trail.say(home, _about(taken, Verb.WITHDRAWN, details=trail.as_json(details)))
    known = trail.opened(home)
    publication.withdraw(home, taken, known.withdrawn[taken.id], known.current)


@in_turn
def confirm(home: Home, settings: Settings, hand: Hand) -> list[str]:
    """Takes the stewards of `config.toml` over into the trail, on the word of another steward; returns who changed.

    Raises:
        DecisionRefusedError: nothing changed, the steward is not in the trail or among those that changed.
    """
    hand, known = received(home, hand), trail.opened(home)
    listed, before = settings.review.listed(), known.stewards()
    changed = sorted(name for name in listed.keys() | before.keys() if listed.get(name) != before.get(name))
    if not changed:
        message = "config.toml: the stewards are those of the trail; there is nothing to confirm"
        raise DecisionRefusedError(message)
    persons = {policies.person(name) for name in changed}
    if _as_listed(known, hand.steward) is None or policies.person(hand.steward) in persons:
        message = f"steward {hand.steward}: a change of stewards is confirmed by another steward of the trail"
        raise DecisionRefusedError(message)
    statement = Statement(known.home, Verb.STEWARDS, details=trail.as_json({"stewards": listed}))
    hand_in(home, settings, statement, hand)
    return changed


@in_turn
def prepared(home: Home, settings: Settings, candidate: str, verb: Verb, hand: Hand) -> str:
    """The text of a decision, to be signed elsewhere; its note is kept in `notes/` until it is handed in."""
    hand, built = received(home, hand), releases.release_or_candidate(home, candidate)
    if verb is Verb.APPROVE:
        policies.check_note(subject_of(settings, built), hand.note)
    statement, nonce = _stated(home, settings, _about(built, verb), built, hand)
    trail.keep_note(home.notes, statement.note_sha256, nonce, hand.note)
    return statement.text()


@in_turn
def asked(home: Home, settings: Settings, candidate: str, verb: Verb, hand: Hand) -> tuple[str, str]:
    """The text of a decision, to be signed with a passkey, and the nonce of its note; nothing is kept.

    Raises:
        WrongUseError: there is no such candidate or release, or nothing is said of why.
        DecisionRefusedError: the steward may not decide so.
    """
    hand, built = received(home, hand), releases.release_or_candidate(home, candidate)
    if verb is Verb.APPROVE:
        _may_approve(home, settings, releases.candidate(home, candidate), hand)
    else:
        check_reason(hand, f"{verb} {candidate}:", "note")
    about = _about(built, verb, passkeys.details_with_nonce({}))
    statement, nonce = _stated(home, settings, about, built, hand)
    return statement.text(), nonce


def _stated(home: Home, settings: Settings, about: Statement, built: Built, hand: Hand) -> tuple[Statement, str]:
    """What a steward decides about a candidate or release that is as it was built, and the nonce of the note."""
    known = anchors.opened(home, settings)
    releases.verify(built)
    _check_listed(known, settings, built.id, hand.steward)
    by = as_written(known.stewards(), hand.steward)
    return trail.stated(known, replace(about, by=by, review_sha256=settings.review.digest()), hand.note)


def named(steward: str) -> str:
    """The steward's name with surrounding and repeated spaces removed; raises WrongUseError when it is none."""
    name = " ".join(steward.split())
    if not policies.person(name):
        message = "steward: no name is given; name who decides with --steward"
        raise WrongUseError(message)
    check_words(name, "steward: the name")
    return name


def as_written(stewards: Iterable[str], steward: str) -> str:
    """A steward's name as the list has it, which is what auditors verify by; as it was given when it is not listed."""
    return next((name for name in stewards if policies.person(name) == policies.person(steward)), steward)


def check_signed(home: Home, settings: Settings, statement: Statement, signature: str) -> None:
    """Checks a stranger's statement.

    Raises:
        WrongUseError: it is of another home, or has no steward's signature; the message repeats nothing of it.
    """
    known = trail.opened(home)
    if statement.home != known.home:
        message = "is a decision of another home"
        raise WrongUseError(message)
    try:
        _check_listed(known, settings, statement.release, statement.by)
        _check_signature(known, statement, signature, max(trail.now(), known.head.moment))
    except DecisionRefusedError:
        message = "is not signed with the key of a steward of the trail, or with one that is not valid now"
        raise WrongUseError(message) from None


def check_signatures(known: Chain, release: str) -> None:
    """Raises DecisionRefusedError when a decision about a release, or on who decides, is not signed by who may."""
    for entry in known.entries:
        verb = entry.says.verb
        if verb in policies.ON_STEWARDS or (verb in policies.DECISIONS and entry.says.release == release):
            before = Chain(known.entries[: entry.number - 1])
            _check_signature(before, entry.says, entry.signature, entry.moment)
        for fault in replay.steward_faults(known, entry) if verb == Verb.STEWARDS else ():
            raise DecisionRefusedError(_not_decided(fault))
    for fault in enrolled.faults(known.entries):
        raise DecisionRefusedError(_not_decided(fault))


def _not_decided(fault: str) -> str:
    return f"trail: {fault}; restore the home folder from its backup"


def received(home: Home, hand: Hand) -> Hand:
    """With the name as it is compared, and the note that belongs to a text that was signed elsewhere.

    Raises:
        WrongUseError: there is no name, or the note may not be kept.
    """
    if hand.text and not hand.nonce:
        nonce, note = trail.kept_note(home.notes, entries.parsed(hand.text).note_sha256)
        hand = replace(hand, note=note, nonce=nonce)
    check_note(hand.note)
    return replace(hand, steward=named(hand.steward))


def check_note(note: str) -> None:
    """Raises WrongUseError when a note or reason may not be kept."""
    check_words(note, "note or reason:")


def check_words(words: str, what: str) -> None:
    """Raises WrongUseError when words may not be kept: the message repeats nothing of them."""
    if policies.names_a_person(words):
        message = f"{what} holds what may be a citizen service number; leave numbers of people out"
        raise WrongUseError(message)
    try:
        words.encode()
    except UnicodeEncodeError:
        message = f"{what} holds what is no text in UTF-8; write it again"
        raise WrongUseError(message) from None


def check_reason(hand: Hand, what: str, option: str = "reason") -> None:
    """Raises WrongUseError when nothing is said of why."""
    if not hand.note.strip():
        message = f"{what} needs a --{option}"
        raise WrongUseError(message)


def _decide(home: Home, settings: Settings, built: Built, verb: Verb, hand: Hand) -> None:
    hand_in(home, settings, _about(built, verb), hand)


def hand_in(home: Home, settings: Settings, about: Statement, hand: Hand) -> None:
    """Adds a decision to the trail, with its signature when that is required."""
    known = trail.opened(home)
    by = as_written(known.stewards(), hand.steward)
    said = replace(about, by=by, review_sha256=settings.review.digest())
    if hand.text:
        statement, nonce, signature = _handed(said, hand), hand.nonce, hand.signature
    else:
        statement, nonce = trail.stated(known, said, hand.note)
        signature = _signed(settings, statement, hand.key)
    _check_signature(known, statement, signature, max(trail.now(), known.head.moment))
    trail.add(home, statement, trail.Signed(signature, hand.note, nonce, hand.account))


def _handed(said: Statement, hand: Hand) -> Statement:
    """The statement that was signed elsewhere; raises DecisionRefusedError when it is another, or has another note."""
    statement = entries.parsed(hand.text)
    check_as_written(statement, said.by)
    placed = {name: getattr(statement, name) for name in ("home", "moment", "head", "note_sha256")}
    if said.details == "{}" and passkeys.is_nonce_alone(statement.details):
        placed["details"] = statement.details
    if replace(said, **placed) != statement or statement.note_sha256 != entries.digest_of_note(hand.nonce, hand.note):
        message = f"{said.verb} {said.release}: the text says something else; print it with `banenafspraak decision`"
        raise DecisionRefusedError(message)
    return statement


def check_as_written(statement: Statement, listed: str) -> None:
    """Raises DecisionRefusedError when a text that was signed elsewhere spells the steward's name otherwise."""
    if statement.by != listed:
        message = (
            f"{statement.verb} {statement.release}: the text does not name the steward as the trail does, {listed}"
        )
        raise DecisionRefusedError(f"{message}; print it with `banenafspraak decision`")


def _about(built: Built, verb: Verb, details: str = "{}") -> Statement:
    public = built.manifest["public_manifest_sha256"]
    return Statement("", verb, built.id, built.digest(), public, details=details)


def _allowed(known: Chain) -> str:
    """The list of allowed signers: the stewards with their keys, nothing where signatures are off."""
    if known.founding["signatures"] == "off":
        return ""
    listed = known.stewards().items()
    return "".join(f'"{name}" namespaces="{signatures.NAMESPACE}" {one["key"]}\n' for name, one in listed)


def _point(home: Home, release: Built) -> None:
    publication.point_to(home, release.id)
    above.write(home)


def _check_not_withdrawn(home: Home, release: str) -> None:
    on = trail.opened(home).withdrawn.get(release)
    if on:
        message = f"release {release}: it was withdrawn on {on}; build a new candidate"
        raise DecisionRefusedError(message)


def _checked(settings: Settings, built: Built, known: Chain) -> Subject:
    """A candidate of which every byte is as a build of this home recorded it."""
    releases.verify(built)
    _check_trial(settings, built)
    subject = subject_of(settings, built)
    recorded = [one.digest for one in known.about(built.id) if one.verb is Verb.BUILD]
    if subject.digest not in recorded[-1:]:
        message = f"candidate {built.id}: no build of this home recorded it as it is (digest changed); build again"
        raise DecisionRefusedError(message)
    return subject


def subject_of(settings: Settings, built: Built) -> Subject:
    """What is decided upon: a candidate or release as it is now."""
    warnings = len(built.manifest["warnings"])
    return Subject(built.id, built.digest(), warnings, settings.review.digest(), built.changed)


def _check_trial(settings: Settings, built: Built) -> None:
    """What the pages of a candidate say of a trial is true when it is published."""
    if built.manifest.get("trial") is not settings.review.trial:
        kind = "a trial" if settings.review.trial else "no trial"
        message = f"candidate {built.id}: by the settings of [review] it is {kind}, its pages say else; build again"
        raise DecisionRefusedError(message)


def rules_of(settings: Settings) -> Rules:
    """The settings of the review as its rules take them."""
    review = settings.review
    return Rules(review.required_approvals, review.builder_may_approve, review.builders)


def _check_listed(known: Chain, settings: Settings, candidate: str, steward: str) -> None:
    """With signatures, or as soon as stewards are listed, only those decide."""
    signed = settings.review.signatures == "required"
    if (signed or known.stewards()) and _as_listed(known, steward) is None:
        message = f"candidate {candidate}: steward {steward} {_not_listed(known)}"
        raise DecisionRefusedError(message)


def _not_listed(known: Chain) -> str:
    """That a steward is not listed, who are, and where a name is added."""
    names = ", ".join(known.stewards()) or "nobody"
    return (
        f"is not listed in the trail, which has {names}; add the name and its key to [review.stewards] of config.toml, "
        "then `banenafspraak confirm`"
    )


def _as_listed(known: Chain, steward: str) -> dict[str, Any] | None:
    """The key of a steward after the last entry; None when there is none of that name."""
    stewards = known.stewards()
    return next((key for name, key in stewards.items() if policies.person(name) == policies.person(steward)), None)


def _signed(settings: Settings, statement: Statement, key: Path | None) -> str:
    review = settings.review
    return signed(statement, key, review.ssh_keygen) if review.signatures == "required" else ""


def signed(statement: Statement, key: Path | None, ssh_keygen: str) -> str:
    """The signature of a statement with a private key; raises DecisionRefusedError when none is given."""
    if key is None:
        message = f"{statement.verb} {statement.release}: a signature is required (review.signatures); give --key"
        raise DecisionRefusedError(message)
    return signatures.sign(statement.text().encode(), key, ssh_keygen)


def _check_signature(known: Chain, statement: Statement, signature: str, added: str) -> None:
    """Raises DecisionRefusedError unless the key of the steward, valid when it signed and was added, made it."""
    if known.founding["signatures"] == "off":
        return
    listed = _as_listed(known, statement.by)
    who = f"{statement.verb} {statement.release}: steward {statement.by}"
    if listed is None:
        message = f"{who} {_not_listed(known)}"
        raise DecisionRefusedError(message)
    days = [moment[: len("YYYY-MM-DD")] for moment in (statement.moment, added)]
    if not all((listed["valid_from"] or "") <= day <= (listed["valid_to"] or "9") for day in days):
        message = f"{who} has a key that is not valid then (valid_from, valid_to); give the steward another key"
        raise DecisionRefusedError(message)
    if passkeys.is_one(signature):
        _check_passkey(known, statement, signature, who)
    elif not signatures.holds(statement.text().encode(), signature, listed["key"]):
        message = f"{who} has a signature that the listed key did not make"
        raise DecisionRefusedError(message)


def _check_passkey(known: Chain, statement: Statement, signature: str, who: str) -> None:
    """Raises DecisionRefusedError unless a valid passkey of the steward made the signature."""
    held = known.passkeys().get(passkeys.signer(signature))
    if held is None or not held.is_valid or policies.person(held.passkey.steward) != policies.person(statement.by):
        message = f"{who} has no such passkey, or none that another steward confirmed and nobody ended"
        raise DecisionRefusedError(message)
    text = statement.text()
    if not passkeys.has_nonce(statement.details) or not passkeys.holds(text, signature, held.passkey):
        message = f"{who} has a signature that the passkey did not make of this text, with its holder recognised"
        raise DecisionRefusedError(message)
