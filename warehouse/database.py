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

from warehouse import sql, views
from warehouse.errors import TamperedError
from warehouse.manifests import RELEASE, read_json, sha256
from warehouse.releases import PARQUET as FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from duckdb import DuckDBPyConnection

    #: Name, type and values of a column; values as Python writes them, so that no two of them are told as one.
    Said = list[tuple[str, str, str]]
    #: The answers to the queries of CATALOG.
    Catalog = list[list[tuple[Any, ...]]]

DATABASE = "marts.duckdb"
#: What the file of publication beside it calls its SHA-256.
DIGEST = "marts_duckdb_sha256"
#: A database is only looked at: nothing in it gets at files or the network.
READ_ONLY = {"enable_external_access": "false", "autoload_known_extensions": "false"}
#: What a database holds besides rows: views, comments, and what could stand in the place of a table or a function.
CATALOG = (
    "SELECT schema_name, view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "SELECT schema_name, table_name, comment FROM duckdb_tables() ORDER BY ALL",
    "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    "SELECT schema_name, function_name FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    "SELECT schema_name, type_name FROM duckdb_types() WHERE NOT internal ORDER BY ALL",
    "SELECT schema_name, sequence_name FROM duckdb_sequences() ORDER BY ALL",
)
#: Texts are texts, however long they may be together.
LARGE = "large_"
#: What the libraries raise for a file that is none of theirs.
UNREADABLE = (duckdb.Error, pa.ArrowException, OSError, ValueError)
#: The table that says what release this is; it has no file of its own.
RELEASE_TABLE = views.RELEASE
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
        _fill(connection, dict(_tables(folder)))
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
        tables = dict(_tables(folder))
        wanted = {name: _said(table) for name, table in (tables | {RELEASE_TABLE: views.release(tables)}).items()}
        catalog = _wanted_catalog(tables)
    except UNREADABLE:
        return [f"{FOLDER}/ cannot be read"]
    try:
        found, besides = _found(folder / DATABASE)
    except UNREADABLE:
        return [f"{DATABASE} cannot be read"]
    differ = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    wrong = [f"{DATABASE} does not have the cells of {FOLDER}/ (table {name})" for name in differ]
    if besides != catalog:
        wrong.append(f"{DATABASE} has other views or comments than {FOLDER}/ gives it")
    said = (read_json(folder / RELEASE) or {}).get(DIGEST)
    return wrong + [f"{DATABASE} is not the one that {RELEASE} names"] * (said not in {None, sha256(folder / DATABASE)})


def _tables(folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """The Parquet files by the name of their table, read whatever the path of the folder holds."""
    for path in sorted((folder / FOLDER).glob("*.parquet")):
        yield path.stem, pq.read_table(BytesIO(path.read_bytes()))


def _fill(connection: DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Makes the tables, the table `release`, the comments and the views, all at once."""
    connection.begin()
    for name, table in {**tables, RELEASE_TABLE: views.release(tables)}.items():
        connection.register("rows_to_write", table)
        connection.execute(f"CREATE TABLE {sql.name(name)} AS FROM rows_to_write")
        connection.unregister("rows_to_write")
    for statement in views.statements(tables):
        connection.execute(statement)
    connection.commit()


def _wanted_catalog(tables: Mapping[str, pa.Table]) -> Catalog:
    """What there must be besides rows: as in a database in memory, made of the same files without their rows."""
    codes = {name: table for name, table in tables.items() if name == views.CODES}
    with duckdb.connect() as connection:
        _fill(connection, {name: table.slice(0, 0) for name, table in tables.items()} | codes)
        return _catalog(connection)


def _catalog(connection: DuckDBPyConnection) -> Catalog:
    return [connection.execute(query).fetchall() for query in CATALOG]


def _found(path: Path) -> tuple[dict[str, Said], Catalog]:
    """What the tables of a database say, and what it has besides; a table in another schema has a strange name."""
    with duckdb.connect(sql.told(path), read_only=True, config=dict(READ_ONLY)) as connection:
        names = [name for (name,) in connection.execute(TABLES).fetchall()]
        own = [name.removeprefix("main.") for name in names if name.startswith("main.")]
        found = {name: _said(connection.execute(f"FROM main.{sql.name(name)}").to_arrow_table()) for name in own}
        besides = _catalog(connection)
    return found | {f"{name}?": [] for name in names if not name.startswith("main.")}, besides


def _said(table: pa.Table) -> Said:
    return [
        (field.name, str(field.type).removeprefix(LARGE), repr(column.to_pylist()))
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
