"""`SHA256SUMS` in the public folder of a release: the digest of every other file, as `sha256sum --check` reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from warehouse.manifests import ALLOWED, PASSKEYS, sha256

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"
#: The folder with what was signed.
APPROVALS = "approvals"
#: What publication adds: what was signed, the signatures and the keys (docs/spec/review.md, "Audit"), and the database.
EVIDENCE = re.compile(rf"approvals/\d\d\.(txt|sig|webauthn\.json)|{ALLOWED}|{PASSKEYS}|marts\.duckdb")
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def write(folder: Path) -> None:
    """Writes the digests of all files in a folder."""
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    text = "".join(f"{sha256(folder / name)}  {name}\n" for name in names)
    (folder / SUMS).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, str] | None:
    """The digest of each file by name; None when there is no list, empty when it is none."""
    path = folder / SUMS
    if not path.is_file() or path.is_symlink():
        return None
    lines = [LINE.fullmatch(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    return {line[2]: line[1] for line in lines if line} if all(lines) else {}


def evidence(folder: Path) -> set[str]:
    """The files of publication that a list names, and the list itself; nothing when there is none."""
    listed = read(folder)
    return set() if listed is None else {SUMS, *(name for name in listed if EVIDENCE.fullmatch(name))}


def faults(folder: Path) -> list[str]:
    """The files that are not as the list says, and the list when it lacks one; nothing when there is no list."""
    listed = read(folder)
    if listed is None:
        return []
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()} - {SUMS}
    wrong = [name for name in sorted(listed) if sha256(folder / name) != listed[name]]
    return wrong + ([SUMS] if names != listed.keys() else [])
