"""Ends a connection on which nothing moves."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class Watchdog:
    """Gives a connection up when nobody has said `moved` for some seconds; `stalled` says that it did.

    A time-out of the socket is not enough: a server that sends one byte a minute never meets it.
    """

    def __init__(self, seconds: float, give_up: Callable[[], object]) -> None:
        self.seconds = seconds
        self.stalled = False
        self._give_up = give_up
        self._moved = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._moved.set()
        self._thread.join()

    def moved(self) -> None:
        """A step was made: a connection stands, an answer began, a chunk of a file came."""
        self._moved.set()

    def _watch(self) -> None:
        while self._moved.wait(self.seconds):
            self._moved.clear()
            if self._over:
                return
        self.stalled = True
        self._give_up()
