"""What the desk reads of the home for its pages: kept as long as the files say that nothing changed.

Nothing is decided on what is kept here: every decision reads and checks the home anew.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows import comparison
from warehouse import releases
from warehouse.errors import BanenafspraakError
from warehouse.manifests import MANIFEST
from warehouse.review import desk, policies, trail
from warehouse.review.policies import MOVES, State, Verb
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.pages.review.card import DecisionCard
    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.review.chain import Chain
    from warehouse.review.policies import Decision
    from warehouse.settings import Settings

Seen = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The trail as it was read: the chain, what every entry decides, and which releases there are and were."""

    chain: Chain
    decisions: tuple[Decision, ...]
    published: frozenset[str]
    withdrawn: frozenset[str]
    current: str | None

    def about(self, release: str) -> list[Decision]:
        """The decisions about a candidate or release, and every move of what readers see; oldest first."""
        return [one for one in self.decisions if one.candidate == release or one.verb in MOVES]


class Reader:
    """Reads a home for the pages of the desk."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._trail: tuple[Seen, Trail] | None = None
        self._built: dict[Path, tuple[Seen, Built]] = {}
        self._cards: dict[str, DecisionCard | None] = {}
        self._wanted: queue.Queue[tuple[str, str]] = queue.Queue()
        self._lock = threading.Lock()

    def settings(self) -> Settings:
        """The settings of the home as they are now."""
        return load(self.home.root)

    def trail(self) -> Trail:
        """The trail; raises TamperedError when it is not as it was written."""
        seen = _seen([self.home.trail_head, *sorted(self.home.trail.iterdir())])
        with self._lock:
            if self._trail is None or self._trail[0] != seen:
                chain = trail.opened(self.home)
                self._trail = seen, _as_read(chain)
            return self._trail[1]

    def all(self) -> dict[str, Built]:
        """Every candidate, and every release in the place of the candidate that it came from, by identifier."""
        found = {one.id: one for one in self._in(self.home.candidates, f"{releases.INTERNAL}/{MANIFEST}")}
        return found | {one.id: one for one in self._in(self.home.exact, MANIFEST)}

    def one(self, identifier: str) -> Built | None:
        """The release or candidate with an identifier, as it is on disk now; None when there is none."""
        with suppress(BanenafspraakError):
            return releases.release_or_candidate(self.home, identifier)
        return None

    def state(self, settings: Settings, built: Built, known: Trail) -> State:
        """Where a candidate or release stands, by the trail."""
        withdrawn = built.id in known.withdrawn
        published = built.id in known.published and not withdrawn
        subject, rules = desk.subject_of(settings, built), desk.rules_of(settings)
        return policies.state(subject, known.about(built.id), rules, published=published, withdrawn=withdrawn)

    def card(self, built: Built) -> DecisionCard:
        """The decision card of a candidate or release; raises when it is not as it was built."""
        key = f"{built.id} {built.is_release} {built.digest()}"
        found = self._cards.get(key)
        if found is None:
            found = self._cards[key] = comparison.card(self.home, built.id)
        return found

    def card_if_known(self, built: Built) -> DecisionCard | None:
        """The decision card when it was made before; else it is made by and by, beside the requests."""
        key = f"{built.id} {built.is_release} {built.digest()}"
        if key not in self._cards:
            self._cards[key] = None
            self._wanted.put((key, built.id))
        return self._cards[key]

    def make_cards(self) -> None:
        """Makes the cards that pages asked for, one after the other; runs beside the requests until the desk ends."""
        while True:
            key, identifier = self._wanted.get()
            with suppress(BanenafspraakError, OSError):
                self._cards[key] = comparison.card(self.home, identifier)
            self._wanted.task_done()

    def _in(self, folder: Path, manifest: str) -> Iterator[Built]:
        """What is whole in a folder; what is not as it was built is left out, and `verify` says it."""
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        for name in names:
            path = folder / name / manifest
            if not releases.IDENTIFIER.fullmatch(name) or not path.is_file():
                continue
            seen = _seen([path])
            if path not in self._built or self._built[path][0] != seen:
                self._built.pop(path, None)
                read = releases.read_release if folder == self.home.exact else releases.read_candidate
                with suppress(BanenafspraakError):
                    built = read(self.home, name)
                    self._built |= {path: (seen, built)} if built else {}
            if path in self._built:
                yield self._built[path][1]


def _as_read(chain: Chain) -> Trail:
    decided = tuple(chain.decisions())
    return Trail(chain, decided, frozenset(chain.published), frozenset(chain.withdrawn), chain.current)


def builds(known: Trail) -> dict[str, Decision]:
    """The last build of each candidate, by identifier."""
    return {one.candidate: one for one in known.decisions if one.verb is Verb.BUILD}


def _seen(paths: list[Path]) -> Seen:
    found = []
    for path in paths:
        with suppress(FileNotFoundError):
            about = path.stat(follow_symlinks=False)
            found.append((path.name, about.st_mtime_ns, about.st_ctime_ns, about.st_size))
    return tuple(found)
