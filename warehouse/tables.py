"""Makes the rows of published tables conform to the registry, and reads them back; `warehouse/formats/` writes them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from warehouse import room
from warehouse.errors import DecisionRefusedError
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.registry.model import Mart

#: What stands in the place of a file that was lost or replaced.
NO_TABLE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
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
    """The rows of a mart or fact table in a release folder, whatever the path of that folder holds.

    Raises:
        DecisionRefusedError: there is no such file, or it is no Parquet any more.
    """
    path = folder / f"{mart.name}.parquet"
    try:
        return pl.read_parquet(BytesIO(path.read_bytes()))
    except (*NO_TABLE, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        room.check(error, f"{folder.name}/{path.name}")
        message = (
            f"{folder.name}/{path.name}: cannot be read ({type(error).__name__}), it is not as it was built; "
            "restore the home folder from its backup, or build again"
        )
        raise DecisionRefusedError(message) from None
