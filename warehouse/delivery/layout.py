"""How a delivered file is read: its columns by name, no sniffing of types, and each value strictly as its kind."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import room, sql
from warehouse.errors import DeliveryRejectedError
from warehouse.registry.model import UNREADABLE, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.registry.model import Column, DeliveryTable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: A header longer than this is no header.
LONGEST_HEADER_BYTES = 65536
#: How DuckDB's names of whole-number types end (BIGINT, UINTEGER, ...).
INTEGERS = ("INT", "INTEGER")
TEXTS = (Kind.TEXT, Kind.CODE)
NUMBERS = (*INTEGERS, "DOUBLE", "FLOAT", "DECIMAL")
#: Kind -> how DuckDB's names end of the types that a Parquet column of that kind may have; a text may be of any kind.
TYPES = {
    Kind.TEXT: (*NUMBERS, "ENUM"),
    Kind.CODE: (*NUMBERS, "ENUM"),
    Kind.INTEGER: NUMBERS,
    Kind.DECIMAL: NUMBERS,
    Kind.DATE: ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"),
    Kind.FLAG: ("BOOLEAN",),
}
#: DuckDB reads decimals of more digits as other numbers.
MOST_DIGITS = 38
WIDE = f"DECIMAL of more than {MOST_DIGITS} digits"
#: Digits of a decimal number that are kept, on each side of its comma.
KEPT_DIGITS = 18
#: A name that DuckDB gives to the number of a file; a column that is called so would take its place.
FILE_INDEX = "file_index"
#: What is trimmed from a text: the blanks of Unicode, and characters without width.
BLANKS = "".join(map(chr, (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200E), 0x2028, 0x2029)))
BLANKS += "\u202f\u205f\u2060\u3000\ufeff"


@dataclass(frozen=True, slots=True)
class Layout:
    """The physical type of each column of a file, in its order, and the columns nobody asked for."""

    form: str
    types: tuple[tuple[str, str], ...]
    unknown_columns: tuple[str, ...]

    @property
    def hides_file_index(self) -> bool:
        """Whether a column of the file takes the place of the number that DuckDB gives to each file."""
        return any(name.lower() == FILE_INDEX for name, _ in self.types)


def inspect(connection: DuckDBPyConnection, path: Path, form: str, table: DeliveryTable, where: str) -> Layout:
    """The layout of a file; raises DeliveryRejectedError when a required column is missing or nothing can be read."""
    try:
        if form == "parquet":
            types = _parquet_types(connection, path, table, where)
        else:
            names = _header(path, form)
            _check_unique(names, table, where)
            types = dict.fromkeys(_neutral(names, table), "VARCHAR")
    except (duckdb.Error, pa.ArrowException, OSError, EOFError, zlib.error, csv.Error, ValueError) as error:
        room.check(error, where)
        raise cannot_be_parsed(where, table, type(error).__name__) from None
    _check_columns(table, types, where)
    if form == "parquet":
        _check_kinds(connection, path, table, types, where)
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
    return (
        f"read_csv({sql.files(paths)}, columns = {{{columns}}}, header = true, auto_detect = false, delim = ';', "
        f"quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, compression = 'none', "
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
    """Refuses a column of the table that comes twice, or beside one whose name differs from it in case only."""
    for column in table.columns:
        same = [name for name in names if name.lower() == column.name]
        if column.name in same and len(same) > 1:
            said = f"{column.name} is there {len(same)} times"
            twins = sorted(set(same) - {column.name})
            message = (
                f"{where}: table {table.name}: column {said}{f', also as {twins[0]}' if twins else ''} (rule: a header "
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


def _parquet_types(connection: DuckDBPyConnection, path: Path, table: DeliveryTable, where: str) -> dict[str, str]:
    """DuckDB's type of each column, by the name that it has in the file; a decimal that it misreads has none of its."""
    with path.open("rb") as file:  # not by its path, which may be no text
        schema = pq.ParquetFile(file).schema_arrow
    _check_unique(schema.names, table, where)
    found = connection.execute(f"DESCRIBE SELECT * FROM {_parquet_sql([path])}").fetchall()
    misread = [pa.types.is_decimal(kind) and kind.precision > MOST_DIGITS for kind in schema.types]
    types = [WIDE if wide else str(row[1]) for row, wide in zip(found, misread, strict=True)]
    return dict(zip(schema.names, types, strict=True))


def _check_kinds(
    connection: DuckDBPyConnection, path: Path, table: DeliveryTable, types: dict[str, str], where: str
) -> None:
    """Refuses a column of values of another kind; one without values is of any."""
    for column in (one for one in table.columns if one.name in types):
        base = _base(types[column.name])
        if base not in {"VARCHAR", *TYPES[column.kind]} and _has_values(connection, path, column):
            rule = UNREADABLE[column.kind].en.removeprefix("cannot be read as ")
            message = (
                f"{where}: table {table.name}: column {column.name} is of another kind, {base} (rule: {rule}); deliver "
                "it as that"
            )
            raise DeliveryRejectedError(message)


def _base(type_name: str) -> str:
    """DuckDB's type without what is in brackets; every whole number is an INTEGER."""
    if type_name.endswith("]"):
        return "LIST"
    base = type_name.partition("(")[0]
    return "INTEGER" if base.endswith(INTEGERS) else base


def _has_values(connection: DuckDBPyConnection, path: Path, column: Column) -> bool:
    row = connection.execute(f"SELECT count({sql.name(column.name)}) FROM {_parquet_sql([path])}").fetchone()
    return bool(row and row[0])


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
    """SQL for a column, its raw form and whether that was trimmed: NULL when it cannot be read as its kind."""
    types, name = dict(layout.types), column.name
    if name not in types:
        return f"NULL::{column.duckdb_type} AS {name}, NULL AS raw_{name}, false AS trimmed_{name}"
    raw = sql.name(name)
    if types[name] != "VARCHAR":
        return f"{_from_typed(column.kind, raw, types[name])} AS {name}, {raw} AS raw_{name}, false AS trimmed_{name}"
    told = f"nullif({raw}, '')" if layout.form == "parquet" else raw
    if column.kind not in TEXTS:
        return f"{_from_text(column.kind, told, layout.form)} AS {name}, {told} AS raw_{name}, false AS trimmed_{name}"
    kept = cleaned_sql(column, raw)
    return f"{kept} AS {name}, {kept} AS raw_{name}, coalesce({raw} <> {kept}, {raw} <> '') AS trimmed_{name}"


def cleaned_sql(column: Column, raw: str) -> str:
    """SQL for a text without blanks around it, composed (NFC); NULL when nothing is left.

    A text of the length that its column has is as it is: with blanks around it, it is too short in any case.
    """
    as_it_is = (
        f"strlen({raw}) = {column.length}" if column.length else f"regexp_full_match({raw}, '[!-~]+([!-~ ]*[!-~])?')"
    )
    return f"CASE WHEN {as_it_is} THEN {raw} ELSE nullif(nfc_normalize(trim({raw}, {sql.text(BLANKS)})), '') END"


def value_sql(column: Column, raw: str) -> str:
    """SQL for the value of a text as a CSV file has it; NULL when it cannot be read as its kind."""
    return cleaned_sql(column, raw) if column.kind in TEXTS else _from_text(column.kind, raw, "csv")


def inexact_sql(column: Column, type_name: str, form: str) -> str:
    """SQL that is true of a delivered decimal number that has more digits than are kept exactly."""
    raw, kept = sql.name(column.name), f"DECIMAL({MOST_DIGITS}, {KEPT_DIGITS})"
    if type_name == "VARCHAR":
        mark, most = "," if form != "parquet" else "[.,]", f"{{1,{KEPT_DIGITS}}}"
        fits = f"-?[0-9]{most}({mark}[0-9]{most}0*)?"
        return f"regexp_full_match({raw}, '-?[0-9]+({mark}[0-9]+)?') AND NOT regexp_full_match({raw}, '{fits}')"
    if type_name in {"DOUBLE", "FLOAT"}:
        back = f"TRY_CAST(TRY_CAST(CAST({raw} AS VARCHAR) AS {kept}) AS {type_name})"
        return f"isfinite({raw}) AND {back} IS DISTINCT FROM {raw}"
    return f"TRY_CAST(TRY_CAST({raw} AS {kept}) AS {type_name}) IS DISTINCT FROM {raw}"


def _from_text(kind: Kind, raw: str, form: str) -> str:
    if kind is Kind.INTEGER:
        return f"CASE WHEN {raw} SIMILAR TO '-?[0-9]{{1,18}}' THEN CAST({raw} AS BIGINT) END"
    if kind is Kind.DATE:
        day = f"TRY_CAST({raw} AS DATE)"  # which takes blanks, signs and single digits too
        return f"CASE WHEN strlen({raw}) = 10 AND CAST({day} AS VARCHAR) = {raw} THEN {day} END"
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
