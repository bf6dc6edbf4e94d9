"""The formats of published tables: one module per format, each with one function `write`; here is their list.

A format is added with a module that has `write(tables, folder, about)` and a row in `FORMATS`. The same tables give the
same rows in every format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from warehouse.formats import csv, datapackage, duckdb, parquet
from warehouse.formats.model import About, Table, of_registry
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from warehouse.registry.model import Mart

__all__ = ["FORMATS", "About", "Format", "Table", "write_kept", "write_release"]

FACTS_FOLDER = "facts"


class Writer(Protocol):
    """What every format does."""

    def __call__(self, tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
        """Writes the tables into a folder that is there and returns the files that it made.

        Args:
            tables: the tables with their rows, in the order of the registry.
            folder: where the files go; files of the formats before it in `FORMATS` are there.
            about: what the files say of the release.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what writes it, and whether the facts kept with a release are written in it too."""

    name: str
    write: Writer
    of_facts: bool = False


#: In the order in which they are written.
FORMATS = (
    Format("parquet", parquet.write, of_facts=True),
    Format("csv", csv.write, of_facts=True),
    Format("duckdb", duckdb.write),
    Format("datapackage", datapackage.write),
)


def write_release(
    folder: Path, marts: Mapping[str, pl.DataFrame], facts: Mapping[str, pl.DataFrame], about: About
) -> list[Path]:
    """Writes all tables of a release into its new folder and returns the files.

    Args:
        folder: the folder of the release; `facts/` is made in it.
        marts: rows of every table of `registry.marts.MARTS`, by name.
        facts: rows of every table of `registry.facts.FACTS`, by name; others are left out.
        about: what the files say of the release.

    Raises:
        KeyError: a table of the registry has no rows, not even none.
    """
    kept = folder / FACTS_FOLDER
    kept.mkdir()
    published, exact = of_registry(MARTS, marts), of_registry(FACTS, facts)
    written = [path for one in FORMATS for path in one.write(published, folder, about)]
    return written + [path for one in FORMATS if one.of_facts for path in one.write(exact, kept, about)]


def write_kept(folder: Path, registry: Mapping[str, Mart], rows: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Writes tables that `tables.read` will read back in the same build: Parquet only, without a release to name."""
    wanted = {name: registry[name] for name in rows}
    return parquet.write(of_registry(wanted, rows), folder, About())
