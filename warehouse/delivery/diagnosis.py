"""Why a text file cannot be parsed, in words that hold nothing of the file: only counts and numbers of lines."""

from __future__ import annotations

import itertools
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

CHUNK_BYTES = 4 * 1024 * 1024
#: Unpacked at a time, however well the data were packed.
UNPACKED_BYTES = 16 * 1024 * 1024
#: zlib reads one member of a gzip file, with its checksum, when it is told so.
ONE_GZIP_MEMBER = 16 + zlib.MAX_WBITS
MAGIC = b"\x1f\x8b"
ENDS = {b"\r\n": "CRLF", b"\n": "LF"}


def unpack(path: Path, to: Path) -> int:
    """Unpacks a gzip file into another; the number of bytes behind its last member that are no gzip data.

    Raises:
        EOFError: the file is cut off.
        zlib.error: it is damaged.
        OSError: it cannot be read, or there is no room.
    """
    with path.open("rb") as file, to.open("wb") as unpacked:
        rest = file.read(CHUNK_BYTES)
        while rest.startswith(MAGIC):
            rest = _member(file, rest, unpacked)
        return len(rest) + sum(len(chunk) for chunk in iter(lambda: file.read(CHUNK_BYTES), b""))


def _member(file: BinaryIO, data: bytes, unpacked: BinaryIO) -> bytes:
    """Unpacks the member that begins with `data`; what was read of the file behind it."""
    member = zlib.decompressobj(ONE_GZIP_MEMBER)
    while True:
        while data and not member.eof:
            unpacked.write(member.decompress(data, UNPACKED_BYTES))
            data = member.unconsumed_tail
        if member.eof:
            rest = member.unused_data
            return rest if len(rest) >= len(MAGIC) else rest + file.read(CHUNK_BYTES)
        data = file.read(CHUNK_BYTES)
        if not data:
            message = "cut off"
            raise EOFError(message)


def separators(path: Path) -> int:
    """How many separators of columns a text file has outside quotes; what is within quotes is between two of them."""
    found, quoted = 0, False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            for number, piece in enumerate(chunk.split(b'"')):
                quoted ^= number > 0
                found += 0 if quoted else piece.count(b";")
    return found


def mixed_line_ends(path: Path) -> str:
    """Where the ends of lines change, as "line 301 ends with CRLF, the lines before it with LF"; else nothing."""
    with path.open("rb") as file:
        numbered = enumerate(_ends(file), start=1)
        for (_, before), (number, end) in itertools.pairwise(numbered):
            if end != before:
                return f"line {number} ends with {ENDS[end]}, the lines before it with {ENDS[before]}"
    return ""


def _ends(file: BinaryIO) -> Iterator[bytes]:
    """The end of each line that has one."""
    for line in file:
        if line.endswith(b"\n"):
            yield b"\r\n" if line.endswith(b"\r\n") else b"\n"
