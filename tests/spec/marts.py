"""A mart as it is published."""

from __future__ import annotations

import polars as pl

from warehouse import tables
from warehouse.registry.marts import MARTS


def as_published(name: str, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows that a transform makes, with the columns, types and order that the registry declares."""
    return tables.conform(rows, MARTS[name]).lazy()
