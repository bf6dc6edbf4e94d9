"""What differs between two releases or candidates of a home, and the decision card of a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import release as composition
from flows.pages.review import card as cards
from flows.pages.review import differences
from warehouse import releases, tables
from warehouse.errors import TamperedError, WrongUseError
from warehouse.registry.marts import QUALITY

if TYPE_CHECKING:
    import polars as pl

    from flows.pages.review.card import DecisionCard
    from flows.pages.review.differences import Comparison
    from warehouse.home import Home
    from warehouse.releases import Built


def compare(home: Home, older: str, newer: str) -> Comparison:
    """Every published cell that differs between two releases or candidates, once; by table, table 1 first.

    Always from what is released to what is not: a candidate that is named before a release comes after it.

    Raises:
        WrongUseError: one of them is not there, or what it published is not.
        TamperedError: one of them is not as it was built.
    """
    before, after = (releases.release_or_candidate(home, one) for one in (older, newer))
    if after.is_release and not before.is_release:
        before, after = after, before
    return differences.between(before.id, after.id, shown(home, before), shown(home, after))


def against_base(home: Home, built: Built) -> Comparison | None:
    """What differs from the release that a candidate is built on; None when there was none."""
    on = built.manifest["built_on"]
    return compare(home, on, built.id) if on else None


def card(home: Home, candidate: str) -> DecisionCard:
    """The decision card of a candidate or release, of what it says itself.

    Raises:
        WrongUseError: it is not there, or what it was built on is not.
        TamperedError: one of them is not as it was built.
    """
    built = releases.release_or_candidate(home, candidate)
    marts = shown(home, built)
    checks = tables.read(built.internal / releases.MARTS, QUALITY).to_dicts()
    return cards.card(built.manifest, against_base(home, built), checks, marts["reconciliation"])


def of_same_year(home: Home, built: Built) -> list[str]:
    """The other candidates of the year of one, by identifier: what it can be compared with besides."""
    return [one.id for one in releases.all_candidates(home) if one.year == built.year and one.id != built.id]


def shown(home: Home, built: Built) -> dict[str, pl.DataFrame]:
    """What readers get or got of a release or candidate, of which every byte is as it was built.

    Raises:
        WrongUseError: it was withdrawn, and its candidate is not there any more.
        TamperedError: it is not as it was built.
    """
    releases.verify(built)
    found = None
    if built.public.is_dir() or _is_kept(home, built):
        found = composition.public_marts(home, built)
    if found is None:
        message = f"release {built.id}: it was withdrawn and what it published is not kept; name another"
        raise WrongUseError(message)
    return found


def _is_kept(home: Home, built: Built) -> bool:
    """Whether the candidate that a withdrawn release came from is there, as it was."""
    kept = releases.read_candidate(home, built.id)
    if kept is None:
        return False
    releases.verify(kept)
    if kept.digest() != built.digest():
        message = f"candidate {built.id}: is not what was published; restore the home folder from its backup"
        raise TamperedError(message)
    return True
