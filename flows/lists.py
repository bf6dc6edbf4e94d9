"""The tables `codes` and `calendar` of a release, from its public marts, the reference lists and the registry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from transforms.realisation import MEASURED
from warehouse import tables
from warehouse.registry.calendar import CALENDAR, calendar
from warehouse.registry.codes import CODES, codes
from warehouse.registry.model import Kind
from warehouse.registry.public import PUBLIC_MARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from warehouse.reference.lists import Reference
    from warehouse.registry.calendar import Year
    from warehouse.registry.codes import Code
    from warehouse.registry.model import Mart

REALISATION = "realisation"


def about(marts: Mapping[str, pl.DataFrame], reference: Reference) -> dict[str, pl.DataFrame]:
    """The tables about the marts of a release, as the registry declares them.

    Args:
        marts: the public marts by name: what they do not say, neither table does.
        reference: the reference lists that hold.
    """
    years = calendar(_years(marts), _measured(marts))
    rows: dict[Mart, Iterable[Code | Year]] = {CODES: codes(reference, used(marts)), CALENDAR: years}
    return {mart.name: tables.conform(_frame(found, mart), mart) for mart, found in rows.items()}


def used(marts: Mapping[str, pl.DataFrame]) -> dict[str, set[str]]:
    """Dimension -> the codes that text keys of the marts have."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, frame in marts.items():
        for column in PUBLIC_MARTS[name].columns:
            if column.kind is Kind.TEXT and column.dimension and column.name in PUBLIC_MARTS[name].key:
                found[column.dimension] |= set(frame[column.name].unique())
    return found


def _frame(found: Iterable[Code | Year], mart: Mart) -> pl.LazyFrame:
    """The rows of a table; a text that is empty is none."""
    rows = [{name: None if value == "" else value for name, value in asdict(one).items()} for one in found]
    return pl.LazyFrame(rows, tables.empty(mart).schema)


def _years(marts: Mapping[str, pl.DataFrame]) -> set[int]:
    """The years that rows are of; a table that has none is of no year."""
    with_years = {name: PUBLIC_MARTS[name].year_column for name in marts}
    return {
        year
        for name, column in with_years.items()
        if marts[name].schema[column] == pl.Int64
        for year in marts[name][column].unique()
    }


def _measured(marts: Mapping[str, pl.DataFrame]) -> set[int]:
    realised = marts[REALISATION]
    return set(realised.filter(pl.col("origin") == MEASURED)["year"].unique())
