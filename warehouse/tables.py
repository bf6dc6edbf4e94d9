"""Writes and reads the small published tables: Parquet and CSV from one registry, the same bytes for the same input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from warehouse.registry.model import Column, Mart

POLARS_TYPE = {Kind.TEXT: pl.String, Kind.INTEGER: pl.Int64, Kind.FLOAT: pl.Float64, Kind.FLAG: pl.Boolean}
ARROW_TYPE = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.FLAG: pa.bool_(),
}
FRICTIONLESS_TYPE = {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.FLOAT: "number", Kind.FLAG: "boolean"}


def conform(frame: pl.LazyFrame, mart: Mart) -> pl.DataFrame:
    """The rows of a mart as the registry declares them: its columns, its types, sorted by its key."""
    wanted = [pl.col(column.name).cast(POLARS_TYPE[column.kind]) for column in mart.columns]
    found = frame.select(wanted).sort(mart.key).collect()
    if found.select(mart.key).is_duplicated().any():
        message = f"mart {mart.name}: its key {mart.key} is not unique"
        raise ValueError(message)
    return found


def empty(mart: Mart) -> pl.DataFrame:
    """A mart without rows."""
    return pl.DataFrame(schema={column.name: POLARS_TYPE[column.kind] for column in mart.columns})


def write(frame: pl.DataFrame, mart: Mart, folder: Path, metadata: Mapping[str, str]) -> None:
    """Writes `<mart>.parquet` and `<mart>.csv` (comma, point, UTF-8, true/false) into `folder`."""
    fields = [
        pa.field(column.name, ARROW_TYPE[column.kind], nullable=column.nullable, metadata=_about(column))
        for column in mart.columns
    ]
    about = {
        "mart": mart.name,
        "title_nl": mart.title_nl,
        "title_en": mart.title_en,
        "note": mart.note,
    } | dict(metadata)
    schema = pa.schema(fields, metadata=about)
    columns = [pa.array(frame[column.name].to_list(), ARROW_TYPE[column.kind]) for column in mart.columns]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), folder / f"{mart.name}.parquet", compression="zstd")
    frame.write_csv(folder / f"{mart.name}.csv")


def read(folder: Path, mart: Mart) -> pl.DataFrame:
    """The rows of a mart or fact table in a release folder."""
    return pl.read_parquet(folder / f"{mart.name}.parquet", glob=False, hive_partitioning=False)


def write_database(folder: Path, marts: Mapping[str, Mart]) -> None:
    """Writes `marts.duckdb`, the marts of a release folder as tables with their titles as comments."""
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        for mart in marts.values():
            path = _quoted(str(folder / f"{mart.name}.parquet"))
            connection.execute(f"CREATE TABLE {mart.name} AS FROM read_parquet({path})")
            connection.execute(f"COMMENT ON TABLE {mart.name} IS {_quoted(mart.title_en)}")
            for column in mart.columns:
                title = f"{column.title_en} [{column.unit}]" if column.unit else column.title_en
                connection.execute(f'COMMENT ON COLUMN {mart.name}."{column.name}" IS {_quoted(title)}')


def _quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def datapackage(release: str, synthetic: bool, marts: Mapping[str, Mart]) -> str:
    """The Data Package descriptor (frictionless) of a release folder, as JSON."""
    return json.dumps(
        {
            "name": f"banenafspraak-{release}",
            "title": "Banenafspraak" + (" (synthetisch)" if synthetic else ""),
            "synthetic": synthetic,
            "resources": [_resource(mart) for mart in marts.values()],
        },
        indent=1,
        ensure_ascii=False,
    )


def _resource(mart: Mart) -> dict[str, object]:
    fields = [
        {
            "name": column.name,
            "type": FRICTIONLESS_TYPE[column.kind],
            "title": column.title_nl,
            "description": column.title_en,
            "unit": column.unit,
            "constraints": {"required": not column.nullable},
        }
        for column in mart.columns
    ]
    return {
        "name": mart.name,
        "path": f"{mart.name}.csv",
        "title": mart.title_nl,
        "description": " ".join(part for part in (mart.title_en + ".", mart.note) if part),
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": list(mart.key)},
    }


def _about(column: Column) -> dict[str, str]:
    about = {
        "title_nl": column.title_nl,
        "title_en": column.title_en,
        "unit": column.unit,
        "source": column.source,
    }
    return {name: value for name, value in about.items() if value}
