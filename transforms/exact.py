"""Exact arithmetic: fractions until the one rounding, half away from zero (measurement.md, step 11)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import overload


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


def to_tenths(value: Fraction) -> Fraction:
    """Rounded to one decimal, half away from zero."""
    return Fraction(rounded(value * 10), 10)


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
