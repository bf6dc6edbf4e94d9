"""Every check of the year with its severity, its counts and how it went before."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flows.pages.kit.layout import Cell, Column, Folded, Part, Section, Table, numbers, texts
from flows.pages.kit.numbers import NONE
from warehouse.registry import wording
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words

#: Earlier releases: what heads its column, and its checks by (table, expectation).
Before = list[tuple[str, dict[tuple[str, str], "Row"]]]
Checks = dict[tuple[str, str], "Row"]
#: What checks are shown beside.
Beside = list[tuple[str, int | str, Checks]]
#: How a check can have found something, worst first.
FOUND = ("bad", "warn", "noted", "limit")
#: What a broken check is, by its severity.
BROKEN = {Severity.CRITICAL: "bad", Severity.WARNING: "warn", Severity.INFO: "noted"}


def state(row: Row) -> str:
    """How a check went: ok, limit (lines differ, no more than allowed), noted (for information), warn or bad."""
    if row["passed"]:
        return "limit" if row["failed_rows"] else "ok"
    return BROKEN[row["severity"]]


def share(row: Row | None, words: Words) -> str:
    """The share of the lines that differ; a dash when the check was not there."""
    return NONE if row is None else words.numbers.share(row["failed_rows"], row["checked_rows"])


def history(data: ReportData) -> Before:
    """The checks of earlier releases, each for the year it was built for; without releases those of earlier years.

    A release is called by its year, and by its identifier when there are more of that year.
    """
    if not data.earlier:
        quality = data.checks()
        years = sorted({row["year"] for row in quality if row["year"] < data.year})
        return [(str(year), _by_check(quality, year)) for year in years]
    times = Counter(_year_of(release) for release, _ in data.earlier)
    return [
        (str(year) if times[year := _year_of(release)] == 1 else release, _by_check(quality.to_dicts(), year))
        for release, quality in data.earlier
    ]


def beside(data: ReportData) -> list[tuple[str, int | str, Checks]]:
    """What the checks are shown beside: those of the year before, and of the release that had the year last.

    Each with the name of the text that heads it, what that names, and its checks.
    """
    found: list[tuple[str, int | str, Checks]] = []
    if data.last_year is not None:
        found.append(("last_year", data.last_year, _by_check(data.checks(), data.last_year)))
    same = [(release, quality) for release, quality in data.earlier if _year_of(release) == data.year]
    found += [("released_before", release, _by_check(quality.to_dicts(), data.year)) for release, quality in same[-1:]]
    return found


def checks(data: ReportData, words: Words) -> Section:
    """Every check beside how it went last year: first those that found something, then all by table."""
    title, found = words("s_checks"), data.checks_of_year()
    if not found:
        return Section("checks", title, [Part(texts=[words("no_checks")])])
    shown = beside(data)
    parts = [
        Part(texts=[words("checks_intro")]),
        _differing(data, found, shown, words),
        Part(words("checks_all"), folded=_all(data, found, shown, words)),
    ]
    return Section("checks", title, parts)


def _differing(data: ReportData, found: list[Row], shown: Beside, words: Words) -> Part:
    differing = sorted((row for row in found if state(row) in FOUND), key=lambda row: FOUND.index(state(row)))
    title = words("checks_found")
    if not differing:
        return Part(title, [words("checks_none_found")])
    caption = words("checks_found_caption", year=data.year)
    table = Table("t-differing", caption, _columns(shown, words), _rows(differing, shown, words))
    return Part(title, table=table)


def _all(data: ReportData, found: list[Row], shown: Beside, words: Words) -> list[Folded]:
    of_table: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        of_table[row["delivery_table"]].append(row)
    return [
        Folded(
            _summary(name, rows, words),
            Table(
                f"t-checks-{number}",
                words("checks_caption", table=wording.table_title(words.language, name), year=data.year),
                _columns(shown, words),
                _rows(rows, shown, words),
            ),
        )
        for number, (name, rows) in enumerate(of_table.items())
    ]


def _columns(shown: Beside, words: Words) -> list[Column]:
    return [
        Column(words("check"), long=True),
        *texts(words("severity"), words("result")),
        *numbers(words("checked"), words("failed"), words("share"), group=words("now")),
        *(
            column
            for name, which, _ in shown
            for column in numbers(words("failed"), words("share"), group=words(name, year=which, release=which))
        ),
    ]


def _rows(rows: Iterable[Row], shown: Beside, words: Words) -> list[Line]:
    number = words.numbers
    return [
        [
            Cell(wording.rule(words.language, *name), ", ".join(name)),
            words.term(row["severity"]),
            Cell(words(state(row)), state=state(row)),
            number.number(row["checked_rows"]),
            number.number(row["failed_rows"]),
            share(row, words),
            *(cell for _, _, checked in shown for cell in _before(checked.get(name), words)),
        ]
        for row in rows
        for name in [(row["delivery_table"], row["expectation"])]
    ]


def _before(row: Row | None, words: Words) -> list[str]:
    """The lines that differed then, and their share."""
    return [words.number(row["failed_rows"] if row else None), share(row, words)]


def _summary(name: str, rows: list[Row], words: Words) -> str:
    states = Counter(state(row) for row in rows)
    found = ", ".join(f"{states[each]} {words(each).lower()}" for each in FOUND if states[each])
    table = wording.table_title(words.language, name)
    return words.counted("checks_summary", len(rows), table=table, result=found or words("all_met"))


def _by_check(quality: list[Row], year: int) -> dict[tuple[str, str], Row]:
    return {(row["delivery_table"], row["expectation"]): row for row in quality if row["year"] == year}


def _year_of(release: str) -> int:
    """The year that a release was built for: its identifier begins with it (`warehouse.releases.IDENTIFIER`)."""
    return int(release.partition("-")[0])
