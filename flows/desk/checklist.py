"""What a steward has to say something of before an approval: each warning, and each group of changed figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.pages.kit import titles
from warehouse.registry import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.desk.words import Words
    from flows.pages.review.card import DecisionCard


@dataclass(frozen=True, slots=True)
class Item:
    """One of the list.

    Attributes:
        key: what a form calls it.
        name: what the note of the decision calls it, in every language the same.
        title, text: what the page says of it.
        advice: what to look at; empty where nothing is said.
    """

    key: str
    name: str
    title: str
    text: str
    advice: str = ""


def items(about: Mapping[str, Any], card: DecisionCard, words: Words) -> list[Item]:
    """The list of a candidate.

    Args:
        about: its internal manifest.
        card: its decision card.
        words: the language of the page.
    """
    warned = [_warning(number, one, words) for number, one in enumerate(about["warnings"], start=1)]
    changed = enumerate(card.changed.marts.items(), start=1)
    return warned + [_changed(number, mart, count, words) for number, (mart, count) in changed]


def note(found: Sequence[Item], notes: Mapping[str, str], more: str) -> str:
    """The note of a decision: what was said of each item, and what was said besides."""
    lines = [f"{one.name}: {_one_line(notes[one.key])}" for one in found]
    return "\n".join([*lines, *([more.strip()] if more.strip() else [])])


def missing(found: Sequence[Item], notes: Mapping[str, str]) -> list[Item]:
    """The items of which nothing is said."""
    return [one for one in found if not notes.get(one.key, "").strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _warning(number: int, one: Mapping[str, Any], words: Words) -> Item:
    table, expectation, language = one["table"], one["expectation"], words.language
    name = f"{one['year']} {table} {expectation}"
    if wording.words(table, expectation) is None:
        return Item(f"w{number}", name, f"{one['year']}: {table}, {expectation}", one["says"])
    subject = wording.subject(language, table, expectation)
    title = f"{one['year']}, {wording.table_title(language, table)}: {subject[:1].lower()}{subject[1:]}"
    wrong = wording.wrong(language, table, expectation)
    text = words(
        "warned",
        wrong=f"{wrong[:1].upper()}{wrong[1:]}",
        failed=words.number(one["failed_rows"]),
        checked=words.number(one["checked_rows"]),
    )
    return Item(f"w{number}", name, title, text, wording.advice(language, table, expectation))


def _changed(number: int, mart: str, count: int, words: Words) -> Item:
    title = words("changed_title", table=titles.title(words.language, mart))
    return Item(f"c{number}", f"changed {mart}", title, words.counted("changed_figures", count))
