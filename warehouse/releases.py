"""Candidates and releases on disk, each with a public and an internal side: written whole, read, verified.

The internal manifest holds the digest of the public one, so that one digest binds every byte of both. A candidate has
both sides in its folder; a release has each in its own place (`warehouse/publication.py`).
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse import former
from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.home import PRIVATE, make, remove, sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from warehouse.home import Home

MANIFEST, RELEASE, WITHDRAWN = "manifest.json", "release.json", "withdrawn.json"
PUBLIC, INTERNAL = "public", "internal"
#: Folders of the internal side: the exact marts, and what the next release is made from.
MARTS, FACTS = "marts", "facts"
IDENTIFIER = re.compile(r"\d{4}-[0-9a-f]{12}")
#: What every internal manifest has.
NEEDED = {"release", "year", "files", "warnings", "public_manifest_sha256", "salt"}
#: Modes of files: of what everybody may read, and of what is exact.
OPEN_FILE, PRIVATE_FILE = 0o444, 0o400


class TamperedError(DecisionRefusedError):
    """A manifest was changed after the build."""


@dataclass(frozen=True, slots=True)
class Built:
    """A whole candidate or release: the folder of each side, and its internal manifest."""

    public: Path
    internal: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The identifier of the candidate, and of the release it becomes."""
        return str(self.manifest["release"])

    @property
    def year(self) -> int:
        """The year that was built."""
        return int(self.manifest["year"])

    @property
    def is_release(self) -> bool:
        """Whether it was published, ever: a candidate has both sides in one folder."""
        return self.public.parent != self.internal.parent

    @property
    def stands(self) -> bool:
        """Whether it is published and was not withdrawn."""
        return self.is_release and self.public.is_dir() and self.withdrawn_on is None

    @property
    def withdrawn_on(self) -> str | None:
        """The date (ISO) on which the release was withdrawn; None when it was not."""
        return read_json(self.internal / WITHDRAWN).get("withdrawn_on")

    @property
    def decided(self) -> dict[str, Any]:
        """What publication added: approvals with notes and signatures; nothing for a candidate."""
        return read_json(self.internal / RELEASE)

    def digest(self) -> str:
        """What an approval is bound to: SHA-256 of the internal manifest, which binds every file of both sides."""
        return sha256(self.internal / MANIFEST)


def write(folder: Path, fill: Callable[[Path, Path], tuple[dict[str, Any], dict[str, Any]]]) -> Built:
    """Writes a candidate atomically: both sides complete with their manifests, or not at all.

    Args:
        folder: the place of the candidate; its parent exists.
        fill: writes the files into the public and the internal folder that it is given, and returns the public and the
            internal manifest without `files`; the internal one has a `salt`.

    Returns:
        The candidate. Each manifest lists every file of its side with SHA-256 and size and was written after them; the
        internal one holds `public_manifest_sha256` too.
    """
    temporary = folder.with_name(f".new-{folder.name}")
    remove(temporary)
    public, internal = temporary / PUBLIC, temporary / INTERNAL
    for place, mode in ((temporary, PRIVATE), (public, PRIVATE), (internal, PRIVATE)):
        make(place, mode)
    shown, exact = fill(public, internal)
    _close(public, shown, PRIVATE, PRIVATE_FILE)
    manifest = _close(internal, exact | {"public_manifest_sha256": sha256(public / MANIFEST)}, PRIVATE, PRIVATE_FILE)
    sync(temporary)
    temporary.rename(folder)
    sync(folder.parent)
    return Built(folder / PUBLIC, folder / INTERNAL, manifest)


def _close(folder: Path, about: dict[str, Any], of_folder: int, of_file: int) -> dict[str, Any]:
    """Writes the manifest of a side, and makes all of it durable and read-only."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = about | {"files": [_listed(folder, path) for path in files]}
    write_json(folder / MANIFEST, manifest)
    settle(folder, of_folder, of_file)
    return manifest


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Writes a file of JSON as this module reads it; not durable by itself."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def settle(folder: Path, of_folder: int, of_file: int) -> None:
    """Gives everything in a folder its mode, whatever the umask, and makes it durable."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(of_folder if path.is_dir() else of_file)
        sync(path)


def _listed(folder: Path, path: Path) -> dict[str, Any]:
    return {"name": str(path.relative_to(folder)), "sha256": sha256(path), "bytes": path.stat().st_size}


def read_candidate(home: Home, identifier: str) -> Built | None:
    """A candidate; None when it is missing or has no internal manifest (an interrupted write).

    Raises:
        TamperedError: there is a manifest, but not one that a build wrote.
    """
    folder = home.candidates / identifier
    return _read(folder / PUBLIC, folder / INTERNAL, identifier)


def read_release(home: Home, identifier: str) -> Built | None:
    """A release, also one that was withdrawn; None when there is none since disclosure control.

    Raises:
        TamperedError: there is a manifest, but not one that a build wrote.
    """
    internal = home.exact / identifier
    return None if former.read(internal) else _read(home.releases / identifier, internal, identifier)


def candidate(home: Home, identifier: str) -> Built:
    """The candidate with an identifier; raises WrongUseError when there is none."""
    built = read_candidate(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None else _none("candidate", identifier)


def release(home: Home, identifier: str) -> Built:
    """The release with an identifier, also one that was withdrawn; raises WrongUseError when there is none."""
    built = read_release(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None and built.decided else _none("release", identifier)


def release_or_candidate(home: Home, identifier: str) -> Built:
    """The release with an identifier, else the candidate; raises WrongUseError when there is neither."""
    built = read_release(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None else candidate(home, identifier)


def current(home: Home) -> Built | None:
    """The release that readers see; None when there is none."""
    return read_release(home, home.current.readlink().name) if home.current.is_symlink() else None


def base(home: Home) -> Built | None:
    """The release that the next candidate is built on: the one published, or rolled back to, last; withdrawn or not.

    Raises:
        TamperedError: the link to it leads to no release.
    """
    if not home.base.is_symlink():
        return None
    found = read_release(home, home.base.readlink().name)
    if found is None:
        message = f"{home.base}: leads to no release; restore the home folder from its backup"
        raise TamperedError(message)
    return found


def chain(home: Home, last: Built | None) -> list[Built]:
    """The releases that a release was built on, one on the other, and itself; oldest first."""
    found: list[Built] = []
    while last is not None:
        found.insert(0, last)
        before = last.manifest["built_on"]
        last = read_release(home, before) if before else None
    return found


def all_candidates(home: Home) -> list[Built]:
    """Every whole candidate, by identifier."""
    return _all(home, home.candidates, read_candidate)


def all_releases(home: Home) -> list[Built]:
    """Every whole release, also those withdrawn, by identifier."""
    return _all(home, home.exact, read_release)


def _all(home: Home, folder: Path, read: Callable[[Home, str], Built | None]) -> list[Built]:
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    found = []
    for name in names:
        with suppress(TamperedError):
            found.append(read(home, name) if IDENTIFIER.fullmatch(name) else None)
    return [built for built in found if built is not None]


def verify(built: Built) -> None:
    """Raises DecisionRefusedError when a byte of either side differs from its manifest, or a file is missing or new.

    Links, pipes and the like are no files.
    """
    if sha256(built.public / MANIFEST) != built.manifest["public_manifest_sha256"]:
        _refuse(built, f"{PUBLIC}/{MANIFEST}")
    beside = {MANIFEST, RELEASE, WITHDRAWN} if built.is_release else {MANIFEST}
    for side, folder in ((PUBLIC, built.public), (INTERNAL, built.internal)):
        listed = {entry["name"]: entry["sha256"] for entry in read_json(folder / MANIFEST)["files"]}
        present = {
            str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
        }
        for name in sorted(listed.keys() | (present - beside)):
            if name not in present or not _is_file(folder / name) or listed.get(name) != sha256(folder / name):
                _refuse(built, f"{side}/{name}")


def keep_differences(home: Home, older: Built, newer: Built, cells: pl.DataFrame) -> Path:
    """Writes the cells in which two releases or candidates differ as CSV and returns the file."""
    make(home.diffs, PRIVATE)
    path = home.diffs / f"{older.id}..{newer.id}.csv"
    write_durably(path, cells.write_csv().encode(), mode=0o600)
    return path


def sha256(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits; of no file the empty text."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(public: Path, internal: Path, identifier: str) -> Built | None:
    try:
        manifest = json.loads((internal / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, IsADirectoryError):
        manifest = None
    if not isinstance(manifest, dict) or not manifest.keys() >= NEEDED or manifest["release"] != identifier:
        message = f"{identifier}: {INTERNAL}/{MANIFEST} is not as it was built (digest changed); build again"
        raise TamperedError(message)
    return Built(public, internal, manifest)


def read_json(path: Path) -> dict[str, Any]:
    """What a file of JSON holds; nothing when there is none. Raises TamperedError when it holds something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (ValueError, IsADirectoryError):
        content = None
    if not isinstance(content, dict):
        message = f"{path.parent.name}/{path.name}: is not as it was written; restore the home folder from its backup"
        raise TamperedError(message)
    return content


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _refuse(built: Built, name: str) -> None:
    what = "release" if built.is_release else "candidate"
    message = f"{what} {built.id}: {name} is not as it was built (digest changed); build again"
    raise DecisionRefusedError(message)


def _none(what: str, identifier: str) -> Built:
    message = f"{what} {identifier[:40]!r}: there is none; see `banenafspraak status`"
    raise WrongUseError(message)
