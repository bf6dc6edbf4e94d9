"""What was delivered, accepted and quarantined, and what was corrected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.pages.dossier import total
from flows.pages.kit import language
from flows.pages.kit.charts import Bar, bars
from flows.pages.kit.layout import Cell, Column, Folded, Part, Section, Table, numbers, texts
from flows.pages.kit.numbers import NONE, PERCENT
from warehouse.registry import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words

#: A digest's first digits, enough to tell files apart by eye.
SHORT_DIGEST = 12
LATE = "received_at_the_cut"
#: Of the fact `statistics`: the table, and the measures of lines, of a whole year and of a month.
POLIS, LINES, BY_MONTH = "polis", "lines", "lines_month_"
MONTHS = range(1, 13)


def deliveries(data: ReportData, words: Words) -> Section:
    """What was delivered, by table and by file, with the digests, and what is in quarantine."""
    title = words("s_deliveries")
    if not data.deliveries:
        return Section("deliveries", title, [Part(texts=[words("no_files")])])
    ignored = ", ".join(data.about["files_not_read"])
    whole = Part(
        texts=[words("not_read", files=ignored)] if ignored else [],
        table=_tables(data, words),
        folded=[
            Folded(words.counted("files_summary", len(data.deliveries)), _files(data, words)),
            Folded(words("digests_summary"), _digests(data, words)),
        ],
    )
    return Section("deliveries", title, [whole, *_months(data, words), _quarantine(data, words)])


def corrections(data: ReportData, words: Words) -> Section:
    """The corrections that were applied to the delivery; the values themselves are not shown."""
    title = words("s_corrections")
    if not data.corrections:
        return Section("corrections", title, [Part(texts=[words("no_corrections")])])
    rows = [
        [
            Cell(wording.table_title(words.language, row["table"]), row["table"]),
            Cell(wording.column_title(words.language, row["table"], row["column"]), row["column"]),
            row["reason"],
            words.term(row["status"]),
            words.numbers.number(row["lines"]),
        ]
        for row in data.corrections
    ]
    columns = [*texts(*(words(name) for name in ("table", "column", "reason", "status"))), *numbers(words("lines"))]
    table = Table("t-corrections", words("corrections_caption"), columns, rows, heads=2)
    return Section("corrections", title, [Part(texts=[words("corrections_text")], table=table)])


def _tables(data: ReportData, words: Words) -> Table:
    names = list(dict.fromkeys(row["table"] for row in data.deliveries))
    cut = {row["delivery_table"] for row in data.checks_of_year() if row["expectation"].startswith(LATE)}
    rows: list[Line] = [
        [
            Cell(wording.table_title(words.language, name), name),
            *_counted([row for row in data.deliveries if row["table"] == name], words, has_cut=name in cut),
            words.number(data.size(data.last_year, name, LINES)),
        ]
        for name in names
    ]
    whole = [words("total"), *_counted(data.deliveries, words, has_cut=bool(cut)), NONE]
    titles = [words(name) for name in ("files", "delivered", "accepted", "quarantined", "share", "after_cut")]
    titles.append(words("delivered_before", year=data.last_year or data.year - 1))
    return Table(
        "t-deliveries",
        words("deliveries_caption", year=data.year),
        [Column(words("table")), *numbers(*titles)],
        [*rows, whole],
        totals=1,
        notes=[words("after_cut_note", next=data.year + 1)] if cut else [],
    )


def _counted(files: Sequence[Row], words: Words, *, has_cut: bool) -> list[str]:
    number = words.numbers
    names = ("rows_delivered", "rows_accepted", "rows_quarantined", "rows_after_cut")
    delivered, accepted, quarantined, late = (total(files, name) for name in names)
    counts = [number.number(count) for count in (len(files), delivered, accepted, quarantined)]
    return [*counts, number.share(quarantined, delivered), number.number(late if has_cut else None)]


def _months(data: ReportData, words: Words) -> list[Part]:
    """The lines of the polis by month beside those of the year before; nothing where they were not counted."""
    last, number = data.last_year, words.number
    found = [[data.size(year, POLIS, f"{BY_MONTH}{month:02d}") for year in (data.year, last)] for month in MONTHS]
    if any(now is None for now, _ in found):
        return []
    called = language.MONTHS[words.language]
    rows = [
        [name, number(now), number(before), words.numbers.signed(_percent(now, before), 1)]
        for name, (now, before) in zip(called, found, strict=True)
    ]
    before_title = words("lines_of", year=last or data.year - 1)
    columns = [Column(words("month")), *numbers(words("lines_of", year=data.year), before_title, words("change_pct"))]
    table = Table("t-months", words("months_caption", year=data.year), columns, rows)
    bars_of = [Bar(name, number(now), now or 0, before) for name, (now, before) in zip(called, found, strict=True)]
    legend = words("months_legend", year=last) if last else ""
    chart = bars("c-months", words("months_chart", year=data.year), bars_of, legend)
    return [Part(words("months_h"), chart=chart, table=table)]


def _percent(now: int | None, before: int | None) -> float | None:
    """How much more than before, in percent."""
    return None if now is None or not before else PERCENT * (now - before) / before


def _files(data: ReportData, words: Words) -> Table:
    number = words.numbers
    names = ("rows_delivered", "rows_accepted", "rows_quarantined", "rows_after_cut", "unknown_columns")
    titles = [words(name) for name in ("delivered", "accepted", "quarantined", "after_cut", "unknown_columns")]
    rows = [
        [
            row["name"],
            wording.table_title(words.language, row["table"]),
            row["sha256"][:SHORT_DIGEST],
            *[number.number(row[name]) for name in names],
        ]
        for row in data.deliveries
    ]
    columns = [*texts(words("file"), words("table")), Column(words("digest"), code=True), *numbers(*titles)]
    return Table("t-files", words("files_caption", year=data.year), columns, rows)


def _digests(data: ReportData, words: Words) -> Table:
    columns = [Column(words("file")), Column(words("digest_full"), code=True)]
    rows = [[row["name"], row["sha256"]] for row in data.deliveries]
    return Table("t-digests", words("digests_caption"), columns, rows)


def _quarantine(data: ReportData, words: Words) -> Part:
    found: Counter[tuple[str, str]] = Counter()
    for row in data.deliveries:
        found.update({(row["table"], reason): lines for reason, lines in row["quarantined"].items()})
    title = words("quarantine")
    if not found:
        return Part(title, [words("no_quarantine")])
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    caption = words("quarantine_caption")
    drawn = [
        Bar(wording.rule(words.language, table, reason), words.numbers.number(lines), lines)
        for (table, reason), lines in ordered
    ]
    chart = bars("c-quarantine", caption, drawn)
    return Part(title, [words("quarantine_text")], chart, _reasons(data, ordered, words))


def _reasons(data: ReportData, ordered: list[tuple[tuple[str, str], int]], words: Words) -> Table:
    number = words.numbers
    delivered: Counter[str] = Counter()
    for row in data.deliveries:
        delivered[row["table"]] += row["rows_delivered"]
    rows: list[Line] = [
        [
            Cell(wording.rule(words.language, table, reason), f"{table}, {reason}"),
            number.number(lines),
            number.share(lines, delivered[table]),
        ]
        for (table, reason), lines in ordered
    ]
    columns = [Column(words("reason"), long=True), *numbers(words("lines"), words("share_of_table"))]
    return Table("t-quarantine", words("quarantine_caption"), columns, rows)
