"""CSV: one file per table, with comma and point, UTF-8, CRLF, a header, true and false (RFC 4180)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.formats.model import as_digits
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table

#: Where its files stand on the public side of a release.
FOLDER = "csv"


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `<table>.csv` for each table; the same rows give the same bytes."""
    _ = about  # a CSV file says nothing of itself: `datapackage.json` describes it
    paths = [folder / f"{table.mart.name}.csv" for table in tables]
    for table, path in zip(tables, paths, strict=True):
        with path.open("wb") as file:
            _plain(table).write_csv(file, line_terminator="\r\n")
    return paths


def _plain(table: Table) -> pl.DataFrame:
    """The rows with numbers as they are written: counts that are kept as numbers with decimals have none."""
    real = [column.name for column in table.mart.columns if column.kind is Kind.FLOAT]
    written = [
        pl.Series(name, [None if one is None else as_digits(one) for one in table.rows[name]], pl.String)
        for name in real
    ]
    return table.rows.with_columns(written).select(table.mart.names())
