"""How a delivered file is read: its columns by name, no sniffing of types, and each value strictly as its kind."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import DeliveryRejectedError
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.registry.model import Column, DeliveryTable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: A header longer than this is no header.
LONGEST_HEADER_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Reader:
    """SQL that reads a file, the physical type of each of its columns, and the columns nobody asked for."""

    sql: str
    types: dict[str, str]
    unknown_columns: tuple[str, ...]


def read_sql(connection: DuckDBPyConnection, path: Path, form: str, table: DeliveryTable, where: str) -> Reader:
    """The reader of a file; raises DeliveryRejectedError when a required column is missing or nothing can be read."""
    try:
        if form == "parquet":
            types = _parquet_types(connection, path)
            sql = f"read_parquet('{_quoted(path)}', binary_as_string = true)"
        else:
            names = _header(path, form)
            types = dict.fromkeys(names, "VARCHAR")
            sql = _csv_sql(path, form, names)
    except (duckdb.Error, OSError, EOFError, zlib.error, ValueError) as error:
        message = (
            f"{where}: table {table.name} cannot be parsed ({type(error).__name__}; rule: UTF-8 text with ';' and a "
            "header, or Parquet); 0 lines read, deliver the file again"
        )
        raise DeliveryRejectedError(message) from None
    _check_columns(table, types, where)
    known = {column.name for column in table.columns}
    return Reader(sql, types, tuple(name for name in types if name not in known))


def _check_columns(table: DeliveryTable, types: dict[str, str], where: str) -> None:
    missing = [column.name for column in table.columns if column.name not in types and not column.optional]
    if missing:
        message = (
            f"{where}: table {table.name}: required column {missing[0]} is missing ({len(missing)} missing of "
            f"{len(table.columns)}); deliver the table with all its columns, separated by ';'"
        )
        raise DeliveryRejectedError(message)


def _parquet_types(connection: DuckDBPyConnection, path: Path) -> dict[str, str]:
    found = connection.execute(
        f"DESCRIBE SELECT * FROM read_parquet('{_quoted(path)}', binary_as_string = true)"
    ).fetchall()
    return {str(row[0]): str(row[1]) for row in found}


def _header(path: Path, form: str) -> list[str]:
    """The column names of a CSV file; ValueError when they are not UTF-8, not there or not unique."""
    with gzip.open(path, "rb") if form == "csv.gz" else path.open("rb") as file:
        line = file.readline(LONGEST_HEADER_BYTES)
    text = line.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    names = next(csv.reader(io.StringIO(text), delimiter=";"), [])
    if "\0" in text or len(set(names)) != len(names):
        message = "no unique header"
        raise ValueError(message)
    return names


def _csv_sql(path: Path, form: str, names: list[str]) -> str:
    columns = ", ".join(f"'{_text(name)}': 'VARCHAR'" for name in names)
    compression = "gzip" if form == "csv.gz" else "none"
    return (
        f"read_csv('{_quoted(path)}', columns = {{{columns}}}, header = true, auto_detect = false, delim = ';', "
        f"quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, compression = '{compression}', "
        "encoding = 'utf-8', strict_mode = true)"
    )


def typed_sql(column: Column, types: dict[str, str], form: str) -> str:
    """SQL for a column and its raw form: the value as its kind, NULL when it cannot be read as that."""
    if column.name not in types:
        return f"NULL::{column.duckdb_type} AS {column.name}, NULL AS raw_{column.name}"
    raw = f'"{column.name}"'
    text = types[column.name] == "VARCHAR"
    sql = _from_text(column.kind, raw, form) if text else _from_typed(column.kind, raw, types[column.name])
    if text and form == "parquet":
        raw = f"nullif({raw}, '')"
        sql = sql.replace(f'"{column.name}"', raw)
    return f"{sql} AS {column.name}, {raw} AS raw_{column.name}"


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
    return f"CASE WHEN {raw} SIMILAR TO '-?[0-9]{{1,18}}({mark}[0-9]{{1,18}})?' THEN CAST({number} AS DECIMAL(38, 18)) END"


def _from_typed(kind: Kind, raw: str, type_name: str) -> str:
    """From a typed Parquet column; a number that is not whole is no integer, a moment is no date."""
    base = re.split(r"[(\[]", type_name)[0]
    if kind in (Kind.TEXT, Kind.CODE):
        return f"TRY_CAST({raw} AS VARCHAR)"
    if kind is Kind.INTEGER:
        whole = f"TRY_CAST({raw} AS BIGINT)"
        return whole if base.endswith("INT") or base == "INTEGER" else f"CASE WHEN {whole} = {raw} THEN {whole} END"
    if kind is Kind.DECIMAL:
        exact = f"TRY_CAST({raw} AS VARCHAR)" if base in ("DOUBLE", "FLOAT") else raw
        return f"TRY_CAST({exact} AS DECIMAL(38, 18))"
    if kind is Kind.DATE:
        return f"CASE WHEN isfinite({raw}) THEN CAST({raw} AS DATE) END" if base == "DATE" else _midnight(raw, base)
    return f"TRY_CAST({raw} AS BOOLEAN)" if base == "BOOLEAN" else f"CASE WHEN {raw} IS NULL THEN NULL::BOOLEAN END"


def _midnight(raw: str, base: str) -> str:
    if not base.startswith("TIMESTAMP"):
        return "NULL::DATE"
    return f"CASE WHEN CAST({raw} AS DATE) = {raw} THEN CAST({raw} AS DATE) END"


def _text(value: str) -> str:
    return value.replace("'", "''")


def _quoted(path: Path) -> str:
    return _text(str(path))
