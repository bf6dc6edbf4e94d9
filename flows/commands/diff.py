"""The differences between two releases, or a release and a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from flows import comparison
from flows.pages.kit import titles
from flows.pages.review.differences import Kind, as_row
from warehouse import releases
from warehouse.errors import WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.pages.review.differences import Change, Comparison, Value

#: So many differences are printed; all of them are in the file.
PRINTED = 20
SCHEMA = dict.fromkeys(("mart", "cell", "column", "kind", "old", "new"), pl.String) | dict.fromkeys(
    ("difference", "relative_pct"), pl.Float64
)


@dataclass(frozen=True, slots=True)
class Differences:
    """Every cell that differs, as rows and in lines; and the CSV file that holds them."""

    older: str
    newer: str
    changes: list[dict[str, Any]]
    lines: list[str]
    path: str


def compare(folder: Path, one: str | None, other: str | None) -> Differences:
    """Compares two releases or candidates: with two, the released one comes first; one, with what it was built on.

    Raises:
        WrongUseError: one of them is not there, or nothing is published.
        TamperedError: one of them is not as it was built.
    """
    home = Home(folder)
    older, newer = (one, other) if one and other else _with_base(home, one or other)
    found = comparison.compare(home, older, newer)
    rows = [as_row(change) for change in found.changes]
    path = str(releases.keep_differences(home, found.older, found.newer, _frame(rows)))
    return Differences(found.older, found.newer, rows, list(_lines(found, path)), path)


def _with_base(home: Home, identifier: str | None) -> tuple[str, str]:
    """A release or candidate, the current one when none is named, and the release that it is compared with."""
    newer = releases.release_or_candidate(home, identifier) if identifier else releases.current(home)
    if newer is None:
        message = "diff: nothing is published yet; name two candidates"
        raise WrongUseError(message)
    older = newer.manifest["built_on"]
    if older is None:
        message = f"diff: {newer.id} was built on no release; name two releases or candidates"
        raise WrongUseError(message)
    return str(older), newer.id


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as a table; old and new are text."""
    texts = [row | {name: _text(row[name]) for name in ("old", "new")} for row in rows]
    return pl.DataFrame(texts, schema=SCHEMA)


def _lines(found: Comparison, path: str) -> Iterator[str]:
    """Who is compared, the first differences by table, and where all are."""
    told = found.told
    released, of_table_1 = len(found.released), len(found.of_table_1)
    yield f"{found.older} -> {found.newer}: {released:,} released figures change, {of_table_1:,} of table 1"
    mart = ""
    for change in told[:PRINTED]:
        if change.mart != mart:
            mart = change.mart
            yield f"{titles.title('en', mart)} ({mart})"
        yield f"  {_line(change)}"
    new = len(found.changes) - len(told)
    yield f"{min(PRINTED, len(told))} of {len(told):,} differences shown, {new:,} figures are new; all are in {path}"


def _line(change: Change) -> str:
    old = "withheld" if change.kind is Kind.SHOWN else _text(change.old) or "-"
    new = "withheld" if change.kind is Kind.WITHHELD else _text(change.new) or "-"
    share = as_row(change)["relative_pct"]
    relative = f" ({share:+.3g}%)" if share is not None else ""
    return f"{change.place}  {change.column}: {old} -> {new}{relative}"


def _text(value: Value) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
