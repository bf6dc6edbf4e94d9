"""The tasks of the kernel: each reads some lines and leaves files, so that it runs on this machine or on another.

Nothing but paths and numbers goes in, and nothing comes out. The files hold numbers of people: they stand in the
private folder of the staging file and are destroyed with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from warehouse import sql
from warehouse.delivery.kernel.lines import FILE, LATE, LINES, UnfitError, fault, judged, scanned, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.kernel.lines import Batch, Reading
    from warehouse.registry.model import DeliveryTable

#: The kinds of files: counts of good lines; lines that may break a rule; lines of people in the register; lines with
#: one key; those people.
GROUPS, FAULTY, KEPT, ALIKE, PEOPLE = "groups", "faulty", "kept", "alike", "people"
#: More different rows than this of a batch are no summary; more lines that may break a rule, or have one key, no
#: exception. Such a table is loaded whole, where DuckDB spills what does not fit in memory.
MOST_GROUPS = MOST_FAULTY = 500_000
MOST_ALIKE = 2_000_000
HASH_BYTES = 8
KEYS_AT_A_TIME = 4_000_000
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
#: The part of the memory that hashes may take: they are sorted in place.
SHARE_OF_HASHES = 0.5


def write_people(connection: DuckDBPyConnection, reading: Reading) -> None:
    """Leaves the numbers of the people of whom lines are kept."""
    name, people = sql.name(reading.summary.person), reading.summary.people
    found = connection.execute(f"SELECT DISTINCT {name} FROM {people} WHERE _rule = 0").pl()
    _write(found, reading.place, PEOPLE, 0)


def judge(batch: Batch, reading: Reading) -> None:
    """Leaves the counts of a batch, the lines that may break a rule, and the lines of people in the register.

    Raises:
        UnfitError: too many different rows, too many such lines, or polars cannot read them.
        StorageError: memory or disk is short.
    """
    people = pl.scan_parquet(sql.told(_path(reading.place, PEOPLE, 0)), glob=False)
    lines = scanned(batch, reading.table)
    good, faulty = judged(lines, reading)
    by = [*reading.summary.by, LATE] if len(batch.slices) == 1 else [FILE, *reading.summary.by, LATE]
    counts = good.group_by(by).agg(pl.len().cast(pl.Int64).alias(LINES))
    groups = counts.with_columns(pl.lit(batch.slices[0].file, pl.Int64).alias(FILE)) if FILE not in by else counts
    kept = lines.join(people, on=reading.summary.person, how="semi", maintain_order="left")
    with _faults(batch):
        found = pl.collect_all([groups, faulty, kept], engine="streaming")
        _check_few(found[0].height, MOST_GROUPS)
        _check_few(found[1].height, MOST_FAULTY)
        for kind, frame in zip((GROUPS, FAULTY, KEPT), found, strict=True):
            _write(frame, reading.place, kind, batch.number)


def find_repeats(together: Sequence[Batch], reading: Reading, memory: int) -> None:
    """Leaves the lines of some batches that may have a key that another line of them has too.

    A 64-bit hash of the key is sorted to find them; they are compared in full later, so a chance collision of the hash
    changes nothing. Hashes that do not fit in memory are looked at in shares. Only batches with such lines are read
    again.

    Args:
        together: batches that no other batch shares a key with.
        reading: the table with its key.
        memory: bytes that may be used.
    """
    table = reading.table
    lines = sum(one.expected for one in together)
    shares = 1 + int(lines * HASH_BYTES / (memory * SHARE_OF_HASHES))
    found = [pl.DataFrame(schema=schema(table))]
    with _faults(together[0]):
        for share in range(shares):
            repeated = _repeated(together, table, share, shares)
            for place in repeated.places:
                found.append(_with_hash(scanned(together[place], table), table, repeated))
                _check_few(sum(frame.height for frame in found), MOST_ALIKE)
        _write(pl.concat(found), reading.place, ALIKE, together[0].number)


def paths(place: Path, kind: str) -> list[Path]:
    """The files of a kind, in the order of the batches."""
    return sorted(place.glob(f"{kind}-*.parquet"))


@dataclass(frozen=True, slots=True)
class _Repeated:
    """Hashes that more than one line has.

    Attributes:
        hashes: without their last `bits`.
        among: true of the hashes of the share that was looked at.
        places: of the batches with such lines.
    """

    hashes: Hashes
    bits: int
    among: pl.Expr
    places: list[int]


def _repeated(batches: Sequence[Batch], table: DeliveryTable, share: int, shares: int) -> _Repeated:
    """The hashes of a share that more than one line has; the last bits of each make room for the place of its batch."""
    bits, among = (len(batches) - 1).bit_length(), _among(share, shares)
    keys, length = np.empty(sum(one.expected for one in batches) // shares + 1, np.uint64), 0
    for place, one in enumerate(batches):
        hashes = scanned(one, table).select(hash=_hash(table)).filter(among)
        some = hashes.collect(engine="streaming")["hash"].to_numpy()
        if length + some.size > keys.size:
            keys = np.resize(keys, int((length + some.size) * 1.1))
        keys[length : length + some.size] = (some >> np.uint64(bits) << np.uint64(bits)) | np.uint64(place)
        length += some.size
    keys = keys[:length]
    keys.sort()
    alike = _alike(keys, np.uint64(bits))
    places = np.unique(alike & np.uint64((1 << bits) - 1))
    return _Repeated(np.unique(alike >> np.uint64(bits)), bits, among, [int(place) for place in places])


def _alike(keys: Hashes, bits: np.uint64) -> Hashes:
    """Of sorted keys those that have a neighbour which is the same but for the last bits; some at a time."""
    found, lines = [np.empty(0, np.uint64)], 0
    for first in range(0, keys.size, KEYS_AT_A_TIME):
        some = keys[first : first + KEYS_AT_A_TIME + 1]
        same = np.flatnonzero((some[1:] ^ some[:-1]) >> bits == 0)
        lines += same.size
        _check_few(lines, MOST_ALIKE)
        found += [some[same], some[same + 1]]
    return np.concatenate(found)


def _among(share: int, shares: int) -> pl.Expr:
    """True of the column `hash` where it is of a share."""
    return pl.col("hash") % shares == share if shares > 1 else pl.lit(value=True)


def _hash(table: DeliveryTable) -> pl.Expr:
    return pl.struct(table.key).hash()


def _with_hash(lines: pl.LazyFrame, table: DeliveryTable, repeated: _Repeated) -> pl.DataFrame:
    """The lines whose key has one of some hashes."""
    hashes = pl.LazyFrame({"hash": repeated.hashes})
    of_share = lines.with_columns(hash=_hash(table)).filter(repeated.among)
    hashed = of_share.with_columns(hash=pl.col("hash") // 2**repeated.bits)
    return hashed.join(hashes, on="hash", how="semi", maintain_order="left").drop("hash").collect(engine="streaming")


def _check_few(found: int, most: int) -> None:
    if found > most:
        message = "too many"
        raise UnfitError(message)


def _path(place: Path, kind: str, number: int) -> Path:
    return place / f"{kind}-{number:06d}.parquet"


def _write(frame: pl.DataFrame, place: Path, kind: str, number: int) -> None:
    with _path(place, kind, number).open("wb") as file:
        frame.write_parquet(file, compression="uncompressed", statistics=False)


@contextmanager
def _faults(batch: Batch) -> Iterator[None]:
    """Says in place of polars that a batch cannot be read so, or that room is short."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, MemoryError) as error:
        raise fault(error, f"kernel: batch {batch.number}") from None
