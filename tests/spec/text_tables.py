"""Tables written as text: a header, a line a row, cells between bars; an empty cell is a missing value.

A name in the header says its type after a colon: `hours:int`. Without one it is text. Lines that
begin with `every line:` give columns that are the same in every row: the table shows only what matters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

EVERY_LINE = "every line:"
Cell = str | int | float | bool | date | Decimal | None


def yes_or_no(text: str) -> bool:
    """A flag; ValueError for any other word."""
    return bool(["no", "yes"].index(text))


def nearest_float(text: str) -> float:
    """The float64 nearest to an exact number, which may be written as a fraction: `4221676 / 110.92`."""
    above, _, below = text.partition("/")
    exact = Fraction(above.strip()) / Fraction(below.strip() or 1)
    return exact.numerator / exact.denominator


TYPES: dict[str, tuple[pl.DataType, Callable[[str], Cell]]] = {
    "text": (pl.String(), str),
    "int": (pl.Int64(), int),
    "dec": (pl.Decimal(38, 18), Decimal),
    "date": (pl.Date(), date.fromisoformat),
    "flag": (pl.Boolean(), yes_or_no),
    "float": (pl.Float64(), nearest_float),
}


@dataclass(frozen=True)
class TextTable:
    """A table as it was written: (column, type) pairs, rows of texts, and what is the same in every row."""

    header: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    constants: tuple[tuple[str, str, str], ...]

    def frame(self) -> pl.LazyFrame:
        """The typed rows; the shown columns first, then the constant ones."""
        columns = [*self.header, *((name, kind) for name, kind, _ in self.constants)]
        same = tuple(value for _, _, value in self.constants)
        values = [
            [typed(cell, kind) for cell, (_, kind) in zip((*row, *same), columns, strict=True)] for row in self.rows
        ]
        return pl.LazyFrame(values, schema={name: TYPES[kind][0] for name, kind in columns}, orient="row")


def parse(text: str) -> TextTable:
    """Reads a table; ValueError when a row has too many or too few cells."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    same = [line.removeprefix(EVERY_LINE) for line in lines if line.startswith(EVERY_LINE)]
    first, *others = [line for line in lines if not line.startswith(EVERY_LINE)]
    header = tuple(name_and_type(name) for name in cells(first))
    rows = tuple(tuple(cells(line)) for line in others)
    if any(len(row) != len(header) for row in rows):
        message = f"a row has another number of cells than the header: {header}"
        raise ValueError(message)
    return TextTable(header, rows, tuple(constant(part) for line in same for part in line.split(",") if part.strip()))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def name_and_type(text: str) -> tuple[str, str]:
    name, _, kind = text.partition(":")
    return name.strip(), kind.strip() or "text"


def constant(text: str) -> tuple[str, str, str]:
    name, _, value = text.partition("=")
    return *name_and_type(name), value.strip()


def typed(cell: str, kind: str) -> Cell:
    return TYPES[kind][1](cell) if cell else None
