"""How figures are rounded in public (docs/spec/disclosure.md, section 4): half away from zero, always the same way.

Rounding gives no protection of its own (section 5); it keeps one person from showing in a difference.
"""

from __future__ import annotations

from fractions import Fraction

from transforms.exact import percentage, rounded
from transforms.protection.rules import Exact

#: `round_persons_to` and `round_detailed_jobs_to`, `round_euros_to`; 1 rounds to whole ones only.
PERSONS_TO, DETAILED_JOBS_TO, EUROS_TO = 5, 5, 1000
#: Lines of deliveries in the mart `quality`.
LINES_TO = 100


def to_multiple(value: Exact, base: int) -> int:
    """The nearest multiple of `base`, half away from zero.

    Raises:
        ValueError: `base` is not 1 or more.
    """
    if base < 1:
        raise ValueError("figures are rounded to multiples of 1 or more: set it in [disclosure]")
    return base * rounded(Fraction(value) / base)


def number(value: float) -> Fraction:
    """A figure as arithmetic takes it: float64 as the fraction that it is."""
    return Fraction(value)


def published_percentage(part: int | None, whole: int | None) -> float | None:
    """A percentage with one decimal, from figures as published; None where one is withheld or the whole is 0.

    The exact figures do not come in here: a percentage of exact ones would undo the rounding of its parts.
    """
    return None if part is None else percentage(part, whole)
