"""A reader that takes the identifier once and then opens file after file sees one release, whatever is swapped."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING

from tests.support.mirrored import with_mirrors
from tests.unit.test_releases import ID, LATER, record
from warehouse import above, mirrors, publication, releases
from warehouse.review.policies import Verb
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.home import Home

SWAPS = 50


def by_list(published: Path) -> str:
    return str(json.loads((published / "releases.json").read_text())["current"])


def by_text(published: Path) -> str:
    return (published / "current.txt").read_text().strip()


class Reader(threading.Thread):
    """Reads whole releases, again and again, until it is told that it is over."""

    def __init__(self, published: Path, which: Callable[[Path], str]) -> None:
        super().__init__()
        self.published, self.which = published, which
        self.over = threading.Event()
        self.seen: list[str] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.over.is_set():
            self.over.wait(0.003)  # the one that swaps has its turn too
            try:
                self.read()
            except Exception as error:
                self.wrong.append(repr(error))
                return

    def read(self) -> None:
        """One release, file after file: each has the digest that the release itself says, and so its name."""
        release = self.which(self.published)
        folder = self.published / "releases" / release
        for line in (folder / "SHA256SUMS").read_text().splitlines():
            digest, _, name = line.partition("  ")
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                self.wrong.append(f"{release}: {name}")
        for name in ("manifest.json", "release.json"):
            if json.loads((folder / name).read_text())["release"] != release:
                self.wrong.append(f"{release}: {name} is of another")
        self.seen.append(release)


def test_fifty_swaps(two: Home, place: Path) -> None:
    """Of what is published, and of a mirror."""
    settings = load(with_mirrors(two, place).root)
    with two.held():
        assert mirrors.renew(two, settings) == []
    readers = [Reader(folder, which) for folder in (two.published, place) for which in (by_list, by_text)]
    for reader in readers:
        reader.start()
    with two.held():
        for number in range(SWAPS):
            before = [len(reader.seen) for reader in readers]
            swap(two, (ID, LATER)[number % 2])
            assert mirrors.renew(two, settings) == []
            while any(len(one.seen) <= seen for one, seen in zip(readers, before, strict=True) if one.is_alive()):
                threading.Event().wait(0.001)
    for reader in readers:
        reader.over.set()
        reader.join()
        assert reader.wrong == []
        assert set(reader.seen) == {ID, LATER}
        assert len(reader.seen) >= SWAPS


def swap(home: Home, to: str) -> None:
    """What a rollback does once two stewards asked for it."""
    record(home, Verb.ROLLED_BACK, releases.release(home, to))
    publication.point_to(home, to)
    above.write(home)
