"""Numbers of people and employers in delivered files: read whatever state a file is in, and kept in memory only."""

from __future__ import annotations

import gzip
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.registry.deliveries import REGISTER_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader
    from pathlib import Path

    from numpy.typing import NDArray

CHUNK_BYTES = 4 * 1024 * 1024
#: A payroll tax number is nine digits, an L and two digits; a BSN is nine digits.
NUMBER = re.compile(rb"(?<![0-9])([0-9]{9})(L[0-9]{2})?(?![0-9])")
#: So far back from its end a piece is cut where no number is.
MARGIN = 64
ENDS_IN_NUMBER = re.compile(rb"[0-9L]+\Z")
#: The columns that hold them (deliveries.md); of a Parquet file without any, every column is read.
COLUMNS = ("bsn", "lhnr")
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
#: One bit for each number of nine digits.
BITS = 10**9
ROWS = 65_536


class Numbers:
    """A set of numbers of nine digits; takes 125 MB however many they are."""

    def __init__(self) -> None:
        self._bits = np.zeros(BITS // 8, np.uint8)

    def add(self, values: NDArray[np.int64]) -> None:
        """Adds numbers, 0 to 999 999 999."""
        distinct = np.unique(values)
        np.bitwise_or.at(self._bits, distinct >> 3, (1 << (distinct & 7)).astype(np.uint8))

    def among(self, values: NDArray[np.int64]) -> int:
        """How many of some numbers are in the set."""
        return int(np.count_nonzero(self._bits[values >> 3] >> (values & 7).astype(np.uint8) & 1))

    def __len__(self) -> int:
        """How many different numbers there are."""
        parts = range(0, len(self._bits), CHUNK_BYTES)
        return sum(int(np.bitwise_count(self._bits[at : at + CHUNK_BYTES]).sum(dtype=np.int64)) for at in parts)


@dataclass(slots=True)
class Delivered:
    """The numbers in some delivered files.

    Attributes:
        everybody: every number of nine digits, of people and employers.
        people: the BSNs in the register.
        employers: payroll tax numbers.
    """

    everybody: Numbers = field(default_factory=Numbers)
    people: set[int] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)


def delivered(files: Iterable[tuple[Path, str]]) -> Delivered:
    """The numbers in files of the archive, each given with its table; an unknown table has an empty name."""
    found = Delivered()
    for path, table in files:
        for text in _texts(path):
            matches = NUMBER.findall(text)
            numbers = [int(digits) for digits, _ in matches]
            found.everybody.add(np.array(numbers, np.int64))
            found.employers.update((digits + suffix).decode() for digits, suffix in matches if suffix)
            if table == REGISTER_TABLE.name:
                found.people.update(numbers)
    return found


def people(files: Iterable[Path]) -> set[int]:
    """The BSNs in files of the register."""
    return {int(digits) for path in files for text in _texts(path) for digits, _ in NUMBER.findall(text)}


def _texts(path: Path) -> Iterator[bytes]:
    """The content of a file as text, in pieces that end between two numbers; of a damaged file what can be read."""
    with path.open("rb") as file:
        mark = file.read(len(PARQUET))
        file.seek(0)
        if mark == PARQUET:
            with suppress(pa.ArrowException, OSError):
                yield from _of_parquet(path)
                return
        if mark[: len(GZIP)] != GZIP:
            yield from _pieces(file)
            return
        with gzip.open(file) as unpacked:
            yield from _pieces(unpacked)


def _pieces(file: BufferedReader | gzip.GzipFile) -> Iterator[bytes]:
    """Pieces that never end within a number."""
    rest = b""
    with suppress(EOFError, zlib.error, gzip.BadGzipFile):
        while chunk := file.read1(CHUNK_BYTES):
            text = rest + chunk
            number = ENDS_IN_NUMBER.search(text, max(0, len(text) - MARGIN))
            end = number.start() if number else len(text)
            yield text[:end]
            rest = text[end:]
    yield rest


def _of_parquet(path: Path) -> Iterator[bytes]:
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name.lower() in COLUMNS]
    for batch in file.iter_batches(ROWS, columns=names or None):
        for column in batch.columns:
            yield b"\n".join(_as_text(value) for value in column.to_pylist())


def _as_text(value: object) -> bytes:
    """A value as a CSV file would have it; a BSN that was delivered as a number has its zeros again."""
    if isinstance(value, bytes):
        return value
    return f"{value:09.0f}".encode() if isinstance(value, int | float) else str(value).encode()
