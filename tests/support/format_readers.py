"""Reads each format back with a client that is not ours, as rows of plain values: None, numbers, texts, True and False.

What a client cannot tell apart is said here: SPSS has no text that is not there, and drops spaces at the end.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyreadstat

from transforms.protection.declared import STATUS, Empty
from warehouse.formats.model import Table
from warehouse.registry.model import Column, Kind, Mart

Rows = list[dict[str, Any]]
AGENCY = "BANENAFSPRAAK"


def expected(table: Table) -> Rows:
    """The rows as polars has them."""
    return table.rows.to_dicts()


def parquet_by_pyarrow(folder: Path, table: Table) -> Rows:
    found: Rows = pq.read_table(folder / "parquet" / f"{table.mart.name}.parquet").to_pylist()
    return found


def parquet_by_polars(folder: Path, table: Table) -> Rows:
    return pl.read_parquet(folder / "parquet" / f"{table.mart.name}.parquet").to_dicts()


def parquet_by_pandas(folder: Path, table: Table) -> Rows:
    frame = pd.read_parquet(folder / "parquet" / f"{table.mart.name}.parquet", dtype_backend="numpy_nullable")
    return [{name: plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def csv_by_csv(folder: Path, table: Table) -> Rows:
    with (folder / "csv" / f"{table.mart.name}.csv").open(encoding="utf-8", newline="") as file:
        return [typed(row, table.mart) for row in csv.DictReader(file, strict=True)]


def csv_by_pandas(folder: Path, table: Table) -> Rows:
    frame = pd.read_csv(
        folder / "csv" / f"{table.mart.name}.csv", dtype=str, keep_default_na=False, na_values={}, encoding="utf-8"
    )
    return [typed(row, table.mart) for row in frame.to_dict("records")]


def csv_nl_by_csv(folder: Path, table: Table) -> Rows:
    """As a spreadsheet takes it: a text that is a formula of a text is that text; labels are looked at apart."""
    with (folder / "csv_nl" / f"{table.mart.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [from_dutch(row, table.mart) for row in csv.DictReader(file, delimiter=";", strict=True)]


def from_dutch(row: Mapping[str, str], mart: Mart) -> dict[str, Any]:
    """A row of `csv_nl` with points and English flags."""
    read = {}
    for column in mart.columns:
        text = unguarded(row[column.name])
        if column.kind is Kind.FLOAT:
            text = text.replace(",", ".")
        read[column.name] = {"WAAR": "true", "ONWAAR": "false"}[text] if column.kind is Kind.FLAG and text else text
    return typed(read, mart)


def unguarded(text: str) -> str:
    """The text that a formula of one stands for."""
    return text[2:-1].replace('""', '"') if text.startswith('="') else text


def xlsx_by_openpyxl(folder: Path, table: Table) -> Rows:
    """Every sheet from A1; what is withheld is an `x`."""
    sheet = openpyxl.load_workbook(folder / "banenafspraak.xlsx")[table.mart.name]
    head, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(head, line, strict=True)) for line in lines if any(cell is not None for cell in line)]
    return [without_x(row, table.mart) for row in rows]


def without_x(row: Mapping[Any, Any], mart: Mart) -> dict[str, Any]:
    """A row without labels; a withheld figure is none, and nothing else is an `x`."""
    found = {}
    for name in mart.names():
        withheld = row.get(name + STATUS) == Empty.WITHHELD and mart_column(mart, name).kind is not Kind.TEXT
        assert (row[name] == "x") == withheld, (mart.name, name, row)
        found[name] = None if withheld else row[name]
    return found


def mart_column(mart: Mart, name: str) -> Column:
    return next(column for column in mart.columns if column.name == name)


def sav_by_pyreadstat(folder: Path, table: Table) -> Rows:
    frame, _ = pyreadstat.read_sav(folder / "sav" / f"{table.mart.name}.sav", output_format="polars")
    kinds = {column.name: column.kind for column in table.mart.columns}
    return [{name: of_spss(value, kinds[name]) for name, value in row.items()} for row in frame.to_dicts()]


def of_spss(value: Any, kind: Kind) -> Any:
    if kind is Kind.TEXT:
        return value or None
    return bool(value) if kind is Kind.FLAG and value is not None else value


def odata_by_json(folder: Path, table: Table) -> Rows:
    """The rows put together again from their observations."""
    place = folder / "odata" / AGENCY / f"BA_{table.mart.name}"
    return from_observations(json.loads((place / "Observations").read_text(encoding="utf-8"))["value"], table)


ATTRIBUTES = {
    "None": "vrij",
    "Confidential": "geheim",
    "Missing": "niet_gemeten",
    "Impossible": "niet_van_toepassing",
    "NotPublic": "niet_openbaar",
}


def from_observations(found: Sequence[Mapping[str, Any]], table: Table) -> Rows:
    mart = table.mart
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in sorted(found, key=lambda one: one["Id"]):
        key = tuple(of_dimension(one, name, table) for name in mart.key)
        row = rows.setdefault(key, dict(zip(mart.key, key, strict=True)))
        for mark in (column for column in mart.columns if column.marks_row):
            row[mark.name] = one[f"key_{mark.name}" if mark.name == "id" else mark.name]
        column = mart_column(mart, one["Measure"])
        row[column.name] = one["Value"] if column.kind in {Kind.INTEGER, Kind.FLOAT} else one["StringValue"]
        if column.name + STATUS in mart.names():
            row[column.name + STATUS] = ATTRIBUTES[one["ValueAttribute"]]
        else:
            assert (one["ValueAttribute"] == "None") == (plain(row[column.name]) is not None)
    return [in_order(row, mart) for row in rows.values()]


def of_dimension(observation: Mapping[str, Any], name: str, table: Table) -> str:
    """The value of a column of the key; `measure` is a name that OData has itself."""
    if table.time and name == table.time.name:
        return str(observation["Perioden"]).removesuffix("JJ00")
    return str(observation["key_measure" if name == "measure" else name])


def in_order(row: Mapping[str, Any], mart: Mart) -> dict[str, Any]:
    """A row with the columns of its table, each of its kind."""
    return typed({name: None if plain(row[name]) is None else str(row[name]) for name in mart.names()}, mart)


def typed(row: Mapping[str, str | None], mart: Mart) -> dict[str, Any]:
    """Texts as the values that they stand for; an empty one is none."""
    return {column.name: of_text(row[column.name], column.kind) for column in mart.columns}


def of_text(text: str | None, kind: Kind) -> Any:
    if text in {None, ""}:
        return None
    assert text is not None
    if kind is Kind.INTEGER:
        assert "." not in text or text.endswith(".0")
        return int(float(text)) if "." in text else int(text)
    if kind is Kind.FLAG:
        return {"true": True, "false": False}[text]
    return float(text) if kind is Kind.FLOAT else text


def plain(value: Any) -> Any:
    """A value of pandas without its own way to say that there is none."""
    return None if value is pd.NA or (isinstance(value, float) and value != value) else value  # noqa: PLR0124 - NaN


CLIENTS = {
    "parquet": (parquet_by_pyarrow, parquet_by_polars, parquet_by_pandas),
    "csv": (csv_by_csv, csv_by_pandas),
    "csv_nl": (csv_nl_by_csv,),
    "xlsx": (xlsx_by_openpyxl,),
    "odata": (odata_by_json,),
    "sav": (sav_by_pyreadstat,),
}
