"""What differs from the current release, largest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flows.pages.kit import code_lists, titles
from flows.pages.kit.layout import Cell, Column, Part, Section, Table, numbers, texts
from flows.pages.kit.numbers import decimals_of

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words

#: Reading stops long before this; `banenafspraak diff` lists them all.
MOST_CHANGES = 500


def changes(data: ReportData, words: Words) -> Section:
    """The changed figures, largest difference first; cells that only one of the two releases has are counted."""
    title, current = words("s_changes"), data.about["built_on"]
    if current is None:
        return Section("changes", title, [Part(texts=[words("no_current")])])
    found = revised(data)
    said = words.counted("changes_text", len(found), release=current) if found else words("no_changes", release=current)
    texts = [said, words("changes_withheld")]
    return Section("changes", title, [Part(texts=texts, table=_changed(found, words)), *_added(data, words)])


def revised(data: ReportData) -> list[Row]:
    """The figures that both releases have, with another value; that a published year is measured now changes none."""
    return [row for row in data.revised() if not titles.is_text(row["mart"], row["column"])]


def _changed(found: list[Row], words: Words) -> Table | None:
    if not found:
        return None
    columns = [
        *texts(*(words(name) for name in ("table", "cell", "figure"))),
        *numbers(words("old"), words("new"), words("difference")),
    ]
    number = words.numbers.number
    many = len(found) > MOST_CHANGES
    notes = [words("more", shown=number(MOST_CHANGES), count=number(len(found)))] if many else []
    rows = [_row(row, words) for row in found[:MOST_CHANGES]]
    return Table("t-changes", words("changes_caption"), columns, rows, heads=3, notes=notes)


def _row(row: Row, words: Words) -> Line:
    language, mart, column = words.language, row["mart"], row["column"]
    fixed = titles.decimals(mart, column)
    decimals = decimals_of(row["difference"] or 0) if fixed is None else fixed
    return [
        titles.title(language, mart),
        ", ".join(_called(name, value, words) for name, value in titles.key_values(mart, row["cell"])),
        Cell(titles.column_title(language, mart, column), column),
        _value(row["old"], decimals, words),
        _value(row["new"], decimals, words),
        words.numbers.signed(row["difference"], decimals),
    ]


def _called(column: str, value: str, words: Words) -> str:
    return code_lists.title(words.language, column, value) or words.term(value)


def _added(data: ReportData, words: Words) -> list[Part]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in data.changed():
        if row["old"] is None or row["new"] is None:
            found[row["mart"]]["added" if row["old"] is None else "gone"] += 1
    if not found:
        return []
    names = ("added", "gone")
    rows: list[Line] = [
        [Cell(titles.title(words.language, mart), mart), *(words.numbers.number(counts[name]) for name in names)]
        for mart, counts in sorted(found.items())
    ]
    columns = [Column(words("table")), *numbers(*(words(name) for name in names))]
    return [Part(words("added_h"), table=Table("t-added", words("added_caption"), columns, rows))]


def _value(text: str, decimals: int, words: Words) -> str:
    flags = {"true": words("yes"), "false": words("no")}
    return flags.get(text) or words.numbers.of(text, decimals)
