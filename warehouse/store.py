"""The warehouse: accepted, minimised, pseudonymised rows by year, quarantine records and run records.

Only lines of people in the register come here, under pseudonyms; of employers the totals that analyses need. A name, a
BSN or a payroll tax number never does.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.delivery.staging import DATABASE, database
from warehouse.errors import HomeBusyError
from warehouse.pseudonyms import fingerprint, key, pseudonyms
from warehouse.registry.deliveries import DELIVERIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl
    from duckdb import DuckDBPyConnection

    from warehouse.delivery.staging import Staged
    from warehouse.home import Home
    from warehouse.settings import Machine

RECORDS = """
CREATE TABLE IF NOT EXISTS quarantine (year INTEGER, table_name VARCHAR, file_sha256 VARCHAR, line BIGINT,
    reason VARCHAR);
CREATE TABLE IF NOT EXISTS runs (candidate VARCHAR, year INTEGER, ended_at TIMESTAMP, status VARCHAR,
    delivery_digest VARCHAR, settings_digest VARCHAR, code_digest VARCHAR);
CREATE TABLE IF NOT EXISTS kept_from (year INTEGER, delivery_digest VARCHAR, corrections_digest VARCHAR,
    key_fingerprint VARCHAR);
"""

#: What of each staging table is kept of a year, in a schema of that year: SQL over the accepted lines.
KEPT = {
    "register": "SELECT person, grondslag, datum_registratie, datum_einde, arbeidsmarktregio "
    "FROM doelgroepregister JOIN person_of USING (bsn) WHERE _rule = 0",
    "polis": "SELECT person, employer, numiv, datum_aanvang_tijdvak, datum_einde_tijdvak, srtiv, cdaard, aantverlu, "
    "datum_ontvangst, volgnummer, status, onbepaalde_tijd FROM polis JOIN person_of USING (bsn) "
    "JOIN employer_of USING (lhnr) WHERE _rule = 0",
    "employers": "SELECT employer, sector, overheidswerkgever, "
    "coalesce(aandeel_sectorfonds, 0) AS aandeel_sectorfonds, overheidssector, "
    "ministerie, aantal_werknemers, verloonde_uren "
    "FROM werkgevers JOIN employer_of USING (lhnr) WHERE _rule = 0",
    "survey": "SELECT stratum, populatie, respons, uren_markt, uren_overheid FROM verdeelsleutel WHERE _rule = 0",
    "secondments": "SELECT person, employer, uren_december FROM wsw_detacheringen JOIN person_of USING (bsn) "
    "JOIN employer_of USING (lhnr) WHERE _rule = 0",
    "shares": "SELECT overheidssector, ministerie, opgave_banen FROM opgaven WHERE _rule = 0",
    "liv": "SELECT employer, bedrag FROM liv JOIN employer_of USING (lhnr) WHERE _rule = 0",
    "social_return": "SELECT opdrachtgever, verplichting_eur, banen FROM social_return WHERE _rule = 0",
}
BSNS = "SELECT DISTINCT bsn FROM doelgroepregister WHERE _rule = 0 ORDER BY bsn"
LHNRS = """SELECT lhnr FROM werkgevers WHERE _rule = 0 UNION SELECT lhnr FROM liv WHERE _rule = 0
UNION SELECT lhnr FROM wsw_detacheringen WHERE _rule = 0
UNION SELECT lhnr FROM polis WHERE _rule = 0 ORDER BY lhnr"""


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
    """
    secret = key(home)
    with database(folder, machine) as connection:
        _map(connection, "person_of", "bsn", "person", BSNS, secret)
        _map(connection, "employer_of", "lhnr", "employer", LHNRS, secret)
        _attach(connection, home)
        connection.execute("BEGIN")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS kept.y{year:d}")
        for table, sql in KEPT.items():
            connection.execute(f"CREATE OR REPLACE TABLE kept.y{year:d}.{table} AS {sql}")
        _keep_quarantine(connection, year, staged)
        connection.execute("DELETE FROM kept.kept_from WHERE year = ?", [year])
        about = [year, made_from.delivery_digest, made_from.corrections_digest, fingerprint(secret)]
        connection.execute("INSERT INTO kept.kept_from VALUES (?, ?, ?, ?)", about)
        connection.execute("COMMIT")
        connection.execute("DETACH kept")


def _map(connection: DuckDBPyConnection, table: str, number: str, name: str, sql: str, secret: bytes) -> None:
    values = [row[0] for row in connection.execute(sql).fetchall()]
    mapping = pa.table(
        {number: pa.array(values, pa.string()), name: pa.array(pseudonyms(secret, name, values), pa.uint64())}
    )
    connection.register("mapping", mapping)
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM mapping")
    connection.unregister("mapping")


def _attach(connection: DuckDBPyConnection, home: Home) -> None:
    try:
        connection.execute(f"ATTACH '{str(home.warehouse).replace(chr(39), chr(39) * 2)}' AS kept")
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise
        message = "warehouse.duckdb: another program has it open; close it and build again"
        raise HomeBusyError(message) from None
    connection.execute("USE kept")
    connection.execute(RECORDS)
    connection.execute(f"USE {DATABASE.removesuffix('.duckdb')}")


def _keep_quarantine(connection: DuckDBPyConnection, year: int, staged: Staged) -> None:
    """Keeps where each quarantined line is (file digest and line) and its reason; its values stay in the archive."""
    connection.execute("DELETE FROM kept.quarantine WHERE year = ?", [year])
    for table in DELIVERIES.values():
        files = staged.of(table.name)
        reasons = {number: rule.reason for number, rule in table.numbered_rules()}
        first = 0
        for index, file in enumerate(files):
            found = connection.execute(
                f"SELECT rowid, _rule FROM {table.name} WHERE _rule <> 0 AND _file = {index} ORDER BY rowid"
            ).fetchall()
            lines = [(year, table.name, file.sha256, row - first + 1, reasons[rule]) for row, rule in found]
            if lines:
                connection.executemany("INSERT INTO kept.quarantine VALUES (?, ?, ?, ?, ?)", lines)
            first += file.rows_delivered


@contextmanager
def opened(home: Home) -> Iterator[DuckDBPyConnection]:
    """The warehouse, to read."""
    connection = duckdb.connect(str(home.warehouse), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def frame(connection: DuckDBPyConnection, table: str, year: int) -> pl.LazyFrame:
    """The rows of a year of a warehouse table."""
    return connection.execute(f"SELECT * FROM y{year:d}.{table}").pl().lazy()


def kept(home: Home) -> dict[int, Kept]:
    """The years whose rows are in the warehouse under the present key, and what they were made from."""
    if not home.warehouse.exists():
        return {}
    with opened(home) as connection:
        try:
            found = connection.execute(
                "SELECT year, delivery_digest, corrections_digest FROM kept_from WHERE key_fingerprint = ?",
                [fingerprint(key(home))],
            ).fetchall()
        except duckdb.CatalogException:  # a warehouse from before this was recorded
            return {}
    return {year: Kept(*digests) for year, *digests in found}


def size(connection: DuckDBPyConnection, year: int) -> tuple[int, int]:
    """Paid hours on all kept lines of a year, and the people in the register, to compare with the year before."""
    row = connection.execute(
        f"SELECT (SELECT coalesce(sum(aantverlu), 0) FROM y{year:d}.polis), "
        f"(SELECT count(DISTINCT person) FROM y{year:d}.register)"
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def record_run(home: Home, values: tuple[str, int, str, str, str, str]) -> None:
    """Adds a run record: candidate, year, status, delivery, settings and code digest."""
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(RECORDS)
        candidate, year, *rest = values
        connection.execute("INSERT INTO runs VALUES (?, ?, now()::TIMESTAMP, ?, ?, ?, ?)", [candidate, year, *rest])
