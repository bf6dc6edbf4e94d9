"""Progress of a command on standard error: bars on a terminal, else plain lines with their time (UTC); and its log."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from warehouse import logs, progress
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rich.progress import Progress

    from warehouse.progress import Told


@contextmanager
def shown(home: Path, command: str, *, year: int = 0, of: int = 0) -> Iterator[None]:
    """Shows a run of a command, and keeps its log in the home.

    Args:
        home: the home folder.
        command: its name.
        year: the measurement year that it is about.
        of: how many steps it has, when that is known.
    """
    with _listener() as listener, logs.run(Home(home), command, [listener], year=year, of=of):
        yield


@contextmanager
def _listener() -> Iterator[Callable[[Told], None]]:
    if not sys.stderr.isatty():
        yield progress.Lines(lambda line: click.echo(f"{datetime.now(UTC):%H:%M:%S} {line}", err=True))
        return
    with _bars() as bars:
        yield Bars(bars)


def _bars() -> Progress:
    from rich import progress as rich  # only a terminal needs it
    from rich.console import Console

    columns = (
        rich.SpinnerColumn(),
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.TextColumn("{task.fields[said]}"),
    )
    return rich.Progress(*columns, console=Console(stderr=True), transient=True)


class Bars:
    """Two bars: the steps of the run, and the files or parts of the step."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._run = bars.add_task("", total=None, said="")
        self._step = bars.add_task("", total=None, said="", visible=False)

    def __call__(self, told: Told) -> None:
        """Moves the bars."""
        done: dict[str, Any] = {"completed": max(told.number - 1, 0), "total": told.of or None}
        self._bars.update(self._run, description=_plain(f"{told.where()} {told.note}"), said=told.times(), **done)
        of_step: dict[str, Any] = {"completed": told.done, "total": told.total or None, "visible": bool(told.unit)}
        self._bars.update(self._step, description="", said=told.how_far() if told.unit else "", **of_step)


def _plain(text: str) -> str:
    """A text in which rich finds no marks of its own."""
    return text.rstrip().replace("[", r"\[")
