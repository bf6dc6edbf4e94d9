"""Employers by fiscal number: the first nine digits of their payroll tax numbers (lhnr)."""

from __future__ import annotations

import polars as pl


def by_fiscal_number(sectors: pl.LazyFrame) -> pl.LazyFrame:
    """The employers with what their payroll tax numbers say together (measurement.md, Employers).

    Args:
        sectors: one row per payroll tax number: fiscal, suffix, sector, aantal_werknemers, verloonde_uren.

    Returns:
        fiscal, sector (that of the number with most hours, of equal ones the lowest), aantal_werknemers and
        verloonde_uren (summed); one row per employer, sorted by fiscal.
    """
    largest = sectors.sort("fiscal", -pl.col("verloonde_uren"), "suffix")
    return (
        largest.group_by("fiscal")
        .agg(pl.col("sector").first(), pl.col("aantal_werknemers").sum(), pl.col("verloonde_uren").sum())
        .sort("fiscal")
    )
