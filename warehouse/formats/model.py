"""What every format gets: tables with their rows, what is said of the release, and what codes are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from transforms.protection.declared import STATUS, Empty
from warehouse.registry.codes import CODES
from warehouse.registry.model import Kind
from warehouse.settings import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from warehouse.registry.model import Column, Mart

ARROW_TYPE = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.FLOAT: pa.float64(),
    Kind.FLAG: pa.bool_(),
}
NUMBERS = {Kind.INTEGER, Kind.FLOAT}


@dataclass(frozen=True)
class Table:
    """A table of the registry with its rows, which have the columns and types that the registry declares."""

    mart: Mart
    rows: pl.DataFrame

    @cached_property
    def time(self) -> Column | None:
        """The column of the key with the year of a row; None for a table whose rows are of no year."""
        column = self.columns[self.mart.year_column]
        return column if column.kind is Kind.INTEGER and column.name in self.mart.key else None

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by name, in order."""
        return {column.name: column for column in self.mart.columns}

    @cached_property
    def dimensions(self) -> list[Column]:
        """The columns of the key but for the year."""
        return [self.columns[name] for name in self.mart.key if self.columns[name] is not self.time]

    @cached_property
    def figures(self) -> list[Column]:
        """The numbers that are not in the key and that measure something."""
        found = [one for one in self.mart.columns if one.kind in NUMBERS and not one.marks_row]
        return [one for one in found if one.name not in self.mart.key]

    @cached_property
    def remarks(self) -> list[Column]:
        """What else is not in the key: texts, flags and numbers that mark a row, but not the statuses of others."""
        known = {*self.mart.key, *(one.name for one in self.figures)}
        return [one for one in self.mart.columns if one.name not in known and not self.is_status(one)]

    def is_status(self, column: Column) -> bool:
        """Whether a column says why another one is empty."""
        return column.name.endswith(STATUS) and column.name.removesuffix(STATUS) in self.columns

    def values(self, column: Column) -> list[object]:
        """The values of a column, row by row."""
        found: list[object] = self.rows[column.name].to_list()
        return found

    def said(self, column: Column) -> Iterator[tuple[object, str]]:
        """Each value of a column with why it is empty, or that it is there."""
        return zip(self.values(column), self.statuses(column), strict=True)

    def statuses(self, column: Column) -> list[str]:
        """Why each value of a column is empty, or that it is there; what has no status is not applicable when empty."""
        if column.name + STATUS in self.columns:
            found: list[str] = self.rows[column.name + STATUS].to_list()
            return found
        return [Empty.NOT_APPLICABLE if value is None else Empty.FREE for value in self.values(column)]


@dataclass(frozen=True)
class About:
    """What files say of the release that they are part of.

    Attributes:
        release: its identifier.
        synthetic: whether it comes from synthetic deliveries.
        trial: whether nobody signs its release.
        metadata: name -> text, for formats that can hold such pairs.
        years: the measured years.
        date: the date of the release, as 2024-07-01.
        publication: who publishes it, where, and under which licence.
    """

    release: str = ""
    synthetic: bool = False
    trial: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    date: str = "1970-01-01"
    publication: Publication = field(default_factory=Publication)

    @property
    def title(self) -> str:
        """What the release is called in Dutch, with the years that it has and what it is not."""
        years = (
            f" {self.years[0]}-{self.years[-1]}" if len(self.years) > 1 else "".join(f" {one}" for one in self.years)
        )
        labels = [word for word, holds in (("synthetisch", self.synthetic), ("proefopstelling", self.trial)) if holds]
        return f"Banenafspraak{years}" + (f" ({', '.join(labels)})" if labels else "")


@dataclass(frozen=True)
class Codes:
    """What codes are called: dimension -> code -> Dutch and English title, in the order of people."""

    lists: dict[str, dict[str, tuple[str, str]]]

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Codes:
        """Those of the table `codes` among the tables; nothing where it is not among them."""
        lists: dict[str, dict[str, tuple[str, str]]] = {}
        for rows in (table.rows for table in tables if table.mart.name == CODES.name):
            for row in rows.sort("dimension", "sort", "code").iter_rows(named=True):
                lists.setdefault(row["dimension"], {})[row["code"]] = (row["title_nl"], row["title_en"])
        return cls(lists)

    def titles(self, column: Column) -> dict[str, tuple[str, str]]:
        """The codes that a text can be with both titles; nothing for what is no code."""
        return self.lists.get(column.dimension, {}) if column.kind is Kind.TEXT else {}

    def labels(self, column: Column) -> dict[str, str]:
        """Code -> its Dutch title; nothing for what is no code, or a list in which no code has a name."""
        found = {code: title_nl for code, (title_nl, _) in self.titles(column).items()}
        return found if any(code != title for code, title in found.items()) else {}

    def used(self, table: Table, column: Column) -> list[tuple[str, str, str]]:
        """Every code that a column can have or has, with both titles; those without a name are at the end."""
        known = self.titles(column)
        others = sorted({str(value) for value in table.values(column) if value is not None} - known.keys())
        return [(code, *titles) for code, titles in known.items()] + [(code, code, code) for code in others]


def of_registry(registry: Mapping[str, Mart], rows: Mapping[str, pl.DataFrame]) -> list[Table]:
    """The tables of a registry with their rows, in its order; raises KeyError when the rows of one are not there."""
    return [Table(mart, rows[name]) for name, mart in registry.items()]


def as_arrow(table: Table) -> pa.Table:
    """The rows as an Arrow table with the types of the registry; a column that may not be empty is declared so."""
    columns = table.mart.columns
    fields = [pa.field(one.name, ARROW_TYPE[one.kind], nullable=one.nullable) for one in columns]
    arrays = [pa.array(table.rows[one.name].to_list(), ARROW_TYPE[one.kind]) for one in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def as_digits(value: float) -> str:
    """A number as people write it: a point, all digits that it takes to tell it, no `.0` and no exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def heading(column: Column) -> str:
    """The Dutch title of a column with its unit."""
    return column.title_nl + (f" [{column.unit}]" if column.unit else "")


def write(path: Path, content: bytes) -> Path:
    """Writes a file and returns its path; its folder is made when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
    return path
