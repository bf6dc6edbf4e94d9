"""Candidates and releases by the beginning of their identifier, and the identifiers that a shell completes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import releases
from warehouse.errors import BanenafspraakError, WrongUseError
from warehouse.home import Home
from warehouse.review import decidable, overview
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

#: Where a candidate stands that somebody is to decide on, or to publish.
WAITING = ("awaiting review", "approved")


def candidate(folder: Path, text: str) -> str:
    """The candidate that a text is the beginning of; of several the one that awaits a decision or publication.

    Raises:
        WrongUseError: several begin with it.
    """
    home = Home(folder)
    found = _beginning(text, candidates(home))
    return _one(text, (_waiting(home, found) or found) if found[1:] else found)


def release(folder: Path, text: str) -> str:
    """The release that a text is the beginning of; raises WrongUseError when several begin with it."""
    return _one(text, _beginning(text, published(Home(folder))))


def either(folder: Path, text: str) -> str:
    """The candidate or release that a text is the beginning of; raises WrongUseError when several begin with it."""
    home = Home(folder)
    return _one(text, _beginning(text, {*candidates(home), *published(home)}))


def candidates(home: Home) -> list[str]:
    """The identifiers of all candidates."""
    return list(decidable.read(home).subjects) if home.is_of_another else releases.names(home.candidates)


def published(home: Home) -> list[str]:
    """The identifiers of all releases."""
    return list(decidable.read(home).subjects) if home.is_of_another else releases.names(home.exact)


def complete(context: click.Context, _: click.Parameter, text: str) -> list[str]:
    """What a shell offers for an identifier: nothing when there is no home to look in."""
    given = context.find_root().params.get("home") or os.environ.get("BANENAFSPRAAK_HOME") or "var"
    home = Home(Path(given).expanduser().resolve())
    with suppress(BanenafspraakError, OSError):
        return _beginning(text, {*candidates(home), *published(home)})
    return []


def _beginning(text: str, known: Iterable[str]) -> list[str]:
    return sorted(one for one in known if one.startswith(text))


def _waiting(home: Home, found: list[str]) -> list[str]:
    states: list[dict[str, Any]] = (
        decidable.read(home).candidates if home.is_of_another else overview.candidates(home, load(home.root))
    )
    return [one["candidate"] for one in states if one["candidate"] in found and one["status"] in WAITING]


def _one(text: str, found: list[str]) -> str:
    """The one that was found; what was given, when there is none: whoever looks it up says so."""
    if len(found) > 1 and text not in found:
        message = f"{text!r}: {len(found)} begin so: {', '.join(found)}; give more of the one that you mean"
        raise WrongUseError(message)
    return text if text in found or not found else found[0]
