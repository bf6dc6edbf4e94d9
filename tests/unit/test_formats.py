"""Every format holds the same rows, says which files it made, and makes the same of the same."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows import manifest
from warehouse import database, formats, tables
from warehouse.formats import FORMATS, About
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Column, Kind, Mart
from warehouse.settings import Publication

VALUES = {Kind.TEXT: "een \"naam\", met 'tekens'\n€", Kind.INTEGER: -7, Kind.FLOAT: 0.1, Kind.FLAG: True}
ABOUT = About(
    "2023-0123456789ab",
    synthetic=True,
    metadata={"release": "2023-0123456789ab"},
    publication=Publication().for_synthetic(),
)


def rows(mart: Mart) -> pl.DataFrame:
    """One row with a value in every column, and one with as few as there may be."""
    full = {column.name: VALUES[column.kind] for column in mart.columns}
    least = {column.name: None if column.nullable else zero(column) for column in mart.columns}
    return tables.conform(pl.DataFrame([full, least], schema=tables.empty(mart).schema).lazy(), mart)


def zero(column: Column) -> object:
    return {Kind.TEXT: "-", Kind.INTEGER: 0, Kind.FLOAT: 0.0, Kind.FLAG: False}[column.kind]


def commented(column: Column) -> str:
    """The comment of a column in the database: Dutch first."""
    return f"{column.title_nl}{f' [{column.unit}]' if column.unit else ''} / {column.title_en}"


def written(folder: Path) -> list[Path]:
    public, internal = folder / "public", folder / "internal"
    for side in (folder, public, internal):
        side.mkdir()
    marts, facts = ({name: rows(mart) for name, mart in registry.items()} for registry in (MARTS, FACTS))
    made = formats.write_internal(internal, marts, facts, ABOUT)
    made += formats.write_public(public, marts, MARTS, ABOUT)
    database.write(public)
    return [*made, public / database.DATABASE]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "release"
    assert sorted(written(folder)) == sorted(path for path in folder.rglob("*") if path.is_file())
    return folder


def test_every_module_of_the_folder_is_in_the_list() -> None:
    names = {path.stem for path in Path(formats.__file__).parent.glob("*.py")} - {"__init__", "model", "offered"}
    assert {one.name for one in FORMATS} == names
    for one in FORMATS:
        assert one.write is import_module(f"warehouse.formats.{one.name}").write


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_says_which_files_it_made(form: formats.Format, tmp_path: Path) -> None:
    some = [formats.Table(mart, rows(mart)) for mart in MARTS.values()]
    made = form.write(some, tmp_path, ABOUT)
    assert made
    assert sorted(made) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", MARTS)
def test_every_format_of_a_mart_has_its_rows(release: Path, name: str) -> None:
    wanted = rows(MARTS[name])
    for parquet, csv in (("public/parquet", "public/csv"), ("internal/marts", "internal/marts")):
        assert tables.read(release / parquet, MARTS[name]).equals(wanted)
        assert pl.read_csv(release / csv / f"{name}.csv", schema=wanted.schema).equals(wanted)
    with duckdb.connect(str(release / "public" / "marts.duckdb"), read_only=True) as marts:
        assert marts.execute(f'FROM "{name}"').pl().equals(wanted)
        comments = marts.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [name])
        assert dict(comments.fetchall()) == {column.name: commented(column) for column in MARTS[name].columns}


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_kept_beside_the_exact_marts(release: Path, name: str) -> None:
    assert tables.read(release / "internal" / "facts", FACTS[name]).equals(rows(FACTS[name]))


def test_readers_get_the_tables_of_the_registry_that_is_given(tmp_path: Path) -> None:
    one = MARTS["allocation_key"]
    made = formats.write_public(tmp_path, {name: rows(mart) for name, mart in MARTS.items()}, {one.name: one}, ABOUT)
    names = {str(path.relative_to(tmp_path)) for path in made}
    assert {name for name in names if not name.startswith("odata/")} == {
        "banenafspraak.xlsx",
        "catalog.jsonld",
        "catalog.ttl",
        "csv/allocation_key.csv",
        "csv_nl/allocation_key.csv",
        "datapackage.json",
        "parquet/allocation_key.parquet",
        "sav/allocation_key.sav",
        "sdmx/allocation_key.csv",
        "sdmx/structure.xml",
    }
    assert "odata/BANENAFSPRAAK/BA_allocation_key/Observations" in names


def test_files_say_what_they_are(release: Path) -> None:
    folder = release / "public"
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (said["name"], said["synthetic"]) == (f"banenafspraak-{ABOUT.release}", True)
    assert [one["path"] for one in said["resources"] if "schema" in one] == [f"csv/{name}.csv" for name in MARTS]
    assert all((folder / one["path"]).exists() for one in said["resources"])
    schema = pq.read_schema(folder / "parquet" / "realisation.parquet")
    assert schema.metadata[b"release"] == ABOUT.release.encode()
    assert schema.metadata[b"title_nl"] == MARTS["realisation"].title_nl.encode()
    assert schema.field("level_jobs").metadata[b"unit"] == b"jobs"
    assert not schema.field("year").nullable


def test_a_trial_says_so_in_every_kind_of_file(tmp_path: Path) -> None:
    one = MARTS["allocation_key"]
    said = {"title_en": one.title_en, "synthetic": "true", "trial": "true"}
    publication = Publication().for_synthetic()
    about = About("2023-0123456789ab", synthetic=True, trial=True, metadata=said, publication=publication)
    formats.write_public(tmp_path, {one.name: rows(one)}, {one.name: one}, about)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["trial"], package["title"]) == (True, "Banenafspraak (synthetisch, proefopstelling)")
    database.write(tmp_path)
    with duckdb.connect(str(tmp_path / database.DATABASE), read_only=True) as marts:
        said_of = dict(marts.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    titles = f"{one.title_nl} / {one.title_en} (synthetisch / synthetic, proefopstelling / trial)"
    assert said_of[one.name].startswith(f"{titles}. ")


@pytest.mark.parametrize("trial", [True, False])
def test_a_manifest_tells_every_file_whether_it_is_a_trial(trial: bool) -> None:
    about = {"release": "x", "synthetic": True, "trial": trial, "years": [2012], "rule_sets": {}, "code_version": "0"}
    assert manifest.metadata(about)["trial"] == str(trial).lower()


def test_the_same_rows_give_the_same_bytes(release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    written(again)
    for path in release.rglob("*"):
        if path.is_file() and path.name != database.DATABASE:  # which publication makes
            assert (again / path.relative_to(release)).read_bytes() == path.read_bytes()


def test_a_table_without_rows_is_missed(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        formats.write_internal(tmp_path, {}, {}, ABOUT)
    with pytest.raises(KeyError):
        formats.write_public(tmp_path, {}, MARTS, ABOUT)
