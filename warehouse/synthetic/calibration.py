"""The December hours that a synthetic delivery holds, and the exact fit of lines to them.

The hours come from `reference/calibration_hours.csv` (constructed hours that reproduce the letters). What no
public source settles is a named choice here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from warehouse.synthetic.numbers import Bools, Floats, Ints, apportion

REFERENCE: Final = Path(__file__).resolve().parents[1] / "reference"
BASELINE_YEAR: Final = 2012
JOB_HOURS_DECEMBER: Final = Fraction("110.92")
"""Paid hours in December of one job (Regeling Wfsv: every legal target divides by it)."""

GOVERNMENT_SHARE_OF_FORMAL_HOURS_2012: Final = Fraction("9515.63") / Fraction("71853.27")
"""Choice: the split of the formal hours of 2012 is not public. This is the share of government in the level
before redistribution of loan hours (reference/published_results.csv, totaal_voor_herverdeling: 13.2%)."""

WSW_SHARE_OF_LOAN_HOURS: Final = {2012: "0.60", 2021: "0.50", 2022: "0.48", 2023: "0.45"}
"""Choice: share of the loan pool that is Wsw secondment; nobody enters the Wsw since 2015, so it falls."""

GOVERNMENT_SECTORS: Final = (
    "rijk", "gemeenten", "provincies", "waterschappen", "rechterlijke_macht", "politie", "defensie", "po",
    "vo", "mbo", "hbo", "wo", "umc", "onderzoek", "zbo", "overig",
)  # fmt: skip
RIJK_FORMAL_JOBS: Final = {2012: 930, 2021: 3350, 2022: 3749, 2023: 4557}
"""Formal jobs of sector rijk at scale 1. 2022: reference/government.csv (opnaarde125000.nl, 3,749 of 5,144);
2023: 80% (nota-voortgang-overheid-2023) of the opgave 5,696 that 4,386 = 77% implies; the others: choice."""
SECTOR_WEIGHTS: Final = (
    0.0, 0.36, 0.02, 0.02, 0.015, 0.03, 0.05, 0.08, 0.06, 0.04, 0.03, 0.05, 0.06, 0.015, 0.09, 0.08,
)  # fmt: skip
"""Choice: relative formal hours of the government sectors but rijk, in the order of GOVERNMENT_SECTORS."""

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


def calibrated_years() -> tuple[int, ...]:
    """Years for which a synthetic delivery can be made."""
    return tuple(sorted({key[0] for key in _calibration()}))


def expected_hours(year: int, scale: float = 1.0) -> ExpectedHours:
    """The December hours a delivery of `year` at `scale` holds after all rules of the measurement.

    Args:
        year: a year of `reference/calibration_hours.csv`.
        scale: share of the true size; each number is rounded half up.

    Returns:
        Hours by sector and form.

    Raises:
        ValueError: the year has no calibration.
    """
    table = _calibration()
    if (year, "totaal", "inleen") not in table:
        raise ValueError(f"no calibration for year {year}: known are {', '.join(map(str, calibrated_years()))}")
    formal_2012 = table[2012, "totaal", "totaal"] - table[2012, "totaal", "inleen"]
    government_2012 = _half_up(formal_2012 * GOVERNMENT_SHARE_OF_FORMAL_HOURS_2012)
    government = government_2012 + table.get((year, "overheid", "formeel"), 0)
    market = formal_2012 - government_2012 + table.get((year, "markt", "formeel"), 0)
    loan = table[year, "totaal", "inleen"]
    factor = Fraction(repr(scale))
    loan_scaled = _half_up(loan * factor)
    return ExpectedHours(
        year, scale, _half_up(market * factor), _half_up(government * factor), loan_scaled,
        _half_up(loan_scaled * Fraction(WSW_SHARE_OF_LOAN_HOURS[year])),
    )  # fmt: skip


def group_hours(year: int, scale: float = 1.0) -> Ints:
    """Hours of the 19 calibration groups (index = group), adding up to `expected_hours`.

    At scale 1 rijk has exactly RIJK_FORMAL_JOBS; the other sectors share the rest by SECTOR_WEIGHTS.
    """
    full, expected = expected_hours(year), expected_hours(year, scale)
    rijk = _half_up(RIJK_FORMAL_JOBS[year] * JOB_HOURS_DECEMBER)
    sectors = apportion(full.formal_government - rijk, SECTOR_WEIGHTS)
    sectors[0] = rijk
    hours = np.zeros(19, dtype=np.int64)
    hours[MARKET] = expected.formal_market
    hours[1:17] = apportion(expected.formal_government, sectors)
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
    government = slice(1, 17)
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


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


@lru_cache(maxsize=1)
def _calibration() -> dict[tuple[int, str, str], int]:
    with (REFERENCE / "calibration_hours.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=","))
    return {(int(row["year"]), row["sector"], row["form"]): int(row["value"]) for row in rows}


def codes(name: str) -> list[str]:
    """Codes of a reference code list, in file order (for example `grondslag`)."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file)]
