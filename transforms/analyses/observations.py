"""All figures in one long table, shaped as the statistics office's OData v4."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.realisation import MEASURED

#: The statistics office's way to write a whole year.
PERIOD = "{year:04d}JJ00"
#: The status of a figure that is there, and of ones that are not.
FREE, NOT_MEASURED, NOT_PUBLIC = "vrij", "niet_gemeten", "niet_openbaar"
#: What would be taken for the end of a name or a value -> how it is written in a value; the percent sign first.
ESCAPES = {"%": "%25", ";": "%3B", "=": "%3D"}
#: Numbers that every program holds exactly, JavaScript and spreadsheets too, have so many bits.
ID_BITS = 53
BEFORE = {
    "id": pl.Int64,
    "measure": pl.String,
    "year": pl.Int64,
    "period": pl.String,
    "dimensions": pl.String,
}
AFTER = {
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


def observations(
    figures: Mapping[str, pl.LazyFrame], described: Mapping[str, Described], places: Sequence[str]
) -> pl.LazyFrame:
    """The mart `observations`: a row for each figure of each row of each table, also where there is no value.

    Args:
        figures: the tables by name, exact or for readers; those for readers say the status of each figure.
        described: what each consists of.
        places: the dimensions that have a column of their own, empty in rows of a table without it.
    """
    schema = BEFORE | dict.fromkeys(places, pl.String) | AFTER
    rows = [row for name, table in described.items() for row in _of_table(name, figures[name].collect(), table, places)]
    return pl.LazyFrame(rows, schema=schema, orient="row").sort("measure", "year", "dimensions")


def identifier(measure: str, year: int, place: str) -> int:
    """The number of an observation, which follows from its key: the same in every release.

    It is made of SHA-256, so that two of 10,000 observations share one with a chance of less than 1 in 10^8.
    """
    digest = hashlib.sha256(f"{measure}\n{year}\n{place}".encode()).digest()
    return int.from_bytes(digest) >> (8 * len(digest) - ID_BITS)


def dimensions(names: Iterable[str], row: Mapping[str, object]) -> str:
    """The key of a row but for its year, as `name=value;name=value`."""
    return ";".join(f"{name}={_escaped(str(row[name]))}" for name in names)


def _of_table(name: str, frame: pl.DataFrame, table: Described, places: Sequence[str]) -> Iterator[tuple[object, ...]]:
    for row in frame.iter_rows(named=True):
        year, place = row[table.year], dimensions(table.dimensions, row)
        parts = [row[one] if one in table.dimensions else None for one in places]
        for column, unit in table.units.items():
            measure, value, origin = f"{name}.{column}", row[column], row.get("origin", MEASURED)
            about = (identifier(measure, year, place), measure, year, PERIOD.format(year=year), place)
            yield (*about, *parts, value, unit, origin, status_of(row, column))


def status_of(row: Mapping[str, object], column: str) -> str:
    """The status of a figure as its mart has it; without one, whether it is there."""
    without = FREE if row[column] is not None else NOT_MEASURED
    return str(row.get(f"{column}_status") or without)


def _escaped(text: str) -> str:
    for mark, written in ESCAPES.items():
        text = text.replace(mark, written)
    return text
