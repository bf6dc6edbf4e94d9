"""The audit trail: one small file a decision, never changed and never removed."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.home import write_durably
from warehouse.review.policies import Decision, Verb

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

POINTER = "pointer"


def read(home: Home, candidate: str) -> list[Decision]:
    """The decisions about a candidate, oldest first."""
    return [_decision(path) for path in _files(home.decisions / candidate)]


def add(home: Home, decision: Decision) -> None:
    """Appends a decision."""
    _append(home.decisions / decision.candidate, decision.verb, asdict(decision))


def add_once(home: Home, decision: Decision) -> None:
    """Appends a decision unless there is one of its kind about the same digest."""
    same = (decision.verb, decision.digest)
    if not any((earlier.verb, earlier.digest) == same for earlier in read(home, decision.candidate)):
        add(home, decision)


def add_move(home: Home, verb: str, release: str, reason: str) -> None:
    """Appends that the pointer to the current release is about to move (publish or rollback), and why."""
    folder = home.decisions / POINTER
    event = {"verb": verb, "release": release, "reason": reason, "by": user(), "at": now()}
    previous = [json.loads(path.read_text(encoding="utf-8")) for path in _files(folder)[-1:]]
    if not any(last["verb"] == verb and last["release"] == release for last in previous):
        _append(folder, verb, event)


def moves(home: Home) -> list[dict[str, str]]:
    """Every move of the pointer, oldest first."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in _files(home.decisions / POINTER)]


def now() -> str:
    """The moment of a decision, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def user() -> str:
    """The account that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _append(folder: Path, verb: str, content: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_durably(folder / f"{len(_files(folder)) + 1:04d}-{verb}.json", text.encode(), mode=0o444)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.json"))


def _decision(path: Path) -> Decision:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Decision(**content | {"verb": Verb(content["verb"])})
