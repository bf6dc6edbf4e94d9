"""How many checks the data went through and how these went, by table; nothing of the deliveries themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flows.pages.kit.layout import Column, Part, Section, Table, numbers
from warehouse.registry import wording
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.quality.words import Words

#: How a check can have gone, as the table has it. A critical one that is broken stops the build.
OUTCOMES = ("met", "informs", "warns")


def checks(data: ReportData, words: Words) -> Section:
    """A row for each delivered table: its checks of the year, met, for information, and warnings."""
    title, found = words("s_checks"), data.of_year("quality")
    if not found:
        return Section("checks", title, [Part(texts=[words("no_checks")])])
    of_table: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        of_table[row["delivery_table"]][outcome(row)] += 1
    rows = [[wording.table_title(words.language, name), *_counts(counts, words)] for name, counts in of_table.items()]
    rows.append([words("total"), *_counts(sum(of_table.values(), Counter()), words)])
    columns = [Column(words("delivered_table")), *numbers(words("checks_done"), *(words(name) for name in OUTCOMES))]
    table = Table("t-checks", words("checks_caption", year=data.year), columns, rows, totals=1)
    return Section("checks", title, [Part(texts=[words("checks_text"), words("checks_decided")], table=table)])


def outcome(row: Row) -> str:
    """How a check went; by whether it was met and how severe it is, never by its counts of lines."""
    if row["passed"]:
        return "met"
    return "informs" if row["severity"] == Severity.INFO else "warns"


def _counts(counts: Counter[str], words: Words) -> list[str]:
    return [words.number(counts.total()), *(words.number(counts[name]) for name in OUTCOMES)]
