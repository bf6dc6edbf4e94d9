"""What takes long to import, imported while a delivery is staged: that is work of DuckDB, not of Python."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

#: In the order in which a build comes to them: Great Expectations, which is told first to tell nobody anything, and
#: what the factsheet is printed with.
LATER = ("expectations.duckdb_source", "weasyprint")
#: DuckDB looks into this library as soon as somebody imports it: it is whole before other threads go on.
FIRST = ("pandas",)


def begin() -> Thread:
    """Begins to import it in a thread; who imports the same meanwhile waits until it is there.

    What goes wrong is said by the import that needs it. The thread is no daemon: one that is cut off while a library is
    loaded can take the process with it.
    """
    thread = Thread(target=_import, args=(LATER,), name="imports")
    _import(FIRST)
    thread.start()
    return thread


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        with suppress(Exception):
            import_module(name)
