"""What changed between two releases: every cell that differs, largest difference first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

#: (mart, cell, column, old, new): one cell that differs; the values as the marts have them.
Change = tuple[str, str, str, Any, Any]
#: A mart: its rows and the columns that identify one.
Keyed = tuple[pl.DataFrame, Sequence[str]]

SCHEMA = {
    "mart": pl.String,
    "cell": pl.String,
    "column": pl.String,
    "old": pl.String,
    "new": pl.String,
    "difference": pl.Float64,
}


def changes(old: Mapping[str, Keyed], new: Mapping[str, Keyed], *, revised_only: bool = False) -> pl.DataFrame:
    """Every cell of the marts that differs.

    Args:
        old: marts by name, each with its key columns.
        new: the same of the later release.
        revised_only: leave out cells that one of the two does not have.

    Returns:
        mart, cell (the key as `name=value`, separated by spaces), column, old and new (text, empty when there is
        none), difference (empty when it is no number); largest difference first, then by mart, cell and column.
    """
    found = [
        (mart, cell, column, _text(before), _text(after), _difference(before, after))
        for mart in sorted(old.keys() | new.keys())
        for cell, column, before, after in _of_mart(old.get(mart), new.get(mart), revised_only=revised_only)
    ]
    largest = pl.col("difference").abs()
    return pl.DataFrame(found, schema=SCHEMA, orient="row").sort(
        largest, "mart", "cell", "column", descending=[True, False, False, False], nulls_last=True
    )


def public_changes(
    old: Mapping[str, Keyed],
    new: Mapping[str, Keyed],
    years: Mapping[str, Collection[int]],
    *,
    revised_only: bool = False,
) -> pl.DataFrame:
    """What readers are told of the differences between two releases.

    A cell that one of them withholds has a row whether it changed or not, for a list of the changed ones alone would
    tell of the others that they are as they were; only in the years that were built again, for the others are the same.

    Args:
        old: public marts by name, each with its key columns.
        new: the same of the later release.
        years: by mart, those of its rows that were built again.
        revised_only: leave out cells of which one of the two does not have the row.

    Returns:
        mart, cell, column, old, new, difference as `changes` has them, each with its status; sorted by mart, cell and
        column, never by size.
    """
    rows = [
        (mart, *row)
        for mart in sorted(old.keys() | new.keys())
        for row in _told(old.get(mart), new.get(mart), years[mart], revised_only=revised_only)
    ]
    schema = SCHEMA | {f"{name}_status": pl.String for name in ("old", "new", "difference")}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("mart", "cell", "column")


def _told(
    old: Keyed | None, new: Keyed | None, years: Collection[int], *, revised_only: bool
) -> Iterator[tuple[Any, ...]]:
    withheld = _withheld(old, years) | _withheld(new, years)
    there = _places(old) & _places(new) if revised_only else _places(old) | _places(new)
    for cell, column in sorted(withheld):
        if cell in there:
            yield (cell, column, None, None, None, "geheim", "geheim", "geheim")
    for cell, column, was, now in _of_mart(old, new, revised_only=revised_only):
        if (cell, column) not in withheld and not column.endswith("_status"):
            difference = _difference(was, now)
            statuses = ("vrij" if value is not None else "niet_van_toepassing" for value in (was, now, difference))
            yield (cell, column, _text(was), _text(now), difference, *statuses)


def _withheld(mart: Keyed | None, years: Collection[int]) -> set[tuple[str, str]]:
    """The cells that a mart withholds in some years; of one without a column `year`, by the first of its key."""
    if mart is None:
        return set()
    frame, key = mart
    of_years = frame.filter(pl.col("year" if "year" in key else key[0]).is_in(list(years)))
    return {
        (cell, column.removesuffix("_status"))
        for (cell, column), value in _cells((of_years, key)).items()
        if column.endswith("_status") and value == "geheim"
    }


def _places(mart: Keyed | None) -> set[str]:
    """The rows of a mart, as cells name them."""
    return set() if mart is None else {_place(row, mart[1]) for row in mart[0].select(mart[1]).to_dicts()}


def _of_mart(old: Keyed | None, new: Keyed | None, *, revised_only: bool) -> Iterator[tuple[str, str, Any, Any]]:
    before, after = _cells(old), _cells(new)
    both = before.keys() & after.keys()
    for cell in sorted(both if revised_only else before.keys() | after.keys()):
        old_value, new_value = before.get(cell), after.get(cell)
        if old_value != new_value:
            yield (*cell, old_value, new_value)


def _cells(mart: Keyed | None) -> dict[tuple[str, str], Any]:
    """The cells that hold a value, by (key, column)."""
    if mart is None:
        return {}
    frame, key = mart
    return {
        (_place(row, key), column): value
        for row in frame.to_dicts()
        for column, value in row.items()
        if column not in key and value is not None
    }


def _place(row: Mapping[str, Any], key: Sequence[str]) -> str:
    return " ".join(f"{name}={row[name]}" for name in key)


def _text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _difference(before: object, after: object) -> float | None:
    numbers = (int, float)
    if isinstance(before, bool) or isinstance(after, bool):
        return None
    if isinstance(before, numbers) and isinstance(after, numbers):
        return float(after - before)
    return None
