"""A process that kills itself at its n-th write, as `kill -9` would: files, folders, links and database statements.

Writes of Python are seen by an audit hook; those of DuckDB and Arrow by a wrapper around the calls that make them.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

WRITING_EVENTS = {
    "os.rename",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
    "os.truncate",
}


class Killer:
    """Counts the writes of this process below a folder, and kills it at one of them (0: never)."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def write(self) -> None:
        """One more write is about to happen."""
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, folder: str) -> None:
        """Counts every write below `folder` from now on."""

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if is_write(event, arguments) and str(arguments[0]).startswith(folder):
                self.write()

        sys.addaudithook(hook)
        self._watch_libraries()

    def _watch_libraries(self) -> None:
        import duckdb
        import pyarrow.parquet as pq

        connect, write_table = duckdb.connect, pq.write_table

        def connecting(*arguments: Any, **options: Any) -> Any:
            called_by = sys._getframe(1).f_globals["__name__"]
            real = connect(*arguments, **options)
            return Connection(real, self) if called_by.startswith("warehouse") else real

        def writing(*arguments: Any, **options: Any) -> None:
            self.write()
            write_table(*arguments, **options)
            self.write()

        duckdb.connect = connecting
        pq.write_table = writing


class Connection:
    """A DuckDB connection whose statements count as writes, before and after."""

    def __init__(self, real: Any, killer: Killer) -> None:
        self.real, self.killer = real, killer

    def execute(self, *arguments: Any) -> Any:
        self.killer.write()
        done = self.real.execute(*arguments)
        self.killer.write()
        return done

    def close(self) -> None:
        self.killer.write()
        self.real.close()
        self.killer.write()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def is_write(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an audit event of Python writes to a disk."""
    if event != "open":
        return event in WRITING_EVENTS
    _, mode, flags = arguments
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) if mode is None else any(letter in mode for letter in "wax+")
