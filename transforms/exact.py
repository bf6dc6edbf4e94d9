"""Exact arithmetic: fractions until the one rounding, half away from zero (measurement.md, step 11)."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction
from typing import Any, overload

import polars as pl


@overload
def rounded(value: Fraction) -> int: ...
@overload
def rounded(value: None) -> None: ...
def rounded(value: Fraction | None) -> int | None:
    """The nearest integer, half away from zero; None stays None."""
    if value is None:
        return None
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def to_decimals(value: Fraction, decimals: int) -> Fraction:
    """Rounded to so many decimals, half away from zero."""
    steps = 10**decimals
    return Fraction(rounded(value * steps), steps)


def to_tenths(value: Fraction) -> Fraction:
    """Rounded to one decimal, half away from zero."""
    return to_decimals(value, 1)


def rounded_down(value: Fraction, decimals: int) -> Fraction:
    """Rounded down to so many decimals, as the law does with the quota."""
    steps = 10**decimals
    return Fraction(math.floor(value * steps), steps)


def percentage(part: Fraction | int, whole: Fraction | int | None) -> float | None:
    """What part of a whole is, in percent with one decimal, half away from zero; None without a whole."""
    return floating(to_tenths(Fraction(part) * 100 / whole)) if whole else None


@overload
def floating(value: Fraction) -> float: ...
@overload
def floating(value: None) -> None: ...
def floating(value: Fraction | None) -> float | None:
    """The float64 nearest to an exact value; None stays None."""
    return None if value is None else value.numerator / value.denominator


def exact_hours(lines: pl.LazyFrame, *by: str) -> dict[tuple[Any, ...], Fraction]:
    """The hours of lines (`hour_days` / `period_days`) by some columns, exact; 0 for what is not among them."""
    parts, summed = hours_in_parts(lines, *by)
    hours: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    hours.update({group: Fraction(number, parts) for group, number in summed.items()})
    return hours


def hours_in_parts(lines: pl.LazyFrame, *by: str) -> tuple[int, dict[tuple[Any, ...], int]]:
    """The hours of lines by some columns as whole numbers of parts, exact and fast; and how many parts an hour has."""
    summed = lines.group_by(*by, "period_days").agg(pl.col("hour_days").sum())
    rows = summed.select(*by, "period_days", "hour_days").collect().rows()
    parts = math.lcm(*{row[-2] for row in rows})
    hours: dict[tuple[Any, ...], int] = defaultdict(int)
    for *group, days, hour_days in rows:
        hours[tuple(group)] += hour_days * (parts // days)
    return parts, hours


def exact_jobs(lines: pl.LazyFrame, hours_per_job: Fraction, *by: str) -> dict[tuple[Any, ...], Fraction]:
    """The jobs of lines by some columns, exact; 0 for what is not among them."""
    jobs: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    jobs.update({group: hours / hours_per_job for group, hours in exact_hours(lines, *by).items()})
    return jobs
