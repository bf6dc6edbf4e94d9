"""What columns of published tables are called (dissemination.md, "The marts themselves")."""

from __future__ import annotations

from collections import defaultdict

import duckdb

from warehouse.registry.mart_columns import PERCENT, SHARE
from warehouse.registry.model import Kind
from warehouse.registry.published import PUBLISHED

COLUMNS = [(mart.name, column) for mart in PUBLISHED.values() for column in mart.columns]
#: Words that no program of SQL takes for the name of a column without quotes, of SQL-92 and of DuckDB.
ALSO_RESERVED = {"table", "column", "select", "from", "where", "order", "group", "by", "key", "values", "primary"}


def reserved() -> set[str]:
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'")
        return {name for (name,) in rows.fetchall()} | ALSO_RESERVED


def test_no_column_is_named_like_a_keyword() -> None:
    words = reserved()
    assert len(words) > 50
    assert [(mart, column.name) for mart, column in COLUMNS if column.name in words] == []


def test_percentages_are_percentages_and_named_so() -> None:
    shares = [(mart, column.name) for mart, column in COLUMNS if column.unit == SHARE]
    named = {(mart, column.name) for mart, column in COLUMNS if column.name.endswith("_pct")}
    assert shares == []
    assert len(named) > 8
    assert named == {(mart, column.name) for mart, column in COLUMNS if column.unit == PERCENT}


def test_precision_is_no_part_of_the_unit() -> None:
    assert [column.name for _, column in COLUMNS if "decimal" in column.unit] == []
    percentages = [column for mart, column in COLUMNS if column.unit == PERCENT and mart != "quality"]
    assert {column.decimals for column in percentages} == {1, 2, 4}


def test_a_name_means_one_thing_in_all_marts() -> None:
    formal = [mart for mart, column in COLUMNS if column.name == "formal_jobs"]
    assert formal == ["government_sectors", "ministries"]
    assert not {mart for mart, column in COLUMNS if column.name == "level_jobs"} & set(formal)
    kinds: dict[str, set[tuple[Kind, str]]] = defaultdict(set)
    for _, column in COLUMNS:
        if column.name not in {"old", "new", "difference", "source"}:
            kinds[column.name].add((column.kind, column.unit))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_one_column_has_one_code_list() -> None:
    dimensions: dict[str, set[str]] = defaultdict(set)
    for _, column in COLUMNS:
        dimensions[column.name].add(column.dimension)
    assert {name: found for name, found in dimensions.items() if len(found) > 1} == {}
