"""What the factsheet is laid out of: blocks with sentences, tables and charts. One template draws them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: a text, whether it stands for something that is missing, and a share (0-1) as a bar."""

    text: str
    missing: bool = False
    share: float | None = None


#: The cells of one row; the first is its head.
Line = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of numbers: the titles of its columns, its rows, and the numbers of the rows that are totals."""

    id: str
    caption: str
    titles: Sequence[str]
    rows: Sequence[Line]
    totals: frozenset[int] = frozenset()

    def cells(self, row: Line) -> list[Cell]:
        """The cells of a row."""
        return [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart of a block: the SVG with its text alternative inside, under a title and a line of figures."""

    title: str
    svg: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page under a heading.

    Attributes:
        id: its name in the page.
        title: the heading.
        texts: sentences before the table and the charts.
        table: a table.
        panels: charts beside each other.
        notes: small print after them.
        folded: a table with the figures of the charts, folded away on a screen and left out on paper.
        facts: (term, text) pairs.
    """

    id: str
    title: str
    texts: Sequence[str] = ()
    table: Table | None = None
    panels: Sequence[Panel] = ()
    notes: Sequence[str] = ()
    folded: Table | None = None
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key figure: whose, the number, what is counted, the target, whether it was met, and how much of it was."""

    title: str
    figure: str
    unit: str
    target: str = ""
    verdict: str = ""
    met: bool = False
    share: float | None = None
