"""The warehouse: accepted, minimised, pseudonymised rows by year, quarantine records and run records.

Only lines of people in the register come here, under pseudonyms; of employers the totals that analyses need. A name, a
BSN or a payroll tax number never does.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pyarrow as pa

from warehouse import room, sql
from warehouse.delivery.staging import DATABASE, database
from warehouse.delivery.whole import QUARANTINE
from warehouse.errors import HomeBusyError, WrongUseError
from warehouse.pseudonyms import fingerprint, key, pseudonyms
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.kept import KEPT, PSEUDONYMS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.staging import Staged
    from warehouse.home import Home
    from warehouse.registry.kept import Pseudonym
    from warehouse.settings import Machine


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rows of a year in the warehouse were made from: digests of the delivery and of its corrections."""

    delivery_digest: str
    corrections_digest: str


def minimise(home: Home, folder: Path, year: int, staged: Staged, machine: Machine, made_from: Kept) -> None:
    """Moves what may be kept of a staged delivery into the warehouse, in one transaction; replaces the year's rows.

    Args:
        home: the home folder, with the pseudonym key.
        folder: the folder of the staging file.
        year: the measurement year of the delivery.
        staged: the loaded files, in the order of each table's `_file`.
        machine: the limits of the run.
        made_from: what the rows are made from, to be known by later.

    Raises:
        PseudonymClashError: two numbers have the same pseudonym.
        HomeBusyError: another program has the warehouse open.
        WrongUseError: the warehouse is damaged.
    """
    secret = key(home)
    with database(folder, machine) as connection:
        for pseudonym in PSEUDONYMS:
            _map(connection, pseudonym, secret)
        _attach(connection, home)
        connection.execute("BEGIN")
        _keep_rows(connection, year)
        _keep_quarantine(connection, year, staged)
        _keep_origin(connection, year, made_from, secret)
        connection.execute("COMMIT")
        connection.execute("DETACH kept")


def _map(connection: DuckDBPyConnection, pseudonym: Pseudonym, secret: bytes) -> None:
    """Makes the temporary table from the numbers of the delivery to their pseudonyms; it is destroyed with staging."""
    numbers = [row[0] for row in connection.execute(pseudonym.numbers_sql).fetchall()]
    made = pseudonyms(secret, pseudonym.name, numbers)
    mapping = pa.table({"number": pa.array(numbers, pa.string()), pseudonym.name: pa.array(made, pa.uint64())})
    connection.register("mapping", mapping)
    connection.execute(f"CREATE TEMP TABLE {pseudonym.mapping} AS SELECT * FROM mapping")
    connection.unregister("mapping")


def _attach(connection: DuckDBPyConnection, home: Home) -> None:
    with faults():
        connection.execute(f"ATTACH {sql.database(home.warehouse)} AS kept")
        connection.execute("USE kept")
        _create_records(connection)
    connection.execute(f"USE {DATABASE.removesuffix('.duckdb')}")


@contextmanager
def faults() -> Iterator[None]:
    """Says what is wrong with the warehouse in place of DuckDB, whose messages may hold rows.

    Raises:
        StorageError: memory or disk is short.
        HomeBusyError: another program has the warehouse open.
        WrongUseError: it is no database, or a damaged one.
    """
    try:
        yield
    except (duckdb.Error, UnicodeDecodeError) as error:
        room.check(error, "warehouse.duckdb")
        if "lock" in str(error):
            message = "warehouse.duckdb: another program has it open; close it and run the same command again"
            raise HomeBusyError(message) from None
        message = (
            f"warehouse.duckdb: cannot be read as a warehouse ({type(error).__name__}); restore it from the backup, "
            "or remove it and build every year again"
        )
        raise WrongUseError(message) from None


def _create_records(connection: DuckDBPyConnection) -> None:
    for table in RECORDS.values():
        connection.execute(table.sql)


def _keep_rows(connection: DuckDBPyConnection, year: int) -> None:
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS kept.y{year:d}")
    for table in KEPT.values():
        connection.execute(f"CREATE OR REPLACE TABLE kept.y{year:d}.{table.name} AS {table.sql}")


def _keep_origin(connection: DuckDBPyConnection, year: int, made_from: Kept, secret: bytes) -> None:
    """Keeps what the rows of the year were made from, and under which key, by its fingerprint."""
    connection.execute("DELETE FROM kept.kept_from WHERE year = ?", [year])
    about = [year, made_from.delivery_digest, made_from.corrections_digest, fingerprint(secret)]
    connection.execute("INSERT INTO kept.kept_from VALUES (?, ?, ?, ?)", about)


def _keep_quarantine(connection: DuckDBPyConnection, year: int, staged: Staged) -> None:
    """Keeps where each quarantined line is (file digest and line) and its reason; its values stay in the archive."""
    connection.execute("DELETE FROM kept.quarantine WHERE year = ?", [year])
    tables = [table for table in DELIVERIES.values() if staged.of(table.name)]
    files = [(table.name, index, one.sha256) for table in tables for index, one in enumerate(staged.of(table.name))]
    rules = [(table.name, number, rule.reason) for table in tables for number, rule in table.numbered_rules()]
    connection.register("files", pl.DataFrame(files, schema=["table_name", "_file", "sha256"], orient="row"))
    connection.register("rules", pl.DataFrame(rules, schema=["table_name", "_rule", "reason"], orient="row"))
    connection.execute(
        f"INSERT INTO kept.quarantine SELECT {year:d}, table_name, sha256, line, reason FROM {QUARANTINE} "
        f"JOIN files USING (table_name, _file) JOIN rules USING (table_name, _rule) ORDER BY {QUARANTINE}.rowid"
    )
    connection.unregister("files")
    connection.unregister("rules")


@dataclass(frozen=True, slots=True)
class YearRows:
    """The rows of a year in the warehouse: one frame per table of `registry.kept.KEPT`, with its columns."""

    register: pl.LazyFrame
    polis: pl.LazyFrame
    employers: pl.LazyFrame
    survey: pl.LazyFrame
    secondments: pl.LazyFrame
    shares: pl.LazyFrame
    liv: pl.LazyFrame
    social_return: pl.LazyFrame


def rows_of_year(home: Home, year: int) -> YearRows:
    """All rows of a year in the warehouse, read into memory."""
    with _opened(home) as connection:
        return YearRows(**{name: _frame(connection, name, year) for name in KEPT})


def register_and_polis(
    home: Home, year: int, of_polis: Collection[str] | None = None
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The tables `register` and `polis` of a year, read into memory; of `polis` some columns, or all."""
    with _opened(home) as connection:
        return _frame(connection, "register", year), _frame(connection, "polis", year, of_polis)


@contextmanager
def _opened(home: Home) -> Iterator[DuckDBPyConnection]:
    """The warehouse, to read."""
    with faults():
        connection = duckdb.connect(sql.told(home.warehouse), read_only=True)
        try:
            yield connection
        finally:
            connection.close()


def _frame(
    connection: DuckDBPyConnection, table: str, year: int, wanted: Collection[str] | None = None
) -> pl.LazyFrame:
    """The rows of a kept table, all columns or those wanted; one that was not kept yet when they were made is empty."""
    place = f"y{year:d}.{table}"
    there = [row[0] for row in connection.execute(f"DESCRIBE {place}").fetchall()]
    known = {column.name: column.duckdb_type for column in KEPT[table].columns}
    names = wanted or [*there, *known]
    columns = [
        sql.name(name) if name in there else f"NULL::{known[name]} AS {sql.name(name)}" for name in dict.fromkeys(names)
    ]
    return connection.execute(f"SELECT {', '.join(columns)} FROM {place}").pl().lazy()


def kept(home: Home) -> dict[int, Kept]:
    """The years whose rows are in the warehouse under the present key, and what they were made from."""
    own = fingerprint(key(home))
    return {year: made_from for year, (made_from, under) in _origins(home).items() if under == own}


def fingerprints(home: Home) -> dict[int, str]:
    """The years whose rows are in the warehouse, and the fingerprint of the key that they are under."""
    return {year: under for year, (_, under) in _origins(home).items()}


def _origins(home: Home) -> dict[int, tuple[Kept, str]]:
    if not home.warehouse.exists():
        return {}
    with _opened(home) as connection:
        try:
            found = connection.execute(
                "SELECT year, delivery_digest, corrections_digest, key_fingerprint FROM kept_from ORDER BY year"
            ).fetchall()
        except duckdb.CatalogException:  # a warehouse from before this was recorded
            return {}
    return {year: (Kept(delivery, corrections), under) for year, delivery, corrections, under in found}


def size(home: Home, year: int) -> tuple[int, int]:
    """Paid hours on all kept lines of a year, and the people in the register, to compare with the year before."""
    with _opened(home) as connection:
        row = connection.execute(
            f"SELECT (SELECT coalesce(sum(aantverlu), 0) FROM y{year:d}.polis), "
            f"(SELECT count(DISTINCT person) FROM y{year:d}.register)"
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def record_run(home: Home, values: tuple[str, int, str, str, str, str]) -> None:
    """Adds a run record: candidate, year, status, delivery, settings and code digest."""
    with faults(), duckdb.connect(sql.told(home.warehouse)) as connection:
        _create_records(connection)
        candidate, year, *rest = values
        connection.execute("INSERT INTO runs VALUES (?, ?, now()::TIMESTAMP, ?, ?, ?, ?)", [candidate, year, *rest])
