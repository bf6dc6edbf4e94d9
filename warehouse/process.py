"""The process of a command: what it makes is its account's own, it leaves no core, a signal ends it tidily."""

from __future__ import annotations

import os
import resource
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

Started = TypeVar("Started")
#: What a new file or folder never gives to others; what readers may have gets its mode by name.
PRIVATE_UMASK = 0o077
SIGNALS = (signal.SIGTERM, signal.SIGINT)
#: The exit code of a command that a signal ended is the signal's number and this (convention of shells).
ENDED_BY = 128


class Stopped(BaseException):
    """A signal asked the command to end; no `except Exception` on the way holds it up."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = ENDED_BY + number


@dataclass
class _Asked:
    """Which signal came, and whether it has to wait."""

    number: int | None = None
    waits: int = 0


_asked = _Asked()


@contextmanager
def private() -> Iterator[None]:
    """Files and folders made here are the account's own, whatever the caller's umask; no core dump holds their rows."""
    without_core()
    before = os.umask(PRIVATE_UMASK)
    try:
        yield
    finally:
        os.umask(before)


def without_core() -> None:
    """Sets the core-dump limit to 0, for this process and those that it starts."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM and SIGINT raise `Stopped` here; only the main thread can be asked."""
    _asked.number = None
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A signal waits until this is done: for what destroys staging."""
    _asked.waits += 1
    try:
        yield
    finally:
        _asked.waits -= 1
    if _asked.number is not None and not _asked.waits:
        raise Stopped(_asked.number)


def deaf(start: Callable[[], Started]) -> Started:
    """Starts a process that Ctrl-C does not reach, though it is of the same terminal: it inherits what is blocked."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stopped() -> Stopped | None:
    """What ended the command, also when a library made another error of it; None when no signal came."""
    return None if _asked.number is None else Stopped(_asked.number)


def _stop(number: int, _: FrameType | None) -> None:
    _asked.number = number
    if not _asked.waits:
        raise Stopped(number)
