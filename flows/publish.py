"""Publication: checks the decisions about a candidate and moves the pointer to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.home import Home
from warehouse.review import desk, inbox
from warehouse.settings import load


@dataclass(frozen=True, slots=True)
class Published:
    """The release that readers see now, and the folder of its public side."""

    release: str
    folder: str


def publish(home: Path, candidate: str) -> Published:
    """Publishes an approved candidate; raises DecisionRefusedError when it may not be."""
    place = Home(home)
    with place.held():
        settings = load(home)
        with inbox.served(place, settings, whole=True):
            release = desk.publish(place, settings, candidate)
    return Published(release.id, str(release.public))
