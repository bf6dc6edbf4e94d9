"""The extra jobs of every year against the targets; years that were taken from a publication are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet import charts
from flows.pages.factsheet.blocks.marks import mark
from flows.pages.factsheet.figures import PUBLISHED
from flows.pages.factsheet.layout import Block, Panel, Table
from flows.pages.kit.numbers import spans
from transforms.law import SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures, Row
    from flows.pages.factsheet.layout import Line
    from flows.pages.factsheet.words import Words

COLUMNS = (*SECTORS, TOTAL)


def development(figures: Figures, words: Words) -> Block:
    """A chart for market, government and both, from the first year with a figure to the year that was built."""
    title = words("s_development")
    history = {sector: figures.history(sector) for sector in COLUMNS}
    if not all(history.values()):
        name = "no_development_baseline" if figures.is_baseline else "no_development"
        return Block("development", title, [words(name)])
    panels = [_panel(figures, sector, rows, words) for sector, rows in history.items()]
    notes = [words("development_note"), *_notes(history[TOTAL], words)]
    breaks = words.series_breaks(figures.data.series_breaks({row["year"] for row in history[TOTAL]}), one_year=False)
    return Block("development", title, panels=panels, notes=[" ".join(notes), *breaks], folded=_table(history, words))


def _panel(figures: Figures, sector: str, rows: list[Row], words: Words) -> Panel:
    years = [charts.Year(row["year"], row["extra_jobs"], row["target_jobs"], is_published(row)) for row in rows]
    said = words("said_development", sector=words(sector), years="; ".join(_said(year, words) for year in years))
    drawn = charts.development(years, words.numbers.thousands, mark(figures, f"chart-{sector}", said, words))
    last = years[-1]
    missing = "panel_one_target" if figures.data.has_one_target(last.year) else "panel_no_target"
    known = missing if last.target is None else "panel_target"
    text = words(known, jobs=words.number(last.jobs), target=words.number(last.target))
    return Panel(words(sector), drawn, f"{last.year}: {text}")


def _said(year: charts.Year, words: Words) -> str:
    known = "said_year" if year.target is None else "said_year_target"
    text = words(known, year=year.year, jobs=words.number(year.jobs), target=words.number(year.target))
    return f"{text} ({words('said_published')})" if year.published else text


def _notes(rows: list[Row], words: Words) -> list[str]:
    published = [row["year"] for row in rows if is_published(row)]
    present = {row["year"] for row in rows}
    missing = [year for year in range(min(present), max(present)) if year not in present]
    found = {"development_published": published, "development_missing": missing}
    return [words(name, years=spans(years)) for name, years in found.items() if years]


def _table(history: dict[str, list[Row]], words: Words) -> Table:
    found = {(row["year"], sector): row for sector, rows in history.items() for row in rows}
    years = sorted({year for year, _ in found})
    rows: list[Line] = [[str(year), *(_cell(found.get((year, sector)), words) for sector in COLUMNS)] for year in years]
    return Table("t-development", words("folded_caption"), [words("year"), *(words(name) for name in COLUMNS)], rows)


def _cell(row: Row | None, words: Words) -> str:
    if row is None:
        return words.number(None)
    jobs, target = row["extra_jobs"], row["target_jobs"]
    return words.number(jobs) if target is None else words("of", jobs=words.number(jobs), target=words.number(target))


def is_published(row: Row) -> bool:
    """Whether a figure was taken from a publication."""
    return row.get("origin") == PUBLISHED
