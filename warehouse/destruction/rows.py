"""The rows of a year in the warehouse: their pseudonyms, and the warehouse written anew without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np

from warehouse import sql
from warehouse.home import PRIVATE_FILE, remove, sync
from warehouse.store import faults

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from warehouse.home import Home
    from warehouse.settings import Machine

#: Records that go with their year; that of runs holds counts and digests, and stays.
OF_YEAR = ("quarantine", "kept_from")
PSEUDONYM = "UBIGINT"
TABLES = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'before' ORDER BY ALL"


def pseudonyms(home: Home, year: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The pseudonyms in the rows of a year, and those in the rows of all other years; sorted."""
    own, others = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    if home.warehouse.exists():
        with faults(), duckdb.connect(sql.told(home.warehouse), read_only=True) as connection:
            for schema, table, column in connection.execute(
                "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
                f"WHERE data_type = '{PSEUDONYM}' AND regexp_full_match(schema_name, 'y[0-9]{{4}}')"
            ).fetchall():
                place = f"{sql.name(schema)}.{sql.name(table)}"
                found = connection.execute(f"SELECT DISTINCT {sql.name(column)} AS number FROM {place}").fetchnumpy()
                (own if schema == _schema(year) else others).append(np.asarray(found["number"], np.uint64))
    return np.unique(np.concatenate(own)), np.unique(np.concatenate(others))


def is_there(home: Home, year: int) -> bool:
    """Whether the warehouse has anything of a year but records of runs."""
    if not home.warehouse.exists():
        return False
    with faults(), duckdb.connect(sql.told(home.warehouse), read_only=True) as connection:
        tables = set(connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall())
        of_year = any(schema == _schema(year) for schema, _ in tables)
        records = [name for name in OF_YEAR if ("main", name) in tables]
        return of_year or any(_count(connection, f"main.{name} WHERE year = {year:d}") for name in records)


def rewrite(home: Home, year: int, machine: Machine) -> tuple[int, int]:
    """Writes the warehouse into a new file without a year, for deleted rows stay in the bytes of the old one.

    Returns:
        How many rows and how many records of quarantined lines went.
    """
    if not home.warehouse.exists():
        return 0, 0
    new = home.root / f".new-{home.warehouse.name}"
    for path in (new, _log(new)):
        remove(path)
    with faults():
        with duckdb.connect(sql.told(home.warehouse)) as connection:
            connection.execute("CHECKPOINT")
        with duckdb.connect(sql.told(new)) as connection:
            connection.execute(sql.limits(machine, home.work / "spill"))
            connection.execute(f"ATTACH {sql.database(home.warehouse)} AS before (READ_ONLY)")
            gone = _copy(connection, year)
            connection.execute("DETACH before")
            connection.execute("CHECKPOINT")
    new.chmod(PRIVATE_FILE)
    sync(new)
    new.replace(home.warehouse)
    for path in (_log(new), _log(home.warehouse)):
        remove(path)
    sync(home.root)
    return gone


def _copy(connection: DuckDBPyConnection, year: int) -> tuple[int, int]:
    """Copies every table but those of the year, and of its records those of other years."""
    rows = quarantined = 0
    for schema, table in connection.execute(TABLES).fetchall():
        place = f"{sql.name(schema)}.{sql.name(table)}"
        if schema == _schema(year):
            rows += _count(connection, f"before.{place}")
            continue
        own = schema == "main" and table in OF_YEAR
        if own and table == OF_YEAR[0]:
            quarantined = _count(connection, f"before.{place} WHERE year = {year:d}")
        others = f" WHERE year <> {year:d}" if own else ""
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {sql.name(schema)}")
        connection.execute(f"CREATE TABLE {place} AS SELECT * FROM before.{place}{others}")
    return rows, quarantined


def _count(connection: DuckDBPyConnection, lines: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {lines}").fetchone()
    return int(row[0]) if row else 0


def _schema(year: int) -> str:
    return f"y{year:d}"


def _log(database: Path) -> Path:
    """What DuckDB wrote of a database and has not taken into it yet."""
    return database.with_name(f"{database.name}.wal")
