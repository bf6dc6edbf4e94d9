"""Publication: checks the decisions about a candidate and moves the pointer to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse import mirrors, progress
from warehouse.home import Home
from warehouse.review import desk, inbox, trail
from warehouse.settings import load

#: How many steps a publication has.
STEPS = 2


@dataclass(frozen=True, slots=True)
class Published:
    """The release that readers see now, the folder of its public side, and a line for each mirror that lags.

    `already` says that readers saw it before.
    """

    release: str
    folder: str
    behind: tuple[str, ...] = ()
    already: bool = False


def publish(home: Path, candidate: str) -> Published:
    """Publishes an approved candidate, and copies what readers get to the mirrors.

    Raises:
        DecisionRefusedError: it may not be published.
        WrongUseError: the settings of the mirrors are wrong; nothing is published.
    """
    place = Home(home)
    with place.held():
        settings = load(home)
        mirrors.opened(place, settings)
        progress.step("check and copy")
        already = trail.is_there(place) and trail.opened(place).current == candidate
        with mirrors.followed(place, settings, anyway=True) as behind, inbox.served(place, settings, whole=True):
            release = desk.publish(place, settings, candidate)
            progress.step("mirrors")
    return Published(release.id, str(release.public), tuple(behind), already)
