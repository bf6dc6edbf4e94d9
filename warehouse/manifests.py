"""Manifests: read whatever stands there, and compared with the folder that they are of.

A manifest may have been changed by somebody who means harm, so its shape is checked before it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
#: What stands beside the manifest of a release: how it was decided, when it was withdrawn, the keys of the stewards as
#: `ssh-keygen -Y verify` reads them, and the passkeys of those who approved with one.
RELEASE, WITHDRAWN, ALLOWED, PASSKEYS = "release.json", "withdrawn.json", "allowed_signers", "passkeys.json"

Identifier = Annotated[str, Field(pattern=r"^\d{4}-[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Checked(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _Listed(_Checked):
    name: Annotated[str, Field(min_length=1)]
    sha256: Digest
    bytes: Annotated[int, Field(ge=0)]


class _Public(_Checked):
    """What of every manifest the program uses, as far as it is there."""

    release: Identifier
    files: list[_Listed]
    years: list[int] = Field(default_factory=list)
    synthetic: bool = True
    supersedes: Identifier | None = None
    change_type: str | None = None


class _Internal(_Public):
    year: int
    warnings: list[dict[str, Any]]
    public_manifest_sha256: Digest
    salt: Digest
    built_years: list[int] = Field(default_factory=list)
    built_on: Identifier | None = None
    measured: dict[str, dict[str, Any]] = Field(default_factory=dict)
    thresholds: dict[str, dict[str, Any]] = Field(default_factory=dict)
    deliveries: list[dict[str, Any]] = Field(default_factory=list)
    changed_figures: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)


def read(path: Path) -> dict[str, Any] | None:
    """An internal manifest; None when there is none, empty when what stands there is not one that a build wrote."""
    return checked(read_json(path))


def checked(content: dict[str, Any] | None) -> dict[str, Any] | None:
    """An internal manifest, with what it may leave out; empty when it is not one that a build wrote."""
    return _shaped(content, _Internal)


def read_public(path: Path) -> dict[str, Any]:
    """A public manifest of which the digest is known to be right."""
    return _shaped(read_json(path), _Public) or {"release": "", "files": []}


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in a file of JSON; None when there is no file, empty when it holds no object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _shaped(content: dict[str, Any] | None, shape: type[BaseModel]) -> dict[str, Any] | None:
    """What was read, with the defaults of what it may leave out; empty when it has another shape."""
    if not content:
        return content
    try:
        return shape.model_validate(content).model_dump() | content
    except (ValidationError, RecursionError):
        return {}


def faults(folder: Path, manifest: dict[str, Any], beside: set[str]) -> list[str]:
    """What in a folder is not as its manifest says, by path in it; a folder that is a link is `.`.

    Every file is there as a plain file with its digest. There is nothing else but the files `beside` and the folders
    that these files lie in: no link, pipe or device, no other file, no other or empty folder.
    """
    if folder.is_symlink() or not folder.is_dir():
        return ["."]
    listed = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    present = dict(inside(folder))
    folders = {name for path in (*listed, *beside) for name in _parents(path)}
    strange = {name for name, kind in present.items() if not _expected(name, kind, {*listed, *beside}, folders)}
    missing = {name for name in {*listed, MANIFEST} | folders if name not in present}
    changed = {name for name in listed.keys() - missing - strange if sha256(folder / name) != listed[name]}
    return sorted(strange | missing | changed)


def listing(folder: Path) -> dict[str, str]:
    """Everything in a folder but its folders, with SHA-256; empty for what is no plain file."""
    return {name: sha256(folder / name) for name, kind in inside(folder) if kind != "folder"}


def strangers(folder: Path, known: set[str]) -> list[str]:
    """What lies directly in a folder and is none of the known folders; a folder that is a link is `.`."""
    if folder.is_symlink():
        return ["."]
    return sorted(name for name, kind in inside(folder, deep=False) if name not in known or kind != "folder")


def sha256(path: Path) -> str:
    """SHA-256 of a plain file, 64 hexadecimal digits; of anything else the empty text."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inside(folder: Path, before: str = "", *, deep: bool = True) -> Iterator[tuple[str, str]]:
    """Everything in a folder with what it is; no link is followed."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{before}{entry.name}"
        is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False)
        yield name, "folder" if is_folder else "file" if is_file else "other"
        if is_folder and deep:
            yield from inside(folder / entry.name, f"{name}/")


def _parents(path: str) -> set[str]:
    parts = path.split("/")[:-1]
    return {"/".join(parts[: count + 1]) for count in range(len(parts))}


def _expected(name: str, kind: str, files: set[str], folders: set[str]) -> bool:
    return (kind == "file" and name in files) or (kind == "folder" and name in folders)
