"""A few lines that break a row rule, so that quarantine has something to hold; no measured number changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

PLANTED_SHARE: Final = 0.0004
"""Planted lines stay below this share of a table's lines (deliveries.md: more than 0.001 rejects)."""
MOST_A_KIND: Final = 6
_PLANTED_NUMIV: Final = 9
_REGION_TOO_HIGH: Final = 36

Kind = Callable[[pl.DataFrame], pl.DataFrame]


def plant_polis(table: pl.DataFrame, part: int, total: int) -> pl.DataFrame:
    """Add lines that break a rule to some parts of the polis, a kind of fault a part.

    Args:
        table: lines of one part.
        part: number of the part, from 1.
        total: lines of the whole polis, which bounds how many are planted.

    Returns:
        The part with, in some parts, lines with a bad BSN, begin after end, negative hours, or exact repeats.
    """
    if part not in _POLIS_KINDS:
        return table
    return _plant(table, [_POLIS_KINDS[part]], _count(total, len(_POLIS_KINDS)), "datum_ontvangst")


def plant_register(table: pl.DataFrame) -> pl.DataFrame:
    """Add lines with a bad BSN, with an end before the registration, with an unknown region."""
    kinds: list[Kind] = [_bad_bsn, _ends_before_start, _unknown_region]
    return _plant(table, kinds, _count(table.height, len(kinds)), "bsn")


def _count(total: int, kinds: int) -> int:
    return min(MOST_A_KIND, int(total * PLANTED_SHARE / kinds))


def _plant(table: pl.DataFrame, kinds: list[Kind], count: int, order: str) -> pl.DataFrame:
    if count == 0 or table.height <= count * len(kinds):
        return table
    stride = table.height // (count * len(kinds) + 1)
    picked = table.gather_every(stride, offset=stride // 2).head(count * len(kinds))
    planted = [kind(picked.slice(number * count, count)) for number, kind in enumerate(kinds)]
    return pl.concat([table, *planted]).sort(order, maintain_order=True)


def _bad_bsn(lines: pl.DataFrame) -> pl.DataFrame:
    last = pl.col("bsn").str.slice(8, 1).cast(pl.Int64)
    return lines.with_columns(bsn=pl.col("bsn").str.slice(0, 8) + ((last + 1) % 10).cast(pl.String))


def _swapped_period(lines: pl.DataFrame) -> pl.DataFrame:
    begin, end = pl.col("datum_aanvang_tijdvak"), pl.col("datum_einde_tijdvak")
    earlier = begin.dt.offset_by("-1d")
    return lines.with_columns(datum_einde_tijdvak=pl.min_horizontal(earlier, end), numiv=_numiv())


def _negative_hours(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(aantverlu=-pl.col("aantverlu") - 1, numiv=_numiv())


def _repeat(lines: pl.DataFrame) -> pl.DataFrame:
    return lines


def _numiv() -> pl.Expr:
    return pl.lit(_PLANTED_NUMIV, dtype=pl.Int64)


def _ends_before_start(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(datum_einde=pl.col("datum_registratie").dt.offset_by("-30d"))


def _unknown_region(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(arbeidsmarktregio=pl.lit(_REGION_TOO_HIGH, dtype=pl.Int64))


_POLIS_KINDS: Final[dict[int, Kind]] = {3: _bad_bsn, 6: _swapped_period, 9: _negative_hours, 12: _repeat}
