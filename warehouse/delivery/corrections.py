"""Corrections to a delivery, as reviewed data: each says what it expects to find, and one that does not find it stops.

`corrections/<year>.csv` in the home folder holds one correction a line (UTF-8, `;`), with the columns `table`, `key`
(`column=value`, separated by commas), `column`, `expected`, `new`, `reason` and `status`. Values are written as in a
delivered CSV file. The file names lines of people, so it stays in the home folder; reports show what was corrected and
why, never a key or a value.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import duckdb

from warehouse import sql
from warehouse.delivery.layout import inexact_sql, value_sql
from warehouse.delivery.loading import cases_sql
from warehouse.errors import DeliveryRejectedError
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.home import Home
    from warehouse.registry.model import Column, DeliveryTable

FIELDS = ("table", "key", "column", "expected", "new", "reason", "status")
NONE = "none"


class Status(StrEnum):
    """Where a correction stands; only an approved one is applied."""

    PROPOSED = "voorgesteld"
    APPROVED = "goedgekeurd"
    WITHDRAWN = "vervallen"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a report may say of a correction: no key, no value."""

    number: int
    table: str
    column: str
    reason: str
    status: str
    lines: int


@dataclass(frozen=True, slots=True)
class _Correction:
    number: int
    table: DeliveryTable
    key: tuple[tuple[Column, str], ...]
    column: Column
    expected: str
    new: str
    reason: str
    status: Status
    where: str


def digest(home: Home, year: int) -> str:
    """SHA-256 of the corrections to a year; "none" without any."""
    path = path_of(home, year)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else NONE


def apply(connection: DuckDBPyConnection, home: Home, year: int, table: DeliveryTable) -> list[Applied]:
    """Applies the approved corrections to a staged table; the corrected lines are held against the row rules again.

    Raises:
        DeliveryRejectedError: the file is wrong, a correction matches no line, or its expected value is not there.
    """
    found = _read(path_of(home, year), year)
    wanted = [replace(correction, table=table) for correction in found if correction.table.name == table.name]
    return [_applied(correction, _try(connection, correction)) for correction in wanted]


def any_for(home: Home, year: int, table: DeliveryTable) -> bool:
    """Whether there is a correction to a table; also one that is not approved."""
    return any(correction.table.name == table.name for correction in _read(path_of(home, year), year))


def _try(connection: DuckDBPyConnection, correction: _Correction) -> int:
    try:
        return _apply(connection, correction)
    except duckdb.ConversionException:
        raise _stop(correction.where, "a value is not of its column's kind") from None


def path_of(home: Home, year: int) -> Path:
    """The file with the corrections to a year; need not be there."""
    return home.corrections / f"{year}.csv"


def _read(path: Path, year: int) -> list[_Correction]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file, delimiter=";"))
        return [
            _parse(line, number, f"corrections/{path.name}, correction {number}") for number, line in _numbered(lines)
        ]
    except (UnicodeDecodeError, csv.Error):
        message = (
            f"delivery {year}: corrections/{path.name}: cannot be parsed (rule: UTF-8 text with ';'); mend the file"
        )
        raise DeliveryRejectedError(message) from None


def _numbered(lines: list[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(lines, start=1))


def _parse(line: dict[str, str], number: int, where: str) -> _Correction:
    missing = [name for name in FIELDS if line.get(name) is None]
    if missing:
        raise _stop(where, f"field {missing[0]} is missing")
    if re.search(r"\d{8,}", line["reason"]):
        raise _stop(where, "the reason holds a long number; a report shows it, so leave numbers of people out")
    try:
        table = DELIVERIES[line["table"]]
        key = tuple(_pair(table, part) for part in line["key"].split(","))
        column, status = table.column(line["column"]), Status(line["status"])
    except (KeyError, ValueError):
        message = f"table, key, column or status is not known (statuses: {', '.join(Status)})"
        raise _stop(where, message) from None
    return _Correction(number, table, key, column, line["expected"], line["new"], line["reason"], status, where)


def _pair(table: DeliveryTable, part: str) -> tuple[Column, str]:
    name, _, value = part.partition("=")
    return table.column(name.strip()), value.strip()


def _apply(connection: DuckDBPyConnection, correction: _Correction) -> int:
    if correction.status is not Status.APPROVED:
        return 0
    table, column = correction.table, correction.column
    lines = " AND ".join(f"{part.name} IS NOT DISTINCT FROM {_cast(part)}" for part, _ in correction.key)
    key = [_value(connection, part, value) for part, value in correction.key]
    found = _count(connection, f"SELECT count(*) FROM {table.name} WHERE {lines}", key)
    if not found:
        raise _stop(correction.where, f"table {table.name}: it matches no line (0 lines)")
    lines += f" AND {column.name} IS NOT DISTINCT FROM {_cast(column)}"
    key.append(_value(connection, column, correction.expected))
    found = _count(connection, f"SELECT count(*) FROM {table.name} WHERE {lines}", key)
    if not found:
        raise _stop(
            correction.where, f"table {table.name}, column {column.name}: the expected value is not there (0 lines)"
        )
    numbers = connection.execute(f"SELECT rowid FROM {table.name} WHERE {lines}", key).fetchnumpy()["rowid"]
    connection.register("corrected", {"line": numbers})
    connection.execute(
        f"UPDATE {table.name} SET {column.name} = {_cast(column)} WHERE rowid IN (SELECT line FROM corrected)",
        [_value(connection, column, correction.new)],
    )
    _judge_again(connection, table, column)
    connection.unregister("corrected")
    return found


def _judge_again(connection: DuckDBPyConnection, table: DeliveryTable, column: Column) -> None:
    """Holds corrected lines against the row rules; a line that breaks a rule of another column stays as it is."""
    own = [number for number, rule in table.numbered_rules() if rule.column == column.name]
    raws = ", ".join(f"{one.name} AS raw_{one.name}" for one in table.columns)
    helpers = "".join(f", {helper.sql()} AS {helper.name}" for helper in table.helpers)
    connection.execute(
        f"UPDATE {table.name} SET _rule = judged.rule FROM (SELECT line, {cases_sql(table)} AS rule FROM ("
        f"SELECT rowid AS line, {table.name}.*, {raws}{helpers} FROM {table.name} "
        f"WHERE rowid IN (SELECT line FROM corrected))) AS judged "
        f"WHERE {table.name}.rowid = judged.line AND {table.name}._rule IN ({', '.join(map(str, [0, *own]))})"
    )


def _count(connection: DuckDBPyConnection, query: str, values: list[object]) -> int:
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0


def _cast(column: Column) -> str:
    return f"CAST(? AS {column.duckdb_type})"


def _value(connection: DuckDBPyConnection, column: Column, text: str) -> object:
    """A value as in a delivered CSV file, read as strictly; raises ConversionException when it is not of its kind."""
    if text == "":
        return None
    inexact = f"{inexact_sql(column, 'VARCHAR', 'csv')}" if column.kind is Kind.DECIMAL else "false"
    raw = sql.name(column.name)
    row = connection.execute(
        f"SELECT CASE WHEN NOT ({inexact}) THEN {value_sql(column, raw)} END FROM (SELECT ?::VARCHAR AS {raw})", [text]
    ).fetchone()
    if row is None or row[0] is None:
        raise duckdb.ConversionException
    return row[0]


def _applied(correction: _Correction, lines: int) -> Applied:
    return Applied(
        number=correction.number,
        table=correction.table.name,
        column=correction.column.name,
        reason=correction.reason,
        status=correction.status.value,
        lines=lines,
    )


def _stop(where: str, why: str) -> DeliveryRejectedError:
    return DeliveryRejectedError(f"{where}: {why}; mend the corrections and build again")
