"""Every published number beside the measured one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.report import marts
from flows.report.layout import Cell, Folded, Part, Section, Table, numbers, texts

if TYPE_CHECKING:
    from flows.report.data import ReportData, Row
    from flows.report.layout import Line
    from flows.report.words import Words

#: How it went -> the sign it gets.
SIGNS = {"agrees": "ok", "differs": "warn", "not_measured": "none"}


def reconciliation(data: ReportData, words: Words) -> Section:
    """Every published number beside the measured one, the year of the candidate first."""
    title, found = words("s_reconciliation"), data.rows("reconciliation")
    if not found:
        return Section("reconciliation", title, [Part(texts=[words("no_reconciliation")])])
    years = sorted({row["year"] for row in found}, key=lambda year: (year != data.year, -year))
    folded = [_of_year(year, [row for row in found if row["year"] == year], data, words) for year in years]
    return Section("reconciliation", title, [Part(texts=[_said(found, words)], folded=folded)])


def agreement(row: Row) -> str:
    """Whether a published number is reproduced: agrees, differs or not_measured."""
    return "not_measured" if row["agrees"] is None else "agrees" if row["agrees"] else "differs"


def _said(found: list[Row], words: Words) -> str:
    states = Counter(agreement(row) for row in found)
    if states["agrees"] == len(found):
        return words("reconciliation_all", count=len(found))
    return words("reconciliation_text", count=len(found), **{name: states[name] for name in SIGNS})


def _of_year(year: int, found: list[Row], data: ReportData, words: Words) -> Folded:
    columns = [
        *texts(*(words(name) for name in ("measure", "sector", "form"))),
        *numbers(*(words(name) for name in ("measured", "published", "difference"))),
        *texts(words("result"), words("source")),
    ]
    caption = words("reconciliation_caption", year=year)
    table = Table(f"t-reconciliation-{year}", caption, columns, [_row(row, words) for row in found], heads=3)
    states = Counter(agreement(row) for row in found)
    summary = words("reconciliation_summary", year=year, agrees=states["agrees"], count=len(found))
    return Folded(summary, table, open=year == data.year or states["differs"] > 0)


def _row(row: Row, words: Words) -> Line:
    number = words.numbers
    return [
        marts.column_title(words.language, "realisation", row["measure"]),
        words.term(row["sector"]),
        words.term(row["form"]),
        number.number(row["measured"]),
        number.number(row["published"]),
        number.signed(row["difference"]),
        Cell(words(agreement(row)), state=SIGNS[agreement(row)]),
        row["source"],
    ]
