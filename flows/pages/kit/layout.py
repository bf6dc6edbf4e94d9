"""What a page is laid out of: sections, parts and tables. One template draws them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.pages.kit.charts import Chart


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: a text, a name in the code below it, or a state with its sign."""

    text: str
    code: str = ""
    state: str = ""


#: The cells of one row.
Line = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it holds numbers, long texts or code, and the title over it and its neighbours."""

    title: str
    number: bool = False
    group: str = ""
    code: bool = False
    long: bool = False

    @property
    def style(self) -> str:
        """The class of the column's cells."""
        return "number" if self.number else "long" if self.long else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `heads` cells of each row are the row's heads, the last `totals` rows are totals."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Line]
    heads: int = 1
    totals: int = 0
    notes: Sequence[str] = ()

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The titles over the columns, each with its number of columns; empty when there are none."""
        if not any(column.group for column in self.columns):
            return []
        return [
            (title, len(list(columns))) for title, columns in groupby(self.columns, key=lambda column: column.group)
        ]

    def cells(self, row: Line) -> list[tuple[Column, Cell]]:
        """The cells of a row beside their columns."""
        whole = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        return list(zip(self.columns, whole, strict=True))


@dataclass(frozen=True, slots=True)
class Folded:
    """A table that is folded away under a line that says what it holds."""

    summary: str
    table: Table
    open: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a section, under a heading when it has a title: sentences, a chart beside its table, folded tables."""

    title: str = ""
    texts: Sequence[str] = ()
    chart: Chart | None = None
    table: Table | None = None
    folded: Sequence[Folded] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page."""

    id: str
    title: str
    parts: Sequence[Part]


def numbers(*titles: str, group: str = "") -> list[Column]:
    """Columns of numbers."""
    return [Column(title, number=True, group=group) for title in titles]


def texts(*titles: str) -> list[Column]:
    """Columns of text."""
    return [Column(title) for title in titles]
