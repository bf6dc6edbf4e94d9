"""A condition in a structured form says the same in SQL and in polars; so does every row rule of a big table."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.delivery.kernel import lines
from warehouse.delivery.kernel.lines import TYPES, broken, may_break
from warehouse.delivery.loading import judged_sql
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.model import DeliveryTable, RowRule
from warehouse.registry.terms import terms

BIG = [table.under(terms(PACKAGED, law_book(PACKAGED).law(2023))) for table in DELIVERIES.values() if table.summary]
RULES = [
    (table, rule)
    for table in BIG
    for rule in [rule for column in table.columns for rule in column.rules]
    + [rule for rule in table.line_rules if not rule.needs_all_lines]
]


def named(value: object) -> str:
    """What a case is called."""
    return value.reason if isinstance(value, RowRule) else "of"


NUMBERS = st.from_regex(r"[0-9]{9}", fullmatch=True)
LHNRS = st.from_regex(r"[0-9]{9}L[0-9]{2}", fullmatch=True)
DAYS = tuple(date(2023, 1, 1) + timedelta(days) for days in (0, 1, -1, 30, 364, 365, 366, 367, -400))
DAYS += (date(9999, 12, 31), date(1, 1, 1))
ODD = st.text(alphabet="0123456789L+- _.e٣\n\u00a0", max_size=13) | st.text(max_size=12)
TEXTS = st.lists(NUMBERS | LHNRS | ODD, min_size=1, max_size=40)


@pytest.mark.parametrize(("table", "rule"), [one for one in RULES if one[1].pattern], ids=named)
@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_pattern_says_the_same_in_both(table: DeliveryTable, rule: RowRule, texts: list[str]) -> None:
    lines_ = pl.DataFrame({rule.column: texts})
    helpers = [helper for helper in table.helpers if helper.name.startswith(rule.column)]
    assert by_sql(lines_, rule, helpers) == by_polars(lines_, rule, helpers)


@pytest.mark.parametrize(("table", "rule"), RULES, ids=named)
def test_rule_says_the_same_in_both(table: DeliveryTable, rule: RowRule) -> None:
    lines_ = odd_lines(table, Random(rule.reason))  # noqa: S311 - no secret
    assert by_sql(lines_, rule, table.helpers) == by_polars(lines_, rule, table.helpers)


@pytest.mark.parametrize("table", BIG, ids=lambda table: table.name)
def test_every_line_that_breaks_a_rule_is_looked_at(table: DeliveryTable) -> None:
    for seed in range(20):
        odd = odd_lines(table, Random(seed))  # noqa: S311 - no secret
        helped = odd.with_columns(helper.expression().alias(helper.name) for helper in table.helpers)
        looked_at = helped.select(may_break(table)).to_series().to_list()
        with duckdb.connect() as connection:
            connection.register("odd", odd)
            judged = judged_sql(table, lines.layout(table), "odd", "place")
            rules = connection.execute(f"SELECT _rule FROM ({judged}) ORDER BY place").fetchall()
        missed = [line for line, (rule,) in enumerate(rules) if rule and not looked_at[line]]
        assert any(rule for (rule,) in rules)
        assert not missed


@pytest.mark.parametrize("table", BIG, ids=lambda table: table.name)
def test_expectations_look_at_columns_of_the_summary_only(table: DeliveryTable) -> None:
    assert table.summary
    others = {column.name for column in table.columns} - set(table.summary.by)
    queries = [one.broken_when for one in table.expectations if not one.batch] + [query for _, query in table.views]
    named = {name for query in queries for name in others if name in query}
    assert not named
    assert {column.kind for column in table.columns} <= TYPES.keys()
    assert set(table.key) & set(table.summary.by), "no slice could be told from another by its key"


def by_sql(odd: pl.DataFrame, rule: RowRule, helpers: object) -> list[bool]:
    helped = "".join(f", {helper.sql()} AS {helper.name}" for helper in helpers)  # type: ignore[attr-defined]
    with duckdb.connect() as connection:
        connection.register("odd", odd.with_row_index("_place"))
        found = connection.execute(
            f"SELECT coalesce({rule.broken_when}, false) FROM (SELECT *{helped} FROM odd) ORDER BY _place"
        ).fetchall()
    return [bool(one) for (one,) in found]


def by_polars(odd: pl.DataFrame, rule: RowRule, helpers: object) -> list[bool]:
    helped = odd.with_columns([helper.expression().alias(helper.name) for helper in helpers])  # type: ignore[attr-defined]
    return helped.select(broken(rule).fill_null(value=False)).to_series().to_list()


def odd_lines(table: DeliveryTable, random: Random, height: int = 300) -> pl.DataFrame:
    """Lines with values on every side of every limit, many of them empty; `place` is their number."""
    columns = {
        column.name: pl.Series([odd_value(column.name, random) for _ in range(height)], dtype=TYPES[column.kind][0])
        for column in table.columns
    }
    return pl.DataFrame(columns | {"place": range(height)})


def odd_value(name: str, random: Random) -> object:
    """A value of a column, now and then none."""
    values: dict[str, tuple[object, ...]] = {
        "bsn": ("123456782", "111222333", "000000000", "123456789", "12345678", "", "+12345678"),
        "lhnr": ("123456789L01", "123456789L00", "123456789l01", "12345678L011", ""),
        "onbepaalde_tijd": (True, False),
        **dict.fromkeys(("srtiv", "cdaard", "status"), ("11", "13", "15", "1", "82", "initieel", "", "x")),
    }
    numbers = (-1, 0, 1, 23, 24, 25, 24 * 31, 24 * 366, 24 * 367, 10**9)
    one = random.choice(DAYS if name.startswith("datum") else values.get(name, numbers))
    return None if random.random() < 0.05 else one
