"""Whether a figure may be seen: beside each one that can be withheld or empty stands a column with its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

Row = dict[str, Any]

#: How the name of a status column ends; before it stands the name of the figure.
ENDING = "_status"
#: A figure that is there, and one that disclosure control withholds (docs/spec/disclosure.md, "Statuses").
FREE, SECRET = "vrij", "geheim"
#: What a page shows for a withheld figure; a note says what it means.
SIGN = "x"


def rows(frame: pl.DataFrame) -> list[Row]:
    """The rows of a table; a figure whose status is not `vrij` has no value, whatever the table holds."""
    guarded = [name for name in frame.columns if f"{name}{ENDING}" in frame.columns]
    return [row | {name: None for name in guarded if row[f"{name}{ENDING}"] != FREE} for row in frame.to_dicts()]


def is_secret(row: Mapping[str, Any], *columns: str) -> bool:
    """Whether one of these figures of a row is withheld."""
    return any(row.get(f"{column}{ENDING}") == SECRET for column in columns)


def has_secret(found: Iterable[Mapping[str, Any]], *columns: str) -> bool:
    """Whether one of these figures is withheld in one of the rows."""
    return any(is_secret(row, *columns) for row in found)


def is_status(column: str) -> bool:
    """Whether a column holds the status of a figure."""
    return column.endswith(ENDING)
