"""SDMX read back with pysdmx: the structures are valid, and figures, statuses and attributes are those of polars."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pysdmx.io import read_sdmx
from pysdmx.io.csv.sdmx20.reader import read as read_csv
from pysdmx.model import Codelist, Role
from pysdmx.model.dataflow import Dataflow, DataStructureDefinition

from tests.support import small_release
from tests.support.format_readers import of_text
from tests.support.small_release import ABOUT
from transforms.protection.declared import STATUS
from warehouse.formats import sdmx
from warehouse.formats.model import Table

STATUSES = {"A": "vrij", "Q": "geheim", "L": "niet_gemeten", "M": "niet_van_toepassing", "O": "niet_openbaar"}
TABLES = small_release.release()
FIGURES = [table for table in TABLES if table.figures]
Rows = set[tuple[tuple[str, Any], ...]]


def written(folder: Path, tables: list[Table]) -> Path:
    folder.mkdir()
    sdmx.write(tables, folder, ABOUT)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("sdmx") / "sdmx", TABLES)


@pytest.fixture(scope="module")
def structures(folder: Path) -> dict[str, Any]:
    """By identifier; pysdmx compares the file with SDMX's own schemas first."""
    message = read_sdmx(folder / "structure.xml", validate=True)
    return {one.id: one for one in message.structures or ()}


def original(codelist: Codelist, code: str) -> str:
    """The code as tables have it."""
    found = codelist[code]
    assert found is not None
    assert found.name
    return str(found.description)


def expected(table: Table) -> Rows:
    """Each figure of each row, with all that is said of it."""
    return {observation(row, column.name, table) for row in table.rows.to_dicts() for column in table.figures}


def observation(row: dict[str, Any], figure: str, table: Table) -> tuple[tuple[str, Any], ...]:
    about = {name: row[name] for name in table.mart.key}
    about |= {one.name: row[one.name] for one in sdmx._attributes(table)}
    status = row.get(figure + STATUS, "vrij" if row[figure] is not None else "niet_van_toepassing")
    unit = table.columns[figure].unit or None
    return tuple((about | {"": (figure, row[figure], status, status == "geheim", unit)}).items())


def found(folder: Path, table: Table, structures: dict[str, Any], rows: Iterator[dict[str, str]]) -> Rows:
    """The same, from the file and the structures alone."""
    flow = structures[f"DF_{table.mart.name.upper()}"]
    dsd = structures[f"DSD_{table.mart.name.upper()}"]
    assert isinstance(flow, Dataflow)
    assert isinstance(dsd, DataStructureDefinition)
    lists = {one.id: one.local_codes for one in dsd.components if isinstance(one.local_codes, Codelist)}
    return {read_back(row, table, lists) for row in rows}


def read_back(row: dict[str, str], table: Table, lists: dict[str, Codelist]) -> tuple[tuple[str, Any], ...]:
    about: dict[str, Any] = {}
    for name in table.mart.key:
        text = row["TIME_PERIOD" if table.time and name == table.time.name else name.upper()]
        listed = lists.get(name.upper())
        about[name] = original(listed, text) if listed else int(text)
    for one in sdmx._attributes(table):
        text = row[one.name.upper()]
        about[one.name] = of_text(text, one.kind)
    assert (row["CONF_STATUS"] == "C") == (row["OBS_STATUS"] == "Q")
    figure, status = original(lists["INDICATOR"], row["INDICATOR"]), STATUSES[row["OBS_STATUS"]]
    value = float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None
    return tuple(
        (about | {"": (figure, value, status, row["CONF_STATUS"] == "C", row["UNIT_MEASURE"] or None)}).items()
    )


def by_csv(folder: Path, table: Table) -> Iterator[dict[str, str]]:
    with (folder / f"{table.mart.name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def by_pysdmx(folder: Path, table: Table) -> list[dict[str, str]]:
    """The figures with their keys and statuses.

    pysdmx takes a column of texts with gaps for numbers under pandas 3, so that attributes that can be empty are left
    out; and it drops what follows a colon in a text.
    """
    text = (folder / f"{table.mart.name}.csv").read_text(encoding="utf-8")
    with pd.option_context("future.infer_string", False):
        (dataset,) = read_csv(text)
    return [{str(name): str(value) for name, value in row.items()} for row in dataset.data.to_dict("records")]


@pytest.mark.parametrize("table", FIGURES, ids=lambda one: one.mart.name)
def test_every_cell_is_that_of_polars(folder: Path, structures: dict[str, Any], table: Table) -> None:
    assert len(expected(table)) == table.rows.height * len(table.figures) > 0
    assert found(folder, table, structures, by_csv(folder, table)) == expected(table)


def test_a_number_that_marks_a_row_is_an_attribute_and_no_figure(folder: Path, structures: dict[str, Any]) -> None:
    components = {one.id: one.role for one in structures["DSD_OBSERVATIONS"].components}
    assert components["ID"] is Role.ATTRIBUTE
    assert {code.description for code in structures["CL_INDICATOR_OBSERVATIONS"].items} == {"value"}
    assert "DF_CODES" not in structures, "a table without figures is no dataflow"
    assert not (folder / "codes.csv").exists()


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
@pytest.mark.parametrize("table", FIGURES, ids=lambda one: one.mart.name)
def test_pysdmx_reads_the_same_figures(folder: Path, table: Table) -> None:
    rows = by_pysdmx(folder, table)
    mine = list(by_csv(folder, table))
    assert len(rows) == len(mine)
    names = ["INDICATOR", "OBS_STATUS", "CONF_STATUS", *(one.name.upper() for one in table.dimensions)]
    for read, own in zip(rows, mine, strict=True):
        assert {name: read[name] for name in names} == {name: own[name] for name in names}
        assert (float(read["OBS_VALUE"]) if read["OBS_VALUE"] not in {"", "nan"} else None) == (
            float(own["OBS_VALUE"]) if own["OBS_VALUE"] else None
        )


@pytest.mark.parametrize("column", ["sector", "extra_jobs", "series_break", "source", "persons_status"])
def test_one_changed_value_is_seen(tmp_path: Path, column: str) -> None:
    tables = small_release.changed(TABLES, "realisation", column)
    folder = written(tmp_path / "sdmx", tables)
    message = read_sdmx(folder / "structure.xml", validate=False)
    structures = {one.id: one for one in message.structures or ()}
    table = next(one for one in TABLES if one.mart.name == "realisation")
    assert found(folder, table, structures, by_csv(folder, table)) != expected(table)


def test_tables_without_rows_have_a_heading_and_a_structure(tmp_path: Path) -> None:
    folder = written(tmp_path / "sdmx", [one for one in small_release.release(rows=0) if one.figures])
    message = read_sdmx(folder / "structure.xml", validate=True)
    assert {one.id for one in message.structures or ()} >= {f"DF_{one.mart.name.upper()}" for one in FIGURES}
    for table in (one for one in FIGURES if one.mart.name != "codes"):
        assert list(by_csv(folder, table)) == []


def test_identifiers_are_capitals_and_differ() -> None:
    made = sdmx.identifiers(["a b", "a_b", "A-B", "é", "", "01"])
    assert list(made.values()) == ["A_B", "A_B_2", "A_B_3", "_", "__2", "01"]
