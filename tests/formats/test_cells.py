"""Every cell of every table in every format is the one that polars has, read back by clients that are not ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyreadstat
import pytest

from tests.support import small_release
from tests.support.format_readers import AGENCY, CLIENTS, Rows, expected
from tests.support.small_release import ABOUT, REGISTRY
from warehouse import formats
from warehouse.errors import ProtectionError
from warehouse.formats.model import Table
from warehouse.registry.public import PUBLIC_MARTS

ROOT = Path(__file__).parents[2]
WAYS = [pytest.param(read, id=read.__name__) for readers in CLIENTS.values() for read in readers]
Reader = Callable[[Path, Table], Rows]


def written(folder: Path, tables: list[Table]) -> Path:
    folder.mkdir()
    registry = {one.mart.name: one.mart for one in tables}
    formats.write_public(folder, {one.mart.name: one.rows for one in tables}, registry, ABOUT)
    return folder


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return small_release.release()


@pytest.fixture(scope="module")
def folder(tables: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("cells") / "release", tables)


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize("name", REGISTRY)
def test_every_cell_is_that_of_polars(folder: Path, tables: list[Table], read: Reader, name: str) -> None:
    table = next(one for one in tables if one.mart.name == name)
    assert table.rows.height > 2
    assert read(folder, table) == expected(table)


#: A table with every kind of column, and one of each: a key, a figure, a flag, a text and a status.
CHANGED = [("realisation", column) for column in ("sector", "extra_jobs", "series_break", "source", "persons_status")]


@pytest.fixture(scope="module", params=CHANGED, ids=lambda one: one[1])
def with_a_change(
    request: pytest.FixtureRequest, tables: list[Table], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    found = [
        one
        for one in small_release.changed(tables, *request.param)
        if one.mart.name in {"realisation", "codes", "calendar"}
    ]
    return written(tmp_path_factory.mktemp("changed") / "release", found)


@pytest.mark.parametrize("read", WAYS)
def test_one_changed_value_is_seen_by_every_client(with_a_change: Path, tables: list[Table], read: Reader) -> None:
    table = next(one for one in tables if one.mart.name == "realisation")
    assert read(with_a_change, table) != expected(table)


@pytest.fixture(scope="module")
def without_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("empty") / "release", small_release.release(rows=0))


@pytest.mark.parametrize("read", WAYS)
def test_tables_without_rows(without_rows: Path, tables: list[Table], read: Reader) -> None:
    marts = [table for table in tables if table.mart.name in PUBLIC_MARTS]
    assert {table.mart.name: read(without_rows, table) for table in marts} == {table.mart.name: [] for table in marts}


def test_spss_takes_figures_for_amounts_and_codes_for_names(folder: Path) -> None:
    _, meta = pyreadstat.read_sav(folder / "sav" / "target_group.sav", metadataonly=True)
    said = {
        name: meta.variable_measure[name] for name in ("arbeidsmarktregio", "is_total", "registered", "working_pct")
    }
    assert list(said.values()) == ["nominal", "nominal", "scale", "scale"]
    _, meta = pyreadstat.read_sav(folder / "sav" / "observations.sav", metadataonly=True)
    assert meta.variable_measure["id"] == "nominal"


@pytest.mark.parametrize(("name", "mark", "beside"), [("observations", "id", "key_id"), ("codes", "sort", "sort")])
def test_a_number_that_marks_a_row_is_no_measure_in_odata(folder: Path, name: str, mark: str, beside: str) -> None:
    place = folder / "odata" / AGENCY / f"BA_{name}"
    read = {
        one: json.loads((place / one).read_text())["value"] for one in ("MeasureCodes", "Dimensions", "Observations")
    }
    assert mark not in {one["Identifier"] for one in read["MeasureCodes"]}
    assert {mark, beside}.isdisjoint(one["Identifier"] for one in read["Dimensions"])
    assert all(isinstance(one[beside], int) for one in read["Observations"])
    ids = [one["Id"] for one in read["Observations"]]
    assert len(set(ids)) == len(ids)


@pytest.fixture(scope="module")
def one_year() -> list[Table]:
    return small_release.release(years=(2023,), rows=3)


@pytest.fixture(scope="module")
def of_one_year(one_year: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("one") / "release", one_year)


@pytest.mark.parametrize("read", WAYS)
def test_a_release_of_one_year(of_one_year: Path, one_year: list[Table], read: Reader) -> None:
    for table in one_year:
        assert read(of_one_year, table) == expected(table)


AGAIN = """
import sys
from pathlib import Path
from tests.support import small_release
from warehouse import formats
tables = small_release.release()
formats.write_public(
    Path(sys.argv[1]), {one.mart.name: one.rows for one in tables}, small_release.REGISTRY, small_release.ABOUT
)
"""


def test_another_process_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """With another seed for its hashes, another zone and umask, and an hour later."""
    again = tmp_path / "again"
    again.mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", AGAIN, str(again)], env=environment, umask=0o077, check=False)
    assert done.returncode == 0
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {str(path.relative_to(again)) for path in again.rglob("*") if path.is_file()} == names
    assert [name for name in sorted(names) if (again / name).read_bytes() != (folder / name).read_bytes()] == []


def test_a_withheld_cell_with_a_value_is_not_written(tmp_path: Path, tables: list[Table]) -> None:
    spoiled = [
        small_release.with_values(one, "persons_status", ["geheim"] * one.rows.height)
        if one.mart.name == "realisation"
        else one
        for one in tables
    ]
    with pytest.raises(ProtectionError, match="column persons: a value is there that is withheld"):
        written(tmp_path / "release", spoiled)
    assert list((tmp_path / "release").iterdir()) == []
