"""What mirrors have to hold: the files of every release that stands, as the trail seals them, and what is above them.

Nothing else ever goes to a mirror: a name must be in the sealed list, and the bytes that are sent must have its digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import above, manifests, releases, sums
from warehouse.errors import TamperedError
from warehouse.review import anchors

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.review.chain import Chain
    from warehouse.settings import Settings

#: Whose mirror it is; put first, so that another home's is never overwritten.
MARK = "mirror.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a mirror: where its bytes are, or they themselves, and their digest and number."""

    sha256: str
    size: int
    path: Path | None = None
    data: bytes = b""

    def read(self) -> bytes:
        """The bytes; raises TamperedError when the file has others than it had."""
        if self.path is None:
            return self.data
        found = b"" if self.path.is_symlink() or not self.path.is_file() else self.path.read_bytes()
        if hashlib.sha256(found).hexdigest() != self.sha256:
            place = f"{self.path.parent.name}/{self.path.name}"
            message = f"{place}: is not what was published (digest changed), so no mirror gets it; restore it"
            raise TamperedError(message)
        return found


def wanted(home: Home, settings: Settings) -> dict[str, Wanted]:
    """Every file that a mirror of a home has, by its name there, in the order in which they are put.

    Raises:
        DecisionRefusedError: something in the home is not as the trail says; mirrors stay as they are.
    """
    with home.trail_held():
        known = anchors.opened(home, settings)
        for fault in above.faults(home, known):
            raise TamperedError(fault)
        found = {MARK: _of_bytes(mark(known.home))}
        for built in releases.all_releases(home):
            if built.stands:
                found |= _of_release(home, built, known)
        lists = {name: home.published / name for name in above.FILES}
        return found | {name: _of_bytes(path.read_bytes()) for name, path in lists.items() if path.exists()}


def mark(home: str) -> bytes:
    """What says that a mirror is of a home, by the identifier that every release names."""
    return (json.dumps({"mirror_of": home}) + "\n").encode()


def _of_bytes(data: bytes) -> Wanted:
    return Wanted(hashlib.sha256(data).hexdigest(), len(data), data=data)


def _of_release(home: Home, built: Built, known: Chain) -> dict[str, Wanted]:
    """The public files of a release, those that say which there are at the end."""
    place = str(built.public.relative_to(home.published))
    listed = _sealed(home, built, known) or _verified(built)
    order = sorted(listed, key=lambda name: (name in {sums.SUMS, manifests.MANIFEST}, name))
    return {
        f"{place}/{name}": Wanted(listed[name], (built.public / name).lstat().st_size, built.public / name)
        for name in order
    }


def _sealed(home: Home, built: Built, known: Chain) -> dict[str, str]:
    """The digests that the sealed list of a release has, and its own; nothing when the trail seals none."""
    listing = built.public / sums.SUMS
    sealed = known.sealed(built.id).get(str(listing.relative_to(home.root)))
    listed = sums.read(built.public) if sealed else None
    return listed | {sums.SUMS: str(sealed)} if listed else {}


def _verified(built: Built) -> dict[str, str]:
    """The digests of the files of a release that was taken over without such a list."""
    releases.verify(built)
    return manifests.listing(built.public)
