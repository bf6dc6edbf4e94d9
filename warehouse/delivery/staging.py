"""The staging file: a private DuckDB database of one build that holds the delivered lines, typed.

It holds BSNs, so it lives in a private folder and is destroyed at the end of the build. Each delivered line gets
`_file` (which file) and `_rule`: 0 when accepted, else the number of the first row rule that it breaks; lines keep the
order of their file. Of a table with a summary a row stands for `_lines` lines, and the kept lines are a table of their
own. No message of this module ever holds a delivered value.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import duckdb

from warehouse import progress, sql
from warehouse.delivery import corrections, kernel, whole
from warehouse.delivery.archive import check_rows
from warehouse.delivery.loading import opened
from warehouse.delivery.tasks import one_by_one
from warehouse.delivery.whole import QUARANTINE, STAGED_LINE
from warehouse.errors import DeliveryRejectedError
from warehouse.home import remove
from warehouse.registry.deliveries import DELIVERIES, POLIS_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.archive import Delivery
    from warehouse.delivery.corrections import Applied
    from warehouse.delivery.loading import Part
    from warehouse.delivery.tasks import Each
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


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A table that is staged."""

    files: list[StagedFile]
    applied: tuple[Applied, ...]
    made_the_same: int


@contextmanager
def database(folder: Path, machine: Machine) -> Iterator[DuckDBPyConnection]:
    """Opens the staging file in `folder`, within the limits of the machine and without any download of extensions."""
    connection = duckdb.connect(sql.told(folder / DATABASE))
    try:
        connection.execute(sql.limits(machine, folder / "spill"))
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET TimeZone = 'UTC'")
        # It makes a join of a long list behind IN, and a join does not keep lines in the order of their file.
        connection.execute("SET disabled_optimizers = 'in_clause'")
        yield connection
    finally:
        connection.close()


def load(
    home: Home, folder: Path, delivery: Delivery, machine: Machine, terms: Terms, each: Each = one_by_one
) -> Staged:
    """Loads every table of a delivery, corrects it, and splits its lines into accepted and quarantined.

    Args:
        home: the home folder.
        folder: the folder of the staging file; made when it is not there.
        delivery: the files.
        machine: the limits of the run.
        terms: the law of the year, under which the rules of a line are.
        each: does the tasks of the kernel.

    Raises:
        DeliveryRejectedError: a column is missing, a file cannot be parsed, a table has no lines, or a correction does
            not find what it expects.
    """
    tables = [table.under(terms) for table in DELIVERIES.values()]
    folder.mkdir(mode=0o700, exist_ok=True)
    with database(folder, machine) as connection:
        connection.execute(f"CREATE TABLE {QUARANTINE} (table_name VARCHAR, {STAGED_LINE})")
        year = whole.Year(connection, home, delivery, terms)
        loaded = list(_loaded(year, tables, folder, machine, each))
        for table in tables:
            for name, lines in table.views:
                connection.execute(f"CREATE VIEW {name} AS {lines}")
        months = _lines_by_month(connection, terms)
    return Staged(
        files=tuple(file for one in loaded for file in one.files),
        corrections=tuple(sorted((one for table in loaded for one in table.applied), key=lambda one: one.number)),
        lines_by_month=months,
        made_the_same={table.name: one.made_the_same for table, one in zip(tables, loaded, strict=True)},
    )


def _loaded(
    year: whole.Year, tables: Sequence[DeliveryTable], folder: Path, machine: Machine, each: Each
) -> Iterator[_Loaded]:
    for number, table in enumerate(tables, start=1):
        yield _load_table(year, table, folder, machine, each)
        progress.report(number, len(tables), "tables")


def _load_table(year: whole.Year, table: DeliveryTable, folder: Path, machine: Machine, each: Each) -> _Loaded:
    """Loads a table: by the kernel where it has a summary and can be read so, else whole."""
    parts = opened(year.connection, year.home, table, year.delivery, folder)
    if _by_kernel(year, table, parts, folder, machine, each):
        found = whole.Found((), 0)
    else:
        found = whole.load(year, table, parts)
    return _Loaded(_files(year, table, parts), found.applied, found.made_the_same)


def _by_kernel(
    year: whole.Year, table: DeliveryTable, parts: list[Part], folder: Path, machine: Machine, each: Each
) -> bool:
    """Whether the kernel could load a table; if not, nothing of it is left."""
    if table.summary is None or not parts or corrections.any_for(year.home, year.delivery.year, table):
        return False
    cut = date.fromisoformat(year.terms.fill("{cut}"))
    try:
        kernel.load(
            year.connection, kernel.Reading(table, table.summary, cut, kernel.place(folder)), parts, machine, each
        )
    except kernel.UnfitError:
        kernel.destroy(folder)
        return False
    kernel.clear(folder)
    return True


def _files(year: whole.Year, table: DeliveryTable, parts: list[Part]) -> list[StagedFile]:
    """Each file with its lines, accepted and quarantined.

    Raises:
        DeliveryRejectedError: the table has no lines, or a file others than its manifest says.
    """
    late = "_late" if table.summary else _late(table, year.terms)
    found = year.connection.execute(
        f"SELECT _file, _rule, {table.count}, coalesce({table.count} FILTER (WHERE _rule = 0 AND {late}), 0) "
        f"FROM {table.name} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    by_file: dict[int, list[tuple[int, int, int]]] = {part.index: [] for part in parts}
    for index, *counts in found:
        by_file[index].append((counts[0], counts[1], counts[2]))
    if parts and not found:
        message = (
            f"delivery {year.delivery.year}: {parts[0].file.name}: table {table.name} has 0 lines "
            "(rule: a table has lines); deliver it with its lines"
        )
        raise DeliveryRejectedError(message)
    return [_file(table, part, by_file[part.index], year.delivery) for part in parts]


def _file(table: DeliveryTable, part: Part, found: list[tuple[int, int, int]], delivery: Delivery) -> StagedFile:
    reasons = {number: rule.reason for number, rule in table.numbered_rules()}
    quarantined = {reasons[rule]: lines for rule, lines, _ in found if rule}
    rows = sum(lines for _, lines, _ in found)
    check_rows(delivery, part.file, rows)
    return StagedFile(
        table=table.name,
        name=part.file.name,
        sha256=part.file.sha256,
        size=part.file.size,
        rows_delivered=rows,
        rows_accepted=rows - sum(quarantined.values()),
        quarantined=quarantined,
        rows_after_cut=sum(late for _, _, late in found),
        unknown_columns=part.layout.unknown_columns,
    )


def _late(table: DeliveryTable, terms: Terms) -> str:
    """SQL that is true of a line received after the cut: kept, reported, without effect."""
    return terms.fill(f"{table.received_column} > DATE '{{cut}}'") if table.received_column else "false"


def lines_by_file(folder: Path, machine: Machine, table: str, broken_when: str) -> dict[int, int]:
    """How many lines of each file (by its `_file` number) break a rule; empty when the rule is not over lines."""
    with database(folder, machine) as connection:
        try:
            count = DELIVERIES[table].count
            found = connection.execute(
                f"SELECT _file, {count} FROM {table} WHERE {broken_when} GROUP BY _file ORDER BY _file"
            ).fetchall()
        except duckdb.BinderException:
            return {}
    return {int(index): int(lines) for index, lines in found}


def destroy(folder: Path) -> None:
    """Destroys the staging file and what it spilled."""
    kernel.destroy(folder)
    for name in (DATABASE, f"{DATABASE}.wal", "spill"):
        remove(folder / name)
    for unpacked in folder.glob("*.csv"):
        remove(unpacked)


def _lines_by_month(connection: DuckDBPyConnection, terms: Terms) -> tuple[int, ...]:
    """Accepted polis lines by the month of the year in which their period ends."""
    end, count = POLIS_TABLE.period_end, POLIS_TABLE.count
    within = terms.fill(f"{end} BETWEEN DATE '{{year}}-01-01' AND DATE '{{year}}-12-31'")
    found = dict(
        connection.execute(
            f"SELECT month({end}), {count} FROM {POLIS_TABLE.name} WHERE _rule = 0 AND {within} GROUP BY ALL"
        ).fetchall()
    )
    return tuple(int(found.get(month, 0)) for month in MONTHS)
