"""Conditions on one line in a structured form: each gives its SQL and its polars expression from one description.

Where a line is read by DuckDB the SQL decides; where a country is read by polars the expression does, and it must be
true of every line of which the SQL is (`tests/property/test_patterns.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl


class Pattern(Protocol):
    """A form that a text must have."""

    @property
    def column(self) -> str:
        """The column with the text."""

    def sql(self) -> str:
        """SQL that is true of a text of this form."""

    def expression(self) -> pl.Expr:
        """The same for polars; true or null of a text of which the SQL is true."""


class Helper(Protocol):
    """A value that is computed once a line, for the rules that need it."""

    @property
    def name(self) -> str:
        """What the rules call it."""

    def sql(self) -> str:
        """SQL for it."""

    def expression(self) -> pl.Expr:
        """The same for polars."""


@dataclass(frozen=True, slots=True)
class Number:
    """The whole number that a text of digits is; 0 when it is none, or above 4,294,967,295."""

    column: str

    @property
    def name(self) -> str:
        """What the rules call it."""
        return f"{self.column}_number"

    def sql(self) -> str:
        """SQL for it."""
        return f"coalesce(TRY_CAST({self.column} AS UINTEGER), 0)"

    def expression(self) -> pl.Expr:
        """The same for polars."""
        import polars as pl

        return pl.col(self.column).cast(pl.UInt32, strict=False).fill_null(0)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from a first one to a last one, both included; at most 0 when the last is before the first."""

    name: str
    first: str
    last: str

    def sql(self) -> str:
        """SQL for it."""
        return f"{self.last} - {self.first} + 1"

    def expression(self) -> pl.Expr:
        """The same for polars."""
        import polars as pl

        # A date is a day's number in both; of dates that are none the difference is not known either.
        return pl.col(self.last).to_physical().cast(pl.Int64) - pl.col(self.first).to_physical().cast(pl.Int64) + 1


@dataclass(frozen=True, slots=True)
class Digits:
    """So many digits and nothing else; goes with the helper `Number` of its column."""

    column: str
    count: int

    def sql(self) -> str:
        """SQL that is true of it: a number that is written back the same needs no slower pattern."""
        number, least = Number(self.column).name, 10 ** (self.count - 1)
        return (
            f"strlen({self.column}) = {self.count} AND ({number} >= {least} AND CAST({number} AS VARCHAR) = "
            f"{self.column} OR regexp_full_match({self.column}, '[0-9]{{{self.count}}}'))"
        )

    def expression(self) -> pl.Expr:
        """The same for polars, which reads `+12` as a number too."""
        import polars as pl

        text, number = pl.col(self.column), pl.col(Number(self.column).name)
        is_number = (number > 0) | (text == "0" * self.count)
        return (text.str.len_bytes() == self.count) & ~text.str.starts_with("+") & is_number


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A number whose digits times their weights add up to a multiple of `modulus`, and which is not 0.

    Goes with the helper `Number` of its column. `weights` are those of the digits from left to right.
    """

    column: str
    weights: tuple[int, ...]
    modulus: int

    def sql(self) -> str:
        """SQL that is true of it, digit by digit."""
        number, most = Number(self.column).name, len(self.weights) - 1
        # A weight below 0 leaves the same remainder as one of `modulus` more.
        positive = [weight % self.modulus for weight in self.weights]
        terms = [f"{weight} * ({number} // {10 ** (most - place)} % 10)" for place, weight in enumerate(positive)]
        return f"({' + '.join(terms)}) % {self.modulus} = 0 AND {number} <> 0"

    def expression(self) -> pl.Expr:
        """The same for polars, by quotients.

        A digit is a quotient less ten times the next one: of each power of ten only its quotient is computed.
        """
        import polars as pl

        number = pl.col(Number(self.column).name)
        from_right = [0, *reversed(self.weights)]
        total = pl.lit(0, pl.UInt64)
        for power, (before, weight) in enumerate(pairwise(from_right)):
            factor = (weight - 10 * before) % self.modulus
            if factor:
                total = total + factor * (number // 10**power).cast(pl.UInt64)
        return (total % self.modulus == 0) & (number != 0)


@dataclass(frozen=True, slots=True)
class Regex:
    """A text that a regular expression matches from its first to its last character; RE2 and Rust read it the same."""

    column: str
    pattern: str

    def sql(self) -> str:
        """SQL that is true of it."""
        return f"regexp_full_match({self.column}, '{self.pattern}')"

    def expression(self) -> pl.Expr:
        """The same for polars."""
        import polars as pl

        return pl.col(self.column).str.contains(f"^(?:{self.pattern})$")
