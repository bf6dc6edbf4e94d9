"""The smallest folder that has the files of a delivery; what is in them does not matter to who pulls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.deliveries import sha256

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2023
TABLES = ("doelgroepregister", "polis", "verdeelsleutel", "werkgevers")


def small_delivery(source: Path, **more: bytes) -> Path:
    """Writes one file for each table that a delivery must have, and its manifest; the folder of the year."""
    folder = source / str(YEAR)
    folder.mkdir(parents=True)
    for table in TABLES:
        (folder / f"{table}.csv").write_bytes(f"{table}\n".encode() * 100)
    for name, content in more.items():
        (folder / name).write_bytes(content)
    promise(folder)
    return folder


def promise(folder: Path, **wrong: Any) -> None:
    """Writes a manifest that is true of the folder, but for what is said to be `wrong` of polis.csv."""
    files = [
        {"name": path.name, "sha256": sha256(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.name != "manifest.json" and path.is_file()
    ]
    for entry in files:
        entry.update(wrong if entry["name"] == "polis.csv" else {})
    (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
