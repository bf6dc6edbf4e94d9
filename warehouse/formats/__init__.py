"""The formats of published tables: one module per format, each with one function `write`; here is their list.

A format is added with a module that has `write(tables, folder, about)` and a row in `FORMATS`. The same tables give the
same rows in every format. Readers get every format; the exact tables are kept in two. `marts.duckdb` is no format of a
candidate: publication makes it (`warehouse/database.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from warehouse import tables
from warehouse.formats import csv, datapackage, parquet
from warehouse.formats.model import About, Table, of_registry
from warehouse.home import write_new
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.releases import FACTS as FACTS_FOLDER
from warehouse.releases import MARTS as MARTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from warehouse.registry.model import Mart

__all__ = [
    "FORMATS",
    "PARQUET",
    "About",
    "Format",
    "Table",
    "read_kept",
    "read_lists",
    "write_for_stewards",
    "write_internal",
    "write_kept",
    "write_lists",
    "write_public",
    "write_reference",
]

#: The folder on the public side that programs read.
PARQUET = parquet.FOLDER
#: The folder with lists for stewards, on the internal side; the file with a summary between two steps.
STEWARDS, SUMMARY = "stewards", "summary.json"
#: The folder with the reference lists that a home had in the place of the package's, on the internal side.
REFERENCE = "reference"


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
    """A format: its name, what writes it, its folder on the public side, and whether the internal side has it too."""

    name: str
    write: Writer
    folder: str = "."
    internal: bool = False


#: In the order in which they are written.
FORMATS = (
    Format("parquet", parquet.write, folder=parquet.FOLDER, internal=True),
    Format("csv", csv.write, folder=csv.FOLDER, internal=True),
    Format("datapackage", datapackage.write),
)


def write_public(
    folder: Path, marts: Mapping[str, pl.DataFrame], registry: Mapping[str, Mart], about: About
) -> list[Path]:
    """Writes what readers get into the public folder of a candidate, in every format, and returns the files.

    Args:
        folder: the public folder; the folders of formats that have one are made in it.
        marts: rows of every table of the registry, by name; others are left out.
        registry: the tables as they are published.
        about: what the files say of the release.

    Raises:
        KeyError: a table of the registry has no rows, not even none.
    """
    found, written = of_registry(registry, marts), []
    for one in FORMATS:
        (folder / one.folder).mkdir(exist_ok=True)
        written += one.write(found, folder / one.folder, about)
    return written


def write_internal(
    folder: Path, marts: Mapping[str, pl.DataFrame], facts: Mapping[str, pl.DataFrame], about: About
) -> list[Path]:
    """Writes the exact tables into the internal folder of a candidate, `marts/` and `facts/`, and returns the files.

    Args:
        folder: the internal folder.
        marts: rows of every table of `registry.marts.MARTS`, by name.
        facts: rows of every table of `registry.facts.FACTS`, by name; others are left out.
        about: what the files say of the release.

    Raises:
        KeyError: a table of the registry has no rows, not even none.
    """
    written = []
    for name, registry, rows in ((MARTS_FOLDER, MARTS, marts), (FACTS_FOLDER, FACTS, facts)):
        (folder / name).mkdir()
        found = of_registry(registry, rows)
        written += [path for one in FORMATS if one.internal for path in one.write(found, folder / name, about)]
    return written


def write_kept(folder: Path, registry: Mapping[str, Mart], rows: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Writes tables that are read back in the same build: Parquet only, without a release to name.

    Args:
        folder: made when it is not there.
        registry: the tables by name.
        rows: their rows; tables without are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: registry[name] for name in rows}
    return parquet.write(of_registry(wanted, rows), folder, About())


def read_kept(folder: Path, registry: Mapping[str, Mart]) -> dict[str, pl.DataFrame]:
    """The tables that `write_kept` wrote, by name."""
    return {name: tables.read(folder, mart) for name, mart in registry.items()}


def write_lists(folder: Path, lists: Mapping[str, pl.DataFrame], summary: Mapping[str, Any]) -> None:
    """Writes lists that no registry has, and a summary, to be read back by `read_lists` in the same build."""
    folder.mkdir(parents=True)
    for name, rows in lists.items():
        with (folder / f"{name}.parquet").open("wb") as file:
            rows.write_parquet(file)
    (folder / SUMMARY).write_text(json.dumps(summary), encoding="utf-8")


def read_lists(folder: Path) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """The lists by name, and the summary."""
    paths = sorted(folder.glob("*.parquet"))
    lists = {path.stem: pl.read_parquet(BytesIO(path.read_bytes())) for path in paths}
    return lists, json.loads((folder / SUMMARY).read_text(encoding="utf-8"))


def write_for_stewards(folder: Path, withheld: pl.DataFrame) -> None:
    """Writes `stewards/withheld.csv`, the list of what is withheld, into the internal folder of a candidate."""
    (folder / STEWARDS).mkdir()
    with (folder / STEWARDS / "withheld.csv").open("wb") as file:
        withheld.write_csv(file)


def write_reference(folder: Path, own: Mapping[str, bytes]) -> None:
    """Writes the home's own reference lists into the internal folder of a candidate; no folder when it has none."""
    if own:
        write_new(folder / REFERENCE, {f"{name}.csv": content for name, content in sorted(own.items())})
