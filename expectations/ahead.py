"""Great Expectations, imported while a delivery is staged: nothing else of a build takes as long to import."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

#: What needs it; it says in the environment that nothing is told to anybody before it imports it.
NEEDS_IT = "expectations.duckdb_source"
#: DuckDB looks into this library as soon as it is being imported: it is there before other threads go on.
FIRST = "pandas"


def begin() -> Thread:
    """Begins to import it beside what goes on; who imports it meanwhile waits until it is there.

    What goes wrong is said by the import that needs it. The thread is no daemon: one that is cut off in the middle of
    loading a library can take the process with it.
    """
    thread = Thread(target=_import, args=(NEEDS_IT,), name="imports")
    with suppress(Exception):
        import_module(FIRST)
    thread.start()
    return thread


def _import(name: str) -> None:
    with suppress(Exception):
        import_module(name)
