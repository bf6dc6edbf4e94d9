"""The tasks of the kernel: each reads some lines and leaves files, so that it runs on this machine or on another.

Nothing but paths and numbers goes in, and nothing comes out. The files hold numbers of people: they stand in the
private folder of the staging file and are destroyed with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from warehouse import sql
from warehouse.delivery.kernel import hashes
from warehouse.delivery.kernel.csv import Proof, summary
from warehouse.delivery.kernel.lines import FILE, LATE, LINES, MAY_BREAK, check_few, faults, judged, schema
from warehouse.delivery.kernel.scan import scanned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.delivery.kernel.hashes import Hashes, Places, Repeated
    from warehouse.delivery.kernel.lines import Batch, Reading, Slice
    from warehouse.registry.model import DeliveryTable

#: The kinds of files: counts of good lines; lines that may break a rule; lines of people in the register; lines with
#: one key; those people.
GROUPS, FAULTY, KEPT, ALIKE, PEOPLE = "groups", "faulty", "kept", "alike", "people"
#: The hashes of the keys of a batch, as 64-bit numbers; what polars saw of its texts, which is not left.
HASHES, SEEN = "hashes", "seen"
#: More different rows than this of a batch are no summary; more lines that may break a rule no exception.
#: Such a table is loaded whole, where DuckDB spills what does not fit in memory.
MOST_GROUPS = MOST_FAULTY = 500_000
#: Lines that are read together to look at one of them again, and at most how many times: about here reading a part of
#: three million lines whole costs the same (measured in November 2026).
BLOCK, MOST_BLOCKS = 16_384, 50
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
        check_few(found[GROUPS].height, MOST_GROUPS)
        check_few(found[FAULTY].height, MOST_FAULTY)
        for kind in (GROUPS, FAULTY, KEPT):
            _write(found[kind], reading.place, kind, batch.number)
        hashes.write(found[HASHES], _path(reading.place, HASHES, batch.number), reading.table)


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
        HASHES: found.select(hash=hashes.of_key(table)),
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
        of_batches = [hashes.read(_path(reading.place, HASHES, one.number), table) for one in together]
        shares = 1 + int(sum(some.nbytes for some in of_batches) / (memory * SHARE_OF_HASHES))
        found = [pl.DataFrame(schema=schema(table))]
        for share in range(shares):
            repeated = hashes.repeated(of_batches, share, shares)
            for place in repeated.places:
                found.append(_alike_lines(together[place], of_batches[place], table, repeated))
                check_few(sum(frame.height for frame in found), hashes.MOST_ALIKE)
        _write(pl.concat(found), reading.place, ALIKE, together[0].number)


def paths(place: Path, kind: str) -> list[Path]:
    """The files of a kind, in the order of the batches."""
    return sorted(place.glob(f"{kind}-*.parquet"))


def _alike_lines(batch: Batch, own: Hashes, table: DeliveryTable, repeated: Repeated) -> pl.DataFrame:
    """The lines of a batch whose key has one of some hashes.

    Only the parts of the batch where they stand are read, by the places of the hashes; all of it when those are not the
    places of the lines.
    """
    places = repeated.places_in(own)
    found = _with_hash(_around(batch, places), table, repeated)
    return found if found.height == places.size else _with_hash(batch, table, repeated)


def _around(batch: Batch, places: Places) -> Batch:
    """The parts of a batch that hold some of its lines, by their places in it."""
    slices, before = [], 0
    for some in batch.slices:
        own = places[(places >= before) & (places < before + some.expected)] - before
        if some.is_text and own.size:
            slices.append(some)
        elif own.size:
            slices += [_block(some, int(number)) for number in np.unique(own // BLOCK)]
        before += some.expected
    return batch if len(slices) > MOST_BLOCKS else replace(batch, slices=tuple(slices))


def _block(some: Slice, number: int) -> Slice:
    """A block of the lines of a slice."""
    first, last = number * BLOCK, min((number + 1) * BLOCK, some.expected)
    return replace(some, first=some.first + first, count=last - first, expected=last - first)


def _with_hash(batch: Batch, table: DeliveryTable, repeated: Repeated) -> pl.DataFrame:
    """The lines of a batch whose key has one of some hashes."""
    if not batch.slices:
        return pl.DataFrame(schema=schema(table))
    wanted, lines = pl.LazyFrame({"hash": repeated.hashes}), scanned(batch, table).select(list(schema(table)))
    of_share = lines.with_columns(hash=hashes.of_key(table)).filter(repeated.among)
    hashed = of_share.with_columns(hash=pl.col("hash") // 2**repeated.bits)
    return hashed.join(wanted, on="hash", how="semi", maintain_order="left").drop("hash").collect(engine="streaming")


def _path(place: Path, kind: str, number: int) -> Path:
    return place / (f"{kind}-{number:06d}" if kind == HASHES else f"{kind}-{number:06d}.parquet")


def _write(frame: pl.DataFrame, place: Path, kind: str, number: int) -> None:
    with _path(place, kind, number).open("wb") as file:
        frame.write_parquet(file, compression="uncompressed", statistics=False)
