"""A copy of `releases.json` that was kept elsewhere, beside a home: it shows what an older or rewritten home lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import manifests, releases
from warehouse.errors import WrongUseError
from warehouse.review import trail

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def faults(home: Home, copy: Path) -> list[str]:
    """What the copy says that the home does not hold; nothing when the home is of that moment or later.

    Raises:
        TamperedError: the trail itself is not as it was written.
        WrongUseError: the file is no copy of `releases.json`.
    """
    said = manifests.read_json(copy) or {}
    head, listed = said.get("trail"), said.get("releases")
    if not isinstance(head, dict) or not isinstance(head.get("number"), int) or not isinstance(listed, list):
        message = f"verify: --anchor {copy.name}: is no copy of releases.json; give one that was kept elsewhere"
        raise WrongUseError(message)
    known, number = trail.opened(home), int(head["number"])
    if known.holds(number, str(head.get("head"))):
        return []
    if number <= len(known.entries):
        return [f"trail: entry {number} is another than in {copy.name}: the trail was rewritten, or is of another home"]
    ends = f"trail: ends with entry {len(known.entries)} of {known.head.moment}; {copy.name} is of entry {number}"
    there = {one.id for one in releases.all_releases(home)}
    names = [str(one.get("id")) for one in listed if isinstance(one, dict)]
    lacking = [f"release {name}: is in {copy.name} and not in the home" for name in names if name not in there]
    return [f"{ends}: restore a newer backup, or build, approve and publish again", *lacking]
