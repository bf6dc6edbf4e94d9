"""The steps of a lineage as tables."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flows.pages.kit import code_lists
from flows.pages.kit.layout import Cell, Column, Part, Table, numbers, texts
from flows.pages.review.origin import UNROUNDED, Unit
from warehouse.registry import wording

if TYPE_CHECKING:
    from flows.pages.kit.layout import Line
    from flows.pages.review.origin import Amount, File, Origin, Step
    from flows.pages.review.words import Words

#: Decimals of what is not rounded yet, and of percentages.
DECIMALS = {Unit.HOURS_PER_JOB: 2, Unit.PERCENT: 1} | dict.fromkeys(UNROUNDED, 2)
#: Decimals of a percentage that is not rounded.
UNROUNDED_SHARE = 4


def steps(shown: Origin, words: Words) -> list[Part]:
    """A part for each step: its title, and a table of its files or numbers."""
    return [part(f"{shown.anchor}-{number}", step, words) for number, step in enumerate(shown.steps, start=1)]


def part(identifier: str, step: Step, words: Words) -> Part:
    """A step: its table, whose caption says what is done; a sentence where there is none."""
    title = words(f"step_{step.name}", year=step.year)
    sources = [step.source] if step.source else []
    if step.files:
        return Part(texts=sources, table=_files(identifier, title, step.files, words))
    if step.amounts:
        return Part(texts=sources, table=_amounts(identifier, title, step, words))
    return Part(texts=[f"{title}.", *sources])


def _files(identifier: str, title: str, files: tuple[File, ...], words: Words) -> Table:
    columns = [
        *texts(words("of_file"), words("of_table")),
        Column(words("of_digest"), code=True),
        *numbers(words("of_delivered"), words("of_accepted"), words("of_quarantined")),
    ]
    rows: list[Line] = [
        [
            one.name,
            wording.table_title(words.language, one.table),
            one.sha256,
            *(words.number(count) for count in (one.delivered, one.accepted, one.quarantined)),
        ]
        for one in files
    ]
    return Table(identifier, title, columns, rows)


def _amounts(identifier: str, title: str, step: Step, words: Words) -> Table:
    columns = [Column(words("of_what")), *numbers(words("of_amount")), Column(words("of_unit"))]
    rows: list[Line] = [
        [Cell(_what(one, words)), number(one, words), words(f"unit_{one.unit.value}")] for one in step.amounts
    ]
    return Table(identifier, title, columns, rows)


def number(one: Amount, words: Words) -> str:
    """An amount as it is read."""
    decimals = UNROUNDED_SHARE if one.name == "share" else DECIMALS.get(one.unit, 0)
    value = float(one.value) if isinstance(one.value, Fraction) else one.value
    return words.number(value, decimals)


def _what(one: Amount, words: Words) -> str:
    found = ", ".join(_said(name, code, one, words) for name, code in one.parts)
    return f"{words(f'of_{one.name}')}: {found}" if found else words(f"of_{one.name}")


def _said(name: str, code: str, one: Amount, words: Words) -> str:
    """What one of the parts of an amount is called."""
    if name == "kind":
        return words.term(f"kind_{code}")
    if name == "sector" and one.unit is Unit.HOURS:
        return words("employer_in", sector=code_lists.called(words.language, name, code))
    return words(f"in_{name}", **{name: code_lists.called(words.language, name, code)})
