"""Makes the rows of published tables conform to the registry, and reads them back; `warehouse/formats/` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.registry.model import Mart

POLARS_TYPE = {Kind.TEXT: pl.String, Kind.INTEGER: pl.Int64, Kind.FLOAT: pl.Float64, Kind.FLAG: pl.Boolean}


def conform(frame: pl.LazyFrame, mart: Mart) -> pl.DataFrame:
    """The rows of a mart as the registry declares them: its columns, its types, sorted by its key.

    Raises:
        ValueError: the key of the mart is not unique.
    """
    wanted = [pl.col(column.name).cast(POLARS_TYPE[column.kind]) for column in mart.columns]
    found = frame.select(wanted).sort(mart.key).collect()
    if found.select(mart.key).is_duplicated().any():
        message = f"mart {mart.name}: its key {mart.key} is not unique"
        raise ValueError(message)
    return found


def empty(mart: Mart) -> pl.DataFrame:
    """A mart without rows."""
    return pl.DataFrame(schema={column.name: POLARS_TYPE[column.kind] for column in mart.columns})


def read(folder: Path, mart: Mart) -> pl.DataFrame:
    """The rows of a mart or fact table in a release folder, whatever the path of that folder holds."""
    return pl.read_parquet(folder / f"{mart.name}.parquet", glob=False, hive_partitioning=False)
