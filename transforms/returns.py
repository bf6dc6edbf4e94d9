"""Steps 1 to 3: the returns at the cut, employment only, and their hours in December."""

from __future__ import annotations

from functools import reduce
from operator import xor
from typing import TYPE_CHECKING

import polars as pl

from transforms.law import december

if TYPE_CHECKING:
    from datetime import date

    from transforms.law import Choices, Law

#: What identifies a return line (measurement.md, step 1), in the names of the warehouse.
IDENTIFICATION = ["employer", "person", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak"]
#: What says which lines count for whom, and how many hours they have.
COLUMNS = [*IDENTIFICATION, "datum_ontvangst", "volgnummer", "status", "srtiv", "aantverlu"]
START, END = pl.col("datum_aanvang_tijdvak"), pl.col("datum_einde_tijdvak")


def in_december(polis: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The lines whose period touches December of `year`; a period is part of what identifies a line."""
    first, last = december(year)
    return polis.filter((last >= START) & (first <= END))


def at_the_cut(polis: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Of the lines received on or before the cut the last one counts; none when it is withdrawn (step 1).

    One line at most comes out for each identification, in no order. Most lines are the only one of theirs: those whose
    identification nothing else has, by its hash, are not put in order. Equal hashes only bring a line among those that
    are compared in full.
    """
    received = polis.filter(pl.col("datum_ontvangst") <= law.cut).with_columns(_again=_hashed().is_duplicated())
    again = received.filter("_again").sort("datum_ontvangst", "volgnummer")
    last = again.unique(IDENTIFICATION, keep="last", maintain_order=True)
    lines = pl.concat([received.filter(~pl.col("_again")), last])
    return lines.filter(pl.col("status") != "intrekking").drop("_again")


def _hashed() -> pl.Expr:
    """One number for the identification of a line: the same for the same identification."""
    first, *others = (pl.col(name).hash(seed) for seed, name in enumerate(IDENTIFICATION))
    return reduce(xor, others, first)


def employment_only(polis: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The lines whose kind of income relation is employment (step 2)."""
    return polis.filter(pl.col("srtiv").is_in(list(law.employment)))


def december_hours(polis: pl.LazyFrame, year: int, choices: Choices) -> pl.LazyFrame:
    """Adds the hours in December as the exact fraction `hour_days` / `period_days` (step 3), both integers.

    And `on_last_day`: whether the period holds 31 December.
    """
    first, last = december(year)
    holds = (last >= START) & (last <= END)
    return hours_within(polis, first, last, choices).with_columns(on_last_day=holds)


def hours_within(polis: pl.LazyFrame, first: date, last: date, choices: Choices) -> pl.LazyFrame:
    """Adds the hours between two days as the exact fraction `hour_days` / `period_days`, both integers.

    A return that lies between them keeps its hours; others are spread by day, both ends inclusive. With the choice
    `by_last_day` a period counts wholly where its last day is.
    """
    days = (END - START).dt.total_days() + 1
    spread = (pl.min_horizontal(END, pl.lit(last)) - pl.max_horizontal(START, pl.lit(first))).dt.total_days() + 1
    whole = pl.when((first <= END) & (last >= END)).then(days).otherwise(0)
    inside = pl.max_horizontal(spread, 0) if choices.four_week_returns == "by_day" else whole
    return polis.with_columns(period_days=days.cast(pl.Int64), hour_days=(pl.col("aantverlu") * inside).cast(pl.Int64))
