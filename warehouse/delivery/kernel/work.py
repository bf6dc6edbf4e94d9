"""The tasks of the kernel: each reads some lines and leaves files, so that it runs on this machine or on another.

Nothing but paths and numbers goes in, and nothing comes out. The files hold numbers of people: they stand in the
private folder of the staging file and are destroyed with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from warehouse import sql
from warehouse.delivery.kernel.csv import Proof, summary
from warehouse.delivery.kernel.lines import FILE, LATE, LINES, MAY_BREAK, UnfitError, faults, judged, schema
from warehouse.delivery.kernel.scan import scanned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.kernel.lines import Batch, Reading
    from warehouse.registry.model import DeliveryTable

#: The kinds of files: counts of good lines; lines that may break a rule; lines of people in the register; lines with
#: one key; those people.
GROUPS, FAULTY, KEPT, ALIKE, PEOPLE = "groups", "faulty", "kept", "alike", "people"
#: The hashes of the keys of a batch, as 64-bit numbers; what polars saw of its texts, which is not left.
HASHES, SEEN = "hashes", "seen"
#: More different rows than this of a batch are no summary; more lines that may break a rule, or have one key, no
#: exception. Such a table is loaded whole, where DuckDB spills what does not fit in memory.
MOST_GROUPS = MOST_FAULTY = 500_000
MOST_ALIKE = 2_000_000
#: A row that two machines must make the same hash of.
KNOWN = {pl.String: "012345678L01", pl.Int64: 2_012, pl.Date: date(2012, 12, 31), pl.Boolean: True}
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
    texts = {some.file: some.path for some in batch.slices if some.is_text}
    with faults(f"kernel: batch {batch.number}"), Proof(texts) as proof:
        wanted = _wanted(batch, reading)
        found = dict(zip(wanted, pl.collect_all(wanted.values(), engine="streaming"), strict=True))
        proof.check(found.get(SEEN))
        _check_few(found[GROUPS].height, MOST_GROUPS)
        _check_few(found[FAULTY].height, MOST_FAULTY)
        for kind in (GROUPS, FAULTY, KEPT):
            _write(found[kind], reading.place, kind, batch.number)
        _write_hashes(found[HASHES], batch, reading)


def _wanted(batch: Batch, reading: Reading) -> dict[str, pl.LazyFrame]:
    """What is asked for of the lines of a batch; all of it of the same judged lines, so that they are read once."""
    table, names = reading.table, list(schema(reading.table))
    found = judged(scanned(batch, table), reading)
    people, may_break = pl.scan_parquet(sql.told(_path(reading.place, PEOPLE, 0)), glob=False), pl.col(MAY_BREAK)
    kept = found.join(people, on=reading.summary.person, how="semi", maintain_order="left")
    wanted = {
        GROUPS: _counts(found.filter(~may_break), batch, reading),
        FAULTY: found.filter(may_break).select(names),
        KEPT: kept.select(names),
        HASHES: found.select(hash=_hash(table)),
    }
    return wanted | ({SEEN: summary(found)} if any(some.is_text for some in batch.slices) else {})


def _counts(good: pl.LazyFrame, batch: Batch, reading: Reading) -> pl.LazyFrame:
    """How many good lines each file of a batch has of each combination of values."""
    by = [*reading.summary.by, LATE] if len(batch.slices) == 1 else [FILE, *reading.summary.by, LATE]
    counts = good.group_by(by).agg(pl.len().cast(pl.Int64).alias(LINES))
    return counts if FILE in by else counts.with_columns(pl.lit(batch.slices[0].file, pl.Int64).alias(FILE))


def find_repeats(together: Sequence[Batch], reading: Reading, memory: int) -> None:
    """Leaves the lines of some batches that may have a key that another line of them has too.

    A 64-bit hash of the key is sorted to find them; they are compared in full later, so a chance collision of the hash
    changes nothing. Hashes that do not fit in memory are looked at in shares. Only batches with such lines are read
    again.

    Args:
        together: batches that no other batch shares a key with.
        reading: the table with its key.
        memory: bytes that may be used.

    Raises:
        UnfitError: too many such lines, or hashes of two machines that are not made alike.
        StorageError: memory or disk is short.
    """
    table = reading.table
    with faults(f"kernel: repeats of batch {together[0].number}"):
        hashes = [_hashes_of(one, reading) for one in together]
        shares = 1 + int(sum(some.nbytes for some in hashes) / (memory * SHARE_OF_HASHES))
        found = [pl.DataFrame(schema=schema(table))]
        for share in range(shares):
            repeated = _repeated(hashes, share, shares)
            for place in repeated.places:
                found.append(_with_hash(scanned(together[place], table).select(list(schema(table))), table, repeated))
                _check_few(sum(frame.height for frame in found), MOST_ALIKE)
        _write(pl.concat(found), reading.place, ALIKE, together[0].number)


def paths(place: Path, kind: str) -> list[Path]:
    """The files of a kind, in the order of the batches."""
    return sorted(place.glob(f"{kind}-*.parquet"))


def _write_hashes(found: pl.DataFrame, batch: Batch, reading: Reading) -> None:
    """Leaves the hashes of a batch, and before them that of a row which is always the same."""
    with (reading.place / f"{HASHES}-{batch.number:06d}").open("wb") as file:
        _known(reading.table).tofile(file)
        found["hash"].to_numpy().tofile(file)


def _hashes_of(batch: Batch, reading: Reading) -> Hashes:
    """The hashes of a batch, not in memory; UnfitError when they were made otherwise than here."""
    path = reading.place / f"{HASHES}-{batch.number:06d}"
    found: Hashes = np.memmap(path, np.uint64, "r")
    if found[0] != _known(reading.table)[0]:
        message = "hashes"
        raise UnfitError(message)
    return found[1:]


def _known(table: DeliveryTable) -> Hashes:
    """The hash of one row, to know by whether two machines make hashes alike."""
    types = schema(table)
    row = {name: [KNOWN[type(types[name])]] for name in table.key}
    return pl.DataFrame(row, schema_overrides=types).select(hash=_hash(table))["hash"].to_numpy()


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


def _repeated(batches: Sequence[Hashes], share: int, shares: int) -> _Repeated:
    """The hashes of a share that more than one line has; the last bits of each make room for the place of its batch."""
    bits = (len(batches) - 1).bit_length()
    keys, length = np.empty(sum(some.size for some in batches) // shares + 1, np.uint64), 0
    for place, hashes in enumerate(batches):
        some = hashes[hashes % np.uint64(shares) == share] if shares > 1 else hashes
        if length + some.size > keys.size:
            keys = np.resize(keys, int((length + some.size) * 1.1))
        keys[length : length + some.size] = (some >> np.uint64(bits) << np.uint64(bits)) | np.uint64(place)
        length += some.size
    keys = keys[:length]
    keys.sort()
    alike = _alike(keys, np.uint64(bits))
    places = np.unique(alike & np.uint64((1 << bits) - 1))
    among = pl.col("hash") % shares == share if shares > 1 else pl.lit(value=True)
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
