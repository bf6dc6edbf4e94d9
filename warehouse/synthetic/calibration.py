"""The December hours that a synthetic delivery holds, group by group, and the exact fit of lines to them.

The hours of a whole year are those of `levels`. What no public source settles is a named choice here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from warehouse.synthetic.levels import levels
from warehouse.synthetic.numbers import Bools, Floats, Ints, apportion, half_up, on_the_line
from warehouse.synthetic.sectors import sector_hours

WSW_SHARE_OF_LOAN_HOURS: Final = {
    2012: Fraction("0.60"), 2021: Fraction("0.50"), 2022: Fraction("0.48"), 2023: Fraction("0.45"),
    2030: Fraction("0.31"),
}  # fmt: skip
"""Choice: share of the loan pool that is Wsw secondment; nobody enters the Wsw since 2015, so it falls."""

MARKET: Final = 0
LAST_GOVERNMENT: Final = 16
AGENCY: Final = 17
WSW: Final = 18
NO_GROUP: Final = -1
"""Calibration groups of lines: 0 market formal, 1-16 the government sectors formal, 17 agency work, 18 Wsw
secondment; -1 is what must not count."""

MAX_HOURS_A_DAY: Final = 24
_FOUR_WEEKS: Final = 28


@dataclass(frozen=True)
class ExpectedHours:
    """Counted December hours of one year at one scale (integers, hours)."""

    year: int
    scale: float
    formal_market: int
    formal_government: int
    loan: int
    loan_wsw: int

    @property
    def total(self) -> int:
        """All counted hours."""
        return self.formal_market + self.formal_government + self.loan


def expected_hours(year: int, scale: float = 1.0) -> ExpectedHours:
    """The December hours a delivery of `year` at `scale` holds after all rules of the measurement.

    Args:
        year: a year from 2012 to 2030.
        scale: share of the true size; each number is rounded half up.

    Returns:
        Hours by sector and form.

    Raises:
        ValueError: another year.
    """
    full, factor = levels(year), Fraction(repr(scale))
    loan = half_up(full.loan * factor)
    return ExpectedHours(
        year, scale,
        formal_market=half_up(full.formal_market * factor),
        formal_government=half_up(full.formal_government * factor),
        loan=loan, loan_wsw=half_up(loan * on_the_line(WSW_SHARE_OF_LOAN_HOURS, year)),
    )  # fmt: skip


def group_hours(year: int, scale: float = 1.0) -> Ints:
    """Hours of the 19 calibration groups (index = group), adding up to `expected_hours`.

    The government sub-sectors have those of `sector_hours`.
    """
    expected = expected_hours(year, scale)
    hours = np.zeros(WSW + 1, dtype=np.int64)
    hours[MARKET] = expected.formal_market
    hours[1 : LAST_GOVERNMENT + 1] = apportion(expected.formal_government, sector_hours(year))
    hours[AGENCY] = expected.loan - expected.loan_wsw
    hours[WSW] = expected.loan_wsw
    return hours


def group_sizes(hours: Ints, people: int) -> Ints:
    """Split working people over the groups in proportion to hours; agency and Wsw get at least one."""
    sizes = apportion(people, hours)
    for group in (AGENCY, WSW):
        if sizes[group] == 0 and hours[group] > 0:
            sizes[group], sizes[MARKET] = 1, sizes[MARKET] - 1
    return sizes


def reachable_hours(hours: Ints, sizes: Ints) -> Ints:
    """Hours by group with those of government sectors without people moved to sectors with people."""
    reachable = hours.copy()
    government = slice(1, LAST_GOVERNMENT + 1)
    present = np.where(sizes[government] > 0, hours[government], 0)
    if present.sum() == 0:
        raise ValueError("scale too small: no people in government")
    reachable[government] = apportion(int(hours[government].sum()), present)
    return reachable


def fit_hours(hours: Ints, inside: Ints, days: Ints, target: int) -> Ints:
    """Adjust the hours of one group's lines so that Σ hours · inside / days is exactly `target`.

    Args:
        hours: drafted hours a line, whole numbers, already near the target.
        inside: days of each line's period inside December, at least 1.
        days: days of each line's period.
        target: hours the rational sum must equal.

    Returns:
        Hours a line, at least 1 and at most 24 a day.

    Raises:
        ValueError: the lines cannot hold the target.
    """
    fitted = np.clip(hours, 1, MAX_HOURS_A_DAY * days)
    whole = inside == days
    four_weeks = ~whole & (days == _FOUR_WEEKS)
    if not _mend_four_weeks(fitted, inside, four_weeks):
        four_weeks[:] = False
    _make_each_whole(fitted, inside, days, ~whole & ~four_weeks)
    missing = Fraction(target) - Fraction(int(fitted[whole].sum())) - _exact_sum(fitted, inside, days, ~whole)
    if missing.denominator != 1:
        raise ValueError("the split periods do not add up to whole hours")
    _spread(fitted, days, np.flatnonzero(whole), int(missing))
    return fitted


def _exact_sum(hours: Ints, inside: Ints, days: Ints, chosen: Bools) -> Fraction:
    """Exact rational sum over the chosen lines, grouped by length of the period."""
    total = Fraction(0)
    for length in np.unique(days[chosen]):
        these = chosen & (days == length)
        total += Fraction(int((hours[these] * inside[these]).sum()), int(length))
    return total


def _mend_four_weeks(hours: Ints, inside: Ints, chosen: Bools) -> bool:
    """Change one full four-week line so that those lines together give a whole number of hours."""
    remainder = int((hours[chosen] * inside[chosen]).sum()) % _FOUR_WEEKS
    if remainder == 0:
        return True
    coprime = np.flatnonzero(chosen & (np.gcd(inside, _FOUR_WEEKS) == 1))
    if coprime.size == 0:
        return False
    line = int(coprime[0])
    hours[line] += -remainder * pow(int(inside[line]), -1, _FOUR_WEEKS) % _FOUR_WEEKS
    return True


def _make_each_whole(hours: Ints, inside: Ints, days: Ints, chosen: Bools) -> None:
    """Round the hours of rare, shortened split periods so that each gives whole hours by itself."""
    step = days[chosen] // np.gcd(inside[chosen], days[chosen])
    hours[chosen] = np.maximum(1, (hours[chosen] + step // 2) // step) * step


def _spread(hours: Ints, days: Ints, whole: Ints, missing: int) -> None:
    """Add the missing hours to lines that lie in December entirely, as evenly as their limits allow."""
    while missing != 0:
        sign = 1 if missing > 0 else -1
        room = (MAX_HOURS_A_DAY * days[whole] - hours[whole]) if sign > 0 else hours[whole] - 1
        open_lines = whole[room > 0]
        if open_lines.size == 0:
            raise ValueError("scale too small: the lines of a group cannot hold its hours")
        stride = max(1, open_lines.size // abs(missing))
        chosen = open_lines[::stride][: abs(missing)]
        hours[chosen] += sign
        missing -= sign * chosen.size


def draft_factor(draft: Floats, target: int) -> float:
    """Factor that brings drafted December hours to the target."""
    total = float(draft.sum())
    return target / total if total > 0 else 1.0
