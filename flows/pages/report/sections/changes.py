"""What differs from the current release: by table, the largest relative change first; new figures are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit import titles
from flows.pages.kit.layout import Cell, Column, Part, Section, Table, numbers
from flows.pages.review import html
from flows.pages.review.differences import Kind
from flows.pages.review.words import Words as ReviewWords

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words
    from flows.pages.review.differences import Comparison

#: Reading stops long before this; `banenafspraak diff` lists them all.
MOST_CHANGES = 500


def changes(data: ReportData, words: Words) -> Section:
    """The figures that differ, by table; cells that only the candidate has are counted."""
    title, found = words("s_changes"), data.comparison
    if found is None:
        return Section("changes", title, [Part(texts=[words("no_current")])])
    count = len(found.released)
    said = (
        words.counted("changes_text", count, release=found.older) if count else words("no_changes", release=found.older)
    )
    tables = html.differences(found, ReviewWords(words.language), MOST_CHANGES)
    parts = [Part(texts=[said, words("changes_withheld")]), *(Part(table=table) for table in tables)]
    return Section("changes", title, [*parts, *_added(found, words)])


def _added(found: Comparison, words: Words) -> list[Part]:
    counts = {group.mart: sum(one.kind is Kind.ADDED for one in group.changes) for group in found.groups}
    rows: list[Line] = [
        [Cell(titles.title(words.language, mart), mart), words.number(count)] for mart, count in counts.items() if count
    ]
    if not rows:
        return []
    columns = [Column(words("table")), *numbers(words("added"))]
    return [Part(words("added_h"), table=Table("t-added", words("added_caption"), columns, rows))]
