"""Reads plain text for the kernel; text that is not plain is left to DuckDB.

Plain text needs no reading of its own: no quotes, blanks, signs but `-`, letters beyond ASCII, or ends of lines of two
kinds, as many separators in every line as in the header, and every value of its kind. All of that is proved of each
file while it is read (`Proof`): anything else is `UnfitError`, and the table is loaded whole. A file that is too large
to be read at once is turned into Parquet first.
"""

from __future__ import annotations

import string
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from warehouse import sql
from warehouse.delivery.kernel.lines import DOUBT, FILE, FIRST_DAY, LAST_DAY, TYPES, UnfitError, faults
from warehouse.delivery.layout import BYTE_ORDER_MARK, LONGEST_HEADER_BYTES, Layout
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from warehouse.delivery.loading import Part
    from warehouse.registry.model import Column, DeliveryTable

#: DuckDB reads lines of up to 2,000,000 bytes; one that is longer has no end in some chunk of this size.
CHUNK_BYTES = 512 * 1024
#: What stands for a byte: a digit, another byte of plain text, or a byte that plain text does not have.
DIGIT, OTHER, STRANGE = b"0", b" ", b"!"
KINDS = bytes(
    (DIGIT if chr(byte) in string.digits else OTHER if chr(byte) in string.ascii_letters + "_-;\r\n" else STRANGE)[0]
    for byte in range(256)
)
#: Whole numbers of more digits than 18 are not read.
TOO_LONG = 19 * DIGIT
SEPARATOR, END, RETURN = b";", b"\n", b"\r"
DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Lines and separators of a file that has only bytes of plain text."""

    lines: int
    separators: int


class Proof:
    """That files are plain: their bytes are counted beside polars, which reads them meanwhile."""

    def __init__(self, texts: Mapping[int, Path]) -> None:
        """Begins to count some files, by their numbers; within `with`, which ends it."""
        self._texts = texts
        self._pool = ThreadPoolExecutor(1)
        self._counted = {number: self._pool.submit(counted, path) for number, path in texts.items()}

    def __enter__(self) -> Proof:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Waits for what is being counted."""
        self._pool.shutdown(cancel_futures=True)

    def check(self, seen: pl.DataFrame | None) -> None:
        """Raises UnfitError unless polars saw the lines that were counted (`summary`), and has no doubt of any."""
        found = {number: (lines, doubt) for number, lines, doubt in seen.iter_rows()} if seen is not None else {}
        for number, path in self._texts.items():
            lines, doubt = found.get(number, (0, False))
            count = self._counted[number].result()
            separators = (len(_header(path)) - 1) * count.lines
            if doubt or count.lines != lines + 1 or count.separators != separators:
                raise UnfitError(path.name)


def summary(lines: pl.LazyFrame) -> pl.LazyFrame:
    """What `Proof` needs to know of the lines of some texts: by file how many they are, and whether one is doubtful."""
    return lines.group_by(FILE).agg(pl.len(), pl.col(DOUBT).any())


def about_lines(path: Path) -> int:
    """About how many lines a text has, by where they are shortest of its begin, its middle and its end."""
    size, most = path.stat().st_size, 0
    with path.open("rb") as file:
        for place in (0, size // 2, max(size - CHUNK_BYTES, 0)):
            file.seek(place)
            chunk = file.read(CHUNK_BYTES)
            most = max(most, size * chunk.count(END) // max(len(chunk), 1))
    return most


def as_parquet(part: Part, table: DeliveryTable, place: Path, most: int) -> Part:
    """The part as `write` leaves it in a folder; itself when it is Parquet, or a text of so many lines at most."""
    if part.layout.form == "parquet" or about_lines(part.path) <= most:
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
    with faults("kernel: plain text"), Proof({0: path}) as proof:
        read(path, table).sink_parquet(sql.told(to), compression="uncompressed", statistics=False, engine="streaming")
        written = pl.scan_parquet(sql.told(to), glob=False).with_columns(pl.lit(0).alias(FILE))
        proof.check(summary(written).collect(engine="streaming"))


def _header(path: Path) -> list[str]:
    """The names of the columns; UnfitError when one comes twice, or there are too many."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER_BYTES).removeprefix(BYTE_ORDER_MARK)
    names = line.decode("ascii", "replace").strip().split(";")
    if len(line) == LONGEST_HEADER_BYTES or len(set(names)) != len(names) or not line.isascii():
        raise UnfitError(path.name)
    return names


def read(path: Path, table: DeliveryTable) -> pl.LazyFrame:
    """The lines of a plain text: the columns of the table that it has, and `_doubt`.

    Raises:
        UnfitError: its header is none of plain text.
    """
    names = _header(path)
    columns = [column for column in table.columns if column.name in names]
    whole = {column.name for column in columns if column.kind is Kind.INTEGER} - {names[-1]}
    types = {name: pl.Int64() if name in whole else pl.String() for name in names}
    source = pl.scan_csv(sql.told(path), separator=";", schema=types, quote_char=None, glob=False)
    # polars does not look behind the last column that it reads: it reads the last of the file.
    doubts = [pl.col(names[-1]).str.len_bytes() > CHUNK_BYTES, *(one for column in columns for one in _doubts(column))]
    doubt = pl.any_horizontal([one.fill_null(value=False) for one in doubts])
    return source.select(*map(_typed, columns), doubt.alias(DOUBT))


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
    return [~value.is_in(["J", "N"])] if column.kind is Kind.FLAG else []


def counted(path: Path) -> Counted:
    """Counts lines and separators; raises UnfitError when there is anything that plain text does not have."""
    lines = separators = returns = pairs = 0
    last, before = END, b""
    with path.open("rb") as file:
        if file.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
            file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            kinds = chunk.translate(KINDS)
            _check_plain(kinds, before, path)
            numbers = np.frombuffer(chunk, np.uint8)
            lines_here = int(np.count_nonzero(numbers == END[0]))
            if len(chunk) == CHUNK_BYTES and not lines_here:
                raise UnfitError(path.name)
            lines += lines_here
            separators += int(np.count_nonzero(numbers == SEPARATOR[0]))
            if RETURN in chunk or last.endswith(RETURN):
                returns += chunk.count(RETURN)
                pairs += (last[-1:] + chunk).count(RETURN + END)
            last, before = chunk, kinds[-len(TOO_LONG) :]
    lines += not last.endswith(END)
    if returns not in {0, lines} or pairs != returns:
        raise UnfitError(path.name)
    return Counted(lines, separators)


def _check_plain(kinds: bytes, before: bytes, path: Path) -> None:
    """Raises UnfitError when bytes are not of plain text, or a number is longer than one is read."""
    if STRANGE in kinds or TOO_LONG in kinds or TOO_LONG in before + kinds[: len(TOO_LONG)]:
        raise UnfitError(path.name)
