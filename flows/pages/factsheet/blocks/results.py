"""Table 1 of the letters, and the number of jobs by form and sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.layout import Block, Table
from transforms.law import FORMAL, FORMS, LOAN, SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures
    from flows.pages.factsheet.layout import Line
    from flows.pages.factsheet.words import Words

#: The columns of table 1: market, government, both.
COLUMNS = (*SECTORS, TOTAL)


def table_1(figures: Figures, words: Words) -> Block:
    """Extra jobs by form and sector with target, difference and growth; of the *nulmeting* the number of jobs."""
    title = words("s_table_1")
    if not figures.is_measured:
        return Block("table-1", title, [words("no_table_1", year=figures.year)])
    caption = words("table_1_levels" if figures.is_baseline else "table_1_extra", year=figures.year)
    titles = [words("form"), *(words(sector) for sector in COLUMNS)]
    jobs = "level_jobs" if figures.is_baseline else "extra_jobs"
    rows = [_row(words(form), figures, form, jobs, words) for form in (*FORMS, TOTAL)]
    return Block(
        "table-1",
        title,
        table=Table("t-1", caption, titles, [*rows, *_against(figures, words)], frozenset({len(FORMS)})),
        notes=[words("rounding_note"), *words.series_breaks(figures.data.series_breaks({figures.year}), one_year=True)],
    )


def forms(figures: Figures, words: Words) -> Block:
    """The number of jobs by form and sector: in the *nulmeting*, in the year, extra, and the growth."""
    texts = [words("forms_text")]
    if not figures.is_measured:
        return Block("forms", words("s_forms"), [*texts, words("no_table_1", year=figures.year)])
    growth = {form: figures.cell(TOTAL, form)["growth_jobs"] for form in FORMS}
    if None not in growth.values():
        formal, loan = (_growth(form, growth[form], words) for form in (FORMAL, LOAN))
        texts.append(words("forms_growth", year=figures.year, formal=formal, loan=loan))
    return Block("forms", words("s_forms"), texts, _levels(figures, words))


def _growth(form: str, growth: int, words: Words) -> str:
    which = "more" if growth > 0 else "less" if growth < 0 else "none"
    return words(f"forms_{which}", size=words.size(growth), what=words(f"jobs_{form}"))


def _against(figures: Figures, words: Words) -> list[Line]:
    """The rows of target, difference and growth; those without any figure are left out."""
    named = {
        "target_jobs": words("target"),
        "gap_jobs": words("gap"),
        "growth_jobs": words("growth", before=figures.before),
    }
    return [
        _row(label, figures, TOTAL, column, words, signed=column != "target_jobs")
        for column, label in named.items()
        if any(figures.cell(sector)[column] is not None for sector in COLUMNS)
    ]


def _row(label: str, figures: Figures, form: str, column: str, words: Words, *, signed: bool = False) -> Line:
    write = words.signed if signed else words.number
    return [label, *(write(figures.cell(sector, form)[column]) for sector in COLUMNS)]


def _levels(figures: Figures, words: Words) -> Table:
    parts = [(form, sector) for form in FORMS for sector in COLUMNS]
    rows: list[Line] = [
        [words(f"short_{form}", sector=words(f"in_{sector}")), *_level(figures, sector, form, words)]
        for form, sector in parts
    ]
    rows.append([words("short_totaal"), *_level(figures, TOTAL, TOTAL, words)])
    titles = [words("form_and_sector"), words("column_baseline")]
    if not figures.is_baseline:
        titles += [words("column_level", year=figures.year), words("column_extra"), words("column_growth")]
    totals = frozenset({number for number, (_, sector) in enumerate(parts) if sector == TOTAL} | {len(parts)})
    return Table("t-2", words("table_2_caption"), titles, rows, totals)


def _level(figures: Figures, sector: str, form: str, words: Words) -> Line:
    row = figures.cell(sector, form)
    if figures.is_baseline:
        return [words.number(row["level_jobs"])]
    numbers = [words.number(row[column]) for column in ("baseline_jobs", "level_jobs", "extra_jobs")]
    return [*numbers, words.signed(row["growth_jobs"])]
