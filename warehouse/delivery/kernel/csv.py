"""Turns plain text into Parquet for the kernel; text that is not plain is left to DuckDB.

Plain text needs no reading of its own: no quotes, blanks, signs but `-`, letters beyond ASCII, or ends of lines of two
kinds, as many separators in every line as in the header, and every value of its kind. All of that is proved of each
file: anything else is `UnfitError`, and the table is loaded whole.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from warehouse import sql
from warehouse.delivery.kernel.lines import FIRST_DAY, LAST_DAY, TYPES, UnfitError, fault
from warehouse.delivery.layout import BYTE_ORDER_MARK, LONGEST_HEADER_BYTES, Layout
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.delivery.loading import Part
    from warehouse.registry.model import Column, DeliveryTable

#: DuckDB reads lines of up to 2,000,000 bytes; one that is longer has no end in some chunk of this size.
CHUNK_BYTES = 512 * 1024
PLAIN = (string.ascii_letters + string.digits + "_-;\r\n").encode()
SEPARATOR, END, RETURN = b";", b"\n", b"\r"
#: Whole numbers of more digits are not read.
MOST_DIGITS = 18
DAY_LENGTH = 10
_DOUBT = "_doubt"


@dataclass(frozen=True, slots=True)
class _Counted:
    """Lines, separators and carriage returns of a plain file."""

    lines: int
    separators: int
    returns: int


def as_parquet(part: Part, table: DeliveryTable, place: Path) -> Part:
    """The part as `write` leaves it in a folder; itself when it is Parquet."""
    if part.layout.form == "parquet":
        return part
    there = {name for name, _ in part.layout.types}
    types = tuple((one.name, TYPES[one.kind][1]) for one in table.columns if one.name in there)
    layout = Layout("parquet", types, part.layout.unknown_columns)
    return replace(part, path=place / f"typed-{part.index:06d}.parquet", layout=layout)


def write(path: Path, to: Path, table: DeliveryTable) -> None:
    """Writes a plain text file as Parquet, every value of its kind.

    Raises:
        UnfitError: it is not plain.
        StorageError: memory or disk is short.
    """
    counted = _counted(path)
    try:
        names = _header(path)
        read = _read(path, names, table)
        read.sink_parquet(sql.told(to), compression="uncompressed", statistics=False, engine="streaming")
        found = pl.scan_parquet(sql.told(to), glob=False).select(pl.len(), pl.col(_DOUBT).any())
        rows, doubt = found.collect(engine="streaming").row(0)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise fault(error, "kernel: plain text") from None
    if doubt or counted.lines != rows + 1 or counted.separators != (len(names) - 1) * counted.lines:
        raise UnfitError(path.name)


def _header(path: Path) -> list[str]:
    """The names of the columns; ValueError when one comes twice, or there are too many."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER_BYTES)
    names = line.removeprefix(BYTE_ORDER_MARK).decode("ascii").strip().split(";")
    if len(line) == LONGEST_HEADER_BYTES or len(set(names)) != len(names):
        message = "header"
        raise ValueError(message)
    return names


def _read(path: Path, names: list[str], table: DeliveryTable) -> pl.LazyFrame:
    """The columns of the table that are there, and whether a value of a line has to be read more carefully."""
    columns = [column for column in table.columns if column.name in names]
    types = dict.fromkeys(names, pl.String())
    source = pl.scan_csv(sql.told(path), separator=";", schema=types, quote_char=None, glob=False)
    # polars does not look behind the last column that it reads: it reads the last of the file.
    doubts = [pl.col(names[-1]).str.len_bytes() > CHUNK_BYTES, *(one for column in columns for one in _doubts(column))]
    doubt = pl.any_horizontal([one.fill_null(value=False) for one in doubts])
    return source.select(*map(_typed, columns), doubt.alias(_DOUBT))


def _typed(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    if column.kind is Kind.DATE:
        return value.str.to_date("%Y-%m-%d", strict=True)
    if column.kind is Kind.INTEGER:
        return value.cast(pl.Int64, strict=True)
    return value == "J" if column.kind is Kind.FLAG else value


def _doubts(column: Column) -> list[pl.Expr]:
    value = pl.col(column.name)
    if column.kind is Kind.DATE:
        return [value.str.len_bytes() != DAY_LENGTH, ~_typed(column).is_between(FIRST_DAY, LAST_DAY)]
    if column.kind is Kind.FLAG:
        return [~value.is_in(["J", "N"])]
    return [value.str.len_bytes() > MOST_DIGITS] if column.kind is Kind.INTEGER else []


def _counted(path: Path) -> _Counted:
    """Counts a file's bytes that matter; raises UnfitError when there are others than those of plain text."""
    lines = separators = returns = pairs = 0
    last = END
    with path.open("rb") as file:
        if file.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
            file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            if chunk.translate(None, PLAIN) or (len(chunk) == CHUNK_BYTES and END not in chunk):
                raise UnfitError(path.name)
            lines += chunk.count(END)
            separators += chunk.count(SEPARATOR)
            returns += chunk.count(RETURN)
            pairs += (last[-1:] + chunk).count(RETURN + END)
            last = chunk
    lines += not last.endswith(END)
    if returns not in {0, lines} or pairs != returns:
        raise UnfitError(path.name)
    return _Counted(lines, separators, returns)
