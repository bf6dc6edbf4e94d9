"""Builds in a process of its own, which may hang, crash or print what it likes without taking the tests with it.

What is called is the command line itself. A build that is asked for its figures only stops when they are there: before
disclosure control, the report and the candidate.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.support.cli import Run, build_arguments, delivered_files, internal, mart_rows, run

CONTEXT = multiprocessing.get_context("spawn")
Marts = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Asked:
    """A build: its home, year and source, the limit of quarantine, and whether a whole candidate is made."""

    home: Path
    year: int
    source: Path
    limit: float
    whole: bool


@dataclass(frozen=True)
class Done:
    """What came of a build.

    Attributes:
        code: the exit code; None when there was no answer in time, below zero when the process crashed.
        err: what the command wrote to standard error.
        out: what was printed besides, by libraries too.
        marts: the exact marts.
        counts: of each file the lines delivered and those in quarantine.
    """

    code: int | None
    err: str
    out: str = ""
    marts: Marts = field(default_factory=dict)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)


class FiguresError(SystemExit):
    """Ends a build when its figures are there; the command line lets it pass."""


class Builder:
    """A process that builds one thing after another; a new one takes the place of one that hung or crashed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._start()

    def _start(self) -> None:
        self.printed = Path(tempfile.mkstemp(prefix="printed-")[1])
        self.pipe, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=serve, args=(theirs, str(self.printed)), daemon=True)
        self.process.start()
        theirs.close()

    def build(self, asked: Asked) -> Done:
        """Builds, and waits no longer than the time limit."""
        try:
            self.pipe.send(asked)
            if self.pipe.poll(self.seconds):
                done: Done = self.pipe.recv()
                return done
            code = None
        except (EOFError, ConnectionError):
            self.process.join()
            code = self.process.exitcode
        printed = self.printed.read_text(encoding="utf-8", errors="replace")
        self.close()
        self._start()
        return Done(code, printed)

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.printed.unlink(missing_ok=True)


@contextlib.contextmanager
def builder(seconds: float) -> Iterator[Builder]:
    """A process that builds, ended when it is not needed any more."""
    made = Builder(seconds)
    try:
        yield made
    finally:
        made.close()


# --- in the process ---


def serve(pipe: Connection, printed: str) -> None:
    """Builds what is asked for, until nobody asks."""
    descriptor = os.open(printed, os.O_WRONLY | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(descriptor, standard)
    stop_at_the_figures()
    with contextlib.suppress(EOFError):
        while True:
            pipe.send(built(pipe.recv(), Path(printed)))


def stop_at_the_figures() -> None:
    """Leaves out the factsheet; a build goes on past its figures only when the environment says so."""
    from flows import build, steps
    from flows.pages import factsheet

    def chosen(step: build.Step) -> build.Step:
        return figures if step is steps.protect and "WHOLE" not in os.environ else step

    build.as_it_is = chosen
    factsheet.begin = nothing  # type: ignore[assignment]
    factsheet.write = nothing  # type: ignore[assignment]


def nothing(*given: object) -> None:
    """In the place of the factsheet."""
    del given


def figures(request: Any, planned: Any, built: Any, folders: Any, folder: Path) -> None:
    """Takes the exact marts and the counts, in the place of the step `protect`, and ends the build."""
    from flows import inputs
    from flows import release as composition
    from warehouse import releases

    del folder
    base, published = releases.base(request.home), inputs.publications(request.reference)
    exact = composition.marts(composition.facts(base, folders, built), base, planned, request.book, published)
    marts = {name: frame.to_dicts() for name, frame in exact.items()}
    counts = {file.name: (file.rows_delivered, file.rows_quarantined) for one in built for file in one.staged.files}
    raise FiguresError((marts, counts))


def built(asked: Asked, printed: Path) -> Done:
    """One build by the command line."""
    os.environ["BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT"] = str(asked.limit)
    os.environ.pop("WHOLE", None)
    os.environ |= {"WHOLE": "1"} if asked.whole else {}
    os.truncate(printed, 0)
    try:
        done = run(asked.home, *build_arguments(asked.year, asked.source))
    except FiguresError as found:
        marts, counts = found.args[0]
        return Done(0, "", printed.read_text(encoding="utf-8", errors="replace"), marts, counts)
    out = done.out + printed.read_text(encoding="utf-8", errors="replace")
    return candidate(asked, done, out) if done.code == 0 else Done(done.code, done.err, out)


def candidate(asked: Asked, done: Run, out: str) -> Done:
    """What a whole build left."""
    folder = asked.home / "candidates" / done.answer["candidate"]
    marts = {path.stem: mart_rows(folder, path.stem) for path in (internal(folder) / "marts").glob("*.parquet")}
    files = [file for file in delivered_files(folder) if file["year"] == asked.year]
    return Done(
        0, done.err, out, marts, {file["name"]: (file["rows_delivered"], file["rows_quarantined"]) for file in files}
    )
