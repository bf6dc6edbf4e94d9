"""The service's word is not enough: what it says it did must have been decided before, by two people."""

from __future__ import annotations

import json

import pytest

from warehouse.review import replay
from warehouse.review.chain import Chain
from warehouse.review.entries import Entry, Statement
from warehouse.review.policies import Verb

RELEASE, OTHER, DIGEST = "2023-0123456789ab", "2022-0123456789ab", "a" * 64
STEWARDS = {name: {"key": f"ssh-ed25519 {name}"} for name in ("An", "Bob", "Cas")}


def chain(
    *said: tuple[Verb, str, str], digest: str = DIGEST, stewards: dict[str, dict[str, str]] | None = None
) -> Chain:
    """A trail of (verb, by, release); a change of stewards says `stewards`."""
    founding = (Verb.INIT, "service", "")
    entries = []
    for number, (verb, by, release) in enumerate([founding, *said], start=1):
        who = (stewards or STEWARDS) if verb is Verb.STEWARDS else STEWARDS
        details = json.dumps({"stewards": who, "current": None})
        text = Statement("home", verb, release, digest, by=by, review_sha256="b" * 64, details=details).text()
        entries.append(Entry(number, "", "", text, "", "", "", ""))
    return Chain(tuple(entries))


def faults(known: Chain, *, trial: bool = False) -> list[str]:
    return list(replay.faults(known, lambda _: trial))


def approve(by: str, release: str = RELEASE) -> tuple[Verb, str, str]:
    return Verb.APPROVE, by, release


PUBLISH = (Verb.PUBLISH, "service", RELEASE)


def test_two_people_approved() -> None:
    assert faults(chain(approve("An"), approve("Bob"), PUBLISH)) == []
    assert faults(chain(approve("An"), PUBLISH), trial=True) == []


@pytest.mark.parametrize(
    "said",
    [[], [approve("An")], [approve("An"), approve("AN")], [approve("An"), approve("Bob", OTHER)]],
    ids=["nobody", "one", "one twice", "another release"],
)
def test_a_publication_that_nobody_decided(said: list[tuple[Verb, str, str]]) -> None:
    assert faults(chain(*said, PUBLISH)) == [
        f"entry {len(said) + 2} says publish {RELEASE}, which two stewards did not approve"
    ]


def test_an_approval_that_came_afterwards_does_not_count() -> None:
    assert len(faults(chain(approve("An"), PUBLISH, approve("Bob")))) == 1


@pytest.mark.parametrize(("done", "asked"), [(Verb.ROLLED_BACK, Verb.ROLLBACK), (Verb.WITHDRAWN, Verb.WITHDRAW)])
def test_what_two_have_to_ask_for(done: Verb, asked: Verb) -> None:
    ask = [(asked, "An", RELEASE), (asked, "Bob", RELEASE)]
    assert faults(chain(*ask, (done, "service", RELEASE))) == []
    assert len(faults(chain(ask[0], ask[0], (done, "service", RELEASE)))) == 1
    assert len(faults(chain((done, "service", RELEASE)))) == 1


def test_a_rollback_that_was_asked_for_before_readers_release_moved() -> None:
    ask = [(Verb.ROLLBACK, "An", RELEASE), (Verb.ROLLBACK, "Bob", RELEASE)]
    moved = (approve("An", OTHER), approve("Bob", OTHER), (Verb.PUBLISH, "service", OTHER))
    assert len(faults(chain(*ask, *moved, (Verb.ROLLED_BACK, "service", RELEASE)))) == 1


@pytest.mark.parametrize(("by", "wrong"), [("Cas", 0), ("An", 1), ("Dirk", 1), ("service", 1)])
def test_a_change_of_stewards(by: str, wrong: int) -> None:
    """An's key is another: Bob or Cas may say so."""
    new = STEWARDS | {"An": {"key": "ssh-ed25519 other"}, "Dirk": {"key": "ssh-ed25519 Dirk"}}
    assert len(faults(chain((Verb.STEWARDS, by, ""), stewards=new))) == wrong
