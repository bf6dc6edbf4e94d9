"""Rows for every table that readers get, made from the registry alone: every kind of value, and texts that are hard.

Nothing here comes from a measurement. Each row is another combination of keys; a value that is not there has each of
the reasons in turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from transforms.protection.declared import STATUS, Empty
from warehouse import tables
from warehouse.formats.model import About, Table
from warehouse.registry.calendar import CALENDAR, calendar
from warehouse.registry.codes import CODES, codes
from warehouse.registry.model import Column, Kind, Mart
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.registry.published import PUBLISHED
from warehouse.settings import Publication

REGISTRY = PUBLISHED
YEARS = (2012, 2022, 2023)
#: Texts that spreadsheets, CSV, SPSS or XML are known to spoil.
HARD = (
    "01",
    "=1+1",
    "1-2",
    "mei 2012",
    'met "aanhalingstekens"; en een puntkomma',
    "regel een\nregel twee",
    "@som, +31 -1",
    "WAAR",
    "1e3",
    "12,50",
    "€ é < & > 漢字",
    "2023-01-01",
    "'tekst",
    "-",
    "een heel lange tekst " * 20 + "einde",
    "nul 0,0",
)
NUMBERS = {
    Kind.INTEGER: (0, 7, -314, 2_000_000, 36206),
    Kind.FLOAT: (36206.0, 0.1 + 0.2, 1e-05, -12.5, 1234567.891, 0.010792821718457118),
    Kind.FLAG: (True, False),
}
EMPTIES = (Empty.WITHHELD, Empty.NOT_MEASURED, Empty.NOT_APPLICABLE, Empty.NOT_PUBLIC)
LISTS = {name: [one.code for one in found] for name, found in itertools.groupby(codes(), lambda one: one.dimension)}
ABOUT = About(
    release="2023-0123456789ab",
    synthetic=True,
    trial=True,
    metadata={"release": "2023-0123456789ab", "synthetic": "true", "trial": "true", "years": "2012,2022,2023"},
    years=YEARS,
    date="2024-07-01",
    publication=Publication().for_synthetic(),
)


def release(years: Sequence[int] = YEARS, rows: int = 9) -> list[Table]:
    """Every table, with so many rows of these years; `codes` and `calendar` as they are."""
    made = [Table(mart, _rows(mart, years, rows)) for mart in PUBLIC_MARTS.values()]
    listed = [{name: value or None for name, value in asdict(one).items()} for one in codes()]
    found = pl.DataFrame(listed, schema=tables.empty(CODES).schema)
    of_years = pl.DataFrame([asdict(one) for one in calendar(years, years)]).lazy()
    return [
        *made,
        Table(CODES, tables.conform(found.lazy(), CODES)),
        Table(CALENDAR, tables.conform(of_years, CALENDAR)),
    ]


def changed(given: Sequence[Table], mart: str, column: str) -> list[Table]:
    """The same tables with another value in one cell of a column: the first that has one, or another reason."""
    change = _other_reason if column.endswith(STATUS) else _other_value
    return [
        with_values(one, column, change(one.rows[column].to_list())) if one.mart.name == mart else one for one in given
    ]


def with_values(table: Table, column: str, values: Sequence[Any]) -> Table:
    """A table with other values in a column."""
    return Table(table.mart, table.rows.with_columns(pl.Series(column, values, table.rows[column].dtype)))


def _other_value(values: list[Any]) -> list[Any]:
    row = next(number for number, value in enumerate(values) if value is not None)
    value = values[row]
    values[row] = (not value) if isinstance(value, bool) else f"{value}!" if isinstance(value, str) else value + 1
    return values


def _other_reason(values: list[Any]) -> list[Any]:
    row = next(number for number, value in enumerate(values) if value not in {Empty.FREE, Empty.NOT_PUBLIC})
    values[row] = Empty.NOT_PUBLIC
    return values


def _rows(mart: Mart, years: Sequence[int], count: int) -> pl.DataFrame:
    options = [_options(column, mart, years) for column in mart.columns if column.name in mart.key]
    names = [column.name for column in mart.columns if column.name in mart.key]
    combinations = list(itertools.product(*options))
    step = max(len(combinations) // max(count, 1), 1)
    keys = [dict(zip(names, one, strict=True)) for one in combinations[::step][:count]]
    filled = [_row(mart, key, number) for number, key in enumerate(keys)]
    return tables.conform(pl.DataFrame(filled, schema=tables.empty(mart).schema).lazy(), mart)


def _options(column: Column, mart: Mart, years: Sequence[int]) -> Sequence[Any]:
    if column.kind is Kind.INTEGER:
        return years if column.name == mart.year_column else (1, 2, 12)
    return LISTS.get(column.dimension, HARD)


def _row(mart: Mart, key: dict[str, Any], number: int) -> dict[str, Any]:
    row = dict(key)
    for place, column in enumerate(mart.columns):
        if column.name in row:
            continue
        base = column.name.removesuffix(STATUS)
        if base != column.name and base in row:
            row[column.name] = Empty.FREE if row[base] is not None else EMPTIES[(number + place) % len(EMPTIES)]
        elif column.nullable and (number + place) % 3 == 0:
            row[column.name] = None
        else:
            options = NUMBERS.get(column.kind) or LISTS.get(column.dimension) or HARD
            row[column.name] = options[(number * 5 + place) % len(options)]
    return row
