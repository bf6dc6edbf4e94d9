"""What a code is called, and where it stands among the others: as the registry of codes has it, never typed here.

A size class alone has shorter labels: in a table under that heading `3–4` is enough.
"""

from __future__ import annotations

from functools import cache

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.numbers import NUMBERS
from transforms.law import TOTAL, UNKNOWN
from warehouse.reference import codes as reference
from warehouse.registry.codes import codes, scenario_entry, scenario_titles

#: Columns of marts whose codes have titles.
LISTED = ("overheidssector", "ground")
SIZE_CLASS, SCENARIO = "size_class", "scenario"
#: How the last size class ends: Dutch, English.
OR_MORE = {"nl": "of meer", "en": "or more"}
#: Where a value stands: 0 listed, 1 a number, 2 any other, 3 not known, 4 a total; then its number, then its text.
Rank = tuple[int, int, str]


def title(language: str, column: str, code: str) -> str | None:
    """What the code of a column is called; None when no list has it."""
    if column == SCENARIO:
        found = scenario_titles(code)
        return found[LANGUAGES.index(language)] if found else None
    return _titles(language, column).get(code)


def called(language: str, dimension: str, code: str) -> str:
    """What a code is called in a sentence or a list of mixed codes; itself when no list has it."""
    return title(language, dimension, code) or _registered(language).get(dimension, {}).get(code, code)


def rank(column: str, value: object) -> Rank:
    """Where a value of a key stands: in the order of its list, numbers by size, the unknown and totals last."""
    text = str(value)
    if column == SCENARIO:
        number, year = scenario_entry(text) or (len(reference.scenarios()), text)
        return 0, number, year
    listed = list(_titles("nl", column))
    if text in listed:
        return 0, listed.index(text), ""
    if text.isdigit():
        return 1, int(text), ""
    return {TOTAL: 4, UNKNOWN: 3}.get(text, 2), 0, text


@cache
def _titles(language: str, column: str) -> dict[str, str]:
    """The titles of the codes of a column, in the order of their list; the unknown and totals are in none."""
    if column == SIZE_CLASS:
        return {row["code"]: _size(language, row) for row in reference.rows("grootteklasse")}
    found = _registered(language).get(column, {}) if column in LISTED else {}
    return {code: called for code, called in found.items() if code not in {UNKNOWN, TOTAL}}


@cache
def _registered(language: str) -> dict[str, dict[str, str]]:
    """Dimension -> code -> what the registry calls it, in the order of people."""
    found: dict[str, dict[str, str]] = {}
    for one in codes():
        found.setdefault(one.dimension, {})[one.code] = one.title_nl if language == "nl" else one.title_en
    return found


def _size(language: str, row: dict[str, str]) -> str:
    """A size class by its bounds: 1 werknemer, 2, 3–4, 2.000 of meer."""
    low, high = (_whole(language, row[f"{end}_employees"]) for end in ("from", "to"))
    if not high:
        return f"{low} {OR_MORE[language]}"
    if low == high:
        return _registered(language)[SIZE_CLASS][row["code"]] if low == "1" else low
    return f"{low}–{high}"


def _whole(language: str, text: str) -> str:
    return NUMBERS[language].number(int(text)) if text else ""
