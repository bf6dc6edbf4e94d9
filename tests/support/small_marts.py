"""Marts of a few rows with their base counts, made by hand for tests of disclosure control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from transforms.protection.declared import Declared, Protection
from transforms.protection.release import Tables
from transforms.protection.rules import Thresholds
from warehouse.registry.facts import BASE_COUNTS
from warehouse.tables import POLARS_TYPE

Row = dict[str, Any]
COUNTS_SCHEMA = {column.name: POLARS_TYPE[column.kind] for column in BASE_COUNTS.columns}


def counts(year: int, mart: str, key: str, measure: str, **of: Any) -> Row:
    """A row of `base_counts`; what is not said does not apply."""
    about = {"year": year, "mart": mart, "key": key, "measure": measure, "known": True}
    return dict.fromkeys(COUNTS_SCHEMA) | about | of


def counted(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=COUNTS_SCHEMA, orient="row")


def declared(name: str, dimensions: Sequence[str], protection: Protection, year: str = "year") -> Declared:
    return Declared(name, year, tuple(dimensions), protection)


def tables(marts: Sequence[tuple[Declared, Sequence[Row]]], *rows: Row, **other: Any) -> Tables:
    """A release of these marts and rows of `base_counts`."""
    return Tables(
        marts={one.name: pl.DataFrame(list(of), infer_schema_length=None) for one, of in marts},
        counts=counted(*rows),
        declared={one.name: one for one, _ in marts},
        **({"thresholds": {2023: Thresholds()}, "fixed": {}} | other),
    )
