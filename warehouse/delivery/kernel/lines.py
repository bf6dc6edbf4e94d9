"""The lines of a part as polars scans them: the columns of the table, each of one type whatever the file has."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from warehouse import room
from warehouse.delivery.layout import Layout
from warehouse.errors import UnexpectedError
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from warehouse.registry.model import Column, DeliveryTable, RowRule, Summary

#: The number of a line in its file, from 0, and of a file in its table.
LINE, FILE = "_line", "_file"
#: Received after the cut; how many lines a row stands for.
LATE, LINES = "_late", "_lines"
#: May break a rule; has a value that has to be read with more care than that of plain text.
MAY_BREAK, DOUBT = "_may_break", "_doubt"
#: Kind -> the type that polars reads it as, and what DuckDB calls that.
TYPES = {
    Kind.TEXT: (pl.String(), "VARCHAR"),
    Kind.CODE: (pl.String(), "VARCHAR"),
    Kind.INTEGER: (pl.Int64(), "BIGINT"),
    Kind.DATE: (pl.Date(), "DATE"),
    Kind.FLAG: (pl.Boolean(), "BOOLEAN"),
}
#: Whole numbers that an Int64 holds.
WHOLE = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)
#: Days that DuckDB and polars read the same.
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


class UnfitError(UnexpectedError):
    """A table cannot be read part by part, and is loaded whole; never the supplier's fault by itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What every task goes by.

    Attributes:
        table: the table, under the law of its year.
        summary: how it is staged.
        cut: the last day on which a return counts.
        place: the folder with what tasks leave for each other.
    """

    table: DeliveryTable
    summary: Summary
    cut: date
    place: Path


@dataclass(frozen=True, slots=True)
class Slice:
    """Some lines of a delivered file.

    Attributes:
        file: number of the file among those of the table.
        path: a Parquet file, or one of plain text.
        is_text: whether it is text; then the slice is the whole file.
        first: the first line, from 0.
        count: how many lines; None for all to the end of the file.
        expected: about how many lines these are, as the file itself says.
    """

    file: int
    path: Path
    is_text: bool
    first: int
    count: int | None
    expected: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Slices that are read together: small files cost more to begin with than to read.

    Attributes:
        number: of the batch, among those of the table.
        slices: in the order of their files and lines.
    """

    number: int
    slices: tuple[Slice, ...]

    @property
    def expected(self) -> int:
        """About how many lines it has."""
        return sum(one.expected for one in self.slices)


def schema(table: DeliveryTable) -> dict[str, pl.DataType]:
    """The columns of scanned lines, with the file and the number of each line."""
    types = {column.name: TYPES[column.kind][0] for column in table.columns}
    return {FILE: pl.Int64(), LINE: pl.Int64()} | types


def layout(table: DeliveryTable) -> Layout:
    """How DuckDB finds scanned lines."""
    return Layout("parquet", tuple((column.name, TYPES[column.kind][1]) for column in table.columns), ())


def check_fits(found: Layout, types: Mapping[str, pl.DataType], table: DeliveryTable) -> None:
    """Raises UnfitError when polars does not read a column exactly as DuckDB does."""
    named = dict(found.types)
    for column in table.columns:
        if column.name in named and not _fits(column, named[column.name], types[column.name]):
            raise UnfitError(column.name)


def _fits(column: Column, type_name: str, dtype: pl.DataType) -> bool:
    if column.kind in {Kind.TEXT, Kind.CODE, Kind.INTEGER} and type_name.endswith(("INT", "INTEGER")):
        return dtype in WHOLE
    return column.kind is not Kind.INTEGER and (dtype, type_name) == TYPES[column.kind]


def judged(lines: pl.LazyFrame, reading: Reading) -> pl.LazyFrame:
    """The lines with `_late` and `_may_break`, which is true of every line that breaks a rule, and of others."""
    table = reading.table
    helpers = [helper.expression().alias(helper.name) for helper in table.helpers]
    late = (pl.col(table.received_column) > reading.cut).alias(LATE)
    found = lines.with_columns(*helpers).with_columns(may_break(table).alias(MAY_BREAK), late)
    return found.drop(helper.name for helper in table.helpers)


def may_break(table: DeliveryTable) -> pl.Expr:
    """True of every line that breaks a row rule of the table, or holds a value that has to be looked at."""
    of_values = [one for column in table.columns for one in _of_values(column)]
    rules = [rule for column in table.columns for rule in column.rules]
    rules += [rule for rule in table.line_rules if not rule.needs_all_lines]
    return pl.any_horizontal([one.fill_null(value=False) for one in (*of_values, *map(broken, rules))])


def broken(rule: RowRule) -> pl.Expr:
    """True of a line that breaks a rule; its helpers are there."""
    return ~rule.pattern.expression() if rule.pattern else pl.sql_expr(rule.broken_when)


def _of_values(column: Column) -> Iterator[pl.Expr]:
    value = pl.col(column.name)
    if not column.nullable:
        yield value.is_null()
    if column.kind in {Kind.TEXT, Kind.CODE}:
        yield value == ""
    if column.kind is Kind.DATE:
        yield (value < FIRST_DAY) | (value > LAST_DAY)


def check_few(found: int, most: int) -> None:
    """Raises UnfitError when something is no exception any more."""
    if found > most:
        message = "too many"
        raise UnfitError(message)


@contextmanager
def faults(where: str) -> Iterator[None]:
    """Says in place of polars, whose text may hold values, that something cannot be read so, or that room is short.

    Raises:
        UnfitError: polars cannot read it.
        StorageError: memory or disk is short.
    """
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, MemoryError) as error:
        room.check(error, where)
        raise UnfitError(type(error).__name__) from None
