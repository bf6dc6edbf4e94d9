"""A lock of the kernel on a file: gone with the process that holds it, however that ends."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.errors import TamperedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How long to sleep between two tries.
PAUSE_SECONDS = 0.05
#: What the kernel says of a link and of a folder.
NOT_A_FILE = {errno.ELOOP, errno.EISDIR}


class _Mine(threading.local):
    """The locks that this thread holds."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()


_mine = _Mine()


def is_held(path: Path) -> bool:
    """Whether this thread holds the lock on a file."""
    return path in _mine.paths


@contextmanager
def held(path: Path, seconds: float) -> Iterator[bool]:
    """Tries to lock a file for some seconds, and says whether it could; a thread that has the lock already keeps it.

    Raises:
        OSError: the file cannot be written.
        TamperedError: there is a link or a folder in its place.
    """
    if is_held(path):
        yield True
        return
    descriptor = _opened(path)
    try:
        have = _tried(descriptor, seconds)
        _mine.paths |= {path} if have else set()
        yield have
    finally:
        _mine.paths.discard(path)
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        if error.errno not in NOT_A_FILE:
            raise
        message = f"{path}: is a link or a folder, where a lock of the program has to be; take it away"
        raise TamperedError(message) from None


def _tried(descriptor: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(PAUSE_SECONDS)
        else:
            return True
