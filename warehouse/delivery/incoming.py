"""A file on its way into the archive: counted and hashed as it comes, and refused before it is kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from warehouse import room
from warehouse.errors import DeliveryRejectedError

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.delivery.listed import Promise

#: ioctl FICLONE of Linux: makes a copy-on-write copy of a whole file (linux/fs.h).
FICLONE = 0x40049409
CHUNK_BYTES = 4 * 1024 * 1024
#: zlib's way to say that the data have a gzip header.
GZIP = 31
#: A footer describes row groups; 126 million lines need three million bytes.
FOOTER_BYTES = 32 * 1024 * 1024
#: The end of a Parquet file: the length of its footer in four bytes, and its mark.
END_BYTES, LENGTH_BYTES, MARK = 8, 4, b"PAR1"
#: Far more columns than any table has.
MOST_COLUMNS = 1_000
#: What a value takes in memory, however well it is packed in the file.
VALUE_BYTES = 8


@dataclass(slots=True)
class Allowance:
    """How many bytes the files of a delivery may still unpack to; `setting` is how the settings write the whole."""

    year: int
    setting: str
    left: int

    def take(self, name: str, size: int) -> None:
        """Takes from it; raises DeliveryRejectedError when there is not enough left."""
        self.left -= size
        if self.left < 0:
            message = (
                f"delivery {self.year}: {name}: unpacks, with the files before it, to more than {self.setting} "
                "([source] max_unpacked); look at the file, and raise the setting if it is as it should be"
            )
            raise DeliveryRejectedError(message)


class Incoming:
    """Takes the bytes of one file; what differs from the manifest is refused.

    Attributes:
        size: the bytes that came so far.
        promised: whether the manifest lists the file.
    """

    def __init__(self, file: BinaryIO, name: str, promise: Promise | None, allowance: Allowance) -> None:
        self.size = 0
        self.promised = promise is not None
        self._file, self._name, self._promise, self._allowance = file, name, promise, allowance
        self._most = allowance.left if promise is None or promise.size is None else min(promise.size, allowance.left)
        self._digest = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        self._count(chunk)
        self._file.write(chunk)

    def clone(self, descriptor: int) -> bool:
        """Takes a whole file as a copy-on-write copy; False when the disk cannot."""
        try:
            fcntl.ioctl(self._file.fileno(), FICLONE, descriptor)
        except OSError:
            return False
        while chunk := os.pread(self._file.fileno(), CHUNK_BYTES, self.size):
            self._count(chunk)
        return True

    def finished(self) -> str:
        """Compares the file, which is not durable yet; its SHA-256."""
        self._file.flush()
        promise, found = self._promise, self._digest.hexdigest()
        if promise is not None and promise.size not in {None, self.size}:
            raise self._differs("its bytes are fewer than manifest.json says")
        if promise is not None and promise.sha256 != found:
            raise self._differs("its sha256 differs from manifest.json")
        return found

    def _count(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._most:
            self._allowance.take(self._name, self.size)
            raise self._differs("its bytes are more than manifest.json says")
        self._digest.update(chunk)

    def _differs(self, why: str) -> DeliveryRejectedError:
        message = f"delivery {self._allowance.year}: {self._name}: {why}; deliver the file again"
        return DeliveryRejectedError(message)


def check_unpacked(path: Path, name: str, form: str, allowance: Allowance) -> None:
    """Takes what a file unpacks to from the allowance; a file that cannot be read is the reader's to refuse.

    Raises:
        DeliveryRejectedError: it unpacks to more, or its footer is larger or wider than any table's.
    """
    if form == "csv":
        allowance.take(name, path.stat().st_size)
    elif form == "csv.gz":
        _check_gzip(path, name, allowance)
    else:
        _check_parquet(path, name, allowance)


def _check_gzip(path: Path, name: str, allowance: Allowance) -> None:
    """Unpacks it, member by member, never more than a chunk at a time."""
    unpacker = zlib.decompressobj(GZIP)
    with path.open("rb") as packed:
        rest = b""
        while rest or (rest := packed.read(CHUNK_BYTES)):
            try:
                allowance.take(name, len(unpacker.decompress(rest, CHUNK_BYTES)))
            except zlib.error:
                return
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                rest, unpacker = unpacker.unused_data, zlib.decompressobj(GZIP)


def _check_parquet(path: Path, name: str, allowance: Allowance) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if FOOTER_BYTES < _footer_bytes(path) < path.stat().st_size:
        raise _too_wide(name, allowance, f"its footer is larger than {FOOTER_BYTES} bytes")
    try:
        with path.open("rb") as file:  # not by its path, which may be no text
            about = pq.read_metadata(file)
    except (pa.ArrowException, OSError) as error:
        room.check(error, "archive")
        return
    if about.num_columns > MOST_COLUMNS:
        raise _too_wide(name, allowance, f"it has more than {MOST_COLUMNS} columns")
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    allowance.take(name, max(unpacked, about.num_rows * about.num_columns * VALUE_BYTES, path.stat().st_size))


def _footer_bytes(path: Path) -> int:
    """The length of a Parquet file's footer as the file says it; 0 when it is no Parquet file."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) < END_BYTES:
            return 0
        file.seek(-END_BYTES, os.SEEK_END)
        end = file.read(END_BYTES)
    return int.from_bytes(end[:LENGTH_BYTES], "little") if end.endswith(MARK) else 0


def _too_wide(name: str, allowance: Allowance, why: str) -> DeliveryRejectedError:
    return DeliveryRejectedError(f"delivery {allowance.year}: {name}: {why}, no table's has; deliver the file again")
