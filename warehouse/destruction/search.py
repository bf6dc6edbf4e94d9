"""The search through every byte of a home for numbers of a year: overlapping windows, in pieces, in little memory.

Looked for in every file: pseudonyms as eight raw bytes in either order, and in decimals. Looked for outside what other
years delivered: BSNs and payroll tax numbers as nine digits, in one or two bytes a character; and as eight raw bytes.
Compressed files are not unpacked; but a copy of a delivered file is known by its digest, packed or not.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from warehouse.destruction.numbers import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from warehouse.destruction.numbers import Numbers

WORD = 8
NINE = 9
#: Runs of so many hexadecimal digits with a letter are a candidate's name, a fingerprint, a nonce or a digest.
DIGESTS = (12, 16, 32, 40, 64, 128)
HEXADECIMAL = re.compile(rb"[0-9a-f]{9,}")
DIGITS = re.compile(rb"[0-9]{9,}")
#: In UTF-16, of either order.
WIDE = re.compile(rb"[0-9](?:\0[0-9]){8,}")
#: Decimals of a 64-bit number; one in 20 000 has fewer than the first, and is looked for where it stands alone.
DECIMALS = range(15, 21)
LONG = re.compile(rb"[0-9]{15,}")
#: So far back from its end a piece is cut where no number is.
MARGIN = 256
NO_NUMBER = re.compile(rb"[^0-9a-f\0][0-9a-f\0]*\Z")
#: The first bits of a pseudonym decide quickly that it is none of those looked for.
FIRST_BITS = 24
#: A BSN as an integer: what is smaller is a count, a date or a line.
SMALLEST, LARGEST = 10**8, 10**9


class Place(StrEnum):
    """What a file of the home is, which decides what may stand in it.

    DELIVERED: what other years delivered, which may name the same people. ROWS: the warehouse, where other years have
    rows of the same people. FIGURES: releases and the like, whose figures may have nine digits by chance. OTHER:
    everything else; no number of a person has business there.
    """

    DELIVERED = "delivered"
    ROWS = "rows"
    FIGURES = "figures"
    OTHER = "other"


class Pseudonyms:
    """A set of pseudonyms, with a quick test of what is none of them."""

    def __init__(self, values: NDArray[np.uint64]) -> None:
        self._sorted = np.unique(values)
        self._both = np.unique(np.concatenate([self._sorted, self._sorted.byteswap()]))
        self._first = np.zeros(2**FIRST_BITS, np.bool_)
        self._first[self._both >> np.uint64(64 - FIRST_BITS)] = True

    def __len__(self) -> int:
        """How many there are."""
        return len(self._sorted)

    def among_words(self, words: NDArray[np.uint64]) -> int:
        """How many of some 64-bit words are one, in either order of bytes."""
        return _among(words[self._first[words >> np.uint64(64 - FIRST_BITS)]], self._both)

    def among_digits(self, run: bytes) -> int:
        """How many of them a run of digits holds."""
        lengths = [length for length in DECIMALS if length <= len(run)] or [len(run)]
        return sum(_among(_windows(run, length), self._sorted) for length in lengths)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        pseudonyms: all of the year; looked for outside the warehouse.
        own: those that no other year has rows of; looked for in the warehouse.
        everybody: every number of nine digits that the year's files have.
        people: the BSNs in the register that only this year has, sorted.
        files: SHA-256 of the files that the year alone delivered.
    """

    pseudonyms: Pseudonyms
    own: Pseudonyms
    everybody: Numbers
    people: NDArray[np.int64]
    files: frozenset[str]

    def words(self, words: NDArray[np.uint64], place: Place) -> int:
        """How many of some 64-bit words are a pseudonym, or a BSN."""
        found = self._pseudonyms(place).among_words(words)
        if place is not Place.DELIVERED:
            found += _among(words[(words >= SMALLEST) & (words < LARGEST)].astype(np.int64), self.people)
        return found

    def digits(self, run: bytes, place: Place) -> int:
        """How many pseudonyms and numbers of nine digits a run holds; among figures it must be one by itself."""
        found = self._pseudonyms(place).among_digits(run)
        if place in {Place.ROWS, Place.OTHER}:
            found += self.everybody.among(_windows(run, NINE).astype(np.int64))
        if place is Place.FIGURES and len(run) == NINE:
            found += _among(_windows(run, NINE).astype(np.int64), self.people)
        return found

    def _pseudonyms(self, place: Place) -> Pseudonyms:
        return self.own if place is Place.ROWS else self.pseudonyms


def count(path: Path, name: str, place: Place, wanted: Wanted) -> int:
    """How often a file, or its name in the home, holds what is looked for; a copy of a delivered file counts as one."""
    found = _in_text(os.fsencode(name), place, wanted)
    digest, words, rest = hashlib.sha256(), b"", b""
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            words = words[1 - WORD :] + chunk
            found += sum(wanted.words(some, place) for some in _words(words))
            text = rest + chunk
            cut = _cut(text)
            found += _in_text(text[:cut], place, wanted)
            rest = text[cut:] if cut < len(text) else text[-MARGIN:]
    return found + _in_text(rest, place, wanted) + (digest.hexdigest() in wanted.files)


def _words(data: bytes) -> Iterator[NDArray[np.uint64]]:
    """The 64-bit words at every place, not at multiples of eight alone."""
    for start in range(min(WORD, len(data) - WORD + 1)):
        yield np.frombuffer(data, "<u8", (len(data) - start) // WORD, start)


def _cut(text: bytes) -> int:
    """Where a piece can be cut so that no number is cut."""
    end = NO_NUMBER.search(text, max(0, len(text) - MARGIN))
    return end.start() + 1 if end else len(text)


def _in_text(text: bytes, place: Place, wanted: Wanted) -> int:
    runs = LONG.findall(text) if place is Place.DELIVERED else _runs(text)
    return sum(wanted.digits(run, place) for run in runs)


def _runs(text: bytes) -> Iterator[bytes]:
    """The runs of nine digits or more, also where each has a zero byte beside it; but for zeros and digests."""
    wide = (run.replace(b"\0", b"") for run in WIDE.findall(text))
    outside = (run for run in HEXADECIMAL.findall(text) if len(run) not in DIGESTS or run.isdigit())
    for run in (*wide, *(digits for one in outside for digits in DIGITS.findall(one))):
        if run.strip(b"0"):
            yield run


def _windows(run: bytes, length: int) -> NDArray[np.uint64]:
    """The numbers in all windows of a run of digits."""
    digits = (np.frombuffer(run, np.uint8) - ord("0")).astype(np.uint64)
    powers = np.array([10**power for power in reversed(range(length))], np.uint64)
    found: NDArray[np.uint64] = np.lib.stride_tricks.sliding_window_view(digits, length) @ powers
    return found


def _among(values: NDArray[Any], known: NDArray[Any]) -> int:
    """How many of some numbers are among others, which are sorted."""
    if not len(known):
        return 0
    places = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return int(np.count_nonzero(known[places] == values))
