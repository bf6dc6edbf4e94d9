"""What was received and when: first returns, corrections, withdrawals, late lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.synthetic.careers import Year
from warehouse.synthetic.numbers import Floats, Ints, between, day
from warehouse.synthetic.returns import Lines

Small = npt.NDArray[np.int8]
FIRST, CORRECTION, WITHDRAWAL = 0, 1, 2
STATUS: Final = ("initieel", "correctie", "intrekking")
CORRECTED_SHARE: Final = 0.05
ON_THE_CUT_SHARE: Final = 0.04
SAME_DAY_SHARE: Final = 0.06
REENTERED_SHARE: Final = 0.002
LATE_CORRECTED_SHARE: Final = 0.003
LATE_WITHDRAWN_SHARE: Final = 0.0005
MISTAKEN_SHARE: Final = 0.004
TOO_LATE_SHARE: Final = 0.002
TOO_LATE_ON_2_MAY_SHARE: Final = 0.3
HALF: Final = 0.5
"""Choices: shares of lines that are corrected (of those: on 1 May itself, on the day of the first return),
withdrawn and entered again, corrected or withdrawn after the cut; and shares of further lines that are
withdrawn before the cut, or received for the first time after it (of those: on 2 May)."""
PARTS: Final = 12
_MISTAKEN_NUMIV: Final = 5
_TOO_LATE_NUMIV: Final = 4


@dataclass(frozen=True)
class Received:
    """Lines as received: positions into `Lines` and what differs between versions."""

    line: Ints
    extra_numiv: Small
    hours: Ints
    receipt: Ints
    sequence: Ints
    status: Small


def receive(context: Year, lines: Lines) -> Received:
    """Every version received. The last one on or before 1 May of the next year always holds the final hours.

    Returns:
        Versions in no particular order; identification, receipt day and sequence number are unique together.
    """
    rng = context.rng("receipt")
    first = lines.end + rng.integers(3, 28, lines.end.size)
    event = rng.random(lines.end.size)
    cut = day(context.year + 1, 5, 1)
    last_before = np.maximum(first, lines.end + 28).clip(max=cut)
    parts = [
        *_corrected(rng, lines, first, event, cut),
        *_reentered(rng, lines, first, event, cut),
        *_after_cut(rng, lines, last_before, event, cut),
        *_mistaken(rng, lines, first, cut),
        _too_late(rng, lines, cut),
    ]
    return Received(*(np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])))


def receipt_parts(year: int, receipt: Ints) -> Ints:
    """Part 1-12 of each line: received until February, in March, …, in December, and after the year."""
    months = receipt.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.clip(months - (year - 1970) * 12, 1, PARTS)


def polis_parts(context: Year, lines: Lines, received: Received) -> Iterator[pl.DataFrame]:
    """The polis as delivered in twelve parts, each sorted by receipt."""
    # Days since New Year fit 16 bits, which numpy sorts by radix: several times faster.
    order = np.argsort((received.receipt - context.first_day).astype(np.int16), kind="stable")
    parts = receipt_parts(context.year, received.receipt)[order]
    edges = np.searchsorted(parts, np.arange(1, PARTS + 2))
    for part in range(PARTS):
        yield _polis_table(context, lines, received, order[edges[part] : edges[part + 1]])


def _polis_table(context: Year, lines: Lines, received: Received, order: Ints) -> pl.DataFrame:
    """Polis lines of the versions at the given positions."""
    line = received.line[order]
    person, employer = lines.person[line], lines.employer[line]
    begin, end = lines.begin[line], lines.end[line]
    return pl.DataFrame(
        {
            "bsn": context.people.text[person],
            "lhnr": context.employers.lhnr[employer],
            "numiv": lines.numiv[line] + received.extra_numiv[order],
            "datum_aanvang_tijdvak": as_dates(begin),
            "datum_einde_tijdvak": as_dates(end),
            "srtiv": code_text(lines.srtiv[line]),
            "cdaard": code_text(lines.code[line]),
            "aantverlu": received.hours[order],
            "datum_ontvangst": as_dates(received.receipt[order]),
            "volgnummer": received.sequence[order],
            "status": pl.Series(STATUS)[received.status[order]],
            "onbepaalde_tijd": lines.permanent[line],
        }
    )


def as_dates(days: npt.NDArray[np.integer[Any]]) -> pl.Series:
    """Dates from days since 1970."""
    return pl.Series(days.astype(np.int32)).cast(pl.Date)


def code_text(codes: Ints) -> pl.Series:
    """Codes as text without leading zeros; -1 is empty."""
    texts = pl.Series([None, *map(str, range(100))], dtype=pl.String)
    return texts[codes + 1]


def _version(
    line: Ints, hours: Ints, receipt: Ints, sequence: Ints | int, status: int, *, extra_numiv: int = 0
) -> Received:
    sequences = np.broadcast_to(np.asarray(sequence, dtype=np.int64), line.shape)
    numiv, state = (np.full(line.size, value, dtype=np.int8) for value in (extra_numiv, status))
    return Received(line, numiv, hours, receipt, sequences, state)


def _wrong(rng: np.random.Generator, lines: Lines, line: Ints) -> Ints:
    """Hours that differ from the final ones, within 24 a day."""
    hours, room = lines.hours[line], 24 * (lines.end[line] - lines.begin[line] + 1)
    step = rng.integers(1, 9, line.size)
    return np.where(hours + step <= room, hours + step, hours - step)


def _corrected(rng: np.random.Generator, lines: Lines, first: Ints, event: Floats, cut: int) -> list[Received]:
    """First returns; for some the final hours come in a correction, at the latest on the cut itself."""
    corrected = event < CORRECTED_SHARE
    line = np.flatnonzero(corrected)
    kind = rng.random(line.size)
    later = np.minimum(first[line] + rng.integers(1, 120, line.size), cut)
    later = np.where(kind < ON_THE_CUT_SHARE, cut, later)
    later = np.where(kind > 1 - SAME_DAY_SHARE, first[line], later)
    sequence = np.where((later > first[line]) & (rng.random(line.size) < HALF), 1, 2)
    final = np.flatnonzero(~corrected)
    return [
        _version(final, lines.hours[final], first[final], 1, FIRST),
        _version(line, _wrong(rng, lines, line), first[line], 1, FIRST),
        _version(line, lines.hours[line], later, sequence, CORRECTION),
    ]


def _reentered(rng: np.random.Generator, lines: Lines, first: Ints, event: Floats, cut: int) -> list[Received]:
    """Withdrawn and then entered again before the cut: the line counts."""
    line = np.flatnonzero((event >= 1 - REENTERED_SHARE) & (first < cut - 10))
    withdrawn = first[line] + rng.integers(1, 5, line.size)
    again = withdrawn + rng.integers(0, 5, line.size)
    return [
        _version(line, lines.hours[line], withdrawn, 2, WITHDRAWAL),
        _version(line, lines.hours[line], again, 3, CORRECTION),
    ]


def _after_cut(rng: np.random.Generator, lines: Lines, last_before: Ints, event: Floats, cut: int) -> list[Received]:
    """Corrections and withdrawals received after the cut, half of them on 2 May: they change nothing."""
    parts = []
    low = 0.5
    for share, status in ((LATE_CORRECTED_SHARE, CORRECTION), (LATE_WITHDRAWN_SHARE, WITHDRAWAL)):
        line = np.flatnonzero((event >= low) & (event < low + share) & (last_before <= cut))
        receipt = np.where(rng.random(line.size) < HALF, cut + 1, cut + rng.integers(2, 46, line.size))
        parts.append(_version(line, _wrong(rng, lines, line), receipt, 4, status))
        low += share
    return parts


def _mistaken(rng: np.random.Generator, lines: Lines, first: Ints, cut: int) -> list[Received]:
    """Lines entered by mistake (another numiv) and withdrawn before the cut, some on the same day."""
    line = _sample(rng, lines, MISTAKEN_SHARE)
    withdrawn = np.minimum(first[line] + rng.integers(0, 60, line.size), cut)
    return [
        _version(line, lines.hours[line], first[line], 1, FIRST, extra_numiv=_MISTAKEN_NUMIV),
        _version(line, np.zeros(line.size, dtype=np.int64), withdrawn, 2, WITHDRAWAL, extra_numiv=_MISTAKEN_NUMIV),
    ]


def _too_late(rng: np.random.Generator, lines: Lines, cut: int) -> Received:
    """Lines (another numiv) received for the first time after the cut, some on 2 May."""
    line = _sample(rng, lines, TOO_LATE_SHARE)
    receipt = between(rng, np.full(line.size, cut + 1), cut + 30)
    receipt = np.where(rng.random(line.size) < TOO_LATE_ON_2_MAY_SHARE, cut + 1, receipt)
    return _version(line, lines.hours[line], receipt, 1, FIRST, extra_numiv=_TOO_LATE_NUMIV)


def _sample(rng: np.random.Generator, lines: Lines, share: float) -> Ints:
    """Some lines to copy under another numiv, all from numiv 0, so that the new number is free."""
    chosen = (rng.random(lines.numiv.size) < share) & (lines.numiv == 0)
    return np.flatnonzero(chosen)
