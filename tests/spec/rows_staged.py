"""Stages a few lines as a delivery, through the real reading and staging, and says what became of them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from duckdb import DuckDBPyConnection

from expectations import measured
from expectations.suites import Check, checks
from transforms.law import Law
from warehouse.delivery import staging
from warehouse.delivery.archive import ArchivedFile, Delivery, address
from warehouse.home import Home
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.terms import terms
from warehouse.settings import Machine, Quality

MACHINE = Machine(threads=1, memory_limit="512MB")
YEAR = 2023
#: The sizes of a year that nothing is remarkable about, for those that a case does not give.
USUAL = {"lines": 1000, "late_lines": 0, "persons_counted": 1, "hours_counted": 1, **dict.fromkeys(measured.MONTHS, 0)}
BROKEN = {"expectation": pl.String, "severity": pl.String, "found": pl.Int64}


def reasons(**tables: pl.LazyFrame) -> pl.LazyFrame:
    """The lines of the first table, in order, with the `reason` of quarantine; empty when accepted."""
    table = next(iter(tables))
    names = {number: rule.reason for number, rule in DELIVERIES[table].numbered_rules()}
    with staged(tables) as connection:
        found = connection.execute("SELECT line, _rule FROM quarantine WHERE table_name = ?", [table]).fetchall()
    broken, lines = dict(found), tables[table].collect()
    reason = [names.get(broken.get(number, 0)) for number in range(1, lines.height + 1)]
    return lines.lazy().with_columns(reason=pl.Series(reason, dtype=pl.String))


def broken_expectations(**tables: pl.LazyFrame) -> pl.LazyFrame:
    """The expectations that lines break, row rules left out: name, severity and number of lines or groups."""
    with staged(tables) as connection:
        found = [
            (f"{check.table}: {check.name}", check.severity.value, lines)
            for check in expectations_of(set(tables))
            if (lines := count(connection, check))
        ]
    return pl.LazyFrame(found, schema=BROKEN, orient="row")


def law_of(year: int = YEAR) -> Law:
    """The law of a year, by the lists of the package."""
    return law_book(PACKAGED).law(year)


def broken_sizes(sizes: pl.LazyFrame) -> pl.LazyFrame:
    """The checks on sizes that a year breaks, and what late lines are, against those of other years.

    `sizes` has year, measure, value of the polis; the year is that of the spec, the others are released.
    """
    of_year = pl.col("year") == YEAR
    given = sizes.select("year", "measure", "value", table=pl.lit("polis")).collect()
    missing = [name for name in USUAL if name not in given.filter(of_year)["measure"].to_list()]
    usual = pl.DataFrame([(YEAR, name, USUAL[name], "polis") for name in missing], schema=given.schema, orient="row")
    found = measured.Measured(
        law=law_of(),
        staged=staging.Staged((), (), ()),
        counted_lines=1,
        unknown_employer_lines=0,
        statistics=pl.concat([given.filter(of_year), usual]),
        earlier=given.filter(~of_year),
        companions=(),
        missing_companions=(),
        digests_of_other_years={},
    )
    quality = Quality()
    results = [
        measured.late_returns(found, quality),
        *measured.thin_months(found, quality),
        *measured.anything_counted(found),
        *measured.bands(found, quality),
    ]
    rows = [
        (f"{one.table}: {one.expectation}", one.severity.value, one.failed_rows) for one in results if not one.passed
    ]
    return pl.LazyFrame(rows, schema=BROKEN, orient="row")


def expectations_of(tables: set[str]) -> list[Check]:
    rules = {(table.name, rule.reason) for table in DELIVERIES.values() for rule in table.rules()}
    every = [check for check in checks(tables, terms(PACKAGED, law_of())) if (check.table, check.name) not in rules]
    return [check for check in every if check.name != "quarantine_limit"]


def count(connection: DuckDBPyConnection, check: Check) -> int:
    row = connection.execute(
        f"SELECT coalesce({check.count}, 0) FROM {check.batch} WHERE {check.broken_when}"
    ).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def staged(tables: Mapping[str, pl.LazyFrame]) -> Iterator[DuckDBPyConnection]:
    """The staging file of a delivery with these tables, each one CSV file."""
    with tempfile.TemporaryDirectory() as root:
        home = Home(Path(root))
        files = tuple(archived(home, table, lines.collect()) for table, lines in tables.items())
        delivery = Delivery(YEAR, "spec", files, (), {}, synthetic=True)
        staging.load(home, home.root, delivery, MACHINE, terms(PACKAGED, law_of()))
        with staging.database(home.root, MACHINE) as connection:
            yield connection


def archived(home: Home, table: str, lines: pl.DataFrame) -> ArchivedFile:
    """Puts a CSV file of these lines where the archive would have it."""
    content = lines.write_csv(separator=";").encode()
    sha256 = hashlib.sha256(content).hexdigest()
    path = address(home, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return ArchivedFile(f"{table}.csv", table, "csv", sha256, len(content), "spec")
