"""Numbers as Dutch and English readers write them; never broken over two lines, with a real minus sign."""

from __future__ import annotations

import math
from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"
#: What a cell without a value shows.
NONE = "\N{EN DASH}"
#: Digits that a small figure keeps, and the most decimals it gets for them.
DIGITS, MOST_DECIMALS = 3, 9
PERCENT = 100
#: The smallest share in percent that two decimals show.
LEAST_SHOWN = 0.01


@dataclass(frozen=True, slots=True)
class Numbers:
    """How one language writes numbers: the mark between thousands and the decimal mark."""

    thousands: str
    decimal: str

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number with a fixed number of decimals; a dash for none."""
        if value is None:
            return NONE
        text = f"{abs(value):,.{decimals}f}"
        text = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        negative = value < 0 and any(digit in "123456789" for digit in text)
        return f"{MINUS}{text}" if negative else text

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """A difference: with a plus sign when it is more."""
        text = self.number(value, decimals)
        return f"+{text}" if value is not None and value > 0 else text

    def percent(self, value: float | None, decimals: int = 2) -> str:
        """A percentage, 0-100."""
        return NONE if value is None else f"{self.number(value, decimals)}%"

    def share(self, part: int, whole: int) -> str:
        """What part of a whole is, in percent: two decimals, but never 0 or 100 for what is not quite."""
        if not whole or part > whole:
            return NONE
        if part in (0, whole):
            return self.percent(PERCENT * part / whole, 0)
        percentage = PERCENT * part / whole
        if percentage < LEAST_SHOWN:
            return f"<{self.percent(LEAST_SHOWN)}"
        return self.percent(min(percentage, PERCENT - LEAST_SHOWN))

    def of(self, text: str, decimals: int) -> str:
        """The text of a cell: a number with its decimals as it is read here, anything else as it is."""
        try:
            value = float(text)
        except ValueError:
            return text
        return self.number(value, decimals) if math.isfinite(value) else text

    def plain(self, text: str) -> str:
        """A number in text with as many decimals as it needs, anything else as it is."""
        return self.of(text, len(text.partition(".")[2].rstrip("0")))


NUMBERS = {"nl": Numbers(".", ","), "en": Numbers(",", ".")}


def dutch(value: float | None, decimals: int = 0) -> str:
    """A number as Dutch readers write it: a point between thousands, a decimal comma; a dash for none."""
    return NUMBERS["nl"].number(value, decimals)


def decimals_of(value: float) -> int:
    """How many decimals show a figure: two, or more for one so small that they would not show it."""
    if value == 0 or not math.isfinite(value):
        return 2
    return min(MOST_DECIMALS, max(2, DIGITS - 1 - math.floor(math.log10(abs(value)))))


def spans(years: list[int]) -> str:
    """Years in order as a reader writes them: 2015–2020, 2022."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
