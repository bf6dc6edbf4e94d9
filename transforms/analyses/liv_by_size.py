"""The low-income benefit (LIV) that was paid, by size of the employer (promised in the letter over 2022)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import polars as pl

from transforms.exact import floating
from transforms.law import UNKNOWN

SCHEMA = {"year": pl.Int64, "size_class": pl.String, "employers": pl.Int64, "amount_eur": pl.Float64}


def liv_by_size(liv: pl.LazyFrame, sectors: pl.LazyFrame, size_classes: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The mart `liv_by_size` of a year: a row a size class with employers that were paid.

    Args:
        liv: employer, bedrag (decimal euro); may have no rows.
        sectors: the employers, with `aantal_werknemers`.
        size_classes: code, from_employees, to_employees (empty: no upper bound).
        year: the measurement year.

    Returns:
        year, size_class, employers, amount_eur; `onbekend` are employers that are not in the file or have no employees.
    """
    found = liv.join(sectors.select("employer", "aantal_werknemers"), on="employer", how="left").collect()
    classes = size_classes.sort("from_employees").collect().rows()
    employers: dict[str, set[int]] = defaultdict(set)
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    for employer, amount, employees in found.select("employer", "bedrag", "aantal_werknemers").rows():
        code = _size_class(employees, classes)
        employers[code].add(employer)
        amounts[code] += Fraction(amount)
    rows = [(year, code, len(employers[code]), floating(amounts[code])) for code in sorted(amounts)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def _size_class(employees: int | None, classes: list[tuple[str, int, int | None]]) -> str:
    """The size class of an employer; `onbekend` when it is in none."""
    number = employees or 0
    fits = [code for code, first, last in classes if first <= number and (last is None or number <= last)]
    return fits[0] if fits else UNKNOWN
