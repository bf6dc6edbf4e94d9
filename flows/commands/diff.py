"""The differences between two releases, or a release and a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows import release as composition
from transforms import revisions
from warehouse import releases
from warehouse.errors import WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every cell that differs, largest first, and the CSV file that holds them."""

    older: str
    newer: str
    changes: list[dict[str, Any]]
    path: str


def compare(folder: Path, older: str | None, newer: str | None) -> Comparison:
    """Compares two releases or candidates; raises WrongUseError when one is not there, TamperedError when changed."""
    home = Home(folder)
    after = releases.release_or_candidate(home, newer) if newer else releases.current(home)
    if after is None:
        message = "diff: nothing is published yet; name two candidates"
        raise WrongUseError(message)
    before_id = older or after.manifest["built_on"]
    if before_id is None:
        message = f"diff: release {after.id} was built on no other; name two releases"
        raise WrongUseError(message)
    before = releases.release_or_candidate(home, before_id)
    for one in (before, after):
        releases.verify(one)
    found = revisions.changes(composition.published_marts(before), composition.published_marts(after))
    path = releases.keep_differences(home, before, after, found)
    return Comparison(before.id, after.id, found.to_dicts(), str(path))
