from __future__ import annotations

from dataclasses import replace

import pytest

from warehouse.errors import DecisionRefusedError
from warehouse.review import policies
from warehouse.review.policies import Decision, Rules, State, Subject, Verb

RULES = Rules(required_approvals=2, builder_may_approve=True)
CLEAN, WARNED = Subject("2023-aaaaaaaaaaaa", "now", 0), Subject("2023-aaaaaaaaaaaa", "now", 2)


def decision(verb: Verb, steward: str, digest: str = "now", note: str = "") -> Decision:
    return Decision(verb, "2023-aaaaaaaaaaaa", digest, steward, "2026-11-22T12:00:00+00:00", note)


def approval(steward: str, digest: str = "now", note: str = "") -> Decision:
    return decision(Verb.APPROVE, steward, digest, note)


def test_two_different_people_are_enough() -> None:
    trail = [approval("a"), approval("b")]
    assert policies.check_may_publish(CLEAN, trail, RULES) == trail
    assert policies.state(CLEAN, trail, RULES, published=False) is State.APPROVED


@pytest.mark.parametrize(
    ("subject", "trail", "why"),
    [
        (CLEAN, [], "0 of 2"),
        (CLEAN, [approval("a")], "1 of 2"),
        (CLEAN, [approval("a"), approval("a")], "1 of 2"),
        (CLEAN, [approval("a", "before"), approval("b", "before")], "2 approvals are of another digest"),
        (WARNED, [approval("a", note="seen"), approval("b")], "1 of 2"),
        (WARNED, [approval("a", note="seen"), approval("b", note="  ")], "1 of 2"),
        (CLEAN, [approval("a"), approval("b"), decision(Verb.REJECT, "c")], "c rejected it"),
    ],
)
def test_publication_is_refused(subject: Subject, trail: list[Decision], why: str) -> None:
    with pytest.raises(DecisionRefusedError, match=why):
        policies.check_may_publish(subject, trail, RULES)
    assert policies.state(subject, trail, RULES, published=False) is not State.APPROVED


@pytest.mark.parametrize(
    ("subject", "trail", "rules", "why"),
    [
        (CLEAN, [approval("a")], RULES, "approved it already"),
        (WARNED, [], RULES, "needs a --note"),
        (CLEAN, [decision(Verb.REJECT, "c")], RULES, "c rejected it"),
        (CLEAN, [decision(Verb.BUILD, "a")], Rules(2, builder_may_approve=False), "a built it"),
    ],
)
def test_approval_is_refused(subject: Subject, trail: list[Decision], rules: Rules, why: str) -> None:
    with pytest.raises(DecisionRefusedError, match=why):
        policies.check_may_approve(subject, trail, rules, "a", "")


def test_an_approval_of_other_bytes_does_not_stand_in_the_way() -> None:
    policies.check_may_approve(CLEAN, [approval("a", "before")], RULES, "a", "")


def test_a_candidate_on_a_release_that_is_no_longer_current() -> None:
    policies.check_base(CLEAN, "r1", "r1")
    policies.check_base(CLEAN, None, None)
    policies.check_base(CLEAN, "r1", CLEAN.candidate)
    with pytest.raises(DecisionRefusedError, match="built on release r1 but r2"):
        policies.check_base(CLEAN, "r1", "r2")


def test_states() -> None:
    assert policies.state(CLEAN, [], RULES, published=False) is State.AWAITING
    assert policies.state(CLEAN, [decision(Verb.REJECT, "a")], RULES, published=False) is State.REJECTED
    assert policies.state(CLEAN, [], RULES, published=True) is State.PUBLISHED
    assert policies.state(CLEAN, [], RULES, published=False, withdrawn=True) is State.WITHDRAWN


def test_a_withdrawal_is_asked_once_by_each_steward() -> None:
    asked = [decision(Verb.WITHDRAW, "a"), decision(Verb.WITHDRAW, "A"), decision(Verb.APPROVE, "b")]
    assert [one.steward for one in policies.withdrawal(CLEAN, asked)] == ["A"]
    policies.check_may_withdraw(CLEAN, asked, "b")
    with pytest.raises(DecisionRefusedError, match="asked to withdraw it already"):
        policies.check_may_withdraw(CLEAN, asked, "A")
    assert policies.withdrawal(replace(CLEAN, digest="another"), asked) == []
