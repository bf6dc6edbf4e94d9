"""`marts.duckdb` of a release: made at publication from the Parquet files beside it, and compared with them.

DuckDB writes other bytes each time, so no candidate has it and nobody signs it (decision 0059). What its tables, titles
and units are comes from the Parquet files alone, which are approved.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import sql
from warehouse.errors import TamperedError
from warehouse.formats.parquet import FOLDER
from warehouse.manifests import RELEASE, read_json, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    #: Name, type and values of a column; values as Python writes them, so that no two of them are told as one.
    Said = list[tuple[str, str, str]]

DATABASE = "marts.duckdb"
#: What the file of publication beside it calls its SHA-256.
DIGEST = "marts_duckdb_sha256"
#: A database is only looked at: nothing in it gets at files or the network.
READ_ONLY = {"enable_external_access": "false", "autoload_known_extensions": "false"}
#: What a database can hold besides tables that could stand in the place of one, or among them.
OTHERS = "SELECT count(*) FROM duckdb_views() WHERE NOT internal"
#: Texts are texts, however long they may be together.
LARGE = "large_"
#: What the libraries raise for a file that is none of theirs.
UNREADABLE = (duckdb.Error, pa.ArrowException, OSError, ValueError)
TABLES = "SELECT schema_name || '.' || table_name FROM duckdb_tables()"


def write(folder: Path) -> str:
    """Makes the database in the public folder of a release; its SHA-256.

    Raises:
        TamperedError: there is one already, or its cells are not those of the Parquet files.
    """
    path = folder / DATABASE
    if is_there(folder):
        message = f"{folder.name.removeprefix('.new-')}: {DATABASE} is made at publication; build the candidate again"
        raise TamperedError(message)
    with duckdb.connect(sql.told(path)) as connection:
        for name, table in _tables(folder):
            _create(connection, name, table)
    check(folder)
    return sha256(path)


def is_there(folder: Path) -> bool:
    """Whether there is a database; that one which should be there is missing, `SHA256SUMS` or the manifest says."""
    return os.path.lexists(folder / DATABASE)


def check(folder: Path) -> None:
    """Raises TamperedError when the cells of the database are not those of the Parquet files beside it."""
    for fault in faults(folder):
        message = f"{folder.name.removeprefix('.new-')}: {fault}; restore the release from its backup"
        raise TamperedError(message)


def faults(folder: Path) -> list[str]:
    """The tables of the database that differ from the Parquet files beside it: types, rows, their order, empties."""
    try:
        wanted = {name: _said(table) for name, table in _tables(folder)}
    except UNREADABLE:
        return [f"{FOLDER}/ cannot be read"]
    try:
        found = _found(folder / DATABASE)
    except UNREADABLE:
        return [f"{DATABASE} cannot be read"]
    differ = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    wrong = [f"{DATABASE} does not have the cells of {FOLDER}/ (table {name})" for name in differ]
    said = (read_json(folder / RELEASE) or {}).get(DIGEST)
    return wrong + [f"{DATABASE} is not the one that {RELEASE} names"] * (said not in {None, sha256(folder / DATABASE)})


def _tables(folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """The Parquet files by the name of their table, read whatever the path of the folder holds."""
    for path in sorted((folder / FOLDER).glob("*.parquet")):
        yield path.stem, pq.read_table(BytesIO(path.read_bytes()))


def _create(connection: DuckDBPyConnection, mart: str, table: pa.Table) -> None:
    name = sql.name(mart)
    connection.register("rows_to_write", table)
    connection.execute(f"CREATE TABLE {name} AS FROM rows_to_write")
    connection.unregister("rows_to_write")
    connection.execute(f"COMMENT ON TABLE {name} IS {sql.text(_title(table.schema.metadata))}")
    for field in table.schema:
        title, unit = (_about(field.metadata, name) for name in ("title_en", "unit"))
        comment = sql.text(f"{title} [{unit}]" if unit else title)
        connection.execute(f"COMMENT ON COLUMN {name}.{sql.name(field.name)} IS {comment}")


def _title(metadata: dict[bytes, bytes] | None) -> str:
    """The title of a table, with what its files say that it is not: of real people, of a release that is signed."""
    labels = [name for name in ("synthetic", "trial") if _about(metadata, name) == "true"]
    return _about(metadata, "title_en") + (f" ({', '.join(labels)})" if labels else "")


def _about(metadata: dict[bytes, bytes] | None, name: str) -> str:
    return (metadata or {}).get(name.encode(), b"").decode()


def _found(path: Path) -> dict[str, Said]:
    """What the tables of a database say; a table in another schema, or a view, has a name that no Parquet file has."""
    with duckdb.connect(sql.told(path), read_only=True, config=dict(READ_ONLY)) as connection:
        names = [name for (name,) in connection.execute(TABLES).fetchall()]
        (views,) = connection.execute(OTHERS).fetchone() or (0,)
        own = [name.removeprefix("main.") for name in names if name.startswith("main.")]
        found = {name: _said(connection.execute(f"FROM main.{sql.name(name)}").to_arrow_table()) for name in own}
    strange = [name for name in names if not name.startswith("main.")] + ["views"] * bool(views)
    return found | {f"{name}?": [] for name in strange}


def _said(table: pa.Table) -> Said:
    return [
        (field.name, str(field.type).removeprefix(LARGE), repr(column.to_pylist()))
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
