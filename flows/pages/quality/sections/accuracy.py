"""How close the figures are: coverage, response to the survey of lenders, and the error of the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.layout import Column, Part, Section, Table, numbers
from transforms.law import GOVERNMENT, SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.quality.words import Words


def accuracy(data: ReportData, words: Words) -> Section:
    """Coverage in words; response, the key and the jobs with their intervals in tables."""
    coverage = Part(words("coverage"), [words("coverage_polis"), words("coverage_late"), words("coverage_wsw")])
    parts = [Part(texts=[words("accuracy_intro")]), coverage, _response(data, words), _key(data, words)]
    return Section("accuracy", words("s_accuracy"), [*parts, _jobs(data, words)])


def _response(data: ReportData, words: Words) -> Part:
    title, found = words("response"), _of_key(data)
    if not found:
        return Part(title, [words("no_key")])
    rows = [[str(row["year"]), *(words.figure(row, name) for name in ("population", "respondents"))] for row in found]
    columns = [Column(words("year")), *numbers(words("population"), words("respondents"))]
    return Part(title, [words("response_text")], table=Table("t-response", words("response_caption"), columns, rows))


def _key(data: ReportData, words: Words) -> Part:
    title, found = words("key"), _of_key(data)
    if not found:
        return Part(title, [words("no_key")])
    rows = [
        [
            str(row["year"]),
            words.numbers.percent(row["share_pct"], 1),
            *(words.numbers.percent(row.get(end), 1) for end in ENDS),
        ]
        for row in found
    ]
    columns = [Column(words("year")), *numbers(words("gov_share"), *(words(end) for end in ENDS))]
    table = Table("t-key", words("key_caption"), columns, rows, notes=[words("key_note")])
    return Part(title, [words("key_text")], table=table)


#: What is known of the error of the key, in percent.
ENDS = ("standard_error_pct", "ci_low_pct", "ci_high_pct")


def _of_key(data: ReportData) -> list[Row]:
    """The government's key of every measured year."""
    rows = [row for row in data.rows("allocation_key") if row["sector"] == GOVERNMENT]
    return sorted(rows, key=lambda row: int(row["year"]))


def _jobs(data: ReportData, words: Words) -> Part:
    title = words("jobs_interval")
    rows = [row for row in data.rows("uncertainty") if row["form"] == TOTAL and row["sector"] in SECTORS]
    known = [row for row in rows if row["ci_low_jobs"] is not None]
    if not known:
        return Part(title, [words("no_interval")])
    known.sort(key=lambda row: (row["year"], SECTORS.index(row["sector"])))
    names = ("extra_jobs", "ci_low_jobs", "ci_high_jobs")
    lines = [[str(row["year"]), words(row["sector"]), *(words.figure(row, name) for name in names)] for row in known]
    columns = [Column(words("year")), Column(words("sector")), *numbers(*(words(name) for name in names))]
    table = Table("t-jobs", words("jobs_caption"), columns, lines, heads=2, notes=[words("jobs_note")])
    return Part(title, [words("jobs_text")], table=table)
