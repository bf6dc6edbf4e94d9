"""Table 1 of the letter with the growth, and extra jobs against targets for every year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.dossier import COLUMNS, figures
from flows.pages.kit.numbers import NONE
from flows.pages.report.charts import Bar, bars
from flows.pages.report.layout import Column, Part, Section, Table, numbers, texts
from transforms.law import BASELINE_YEAR, FORMS, SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.report.words import Words


def table_1(data: ReportData, words: Words) -> Section:
    """Table 1 of the year, and the years and targets beside each other."""
    title = words("s_table_1")
    if not data.of_year("realisation"):
        return Section("table-1", title, [Part(texts=[words("no_table_1", year=data.year)])])
    first = Part(texts=_said(data, words), table=_table_1(data, words))
    return Section("table-1", title, [first, *_targets(data, words)])


def _said(data: ReportData, words: Words) -> list[str]:
    if data.year == BASELINE_YEAR:
        return [words("baseline", year=data.year)]
    growth = figures(data.marts["realisation"], data.year, TOTAL, "growth_jobs")
    return [words("no_growth", year=data.year - 1)] if None in growth else []


def _table_1(data: ReportData, words: Words) -> Table:
    number, realisation = words.numbers, data.marts["realisation"]

    def found(form: str, column: str) -> list[int | None]:
        return figures(realisation, data.year, form, column)

    none = [NONE] * len(COLUMNS)
    rows = [
        [words(form), *map(number.number, found(form, "extra_jobs")), *map(number.signed, found(form, "growth_jobs"))]
        for form in (*FORMS, TOTAL)
    ]
    rows += [
        [words("target"), *map(number.number, found(TOTAL, "target_jobs")), *none],
        [words("gap"), *map(number.signed, found(TOTAL, "gap_jobs")), *none],
        [words("target_met"), *(_met(value, words) for value in found(TOTAL, "target_met")), *none],
    ]
    sectors = [words(sector) for sector in COLUMNS]
    columns = [
        Column(words("form")),
        *numbers(*sectors, group=words("extra_jobs")),
        *numbers(*sectors, group=words("growth", year=data.year - 1)),
    ]
    return Table("t-table-1", words("table_1_caption", year=data.year), columns, rows, notes=[words("table_1_note")])


def _targets(data: ReportData, words: Words) -> list[Part]:
    order = (*SECTORS, TOTAL)
    found = [row for row in data.rows("realisation") if row["form"] == TOTAL and row["target_jobs"] is not None]
    found.sort(key=lambda row: (order.index(row["sector"]), row["year"]))
    if not found:
        return []
    number = words.numbers
    rows = [
        [
            words(row["sector"]),
            str(row["year"]),
            *(number.number(row[name]) for name in ("extra_jobs", "target_jobs")),
            number.signed(row["gap_jobs"]),
            _met(row["target_met"], words),
        ]
        for row in found
    ]
    titles = [words(name) for name in ("extra_jobs", "target", "difference")]
    columns = [*texts(words("sector"), words("year")), *numbers(*titles), *texts(words("met"))]
    table = Table("t-targets", words("targets_caption"), columns, rows, heads=2)
    chart = bars("c-targets", words("targets_chart"), [_bar(row, words) for row in found], words("targets_legend"))
    return [Part(words("targets_h"), (), chart, table)]


def _bar(row: Row, words: Words) -> Bar:
    extra, target = (words.numbers.number(row[name]) for name in ("extra_jobs", "target_jobs"))
    label = f"{words(row['sector'])} {row['year']}"
    return Bar(label, words("of", part=extra, whole=target), row["extra_jobs"], target=row["target_jobs"])


def _met(value: int | None, words: Words) -> str:
    return NONE if value is None else words("yes" if value else "no")
