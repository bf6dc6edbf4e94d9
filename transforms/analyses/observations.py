"""All figures in one long table, shaped as the statistics office's OData v4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.realisation import MEASURED

#: The statistics office's way to write a whole year.
PERIOD = "{year:04d}JJ00"
MISSING, OPEN = "ontbreekt", "vrij"
#: What would be taken for the end of a name or a value -> how it is written in a value; the percent sign first.
ESCAPES = {"%": "%25", ";": "%3B", "=": "%3D"}
SCHEMA = {
    "measure": pl.String,
    "year": pl.Int64,
    "period": pl.String,
    "dimensions": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "confidentiality": pl.String,
}


@dataclass(frozen=True, slots=True)
class Described:
    """A table of figures: the column of its year, its other key columns, and its figures with their units."""

    year: str
    dimensions: Sequence[str]
    units: Mapping[str, str]


def observations(figures: Mapping[str, pl.LazyFrame], described: Mapping[str, Described]) -> pl.LazyFrame:
    """The mart `observations`: a row for each figure of each row of each table, also where there is no value.

    Args:
        figures: the tables by name.
        described: what each consists of.
    """
    rows = [row for name, table in described.items() for row in _of_table(name, figures[name].collect(), table)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row").sort("measure", "year", "dimensions")


def dimensions(names: Iterable[str], row: Mapping[str, object]) -> str:
    """The key of a row but for its year, as `name=value;name=value`."""
    return ";".join(f"{name}={_escaped(str(row[name]))}" for name in names)


def _of_table(name: str, frame: pl.DataFrame, table: Described) -> Iterator[tuple[object, ...]]:
    for row in frame.iter_rows(named=True):
        year, place = row[table.year], dimensions(table.dimensions, row)
        for column, unit in table.units.items():
            value = row[column]
            status = MISSING if value is None else row.get("origin", MEASURED)
            yield (f"{name}.{column}", year, PERIOD.format(year=year), place, value, unit, status, OPEN)


def _escaped(text: str) -> str:
    for mark, written in ESCAPES.items():
        text = text.replace(mark, written)
    return text
