"""What stands above the releases: four files that are made from one list, each replaced whole, `releases.json` last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from warehouse.above import feed, page
from warehouse.above.listed import CURRENT, FEED, INDEX, PAGE, entries, listed
from warehouse.home import sync, write_durably
from warehouse.manifests import read_json
from warehouse.review import trail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.above.listed import Listed
    from warehouse.home import Home
    from warehouse.review.chain import Chain

__all__ = ["FILES", "INDEX", "content", "entries", "faults", "write"]

#: The files by name, in the order in which they are replaced.
FILES = (FEED, PAGE, CURRENT, INDEX)
#: The mode of each: everybody reads it, and it is replaced.
MODE = 0o644


def write(home: Home) -> None:
    """Replaces the files by what is published now; `releases.json` last, which names the head of the trail.

    Raises:
        TamperedError: a release cannot be read; nothing is written.
    """
    known = trail.opened(home)
    anchor = {"trail": {"number": known.head.number, "head": known.head.sha256}}
    texts = _texts(listed(home, known))
    for name, text in texts.items():
        _replace(home.published / name, text)
    _replace(home.index, _as_json(anchor | content(home, known)))


def _texts(found: Listed) -> dict[str, str | None]:
    """What each file but `releases.json` holds; None for one that is not there."""
    current = f"{found.current}\n" if found.current else None
    return {FEED: feed.text(found), PAGE: page.text(found), CURRENT: current}


def _replace(path: Path, text: str | None) -> None:
    if text is not None:
        write_durably(path, text.encode(), mode=MODE)
    else:
        path.unlink(missing_ok=True)
        sync(path.parent)


def content(home: Home, known: Chain) -> dict[str, Any]:
    """What `releases.json` says besides the head of the trail."""
    return {"current": known.current, "releases": entries(home, known)}


def faults(home: Home, known: Chain) -> Iterator[str]:
    """The files that are not what the program writes; raises TamperedError when a release cannot be read."""
    if not known.published and not any((home.published / name).exists() for name in FILES):
        return
    expected = _texts(listed(home, known)) if known.published else dict.fromkeys(FILES[:-1])
    wrong = [name for name, text in expected.items() if _read(home.published / name) != text]
    for name in [*wrong, *([] if _is_list(home, known) else [INDEX])]:
        yield (f"published/{name}: is not as it was written; give the last `publish`, `rollback` or `withdraw` again")


def _read(path: Path) -> str | None:
    """The text of a plain file; None when nothing is there, empty for anything else."""
    if path.is_symlink() or not path.is_file():
        return "" if path.is_symlink() or path.exists() else None
    return path.read_bytes().decode("utf-8", errors="replace")


def _is_list(home: Home, known: Chain) -> bool:
    """Whether `releases.json` says what it has to, and names an entry of the trail."""
    said = {} if home.index.is_symlink() else read_json(home.index) or {}
    about = {name: value for name, value in said.items() if name != "trail"}
    return bool(known.published) and _is_anchor(said, known) and _as_text(about) == _as_text(content(home, known))


def _is_anchor(said: dict[str, Any], known: Chain) -> bool:
    """Whether a list names an entry of the trail; one that was taken over from before the trail names none."""
    if "trail" not in said:
        return bool(known.founding["releases"])
    head = said["trail"]
    if not isinstance(head, dict) or head.keys() != {"number", "head"} or type(head["number"]) is not int:
        return False
    return known.holds(head["number"], str(head["head"]))


def _as_text(found: dict[str, Any]) -> str:
    """JSON in one way, in which true is not 1."""
    return json.dumps(found, sort_keys=True)


def _as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
