"""From candidate to release: each side copied to its own place, pointers moved, the list of releases, withdrawal.

Internal first, then public, then the pointers, the list last; each step is whole or not there, and done once, so the
same command finishes what a killed one began.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from warehouse import releases
from warehouse.home import OPEN, PRIVATE, point, remove, sync, write_durably
from warehouse.releases import MANIFEST, OPEN_FILE, PRIVATE_FILE, RELEASE, WITHDRAWN, Built

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def release_candidate(home: Home, built: Built, approvals: list[dict[str, Any]], signed: dict[str, Any]) -> Built:
    """Copies a candidate to the releases; what is there already stays as it is.

    Args:
        home: the home folder.
        built: the candidate, which is not changed.
        approvals: the approvals with their notes and signatures; the public side says how many there are.
        signed: what else publication knows, `signatures` among it: kept internally.
    """
    exact = {"release": built.id, "candidate_digest": built.digest()} | signed | {"approvals": approvals}
    shown = {
        "release": built.id,
        "internal_manifest_sha256": built.digest(),
        "approvals": len(approvals),
        "synthetic": built.manifest["synthetic"],
        "trial": signed["signatures"] == "off",
    }
    _copy(built.internal, home.exact / built.id, exact, PRIVATE, PRIVATE_FILE)
    _copy(built.public, home.releases / built.id, shown, OPEN, OPEN_FILE)
    release = releases.release(home, built.id)
    releases.verify(release)
    return release


def _copy(source: Path, target: Path, addition: dict[str, Any], of_folder: int, of_file: int) -> None:
    if target.exists():
        return
    temporary = target.with_name(f".new-{target.name}")
    remove(temporary)
    shutil.copytree(source, temporary, copy_function=shutil.copyfile)
    releases.write_json(temporary / RELEASE, addition)
    releases.settle(temporary, of_folder, of_file)
    temporary.rename(target)
    sync(target.parent)


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
    if home.current.is_symlink() and home.current.readlink().name == release.id:
        _point_before(home, release)
    if release.public.exists():
        away = release.public.with_name(f".new-{release.id}")
        release.public.rename(away)
        remove(away)
    write_index(home)


def _point_before(home: Home, release: Built) -> None:
    before = releases.read_release(home, str(release.manifest["built_on"]))
    if before is not None and before.stands:
        point(home.current, f"releases/{before.id}")
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
    about = releases.read_json(release.public / MANIFEST)
    if not about.keys() >= {"years", "synthetic"}:
        message = f"release {release.id}: public/{MANIFEST} is not as it was published; restore it from the backup"
        raise releases.TamperedError(message)
    return {"id": release.id, "status": "published", "years": about["years"], "synthetic": about["synthetic"]}
