"""What a page says of a check: by table and label, as the rule or expectation itself has its words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from warehouse.registry.deliveries import DELIVERIES, OF_EVERY_TABLE, TARGET_KNOWN, TARGETS
from warehouse.registry.model import WHOLE_LINE, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.registry.model import DeliveryTable, Expectation, RowRule

#: Titles of what is checked and is no delivered table.
OTHER_TITLES = {TARGETS: ("Doelstellingen", "Targets")}
DUTCH = "nl"


def words(table: str, label: str) -> Words | None:
    """The words of a check, its subject always filled in; None when the registry has no such check."""
    return _of_registry().get((table, label))


def all_checks() -> list[tuple[str, str]]:
    """Every check that the registry has, as (table, label)."""
    return list(_of_registry())


def subject(language: str, table: str, label: str) -> str:
    """What a check is about: the title of its column, or a word for the whole line; its label when it is not known."""
    found = words(table, label)
    return label if found is None else found.subject_nl if language == DUTCH else found.subject_en


def wrong(language: str, table: str, label: str) -> str:
    """What is wrong when a check is broken; its label when it is not known."""
    found = words(table, label)
    return label if found is None else found.nl if language == DUTCH else found.en


def rule(language: str, table: str, label: str) -> str:
    """What a check is about and what is wrong when it is broken; its label when it is not known."""
    if words(table, label) is None:
        return label
    return f"{subject(language, table, label)}: {wrong(language, table, label)}"


def advice(language: str, table: str, label: str) -> str:
    """What to ask, do or deliver when a check is broken; empty when it is not known."""
    found = words(table, label)
    return "" if found is None else found.advice_nl if language == DUTCH else found.advice_en


def is_over_lines(table: str, label: str) -> bool:
    """Whether a check counts lines of its table, not something made of them (strata, keys)."""
    expectations = DELIVERIES[table].expectations if table in DELIVERIES else ()
    return all(each.batch == "" for each in expectations if each.label == label)


def table_title(language: str, name: str) -> str:
    """The title of a delivered table; its name when there is no such table."""
    table = DELIVERIES.get(name)
    titles = OTHER_TITLES.get(name, (name, name)) if table is None else (table.title_nl, table.title_en)
    return titles[0] if language == DUTCH else titles[1]


def column_title(language: str, table: str, name: str) -> str:
    """The title of a column of a delivered table; its name when there is no such column."""
    titles = _titles(DELIVERIES[table]).get(name, (name, name)) if table in DELIVERIES else (name, name)
    return titles[0] if language == DUTCH else titles[1]


@cache
def _of_registry() -> dict[tuple[str, str], Words]:
    found = {(table.name, label): said for table in DELIVERIES.values() for label, said in _of_table(table)}
    return found | {(TARGETS, TARGET_KNOWN.label): TARGET_KNOWN.words}


def _of_table(table: DeliveryTable) -> Iterator[tuple[str, Words]]:
    for one in table.rules():
        yield one.reason, _with_subject(table, one)
    for each in (*table.expectations, *table.measured, *OF_EVERY_TABLE):
        yield each.label, _with_subject(table, each)


def _with_subject(table: DeliveryTable, one: RowRule | Expectation) -> Words:
    if one.words.subject_nl:
        return one.words
    dutch, english = _titles(table).get(one.column, WHOLE_LINE)
    return replace(one.words, subject_nl=dutch, subject_en=english)


def _titles(table: DeliveryTable) -> dict[str, tuple[str, str]]:
    return {column.name: (column.title_nl, column.title_en) for column in table.columns}
