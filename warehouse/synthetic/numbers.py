"""Small exact helpers: seeded generators, rounding, apportionment and days."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)


def generator(seed: int, topic: str, year: int = 0) -> np.random.Generator:
    """A PCG64 generator for one topic and year; other topics and years never shift its draws."""
    entropy = [seed, zlib.crc32(topic.encode()), year]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def day(year: int, month: int, day_of_month: int) -> int:
    """Days since 1 January 1970 of a date."""
    return days_since_1970(date(year, month, day_of_month))


def days_since_1970(date_: date) -> int:
    """Days since 1 January 1970 of a date; negative before it."""
    return (date_ - _EPOCH).days


def scaled(count: int | float, scale: float, least: int = 0) -> int:
    """A number of persons, lines or hours at a scale, rounded half up, at least `least`."""
    exact = Fraction(repr(count)) * Fraction(repr(scale))
    return max(least, int(exact + Fraction(1, 2)))


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return math.floor(value + Fraction(1, 2))


def on_the_line(known: Mapping[int, int | Fraction], at: int) -> Fraction:
    """The value at a point (mostly a year): known, or on the straight line between the known points around it.

    Outside the known points it is the value of the nearest.
    """
    before = max((point for point in known if point <= at), default=min(known))
    after = min((point for point in known if point >= at), default=max(known))
    if before == after:
        return Fraction(known[before])
    way = Fraction(at - before, after - before)
    return known[before] * (1 - way) + known[after] * way


def apportion(total: int, weights: npt.ArrayLike) -> Ints:
    """Split an integer in proportion to non-negative weights (largest remainder); the parts add up to it."""
    shares = np.asarray(weights, dtype=np.float64)
    if total == 0 or shares.sum() == 0:
        return np.zeros(shares.size, dtype=np.int64)
    exact = total * shares / shares.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def choice(draws: Floats, weights: npt.ArrayLike) -> Ints:
    """Category indices from uniform draws in [0, 1) with the given relative weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    picked: Ints = np.searchsorted(edges / edges[-1], draws, side="right").astype(np.int64)
    picked[picked == edges.size] = edges.size - 1
    return picked


def between(rng: np.random.Generator, low: npt.ArrayLike, high: npt.ArrayLike) -> Ints:
    """Uniform integers, both ends inclusive; an empty range gives its low end."""
    first = np.asarray(low, dtype=np.int64)
    last = np.maximum(first, np.asarray(high, dtype=np.int64))
    return rng.integers(first, last + 1, dtype=np.int64)


def hundredths(values: Ints) -> pl.Series:
    """Exact decimals with two places from integers in hundredths; a negative number is empty."""
    column = pl.Series(values)
    exact = (column.cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))
    return pl.select(pl.when(column >= 0).then(exact)).to_series()
