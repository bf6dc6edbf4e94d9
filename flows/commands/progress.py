"""Progress of long work: a moving line on a terminal, plain lines in a log."""

from __future__ import annotations

import functools
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def shown() -> Iterator[Callable[[str], None]]:
    """Something to tell progress to; a terminal shows the last line only, a log every line with its time (UTC)."""
    if not sys.stderr.isatty():
        yield lambda line: click.echo(f"{datetime.now(UTC):%H:%M:%S} {line}")
        return
    from rich.console import Console  # only a terminal needs it

    console = Console(stderr=True)
    with console.status("starting") as status:
        yield lambda line: status.update(line.replace("[", r"\["))


def telling(
    say: Callable[[str], None], around: Callable[..., Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes each step say its name when it starts; `around` is how the step runs (directly, or as a Prefect task)."""

    def run(step: Callable[..., Any]) -> Callable[..., Any]:
        ready = around(step)

        @functools.wraps(step)
        def told(*arguments: Any) -> Any:  # noqa: ANN401
            say(step.__name__)
            return ready(*arguments)

        return told

    return run
