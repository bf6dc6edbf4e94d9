"""Compares a mirror with what it has to hold and makes it so: too much goes first, `releases.json` comes last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import above
from warehouse.errors import MirrorBehindError
from warehouse.mirrors.model import FOLDER
from warehouse.mirrors.wanted import MARK
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from warehouse.mirrors.model import Mirror
    from warehouse.mirrors.wanted import Wanted

#: Whether a file of a mirror, by name and size, is the one that is wanted.
Same = Callable[["Mirror", str, int, "Wanted"], bool]
#: So many names of a kind are said.
NAMES = 3


@dataclass(frozen=True, slots=True)
class Differences:
    """The names that a mirror lacks, those with other bytes, and those that it has too much."""

    missing: list[str]
    changed: list[str]
    extra: list[str]

    def said(self) -> list[str]:
        """A line for each."""
        strange = [masked(name) for name in self.extra]
        kinds = (("missing", self.missing), ("changed", self.changed), ("too much", strange))
        return [f"{kind}: {name}" for kind, names in kinds for name in names]


def by_size(mirror: Mirror, name: str, size: int, wanted: Wanted) -> bool:
    """Files of a release never change and are put whole, so their size tells; what is above them is small."""
    return size == wanted.size and (name not in above.FILES or by_digest(mirror, name, size, wanted))


def by_digest(mirror: Mirror, name: str, size: int, wanted: Wanted) -> bool:
    """Every byte is looked at."""
    return size == wanted.size and mirror.digest(name) == wanted.sha256


def differences(mirror: Mirror, wanted: dict[str, Wanted], same: Same) -> Differences:
    """What of a mirror is not as it has to be.

    Raises:
        MirrorBehindError: it cannot be read, or is not of this home.
    """
    there = mirror.listing()
    _check_ours(mirror, there, wanted[MARK])
    folders = {folder for name in wanted for folder in _folders(name)}
    extra = [name for name, size in there.items() if not _belongs(size, name in wanted, name in folders)]
    files = {name: size for name, size in there.items() if name in wanted and size >= 0}
    missing = [name for name in wanted if name not in files]
    changed = [name for name, size in files.items() if not same(mirror, name, size, wanted[name])]
    return Differences(missing, changed, sorted(_outermost(extra)))


def _belongs(size: int, is_file: bool, is_folder: bool) -> bool:
    """Whether what has a name is of the kind that has to be there."""
    return is_folder if size == FOLDER else is_file and size >= 0


def bring(mirror: Mirror, wanted: dict[str, Wanted], same: Same) -> list[str]:
    """Makes a mirror as it has to be and returns what was wrong; a killed one is finished by the next.

    Raises:
        MirrorBehindError: it cannot be reached, read or written, or is not of this home.
        TamperedError: a file of the home has other bytes than were published.
    """
    found = differences(mirror, wanted, same)
    for name in found.extra:
        mirror.remove(name)
    to_put = {*found.missing, *found.changed}
    for name in (name for name in wanted if name in to_put):
        mirror.put(name, wanted[name].read())
    return found.said()


def in_short(found: list[str]) -> str:
    """Differences in one line: how many of each kind, and the first names."""
    kinds: dict[str, list[str]] = {}
    for one in found:
        kind, _, name = one.partition(": ")
        kinds.setdefault(kind, []).append(name)
    return ", ".join(f"{len(names)} {kind} ({_some(names)})" for kind, names in kinds.items())


def _some(names: list[str]) -> str:
    return ", ".join([*names[:NAMES], *(["…"] if len(names) > NAMES else [])])


def _check_ours(mirror: Mirror, there: dict[str, int], mark: Wanted) -> None:
    """Refuses a place that holds something and is not said to be a mirror of this home: it would be removed."""
    begun = there.keys() <= {f".new-{MARK}"}
    if not begun and (there.get(MARK) != mark.size or mirror.digest(MARK) != mark.sha256):
        message = (
            f"mirror {mirror.shown}: holds something, and no {MARK} of this home; nothing in it was touched: give an "
            "empty place in publication.mirrors"
        )
        raise MirrorBehindError(message)


def _folders(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _outermost(names: list[str]) -> list[str]:
    """The names without those that lie in another of them."""
    every = set(names)
    return [name for name in names if not every.intersection(_folders(name))]
