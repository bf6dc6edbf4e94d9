"""What is due for destruction by the terms of `[retention]`; nothing without a term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from warehouse import releases, store
from warehouse.delivery import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.home import Home
    from warehouse.settings import Retention


@dataclass(frozen=True, slots=True)
class Held:
    """Something with a term: `archive` or `rows` of a year, or `internal` of a release; and the day that it is due."""

    what: str
    year: int
    release: str
    since: date


def held(home: Home, terms: Retention) -> list[Held]:
    """All that has a term, by the day that it is due."""
    found = [*_of_years(home, terms), *_of_releases(home, terms)]
    return sorted(found, key=lambda one: (one.since, one.year, one.what, one.release))


def _of_years(home: Home, terms: Retention) -> Iterator[Held]:
    if terms.archive is not None:
        for year in {one.year for one in records.every(home)}:
            yield Held("archive", year, "", _after(year, terms.archive))
    if terms.rows is not None:
        for year in store.fingerprints(home):
            yield Held("rows", year, "", _after(year, terms.rows))


def _of_releases(home: Home, terms: Retention) -> Iterator[Held]:
    if terms.internal is not None:
        for one in releases.all_releases(home):
            last = max(one.manifest["years"])
            yield Held("internal", last, one.id, _after(last, terms.internal))


def _after(year: int, term: int) -> date:
    """The day after a term of whole years that begins when the year has ended."""
    return date(year + term + 1, 1, 1)
