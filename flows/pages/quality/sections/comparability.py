"""Whether years can be compared, and whether the figures agree with what was published before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.pages.dossier import agreement
from flows.pages.kit.layout import Part, Section, Table, texts
from flows.pages.kit.numbers import NONE
from transforms.law import TOTAL
from transforms.realisation import PUBLISHED

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.quality.words import Words

#: How a published number compares with the measured one -> the text that counts them.
AGREEMENTS = ("agrees", "differs", "not_measured", "withheld")


def comparability(data: ReportData, words: Words) -> Section:
    """The rules of every year with its series breaks, and the agreement with earlier publications."""
    return Section("comparability", words("s_comparability"), [_years(data, words), _coherence(data, words)])


def _years(data: ReportData, words: Words) -> Part:
    rows = [row for row in data.rows("realisation") if (row["sector"], row["form"]) == (TOTAL, TOTAL)]
    rows.sort(key=lambda row: int(row["year"]))
    title = words("over_time")
    if not rows:
        return Part(title, [words("no_years")])
    columns = texts(*(words(name) for name in ("year", "origin", "rule_set", "break")))
    table = Table("t-years", words("years_caption"), columns, [_year(row, words) for row in rows])
    return Part(title, [words("over_time_text"), words("over_time_growth")], table=table)


def _year(row: Row, words: Words) -> Line:
    is_published = row.get("origin") == PUBLISHED
    note = row["series_break_note"] or words("break_unnamed") if row["series_break"] else NONE
    return [str(row["year"]), words("origin_published" if is_published else "origin_measured"), row["rule_set"], note]


def _coherence(data: ReportData, words: Words) -> Part:
    title, found = words("coherence"), data.rows("reconciliation")
    if not found:
        return Part(title, [words("no_coherence")])
    states = Counter(agreement(row) for row in found)
    said = [words.counted(f"coherent_{name}", states[name]) for name in AGREEMENTS if states[name]]
    return Part(title, [words("coherence_text"), f"{words.counted('coherent', len(found))} {words.listed(said)}."])
