"""From candidate to release: each side copied to its own place, pointers moved, the list of releases, withdrawal.

Internal first, then public, then the pointers, the list last; each step is whole or not there, and done once, so the
same command finishes what a killed one began.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse import manifests, releases
from warehouse.errors import TamperedError
from warehouse.home import OPEN, PRIVATE, point, remove, sync, write_durably
from warehouse.manifests import MANIFEST, sha256
from warehouse.releases import OPEN_FILE, PRIVATE_FILE, RELEASE, WITHDRAWN, Built

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def release_candidate(
    home: Home, built: Built, digest: str, approvals: list[dict[str, Any]], signed: dict[str, Any]
) -> Built:
    """Copies a candidate to the releases and checks the copy; a release that is there already is checked the same way.

    Args:
        home: the home folder.
        built: the candidate, which is not changed.
        digest: that of its internal manifest, which was approved; what is copied is compared with nothing else.
        approvals: the approvals with their notes and signatures; the public side says how many there are.
        signed: what else publication knows, `trial` among it: kept internally.

    Raises:
        TamperedError: the copy, or what is there already, is not what was approved.
    """
    exact = {"release": built.id, "candidate_digest": digest} | signed | {"approvals": approvals}
    shown = {
        "release": built.id,
        "internal_manifest_sha256": digest,
        "approvals": len(approvals),
        "synthetic": built.manifest["synthetic"],
        "trial": signed["trial"],
    }
    _copy(_Side(built.internal, home.exact / built.id, PRIVATE, PRIVATE_FILE), digest, exact)
    of_public = built.manifest["public_manifest_sha256"]
    _copy(_Side(built.public, home.releases / built.id, OPEN, OPEN_FILE), of_public, shown)
    release = releases.release(home, built.id)
    releases.verify(release)
    return release


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a candidate: where it is, where it goes, and the modes that folders and files get there."""

    source: Path
    target: Path
    of_folder: int
    of_file: int


def _copy(side: _Side, digest: str, addition: dict[str, Any]) -> None:
    if os.path.lexists(side.target):
        _check(side.target, digest, {RELEASE, WITHDRAWN})
        return
    temporary = side.target.with_name(f".new-{side.target.name}")
    remove(temporary)
    try:
        shutil.copytree(side.source, temporary, symlinks=True, copy_function=_copy_file)
    except shutil.Error:
        _refuse(side.target, side.source.name)
    _check(temporary, digest, set())
    releases.write_json(temporary / RELEASE, addition)
    releases.settle(temporary, side.of_folder, side.of_file)
    temporary.rename(side.target)
    sync(side.target.parent)


def _copy_file(source: str, target: str) -> None:
    """Copies the bytes of a file; a link stays a link, which the check of the copy refuses."""
    shutil.copyfile(source, target, follow_symlinks=False)


def _check(folder: Path, digest: str, beside: set[str]) -> None:
    """Raises TamperedError when a folder is not, byte by byte, what the manifest with this digest says."""
    if folder.is_symlink() or sha256(folder / MANIFEST) != digest:
        _refuse(folder, MANIFEST)
    for name in releases.side_faults(folder, manifests.read_public(folder / MANIFEST), beside):
        _refuse(folder, name)


def _refuse(folder: Path, name: str) -> None:
    message = (
        f"{folder.parent.name}/{folder.name.removeprefix('.new-')}: {name} is not what was approved (digest changed); "
        "take away what does not belong there, or build again"
    )
    raise TamperedError(message)


def point_to(home: Home, identifier: str) -> None:
    """Moves both pointers to a release: what the next candidate is built on, then what readers see."""
    point(home.base, f"releases/{identifier}")
    point(home.current, f"releases/{identifier}")


def withdraw(home: Home, release: Built, on: str) -> None:
    """Takes a release from the readers; its internal side stays, with the date of withdrawal beside the manifest.

    When it was current, the release that it was built on is current again if that stands, else none is. `on` is a date
    (ISO), which the first call keeps.
    """
    if release.withdrawn_on is None:
        content = json.dumps({"withdrawn_on": on}) + "\n"
        write_durably(release.internal / WITHDRAWN, content.encode(), mode=PRIVATE_FILE)
    if releases.pointed(home.current) == release.id:
        _point_before(home, release)
    if release.public.exists():
        away = release.public.with_name(f".new-{release.id}")
        release.public.rename(away)
        remove(away)
    write_index(home)


def _point_before(home: Home, release: Built) -> None:
    """Points readers to the nearest release before one that stands, if any does."""
    before = [one.id for one in releases.chain(home, release) if one.stands and one.id != release.id]
    if before:
        point(home.current, f"releases/{before[-1]}")
    else:
        home.current.unlink()
        sync(home.published)


def write_index(home: Home) -> None:
    """Writes `published/releases.json`: the releases that stand, and of each withdrawn one only that and when."""
    listed = [_entry(one) for one in releases.all_releases(home) if one.stands or one.withdrawn_on]
    text = json.dumps({"releases": listed}, indent=1, ensure_ascii=False) + "\n"
    write_durably(home.index, text.encode(), mode=0o644)


def _entry(release: Built) -> dict[str, Any]:
    if release.withdrawn_on:
        return {"id": release.id, "status": "withdrawn", "withdrawn_on": release.withdrawn_on}
    about = manifests.read_public(release.public / MANIFEST)
    return {"id": release.id, "status": "published", "years": about["years"], "synthetic": about["synthetic"]}
