"""Makes the staging tables of a table with a summary from the files of the tasks: DuckDB decides on the few lines left.

A line that may break a rule gets its rule, and lines with one key are held against each other, by the same SQL as in a
table that is loaded whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import sql
from warehouse.delivery import repeats
from warehouse.delivery.kernel import lines, work
from warehouse.delivery.kernel.lines import FILE, LATE, LINE, LINES, UnfitError
from warehouse.delivery.layout import typed_sql
from warehouse.delivery.loading import judged_sql
from warehouse.delivery.whole import QUARANTINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.kernel.lines import Reading
    from warehouse.registry.model import DeliveryTable

#: A line is good as it was scanned; its rule, or a contradiction, was found later.
_CHANGED = "s._rule <> 0 OR s._conflict"


def make(connection: DuckDBPyConnection, reading: Reading) -> None:
    """Makes the table with the counts, the view of the kept lines, and adds to `quarantine`.

    Raises:
        UnfitError: a text was trimmed; which lines that makes the same is only known of a table that is loaded whole.
    """
    table, place, by = reading.table, reading.place, reading.summary.by
    _make_groups(connection, reading)
    late = f"{table.received_column} > DATE '{reading.cut}' AS {LATE}"
    for kind in (work.FAULTY, work.ALIKE):
        judged = judged_sql(table, lines.layout(table), _source(place, kind), f"{FILE}, {LINE}")
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {kind} AS SELECT *, {late}, NULL::BOOLEAN AS _conflict FROM ({judged}) "
            f"ORDER BY {FILE}, {LINE}"
        )
        _check_not_trimmed(connection, f"SELECT 1 FROM {kind} WHERE _trimmed <> 0")
    number = next(number for number, rule in table.numbered_rules() if rule.needs_all_lines)
    repeats.mark(connection, table, number, work.ALIKE)
    _make_marked(connection, table, by)
    _make_summary(connection, table, ", ".join(by))
    _make_lines(connection, table, place)
    for name in (work.GROUPS, work.FAULTY, work.ALIKE, "marked"):
        connection.execute(f"DROP TABLE {name}")


def _make_groups(connection: DuckDBPyConnection, reading: Reading) -> None:
    """The counts of good lines, typed."""
    columns = [reading.table.column(name) for name in reading.summary.by]
    typed = ", ".join(typed_sql(column, lines.layout(reading.table)) for column in columns)
    source = _source(reading.place, work.GROUPS)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {work.GROUPS} AS SELECT {FILE}, {typed}, {LATE}, {LINES} FROM {source}"
    )
    trimmed = " OR ".join(f"trimmed_{column.name}" for column in columns)
    _check_not_trimmed(connection, f"SELECT 1 FROM {work.GROUPS} WHERE {trimmed}")


def _check_not_trimmed(connection: DuckDBPyConnection, query: str) -> None:
    if connection.execute(f"{query} LIMIT 1").fetchone():
        message = "trimmed"
        raise UnfitError(message)


def _make_marked(connection: DuckDBPyConnection, table: DeliveryTable, names: Sequence[str]) -> None:
    """Every line that was looked at by itself, with its rule; `_was_good` of those that were counted as good."""
    by = ", ".join(f"f.{name}" for name in names)
    place, its_rule = f"{FILE}, {LINE}", "coalesce(s._rule, f._rule) AS _rule, s._conflict"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE marked AS SELECT {place}, {by}, f.{LATE}, {its_rule}, false AS _was_good "
        f"FROM {work.FAULTY} f LEFT JOIN {work.ALIKE} s USING ({place}) "
        f"UNION ALL SELECT {place}, {by.replace('f.', 's.')}, s.{LATE}, s._rule, s._conflict, true "
        f"FROM {work.ALIKE} s ANTI JOIN {work.FAULTY} USING ({place}) WHERE {_CHANGED}"
    )
    connection.execute(
        f"INSERT INTO {QUARANTINE} SELECT {sql.text(table.name)}, {FILE}, {LINE} + 1, _rule FROM marked "
        f"WHERE _rule <> 0 ORDER BY {FILE}, {LINE}"
    )


def _make_summary(connection: DuckDBPyConnection, table: DeliveryTable, by: str) -> None:
    """The counts by file, values, rule and contradiction: what was found out about single lines is taken over."""
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT {FILE}::USMALLINT AS {FILE}, {by}, {LATE}, _rule::UTINYINT AS _rule, "
        f"_conflict, sum({LINES})::BIGINT AS {LINES} FROM ("
        f"SELECT {FILE}, {by}, {LATE}, 0 AS _rule, NULL::BOOLEAN AS _conflict, {LINES} FROM {work.GROUPS} "
        f"UNION ALL SELECT {FILE}, {by}, {LATE}, 0, NULL, -1 FROM marked WHERE _was_good "
        f"UNION ALL SELECT {FILE}, {by}, {LATE}, _rule, _conflict, 1 FROM marked) "
        f"GROUP BY ALL HAVING sum({LINES}) <> 0"
    )


def _make_lines(connection: DuckDBPyConnection, table: DeliveryTable, place: Path) -> None:
    """The kept lines, read from the files of the tasks: whichever breaks a rule is in quarantine by now."""
    found = lines.layout(table)
    typed, names = (
        ", ".join(typed_sql(one, found) for one in table.columns),
        ", ".join(one.name for one in table.columns),
    )
    connection.execute(
        f"CREATE VIEW {table.lines_that_count} AS SELECT {names}, 0::UTINYINT AS _rule "
        f"FROM (SELECT {typed}, {FILE}, {LINE} FROM {_source(place, work.KEPT)}) "
        f"ANTI JOIN (SELECT _file AS {FILE}, line - 1 AS {LINE} FROM {QUARANTINE} "
        f"WHERE table_name = {sql.text(table.name)}) USING ({FILE}, {LINE})"
    )


def _source(place: Path, kind: str) -> str:
    return f"read_parquet({sql.files(work.paths(place, kind))}, hive_partitioning = false)"
