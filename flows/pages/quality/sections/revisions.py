"""What later releases changed in figures that were published: counts by release and table; the mart has them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.pages.kit import statuses, titles
from flows.pages.kit.layout import Cell, Column, Part, Section, Table, numbers, texts

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.quality.words import Words


def revisions(data: ReportData, words: Words) -> Section:
    """How revisions are made, and how many figures each release changed."""
    policy = [words("revisions_policy"), words("revisions_kinds")]
    found = Counter(
        (row["release"], row["supersedes"], row["change_type"], row["mart"]) for row in _rows(data) if _is_told(row)
    )
    if not found:
        return Section("revisions", words("s_revisions"), [Part(texts=[*policy, words("no_revisions")])])
    rows = [
        [release, replaced, words.term(kind or ""), Cell(titles.title(words.language, mart), mart), words.number(count)]
        for (release, replaced, kind, mart), count in found.items()
    ]
    columns = [
        *(Column(words(name), code=True) for name in ("release", "replaces")),
        *texts(words("kind_of_change"), words("table")),
        *numbers(words("changed_figures")),
    ]
    notes = [words("revisions_withheld")]
    table = Table("t-revisions", words("revisions_caption"), columns, rows, heads=1, notes=notes)
    return Section("revisions", words("s_revisions"), [Part(texts=policy, table=table)])


def _rows(data: ReportData) -> list[Row]:
    return data.rows("revisions") if "revisions" in data.marts else []


def _is_told(row: Row) -> bool:
    """Whether a change is of a figure that both releases show: not withheld, no text, no status."""
    both = None not in (row["old"], row["new"])
    return both and not statuses.is_secret(row, "old", "new", "difference") and not _is_word(row)


def _is_word(row: Row) -> bool:
    return titles.is_text(row["mart"], row["mart_column"])
