"""One log a run: its steps with their times, and where it failed; never a value. And how long steps took before."""

from __future__ import annotations

import json
import math
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import progress
from warehouse.home import PRIVATE, PRIVATE_FILE, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from warehouse.home import Home
    from warehouse.progress import Run, Told

#: How long the steps of each command took, by measurement year; it changes nothing that is built.
TIMES = "times.json"
NEW = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
#: By the folder of logs the log of the run that this process did last: what it failed of is added there.
_of_last_run: dict[Path, Path] = {}


class Log:
    """The log of a run; it is begun when the home has a folder for it, and given up when it cannot be written."""

    def __init__(self, home: Home, command: str) -> None:
        self.path = home.logs / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{command}-{os.getpid()}.log"
        self._waiting: list[str] = []
        self._is_lost = False

    def write(self, line: str) -> None:
        """Adds a line, with its moment."""
        self._waiting.append(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}\n")
        if self._is_lost or not self.path.parent.is_dir():
            return
        try:
            append(self.path, "".join(self._waiting))
            _of_last_run[self.path.parent] = self.path
        except OSError:
            self._is_lost = True
        self._waiting = []


def append(path: Path, text: str) -> None:
    """Adds a text to a log, which is the account's own; raises OSError."""
    descriptor = os.open(path, NEW, PRIVATE_FILE)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as file:
        file.write(text)


@contextmanager
def run(
    home: Home, command: str, listeners: Sequence[Callable[[Told], None]], *, year: int = 0, of: int = 0
) -> Iterator[Run]:
    """A run of a command that tells listeners and a log of the home; within another run it is a part of that one.

    Args:
        home: the home folder.
        command: its name.
        listeners: who is told besides the log.
        year: the measurement year that it is about.
        of: how many steps it has, when that is known.
    """
    outer = progress.current()
    if outer is not None:
        with outer.telling(listeners):
            yield outer
        return
    log = Log(home, command)
    told: list[Callable[[Told], None]] = [*listeners, progress.Lines(log.write)]
    with progress.running(progress.Run(command, told, year, times(home).get(command, {}), of)) as one:
        one.begin()
        yield one
    keep_times(home, one)


def times(home: Home) -> dict[str, dict[str, dict[str, float]]]:
    """How long steps took, by command, year and step; what is not as this program writes it is not there."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for command, years in _folder(_read(home)).items():
        for year, steps in _folder(years).items():
            seconds = {name: float(one) for name, one in _folder(steps).items() if _is_time(one)}
            if year.isascii() and year.isdigit():
                found.setdefault(command, {})[year] = seconds
    return found


def _read(home: Home) -> Any:  # noqa: ANN401 - whatever is in the file
    try:
        return json.loads((home.logs / TIMES).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _folder(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and value >= 0


def keep_times(home: Home, one: Run) -> None:
    """Keeps how long the steps of a run took; a home that cannot be written goes without."""
    known = times(home)
    of_command = known.setdefault(one.command, {})
    for year, seconds in one.seconds.items():
        of_command[year] = of_command.get(year, {}) | seconds
    with suppress(OSError):
        if home.logs.is_dir():
            write_durably(home.logs / TIMES, json.dumps(known, sort_keys=True).encode(), mode=PRIVATE_FILE)


def keep(home: Home, text: str) -> Path | None:
    """Adds a text to the log of the run, else to a new one, and returns its path; None when it cannot be written."""
    new = home.logs / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
    path = _of_last_run.pop(home.logs, new)
    try:
        home.logs.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        append(path, text)
    except OSError:
        return None
    return path
