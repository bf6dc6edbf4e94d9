"""Releases from before disclosure control: exact figures that nobody may read any more (spec: Vintages)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What a manifest has since there is disclosure control: the public one, the internal one.
SINCE = ("thresholds", "public_manifest_sha256")


@dataclass(frozen=True, slots=True)
class Former:
    """A release from before disclosure control: its name, its years, and whether its deliveries were synthetic."""

    id: str
    years: tuple[int, ...]
    synthetic: bool


def read(folder: Path) -> Former | None:
    """The former release in a folder; None for every other folder."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or manifest.get("release") != folder.name:
        return None
    if any(name in manifest for name in SINCE):
        return None
    years, synthetic = manifest.get("years", []), manifest.get("synthetic", False)
    if not isinstance(years, list) or any(type(year) is not int for year in years) or not isinstance(synthetic, bool):
        return None
    return Former(folder.name, tuple(years), synthetic)


def all_in(place: Path) -> list[Former]:
    """The former releases in a folder of releases, by name; none where the folder is not there."""
    found = [read(folder) for folder in sorted(place.iterdir())] if place.exists() else []
    return [one for one in found if one is not None]


def move(releases: Path, exact: Path, current: Path) -> None:
    """Moves every former release from the published to the internal ones, as it is, and removes a link to it."""
    for folder in sorted(releases.iterdir()):
        if (exact / folder.name).exists() or read(folder) is None:
            continue
        if current.is_symlink() and current.readlink().name == folder.name:
            current.unlink()
        folder.chmod(0o700)
        folder.rename(exact / folder.name)
