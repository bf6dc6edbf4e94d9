"""The scenarios of the current release beside the official result, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from flows import inputs, years
from flows.marts import OF_RELEASE
from flows.pages.kit.numbers import dutch, spans
from transforms.analyses.scenarios import OFFICIAL, expanded
from transforms.law import BASELINE_YEAR
from warehouse import releases, tables
from warehouse.errors import WrongUseError
from warehouse.home import Home
from warehouse.reference import lists
from warehouse.reference.book import law_book
from warehouse.registry.analyses import SCENARIOS
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from transforms.analyses.scenarios import RuleSet

#: Columns of the mart that are printed, and how they are headed.
PRINTED = {
    "level_jobs": "jobs",
    "extra_jobs": "extra",
    "target_jobs": "target",
    "gap_jobs": "gap",
    "difference_to_official": "to official",
}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The rows of a year, and the lines that show them."""

    release: str
    year: int
    rows: list[dict[str, Any]]
    lines: list[str]


def compare(folder: Path, names: tuple[str, ...], year: int | None) -> SideBySide:
    """Computes the scenarios from what the current release keeps, so that a new entry can be tried at once.

    Raises:
        WrongUseError: nothing is published, or there is no such scenario or year.
        TamperedError: the release is not as it was published.
    """
    base = releases.current(Home(folder))
    if base is None:
        message = "scenario: nothing is published yet; build, approve and publish first"
        raise WrongUseError(message)
    releases.verify(base)
    reference = lists.opened(Home(folder).reference)
    published = inputs.publications(reference)
    book = law_book(reference, load(folder))
    kept = inputs.of_release(years.kept(base), book, published)
    found = tables.conform(OF_RELEASE[SCENARIOS](kept), SCENARIOS)
    chosen = year or max(found["year"])
    there = found.filter(pl.col("year") == chosen)
    _check(names, chosen, there, sorted(set(found["year"])))
    rows = there.filter(pl.col("scenario").is_in([OFFICIAL, *names]) if names else pl.lit(value=True)).to_dicts()
    label = " - SYNTHETIC DATA" if base.manifest["synthetic"] else ""
    header = f"release {base.id}, {chosen}: the same hours under other rules{label}"
    return SideBySide(base.id, chosen, rows, [header, *_lines(rows, published.rule_sets)])


def _check(names: tuple[str, ...], year: int, there: pl.DataFrame, years: Sequence[int]) -> None:
    known = sorted(set(there["scenario"]))
    if not known:
        message = f"scenario: year {year} is not measured in this release; give --year one of {spans(list(years))}"
        raise WrongUseError(message)
    unknown = [name for name in names if name not in known]
    if unknown:
        message = f"scenario: {unknown[0][:40]!r} is no scenario of {year}; there are: {', '.join(known)}"
        raise WrongUseError(message)


def _lines(rows: list[dict[str, Any]], rule_sets: Iterable[RuleSet]) -> list[str]:
    lines = []
    there = {row["scenario"] for row in rows}
    for rules in expanded(rule_sets, range(BASELINE_YEAR, rows[0]["year"])):
        if rules.name in there:
            heads = "".join(f"{head:>14}" for head in PRINTED.values())
            since = f"from {rules.valid_from}" if rules.valid_from else "no date"
            lines += ["", f"{rules.name}: {rules.title_en} ({since}). {rules.differs_en}"]
            lines += [f"  source: {rules.source}", f"{'':12}{heads}"]
            lines += [_line(row) for row in rows if row["scenario"] == rules.name]
    return lines


def _line(row: dict[str, Any]) -> str:
    return f"  {row['sector']:10}" + "".join(f"{dutch(row[name]):>14}" for name in PRINTED)
