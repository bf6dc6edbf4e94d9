"""Disclosure control in plain words: the thresholds by year, and how many figures of each table are withheld."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.pages.kit import statuses, thresholds, titles
from flows.pages.kit.layout import Cell, Column, Part, Section, Table, numbers, texts
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    import polars as pl

    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Line
    from flows.pages.quality.words import Words

#: Tables that hold figures of others once more: what is withheld there is counted where it comes from.
COPIES = ("observations", "revisions", "reconciliation")


def secrecy(data: ReportData, words: Words) -> Section:
    """Why figures are withheld, under which thresholds, and how many are."""
    why = Part(texts=[words(f"secrecy_{name}") for name in ("why", "rules", "others", "rounding", "law")])
    return Section("secrecy", words("s_secrecy"), [why, _withheld(data, words), _thresholds(data, words)])


def _withheld(data: ReportData, words: Words) -> Part:
    title = words("withheld_by_mart")
    marts = {name: data.marts[name] for name in MARTS if name in data.marts and name not in COPIES}
    lines = [_line(name, frame, data.year, words) for name, frame in marts.items() if _counted(frame)]
    if not lines:
        return Part(title, [words("no_statuses")])
    columns = [
        Column(words("table")),
        *numbers(words("figures"), words("withheld"), group=str(data.year)),
        *numbers(words("figures"), words("withheld"), words("share"), group=words("every_year")),
    ]
    table = Table("t-withheld", words("withheld_caption"), columns, lines, notes=[words("withheld_counted")])
    return Part(title, [words("withheld_text")], table=table)


def _line(name: str, frame: pl.DataFrame, year: int, words: Words) -> Line:
    """The figures of a table that are there or withheld, and those withheld: of the year, and of every year."""
    column = MARTS[name].year_column
    now, ever = (_counted(part) for part in (frame.filter(frame[column] == year), frame))
    counts = [words.number(count) for found in (now, ever) for count in (found.total(), found[statuses.SECRET])]
    title = titles.title(words.language, name)
    return [Cell(title, name), *counts, words.numbers.share(ever[statuses.SECRET], ever.total())]


def _counted(frame: pl.DataFrame) -> Counter[str]:
    """How many figures are free and how many withheld; what is empty for another reason is no figure."""
    names = [name for name in frame.columns if statuses.is_status(name)]
    found = Counter(status for name in names for status in frame[name].to_list())
    return Counter({status: found[status] for status in (statuses.FREE, statuses.SECRET) if found[status]})


def _thresholds(data: ReportData, words: Words) -> Part:
    title = words("thresholds")
    found = thresholds.by_value(data.secrecy.thresholds, words)
    if not found:
        return Part(title, [words("no_thresholds")])
    names = ("threshold", "threshold_value", "threshold_years", "threshold_source")
    rows = [[title, *others] for _, title, *others in found]
    table = Table("t-thresholds", words("thresholds_caption"), texts(*(words(name) for name in names)), rows)
    return Part(title, [words("thresholds_text")], table=table)
