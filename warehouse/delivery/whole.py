"""Loads a table whole into the staging file, corrects it and judges every line: exact whatever the files are like.

A table with a summary gets it afterwards, so that nobody needs to know which way it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import sql
from warehouse.delivery import corrections, repeats
from warehouse.delivery.loading import load_parts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from warehouse.delivery.archive import Delivery
    from warehouse.delivery.corrections import Applied
    from warehouse.delivery.loading import Part
    from warehouse.home import Home
    from warehouse.registry.model import DeliveryTable, Summary
    from warehouse.registry.terms import Terms

#: The staging table with the place and the rule of every line in quarantine; lines of a file count from 1.
QUARANTINE = "quarantine"
STAGED_LINE = "_file USMALLINT, line BIGINT, _rule UTINYINT"


@dataclass(frozen=True, slots=True)
class Year:
    """What the tables of a year are loaded from and into."""

    connection: DuckDBPyConnection
    home: Home
    delivery: Delivery
    terms: Terms


@dataclass(frozen=True, slots=True)
class Found:
    """Of a table the corrections to it, and the lines with a text that equals another one only after trimming."""

    applied: tuple[Applied, ...]
    made_the_same: int


def load(year: Year, table: DeliveryTable, parts: list[Part]) -> Found:
    """Loads a table, corrects it, and judges its lines.

    Raises:
        DeliveryRejectedError: a file cannot be parsed, or a correction does not find what it expects.
    """
    connection = year.connection
    _create(connection, table)
    load_parts(connection, table, parts)
    same = _made_the_same(connection, table)
    applied = corrections.apply(connection, year.home, year.delivery.year, table)
    _apply_rules_over_lines(connection, table)
    _quarantine(connection, table)
    if table.summary is not None:
        _summarise(connection, table, table.summary, year.terms)
    return Found(tuple(applied), same)


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
            repeats.mark(connection, table, number, table.name)
        else:
            connection.execute(f"UPDATE {table.name} SET _rule = {number} WHERE rowid IN ({rule.broken_when})")


def _quarantine(connection: DuckDBPyConnection, table: DeliveryTable) -> None:
    """Writes down where the lines in quarantine are; the lines of a file stand together, in their order."""
    connection.execute(
        f"INSERT INTO {QUARANTINE} SELECT {sql.text(table.name)}, _file, rowid - first + 1, _rule FROM "
        f"(SELECT _file, rowid, _rule FROM {table.name} WHERE _rule <> 0) "
        f"JOIN (SELECT _file, min(rowid) AS first FROM {table.name} GROUP BY _file) USING (_file) "
        "ORDER BY _file, rowid"
    )


def _summarise(connection: DuckDBPyConnection, table: DeliveryTable, summary: Summary, terms: Terms) -> None:
    """Puts the counts of the lines in the place of a table, and its kept lines beside it."""
    delivered = f"{table.name}_delivered"
    late = terms.fill(f"{table.received_column} > DATE '{{cut}}' AS _late")
    names = ", ".join(column.name for column in table.columns)
    connection.execute(f"ALTER TABLE {table.name} RENAME TO {delivered}")
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT _file, {', '.join(summary.by)}, {late}, _rule, _conflict, "
        f"count(*)::BIGINT AS _lines FROM {delivered} GROUP BY ALL"
    )
    connection.execute(
        f"CREATE TABLE {table.lines_that_count} AS SELECT {names}, _rule FROM {delivered} WHERE _rule = 0 AND "
        f"{summary.person} IN (SELECT {summary.person} FROM {summary.people} WHERE _rule = 0) ORDER BY rowid"
    )
    connection.execute(f"DROP TABLE {delivered}")
