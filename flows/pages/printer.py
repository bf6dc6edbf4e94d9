"""Prints pages in processes of their own, beside what a build does meanwhile: WeasyPrint keeps a core busy.

They are begun once, serve every build of this process, and end when it ends, however it ends. They get nothing but
pages that are to be public.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import local
from typing import Any

from flows.pages import pdf
from warehouse.errors import StorageError, WrongUseError

#: As many as there are languages. A thread waits for each process, which does one page after another.
PROCESSES = 2
_WAITING = ThreadPoolExecutor(PROCESSES, thread_name_prefix="printer")
_OF_THREAD = local()
#: Names of the environment that hold keys begin so; printing needs none.
OURS = "BANENAFSPRAAK_"


@dataclass(frozen=True, slots=True)
class Process:
    """The process that prints, and the way to it."""

    process: subprocess.Popen[bytes]
    way: Any

    def end(self) -> None:
        """Ends it."""
        self.process.kill()
        self.process.wait()
        self.way.close()


def begin() -> None:
    """Starts the processes, which import what they print with."""
    for _ in range(PROCESSES):
        _WAITING.submit(_started)


def ask(html: str, identifier: str) -> Future[bytes]:
    """Has a page printed, as `pdf.render` does it; what it raises is raised by `result()`.

    Raises:
        StorageError: the process was ended from outside, as a machine without memory does.
    """
    return _WAITING.submit(_printed, html, identifier)


def _printed(html: str, identifier: str) -> bytes:
    started = _started()
    try:
        started.way.send((html, identifier))
        answer = started.way.recv()
    except (OSError, EOFError):
        started.end()
        del _OF_THREAD.started
        message = "factsheet: the process that prints it was ended; free memory and run the same command again"
        raise StorageError(message) from None
    if isinstance(answer, Exception):
        raise answer
    return bytes(answer)


def _started() -> Process:
    """The process of this thread, begun when there is none."""
    if not hasattr(_OF_THREAD, "started"):
        _OF_THREAD.started = _start()
    found: Process = _OF_THREAD.started
    return found


def _start() -> Process:
    """A process in a group of its own: what the keyboard stops is this program, which ends it."""
    ours, theirs = Pipe()
    command = [sys.executable, "-P", "-m", "flows.pages.printer", str(theirs.fileno())]
    free = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    process = subprocess.Popen(  # noqa: S603 - this program
        command, pass_fds=[theirs.fileno()], env=free, stdin=subprocess.DEVNULL, process_group=0
    )
    theirs.close()
    started = Process(process, ours)
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
        except WrongUseError as error:
            way.send(error)
        except Exception as error:
            way.send(error if isinstance(error, RuntimeError) else RuntimeError(type(error).__name__))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
