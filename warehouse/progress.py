"""Progress of long work: steps report to it, and it tells whoever listens; never a value of a delivery.

A command opens a `Run` with its listeners (bars, lines, a log, Prefect's log). What works says `step` when a step
begins and `report` when so many files or parts of it are done; without a run nobody is told.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from warehouse.errors import BanenafspraakError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: The whole of a run, among its steps.
WHOLE = ""
#: So many seconds between two lines about one step.
PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a listener is told.

    Attributes:
        step: what is being done; the whole run when it is empty.
        number, of: which step of how many; 0 when that is not known.
        done, total, unit: how many files or parts of the step are done; `total` is 0 when it is not known.
        elapsed: seconds since the run began.
        before: of an earlier year, and how many seconds it took then.
        note: what else is said.
        is_new: whether the step begins here.
    """

    step: str
    number: int = 0
    of: int = 0
    done: int = 0
    total: int = 0
    unit: str = ""
    elapsed: float = 0
    before: tuple[str, float] | None = None
    note: str = ""
    is_new: bool = True

    def where(self) -> str:
        """Which step of how many, and what it is."""
        return f"step {self.number} of {max(self.of, self.number)}: {self.step}" if self.number else self.step

    def how_far(self) -> str:
        """How many files or parts are done."""
        return f"{self.done:,} of {self.total:,} {self.unit}" if self.total else f"{self.done:,} {self.unit}"

    def times(self) -> str:
        """How long the run has taken, and how long this took in an earlier year."""
        then = f"; {self.before[0]}: {clock(self.before[1])}" if self.before else ""
        return f"{clock(self.elapsed)} elapsed{then}"

    def line(self) -> str:
        """The same in one line."""
        said = [self.where(), self.note, self.how_far() if self.unit else ""]
        return f"{': '.join(one for one in said if one)} ({self.times()})"


@dataclass
class Run:
    """One run of a command.

    Attributes:
        command: its name.
        listeners: who is told.
        year: the measurement year that it is about; 0 when about none.
        earlier: how long its steps took before, in seconds, by year and step.
        of: how many steps it has, when that is known from the start.
        seconds: how long each step took, by year and step.
    """

    command: str
    listeners: Sequence[Callable[[Told], None]]
    year: int = 0
    earlier: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    of: int = 0
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = self._step_began = time.monotonic()
        self._is_fixed = self.of > 0
        self._name, self._now = WHOLE, Told(WHOLE, of=self.of)
        self._of_year = self.year

    @contextmanager
    def telling(self, others: Sequence[Callable[[Told], None]]) -> Iterator[None]:
        """Tells others too, of what is done here."""
        before = self.listeners
        self.listeners = [*before, *others]
        try:
            yield
        finally:
            self.listeners = before

    def begin(self) -> None:
        """Tells that the run begins."""
        self._tell(replace(self._now, step=self.command, number=0, note="begins", before=self.took(WHOLE, self.year)))

    def expect(self, steps: int) -> None:
        """How many steps there are to come, unless the command said so."""
        if not self._is_fixed:
            self.of = self._now.number + steps

    def fix(self, steps: int) -> None:
        """How many steps there are in all, whatever parts of the run say."""
        self.of, self._is_fixed = steps, True

    def skip(self, steps: int) -> None:
        """So many of them are not needed."""
        self.of = max(self.of - steps, 0)

    def step(self, name: str, year: int = 0) -> None:
        """A step begins, which ends the one before."""
        self._finish()
        self._of_year, self._step_began = year or self.year, time.monotonic()
        shown = f"{name} {year}" if year else name
        self._now = Told(shown, self._now.number + 1, self.of, before=self.took(name, self._of_year))
        self._name = name
        self._tell(self._now)

    def report(self, done: int, total: int, unit: str) -> None:
        """So many files or parts of the step are done."""
        self._tell(replace(self._now, done=done, total=total, unit=unit, is_new=False))

    def note(self, text: str) -> None:
        """Something else about the step."""
        self._tell(replace(self._now, note=text, is_new=True))

    def end(self, how: str) -> None:
        """The run ends."""
        self._finish()
        self._keep(WHOLE, self.year, time.monotonic() - self._began)
        self._tell(Told(self.command, of=self.of, note=how, before=self.took(WHOLE, self.year)))

    def took(self, name: str, year: int) -> tuple[str, float] | None:
        """How long a step took in the last year before, else in the same year before."""
        known = sorted(int(one) for one, steps in self.earlier.items() if int(one) <= year and name in steps)
        before = [one for one in known if one < year] or known
        return (str(before[-1] or "before"), self.earlier[str(before[-1])][name]) if before else None

    def _finish(self) -> None:
        if self._now.number:
            self._keep(self._name, self._of_year, time.monotonic() - self._step_began)

    def _keep(self, name: str, year: int, seconds: float) -> None:
        self.seconds.setdefault(str(year), {})[name] = round(seconds, 1)

    def _tell(self, told: Told) -> None:
        said = replace(told, elapsed=time.monotonic() - self._began)
        for listener in self.listeners:
            listener(said)


class Lines:
    """Plain lines: every step and note, and of what a step has done one line in some seconds."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._last = 0.0

    def __call__(self, told: Told) -> None:
        """Writes the line, unless one about the same step was written just now."""
        now = time.monotonic()
        if told.is_new or now - self._last >= PAUSE_SECONDS:
            self._last = now
            self._write(told.line())


_current: ContextVar[Run | None] = ContextVar("progress", default=None)


@contextmanager
def running(run: Run) -> Iterator[Run]:
    """What works inside reports to this run; it ends as `done`, or as what ended it, which names no delivered value."""
    token = _current.set(run)
    how = "done"
    try:
        yield run
    except BanenafspraakError as error:
        how = f"ended, exit {error.exit_code}: {' '.join(str(error).split())}"
        raise
    except BaseException as error:
        how = f"ended: {type(error).__name__}"
        raise
    finally:
        _current.reset(token)
        run.end(how)


def current() -> Run | None:
    """The run that what works reports to; None when nobody listens."""
    return _current.get()


def step(name: str, year: int = 0) -> None:
    """A step begins."""
    run = _current.get()
    if run is not None:
        run.step(name, year)


def report(done: int, total: int, unit: str) -> None:
    """So many files or parts of the step are done; `total` is 0 when that is not known."""
    run = _current.get()
    if run is not None:
        run.report(done, total, unit)


def note(text: str) -> None:
    """Something else about the step, which names no value of a delivery."""
    run = _current.get()
    if run is not None:
        run.note(text)


def expect(steps: int) -> None:
    """How many steps there are to come."""
    run = _current.get()
    if run is not None:
        run.expect(steps)


def fix(steps: int) -> None:
    """How many steps there are in all, whatever parts of the run say."""
    run = _current.get()
    if run is not None:
        run.fix(steps)


def skip(steps: int) -> None:
    """So many of them are not needed."""
    run = _current.get()
    if run is not None:
        run.skip(steps)


def clock(seconds: float) -> str:
    """Seconds as m:ss, from an hour on as h:mm:ss."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
