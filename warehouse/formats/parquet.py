"""Parquet: one file per table, with titles, units and sources in the metadata of the file and its columns.

Snappy and one row group: readers that know no Zstandard open it too, and a table of this size is read at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.formats.model import as_arrow
from warehouse.registry.model import Kind
from warehouse.releases import PARQUET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column, Mart

#: Where its files stand on the public side of a release.
FOLDER = PARQUET


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `<table>.parquet` for each table; the same rows give the same bytes."""
    return [_write(table, folder / f"{table.mart.name}.parquet", about) for table in tables]


def _write(table: Table, path: Path, about: About) -> Path:
    plain = as_arrow(table)
    fields = [plain.schema.field(one.name).with_metadata(_of_column(one)) for one in table.mart.columns]
    schema = pa.schema(fields, metadata=_of_table(table.mart) | dict(about.metadata))
    with path.open("wb") as file:
        rows = pa.Table.from_arrays(plain.columns, schema=schema)
        pq.write_table(rows, file, compression="snappy", row_group_size=max(rows.num_rows, 1))
    return path


def _of_table(mart: Mart) -> dict[str, str]:
    return {"mart": mart.name, "title_nl": mart.title_nl, "title_en": mart.title_en, "note": mart.note}


def _of_column(column: Column) -> dict[str, str]:
    about = {
        "title_nl": column.title_nl,
        "title_en": column.title_en,
        "unit": column.unit,
        "source": column.source,
        "dimension": column.dimension if column.kind is Kind.TEXT else "",
        "decimals": "" if column.decimals is None else str(column.decimals),
    }
    return {name: value for name, value in about.items() if value}
