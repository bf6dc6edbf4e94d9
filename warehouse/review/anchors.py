"""The trail beside the rest of the home: what releases say of it, what it says of releases, and the settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from warehouse import manifests
from warehouse.errors import DecisionRefusedError, TamperedError
from warehouse.manifests import ALLOWED, MANIFEST, RELEASE, WITHDRAWN, sha256
from warehouse.review import trail
from warehouse.sums import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.review.chain import Chain
    from warehouse.settings import Settings

#: What the trail seals of a release, by its place in the home.
ADDED = (f"published/releases/{{}}/{SUMS}", f"internal/releases/{{}}/{RELEASE}")
#: What the first entry seals of a release that is taken over, which may have none of it.
TAKEN_OVER = (*ADDED, f"published/releases/{{}}/{RELEASE}", f"published/releases/{{}}/{ALLOWED}")


def opened(home: Home, settings: Settings, unfinished: str = "") -> Chain:
    """The trail of a home, checked with the rest of the home and its settings.

    Args:
        home: the home folder.
        settings: its settings.
        unfinished: a release that the command is about, of which a killed command may have left half.

    Raises:
        DecisionRefusedError: something is not as the trail says, or the settings differ from it.
    """
    known = trail.opened(home)
    for fault in faults(home, known):
        if not unfinished or unfinished not in fault:
            raise TamperedError(fault)
    check_settings(settings, known)
    return known


def faults(home: Home, known: Chain) -> Iterator[str]:
    """What in a home is not as its trail says; nothing when all is well."""
    for path in [home.index, *sorted(home.exact.glob(f"*/{RELEASE}")), *sorted(home.releases.glob(f"*/{RELEASE}"))]:
        yield from _anchor(path, known)
    for place in (home.exact, home.releases):
        for folder in sorted(place.iterdir()) if place.is_dir() else []:
            yield from _folder(folder, known)
    for identifier, digest in known.published.items():
        yield from _release(home, identifier, digest, known)


def added(built: Built) -> dict[str, str]:
    """The digests of what publication added to a release: its list of all public files, and its internal record."""
    return {
        name: sha256(path) for name, path in zip(ADDED, (built.public / SUMS, built.internal / RELEASE), strict=True)
    }


def check_settings(settings: Settings, known: Chain) -> None:
    """Raises DecisionRefusedError when `[review]` has other stewards or another kind of signatures than the trail."""
    made_with = known.founding["signatures"]
    if settings.review.signatures != made_with:
        message = (
            f"config.toml: review.signatures is {settings.review.signatures}, but the home was made with {made_with}; "
            "put it back, or make another home with `banenafspraak init`"
        )
        raise DecisionRefusedError(message)
    if settings.review.listed() != known.stewards():
        message = (
            "config.toml: the stewards are not those of the trail; confirm the change as a steward "
            "(`banenafspraak confirm --steward NAME --key FILE`), or put it back"
        )
        raise DecisionRefusedError(message)


def _anchor(path: Path, known: Chain) -> Iterator[str]:
    """A release or the list of releases names an entry that the trail does not have."""
    content = manifests.read_json(path)
    if content is None:
        return
    said = content.get("trail")
    named = (said.get("number"), said.get("head")) if isinstance(said, dict) else (0, "")
    taken = path.parent.name in known.founding["releases"] or (
        path.name == "releases.json" and known.founding["releases"]
    )
    if not (taken and said is None) and not (isinstance(named[0], int) and known.holds(named[0], str(named[1]))):
        yield (
            f"trail: is older, shorter or another than {path.parent.name}/{path.name} says; restore the home folder "
            "from its backup"
        )


def _folder(folder: Path, known: Chain) -> Iterator[str]:
    """A folder among the releases that nobody published; one that was taken over from before is internal."""
    hidden, place = folder.name.startswith(".new-"), folder.parent.parent.name
    taken = place == "internal" and known.founding.get("former", {}).get(folder.name) == sha256(folder / MANIFEST)
    if not hidden and folder.name not in known.published and not taken:
        yield (
            f"{place}/releases/{folder.name}: the trail does not say that it was published; give "
            "the command `publish` again, or take it away"
        )


def _release(home: Home, identifier: str, digest: str, known: Chain) -> Iterator[str]:
    """A release that is not there, is another, or was withdrawn otherwise than the trail says."""
    exact, public = home.exact / identifier, home.releases / identifier
    on = known.withdrawn.get(identifier)
    said = (manifests.read_json(exact / WITHDRAWN) or {}).get("withdrawn_on")
    if sha256(exact / MANIFEST) != digest:
        yield f"release {identifier}: internal/{MANIFEST} is not what was published (digest changed); restore it"
    if said != on or (on and os.path.lexists(public)):
        yield f"release {identifier}: is not as the trail says: give `withdraw {identifier}` again, or restore it"
    for name, digest_of_it in known.sealed(identifier).items():
        place = name.format(identifier)
        if sha256(home.root / place) != digest_of_it and not (on and place.startswith("published")):
            yield f"release {identifier}: {place} is not what was published (digest changed); restore it"
    if not on and not public.is_dir():
        yield f"release {identifier}: published/releases/{identifier} is missing; restore it from the backup"
