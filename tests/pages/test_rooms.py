"""The rooms of the pages: what each may know, read from the syntax of every module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = "flows.pages"
#: Room -> the rooms of the pages that it may know besides itself.
MAY_KNOW = {
    "flows.pages.kit": set(),
    "flows.pages.review": {"flows.pages.kit", "flows.pages.dossier"},
    "flows.pages.dossier": {"flows.pages.kit", "flows.pages.review.differences", "flows.pages.review.origin"},
    "flows.pages.report": {"flows.pages.kit", "flows.pages.dossier", "flows.pages.review"},
    "flows.pages.factsheet": {"flows.pages.kit", "flows.pages.dossier", "flows.pages.printer"},
    "flows.pages.quality": {"flows.pages.kit", "flows.pages.dossier"},
    "flows.pages.pdf": set(),
    "flows.pages.printer": {"flows.pages.pdf"},
    "flows.pages.landing": {"flows.pages.kit", "flows.pages.dossier"},
}


def modules(room: str) -> list[Path]:
    """The files of a room: a folder or one module."""
    place = ROOT.joinpath(*room.split("."))
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def imported(path: Path) -> set[str]:
    """What a module imports, in full; the pages import nothing by a relative name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def lies_in(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def strangers(room: str) -> list[str]:
    """What a room imports of `flows` outside itself and the rooms that it may know."""
    known = {room, *MAY_KNOW[room]}
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in sorted(imported(path))
        if lies_in(name, {"flows"}) and not lies_in(name, known)
    ]


@pytest.mark.parametrize("room", MAY_KNOW)
def test_a_room_knows_only_what_it_may(room: str) -> None:
    assert strangers(room) == []


@pytest.mark.parametrize("room", MAY_KNOW)
def test_a_room_is_used(room: str) -> None:
    """A room that nothing of it is imported would pass the test above by being empty."""
    others = [path for other in MAY_KNOW if other != room for path in modules(other)]
    users = [*others, ROOT / "flows/steps.py"]
    assert any(lies_in(name, {room}) for path in users for name in imported(path))
    assert modules(room)[0].is_file()


def test_every_module_of_the_pages_is_in_a_room() -> None:
    inside = {path for room in MAY_KNOW for path in modules(room)}
    outside = set((ROOT / "flows/pages").rglob("*.py")) - inside
    assert [path.relative_to(ROOT).as_posix() for path in outside] == ["flows/pages/__init__.py"]


def test_a_stranger_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAY_KNOW, "flows.pages.report", set())
    found = strangers("flows.pages.report")
    assert "flows/pages/report/__init__.py imports flows.pages.dossier.ReportData" in found
