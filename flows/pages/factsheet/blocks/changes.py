"""What changed in figures that were published before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.layout import Block, Table
from flows.pages.kit import code_lists, titles
from transforms.law import FORMS, SECTORS, TOTAL

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
    said = words.counted("changes", len(found), release=release) if found else words("no_changes", release=release)
    texts = [said]
    if about["supersedes"] is not None:
        texts.append(_supersedes(figures, words))
    return Block("changes", title, texts, _table(found, words))


def _revised(figures: Figures) -> list[Row]:
    """The figures that both releases show, with another value, largest first; unrounded twins and texts are none."""
    return [row for row in figures.data.revised() if row["column"] in titles.figures(row["mart"])]


def _supersedes(figures: Figures, words: Words) -> str:
    about = figures.data.about
    said = words("supersedes", release=about["supersedes"], kind=words(about["change_type"] or "unnamed_change"))
    reason = figures.data.given_reason
    return f"{said} {words('reason', reason=_cut(reason, REASON_LENGTH))}" if reason else said


def _table(found: list[Row], words: Words) -> Table | None:
    """The largest changes of whole numbers of jobs."""
    jobs = [row for row in found if _is_in_jobs(row)][:MOST_CHANGES]
    if not jobs:
        return None
    titles = [words("figure"), words("old"), words("new"), words("difference")]
    return Table("t-4", words("table_4_caption"), titles, [_row(row, words) for row in jobs])


def _row(row: Row, words: Words) -> Line:
    names = [_called(name, value, words) for name, value in titles.key_values(row["mart"], row["cell"])]
    label = f"{titles.column_title(words.language, row['mart'], row['column'])} ({', '.join(names)})"
    old, new = (words.numbers.of(row[name], 0) for name in ("old", "new"))
    return [_cut(label, TITLE_LENGTH), old, new, words.signed(row["difference"])]


def _called(column: str, value: str, words: Words) -> str:
    return code_lists.title(words.language, column, value) or (words(TERMS[value]) if value in TERMS else value)


def _is_in_jobs(row: Row) -> bool:
    whole = not titles.decimals(row["mart"], row["column"])
    return whole and titles.unit(row["mart"], row["column"]) == "jobs" and row["difference"] is not None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
