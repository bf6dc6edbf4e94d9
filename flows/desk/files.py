"""The pages and files of a candidate that the desk hands out: those of its manifests, with the bytes that these name.

A path of a request is a name to look up in a list, and reaches the disk only when it stands there.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from warehouse import manifests, releases
from warehouse.manifests import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.releases import Built

#: Of the internal side the stewards' report alone.
REPORT = "report/"
#: What a browser may show of a candidate; all else is kept by it as a file.
SHOWN = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
AS_FILE = "application/octet-stream"
#: What such a page may do: show itself, and nothing of anywhere else.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def content(built: Built, side: str, name: str) -> tuple[bytes, str] | None:
    """The bytes of a file and their kind; None when it is not of the candidate, or not as it was built."""
    folder = {releases.PUBLIC: built.public, releases.INTERNAL: built.internal}.get(side)
    digest = _listed(built, side).get(name)
    if folder is None or digest is None or (side == releases.INTERNAL and not name.startswith(REPORT)):
        return None
    data = _read(folder / name)
    if data is None or hashlib.sha256(data).hexdigest() != digest:
        return None
    kind = next((kind for ending, kind in SHOWN.items() if name.endswith(ending)), AS_FILE)
    return data, kind


def _listed(built: Built, side: str) -> dict[str, str]:
    """The digest of each file of a side, by its name."""
    if side == releases.INTERNAL:
        return {one["name"]: one["sha256"] for one in built.manifest["files"]}
    same = manifests.sha256(built.public / MANIFEST) == built.manifest["public_manifest_sha256"]
    listed = manifests.read_public(built.public / MANIFEST)["files"] if same else []
    return {one["name"]: one["sha256"] for one in listed}


def _read(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes()
