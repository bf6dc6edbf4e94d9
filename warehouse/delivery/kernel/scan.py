"""Scans the lines of files: the columns of the table, each of one type, whatever form a file has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse import sql
from warehouse.delivery.kernel import csv
from warehouse.delivery.kernel.lines import DOUBT, FILE, LINE, TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from warehouse.delivery.kernel.lines import Batch, Slice
    from warehouse.registry.model import Column, DeliveryTable


def scanned(batch: Batch, table: DeliveryTable) -> pl.LazyFrame:
    """The lines of a batch in the schema of the table, and `_doubt`; what a file says of its values is not gone by."""
    return pl.concat([_scanned(some, table) for some in batch.slices])


def types_of(path: Path) -> dict[str, pl.DataType]:
    """The type that polars gives to each column of a Parquet file."""
    return dict(_parquet(path).collect_schema())


def _scanned(some: Slice, table: DeliveryTable) -> pl.LazyFrame:
    source = csv.read(some.path, table) if some.is_text else _parquet(some.path).slice(some.first, some.count)
    there = source.collect_schema()
    doubt = pl.col(DOUBT) if some.is_text else pl.lit(value=False).alias(DOUBT)
    numbered = source.select(*(_read(column, there) for column in table.columns), doubt)
    numbered = numbered.with_row_index(LINE, offset=some.first)
    return numbered.select(pl.lit(some.file, pl.Int64).alias(FILE), pl.col(LINE).cast(pl.Int64), pl.exclude(LINE))


def _parquet(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(sql.told(path), glob=False, hive_partitioning=False, use_statistics=False)


def _read(column: Column, there: Mapping[str, pl.DataType]) -> pl.Expr:
    dtype = TYPES[column.kind][0]
    return (pl.col(column.name) if column.name in there else pl.lit(None)).cast(dtype).alias(column.name)
