"""Every published table that has no section of its own, for the year: what stewards approve, they can see."""

from __future__ import annotations

import math
from itertools import takewhile
from typing import TYPE_CHECKING

from flows.pages.kit import code_lists, titles
from flows.pages.kit.layout import Column as Head
from flows.pages.kit.layout import Folded, Part, Section, Table
from flows.pages.kit.numbers import NONE
from flows.pages.kit.statuses import ENDING, FREE, SECRET, SIGN, has_secret, is_secret
from flows.pages.report.sections import quota
from transforms.law import TOTAL
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.report.words import Words
    from warehouse.registry.model import Column, Mart

#: Tables that other sections show.
SHOWN_ELSEWHERE = ("realisation", "allocation_key")
#: A reader of the page stops long before this; the table itself has all rows.
MOST_ROWS = 50
#: What stands behind the title of a column by how its unit begins.
SIGNS = {"percent": "%", "euro": "€"}
#: How the names of columns begin that hold a difference: these figures have a sign.
DIFFERENCES = ("change_", "difference_", "gap_", "growth_", "key_effect_", "volume_effect_")
#: Tables that get a row of totals when they have none: the columns that may be summed.
SUMMED = {"liv_by_size": ("employers", "amount_eur"), "social_return": ("obligation_eur", "jobs")}
#: Tables whose definitions a reader must know, as they stand beside figures that are counted in another way.
NOTED = ("target_group", "government_sectors", "ministries", "uncertainty", "social_return")
#: Columns that are said under their table.
SAID_BELOW = {"quota": ("reason",)}


def analyses(data: ReportData, words: Words) -> Section:
    """The rows of the year of each table of figures, folded away."""
    chosen = [mart for name, mart in MARTS.items() if mart.figures and name not in SHOWN_ELSEWHERE]
    found = {mart.name: _rows(data, mart) for mart in chosen if mart.name in data.marts}
    folded = [_folded(data, MARTS[name], rows, words) for name, rows in found.items() if rows]
    none = [titles.title(words.language, name) for name, rows in found.items() if not rows]
    texts = [words("analyses_intro")] if folded else []
    texts += [words("analyses_none", names="; ".join(none))] if none else []
    return Section("analyses", words("s_analyses"), [Part(texts=texts, folded=folded)])


def _rows(data: ReportData, mart: Mart) -> list[Row]:
    """The rows of a table that are made from the year of the candidate, as a reader looks for them."""
    years = range(data.year - mart.years + 1, data.year + 1)
    found = [row for row in data.rows(mart.name) if row[mart.year_column] in years]
    return sorted(found, key=lambda row: [code_lists.rank(name, row[name]) for name in mart.key])


def _folded(data: ReportData, mart: Mart, rows: list[Row], words: Words) -> Folded:
    public = data.marts[mart.name].columns
    columns = [column for column in mart.columns if column.name in public and _is_shown(column, mart)]
    title = titles.title(words.language, mart.name)
    shown, cut = _shown(rows)
    added = _added_total(mart, rows)
    lines = [*shown, *added]
    table = Table(
        f"t-{mart.name}",
        title,
        [Head(_title(one, mart, words), number=_is_number(one, mart)) for one in columns],
        [[_cell(column, row, words) for column in columns] for row in lines],
        heads=sum(column.name in mart.key for column in columns),
        totals=len(added) or _totals(mart, shown),
        notes=[
            *_cut(mart, len(shown), len(rows), cut, words),
            *words.withheld(lines, *(column.name for column in columns)),
            *_notes(mart, rows, words),
        ],
    )
    return Folded(words.counted("analyses_summary", len(rows), title=title), table)


def _is_shown(column: Column, mart: Mart) -> bool:
    return (
        column.name != "year"
        and not column.name.endswith(titles.EXACT)
        and column.name not in SAID_BELOW.get(mart.name, ())
    )


def _shown(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows of totals of a table that is too long for the page, or else its first; and what they are called."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    totals = [row for row in rows if TOTAL in row.values()]
    return (totals, "analyses_totals") if 0 < len(totals) <= MOST_ROWS else (rows[:MOST_ROWS], "analyses_first")


def _added_total(mart: Mart, rows: list[Row]) -> list[Row]:
    """A row of totals for a table that may be summed and has none; a total over a withheld part is withheld too."""
    if mart.name not in SUMMED or any(TOTAL in row.values() for row in rows):
        return []
    found: Row = {name: TOTAL if name in mart.key else None for name in mart.names()}
    for name in SUMMED[mart.name]:
        secret = has_secret(rows, name)
        found[name] = None if secret else math.fsum(row[name] for row in rows if row[name] is not None)
        found[f"{name}{ENDING}"] = SECRET if secret else FREE
    return [found]


def _totals(mart: Mart, rows: list[Row]) -> int:
    """How many rows at the end are totals over every key but the year."""
    keys = [name for name in mart.key if name != mart.year_column]
    at_the_end = takewhile(lambda row: all(row[name] == TOTAL for name in keys), reversed(rows))
    return len(list(at_the_end)) if keys else 0


def _cut(mart: Mart, shown: int, count: int, cut: str, words: Words) -> list[str]:
    return [words(cut, shown=words.number(shown), count=words.number(count), mart=mart.name)] if cut else []


def _notes(mart: Mart, rows: list[Row], words: Words) -> list[str]:
    if mart.name == "quota":
        return quota.why_empty(rows, words)
    return [words(f"note_{mart.name}")] if mart.name in NOTED else []


def _title(column: Column, mart: Mart, words: Words) -> str:
    title = titles.column_title(words.language, mart.name, column.name)
    sign = next((sign for begin, sign in SIGNS.items() if column.unit.startswith(begin)), "")
    return f"{title} ({sign})" if sign else title


def _is_number(column: Column, mart: Mart) -> bool:
    return column.kind in titles.NUMBERS and column.name not in mart.key


def _cell(column: Column, row: Row, words: Words) -> str:
    return SIGN if is_secret(row, column.name) else _value(column, row[column.name], words)


def _value(column: Column, value: str | float | None, words: Words) -> str:
    if value is None:
        return NONE
    if column.kind is Kind.FLAG:
        return words("yes" if value else "no")
    if isinstance(value, str):
        return code_lists.title(words.language, column.name, value) or words.term(value)
    if column.name == "cohort_start":
        return str(value)
    decimals = column.decimals or 0
    return words.signed(value, decimals) if column.name.startswith(DIFFERENCES) else words.number(value, decimals)
