"""What `marts.duckdb` has besides tables: comments, Dutch first, and views for readers who sum and who read Dutch.

`fact_<mart>` leaves out the rows that are sums of others, so that a tool may sum what it finds; `nl_<mart>` has Dutch
titles and the labels of codes. All of it comes from the Parquet files: their metadata and the table `codes`
(dissemination.md, "A release folder").
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACT, DUTCH = "fact_", "nl_"
RELEASE, CODES, REALISATION, IS_TOTAL = "release", "codes", "realisation", "is_total"
#: The dimension whose codes say why a cell is empty: a reader of Dutch gets the words alone.
STATUS = "status"
#: Of a published year there are totals of the forms alone, and of some years the total of the sectors alone.
ROWS_OF_REALISATION = """NOT is_total OR (origin = 'gepubliceerd' AND form = 'totaal' AND (sector <> 'totaal'
OR year NOT IN (SELECT year FROM realisation WHERE sector <> 'totaal')))"""
SUMS_NL = (
    "Van gepubliceerde jaren vorm totaal, van gemeten jaren de delen: extra_jobs telt per jaar op tot het officiële "
    "cijfer, op een halve baan per rij na, want elke rij is voor zichzelf afgerond."
)
SUMS_EN = (
    "Of published years form totaal, of measured ones the parts: extra_jobs of a year sums to the official figure, up "
    "to half a job a row, for each row is rounded by itself."
)
#: What a file of a synthetic or trial release says of it.
LABELS = {"synthetic": "synthetisch / synthetic", "trial": "proefopstelling / trial"}


def release(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The table `release`: one row that says what release this is, as each file of it does."""
    said = next((dict(table.schema.metadata or {}) for table in tables.values()), {})
    texts = {name: about(said, name) for name in ("release", "years", "rule_sets", "code_version")}
    flags = {name: about(said, name) == "true" for name in LABELS}
    schema = [(name, pa.string()) for name in texts] + [(name, pa.bool_()) for name in flags]
    return pa.Table.from_pylist([texts | flags], schema=pa.schema(schema))


def statements(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """The SQL that comments the tables, which are there, and makes the views.

    Args:
        tables: the tables of the Parquet files by name, with their metadata.
    """
    yield _comment("TABLE", sql.name(RELEASE), "Welke publicatie dit is / Which release this is")
    for name, table in tables.items():
        yield from _comments(name, table.schema)
        if IS_TOTAL in table.schema.names:
            yield from _fact(name, table.schema)
        if CODES in tables and name != CODES:
            yield from _dutch(name, table.schema, set(tables[CODES]["dimension"].to_pylist()))


def about(metadata: Mapping[bytes, bytes] | None, name: str) -> str:
    """What the metadata of a file or column say; empty without."""
    return (metadata or {}).get(name.encode(), b"").decode()


def _comments(name: str, schema: pa.Schema) -> Iterator[str]:
    note = about(schema.metadata, "note")
    yield _comment("TABLE", sql.name(name), f"{_title(schema)}{'. ' if note else ''}{note}")
    for field in schema:
        dutch, english, unit = (about(field.metadata, one) for one in ("title_nl", "title_en", "unit"))
        said = f"{dutch}{f' [{unit}]' if unit else ''} / {english}"
        yield _comment("COLUMN", f"{sql.name(name)}.{sql.name(field.name)}", said)


def _fact(name: str, schema: pa.Schema) -> Iterator[str]:
    view, special = sql.name(FACT + name), name == REALISATION and "origin" in schema.names
    rows = ROWS_OF_REALISATION if special else f"NOT {IS_TOTAL}"
    yield f"CREATE VIEW {view} AS SELECT * FROM {sql.name(name)} WHERE {rows}"
    nl, en = (SUMS_NL, SUMS_EN) if special else ("Zonder totaalrijen.", "Without rows of totals.")
    yield _comment("VIEW", view, f"{_title(schema)}. {nl} / {en}")


def _dutch(name: str, schema: pa.Schema, dimensions: set[str]) -> Iterator[str]:
    """The view with Dutch titles: a column of codes has its labels, and behind them the codes."""
    view, titles, columns, joins = sql.name(DUTCH + name), _titles(schema), list[str](), list[str]()
    for number, field in enumerate(schema):
        column, dimension = f"m.{sql.name(field.name)}", about(field.metadata, "dimension")
        if dimension not in dimensions:
            columns.append(f"{column} AS {sql.name(titles[field.name])}")
            continue
        joins.append(f"LEFT JOIN {CODES} c{number} ON c{number}.dimension = {sql.text(dimension)} "
                     f"AND c{number}.code = {column}")  # fmt: skip
        columns.append(f"coalesce(c{number}.title_nl, {column}) AS {sql.name(titles[field.name])}")
        if dimension != STATUS:
            columns.append(f"{column} AS {sql.name(titles[field.name] + ' (code)')}")
    yield f"CREATE VIEW {view} AS SELECT {', '.join(columns)} FROM {sql.name(name)} m {' '.join(joins)}"
    yield _comment("VIEW", view, f"{_title(schema)}. Met Nederlandse titels en labels. / With Dutch titles and labels.")


def _titles(schema: pa.Schema) -> dict[str, str]:
    """The Dutch title of each column; with its name, where another one has that title too."""
    titles = {field.name: about(field.metadata, "title_nl") or field.name for field in schema}
    times = Counter(titles.values())
    return {name: f"{title} ({name})" if times[title] > 1 else title for name, title in titles.items()}


def _title(schema: pa.Schema) -> str:
    """The titles of a table, with what its files say that it is not: of real people, of a release that is signed."""
    labels = [words for name, words in LABELS.items() if about(schema.metadata, name) == "true"]
    titles = " / ".join(about(schema.metadata, name) for name in ("title_nl", "title_en"))
    return titles + (f" ({', '.join(labels)})" if labels else "")


def _comment(kind: str, of: str, words: str) -> str:
    return f"COMMENT ON {kind} {of} IS {sql.text(words)}"
