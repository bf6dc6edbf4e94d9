"""The card, the differences and the lineage as pieces of HTML, for a page of the report and for the desk.

They are in the style of `templates/kit/document.css.j2` and `templates/review/review.css.j2`, and hold no scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from flows.pages.kit import titles
from flows.pages.kit.layout import Table, numbers, texts
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.review import origin_tables
from flows.pages.review.differences import TABLE_1
from flows.pages.review.told import cell, told
from flows.pages.review.words import Words
from warehouse.registry import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.review.card import DecisionCard
    from flows.pages.review.differences import Change, Comparison, Group
    from flows.pages.review.origin import Origin

TEMPLATES = FOLDER / "review"
#: Cells of one table that a page shows, when it is not said how many.
MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the card: what it is about, and what is said; `names` are said below it."""

    term: str
    text: str
    names: Sequence[str] = ()


def style() -> str:
    """The CSS of these pieces."""
    return environment(TEMPLATES).get_template("review.css.j2").render()


def card(shown: DecisionCard, language: str) -> Markup:
    """The decision card."""
    words = Words(language)
    return _drawn("card.html.j2", t=words, card=shown, title=title(shown, words), lines=lines(shown, words))


def comparison(shown: Comparison, language: str, most: int = MOST) -> Markup:
    """The differences, a table for each published table; of each the first `most`."""
    words = Words(language)
    tables = differences(shown, words, most)
    said = "differences_order" if tables else "differences_none"
    text = [words(said, older=shown.older, newer=shown.newer), *_added(shown, words)]
    return _drawn("comparison.html.j2", texts=text, tables=tables)


def lineage(shown: Origin, language: str) -> Markup:
    """Where the figures of a row come from: a heading, and a table for each step."""
    words = Words(language)
    return _drawn("origin.html.j2", **origin_parts(shown, words))


def origin_parts(shown: Origin, words: Words) -> dict[str, object]:
    """What the template of one row needs."""
    columns = [titles.column_title(words.language, shown.mart, name) for name in shown.withheld]
    return {
        "t": words,
        "anchor": shown.anchor,
        "title": f"{titles.title(words.language, shown.mart)}: {cell(shown.cell, words)}",
        "withheld": words("origin_withheld", columns=words.listed(columns)) if columns else "",
        "steps": origin_tables.steps(shown, words),
    }


def title(shown: DecisionCard, words: Words) -> str:
    """What the candidate is, in a few words."""
    return words(f"what_{shown.what.value}", years=words.listed([str(year) for year in shown.years]))


def lines(shown: DecisionCard, words: Words) -> list[Line]:
    """The lines of the card."""
    found = [Line(words("card_changed"), _changed(shown, words), _by_table(shown, words))]
    found += _largest(shown, words)
    found.append(Line(words("card_warnings"), _warnings(shown, words)))
    found.append(Line(words("card_published"), agreement(shown, words)))
    note = "card_needs_note" if shown.needs_note else "card_needs_no_note"
    return [*found, Line(words("card_note"), words(note))]


def agreement(shown: DecisionCard, words: Words) -> str:
    """How far the numbers of the letters agree."""
    found = shown.agreement
    said = [words("card_agree", agrees=words.number(found["agrees"]), whole=words.number(sum(found.values())))]
    names = (("differs", "card_differ"), ("not_measured", "card_not_measured"))
    said += [words.counted(name, found[kind]) for kind, name in names if found[kind]]
    return f"{'; '.join(said)}."


def differences(shown: Comparison, words: Words, most: int = MOST) -> list[Table]:
    """The differences as tables, one for each published table."""
    return [_table(shown, group, words, most) for group in shown.groups if group.told]


def _added(shown: Comparison, words: Words) -> list[str]:
    """What only the later one has, counted by table."""
    found = {group.mart: len(group.changes) - len(group.told) for group in shown.groups}
    named = [f"{titles.title(words.language, mart)}: {words.number(count)}" for mart, count in found.items() if count]
    return [words("differences_added", names="; ".join(named))] if named else []


def _drawn(template: str, **shown: object) -> Markup:
    return Markup(environment(TEMPLATES).get_template(template).render(**shown))  # noqa: S704 - the template escapes


def _changed(shown: DecisionCard, words: Words) -> str:
    found = shown.changed
    if not found.figures:
        return words("card_none")
    return words.counted("card_changed", found.figures, table_1=words.number(found.of_table_1))


def _by_table(shown: DecisionCard, words: Words) -> list[str]:
    """How many figures change by table, table 1 first; nothing where that says it all already."""
    if not set(shown.changed.marts) - {TABLE_1}:
        return []
    return [
        f"{titles.title(words.language, mart)}: {words.number(count)}" for mart, count in shown.changed.marts.items()
    ]


def _largest(shown: DecisionCard, words: Words) -> list[Line]:
    of_table_1, of_all = shown.changed.largest_of_table_1, shown.changed.largest
    found = [("card_largest_table_1", of_table_1)] if of_table_1 else []
    found += [("card_largest", of_all)] if of_all and of_all != of_table_1 else []
    return [Line(words(name), one_change(change, words)) for name, change in found]


def one_change(change: Change, words: Words) -> str:
    """A change in one line; with its table unless that is table 1."""
    shown = told(change, words)
    where = shown.where if change.mart == TABLE_1 else f"{shown.table}, {shown.where}"
    return words("card_one", where=where, old=shown.old, new=shown.new, change=shown.change)


def _warnings(shown: DecisionCard, words: Words) -> str:
    if not shown.warnings:
        return words("card_no_warnings")
    names = "; ".join(warning(table, expectation, words) for table, expectation in shown.new_warnings)
    new = len(shown.new_warnings)
    said = "card_warnings_first" if shown.last_year is None else "card_warnings_new" if new else "card_warnings_same"
    return words.counted(said, shown.warnings, new=new, year=shown.last_year, names=names)


def warning(table: str, expectation: str, words: Words) -> str:
    """What a warning is called: the delivered table and what it is about."""
    about = wording.subject(words.language, table, expectation).lower()
    return f"{wording.table_title(words.language, table)}, {about}"


def _table(shown: Comparison, group: Group, words: Words, most: int) -> Table:
    number = words.numbers.number
    told_of = group.told
    many = len(told_of) > most
    command = f"banenafspraak diff {shown.older} {shown.newer}"
    notes = [words("differences_more", shown=number(most), count=number(len(told_of)), command=command)]
    columns = [
        *texts(words("cell"), words("figure")),
        *numbers(words("old"), words("new"), words("difference"), words("relative")),
    ]
    caption = words("differences_caption", table=titles.title(words.language, group.mart), count=number(len(told_of)))
    rows = [_row(change, words) for change in told_of[:most]]
    return Table(f"t-changes-{group.mart}", caption, columns, rows, heads=2, notes=notes if many else ())


def _row(change: Change, words: Words) -> list[str]:
    one = told(change, words)
    return [one.cell, one.figure, one.old, one.new, one.difference, one.relative]
