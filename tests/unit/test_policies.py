from __future__ import annotations

import time
from dataclasses import replace

import pytest

from warehouse.errors import DecisionRefusedError
from warehouse.review import policies
from warehouse.review.policies import Decision, Rules, State, Subject, Verb

RULES = Rules(required_approvals=2, builder_may_approve=True)
CHANGED = Subject("2023-aaaaaaaaaaaa", "now", 0, changed=1535)
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
        (CLEAN, [approval("a", "before"), approval("b", "before")], "2 approvals of another digest are void"),
        (WARNED, [approval("a", note="seen"), approval("b")], "1 of 2"),
        (CHANGED, [approval("a", note="seen"), approval("b", note=" ")], "1 of 2"),
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
        (WARNED, [], RULES, "it has 2 warnings, so an approval needs a --note"),
        (replace(WARNED, warnings=1), [], RULES, "it has 1 warning, so"),
        (CHANGED, [], RULES, "it changes 1,535 released figures, so an approval needs a --note"),
        (replace(WARNED, changed=1), [], RULES, "it has 2 warnings and changes 1 released figure, so"),
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


def test_a_candidate_that_does_not_follow_from_all_that_was_published() -> None:
    policies.check_follows(CLEAN, {"r1", "r2"}, {"r1", CLEAN.candidate})
    with pytest.raises(DecisionRefusedError, match="release r2 published figures of its years"):
        policies.check_follows(CLEAN, {"r1"}, {"r1", "r2"})


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


@pytest.mark.parametrize(
    "name", ["an de vries", " An  de Vries", "AN DE VRIES", "An\u200b de Vries", "\uff21n de Vries"]
)
def test_names_are_compared_as_people(name: str) -> None:
    assert policies.person(name) == policies.person("An de Vries") != policies.person("An de Vrie")
    with pytest.raises(DecisionRefusedError, match="approved it already"):
        policies.check_may_approve(CLEAN, [approval("An de Vries")], RULES, name, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("123456782", True),
        ("zie 1234.56.782, gezien", True),
        ("\uff11\uff12\uff13456782", True),
        ("123456783", False),
        ("1234567820", False),
        ("2023-0123456789ab", False),
        ("12% minder in 2023", False),
        ("bsn111222333", True),
        ("111222333L01", True),
        ("111/222/333", True),
        ("111  222 333", True),
        ("111\n222\t333", True),
        ("111\u2013222\u2014333", True),
        ("111\u2011222_-333", True),
        ("111\u200b222333", True),
        ("van 2022, 2023 123456782", True),
        ("111   222   333", False),
        ("0111222333", False),
        ("1112223330", False),
        ("2023-12-31", False),
        ("2022-01-01 2023-12-31", False),
        ("van 1.234.567 naar 1.234.568 uren", False),
        ("zie 2023-111222333abc en 2023-abc111222333", False),
        ("a111222333" + "b" * 54, False),
        ("x" + "a111222333" + "b" * 54, True),
    ],
)
def test_numbers_of_people_are_found(text: str, found: bool) -> None:
    assert policies.names_a_person(text) is found


def test_a_long_note_is_read_at_once() -> None:
    started = time.monotonic()
    assert not any(policies.names_a_person(one * 40_000) for one in ("1", "1 ", "1--", " ", "2023-0123456789ab ", "a1"))
    assert time.monotonic() - started < 10


def test_a_rejection_binds_the_name() -> None:
    rejected = [decision(Verb.REJECT, "c", digest="before")]
    assert policies.state(CLEAN, rejected, RULES, published=False) is State.REJECTED
    with pytest.raises(DecisionRefusedError, match="rejected it"):
        policies.check_may_publish(CLEAN, [*rejected, approval("a"), approval("b")], RULES)


def test_other_settings_of_the_review_void_an_approval() -> None:
    subject = replace(CLEAN, review="now")
    given = [replace(approval("a"), review="now"), replace(approval("b"), review="before")]
    with pytest.raises(DecisionRefusedError, match="1 approval under other settings"):
        policies.check_may_publish(subject, given, RULES)


def test_readers_are_led_back_by_two_since_they_moved_last() -> None:
    asked = [decision(Verb.ROLLBACK, "a"), decision(Verb.ROLLBACK, "A"), decision(Verb.ROLLBACK, "b")]
    assert [one.steward for one in policies.returning(CLEAN, asked)] == ["A", "b"]
    moved = replace(decision(Verb.PUBLISH, "service"), candidate="2024-aaaaaaaaaaaa")
    assert policies.returning(CLEAN, [*asked, moved]) == []
    with pytest.raises(DecisionRefusedError, match="asked to roll back"):
        policies.check_may_ask_back(CLEAN, asked, "b")
    policies.check_may_ask_back(CLEAN, [*asked, moved], "b")


def test_a_release_that_was_left_comes_back_by_new_approvals() -> None:
    left = replace(decision(Verb.ROLLED_BACK, "service"), candidate="2022-aaaaaaaaaaaa", left=CLEAN.candidate)
    before = [approval("a"), approval("b"), left]
    assert policies.standing(CLEAN, before) == []
    assert [one.steward for one in policies.standing(CLEAN, [*before, approval("c")])] == ["c"]


def test_the_steward_behind_an_account_built_it() -> None:
    rules = Rules(2, builder_may_approve=False, builders={"svc": "An"})
    with pytest.raises(DecisionRefusedError, match="built it"):
        policies.check_may_approve(CLEAN, [decision(Verb.BUILD, "svc")], rules, "an", "")


def said(verb: Verb, steward: str = "a", candidate: str = CLEAN.candidate) -> Decision:
    return replace(decision(verb, steward), candidate=candidate)


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.REJECT, Verb.COMMENT])
def test_a_note_is_open_when_nobody_is_to_decide_still(verb: Verb) -> None:
    one = said(verb)
    assert [state for state in State if not policies.note_is_open(one, [one], state)] == [State.AWAITING]


def test_a_reason_to_withdraw_is_open_when_it_was_done() -> None:
    one = said(Verb.WITHDRAW)
    assert [state for state in State if policies.note_is_open(one, [one], state)] == [State.WITHDRAWN]


def test_a_reason_to_roll_back_is_open_when_readers_moved() -> None:
    before, one = said(Verb.PUBLISH, "service", "2022-aaaaaaaaaaaa"), said(Verb.ROLLBACK)
    assert not policies.note_is_open(one, [one], State.PUBLISHED)
    assert not policies.note_is_open(one, [before, one, said(Verb.COMMENT, "b")], State.PUBLISHED)
    assert policies.note_is_open(one, [before, one, said(Verb.ROLLED_BACK, "service")], State.PUBLISHED)


def test_comments_void_nothing() -> None:
    trail = [approval("a"), said(Verb.COMMENT), approval("b"), said(Verb.COMMENT, "c")]
    assert [one.steward for one in policies.check_may_publish(CLEAN, trail, RULES)] == ["a", "b"]


def test_a_steward_reads_the_notes_of_others_after_saying_why() -> None:
    """The second one sees the first one's note only after their own, and everybody their own."""
    one, other = approval("a", note="why a"), approval("b", note="why b")
    assert policies.note_is_open(one, [one], State.AWAITING, "A")
    assert not policies.note_is_open(one, [one], State.AWAITING, "b")
    assert policies.note_is_open(one, [one, other], State.AWAITING, "b")
    assert not policies.note_is_open(one, [one, other], State.AWAITING, "c")
    before = approval("b", digest="before", note="of other bytes")
    assert not policies.note_is_open(one, [before, one], State.AWAITING, "b")
    said_only = said(Verb.COMMENT, "b")
    assert not policies.note_is_open(one, [one, said_only], State.AWAITING, "b"), "a comment decides nothing"
