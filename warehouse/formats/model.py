"""What every format gets: tables with their rows, and what is said of the release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.registry.codes import CODES
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from warehouse.registry.model import Mart

ARROW_TYPE = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.FLAG: pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the registry with its rows, which have the columns and types that the registry declares."""

    mart: Mart
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class About:
    """What files say of the release that they are part of.

    Attributes:
        release: its identifier.
        synthetic: whether it comes from synthetic deliveries.
        trial: whether nobody signs its release.
        metadata: name -> text, for formats that can hold such pairs.
    """

    release: str = ""
    synthetic: bool = False
    trial: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)


def of_registry(registry: Mapping[str, Mart], rows: Mapping[str, pl.DataFrame]) -> list[Table]:
    """The tables of a registry with their rows, in its order; raises KeyError when the rows of one are not there."""
    return [Table(mart, rows[name]) for name, mart in registry.items()]


def labels(tables: Sequence[Table], language: str) -> dict[tuple[str, str], str]:
    """What codes are called, from the table `codes` among the tables; nothing where it is not among them.

    Args:
        tables: as a format gets them.
        language: nl or en.

    Returns:
        (dimension, code) -> title; `Column.dimension` names the dimension of a column of codes.
    """
    found = (table.rows for table in tables if table.mart.name == CODES.name)
    columns = ("dimension", "code", f"title_{language}")
    return {(name, code): title for rows in found for name, code, title in rows.select(columns).iter_rows()}


def as_arrow(table: Table) -> pa.Table:
    """The rows as an Arrow table with the types of the registry; a column that may not be empty is declared so."""
    columns = table.mart.columns
    fields = [pa.field(one.name, ARROW_TYPE[one.kind], nullable=one.nullable) for one in columns]
    arrays = [pa.array(table.rows[one.name].to_list(), ARROW_TYPE[one.kind]) for one in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
