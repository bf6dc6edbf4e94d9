"""Every published number beside the measured one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.pages.dossier import agreement
from flows.pages.kit import code_lists, titles
from flows.pages.kit.layout import Cell, Folded, Part, Section, Table, numbers, texts
from flows.pages.kit.sources import cited
from flows.pages.kit.statuses import SIGN

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words

#: The measure that is a difference: its figures have a sign.
GROWTH = "growth_jobs"
#: How it went -> the sign it gets.
SIGNS = {"agrees": "ok", "differs": "warn", "not_measured": "none", "withheld": "none"}


def reconciliation(data: ReportData, words: Words) -> Section:
    """Every published number beside the measured one, the year of the candidate first."""
    title, found = words("s_reconciliation"), data.rows("reconciliation")
    if not found:
        return Section("reconciliation", title, [Part(texts=[words("no_reconciliation")])])
    years = sorted({row["year"] for row in found}, key=lambda year: (year != data.year, -year))
    folded = [_of_year(year, [row for row in found if row["year"] == year], data, words) for year in years]
    return Section("reconciliation", title, [Part(texts=[_said(found, words)], folded=folded)])


def _said(found: list[Row], words: Words) -> str:
    states = Counter(agreement(row) for row in found)
    if states["agrees"] == len(found):
        return words.counted("reconciliation_all", len(found))
    agree = words.counted("reconciliation_agree", states["agrees"], all=words.number(len(found)))
    others = {
        "reconciliation_differ": states["differs"],
        "reconciliation_unmeasured": states["not_measured"],
        "reconciliation_withheld": states["withheld"],
    }
    return f"{agree}; {', '.join(words.counted(name, count) for name, count in others.items() if count)}."


def _of_year(year: int, found: list[Row], data: ReportData, words: Words) -> Folded:
    columns = [
        *texts(*(words(name) for name in ("measure", "sector", "form"))),
        *numbers(*(words(name) for name in ("measured", "published", "difference"))),
        *texts(words("result"), words("source")),
    ]
    caption = words("reconciliation_caption", year=year)
    states = Counter(agreement(row) for row in found)
    rows = [_row(row, words) for row in found]
    notes = [words("withheld_note")] if states["withheld"] else []
    table = Table(f"t-reconciliation-{year}", caption, columns, rows, heads=3, notes=notes)
    summary = words("reconciliation_summary", year=year, agrees=states["agrees"], count=len(found))
    return Folded(summary, table, open=year == data.year or states["differs"] > 0)


def _row(row: Row, words: Words) -> Line:
    state = agreement(row)
    return [
        _measure(row["measure"], words),
        _sector(row["sector"], words),
        words.term(row["form"]),
        *_figures(row, words),
        Cell(words(state), state=SIGNS[state]),
        cited(words.language, row["source"]),
    ]


def _figures(row: Row, words: Words) -> list[str]:
    """What was measured, what was published, and the difference; the first and the last are withheld together."""
    number, decimals = words.numbers, _decimals(row)
    write = number.signed if row["measure"] == GROWTH else number.number
    published = write(row["published"], decimals)
    if agreement(row) == "withheld":
        return [SIGN, published, SIGN]
    return [write(row["measured"], decimals), published, number.signed(row["difference"], decimals)]


def _measure(name: str, words: Words) -> str:
    """A measure of the realisation by the title of its column; the others have words of their own."""
    title = titles.column_title(words.language, "realisation", name)
    return words.term(name) if title == name else title


def _sector(name: str, words: Words) -> str:
    """A sector, or a sub-sector of government behind its sector."""
    sector, _, code = name.partition(":")
    title = code_lists.title(words.language, "overheidssector", code) or code
    return f"{words.term(sector)}: {title}" if code else words.term(sector)


def _decimals(row: Row) -> int:
    """As many decimals as the published number has."""
    return len(str(row["published"]).partition(".")[2].rstrip("0"))
