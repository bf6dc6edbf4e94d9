"""DuckDB: one database with every table, and the titles and units of its columns as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from warehouse import sql
from warehouse.formats.model import as_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

DATABASE = "marts.duckdb"


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `marts.duckdb` with one database table per table."""
    _ = about
    path = folder / DATABASE
    with duckdb.connect(sql.told(path)) as connection:
        for table in tables:
            _create(connection, table)
    return [path]


def _create(connection: DuckDBPyConnection, table: Table) -> None:
    name = sql.name(table.mart.name)
    connection.register("rows_to_write", as_arrow(table))
    connection.execute(f"CREATE TABLE {name} AS FROM rows_to_write")
    connection.unregister("rows_to_write")
    connection.execute(f"COMMENT ON TABLE {name} IS {sql.text(table.mart.title_en)}")
    for column in table.mart.columns:
        connection.execute(f"COMMENT ON COLUMN {name}.{sql.name(column.name)} IS {sql.text(_title(column))}")


def _title(column: Column) -> str:
    return f"{column.title_en} [{column.unit}]" if column.unit else column.title_en
