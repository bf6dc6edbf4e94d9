"""All figures in one long table, shaped as the statistics office's OData v4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.realisation import MEASURED

#: The statistics office's way to write a whole year.
PERIOD = "{year:04d}JJ00"
#: The status of a figure that is there, and of one that is not.
FREE, NOT_MEASURED = "vrij", "niet_gemeten"
#: What would be taken for the end of a name or a value -> how it is written in a value; the percent sign first.
ESCAPES = {"%": "%25", ";": "%3B", "=": "%3D"}
SCHEMA = {
    "measure": pl.String,
    "year": pl.Int64,
    "period": pl.String,
    "dimensions": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "origin": pl.String,
    "value_status": pl.String,
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
        figures: the tables by name, exact or for readers; those for readers say the status of each figure.
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
            measure, period, value = f"{name}.{column}", PERIOD.format(year=year), row[column]
            yield (measure, year, period, place, value, unit, row.get("origin", MEASURED), status_of(row, column))


def status_of(row: Mapping[str, object], column: str) -> str:
    """The status of a figure as its mart has it; without one, whether it is there."""
    without = FREE if row[column] is not None else NOT_MEASURED
    return str(row.get(f"{column}_status") or without)


def _escaped(text: str) -> str:
    for mark, written in ESCAPES.items():
        text = text.replace(mark, written)
    return text
