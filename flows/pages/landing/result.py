"""The result of the year: table 1 of the letters, with the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.dossier import COLUMNS, figures
from flows.pages.kit.layout import Column, Part, Table, numbers
from transforms.law import BASELINE_YEAR, FORMS, TOTAL

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Line
    from flows.pages.landing.words import Words

#: The rows below the total: a column of `realisation`, and whether it is a difference.
AGAINST = {"target": ("target_jobs", False), "gap": ("gap_jobs", True)}


def table_1(data: ReportData, words: Words) -> Part:
    """Extra jobs by form and sector with target and difference; of the *nulmeting* the number of jobs."""
    if not data.of_year("realisation"):
        return Part(texts=[words("no_table_1", year=data.year)])
    is_baseline = data.year == BASELINE_YEAR
    column = "level_jobs" if is_baseline else "extra_jobs"
    caption = words("table_1_levels" if is_baseline else "table_1_extra", year=data.year)
    notes = [words("rounding_note"), *words.series_breaks(data.series_breaks({data.year}), one_year=True)]
    rows = [_row(words(form), data, form, column, words) for form in (*FORMS, TOTAL)] + _against(data, words)
    columns = [Column(words("form")), *numbers(*(words(sector) for sector in COLUMNS))]
    return Part(texts=_about_target(data, words), table=Table("t-1", caption, columns, rows, notes=notes))


def _about_target(data: ReportData, words: Words) -> list[str]:
    """What a reader must know of a target that is one for both sectors."""
    if not data.has_one_target(data.year):
        return []
    said = [words("one_target", year=data.year)]
    return [*said, words("one_target_is_sum")] if data.one_target_is_sum(data.year) else said


def _against(data: ReportData, words: Words) -> list[Line]:
    """The rows of target and difference; those without any figure are left out."""
    return [
        _row(words(name), data, TOTAL, column, words, signed=signed)
        for name, (column, signed) in AGAINST.items()
        if any(found is not None for found in figures(data.marts["realisation"], data.year, TOTAL, column))
    ]


def _row(label: str, data: ReportData, form: str, column: str, words: Words, *, signed: bool = False) -> Line:
    write = words.signed if signed else words.number
    return [label, *map(write, figures(data.marts["realisation"], data.year, form, column))]
