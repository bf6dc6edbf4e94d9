"""The yearly delivery read once more, straight from `deliveries.md`: the standard library's csv and gzip, and pyarrow.

It shares no code with the program. It says what must happen to a folder of files: which lines are accepted and which
are in quarantine, or what the delivery is rejected for. Where the contract leaves a form open, that is a doubt: the
program may reject the file, or read it as it is read here.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.deliveries import COLUMNS, OPTIONAL_COLUMNS, WSW_IN_POLIS_SINCE, Delivery, Kind, Row, Value
from tests.support.oracle import counted_hours, responding_lenders
from tests.support.strict_rules import broken_columns, faults_of_table, repeats, unknown_codes

FORMATS = ("csv.gz", "csv", "parquet")
OPTIONAL_TABLES = frozenset({"opgaven", "liv", "social_return"})
BLANKS = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200E))
)
LARGEST_INTEGER = 2**63 - 1
#: Decimals are kept with this many digits on each side of the comma.
KEPT_DIGITS = 18
WIDEST_DECIMAL = 38
#: What is left of those before the comma.
FITTING_DIGITS = WIDEST_DECIMAL - KEPT_DIGITS


class UnreadableError(Exception):
    """A value that is not of its column's kind; it breaks its line."""


class InexactError(Exception):
    """A decimal number with more digits than are kept: it rejects the delivery."""


class BrokenFileError(Exception):
    """A file that cannot be parsed, with the column at fault where there is one."""

    def __init__(self, column: str | None = None) -> None:
        super().__init__(column or "")
        self.column = column


@dataclass(frozen=True)
class Fault:
    """What a delivery is rejected for: the message names one of the files (or the table) and, if any, the column."""

    names: tuple[str, ...]
    columns: tuple[str, ...] = ()

    def is_named_in(self, message: str) -> bool:
        """Whether a message says where it is."""
        named = any(name in message for name in self.names)
        return named and (not self.columns or any(column in message for column in self.columns))


@dataclass
class Reading:
    """What a folder holds.

    Attributes:
        delivery: the accepted lines.
        faults: why it must be rejected.
        doubts: forms that the contract leaves open: it may be rejected for them.
        counts: of each file the lines delivered and those in quarantine.
    """

    delivery: Delivery
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Content:
    """What one file says: for each known column its raw values, and whether a form is open."""

    name: str
    cells: list[dict[str, object]]
    doubtful: bool = False


@dataclass
class Judged:
    """A line with its file, its typed values and the columns that are broken."""

    file: str
    row: Row
    broken: set[str]


def read(folder: Path, year: int, limit: Fraction) -> Reading:
    """Reads the files of a year.

    Args:
        folder: of the year.
        year: the measurement year.
        limit: the share of a table's lines that may be in quarantine.
    """
    found = Reading(Delivery(year))
    for table in COLUMNS:
        if table == "wsw_detacheringen" and year >= WSW_IN_POLIS_SINCE:
            continue
        found.faults += misnamed(folder, table)
        read_table(found, folder, table, limit)
    if not found.faults:
        found.faults += measured_faults(found)
    return found


# --- files ---


def misnamed(folder: Path, table: str) -> list[Fault]:
    """Files that look like one of a table and are not named as one."""
    alike = re.compile(rf"{table}([\W\d_].*)?\.(csv|csv\.gz|parquet)", re.IGNORECASE)
    names = [path.name for path in sorted(folder.iterdir())]
    wrong = [name for name in names if alike.fullmatch(name.strip()) and form_of_name(name, table) is None]
    folders = [name for name in names if form_of_name(name, table) and (folder / name).is_dir()]
    return [Fault((name,)) for name in {*wrong, *folders}]


def form_of_name(name: str, table: str) -> str | None:
    """The format that the name of a table's file says."""
    found = re.fullmatch(rf"{table}(-.*)?\.(csv\.gz|csv|parquet)", name, re.DOTALL)
    return found[2] if found else None


def read_table(found: Reading, folder: Path, table: str, limit: Fraction) -> None:
    """Adds a table to what was found."""
    files = [path for path in sorted(folder.iterdir()) if form_of_name(path.name, table) and path.is_file()]
    names = tuple(path.name for path in files)
    if not files:
        found.faults += [] if table in OPTIONAL_TABLES else [Fault((table,))]
        return
    if len({(form_of_name(name, table), name == f"{table}.{form_of_name(name, table)}") for name in names}) > 1:
        found.faults.append(Fault((*names, f"table {table}:")))
        return
    lines: list[Judged] = []
    for path in files:
        lines += judged_file(found, path, table)
    if not lines and not any(set(fault.names) & set(names) for fault in found.faults):
        found.faults.append(Fault(names))
    judge_table(found, table, names, lines, limit)


def judged_file(found: Reading, path: Path, table: str) -> list[Judged]:
    """The lines of one file; a file that cannot be parsed has none, and is a fault."""
    try:
        content = content_of(path, table)
        lines = [judged(content.name, table, cells) for cells in content.cells]
    except BrokenFileError as error:
        found.faults.append(Fault((path.name,), (error.column,) if error.column else ()))
        return []
    if content.doubtful:
        found.doubts.append(Fault((path.name,)))
    return lines


def content_of(path: Path, table: str) -> Content:
    """What a file of any format says."""
    form = form_of_name(path.name, table)
    if form == "parquet":
        return Content(path.name, parquet_cells(path, table))
    raw, doubtful = path.read_bytes(), False
    if form == "csv.gz":
        raw, doubtful = unpacked(raw)
    return csv_content(path.name, raw, table, doubtful=doubtful)


def unpacked(raw: bytes) -> tuple[bytes, bool]:
    """The bytes in a gzip file, and whether nothing but zeros follow them, as tapes add."""
    members, rest = [], raw
    while rest.strip(b"\0"):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            members.append(member.decompress(rest))
        except zlib.error:
            raise BrokenFileError from None
        if not member.eof:
            raise BrokenFileError
        rest = member.unused_data
    if not members or gzip.decompress(raw) != b"".join(members):
        raise BrokenFileError
    return b"".join(members), bool(rest)


# --- CSV ---


def csv_content(name: str, raw: bytes, table: str, *, doubtful: bool) -> Content:
    """The lines of a CSV file by column."""
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BrokenFileError from None
    records, open_form = parsed(text)
    if not records or "\0" in ";".join(records[0]):
        raise BrokenFileError
    header, *lines = records
    check_header(header, table)
    if any(len(line) != len(header) for line in lines):
        raise BrokenFileError
    places = {column: header.index(column) for column in COLUMNS[table] if column in header}
    cells: list[dict[str, object]] = [{column: line[at] or None for column, at in places.items()} for line in lines]
    return Content(name, cells, doubtful or open_form or "\0" in text)


def check_header(header: list[str], table: str) -> None:
    """Each column is there once, and no other differs from it in case only."""
    for column in COLUMNS[table]:
        same = [name for name in header if name.lower() == column]
        missing = column not in same and (table, column) not in OPTIONAL_COLUMNS
        if missing or (column in same and len(same) > 1):
            raise BrokenFileError(column)


RECORD = re.compile(r'(?:"((?:[^"]|"")*)"( *)|([^;\r\n]*))(;|\r\n|\n|\r|\Z)')


def parsed(text: str) -> tuple[list[list[str]], bool]:
    """The records of a text, and whether one has an open form: a quote within, a blank behind quotes, no values."""
    records: list[list[str]] = []
    record: list[str] = []
    ends, open_form, at = set(), False, 0
    while at < len(text) or record:
        found = RECORD.match(text, at)
        if found is None or (found[1] is None and found[3].startswith('"')):
            raise BrokenFileError
        open_form |= bool(found[2]) if found[3] is None else '"' in found[3]
        record.append(found[3] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if found[4] == ";":
            continue
        ends |= {found[4]} - {""}
        blank = record == [""] and found[1] is None
        open_form |= blank
        records += [] if blank else [record]
        record = []
    if len(ends) > 1:
        raise BrokenFileError
    return records, open_form


# --- Parquet ---


def parquet_cells(path: Path, table: str) -> list[dict[str, object]]:
    """The lines of a Parquet file by column."""
    try:
        with path.open("rb") as file:
            content = pq.ParquetFile(file).read()
            content.validate(full=True)
    except (pa.ArrowException, OSError, ValueError):
        raise BrokenFileError from None
    check_header(content.column_names, table)
    columns = {
        column: parquet_column(content.column(column), column, kind)
        for column, kind in COLUMNS[table].items()
        if column in content.column_names
    }
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]


def parquet_column(column: pa.ChunkedArray, name: str, kind: Kind) -> list[object]:
    """The values of a column, when it is of a kind that the contract allows or has no values."""
    type_ = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if column.null_count < len(column) and not is_allowed(type_, kind):
        raise BrokenFileError(name)
    try:
        values = days_of(column) if pa.types.is_date32(type_) else [as_python(one, type_) for one in column.to_pylist()]
    except UnicodeDecodeError:
        raise BrokenFileError(name) from None
    return [with_comma(value) for value in values] if kind is Kind.DECIMAL else values


def days_of(column: pa.ChunkedArray) -> list[object]:
    """The days of a column; one that Python does not have is the first or the last that it has."""
    epoch, numbers = date(1970, 1, 1).toordinal(), column.cast(pa.int32()).to_pylist()
    first, last = date.min.toordinal(), date.max.toordinal()
    return [None if one is None else date.fromordinal(min(max(one + epoch, first), last)) for one in numbers]


def with_comma(value: object) -> object:
    """A decimal number as text with a comma for its point, which Parquet may have too."""
    return value.replace(".", ",") if isinstance(value, str) else value


def is_allowed(type_: pa.DataType, kind: Kind) -> bool:
    """Whether a column of a kind may have a type."""
    text = any(
        test(type_)
        for test in (
            *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
            *(pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary),
        )
    )
    decimal = pa.types.is_decimal(type_) and type_.precision <= WIDEST_DECIMAL
    number = decimal or any(test(type_) for test in (pa.types.is_integer, pa.types.is_floating))
    moment = pa.types.is_timestamp(type_) or pa.types.is_date(type_)
    return text or {Kind.DATE: moment, Kind.BOOLEAN: pa.types.is_boolean(type_)}.get(kind, number)


def as_python(value: object, type_: pa.DataType) -> object:
    """A value as what it says: bytes as text, a float of 32 bits by its own shortest digits; an empty text is none."""
    if isinstance(value, bytes):
        value = value.decode("utf-8")
    if isinstance(value, float) and pa.types.is_float32(type_) and math.isfinite(value):
        return Decimal(np.format_float_positional(np.float32(value), trim="-"))
    return None if value == "" and isinstance(value, str) else value


# --- values ---


def judged(file: str, table: str, cells: Mapping[str, object]) -> Judged:
    """A line with its values typed."""
    row: Row = {}
    broken: set[str] = set()
    for column, kind in COLUMNS[table].items():
        try:
            row[column] = typed(cells.get(column), kind)
        except UnreadableError:
            row[column] = None
            broken.add(column)
        except InexactError:
            raise BrokenFileError(column) from None
    return Judged(file, row, broken)


def typed(value: object, kind: Kind) -> Value:
    """A delivered value as its kind; raises UnreadableError."""
    return None if value is None else TYPED[kind](value)


def typed_text(value: object) -> Value:
    """A text without blanks around it, composed; of a whole number its digits."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.strip(BLANKS)) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else str(typed_integer(value))


def typed_integer(value: object) -> Value:
    """A whole number of at most 18 digits as text, of 64 bits as number."""
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise UnreadableError
        return int(value)
    assert isinstance(value, int | float | Decimal)
    if not math.isfinite(value) or value != int(value) or not -LARGEST_INTEGER - 1 <= value <= LARGEST_INTEGER:
        raise UnreadableError
    return int(value)


def typed_decimal(value: object) -> Value:
    """A decimal number with a comma; of a number as text no more digits than are kept, of another what fits."""
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]+(,[0-9]+)?", value):
            raise UnreadableError
        if len(value.partition(",")[0].lstrip("-")) > KEPT_DIGITS:
            raise InexactError
        value = value.replace(",", ".")
    if isinstance(value, float) and not math.isfinite(value):
        raise UnreadableError
    number = Decimal(str(value))
    if abs(number) >= 10**FITTING_DIGITS or Fraction(number) * 10**KEPT_DIGITS % 1:
        raise InexactError
    return number


def typed_date(value: object) -> Value:
    """A day; a moment is one at midnight."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond, getattr(value, "nanosecond", 0)) != (0,) * 5:
            raise UnreadableError
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise UnreadableError
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnreadableError from None


def typed_boolean(value: object) -> Value:
    """True or false, or J or N."""
    if isinstance(value, bool):
        return value
    if value not in {"J", "N"}:
        raise UnreadableError
    return value == "J"


TYPED: Mapping[Kind, Callable[[object], Value]] = {
    Kind.TEXT: typed_text,
    Kind.INTEGER: typed_integer,
    Kind.DECIMAL: typed_decimal,
    Kind.DATE: typed_date,
    Kind.BOOLEAN: typed_boolean,
}


# --- what becomes of the lines ---


def judge_table(found: Reading, table: str, names: tuple[str, ...], lines: list[Judged], limit: Fraction) -> None:
    """Quarantine, and what rejects a table as a whole."""
    for line in lines:
        line.broken |= broken_columns(table, line.row, line.broken, found.delivery.year)
    for at in repeats(table, [None if line.broken else line.row for line in lines]):
        lines[at].broken.add("line")
    accepted = [line.row for line in lines if not line.broken]
    found.delivery.tables[table] = accepted
    out = [line for line in lines if line.broken]
    if len(out) > limit * len(lines):
        found.faults.append(Fault(names, tuple(sorted({column for line in out for column in line.broken}))))
    codes = {(line.file, column) for line in lines for column in unknown_codes(table, line.row)}
    found.faults += [Fault((file,), (column,)) for file, column in sorted(codes)]
    found.faults += [
        Fault((*names, f"table {table}"), columns)
        for columns in faults_of_table(table, accepted, [line.row for line in lines], found.delivery.year)
    ]
    for name in names:
        of_file = [line for line in lines if line.file == name]
        found.counts[name] = (len(of_file), sum(bool(line.broken) for line in of_file))


def measured_faults(found: Reading) -> Iterator[Fault]:
    """What only the measurement shows: a survey without hours, an employer that is not known."""
    strata = responding_lenders(found.delivery["verdeelsleutel"])
    if not any(lender.total for lenders in strata.values() for lender in lenders):
        yield Fault(("verdeelsleutel",), ("uren_markt", "uren_overheid"))
    known = {row["lhnr"] for row in found.delivery["werkgevers"]}
    if any(line.lhnr not in known for line in counted_hours(found.delivery)):
        yield Fault(("polis", "wsw_detacheringen", "werkgevers"), ("lhnr",))
