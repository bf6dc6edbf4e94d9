"""Approve, reject, publish and roll back: the pure rules of `policies`, and a record of each decision."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from warehouse import releases
from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review import policies, signatures, trail
from warehouse.review.policies import Decision, Rules, State, Subject, Verb

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.settings import Settings


def state(home: Home, settings: Settings, built: Built) -> State:
    """Where a candidate or release stands."""
    published = releases.read(home.releases / built.id) is not None
    on_trial = releases.read(home.candidates / built.id) or built
    return policies.state(_subject(on_trial), trail.read(home, built.id), _rules(settings), published=published)


def approve(home: Home, settings: Settings, candidate: str, steward: str, note: str, key: Path | None) -> int:
    """Records an approval and returns how many count now; raises DecisionRefusedError when it is not allowed."""
    steward = named(steward)
    subject = _checked_subject(home, candidate)
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
    subject = _subject(releases.candidate(home, candidate))
    _check_listed(settings, candidate, steward)
    decision = _signed(settings, Decision(Verb.REJECT, candidate, subject.digest, steward, trail.now(), reason), key)
    trail.add(home, decision)
    return len(policies.standing(subject, trail.read(home, candidate)))


def publish(home: Home, settings: Settings, candidate: str) -> Built:
    """Publishes a candidate: a whole release first, then the pointer; again does nothing more.

    Raises:
        DecisionRefusedError: approvals are missing or void, or another release was published meanwhile.
    """
    built = releases.candidate(home, candidate)
    subject = _checked_subject(home, candidate)
    approvals = policies.check_may_publish(subject, trail.read(home, candidate), _rules(settings))
    if settings.review.signatures == "required":
        for approval in approvals:
            signatures.verify(approval, settings.review.stewards.get(approval.steward))
    now = releases.current(home)
    policies.check_base(subject, built.manifest["built_on"], now.id if now else None)
    signed = {"signatures": settings.review.signatures, "candidate_digest": subject.digest}
    release = releases.release_candidate(home, built, signed | {"approvals": [asdict(one) for one in approvals]})
    _move(home, "publish", release.id, "")
    return release


def rollback(home: Home, release: str, reason: str) -> Built:
    """Lets readers see an earlier release again; raises WrongUseError when it is not published or is current."""
    back_to = releases.release(home, release)
    releases.verify(back_to)
    if not reason.strip():
        message = "rollback: a --reason is needed"
        raise WrongUseError(message)
    now = releases.current(home)
    if now is not None and now.id == back_to.id:
        message = f"release {release}: it is the current one; name the release to go back to"
        raise WrongUseError(message)
    _move(home, "rollback", back_to.id, reason)
    return back_to


def named(steward: str) -> str:
    """The steward's name with surrounding and repeated spaces removed; raises WrongUseError when there is none."""
    name = " ".join(steward.split())
    if not name:
        message = "steward: no name is given; name who decides with --steward"
        raise WrongUseError(message)
    return name


def _move(home: Home, verb: str, release: str, reason: str) -> None:
    now = releases.current(home)
    if now is not None and now.id == release:
        return
    trail.add_move(home, verb, release, reason)
    releases.point_to(home, release)


def _checked_subject(home: Home, candidate: str) -> Subject:
    built = releases.candidate(home, candidate)
    releases.verify(built)
    return _subject(built)


def _subject(built: Built) -> Subject:
    return Subject(built.id, built.digest(), len(built.manifest["warnings"]))


def _rules(settings: Settings) -> Rules:
    return Rules(settings.review.required_approvals, settings.review.builder_may_approve)


def _check_listed(settings: Settings, candidate: str, steward: str) -> None:
    """With signatures, or as soon as stewards are listed, only those decide."""
    review = settings.review
    if steward not in review.stewards and (review.signatures == "required" or review.stewards):
        message = f"candidate {candidate}: steward {steward} is not listed in the settings ([review.stewards])"
        raise DecisionRefusedError(message)


def _signed(settings: Settings, decision: Decision, key: Path | None) -> Decision:
    if settings.review.signatures == "off":
        return decision
    if key is None:
        message = f"candidate {decision.candidate}: a signature is required (review.signatures); give --key"
        raise DecisionRefusedError(message)
    signed = replace(decision, signature=signatures.sign(decision, key))
    signatures.verify(signed, settings.review.stewards.get(decision.steward))
    return signed
