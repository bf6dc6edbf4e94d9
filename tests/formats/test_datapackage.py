"""The data package is valid for frictionless: columns, keys, codes, digests and sizes; and it lists every file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from tests.support import small_release
from tests.support.format_readers import expected
from tests.support.small_release import ABOUT
from warehouse import formats
from warehouse.formats.model import Table
from warehouse.registry.model import Kind

SOME = {"realisation", "target_group", "revisions", "codes"}


def written(folder: Path, tables: list[Table]) -> Path:
    folder.mkdir()
    formats.write_public(
        folder, {one.mart.name: one.rows for one in tables}, {one.mart.name: one.mart for one in tables}, ABOUT
    )
    return folder


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return [one for one in small_release.release() if one.mart.name in SOME]


@pytest.fixture
def folder(tables: list[Table], tmp_path: Path) -> Path:
    return written(tmp_path / "release", tables)


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def faults(folder: Path) -> list[str]:
    report = Package(str(folder / "datapackage.json")).validate()
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


def test_it_is_valid_and_has_every_cell(folder: Path, tables: list[Table]) -> None:
    assert faults(folder) == []
    package = Package(str(folder / "datapackage.json"))
    for table in tables:
        rows = [row.to_dict() for row in package.get_table_resource(table.mart.name).read_rows()]
        real = {column.name for column in table.mart.columns if column.kind is Kind.FLOAT}
        assert [
            {name: float(value) if name in real and value is not None else value for name, value in row.items()}
            for row in rows
        ] == expected(table)


def test_it_lists_every_file_and_says_whose_it_is(folder: Path) -> None:
    said = descriptor(folder)
    apart = {"datapackage.json", "catalog.ttl", "catalog.jsonld"}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {one["path"] for one in said["resources"]} == there - apart
    assert all({"hash", "bytes", "format", "mediatype"} <= one.keys() for one in said["resources"])
    assert (said["version"], said["created"]) == (ABOUT.release, "2024-07-01T00:00:00Z")
    assert said["licenses"] == [{"path": ABOUT.publication.licence}]
    assert said["contributors"][0]["title"] == "Voorbeelduitgever (synthetisch)"


def test_codes_refer_to_the_table_of_codes(folder: Path) -> None:
    schemas = {one["name"]: one["schema"] for one in descriptor(folder)["resources"] if "schema" in one}
    referring = {one["fields"][0] for one in schemas["realisation"]["foreignKeys"]}
    assert {"sector", "form"} <= referring
    assert schemas["realisation"]["foreignKeys"][0]["reference"] == {"resource": "codes", "fields": ["code"]}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("csv/realisation.csv", (b"2012,", b"2013,"), "hash-count"),
        ("csv/realisation.csv", (b"2012,", b"12,"), "byte-count"),
        ("odata/BANENAFSPRAAK/BA_realisation/Observations", (b'"Id":1,', b'"Id":7,'), "hash-count"),
    ],
)
def test_a_changed_file_is_seen(folder: Path, old: str, new: tuple[bytes, bytes], fault: str) -> None:
    content = (folder / old).read_bytes()
    assert new[0] in content
    (folder / old).write_bytes(content.replace(*new, 1))
    assert fault in faults(folder)


def test_a_code_without_a_place_in_the_list_is_seen(tmp_path: Path, tables: list[Table]) -> None:
    folder = written(tmp_path / "other", tables)
    path = folder / "csv" / "codes.csv"
    path.write_bytes(path.read_bytes().replace(b"form,inleen", b"form,anders"))
    said = descriptor(folder)
    for one in said["resources"]:
        if one["path"] == "csv/codes.csv":
            del one["hash"], one["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    assert "foreign-key" in faults(folder)


def test_no_file_differs_from_another_by_case_alone(folder: Path) -> None:
    names = [os.path.normcase(str(path.relative_to(folder))).lower() for path in folder.rglob("*")]
    assert len(set(names)) == len(names) > 50
