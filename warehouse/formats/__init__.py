"""The formats of published tables: one module per format, each with one function `write`; here is their list.

A format is added with a module that has `write(tables, folder, about)` and a row in `FORMATS`. The same tables give the
same rows in every format. Readers get every format; the exact tables are kept in two. `marts.duckdb` is no format of a
candidate: publication makes it (`warehouse/database.py`).
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from transforms.protection.declared import Empty
from warehouse import progress, tables
from warehouse.errors import ProtectionError
from warehouse.formats import catalog, csv, csv_nl, datapackage, odata, parquet, sav, sdmx, xlsx
from warehouse.formats.model import About, Table, of_registry
from warehouse.formats.offered import File, offered
from warehouse.home import write_new
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.releases import FACTS as FACTS_FOLDER
from warehouse.releases import MARTS as MARTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.registry.model import Mart

__all__ = [
    "FORMATS",
    "PARQUET",
    "About",
    "File",
    "Format",
    "Table",
    "offered",
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
            folder: where the files go; for a format that is about the files of others, these are there.
            about: what the files say of the release.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: what it is called, as its module is.
        write: what writes it.
        folder: its folder on the public side.
        internal: whether the internal side has it too.
        about_files: whether it is about the files that are there, so that it comes after the others.
    """

    name: str
    write: Writer
    folder: str = "."
    internal: bool = False
    about_files: bool = False


#: In the order in which they are written.
FORMATS = (
    Format("parquet", parquet.write, folder=parquet.FOLDER, internal=True),
    Format("csv", csv.write, folder=csv.FOLDER, internal=True),
    Format("csv_nl", csv_nl.write, folder=csv_nl.FOLDER),
    Format("xlsx", xlsx.write),
    Format("odata", odata.write, folder=odata.FOLDER),
    Format("sav", sav.write, folder=sav.FOLDER),
    Format("sdmx", sdmx.write, folder=sdmx.FOLDER),
    Format("datapackage", datapackage.write, about_files=True),
    Format("catalog", catalog.write, about_files=True),
)
#: So many formats are written at the same time.
SIDE_BY_SIDE = 2


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
        ProtectionError: a value is there that its status says is withheld.
    """
    found = of_registry(registry, marts)
    _check_withheld(found)
    for one in FORMATS:
        (folder / one.folder).mkdir(exist_ok=True)

    def made(one: Format) -> list[Path]:
        return one.write(found, folder / one.folder, about)

    own, about_files = ([one for one in FORMATS if one.about_files is wanted] for wanted in (False, True))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return [path for paths in _counted(chain(pool.map(made, own), map(made, about_files))) for path in paths]


def _counted(written: Iterable[list[Path]]) -> Iterator[list[Path]]:
    """The files of each format, whose number is reported as they come."""
    for number, paths in enumerate(written, start=1):
        progress.report(number, len(FORMATS), "formats")
        yield paths


def _check_withheld(tables: Sequence[Table]) -> None:
    """The last look before readers: what is withheld has no value in any format."""
    for table in tables:
        for column in table.mart.columns:
            if any(status == Empty.WITHHELD and value is not None for value, status in table.said(column)):
                message = (
                    f"release: table {table.mart.name}, column {column.name}: a value is there that is withheld; "
                    "nothing is written, report this"
                )
                raise ProtectionError(message)


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
