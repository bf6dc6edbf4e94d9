"""The views of `marts.duckdb`: what a tool sums is right, and readers of Dutch find Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.lists import about
from transforms.protection.public import marked
from warehouse import database, tables
from warehouse.formats import parquet
from warehouse.formats.model import About, of_registry
from warehouse.reference.lists import PACKAGED
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.registry.published import PUBLISHED

OFFICIAL = {2015: 21057, 2016: 30000, 2022: 81117}
REALISATION = [
    *[(2015, "markt", "totaal", 15604, "gepubliceerd"), (2015, "overheid", "totaal", 5453, "gepubliceerd")],
    *[(2015, "totaal", "totaal", 21057, "gepubliceerd"), (2016, "totaal", "totaal", 30000, "gepubliceerd")],
    *[(2022, "markt", "formeel", 70388, "gemeten"), (2022, "overheid", "formeel", 8874, "gemeten")],
    *[(2022, "markt", "inleen", 724, "gemeten"), (2022, "overheid", "inleen", 1130, "gemeten")],
    *[(2022, "markt", "totaal", 71113, "gemeten"), (2022, "overheid", "totaal", 10004, "gemeten")],
    *[(2022, "totaal", "formeel", 79262, "gemeten"), (2022, "totaal", "inleen", 1855, "gemeten")],
    (2022, "totaal", "totaal", 81117, "gemeten"),
]
SECRET = {"formal_jobs": None, "formal_jobs_status": "geheim"}
ROWS: dict[str, list[dict[str, object]]] = {
    "realisation": [
        dict(zip(("year", "sector", "form", "extra_jobs", "origin"), row, strict=True)) for row in REALISATION
    ],
    "ministries": [{"year": 2022, "ministerie": "BZK", **SECRET}],
    "target_group": [
        {"year": 2022, "ground": ground, "arbeidsmarktregio": region, "registered": registered}
        for ground, region, registered in (
            *[("wsw", "01", 20), ("wsw", "02", 30), ("wsw", "totaal", 50)],
            *[("totaal", "01", 20), ("totaal", "02", 30), ("totaal", "totaal", 50)],
        )
    ],
}


#: What stands in a cell that may not be empty.
FILLED = {"text": "", "integer": 0, "float": 0.0, "flag": False}


def marts() -> dict[str, pl.DataFrame]:
    """Public marts with the rows above; what a row leaves out is empty where it may be."""
    found = {}
    for name, mart in PUBLIC_MARTS.items():
        left_out = {column.name: None if column.nullable else FILLED[column.kind] for column in mart.columns}
        frame = pl.DataFrame([left_out | row for row in ROWS.get(name, [])], tables.empty(mart).schema)
        found[name] = tables.conform(marked(frame.lazy(), mart.dimensions), mart)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public folder with every table in Parquet, and its database."""
    folder = tmp_path_factory.mktemp("release")
    (folder / "parquet").mkdir()
    made = marts()
    said = {"release": "2022-abc", "synthetic": "true", "trial": "false", "years": "2022", "code_version": "0.1.0"}
    written = of_registry(PUBLISHED, made | about(made, PACKAGED))
    parquet.write(written, folder / "parquet", About("2022-abc", synthetic=True, trial=False, metadata=said))
    database.write(folder)
    return folder


@pytest.fixture
def found(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as connection:
        yield connection


def test_facts_of_realisation_sum_to_the_official_figure_up_to_half_a_job_a_row(
    found: duckdb.DuckDBPyConnection,
) -> None:
    sums = found.execute("SELECT year, sum(extra_jobs), count(*) FROM fact_realisation GROUP BY year").fetchall()
    assert {year for year, *_ in sums} == OFFICIAL.keys()
    for year, total, rows in sums:
        assert abs(total - OFFICIAL[year]) <= rows / 2
    assert {year: total for year, total, _ in sums}[2015] == OFFICIAL[2015]


def test_facts_have_no_row_of_totals(found: duckdb.DuckDBPyConnection) -> None:
    assert found.execute("SELECT sum(registered), count(*) FROM fact_target_group").fetchone() == (50, 2)
    assert found.execute("SELECT sum(registered) FROM target_group").fetchone() == (200,)


def test_every_mart_has_its_views(found: duckdb.DuckDBPyConnection) -> None:
    views = {name for (name,) in found.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    marking = {name for name, mart in PUBLIC_MARTS.items() if "is_total" in mart.names()}
    assert views == {f"fact_{name}" for name in marking} | {f"nl_{name}" for name in PUBLISHED if name != "codes"}
    for name in views:
        found.execute(f'SELECT count(*) FROM "{name}"')


def test_views_in_dutch_have_titles_labels_and_codes(found: duckdb.DuckDBPyConnection) -> None:
    row = (
        found.execute("FROM nl_realisation WHERE Meetjaar = 2022 AND \"Vorm (code)\" = 'inleen'")
        .pl()
        .row(0, named=True)
    )
    assert (row["Vorm"], row["Sector (code)"] in {"markt", "overheid", "totaal"}) == ("Inleenverbanden", True)
    ministry = found.execute("FROM nl_ministries").pl().row(0, named=True)
    assert (ministry["Ministerie"], ministry["Formele banen"], ministry["Formele banen: status"]) == (
        "BZK",
        None,
        "Geheim",
    )


def test_views_in_dutch_have_every_row_once(found: duckdb.DuckDBPyConnection) -> None:
    for name in PUBLISHED.keys() - {"codes"}:
        counts = f'SELECT (SELECT count(*) FROM "nl_{name}"), (SELECT count(*) FROM "{name}")'
        (of_view, of_table) = found.execute(counts).fetchone() or (0, 1)
        assert of_view == of_table


def test_comments_are_there_dutch_first(found: duckdb.DuckDBPyConnection) -> None:
    for query in (
        "SELECT table_name, comment FROM duckdb_tables()",
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal",
        "SELECT column_name, comment FROM duckdb_columns() WHERE NOT internal AND table_name IN "
        "(SELECT table_name FROM duckdb_tables() WHERE table_name <> 'release')",
    ):
        said = found.execute(query).fetchall()
        assert said
        assert [name for name, comment in said if not comment or " / " not in comment] == []
    of = dict(found.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert of["ministries"].startswith("Ministeries / Ministries (synthetisch / synthetic). ")
    views = dict(found.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert "op een halve baan per rij na" in views["fact_realisation"]


def test_the_release_says_what_it_is(found: duckdb.DuckDBPyConnection) -> None:
    assert found.execute("SELECT release, years, code_version, synthetic, trial FROM release").fetchall() == [
        ("2022-abc", "2022", "0.1.0", True, False)
    ]
