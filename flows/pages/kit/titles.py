"""The titles of published tables and their columns, from the registry."""

from __future__ import annotations

import re

from flows.pages.kit.statuses import is_status
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Column, Kind
from warehouse.registry.published import PUBLISHED

#: Kinds of columns that hold figures, and how the name of an unrounded twin ends.
NUMBERS, EXACT = (Kind.INTEGER, Kind.FLOAT), "_exact"


def title(language: str, mart: str) -> str:
    """The title of a published table; its name when there is no such table."""
    known = PUBLISHED.get(mart)
    return mart if known is None else known.title_nl if language == "nl" else known.title_en


def column_title(language: str, mart: str, name: str) -> str:
    """The title of a column of a mart; its name when there is no such column."""
    column = _column(mart, name)
    return name if column is None else column.title_nl if language == "nl" else column.title_en


def figures(mart: str) -> set[str]:
    """The columns of a mart with figures: numbers that are no key and no unrounded twin; none without such a mart."""
    if mart not in MARTS or not MARTS[mart].figures:
        return set()
    columns = [
        column for column in MARTS[mart].columns if column.kind in NUMBERS and column.name not in MARTS[mart].key
    ]
    return {column.name for column in columns if not column.name.endswith(EXACT)}


def unit(mart: str, name: str) -> str:
    """The unit of a column of a mart; empty when there is no such column."""
    column = _column(mart, name)
    return "" if column is None else column.unit


def decimals(mart: str, name: str) -> int | None:
    """How many decimals the numbers of a column have; None where that is not fixed, or there is no such column."""
    column = _column(mart, name)
    whole = column is not None and column.kind is Kind.INTEGER
    return None if column is None else 0 if whole else column.decimals


def is_text(mart: str, name: str) -> bool:
    """Whether a column holds words, as statuses do; another that the registry does not know holds figures."""
    column = _column(mart, name)
    return is_status(name) or (column is not None and column.kind in (Kind.TEXT, Kind.CODE))


def key_values(mart: str, cell: str) -> list[tuple[str, str]]:
    """The (name, value) pairs of a key written as `name=value`, separated by spaces.

    One pair of no name and the text itself when it is not written so.
    """
    names = MARTS[mart].key if mart in MARTS else ()
    found = re.fullmatch(" ".join(f"{re.escape(name)}=(.*)" for name in names), cell) if names else None
    return list(zip(names, found.groups(), strict=True)) if found else [("", cell)]


def _column(mart: str, name: str) -> Column | None:
    columns = MARTS[mart].columns if mart in MARTS else ()
    return next((column for column in columns if column.name == name), None)
