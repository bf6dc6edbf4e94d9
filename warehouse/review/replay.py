"""What the service says it did, held against what stewards decided before it; pure (docs/spec/review.md, "The trail").

The seal shows that the service wrote an entry, not that it was allowed to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.review import enrolled
from warehouse.review.policies import MOVES, WITHDRAWERS, Verb, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from warehouse.review.chain import Chain
    from warehouse.review.entries import Entry

#: What the service does -> what two stewards asked for before, and whether what readers see may have moved since.
ASKED = {Verb.ROLLED_BACK: (Verb.ROLLBACK, False), Verb.WITHDRAWN: (Verb.WITHDRAW, True)}


def faults(known: Chain, is_trial: Callable[[str], bool]) -> Iterator[str]:
    """Entries of the service that stewards did not decide on.

    Args:
        known: the trail.
        is_trial: whether a release, by its identifier, is a trial, which fewer than two people may decide on.
    """
    for place, entry in enumerate(known.entries):
        before, verb = known.entries[:place], Verb(entry.says.verb)
        if verb is Verb.PUBLISH and _approvals(entry, before) < (1 if is_trial(entry.says.release) else WITHDRAWERS):
            yield f"entry {entry.number} says publish {entry.says.release}, which two stewards did not approve"
        if verb in ASKED and len(_who_asked(entry, before)) < WITHDRAWERS:
            yield f"entry {entry.number} says {verb} {entry.says.release}, which two stewards did not ask for"
        if verb is Verb.STEWARDS:
            yield from steward_faults(known, entry)
    yield from enrolled.faults(known.entries)


def steward_faults(known: Chain, entry: Entry) -> Iterator[str]:
    """A change of stewards on the word of nobody, of a stranger, or of somebody whom it is about."""
    old, new = known.stewards(entry.number - 1), known.stewards(entry.number)
    changed = {person(name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    who = person(entry.says.by)
    if who in changed or who not in {person(name) for name in old}:
        yield f"entry {entry.number} changes stewards, which no other steward confirmed"


def _approvals(entry: Entry, before: Sequence[Entry]) -> int:
    """How many people approved these bytes under one digest of the settings."""
    given: dict[str, set[str]] = {}
    for one in before:
        says = one.says
        about = (says.verb, says.release, says.internal_manifest_sha256)
        if about == (Verb.APPROVE, entry.says.release, entry.says.internal_manifest_sha256):
            given.setdefault(says.review_sha256, set()).add(person(says.by))
    return max(map(len, given.values()), default=0)


def _who_asked(entry: Entry, before: Sequence[Entry]) -> set[str]:
    """The people who asked for what the service did, since what readers see moved last where that matters."""
    asked, ever = ASKED[Verb(entry.says.verb)]
    found: set[str] = set()
    for one in before:
        if one.says.verb in MOVES and not ever:
            found.clear()
        if (one.says.verb, one.says.release) == (asked, entry.says.release):
            found.add(person(one.says.by))
    return found
