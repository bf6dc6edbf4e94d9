"""Prints pages in a process of its own, beside what a build does meanwhile: WeasyPrint is Python and keeps a core busy.

The process is begun once, serves every build of this one, and ends when this one ends, however it ends. It gets
nothing but pages that are to be public.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from flows.pages import pdf
from warehouse.errors import StorageError, WrongUseError

#: Waits for the process, which does one page after another.
_WAITING = ThreadPoolExecutor(1, thread_name_prefix="printer")
#: Names of the environment that hold keys begin so; printing needs none.
OURS = "BANENAFSPRAAK_"


@dataclass(frozen=True, slots=True)
class _Process:
    """The process that prints, and the way to it."""

    process: subprocess.Popen[bytes]
    way: Any

    def end(self) -> None:
        """Ends it."""
        self.process.kill()
        self.process.wait()
        self.way.close()


def begin() -> None:
    """Starts the process, which imports what it prints with."""
    _WAITING.submit(_started)


def ask(html: str, identifier: str) -> Future[bytes]:
    """Has a page printed, as `pdf.render` does it; what it raises is raised by `result()`.

    Raises:
        StorageError: the process was ended from outside, as a machine without memory does.
    """
    return _WAITING.submit(_printed, html, identifier)


def _printed(html: str, identifier: str) -> bytes:
    way = _started().way
    try:
        way.send((html, identifier))
        answer = way.recv()
    except (OSError, EOFError):
        _started().end()
        _started.cache_clear()
        message = "factsheet: the process that prints it was ended; free memory and run the same command again"
        raise StorageError(message) from None
    if isinstance(answer, Exception):
        raise answer
    return bytes(answer)


@cache
def _started() -> _Process:
    ours, theirs = Pipe()
    command = [sys.executable, "-P", "-m", "flows.pages.printer", str(theirs.fileno())]
    free = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    process = subprocess.Popen(  # noqa: S603 - this program
        command, pass_fds=[theirs.fileno()], env=free, stdin=subprocess.DEVNULL
    )
    theirs.close()
    started = _Process(process, ours)
    atexit.register(started.end)
    return started


def _serve(way: Any) -> None:  # noqa: ANN401 - a Connection, which is generic in later Pythons only
    """Prints what comes, until nobody is there any more."""
    pdf.prepare()
    while True:
        try:
            html, identifier = way.recv()
        except (OSError, EOFError):
            return
        try:
            way.send(pdf.render(html, identifier))
        except (RuntimeError, WrongUseError) as error:
            way.send(error)


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
