"""Every published table that has no section of its own, as it is over the year: what stewards approve, they can see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flows import inputs
from flows.pages.kit import titles as marts
from flows.pages.kit.numbers import NONE
from flows.pages.report.layout import Column as Head
from flows.pages.report.layout import Folded, Part, Section, Table
from transforms.analyses.scenarios import expanded
from transforms.law import BASELINE_YEAR, TOTAL
from warehouse.reference import codes
from warehouse.reference.lists import PACKAGED
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
#: After every year that can be measured (`flows.cli`).
LAST_YEAR = 2100
#: Columns whose values have a title in a code list of the reference data.
CODE_LISTS = {"overheidssector": "overheidssector", "ground": "grondslag"}
#: Decimals of figures by how their unit begins; others have none.
DECIMALS = {"percent, one": 1, "percent, two": 2, "share": 3, "euro": 2, "jobs, one": 1}


def analyses(data: ReportData, words: Words) -> Section:
    """The rows of the year of each table of figures, folded away."""
    chosen = [mart for name, mart in MARTS.items() if mart.figures and name not in SHOWN_ELSEWHERE]
    found = {mart.name: _rows(data, mart) for mart in chosen if mart.name in data.marts}
    folded = [_folded(MARTS[name], rows, words) for name, rows in found.items() if rows]
    none = [marts.title(words.language, name) for name, rows in found.items() if not rows]
    texts = [words("analyses_intro")] if folded else []
    texts += [words("analyses_none", names="; ".join(none))] if none else []
    return Section("analyses", words("s_analyses"), [Part(texts=texts, folded=folded)])


def _rows(data: ReportData, mart: Mart) -> list[Row]:
    """The rows of a table that are made from the year of the candidate."""
    years = range(data.year - mart.years + 1, data.year + 1)
    return [row for row in data.rows(mart.name) if row[mart.year_column] in years]


def _folded(mart: Mart, rows: list[Row], words: Words) -> Folded:
    columns = [column for column in mart.columns if not column.name.endswith("_exact") and column.name != "year"]
    number = words.numbers.number
    title = marts.title(words.language, mart.name)
    shown, cut = _shown(rows)
    more = words(cut, shown=number(len(shown)), count=number(len(rows)), mart=mart.name) if cut else ""
    table = Table(
        f"t-{mart.name}",
        title,
        [Head(_title(one, mart, words), number=_is_number(one, mart)) for one in columns],
        [[_cell(column, row[column.name], words) for column in columns] for row in shown],
        heads=sum(column.name in mart.key for column in columns),
        notes=[more] if more else [],
    )
    return Folded(words("analyses_summary", title=title, count=number(len(rows))), table)


def _shown(rows: list[Row]) -> tuple[list[Row], str]:
    """The rows of totals of a table that is too long for the page, or else its first; and what they are called."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    totals = [row for row in rows if TOTAL in row.values()]
    return (totals, "analyses_totals") if 0 < len(totals) <= MOST_ROWS else (rows[:MOST_ROWS], "analyses_first")


def _title(column: Column, mart: Mart, words: Words) -> str:
    title = marts.column_title(words.language, mart.name, column.name)
    return f"{title} (%)" if column.unit.startswith("percent") else title


def _is_number(column: Column, mart: Mart) -> bool:
    return column.kind in (Kind.INTEGER, Kind.FLOAT) and column.name not in mart.key


def _cell(column: Column, value: str | float | None, words: Words) -> str:
    if value is None:
        return NONE
    if column.kind is Kind.FLAG:
        return words("yes" if value else "no")
    if isinstance(value, str):
        return _titled(column.name, value, words)
    if column.name == "cohort_start":
        return str(value)
    decimals = next((count for begin, count in DECIMALS.items() if column.unit.startswith(begin)), 0)
    return words.numbers.number(value, decimals)


def _titled(column: str, value: str, words: Words) -> str:
    """A code by its title in the code list of its column, a category by its word, anything else as it is."""
    if column == "scenario":
        return _scenarios(words.language).get(value, value)
    titles = codes.titles(CODE_LISTS[column], words.language) if column in CODE_LISTS else {}
    return titles.get(value) or words.term(value)


@cache
def _scenarios(language: str) -> dict[str, str]:
    """The titles of all scenarios, of every year whose key can be held, by name."""
    rule_sets = expanded(inputs.rule_sets(PACKAGED), range(BASELINE_YEAR, LAST_YEAR))
    return {rules.name: rules.title_nl if language == "nl" else rules.title_en for rules in rule_sets}
