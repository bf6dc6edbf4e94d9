"""`marts.duckdb` is made at publication and has the cells of the Parquet files: whatever is done to it is seen."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse import database
from warehouse.errors import TamperedError

ROWS = pl.DataFrame(
    {
        "name": ["b", "a", None],
        "is_total": [False, True, False],
        "jobs": [3, None, 1],
        "share": [0.1, 0.0, None],
        "flag": [True, None, False],
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A public folder with two tables, and their database."""
    (tmp_path / "parquet").mkdir()
    for name in ("one", "two"):
        ROWS.write_parquet(tmp_path / "parquet" / f"{name}.parquet")
    assert len(database.write(tmp_path)) == 64
    return tmp_path


def sql(text: str) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        with duckdb.connect(str(folder / "marts.duckdb")) as connection:
            connection.execute(text)

    return run


def noise(folder: Path) -> None:
    (folder / "marts.duckdb").write_bytes(b"noise")


def linked(folder: Path) -> None:
    (folder / "marts.duckdb").unlink()
    (folder / "marts.duckdb").symlink_to("/dev/null")


CHANGES = {
    "a value": sql("UPDATE one SET jobs = 4 WHERE name = 'b'"),
    "an empty cell": sql("UPDATE one SET jobs = 0 WHERE jobs IS NULL"),
    "a value emptied": sql("UPDATE one SET share = NULL WHERE name = 'b'"),
    "order": sql("CREATE OR REPLACE TABLE one AS FROM one ORDER BY name"),
    "a type": sql("ALTER TABLE one ALTER jobs TYPE INTEGER"),
    "a name": sql("ALTER TABLE one RENAME jobs TO people"),
    "a column more": sql("ALTER TABLE one ADD COLUMN more INTEGER"),
    "a row more": sql("INSERT INTO one FROM one LIMIT 1"),
    "a table less": sql("DROP TABLE one"),
    "a table more": sql("CREATE TABLE three AS FROM one"),
    "a schema more": sql("CREATE SCHEMA s; CREATE TABLE s.one AS FROM main.one"),
    "a view": sql("CREATE VIEW three AS FROM one"),
    "a view in its place": sql("ALTER TABLE one RENAME TO kept; CREATE VIEW one AS FROM kept"),
    "a view over another": sql("DROP VIEW fact_one; CREATE VIEW fact_one AS SELECT * FROM two WHERE NOT is_total"),
    "a view less": sql("DROP VIEW fact_two"),
    "a comment on a table": sql("COMMENT ON TABLE one IS 'real'"),
    "a comment on a column": sql("COMMENT ON COLUMN one.jobs IS 'people'"),
    "a comment on a view": sql("COMMENT ON VIEW fact_one IS 'sums'"),
    "a macro": sql("CREATE MACRO sum_of(a) AS a + 1"),
    "another release": sql("UPDATE release SET release = 'other'"),
    "cut": lambda folder: os.truncate(folder / "marts.duckdb", 5000),
    "noise": noise,
    "gone": lambda folder: (folder / "marts.duckdb").unlink(),
    "linked": linked,
}


def test_the_database_has_every_cell(folder: Path) -> None:
    assert database.faults(folder) == []
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as marts:
        assert marts.execute("FROM one").pl().equals(ROWS)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named(folder: Path, change: str) -> None:
    CHANGES[change](folder)
    assert database.faults(folder)
    with pytest.raises(TamperedError, match=r"marts\.duckdb"):
        database.check(folder)


def test_one_that_the_release_does_not_name(folder: Path) -> None:
    """The same cells in other bytes."""
    (folder / "release.json").write_text(json.dumps({"marts_duckdb_sha256": "0" * 64}))
    assert database.faults(folder) == ["marts.duckdb is not the one that release.json names"]


@pytest.mark.parametrize("planted", [linked, lambda _: None], ids=["link", "file"])
def test_one_that_is_there_is_never_taken_over(folder: Path, planted: Callable[[Path], None]) -> None:
    planted(folder)
    with pytest.raises(TamperedError, match="is made at publication; build the candidate again"):
        database.write(folder)


@pytest.mark.parametrize("end", [0, 20, -1])
def test_parquet_files_that_are_none(folder: Path, end: int) -> None:
    one = folder / "parquet" / "one.parquet"
    one.write_bytes(one.read_bytes()[:end])
    assert database.faults(folder) == ["parquet/ cannot be read"]
