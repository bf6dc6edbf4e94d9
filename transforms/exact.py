"""Exact arithmetic: fractions until the one rounding, half away from zero (measurement.md, step 11)."""

from __future__ import annotations

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


@overload
def floating(value: Fraction) -> float: ...
@overload
def floating(value: None) -> None: ...
def floating(value: Fraction | None) -> float | None:
    """The float64 nearest to an exact value; None stays None."""
    return None if value is None else value.numerator / value.denominator
