"""How names of files are shown: a supplier may have put a BSN into one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: As many digits as a BSN has, or more.
LONG_NUMBER = re.compile(r"\d{9,}")
MASK = "#########"


def masked(name: str) -> str:
    """A name without digits of nine or more in a row, and without characters that cannot be shown."""
    visible = "".join(letter if letter.isprintable() else "?" for letter in name)
    return LONG_NUMBER.sub(MASK, visible)


def all_masked(names: Iterable[str]) -> dict[str, str]:
    """Each name as it is shown; names that would look the same get a number, in the order of the names."""
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    for name in sorted(names):
        shown = masked(name)
        seen[shown] += 1
        found[name] = shown if seen[shown] == 1 else f"{shown} ({seen[shown]})"
    return found
