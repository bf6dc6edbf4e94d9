"""SPSS: one file per table, with titles of its columns and labels of its codes.

SPSS has numbers and texts only: a flag is 0 or 1 with labels, a text that is not there is an empty one. ReadStat writes
the moment into the file; the date of the release stands in its place.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyreadstat

from warehouse.formats.model import Codes, heading
from warehouse.formats.model import write as put
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

#: Where its files stand on the public side of a release.
FOLDER = "sav"
#: Most bytes of the label of a file, of a column and of a value (PSPP, "System File Format").
OF_FILE, OF_COLUMN, OF_VALUE = 64, 255, 120
#: Where the header has the day and the time at which the file was made, and how they are written.
MADE = slice(92, 109)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: How numbers are shown: years and counts without decimals.
SHOWN = {Kind.INTEGER: "F12.0", Kind.FLOAT: "F18.4", Kind.FLAG: "F1.0"}
FLAGS = {0.0: "nee", 1.0: "ja"}
#: Kinds whose values are names, not amounts.
NAMES = {Kind.TEXT, Kind.FLAG}


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `<table>.sav` for each table; the same rows give the same bytes."""
    codes = Codes.of(tables)
    return [put(folder / f"{table.mart.name}.sav", _written(table, codes, about)) for table in tables]


def _written(table: Table, codes: Codes, about: About) -> bytes:
    """The file, made in memory: ReadStat opens paths only, and not every path of a home can be told to it."""
    descriptor = os.memfd_create(table.mart.name)
    try:
        path = Path(f"/proc/self/fd/{descriptor}")
        pyreadstat.write_sav(_rows(table), str(path), **_described(table, codes))
        content = bytearray(path.read_bytes())
    finally:
        os.close(descriptor)
    content[MADE] = _moment(date.fromisoformat(about.date))
    return bytes(content)


def _moment(day: date) -> bytes:
    return f"{day.day:02} {MONTHS[day.month - 1]} {day.year % 100:02}00:00:00".encode()


def _rows(table: Table) -> pl.DataFrame:
    """Numbers and texts; a flag as 0 or 1."""
    return table.rows.select(table.mart.names()).with_columns(
        *(pl.col(one.name).cast(pl.Float64) for one in table.mart.columns if one.kind is not Kind.TEXT),
        *(pl.col(one.name).fill_null("") for one in table.mart.columns if one.kind is Kind.TEXT),
    )


def _described(table: Table, codes: Codes) -> dict[str, Any]:
    columns = table.mart.columns
    values = {one.name: _labels(table, one, codes) for one in columns}
    return {
        "file_label": _cut(table.mart.title_nl, OF_FILE),
        "column_labels": {one.name: _cut(heading(one), OF_COLUMN) for one in columns},
        "variable_value_labels": {name: labels for name, labels in values.items() if labels},
        "variable_measure": {one.name: _measure(one) for one in columns},
        "variable_format": {one.name: SHOWN[one.kind] for one in columns if one.kind is not Kind.TEXT},
        "row_compress": True,
    }


def _measure(column: Column) -> str:
    """Amounts are on a scale; PSPP takes a number of which nothing is said for a name."""
    return "nominal" if column.kind in NAMES or column.marks_row else "scale"


def _labels(table: Table, column: Column, codes: Codes) -> dict[Any, str]:
    """The labels of the values that a column has; of a flag both."""
    if column.kind is Kind.FLAG:
        return dict(FLAGS)
    found = set(table.values(column))
    return {code: _cut(title, OF_VALUE) for code, title in codes.labels(column).items() if code in found}


def _cut(text: str, most: int) -> str:
    """A text of at most so many bytes, in whole characters."""
    return text.encode()[:most].decode(errors="ignore")
