"""What takes long to import, imported while a delivery is staged: that is work of DuckDB, not of Python."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread


def begin() -> Thread:
    """Begins to import it in a thread; who imports the same meanwhile waits until it is there.

    What goes wrong is said by the import that needs it. The thread is no daemon: one that is cut off while a library is
    loaded can take the process with it.
    """
    with suppress(Exception):  # DuckDB looks into it as soon as somebody imports it: it is whole before others go on
        import pandas  # noqa: F401
    from flows.pages import printer

    printer.begin()
    thread = Thread(target=_later, name="imports")
    thread.start()
    return thread


def _later() -> None:
    """In the order in which a build comes to it: Great Expectations, what draws charts."""
    with suppress(Exception):  # it tells Great Expectations to tell nobody anything, before it imports that
        from expectations import duckdb_source  # noqa: F401
    with suppress(Exception):
        from flows.pages.kit import svg

        svg.begin()
