"""Homes with mirrors, and what a mirror has to hold, worked out without the program."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

LISTS = ("feed.atom", "index.html", "current.txt", "releases.json")


def with_mirrors(home: Home, *places: Path | str | dict[str, str]) -> Home:
    """Names the mirrors in `config.toml`, which has a section `[publication]`."""
    config = home.root / "config.toml"
    kept = [line for line in config.read_text().splitlines() if not line.startswith("mirrors")]
    at = kept.index("[publication]") + 1
    named = f"mirrors = [{', '.join(map(as_toml, places))}]"
    config.write_text("\n".join([*kept[:at], named, *kept[at:], ""]))
    return home


def as_toml(place: Path | str | dict[str, str]) -> str:
    if isinstance(place, dict):
        return "{" + ", ".join(f"{name} = {json.dumps(value)}" for name, value in place.items()) + "}"
    return json.dumps(str(place))


def expected(home: Home) -> dict[str, str]:
    """The digest of every file that readers get, by its path; the link is not one."""
    mark = (json.dumps({"mirror_of": identifier(home)}) + "\n").encode()
    files = [path for path in home.published.rglob("*") if path.is_file() and home.current not in path.parents]
    found = {str(path.relative_to(home.published)): digest(path.read_bytes()) for path in files}
    return found | {"mirror.json": digest(mark)}


def identifier(home: Home) -> str:
    """The identifier of a home, from the first text of its trail."""
    entry: dict[str, Any] = json.loads(next(home.trail.glob("000001-*")).read_text())
    line = next(line for line in str(entry["text"]).splitlines() if line.startswith("home"))
    return line.split()[-1]


def held(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder; nothing else may be there but folders that hold one."""
    assert [path for path in folder.rglob("*") if path.is_symlink()] == []
    assert [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())] == []
    return {str(path.relative_to(folder)): digest(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
