"""How a changed cell is told in one language: which figure, from what to what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.pages.kit import code_lists, titles
from flows.pages.kit.numbers import NONE, PERCENT, decimals_of
from flows.pages.kit.statuses import SIGN
from flows.pages.review.differences import Kind

if TYPE_CHECKING:
    from flows.pages.review.differences import Change, Value
    from flows.pages.review.words import Words

#: Decimals of a relative change in percent, and from where on they show it; a smaller one has two digits.
DECIMALS, SMALL = 1, 0.1


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: table, cell, figure, old, new, difference and relative change (or how it differs)."""

    table: str
    cell: str
    figure: str
    old: str
    new: str
    difference: str
    relative: str

    @property
    def where(self) -> str:
        """The figure and its cell."""
        return f"{self.figure}, {self.cell}"

    @property
    def change(self) -> str:
        """The difference and the relative change, as far as there are."""
        return "; ".join(one for one in (self.difference, self.relative) if one not in ("", NONE))


def told(change: Change, words: Words) -> Told:
    """A change in the words of a language."""
    decimals = _decimals(change)
    return Told(
        titles.title(words.language, change.mart),
        cell(change.cell, words),
        titles.column_title(words.language, change.mart, change.column),
        SIGN if change.kind is Kind.SHOWN else value(change.old, decimals, words),
        SIGN if change.kind is Kind.WITHHELD else value(change.new, decimals, words),
        words.signed(change.difference, decimals),
        relative(change, words),
    )


def cell(pairs: tuple[tuple[str, str], ...], words: Words) -> str:
    """The key of a row as it is read: 2022, Markt, Inleenverbanden."""
    return ", ".join(code_lists.called(words.language, name, code) for name, code in pairs)


def value(shown: Value, decimals: int, words: Words) -> str:
    """A value as it is read."""
    if shown is None:
        return NONE
    if isinstance(shown, bool):
        return words("yes" if shown else "no")
    return words.term(shown) if isinstance(shown, str) else words.number(shown, decimals)


def relative(change: Change, words: Words) -> str:
    """The relative change in percent; how the cell differs where there is none."""
    found = change.relative
    if change.kind is not Kind.CHANGED:
        return words(change.kind.value)
    if found is None:
        return NONE
    if math.isinf(found):
        return words("infinite")
    percentage = PERCENT * found
    return f"{words.signed(percentage, DECIMALS if abs(percentage) >= SMALL else decimals_of(percentage) - 1)}%"


def _decimals(change: Change) -> int:
    fixed = titles.decimals(change.mart, change.column)
    return decimals_of(change.difference or 0) if fixed is None else fixed
