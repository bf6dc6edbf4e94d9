"""Loads the files of one table into the staging file: typed, with the row rules applied to every line on the way.

This way is exact for every file that can be read at all. A table with a summary comes this way only where
`warehouse/delivery/kernel` cannot do it.
"""

from __future__ import annotations

import itertools
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from warehouse import room
from warehouse.delivery import diagnosis
from warehouse.delivery.layout import KEPT_DIGITS, Layout, cannot_be_parsed, inexact_sql, inspect, source_sql, typed_sql
from warehouse.errors import DeliveryRejectedError, StorageError
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.archive import ArchivedFile, Delivery
    from warehouse.home import Home
    from warehouse.registry.model import DeliveryTable

#: Up to this many bytes of CSV or lines of Parquet a table is staged uncompressed: faster, and still small on disk.
SMALL_CSV_BYTES, SMALL_PARQUET_LINES = 800_000_000, 8_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be loaded: `index` is its number among the files of the table."""

    index: int
    file: ArchivedFile
    path: Path
    layout: Layout
    where: str


def opened(
    connection: DuckDBPyConnection, home: Home, table: DeliveryTable, delivery: Delivery, folder: Path
) -> list[Part]:
    """The files of a table in the order of their names, looked at; what is packed with gzip is unpacked into `folder`.

    Raises:
        DeliveryRejectedError: a column is missing, or a file cannot be read.
    """
    parts = []
    for index, file in enumerate(delivery.of(table.name)):
        where, path = f"delivery {delivery.year}: {file.name}", file.path(home)
        layout = inspect(connection, path, file.format, table, where)
        if layout.form == "csv.gz":
            path, layout = _unpacked(path, folder, table, where), replace(layout, form="csv")
        parts.append(Part(index, file, path, layout, where))
    return parts


def load_parts(connection: DuckDBPyConnection, table: DeliveryTable, parts: list[Part]) -> None:
    """Loads files, those of one layout in one statement, in their order.

    Raises:
        DeliveryRejectedError: a file cannot be parsed, or has numbers that would be rounded.
    """
    small = _is_small(connection, parts)
    connection.execute(f"SET force_compression = '{'uncompressed' if small else 'auto'}'")
    connection.execute("BEGIN")
    for layout, group in itertools.groupby(parts, key=lambda part: part.layout):
        together = list(group)
        for some in [[part] for part in together] if layout.hides_file_index else [together]:
            _insert(connection, table, layout, some)
    connection.execute("COMMIT")
    rows = dict(connection.execute(f"SELECT _file, count(*) FROM {table.name} GROUP BY _file").fetchall())
    for part in parts:
        _check_decimals(connection, table, part)
        _check_separators(table, part, rows.get(part.index, 0))


def judged_sql(table: DeliveryTable, layout: Layout, source: str, kept: str) -> str:
    """SQL for lines as the staging table has them: the columns of the table, `_rule`, `_trimmed`, and what is kept.

    Args:
        table: the table, under the law of its year.
        layout: the types of the columns of the source.
        source: what stands behind FROM.
        kept: columns of the source that are handed on, with commas between.
    """
    typed = ", ".join(typed_sql(column, layout) for column in table.columns)
    names = ", ".join(column.name for column in table.columns)
    helpers = "".join(f", {helper.sql()} AS {helper.name}" for helper in table.helpers)
    trimmed = " + ".join(f"{1 << place} * trimmed_{one.name}::UINTEGER" for place, one in enumerate(table.texts()))
    aliases = ", ".join(one.split(" AS ")[-1] for one in kept.split(", "))
    return (
        f"SELECT {names}, {aliases}, {cases_sql(table)} AS _rule, {trimmed or 0} AS _trimmed "
        f"FROM (SELECT *{helpers} FROM (SELECT {typed}, {kept} FROM {source}))"
    )


def cases_sql(table: DeliveryTable) -> str:
    """SQL for the number of the first row rule that a line breaks, 0 when it keeps them all."""
    rules = [(number, rule) for number, rule in table.numbered_rules() if not rule.needs_all_lines]
    cases = " ".join(f"WHEN {rule.broken_when} THEN {number}" for number, rule in rules)
    return f"CASE {cases} ELSE 0 END"


def _insert(connection: DuckDBPyConnection, table: DeliveryTable, layout: Layout, parts: list[Part]) -> None:
    try:
        connection.execute(f"INSERT INTO {table.name} {_lines_sql(table, layout, parts)}")
    except duckdb.Error as error:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        room.check(error, parts[0].where)
        for part in parts:
            _try_alone(connection, table, part)
        message = f"staging file: cannot be written ({parts[0].where}); free disk space and run the same command again"
        raise StorageError(message) from None


def _try_alone(connection: DuckDBPyConnection, table: DeliveryTable, part: Part) -> None:
    """Raises the rejection that names this file when it is the one that cannot be parsed."""
    try:
        connection.execute(f"SELECT max(_rule) FROM ({_lines_sql(table, part.layout, [part])})")
    except duckdb.Error as error:
        room.check(error, part.where)
        why = "" if part.layout.form == "parquet" else diagnosis.mixed_line_ends(part.path)
        raise cannot_be_parsed(part.where, table, why or f"{type(error).__name__}{_line_of(error)}") from None


def _check_decimals(connection: DuckDBPyConnection, table: DeliveryTable, part: Part) -> None:
    """Refuses decimal numbers that would be rounded."""
    types = dict(part.layout.types)
    for column in (one for one in table.columns if one.kind is Kind.DECIMAL and one.name in types):
        inexact = inexact_sql(column, types[column.name], part.layout.form)
        source = source_sql([part.path], part.layout)
        row = connection.execute(f"SELECT count(*) FROM {source} WHERE {inexact}").fetchone()
        if row and row[0]:
            message = (
                f"{part.where}: table {table.name}: column {column.name}: {row[0]} numbers have more digits than are "
                f"kept exactly (rule: at most {KEPT_DIGITS} before and {KEPT_DIGITS} behind the comma); deliver them "
                "rounded"
            )
            raise DeliveryRejectedError(message)


def _check_separators(table: DeliveryTable, part: Part, rows: int) -> None:
    """Refuses a text file with a line of more values than there are columns: DuckDB overlooks those that are empty."""
    expected = (len(part.layout.types) - 1) * (rows + 1)
    if part.layout.form != "parquet" and diagnosis.separators(part.path) > expected:
        raise cannot_be_parsed(part.where, table, "a line has more values than the header has columns")


def _lines_sql(table: DeliveryTable, layout: Layout, parts: list[Part]) -> str:
    """SQL for the lines of some files as the staging table has them, in the order of its columns."""
    which = "0" if layout.hides_file_index else "file_index"
    source = source_sql([part.path for part in parts], layout)
    names = ", ".join([*(column.name for column in table.columns), "_file", "_rule", "_trimmed"])
    conflict = ", NULL AS _conflict" if table.versions else ""
    return (
        f"SELECT {names}{conflict} FROM ({judged_sql(table, layout, source, f'{parts[0].index} + {which} AS _file')})"
    )


def _is_small(connection: DuckDBPyConnection, parts: list[Part]) -> bool:
    if not parts:
        return True
    if parts[0].layout.form != "parquet":
        return sum(part.path.stat().st_size for part in parts) <= SMALL_CSV_BYTES
    lines = connection.execute(f"SELECT count(*) FROM {source_sql([part.path for part in parts], parts[0].layout)}")
    row = lines.fetchone()
    return row is not None and int(row[0]) <= SMALL_PARQUET_LINES


def _unpacked(path: Path, folder: Path, table: DeliveryTable, where: str) -> Path:
    """Unpacks a gzip file, read to its end: a truncated one must not pass for a short one."""
    found = folder / f"{table.name}-{path.name}.csv"
    try:
        more = diagnosis.unpack(path, found)
    except (OSError, EOFError, zlib.error) as error:
        room.check(error, where)
        raise cannot_be_parsed(where, table, type(error).__name__) from None
    if more:
        raise cannot_be_parsed(where, table, f"{more} bytes behind the gzip data are no gzip data")
    return found


def _line_of(error: BaseException) -> str:
    """The line number that DuckDB names, and nothing else of its message: that may hold the line itself."""
    match = re.search(r"CSV Error on Line: (\d+)", str(error))
    return f" on line {match[1]}" if match else ""
