"""How a delivered file is read: its columns by name, no sniffing of types, and each value strictly as its kind."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from warehouse import room, sql
from warehouse.errors import DeliveryRejectedError
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.registry.model import Column, DeliveryTable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: A header longer than this is no header.
LONGEST_HEADER_BYTES = 65536
#: How DuckDB's names of whole-number types end (BIGINT, UINTEGER, ...).
INTEGERS = ("INT", "INTEGER")


@dataclass(frozen=True, slots=True)
class Layout:
    """The physical type of each column of a file, in its order, and the columns nobody asked for."""

    form: str
    types: tuple[tuple[str, str], ...]
    unknown_columns: tuple[str, ...]


def inspect(connection: DuckDBPyConnection, path: Path, form: str, table: DeliveryTable, where: str) -> Layout:
    """The layout of a file; raises DeliveryRejectedError when a required column is missing or nothing can be read."""
    try:
        if form == "parquet":
            types = _parquet_types(connection, path)
        else:
            names = _header(path, form)
            _check_unique(names, table, where)
            types = dict.fromkeys(_neutral(names, table), "VARCHAR")
    except (duckdb.Error, OSError, EOFError, zlib.error, csv.Error, ValueError) as error:
        room.check(error, where)
        raise cannot_be_parsed(where, table, type(error).__name__) from None
    _check_columns(table, types, where)
    known = {column.name for column in table.columns}
    return Layout(form, tuple(types.items()), tuple(name for name in types if name not in known))


def cannot_be_parsed(where: str, table: DeliveryTable, why: str) -> DeliveryRejectedError:
    """The rejection of a file that is not what it should be; `why` holds nothing of the file."""
    return DeliveryRejectedError(
        f"{where}: table {table.name} cannot be parsed ({why}; rule: UTF-8 text with ';' and a header, or Parquet); "
        "0 lines read, deliver the file again"
    )


def source_sql(paths: list[Path], layout: Layout) -> str:
    """SQL that reads files of one layout, in order; `file_index` says which of them a line is from."""
    if layout.form == "parquet":
        return _parquet_sql(paths)
    columns = ", ".join(f"{sql.text(name)}: 'VARCHAR'" for name, _ in layout.types)
    compression = "gzip" if layout.form == "csv.gz" else "none"
    return (
        f"read_csv({sql.files(paths)}, columns = {{{columns}}}, header = true, auto_detect = false, delim = ';', "
        f"quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, compression = '{compression}', "
        "encoding = 'utf-8', strict_mode = true, hive_partitioning = false)"
    )


def _parquet_sql(paths: list[Path]) -> str:
    """SQL that reads Parquet files; a folder called `status=correctie` makes no column."""
    return f"read_parquet({sql.files(paths)}, binary_as_string = true, hive_partitioning = false)"


def _neutral(names: list[str], table: DeliveryTable) -> list[str]:
    """Column names with unknown ones replaced by `_unknown_<n>`: they may be empty, duplicate or reserved."""
    known = {column.name for column in table.columns}
    return [name if name in known else f"_unknown_{number}" for number, name in enumerate(names)]


def _check_unique(names: list[str], table: DeliveryTable, where: str) -> None:
    """Refuses a column of the table that comes twice."""
    twice = [column.name for column in table.columns if names.count(column.name) > 1]
    if twice:
        message = (
            f"{where}: table {table.name}: column {twice[0]} is there {names.count(twice[0])} times (rule: a header "
            "that names each column once); deliver the table with its header"
        )
        raise DeliveryRejectedError(message)


def _check_columns(table: DeliveryTable, types: dict[str, str], where: str) -> None:
    missing = [column.name for column in table.columns if column.name not in types and not column.optional]
    if missing:
        message = (
            f"{where}: table {table.name}: required column {missing[0]} is missing ({len(missing)} missing of "
            f"{len(table.columns)}); deliver the table with all its columns, separated by ';'"
        )
        raise DeliveryRejectedError(message)


def _parquet_types(connection: DuckDBPyConnection, path: Path) -> dict[str, str]:
    found = connection.execute(f"DESCRIBE SELECT * FROM {_parquet_sql([path])}").fetchall()
    return {str(row[0]): str(row[1]) for row in found}


def _header(path: Path, form: str) -> list[str]:
    """The column names of a CSV file; ValueError when they are not UTF-8, not there or not unique."""
    with gzip.open(path, "rb") if form == "csv.gz" else path.open("rb") as file:
        line = file.readline(LONGEST_HEADER_BYTES)
    text = line.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    if "\0" in text:
        message = "no text"
        raise ValueError(message)
    return next(csv.reader([re.split(r"[\r\n]", text, maxsplit=1)[0]], delimiter=";"), [])


def typed_sql(column: Column, layout: Layout) -> str:
    """SQL for a column and its raw form: the value as its kind, NULL when it cannot be read as that."""
    types, form = dict(layout.types), layout.form
    if column.name not in types:
        return f"NULL::{column.duckdb_type} AS {column.name}, NULL AS raw_{column.name}"
    raw = sql.name(column.name)
    if types[column.name] != "VARCHAR":
        value = _from_typed(column.kind, raw, types[column.name])
    else:
        raw = f"nullif({raw}, '')" if form == "parquet" else raw
        value = _from_text(column.kind, raw, form)
    return f"{value} AS {column.name}, {raw} AS raw_{column.name}"


def _from_text(kind: Kind, raw: str, form: str) -> str:
    if kind is Kind.INTEGER:
        return f"CASE WHEN {raw} SIMILAR TO '-?[0-9]{{1,18}}' THEN CAST({raw} AS BIGINT) END"
    if kind is Kind.DATE:
        return f"CASE WHEN strlen({raw}) = 10 AND {raw}[5] = '-' AND {raw}[8] = '-' THEN TRY_CAST({raw} AS DATE) END"
    if kind is Kind.DECIMAL:
        return _decimal_from_text(raw, form)
    if kind is Kind.FLAG:
        return f"CASE {raw} WHEN 'J' THEN true WHEN 'N' THEN false END"
    return raw


def _decimal_from_text(raw: str, form: str) -> str:
    mark = "," if form != "parquet" else "[.,]"
    number = f"replace({raw}, ',', '.')"
    return f"CASE WHEN {raw} SIMILAR TO '-?[0-9]{{1,18}}({mark}[0-9]+)?' THEN CAST({number} AS DECIMAL(38, 18)) END"


def _from_typed(kind: Kind, raw: str, type_name: str) -> str:
    """From a typed Parquet column; a number that is not whole is no integer, a moment is no date."""
    base = re.split(r"[(\[]", type_name)[0]
    if kind in (Kind.TEXT, Kind.CODE):
        return _text_from_typed(raw, base)
    if kind is Kind.INTEGER:
        whole = f"TRY_CAST({raw} AS BIGINT)"
        return whole if base.endswith(INTEGERS) else f"CASE WHEN {whole} = {raw} THEN {whole} END"
    if kind is Kind.DECIMAL:
        exact = f"TRY_CAST({raw} AS VARCHAR)" if base in ("DOUBLE", "FLOAT") else raw
        return f"TRY_CAST({exact} AS DECIMAL(38, 18))"
    if kind is Kind.DATE:
        return f"CASE WHEN isfinite({raw}) THEN CAST({raw} AS DATE) END" if base == "DATE" else _midnight(raw, base)
    return f"TRY_CAST({raw} AS BOOLEAN)" if base == "BOOLEAN" else f"CASE WHEN {raw} IS NULL THEN NULL::BOOLEAN END"


def _text_from_typed(raw: str, base: str) -> str:
    """Text from a typed column: of a whole number its digits, of anything else but an ENUM nothing."""
    if base.endswith(INTEGERS) or base == "ENUM":
        return f"CAST({raw} AS VARCHAR)"
    if base in ("DOUBLE", "FLOAT", "DECIMAL"):
        return f"CASE WHEN TRY_CAST({raw} AS BIGINT) = {raw} THEN CAST(TRY_CAST({raw} AS BIGINT) AS VARCHAR) END"
    return "NULL::VARCHAR"


def _midnight(raw: str, base: str) -> str:
    if not base.startswith("TIMESTAMP"):
        return "NULL::DATE"
    return f"CASE WHEN CAST({raw} AS DATE) = {raw} THEN CAST({raw} AS DATE) END"
