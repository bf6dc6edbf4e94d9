"""What the build must reach, from issue 11, held against what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

#: The sizes, in millions of lines, between which the slope is taken unless others are asked for.
SLOPE_SIZES = (12, 126)
WALL, CPU = "wall", "CPU"


@dataclass(frozen=True)
class Pair:
    """A build and the floors around it, in seconds of wall time and of CPU time."""

    build: tuple[float, float]
    floors: tuple[tuple[float, float], ...]

    def ratio(self, which: str) -> float:
        """The build as a multiple of the mean of its floors."""
        at = (WALL, CPU).index(which)
        return self.build[at] * len(self.floors) / sum(one[at] for one in self.floors)

    def floor(self, which: str) -> float:
        """The mean of the floors."""
        at = (WALL, CPU).index(which)
        return sum(one[at] for one in self.floors) / len(self.floors)


@dataclass(frozen=True)
class Measured:
    """The pairs of one delivery; `case` says how it differs from the plain one, whose parts are twelve."""

    million_lines: int | None
    fmt: str
    case: str
    pairs: tuple[Pair, ...]
    peak_mb: float

    def ratio(self, which: str) -> float:
        """The median of the ratios of the pairs."""
        return median(pair.ratio(which) for pair in self.pairs)

    def seconds(self, which: str) -> float:
        """The median of the builds."""
        return median(pair.build[(WALL, CPU).index(which)] for pair in self.pairs)

    def floor(self, which: str) -> float:
        """The median of the floors."""
        return median(pair.floor(which) for pair in self.pairs)


@dataclass(frozen=True)
class Aim:
    """One aim: what is measured, at most how much, and what was found; None when it was not measured."""

    what: str
    most: float
    unit: str
    found: float | None

    @property
    def verdict(self) -> str:
        """Whether it is met."""
        if self.found is None:
            return "not measured"
        return "met" if self.found <= self.most else "NOT MET"

    def row(self) -> tuple[str, ...]:
        """Its cells in the table of aims."""
        found = "" if self.found is None else f"{self.found:,.2f}{self.unit}"
        return self.what, found, f"<= {self.most:,g}{self.unit}", self.verdict


HEADINGS = ("aim", "found", "at most", "verdict")
BAD_LINES, MANY_PARTS, PLAIN = "bad lines", "many parts", ""


def aims(measured: Sequence[Measured], sizes: tuple[int, int] = SLOPE_SIZES) -> list[Aim]:
    """Every aim of the reading of a polis.

    Args:
        measured: what was measured, in any order.
        sizes: the smaller and the larger size of the slope, in millions of lines.
    """
    return [*of_ratios(measured), *of_slope(measured, sizes), *of_cases(measured), of_peak(measured)]


def of_ratios(measured: Sequence[Measured]) -> Iterator[Aim]:
    """Builds as multiples of their floors."""
    for million, fmt, which, most in (
        (126, "parquet", WALL, 0.9),
        (126, "parquet", CPU, 0.75),
        (36, "parquet", WALL, 1.2),
        (12, "csv", WALL, 1.2),
    ):
        one = plain(measured, million, fmt)
        yield Aim(f"{million} million, {fmt}: {which} / floor", most, "", one.ratio(which) if one else None)


def of_slope(measured: Sequence[Measured], sizes: tuple[int, int]) -> Iterator[Aim]:
    """What more lines cost the build, as a multiple of what they cost the floor."""
    small, large = (plain(measured, size, "parquet") for size in sizes)
    for which in (WALL, CPU):
        found = None
        if small and large and large.floor(which) > small.floor(which):
            more = large.seconds(which) - small.seconds(which)
            found = more / (large.floor(which) - small.floor(which))
        yield Aim(f"slope between {sizes[0]} and {sizes[1]} million, {which}", 0.65, "", found)


def of_cases(measured: Sequence[Measured]) -> Iterator[Aim]:
    """What bad lines add, and what many parts cost."""
    bad, parts = (next((one for one in measured if one.case == case), None) for case in (BAD_LINES, MANY_PARTS))
    base = bad and plain(measured, bad.million_lines, bad.fmt)
    added = bad.seconds(WALL) - base.seconds(WALL) if bad and base else None
    yield Aim(f"bad lines, 0.1%{size(bad)}: added wall", 3, " s", added)
    base = parts and plain(measured, parts.million_lines, parts.fmt)
    more = parts.seconds(CPU) / base.seconds(CPU) if parts and base else None
    yield Aim(f"1,000 parts{size(parts)}: CPU / CPU of 12 parts", 1.15, "", more)


def size(one: Measured | None) -> str:
    """The size at which a case was measured."""
    return f" of {one.million_lines} million" if one else ""


def of_peak(measured: Iterable[Measured]) -> Aim:
    """The most memory of one build."""
    return Aim("peak of any build", 3_000, " MB", max((one.peak_mb for one in measured), default=None))


def plain(measured: Iterable[Measured], million_lines: int | None, fmt: str) -> Measured | None:
    """The delivery of a size and format that is no special case."""
    return next(
        (one for one in measured if (one.million_lines, one.fmt, one.case) == (million_lines, fmt, PLAIN)), None
    )
