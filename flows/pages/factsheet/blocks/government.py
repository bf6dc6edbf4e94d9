"""The government's sub-sectors: formal jobs against their *opgave*; what is missing is shown as missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.layout import Block, Cell, Table
from flows.pages.kit import code_lists
from flows.pages.kit.statuses import SIGN, is_secret

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures, Row
    from flows.pages.factsheet.layout import Line
    from flows.pages.factsheet.words import Words

#: A realisation of so many percent fills the bar.
FULL = 100
CODE = "overheidssector"
#: What can be withheld of a sub-sector; the realisation would give the jobs away, so it goes with them.
WITHHELD = ("formal_jobs", "realisation_pct")


def government(figures: Figures, words: Words) -> Block:
    """One row per sub-sector, in the order of the code list."""
    title, rows = words("s_government"), figures.rows("government_sectors")
    if not any(row["has_data"] or row["opgave_jobs"] is not None for row in rows):
        return Block("government", title, [words("no_government")])
    titles = [words("sub_sector"), words("formal_jobs"), words("opgave"), words("realised")]
    lines = [_row(row, words) for row in sorted(rows, key=lambda row: code_lists.rank(CODE, row[CODE]))]
    table = Table("t-3", words("table_3_caption", year=figures.year), titles, lines)
    return Block("government", title, [words("government_text")], table, notes=[" ".join(_notes(rows, words))])


def _row(row: Row, words: Words) -> Line:
    title = code_lists.title(words.language, CODE, row[CODE]) or words("unknown_sub_sector")
    opgave = words.number(row["opgave_jobs"])
    if not row["has_data"]:
        missing = Cell(words("missing"), missing=True)
        return [title, missing, opgave, missing]
    return [
        title,
        Cell(words.figure(row, "formal_jobs"), missing=is_secret(row, "formal_jobs")),
        opgave,
        _realised(row, words),
    ]


def _realised(row: Row, words: Words) -> Cell:
    """The realisation with its bar; neither where it is withheld."""
    if is_secret(row, *WITHHELD):
        return Cell(SIGN, missing=True)
    realised = row["realisation_pct"]
    share = None if realised is None else min(1.0, max(0.0, realised / FULL))
    return Cell(words.numbers.percent(realised, 1), share=share)


def _notes(rows: list[Row], words: Words) -> list[str]:
    notes = [words("government_note")]
    if not all(row["has_data"] for row in rows):
        notes.append(words("government_missing"))
    notes += words.withheld(rows, *WITHHELD)
    if any(row["opgave_jobs"] is None for row in rows):
        notes.append(words("government_no_opgave"))
    return notes
