"""Table 1 of the letter with the growth, and extra jobs against targets for every year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.dossier import COLUMNS, figures
from flows.pages.kit.charts import Bar, bars
from flows.pages.kit.layout import Column, Part, Section, Table, numbers, texts
from flows.pages.kit.numbers import NONE
from transforms.law import BASELINE_YEAR, FORMS, SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
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
    said = [words("no_growth", year=data.year - 1)] if None in growth else []
    return [*said, *_about_target(data, words)]


def _about_target(data: ReportData, words: Words) -> list[str]:
    """What a reader must know of the target of the year, when it is not two targets with their sum."""
    if data.one_target_is_sum(data.year):
        return [f"{words('one_target', year=data.year)} {words('one_target_is_sum')}"]
    if data.has_one_target(data.year):
        return [words("one_target", year=data.year)]
    known = figures(data.marts["realisation"], data.year, TOTAL, "target_jobs")
    return [words("no_target", year=data.year)] if None in known else []


def _table_1(data: ReportData, words: Words) -> Table:
    sectors = [words(sector) for sector in COLUMNS]
    columns = [
        Column(words("form")),
        *numbers(*sectors, group=words("extra_jobs")),
        *numbers(*sectors, group=words("growth", year=data.year - 1)),
    ]
    notes = [words("table_1_note"), *words.series_breaks(data.series_breaks({data.year}), one_year=True)]
    rows = [*_by_form(data, words), *_against_target(data, words)]
    return Table("t-table-1", words("table_1_caption", year=data.year), columns, rows, notes=notes)


def _by_form(data: ReportData, words: Words) -> list[Line]:
    realisation = data.marts["realisation"]
    return [
        [
            words(form),
            *map(words.number, figures(realisation, data.year, form, "extra_jobs")),
            *map(words.signed, figures(realisation, data.year, form, "growth_jobs")),
        ]
        for form in (*FORMS, TOTAL)
    ]


def _against_target(data: ReportData, words: Words) -> list[Line]:
    none = [NONE] * len(COLUMNS)
    target, gap, met = (
        figures(data.marts["realisation"], data.year, TOTAL, name) for name in ("target_jobs", "gap_jobs", "target_met")
    )
    return [
        [words("target"), *map(words.number, target), *none],
        [words("gap"), *map(words.signed, gap), *none],
        [words("target_met"), *(_met(value, words) for value in met), *none],
    ]


def _targets(data: ReportData, words: Words) -> list[Part]:
    order = (*SECTORS, TOTAL)
    found = [row for row in data.rows("realisation") if row["form"] == TOTAL and row["target_jobs"] is not None]
    found.sort(key=lambda row: (order.index(row["sector"]), row["year"]))
    if not found:
        return []
    titles = [words(name) for name in ("extra_jobs", "target", "difference")]
    columns = [*texts(words("sector"), words("year")), *numbers(*titles), *texts(words("met"))]
    notes = words.series_breaks(data.series_breaks({row["year"] for row in found}), one_year=False)
    rows = [_target(row, words) for row in found]
    table = Table("t-targets", words("targets_caption"), columns, rows, heads=2, notes=notes)
    chart = bars("c-targets", words("targets_chart"), [_bar(row, words) for row in found], words("targets_legend"))
    return [Part(words("targets_h"), (), chart, table)]


def _target(row: Row, words: Words) -> Line:
    counts = [words.number(row[name]) for name in ("extra_jobs", "target_jobs")]
    return [
        words(row["sector"]),
        str(row["year"]),
        *counts,
        words.signed(row["gap_jobs"]),
        _met(row["target_met"], words),
    ]


def _bar(row: Row, words: Words) -> Bar:
    extra, target = (words.number(row[name]) for name in ("extra_jobs", "target_jobs"))
    label = f"{words(row['sector'])} {row['year']}"
    return Bar(label, words("of", part=extra, whole=target), row["extra_jobs"], target=row["target_jobs"])


def _met(value: int | None, words: Words) -> str:
    return NONE if value is None else words("yes" if value else "no")
