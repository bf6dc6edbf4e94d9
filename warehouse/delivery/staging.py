"""The staging file: a private DuckDB database of one build that holds the delivered lines, typed.

It holds BSNs, so it lives in a private folder and is destroyed at the end of the build. Each delivered line gets
`_file` (which file) and `_rule`: 0 when accepted, else the number of the first row rule that it breaks; lines keep the
order of their file. No message of this module ever holds a delivered value.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from warehouse import sql
from warehouse.delivery import corrections, repeats
from warehouse.delivery.loading import load_files
from warehouse.errors import DeliveryRejectedError
from warehouse.home import remove
from warehouse.registry.deliveries import DELIVERIES, POLIS_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.archive import Delivery
    from warehouse.delivery.corrections import Applied
    from warehouse.delivery.loading import LoadedFile
    from warehouse.home import Home
    from warehouse.registry.model import DeliveryTable
    from warehouse.registry.terms import Terms
    from warehouse.settings import Machine

DATABASE = "staging.duckdb"
MONTHS = range(1, 13)
#: A size of a delivery: year, table, measure, value.
Size = tuple[int, str, str, int]


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A loaded file: lines delivered, accepted, and quarantined by reason."""

    table: str
    name: str
    sha256: str
    size: int
    rows_delivered: int
    rows_accepted: int
    quarantined: dict[str, int]
    rows_after_cut: int
    unknown_columns: tuple[str, ...]

    @property
    def rows_quarantined(self) -> int:
        """All quarantined lines of the file."""
        return sum(self.quarantined.values())


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged delivery.

    Attributes:
        files: in the order of each table's `_file`.
        corrections: what was corrected.
        lines_by_month: accepted polis lines by the month of the year in which their period ends; 12 numbers.
        made_the_same: by table the lines with a text that equals another one only after trimming; of others nothing.
    """

    files: tuple[StagedFile, ...]
    corrections: tuple[Applied, ...]
    lines_by_month: tuple[int, ...]
    made_the_same: Mapping[str, int] = field(default_factory=dict)

    def of(self, *tables: str) -> list[StagedFile]:
        """The files of some tables."""
        return [file for file in self.files if file.table in tables]

    def sizes(self, year: int) -> list[Size]:
        """What the load counted, for the fact `statistics`: lines, late lines and lines of each month."""
        compared = [
            table.name for table in DELIVERIES.values() if any(one.measure == "lines" for one in table.measured)
        ]
        lines = {table: sum(file.rows_delivered for file in self.of(table)) for table in compared}
        late = sum(file.rows_after_cut for file in self.files)
        of_months = [
            (f"lines_month_{month:02d}", count) for month, count in zip(MONTHS, self.lines_by_month, strict=True)
        ]
        measured = [("late_lines", late), *of_months]
        return [
            *((year, table, "lines", count) for table, count in lines.items()),
            *((year, POLIS_TABLE.name, measure, count) for measure, count in measured),
        ]


@contextmanager
def database(folder: Path, machine: Machine) -> Iterator[DuckDBPyConnection]:
    """Opens the staging file in `folder`, within the limits of the machine and without any download of extensions."""
    connection = duckdb.connect(sql.told(folder / DATABASE))
    try:
        connection.execute(sql.limits(machine, folder / "spill"))
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def load(home: Home, folder: Path, delivery: Delivery, machine: Machine, terms: Terms) -> Staged:
    """Loads every table of a delivery, corrects it, and splits its lines into accepted and quarantined.

    The rules of a line are those under the law of `terms`.

    Raises:
        DeliveryRejectedError: a column is missing, a file cannot be parsed, a table has no lines, or a correction does
            not find what it expects.
    """
    files: list[StagedFile] = []
    applied: list[Applied] = []
    same: dict[str, int] = {}
    tables = [table.under(terms) for table in DELIVERIES.values()]
    folder.mkdir(mode=0o700, exist_ok=True)
    with database(folder, machine) as connection:
        for table in tables:
            loaded = _load_table(connection, home, table, delivery)
            same[table.name] = _made_the_same(connection, table)
            applied += corrections.apply(connection, home, delivery.year, table)
            _apply_rules_over_lines(connection, table)
            files += [_counts(connection, table, index, file, terms) for index, file in enumerate(loaded)]
        _create_views(connection, tables)
        months = _lines_by_month(connection, terms)
    return Staged(tuple(files), tuple(sorted(applied, key=lambda one: one.number)), months, same)


def lines_by_file(folder: Path, machine: Machine, table: str, broken_when: str) -> dict[int, int]:
    """How many lines of each file (by its `_file` number) break a rule; empty when the rule is not over lines."""
    with database(folder, machine) as connection:
        try:
            found = connection.execute(
                f"SELECT _file, count(*) FROM {table} WHERE {broken_when} GROUP BY _file ORDER BY _file"
            ).fetchall()
        except duckdb.BinderException:
            return {}
    return {int(index): int(lines) for index, lines in found}


def destroy(folder: Path) -> None:
    """Destroys the staging file and what it spilled."""
    for name in (DATABASE, f"{DATABASE}.wal", "spill"):
        remove(folder / name)


def _load_table(
    connection: DuckDBPyConnection, home: Home, table: DeliveryTable, delivery: Delivery
) -> list[LoadedFile]:
    _create(connection, table)
    loaded = load_files(connection, home, table, delivery)
    if loaded and not sum(file.rows for file in loaded):
        message = (
            f"delivery {delivery.year}: {loaded[0].file.name}: table {table.name} has 0 lines "
            "(rule: a table has lines); deliver it with its lines"
        )
        raise DeliveryRejectedError(message)
    return loaded


def _create(connection: DuckDBPyConnection, table: DeliveryTable) -> None:
    columns = ", ".join(f"{column.name} {column.duckdb_type}" for column in table.columns)
    conflict = ", _conflict BOOLEAN" if table.versions else ""
    connection.execute(
        f"CREATE TABLE {table.name} ({columns}, _file USMALLINT, _rule UTINYINT, _trimmed UINTEGER{conflict})"
    )


def _made_the_same(connection: DuckDBPyConnection, table: DeliveryTable) -> int:
    """Lines with a text that was trimmed, or composed, and equals one of the same column that was not."""
    if not _count(connection, f"SELECT count(*) FROM {table.name} WHERE _trimmed <> 0"):
        return 0
    alike = [
        f"(_trimmed & {1 << place} <> 0 AND {one.name} IN (SELECT {one.name} FROM {table.name} "
        f"WHERE _trimmed & {1 << place} = 0))"
        for place, one in enumerate(table.texts())
    ]
    return _count(connection, f"SELECT count(*) FROM {table.name} WHERE {' OR '.join(alike)}")


def _count(connection: DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _apply_rules_over_lines(connection: DuckDBPyConnection, table: DeliveryTable) -> None:
    for number, rule in table.numbered_rules():
        if not rule.needs_all_lines:
            continue
        if table.versions:
            repeats.mark(connection, table, number)
        else:
            connection.execute(f"UPDATE {table.name} SET _rule = {number} WHERE rowid IN ({rule.broken_when})")


def _counts(
    connection: DuckDBPyConnection, table: DeliveryTable, index: int, loaded: LoadedFile, terms: Terms
) -> StagedFile:
    found = connection.execute(
        f"SELECT _rule, count(*) FROM {table.name} WHERE _file = {index} GROUP BY _rule ORDER BY _rule"
    ).fetchall()
    reasons = {number: rule.reason for number, rule in table.numbered_rules()}
    quarantined = {reasons[rule]: lines for rule, lines in found if rule}
    file = loaded.file
    return StagedFile(
        table=table.name,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        rows_delivered=loaded.rows,
        rows_accepted=loaded.rows - sum(quarantined.values()),
        quarantined=quarantined,
        rows_after_cut=_after_cut(connection, table, index, terms),
        unknown_columns=loaded.unknown_columns,
    )


def _after_cut(connection: DuckDBPyConnection, table: DeliveryTable, index: int, terms: Terms) -> int:
    """Accepted lines of a file that were received after the cut: kept, reported, without effect."""
    if not table.received_column:
        return 0
    late = terms.fill(f"_rule = 0 AND {table.received_column} > DATE '{{cut}}'")
    return _count(connection, f"SELECT count(*) FROM {table.name} WHERE _file = {index} AND {late}")


def _lines_by_month(connection: DuckDBPyConnection, terms: Terms) -> tuple[int, ...]:
    """Accepted polis lines by the month of the year in which their period ends."""
    end = POLIS_TABLE.period_end
    within = terms.fill(f"{end} BETWEEN DATE '{{year}}-01-01' AND DATE '{{year}}-12-31'")
    found = dict(
        connection.execute(
            f"SELECT month({end}), count(*) FROM {POLIS_TABLE.name} WHERE _rule = 0 AND {within} GROUP BY ALL"
        ).fetchall()
    )
    return tuple(int(found.get(month, 0)) for month in MONTHS)


def _create_views(connection: DuckDBPyConnection, tables: list[DeliveryTable]) -> None:
    for table in tables:
        for name, lines in table.views:
            connection.execute(f"CREATE VIEW {name} AS {lines}")
