"""Social return: jobs that government's suppliers owe and make; beside, never in, the government figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl

from transforms.exact import floating

SCHEMA = {"year": pl.Int64, "opdrachtgever": pl.String, "obligation_eur": pl.Float64, "jobs": pl.Float64}


def social_return(social_return: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The mart `social_return` of a year: one row per commissioning body, its lines added exactly.

    Args:
        social_return: opdrachtgever, verplichting_eur (decimal euro), banen (decimal jobs); may have no rows.
        year: the measurement year.
    """
    summed: dict[str, list[Fraction]] = {}
    columns = ("opdrachtgever", "verplichting_eur", "banen")
    for name, *amounts in social_return.select(columns).collect().rows():
        before = summed.get(name, [Fraction(0), Fraction(0)])
        summed[name] = [total + Fraction(Decimal(amount)) for total, amount in zip(before, amounts, strict=True)]
    rows = [(year, name, *map(floating, amounts)) for name, amounts in sorted(summed.items())]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")
