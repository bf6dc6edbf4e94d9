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

from warehouse import above, database, manifests, releases, sums
from warehouse.errors import TamperedError
from warehouse.home import OPEN, PRIVATE, point, remove, sync, write_durably
from warehouse.manifests import ALLOWED, MANIFEST, PASSKEYS, RELEASE, WITHDRAWN, sha256
from warehouse.releases import OPEN_FILE, PRIVATE_FILE, Built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class Signing:
    """How a release was decided.

    Attributes:
        signatures: whether decisions are signed, `required` or `off`.
        trial: whether the release is a trial.
        review: digest of the settings of the review.
        trail: the head of the trail, its number and its digest.
        allowed: the list of allowed signers; empty when nothing is signed.
        passkeys: the passkeys of those who approved, as JSON; empty when nobody signed with one.
        again: whether the trail has the release already; a folder that it does not know is made anew.
    """

    signatures: str
    trial: bool
    review: str
    trail: dict[str, Any]
    allowed: str = ""
    passkeys: str = ""
    again: bool = True

    def kept(self) -> dict[str, Any]:
        """What the internal side keeps of it."""
        return {name: getattr(self, name) for name in ("signatures", "trial", "review", "trail")}


def release_candidate(
    home: Home, built: Built, digest: str, approvals: list[dict[str, Any]], signing: Signing
) -> Built:
    """Copies a candidate to the releases and checks the copy; a release that is there already is checked the same way.

    Args:
        home: the home folder.
        built: the candidate, which is not changed.
        digest: that of its internal manifest, which was approved; what is copied is compared with nothing else.
        approvals: the approvals with their signatures, without notes; the public side says how many there are.
        signing: what else publication knows of how it was decided.

    Raises:
        TamperedError: the copy, or what is there already, is not what was approved.
    """
    exact = {"release": built.id, "candidate_digest": digest} | signing.kept() | {"approvals": approvals}
    shown = {
        "release": built.id,
        "internal_manifest_sha256": digest,
        "approvals": len(approvals),
        "synthetic": built.manifest["synthetic"],
        "trial": signing.trial,
        "trail": signing.trail,
    }

    def added(folder: Path) -> dict[str, str]:
        made = {database.DIGEST: database.write(folder)}
        return {RELEASE: _json(shown | made)} | _evidence(approvals, signing)

    inside = _Side(built.internal, home.exact / built.id, PRIVATE, PRIVATE_FILE)
    _copy(inside, digest, lambda _: {RELEASE: _json(exact)}, signing)
    outside = _Side(built.public, home.releases / built.id, OPEN, OPEN_FILE)
    _copy(outside, built.manifest["public_manifest_sha256"], added, signing)
    release = releases.release(home, built.id)
    releases.verify(release)
    database.check(release.public)
    return release


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a candidate: where it is, where it goes, and the modes that folders and files get there."""

    source: Path
    target: Path
    of_folder: int
    of_file: int


def _evidence(approvals: list[dict[str, Any]], signing: Signing) -> dict[str, str]:
    """What an auditor needs: what was signed, the signatures, and the keys."""
    keys = {ALLOWED: signing.allowed, PASSKEYS: signing.passkeys}
    found = {name: content for name, content in keys.items() if content}
    for number, one in enumerate(approvals, start=1):
        kind = "webauthn.json" if one.get("signature", "").startswith("{") else "sig"
        signed = {"txt": one.get("text"), kind: one.get("signature")}
        found |= {f"approvals/{number:02d}.{kind}": content for kind, content in signed.items() if content}
    return found


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _copy(side: _Side, digest: str, additions: Callable[[Path], dict[str, str]], signing: Signing) -> None:
    """Copies a side, checks the copy, adds what publication makes of it, and gives it its place."""
    temporary = side.target.with_name(f".new-{side.target.name}")
    remove(temporary)
    if os.path.lexists(side.target):
        _check(side.target, digest, {RELEASE, WITHDRAWN} | sums.evidence(side.target))
        if signing.again:
            return
        side.target.rename(temporary)
        remove(temporary)
    try:
        shutil.copytree(side.source, temporary, symlinks=True, copy_function=_copy_file)
    except shutil.Error:
        _refuse(side.target, side.source.name)
    _check(temporary, digest, set())
    for name, content in additions(temporary).items():
        (temporary / name).parent.mkdir(exist_ok=True)
        (temporary / name).write_bytes(content.encode())
    if side.of_file == OPEN_FILE:
        sums.write(temporary)
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


def withdraw(home: Home, release: Built, on: str, current: str | None) -> None:
    """Takes a release from the readers; its internal side stays, with the date of withdrawal beside the manifest.

    Args:
        home: the home folder.
        release: the release.
        on: the date (ISO).
        current: the release that readers see from then on; None when they see none.
    """
    if release.withdrawn_on is None:
        content = json.dumps({"withdrawn_on": on}) + "\n"
        write_durably(release.internal / WITHDRAWN, content.encode(), mode=PRIVATE_FILE)
    if releases.pointed(home.current) != current:
        _point_readers(home, current)
    if release.public.exists():
        away = release.public.with_name(f".new-{release.id}")
        release.public.rename(away)
        remove(away)
    above.write(home)


def before(home: Home, release: Built) -> str | None:
    """The nearest release before one that stands; None when none does."""
    earlier = [one.id for one in releases.chain(home, release) if one.stands and one.id != release.id]
    return earlier[-1] if earlier else None


def _point_readers(home: Home, current: str | None) -> None:
    if current is not None:
        point(home.current, f"releases/{current}")
    else:
        home.current.unlink(missing_ok=True)
        sync(home.published)
