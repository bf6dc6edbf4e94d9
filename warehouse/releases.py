"""Candidates and releases on disk: built under a temporary name, manifest last, published by moving a pointer."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.home import remove, sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from warehouse.home import Home

MANIFEST = "manifest.json"
IDENTIFIER = re.compile(r"\d{4}-[0-9a-f]{12}")
#: What every manifest has.
NEEDED = {"release", "year", "files", "warnings"}


class TamperedError(DecisionRefusedError):
    """A manifest was changed after the build."""


@dataclass(frozen=True, slots=True)
class Built:
    """A whole candidate or release folder and its manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The identifier of the candidate, and of the release it becomes."""
        return str(self.manifest["release"])

    @property
    def year(self) -> int:
        """The year that was built."""
        return int(self.manifest["year"])

    def digest(self) -> str:
        """What an approval is bound to: SHA-256 of the manifest, which holds that of every file; 64 hex digits."""
        return _sha256(self.folder / MANIFEST)


def write(folder: Path, fill: Callable[[Path], dict[str, Any]]) -> Built:
    """Writes `folder` atomically: complete with its manifest, or not at all.

    Args:
        folder: the place of the candidate or release; its parent exists.
        fill: writes the files into the folder it is given and returns the manifest without `files`.

    Returns:
        The folder with its manifest, which lists every file with its SHA-256 and was written last.
    """
    temporary = folder.with_name(f".new-{folder.name}")
    remove(temporary)
    temporary.mkdir()
    manifest = fill(temporary)
    files = sorted(path for path in temporary.rglob("*") if path.is_file())
    manifest = manifest | {"files": [_listed(temporary, path) for path in files]}
    (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for path in [*files, temporary / MANIFEST]:
        path.chmod(0o444)
        sync(path)
    sync(temporary)
    temporary.rename(folder)
    sync(folder.parent)
    return Built(folder, manifest)


def _listed(folder: Path, path: Path) -> dict[str, Any]:
    return {"name": str(path.relative_to(folder)), "sha256": _sha256(path), "bytes": path.stat().st_size}


def read(folder: Path) -> Built | None:
    """The candidate or release in `folder`; None when it is missing or has no manifest (an interrupted write).

    Raises:
        TamperedError: there is a manifest, but not one that a build wrote.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not manifest.keys() >= NEEDED:
        message = f"{folder.name}: manifest.json is not as it was built (digest changed); build again"
        raise TamperedError(message)
    return Built(folder, manifest)


def candidate(home: Home, identifier: str) -> Built:
    """The candidate with an identifier; raises WrongUseError when there is none."""
    return _find(home.candidates, identifier, "candidate")


def release(home: Home, identifier: str) -> Built:
    """The release with an identifier; raises WrongUseError when there is none."""
    return _find(home.releases, identifier, "release")


def current(home: Home) -> Built | None:
    """The release that readers see."""
    return read(home.current) if home.current.is_symlink() else None


def chain(home: Home, last: Built | None) -> list[Built]:
    """The releases that a release was built on, one on the other, and itself; oldest first."""
    found: list[Built] = []
    while last is not None:
        found.insert(0, last)
        before = last.manifest["built_on"]
        last = read(home.releases / before) if before else None
    return found


def all_in(folder: Path) -> list[Built]:
    """Every whole candidate or release in a folder, by identifier."""
    if not folder.exists():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        with suppress(TamperedError):
            found.append(None if path.name.startswith(".") else read(path))
    return [built for built in found if built is not None]


def verify(built: Built) -> None:
    """Raises DecisionRefusedError when a byte differs from the manifest, or a file is missing or was added."""
    listed = {entry["name"]: entry["sha256"] for entry in built.manifest["files"]}
    present = {str(path.relative_to(built.folder)) for path in built.folder.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(listed.keys() | present):
        if name not in present or listed.get(name) != _sha256(built.folder / name):
            message = f"candidate {built.id}: {name} is not as it was built (digest changed); build again"
            raise DecisionRefusedError(message)


def release_candidate(home: Home, built: Built, additions: dict[str, Any]) -> Built:
    """Copies a candidate to the releases with `additions` to its manifest (approvals); once whole it never changes."""
    folder = home.releases / built.id
    existing = read(folder)
    if existing is not None:
        return existing

    def fill(target: Path) -> dict[str, Any]:
        shutil.copytree(built.folder, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
        (target / MANIFEST).unlink()
        return {name: value for name, value in built.manifest.items() if name != "files"} | additions

    return write(folder, fill)


def keep_differences(home: Home, older: Built, newer: Built, cells: pl.DataFrame) -> Path:
    """Writes the cells in which two releases or candidates differ as CSV and returns the file."""
    home.diffs.mkdir(exist_ok=True)
    path = home.diffs / f"{older.id}..{newer.id}.csv"
    write_durably(path, cells.write_csv().encode())
    return path


def point_to(home: Home, identifier: str) -> None:
    """Moves `published/current` to a release in one step."""
    temporary = home.current.with_name(".new-current")
    remove(temporary)
    temporary.symlink_to(f"releases/{identifier}")
    temporary.replace(home.current)
    sync(home.current.parent)


def _find(folder: Path, identifier: str, what: str) -> Built:
    built = read(folder / identifier) if IDENTIFIER.fullmatch(identifier) else None
    if built is None:
        message = f"{what} {identifier[:40]!r}: there is none; see `banenafspraak status`"
        raise WrongUseError(message)
    return built


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
