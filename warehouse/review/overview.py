"""What of each candidate is told: where it stands, and who decided what; notes only when nobody is to decide still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse import releases
from warehouse.review import desk, policies, trail
from warehouse.review.policies import DECISIONS, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.review.policies import Decision, State
    from warehouse.settings import Settings


def candidates(home: Home, settings: Settings) -> list[dict[str, Any]]:
    """Every candidate, by identifier.

    Of each: candidate, year, status, warnings (count), changed and changed_of_table_1 (released figures that change),
    approvals (the stewards whose approval counts) and required (how many have to), built_by (an account) and built_at
    (ISO, UTC; both empty when the trail does not say), and the decisions about it, oldest first.
    """
    known = trail.opened(home) if trail.is_there(home) else None
    found = releases.all_candidates(home)
    return [_told(home, settings, built, known.about(built.id) if known else []) for built in found]


def _told(home: Home, settings: Settings, built: Built, about: Sequence[Decision]) -> dict[str, Any]:
    state = desk.follows(home, settings, built, about)
    builder = next((one for one in reversed(about) if (one.verb, one.candidate) == (Verb.BUILD, built.id)), None)
    return {
        "candidate": built.id,
        "year": built.year,
        "status": state.value,
        "warnings": len(built.manifest["warnings"]),
        "changed": built.changed,
        "changed_of_table_1": built.manifest["changed_figures"].get("table_1", 0),
        "approvals": [one.steward for one in desk.counted(settings, built, about)],
        "required": settings.review.required_approvals,
        "built_by": builder.steward if builder else "",
        "built_at": builder.at if builder else "",
        "decisions": list(_decisions(built.id, about, state)),
    }


def _decisions(identifier: str, about: Sequence[Decision], state: State) -> Iterator[dict[str, str]]:
    for one in about:
        if one.candidate == identifier and one.verb in DECISIONS:
            note = {"note": one.note} if policies.note_is_open(one, about, state) else {}
            yield {"verb": Verb(one.verb).value, "steward": one.steward, "at": one.at} | note
