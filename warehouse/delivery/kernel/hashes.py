"""Hashes of the keys of lines: kept of every batch, and sorted to find those that more than one line has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from warehouse.delivery.kernel.lines import UnfitError, check_few, schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.registry.model import DeliveryTable

#: A row that two machines must make the same hash of.
KNOWN = {pl.String: "012345678L01", pl.Int64: 2_012, pl.Date: date(2012, 12, 31), pl.Boolean: True}
#: More lines with a key that another has are no exception.
MOST_ALIKE = 2_000_000
#: Few hashes are looked for among many by their first bits, before they are compared.
BEGIN_BITS = 16
KEYS_AT_A_TIME = 4_000_000
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Marks = np.ndarray[tuple[int], np.dtype[np.bool_]]


def of_key(table: DeliveryTable) -> pl.Expr:
    """The 64-bit hash of the key of a line."""
    return pl.struct(table.key).hash()


def write(found: pl.DataFrame, path: Path, table: DeliveryTable) -> None:
    """Leaves the column `hash` in a file, and before it the hash of a row that is always the same."""
    with path.open("wb") as file:
        _known(table).tofile(file)
        found["hash"].to_numpy().tofile(file)


def read(path: Path, table: DeliveryTable) -> Hashes:
    """The hashes in a file, not in memory; UnfitError when they were made otherwise than here."""
    found: Hashes = np.memmap(path, np.uint64, "r")
    if found[0] != _known(table)[0]:
        message = "hashes"
        raise UnfitError(message)
    return found[1:]


def _known(table: DeliveryTable) -> Hashes:
    """The hash of one row, to know by whether two machines make hashes alike."""
    types = schema(table)
    row = {name: [KNOWN[type(types[name])]] for name in table.key}
    return pl.DataFrame(row, schema_overrides=types).select(hash=of_key(table))["hash"].to_numpy()


@dataclass(frozen=True, slots=True)
class Repeated:
    """Hashes that more than one line has.

    Attributes:
        hashes: without their last `bits`; sorted.
        share: which share of all hashes was looked at.
        shares: how many there are.
        places: of the batches with such lines.
    """

    hashes: Hashes
    bits: int
    share: int
    shares: int
    places: list[int]

    @property
    def among(self) -> pl.Expr:
        """True of the column `hash` where it is of the share."""
        return pl.col("hash") % self.shares == self.share if self.shares > 1 else pl.lit(value=True)

    def places_in(self, hashes: Hashes) -> Places:
        """The places of those hashes that are among these."""
        begins = np.zeros(1 << BEGIN_BITS, np.bool_)
        begins[_begin(self.hashes << np.uint64(self.bits))] = True
        maybe = np.flatnonzero(begins[_begin(hashes)])
        short = hashes[maybe] >> np.uint64(self.bits)
        at = np.minimum(np.searchsorted(self.hashes, short), self.hashes.size - 1)
        marks = self.hashes[at] == short
        if self.shares > 1:
            marks &= _of_share(hashes[maybe], self.share, self.shares)
        found: Places = maybe[marks]
        return found


def _begin(hashes: Hashes) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    """The first bits of each hash."""
    return (hashes >> np.uint64(64 - BEGIN_BITS)).astype(np.uint16)


def repeated(batches: Sequence[Hashes], share: int, shares: int) -> Repeated:
    """The hashes of a share that more than one line has; the last bits of each make room for the place of its batch."""
    bits = (len(batches) - 1).bit_length()
    keys, length = np.empty(sum(some.size for some in batches) // shares + 1, np.uint64), 0
    for place, hashes in enumerate(batches):
        some = hashes[_of_share(hashes, share, shares)] if shares > 1 else hashes
        if length + some.size > keys.size:
            keys = np.resize(keys, int((length + some.size) * 1.1))
        keys[length : length + some.size] = (some >> np.uint64(bits) << np.uint64(bits)) | np.uint64(place)
        length += some.size
    keys = keys[:length]
    keys.sort()
    alike = _alike(keys, np.uint64(bits))
    places = np.unique(alike & np.uint64((1 << bits) - 1))
    return Repeated(np.unique(alike >> np.uint64(bits)), bits, share, shares, [int(place) for place in places])


def _of_share(hashes: Hashes, share: int, shares: int) -> Marks:
    """True of each hash of a share."""
    found: Marks = hashes % np.uint64(shares) == np.uint64(share)
    return found


def _alike(keys: Hashes, bits: np.uint64) -> Hashes:
    """Of sorted keys those that have a neighbour which is the same but for the last bits; some at a time."""
    found, lines = [np.empty(0, np.uint64)], 0
    for first in range(0, keys.size, KEYS_AT_A_TIME):
        some = keys[first : first + KEYS_AT_A_TIME + 1]
        same = np.flatnonzero((some[1:] ^ some[:-1]) >> bits == 0)
        lines += same.size
        check_few(lines, MOST_ALIKE)
        found += [some[same], some[same + 1]]
    return np.concatenate(found)
