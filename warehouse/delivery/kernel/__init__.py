"""Reads a table as big as a country: every rule on every line, and few lines written but those that are kept.

Each part is scanned by polars, and not copied: only plain text that is too large to be read at once is turned into
Parquet first, in the private folder. What is left of a part are the counts of its lines, the hashes of their keys, the
few lines that may break a rule, and the lines of people in the register; DuckDB then decides on those few by the same
SQL as for any other table. A table that cannot be read so (`UnfitError`) is loaded whole: the same result, later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.delivery.kernel import assembled, csv, hashes, parts, work
from warehouse.delivery.kernel.lines import Reading, UnfitError
from warehouse.home import remove

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.loading import Part
    from warehouse.delivery.tasks import Each
    from warehouse.settings import Machine

__all__ = ["Reading", "UnfitError", "clear", "csv", "destroy", "hashes", "load", "place"]


def load(connection: DuckDBPyConnection, reading: Reading, found: Sequence[Part], machine: Machine, each: Each) -> None:
    """Makes the staging tables of a table with a summary from its parts: counts, kept lines and what is in quarantine.

    Args:
        connection: the staging file, with the table of the people of whom lines are kept.
        reading: the table, its cut, and the folder for files between the tasks.
        found: its files.
        machine: the limits of the run.
        each: runs the tasks, on this machine or on others.

    Raises:
        UnfitError: it cannot be read so; at most temporary tables are left in the staging file.
    """
    table, place = reading.table, reading.place
    place.mkdir(exist_ok=True)
    typed = [csv.as_parquet(part, table, place, parts.most_lines(machine)) for part in found]
    each(csv.write, [(part.path, to.path, table) for part, to in zip(found, typed, strict=True) if part is not to])
    batches = parts.batches(typed, table, machine)
    work.write_people(connection, reading)
    each(work.judge, [(one, reading) for one in batches])
    together = parts.that_share_a_period(batches, reading)
    each(work.find_repeats, [(some, reading, machine.memory_bytes) for some in together])
    assembled.make(connection, reading)


def place(folder: Path) -> Path:
    """Where files between the tasks stand, in the folder of the staging file."""
    return folder / "kernel"


def clear(folder: Path) -> None:
    """Destroys what the tasks left but the kept lines, which the staging file reads."""
    kept = set(work.paths(place(folder), work.KEPT))
    for path in place(folder).glob("*"):
        if path not in kept:
            remove(path)


def destroy(folder: Path) -> None:
    """Destroys the files that the tasks left."""
    remove(place(folder))
