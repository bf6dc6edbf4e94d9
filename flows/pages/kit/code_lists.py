"""What a code is called, and where it stands among the others: from the reference data, never typed here."""

from __future__ import annotations

import re
from functools import cache

from flows.pages.kit.numbers import NUMBERS
from transforms.law import TOTAL, UNKNOWN
from warehouse.reference import codes

#: Columns of marts whose codes have titles -> the reference list.
LISTS = {"overheidssector": "overheidssector", "ground": "grondslag"}
SIZE_CLASS, SCENARIO = "size_class", "scenario"
#: What stands for the year in the name and the titles of a scenario.
YEAR = "{year}"
#: A size class of one employee, and the last one: (Dutch, English).
ONE_EMPLOYEE = {"nl": "1 werknemer", "en": "1 employee"}
OR_MORE = {"nl": "of meer", "en": "or more"}
#: Where a value stands: 0 listed, 1 a number, 2 any other, 3 not known, 4 a total; then its number, then its text.
Rank = tuple[int, int, str]


def title(language: str, column: str, code: str) -> str | None:
    """What the code of a column is called; None when no list has it."""
    if column == SCENARIO:
        return _scenario(language, code)
    return _titles(language, column).get(code)


def rank(column: str, value: object) -> Rank:
    """Where a value of a key stands: in the order of its list, numbers by size, the unknown and totals last."""
    text = str(value)
    if column == SCENARIO:
        return 0, *_scenario_entry(text)
    listed = list(_titles("nl", column))
    if text in listed:
        return 0, listed.index(text), ""
    if text.isdigit():
        return 1, int(text), ""
    return {TOTAL: 4, UNKNOWN: 3}.get(text, 2), 0, text


@cache
def _titles(language: str, column: str) -> dict[str, str]:
    """The titles of the codes of a column, in the order of their list."""
    if column == SIZE_CLASS:
        return {row["code"]: _size(language, row) for row in codes.rows("grootteklasse")}
    return codes.titles(LISTS[column], language) if column in LISTS else {}


def _size(language: str, row: dict[str, str]) -> str:
    """A size class by its bounds: 1 werknemer, 2, 3–4, 2.000 of meer."""
    low, high = (_whole(language, row[f"{end}_employees"]) for end in ("from", "to"))
    if not high:
        return f"{low} {OR_MORE[language]}"
    if low == high:
        return ONE_EMPLOYEE[language] if low == "1" else low
    return f"{low}–{high}"


def _whole(language: str, text: str) -> str:
    return NUMBERS[language].number(int(text)) if text else ""


def _scenario(language: str, name: str) -> str | None:
    """The title of a scenario; of an entry that stands for one scenario per year, with the year of this one."""
    number, year = _scenario_entry(name)
    entries = codes.scenarios()
    return None if number == len(entries) else str(entries[number][f"title_{language}"]).replace(YEAR, year)


@cache
def _scenario_entry(name: str) -> tuple[int, str]:
    """The number of the entry of a scenario, and its year if it has one; past the last for an unknown name."""
    entries = codes.scenarios()
    for number, entry in enumerate(entries):
        found = re.fullmatch(re.escape(entry["name"]).replace(re.escape(YEAR), r"(\d{4})"), name)
        if found:
            return number, "".join(found.groups())
    return len(entries), name
