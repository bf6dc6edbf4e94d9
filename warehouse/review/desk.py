"""Approve, reject, publish, roll back and withdraw: the pure rules of `policies`, and a record of each decision."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from warehouse import publication, releases
from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review import policies, signatures, trail
from warehouse.review.policies import Decision, Rules, State, Subject, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.settings import Settings


def state(home: Home, settings: Settings, built: Built) -> State:
    """Where a candidate or release stands."""
    release = releases.read_release(home, built.id)
    published, withdrawn = bool(release and release.stands), bool(release and release.withdrawn_on)
    subject = _subject(settings, releases.read_candidate(home, built.id) or built)
    decisions = trail.read(home, built.id)
    return policies.state(subject, decisions, _rules(settings), published=published, withdrawn=withdrawn)


def approve(home: Home, settings: Settings, candidate: str, steward: str, note: str, key: Path | None) -> int:
    """Records an approval and returns how many count now; raises DecisionRefusedError when it is not allowed."""
    steward = named(steward)
    subject = _checked_subject(home, settings, candidate)
    decisions = trail.read(home, candidate)
    _check_listed(settings, candidate, steward)
    policies.check_may_approve(subject, decisions, _rules(settings), steward, note)
    decision = _signed(settings, Decision(Verb.APPROVE, candidate, subject.digest, steward, trail.now(), note), key)
    trail.add(home, decision)
    return len(policies.standing(subject, [*decisions, decision]))


def reject(home: Home, settings: Settings, candidate: str, steward: str, reason: str, key: Path | None) -> int:
    """Records a rejection and returns how many approvals there were; a rejected candidate is never published."""
    steward = named(steward)
    if not reason.strip():
        message = f"candidate {candidate}: a rejection needs a --reason"
        raise WrongUseError(message)
    subject = _subject(settings, releases.candidate(home, candidate))
    _check_listed(settings, candidate, steward)
    decision = _signed(settings, Decision(Verb.REJECT, candidate, subject.digest, steward, trail.now(), reason), key)
    trail.add(home, decision)
    return len(policies.standing(subject, trail.read(home, candidate)))


def publish(home: Home, settings: Settings, candidate: str) -> Built:
    """Publishes a candidate: a whole release first, then the pointers and the list; again does nothing more.

    Raises:
        DecisionRefusedError: approvals are missing or void, or another release was published meanwhile.
    """
    built = releases.candidate(home, candidate)
    subject = _checked_subject(home, settings, candidate)
    approvals = policies.check_may_publish(subject, trail.read(home, candidate), _rules(settings))
    _verify_signatures(settings, approvals)
    before = releases.base(home, unfinished=candidate)
    policies.check_base(subject, built.manifest["built_on"], before.id if before else None)
    if before is not None:
        releases.verify(before)
    _check_not_withdrawn(home, candidate)
    given = [asdict(one) for one in approvals]
    signed = {"signatures": settings.review.signatures, "trial": settings.review.trial, "review": subject.review}
    release = publication.release_candidate(home, built, subject.digest, given, signed)
    _move(home, "publish", release, "")
    return release


def rollback(home: Home, release: str, reason: str) -> Built:
    """Lets readers see an earlier release again.

    Raises:
        WrongUseError: it is not published or is current, or there is no reason.
        DecisionRefusedError: it was withdrawn, or is not as it was built.
    """
    back_to = releases.release(home, release)
    _check_not_withdrawn(home, release)
    releases.verify(back_to)
    if not reason.strip():
        message = "rollback: a --reason is needed"
        raise WrongUseError(message)
    now = releases.current(home, unfinished=release)
    if now is not None and now.id == back_to.id:
        message = f"release {release}: it is the current one; name the release to go back to"
        raise WrongUseError(message)
    _move(home, "rollback", back_to, reason)
    return back_to


def withdraw(home: Home, settings: Settings, release: str, steward: str, reason: str, key: Path | None) -> int:
    """Records who asks to withdraw a release, and does it with the second one; returns how many asked.

    Given again it finishes what a killed command began.

    Raises:
        WrongUseError: there is no such release, or no reason.
        DecisionRefusedError: the steward asked already, is not listed, or a signature is missing.
    """
    steward, taken = named(steward), releases.release(home, release)
    if not reason.strip():
        message = f"release {release}: to withdraw it needs a --reason"
        raise WrongUseError(message)
    subject, decisions = _subject(settings, taken), trail.read(home, release)
    if len(policies.withdrawal(subject, decisions)) < policies.WITHDRAWERS:
        _check_listed(settings, release, steward)
        policies.check_may_withdraw(subject, decisions, steward)
        decision = Decision(Verb.WITHDRAW, release, subject.digest, steward, trail.now(), reason)
        trail.add(home, _signed(settings, decision, key))
    asked = policies.withdrawal(subject, trail.read(home, release))
    if len(asked) >= policies.WITHDRAWERS:
        _verify_signatures(settings, asked)
        trail.add_move(home, "withdraw", release, reason)
        publication.withdraw(home, taken, trail.now()[: len("YYYY-MM-DD")])
    return len(asked)


def named(steward: str) -> str:
    """The steward's name with surrounding and repeated spaces removed; raises WrongUseError when there is none."""
    name = " ".join(steward.split())
    if not name:
        message = "steward: no name is given; name who decides with --steward"
        raise WrongUseError(message)
    return name


def _move(home: Home, verb: str, release: Built, reason: str) -> None:
    now, before = (read(home, unfinished=release.id) for read in (releases.current, releases.base))
    if not now or not before or {now.id, before.id} != {release.id}:
        trail.add_move(home, verb, release.id, reason)
        publication.point_to(home, release.id)
    publication.write_index(home)


def _check_not_withdrawn(home: Home, release: str) -> None:
    found = releases.read_release(home, release)
    if found is not None and found.withdrawn_on:
        message = f"release {release}: it was withdrawn on {found.withdrawn_on}; build a new candidate"
        raise DecisionRefusedError(message)


def _verify_signatures(settings: Settings, decisions: Sequence[Decision]) -> None:
    if settings.review.signatures == "required":
        for decision in decisions:
            _verify_signature(settings, decision)


def _checked_subject(home: Home, settings: Settings, candidate: str) -> Subject:
    built = releases.candidate(home, candidate)
    releases.verify(built)
    _check_trial(settings, built)
    return _subject(settings, built)


def _subject(settings: Settings, built: Built) -> Subject:
    return Subject(built.id, built.digest(), len(built.manifest["warnings"]), settings.review.digest())


def _check_trial(settings: Settings, built: Built) -> None:
    """What the pages of a candidate say of a trial is true when it is published."""
    if built.manifest.get("trial") is not settings.review.trial:
        kind = "a trial" if settings.review.trial else "no trial"
        message = (
            f"candidate {built.id}: by the settings of [review] it {kind} a trial, its pages say else; build again"
        )
        raise DecisionRefusedError(message)


def _rules(settings: Settings) -> Rules:
    return Rules(settings.review.required_approvals, settings.review.builder_may_approve)


def _check_listed(settings: Settings, candidate: str, steward: str) -> None:
    """With signatures, or as soon as stewards are listed, only those decide."""
    review = settings.review
    if steward not in review.stewards and (review.signatures == "required" or review.stewards):
        message = f"candidate {candidate}: steward {steward} is not listed in the settings ([review.stewards])"
        raise DecisionRefusedError(message)


def _signed(settings: Settings, decision: Decision, key: Path | None) -> Decision:
    decision = replace(decision, review=settings.review.digest())
    if settings.review.signatures == "off":
        return decision
    if key is None:
        message = f"candidate {decision.candidate}: a signature is required (review.signatures); give --key"
        raise DecisionRefusedError(message)
    signed = replace(decision, signature=signatures.sign(decision, key, settings.review.ssh_keygen))
    _verify_signature(settings, signed)
    return signed


def _verify_signature(settings: Settings, decision: Decision) -> None:
    signatures.verify(decision, settings.review.stewards.get(decision.steward), settings.review.ssh_keygen)
