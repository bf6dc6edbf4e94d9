"""The law of a case, and what is measured under it: the package's lists, with other choices or with rows of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from transforms.law import Choices, Law, LawBook
from transforms.levels import Measurement, applied_shares, measurement
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED, Reference, Row

BOOK = law_book(PACKAGED)


def law(year: int, **choices: Any) -> Law:
    """The law of a year, with other choices than the defaults."""
    return with_choices(BOOK, **choices).law(year)


def with_choices(book: LawBook, **choices: Any) -> LawBook:
    """A law book with other choices than the defaults."""
    return replace(book, choices=Choices(**choices))


def book_with(**lists: pl.LazyFrame) -> LawBook:
    """The law book with lists that tables replace, as the files of a home do."""
    return law_book(Reference({name: as_file(rows_of(table)) for name, table in lists.items()}))


def book_adding(**lists: pl.LazyFrame) -> LawBook:
    """The law book with the rows of tables after those of the package's lists."""
    added = {name: (*PACKAGED.rows_as_written(name), *rows_of(table)) for name, table in lists.items()}
    return law_book(Reference({name: as_file(rows) for name, rows in added.items()}))


def rows_of(table: pl.LazyFrame) -> tuple[Row, ...]:
    """The rows of a table as the file of a list has them: texts, an empty one for what is missing."""
    texts = table.select(pl.all().cast(pl.String).fill_null(""))
    return tuple(texts.collect().iter_rows(named=True))


def as_file(rows: tuple[Row, ...]) -> bytes:
    """A list as its file; a column that a row does not have is empty in it."""
    columns = dict.fromkeys(name for row in rows for name in row)
    table = pl.DataFrame([{name: row.get(name, "") for name in columns} for row in rows])
    return table.write_csv().encode()


def measured(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame, book: LawBook = BOOK) -> Measurement:
    """The hours of all years of a case, under the law of each."""
    return measurement(december_hours, applied_shares(allocation_key), book)
