"""The low-income benefit (LIV) that was paid, by size of the employer (promised in the letter over 2022)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import polars as pl

from transforms.employers import by_fiscal_number
from transforms.exact import floating
from transforms.law import UNKNOWN

#: Amounts as the warehouse keeps them.
AMOUNT = pl.Decimal(38, 18)
SCHEMA = {"year": pl.Int64, "size_class": pl.String, "employers": pl.Int64, "amount_eur": pl.Float64}


def liv_by_size(liv: pl.LazyFrame, sectors: pl.LazyFrame, size_classes: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The mart `liv_by_size` of a year: one row per size class with employers that were paid.

    Args:
        liv: fiscal, bedrag (decimal euro); may have no rows.
        sectors: one row per payroll tax number: fiscal, suffix, sector, aantal_werknemers, verloonde_uren.
        size_classes: code, from_employees, to_employees (empty: no upper bound).
        year: the measurement year.

    Returns:
        year, size_class, employers (fiscal numbers), amount_eur; `onbekend` are employers that are not in the file or
        have no employees.
    """
    parts, found = paid_in_parts(liv, sectors, size_classes)
    rows = [
        (year, code, len(employers), floating(Fraction(sum(employers.values()), parts)))
        for code, employers in sorted(found.items())
    ]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def paid_in_parts(
    liv: pl.LazyFrame, sectors: pl.LazyFrame, size_classes: pl.LazyFrame
) -> tuple[int, dict[str, dict[int, int]]]:
    """What each employer (fiscal number) was paid, by size class, as whole numbers of parts of a euro: exact and fast.

    And how many parts a euro has; arguments as of `liv_by_size`.
    """
    sizes = by_fiscal_number(sectors).select("fiscal", "aantal_werknemers")
    columns = ("fiscal", pl.col("bedrag").cast(AMOUNT).to_physical(), "aantal_werknemers")
    found = liv.join(sizes, on="fiscal", how="left").select(*columns).collect()
    classes = size_classes.sort("from_employees").collect().rows()
    class_of = {number: _size_class(number, classes) for number in found["aantal_werknemers"].unique()}
    amounts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for employer, amount, employees in found.rows():
        amounts[class_of[employees]][employer] += amount
    return 10**AMOUNT.scale, amounts


def _size_class(employees: int | None, classes: list[tuple[str, int, int | None]]) -> str:
    """The size class of an employer; `onbekend` when it is in none."""
    number = employees or 0
    fits = [code for code, first, last in classes if first <= number and (last is None or number <= last)]
    return fits[0] if fits else UNKNOWN
