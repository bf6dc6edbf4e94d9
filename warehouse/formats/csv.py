"""CSV: one file per table, with comma and point, UTF-8, a header, true and false (RFC 4180)."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
            table.rows.select(table.mart.names()).write_csv(file)
    return paths
