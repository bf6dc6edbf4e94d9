"""What changed in figures that were published before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.inputs import described
from flows.pages.factsheet.layout import Block, Table
from flows.pages.kit import titles as marts
from flows.plan import REASONS
from transforms.law import FORMS, SECTORS, TOTAL
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures, Row
    from flows.pages.factsheet.layout import Line
    from flows.pages.factsheet.words import Words

#: The page has room for so many changes, and for so much of a reason; the release's mart `revisions` has all.
MOST_CHANGES, REASON_LENGTH, TITLE_LENGTH = 3, 60, 70
#: Values of keys that have a word here -> its name.
TERMS = {value: f"in_{value}" for value in (*SECTORS, *FORMS, TOTAL)}


def changes(figures: Figures, words: Words) -> Block:
    """How many published figures changed, and the largest changes in jobs."""
    title, about = words("s_changes"), figures.data.about
    release = about["built_on"]
    if release is None:
        return Block("changes", title, [words("first_publication")])
    found = _revised(figures)
    name = "no_changes" if not found else "changes_1" if len(found) == 1 else "changes_n"
    texts = [words(name, release=release, count=words.number(len(found)))]
    if about["supersedes"] is not None:
        texts.append(_supersedes(figures, words))
    return Block("changes", title, texts, _table(found, words))


def _revised(figures: Figures) -> list[Row]:
    """The published figures that both releases have, with another value; unrounded twins and texts are none."""
    shown = {name: described(mart).units for name, mart in MARTS.items() if mart.figures}
    return [
        row
        for row in figures.data.changes.to_dicts()
        if row["column"] in shown.get(row["mart"], {}) and None not in (row["old"], row["new"])
    ]


def _supersedes(figures: Figures, words: Words) -> str:
    about = figures.data.about
    said = words("supersedes", release=about["supersedes"], kind=words(about["change_type"] or "unnamed_change"))
    if about["reason"] in {None, *REASONS.values()}:  # nothing that the kind does not say
        return said
    return f"{said} {words('reason', reason=_cut(about['reason'], REASON_LENGTH))}"


def _table(found: list[Row], words: Words) -> Table | None:
    """The largest changes of whole numbers of jobs."""
    jobs = [row for row in found if _is_in_jobs(row)][:MOST_CHANGES]
    if not jobs:
        return None
    titles = [words("figure"), words("old"), words("new"), words("difference")]
    return Table("t-4", words("table_4_caption"), titles, [_row(row, words) for row in jobs])


def _row(row: Row, words: Words) -> Line:
    names = [words(TERMS[value]) if value in TERMS else value for value in marts.key_values(row["mart"], row["cell"])]
    label = f"{marts.column_title(words.language, row['mart'], row['column'])} ({', '.join(names)})"
    old, new = (words.numbers.of(row[name], 0) for name in ("old", "new"))
    return [_cut(label, TITLE_LENGTH), old, new, words.signed(row["difference"])]


def _is_in_jobs(row: Row) -> bool:
    columns = {column.name: column for column in MARTS[row["mart"]].columns}
    return row["column"] in columns and columns[row["column"]].unit == "jobs" and row["difference"] is not None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
