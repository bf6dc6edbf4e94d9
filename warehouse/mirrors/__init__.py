"""Second places of what readers get (`[publication] mirrors`): renewed when that changes, compared, repaired."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from warehouse import manifests
from warehouse.errors import BanenafspraakError, MirrorBehindError, WrongUseError
from warehouse.mirrors import copying
from warehouse.mirrors.places import opened
from warehouse.mirrors.wanted import wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from warehouse.home import Home
    from warehouse.mirrors.model import Mirror
    from warehouse.mirrors.wanted import Wanted
    from warehouse.settings import Settings

__all__ = ["behind", "compare", "followed", "kept", "opened", "renew", "repair"]


def renew(home: Home, settings: Settings) -> list[str]:
    """Copies to every mirror what it has not, and takes out what it has too much; looks at names and sizes alone.

    Returns:
        One line for each mirror that lags; nothing when all went well.

    Raises:
        DecisionRefusedError: something in the home is not as the trail says.
    """
    return _each(home, settings, lambda mirror, files: copying.bring(mirror, files, copying.by_size))


def repair(home: Home, settings: Settings) -> dict[str, list[str]]:
    """Compares every file of every mirror by its digest and makes each as it has to be.

    Returns:
        What was wrong, by mirror.

    Raises:
        WrongUseError: there is no mirror.
        MirrorBehindError: one of them cannot be repaired; the others are.
        DecisionRefusedError: something in the home is not as the trail says.
    """
    return _compared(home, settings, lambda mirror, files: copying.bring(mirror, files, copying.by_digest))


def compare(home: Home, settings: Settings) -> dict[str, list[str]]:
    """Compares every file of every mirror by its digest; changes nothing.

    Returns:
        What is wrong, by mirror.

    Raises:
        WrongUseError: there is no mirror.
        MirrorBehindError: one of them cannot be read.
        DecisionRefusedError: something in the home is not as the trail says.
    """
    return _compared(home, settings, lambda mirror, files: copying.differences(mirror, files, copying.by_digest).said())


def behind(home: Home, settings: Settings) -> list[str]:
    """One line for each mirror that lags or cannot be read, by names and sizes; changes nothing.

    Raises:
        DecisionRefusedError: something in the home is not as the trail says.
        WrongUseError: the settings of the mirrors are wrong.
    """
    found: list[str] = []

    def look(mirror: Mirror, files: dict[str, Wanted]) -> None:
        said = copying.differences(mirror, files, copying.by_size).said()
        if said:
            found.append(f"mirror {mirror.shown}: {said[0]} ({len(said)} differ); give `banenafspraak mirror`")

    return [*_each(home, settings, look), *found]


@contextmanager
def followed(home: Home, settings: Settings, *, anyway: bool = False) -> Iterator[list[str]]:
    """Renews the mirrors when what is above the releases changed meanwhile; the list has then what `renew` says.

    Also when what was done after that change failed: its error comes first.

    Args:
        home: the home folder, which this run holds.
        settings: its settings.
        anyway: whether to renew them when nothing changed: an earlier run may not have come to it.
    """
    before = "" if anyway else manifests.sha256(home.index)
    behind: list[str] = []
    try:
        yield behind
    except Exception:
        with suppress(BanenafspraakError):
            behind += _lagging(home, settings, before)
        raise
    behind += _lagging(home, settings, before)


@contextmanager
def kept(home: Home, settings: Settings) -> Iterator[None]:
    """The same for a command that is about something else; raises MirrorBehindError when one lags."""
    with followed(home, settings) as behind:
        yield
    check(behind)


def check(behind: Sequence[str]) -> None:
    """Raises MirrorBehindError when a mirror lags."""
    if behind:
        raise MirrorBehindError("; ".join(behind))


def _lagging(home: Home, settings: Settings, before: str) -> list[str]:
    """What `renew` says, when there is something new; a setting that is wrong does not undo what was done."""
    if manifests.sha256(home.index) == before:
        return []
    try:
        return renew(home, settings)
    except WrongUseError as error:
        return [str(error)]


def _each(home: Home, settings: Settings, do: Callable[[Mirror, dict[str, Wanted]], object]) -> list[str]:
    mirrors, behind = opened(home, settings), []
    files = wanted(home, settings) if mirrors else {}
    for mirror in mirrors:
        try:
            do(mirror, files)
        except MirrorBehindError as error:
            behind.append(str(error))
    return behind


def _compared(
    home: Home, settings: Settings, do: Callable[[Mirror, dict[str, Wanted]], list[str]]
) -> dict[str, list[str]]:
    if not settings.publication.mirrors:
        message = "mirror: there is none; name a folder or an s3:// place in publication.mirrors of config.toml"
        raise WrongUseError(message)
    found: dict[str, list[str]] = {}

    def keep(mirror: Mirror, files: dict[str, Wanted]) -> None:
        found[mirror.shown] = do(mirror, files)

    check(_each(home, settings, keep))
    return found
