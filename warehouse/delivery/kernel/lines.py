"""The lines of a part as polars scans them: the columns of the table, each of one type whatever the file has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from warehouse import room, sql
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
_MAY_BREAK = "_may_break"
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
        path: a Parquet file.
        first: the first line, from 0.
        count: how many lines; None for all to the end of the file.
        expected: about how many lines these are, as the file itself says.
    """

    file: int
    path: Path
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


def scanned(batch: Batch, table: DeliveryTable) -> pl.LazyFrame:
    """The lines of a batch in the schema of the table; what a file says of its values is not gone by."""
    return pl.concat([_scanned(some, table) for some in batch.slices])


def _scanned(some: Slice, table: DeliveryTable) -> pl.LazyFrame:
    source = _source(some.path)
    there = source.collect_schema()
    columns = [_read(column, there) for column in table.columns]
    return (
        source.select(columns)
        .slice(some.first, some.count)
        .with_row_index(LINE, offset=some.first)
        .select(pl.lit(some.file, pl.Int64).alias(FILE), pl.col(LINE).cast(pl.Int64), pl.exclude(LINE))
    )


def types_of(path: Path) -> dict[str, pl.DataType]:
    """The type that polars gives to each column of a Parquet file."""
    return dict(_source(path).collect_schema())


def _source(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(sql.told(path), glob=False, hive_partitioning=False, use_statistics=False)


def _read(column: Column, there: Mapping[str, pl.DataType]) -> pl.Expr:
    dtype = TYPES[column.kind][0]
    return (pl.col(column.name) if column.name in there else pl.lit(None)).cast(dtype).alias(column.name)


def judged(lines: pl.LazyFrame, reading: Reading) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The good lines with `_late`, and those that may break a rule: every one that does is among these."""
    table = reading.table
    helpers = [helper.expression().alias(helper.name) for helper in table.helpers]
    late = (pl.col(table.received_column) > reading.cut).alias(LATE)
    found = lines.with_columns(*helpers).with_columns(may_break(table).alias(_MAY_BREAK), late)
    marked, extra = pl.col(_MAY_BREAK), [_MAY_BREAK, *(helper.name for helper in table.helpers)]
    return found.filter(~marked).drop(extra), found.filter(marked).drop(*extra, LATE)


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


def fault(error: BaseException, where: str) -> UnfitError:
    """What is raised in place of an error of polars, whose text may hold values.

    Raises:
        StorageError: memory or disk is short.
    """
    room.check(error, where)
    return UnfitError(type(error).__name__)
