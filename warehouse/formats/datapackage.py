"""The Data Package descriptor (frictionless): every data file with its digest, and the columns of each CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from warehouse.formats import csv
from warehouse.formats.model import Codes
from warehouse.formats.model import write as put
from warehouse.manifests import sha256
from warehouse.registry.codes import CODES
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

DESCRIPTOR = "datapackage.json"
FRICTIONLESS_TYPE = {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.FLOAT: "number", Kind.FLAG: "boolean"}
#: What files of a format are; one without an ending is a document of OData.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
    "sav": "application/x-spss-sav",
    "ttl": "text/turtle",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
WITHOUT_ENDING = "json"


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `datapackage.json` with one resource per file that is there: first tables, with their columns."""
    codes = Codes.of(tables)
    described = {f"{csv.FOLDER}/{table.mart.name}.csv": _table(table, codes) for table in tables}
    there = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    paths = [*(path for path in described if path in there), *(path for path in there if path not in described)]
    descriptor = _package(about) | {
        "resources": [_file(path, there[path]) | described.get(path, {}) for path in paths if path != DESCRIPTOR]
    }
    text = json.dumps(descriptor, indent=1, ensure_ascii=False)
    return [put(folder / DESCRIPTOR, text.encode())]


def _package(about: About) -> dict[str, Any]:
    publication = about.publication
    return {
        "name": f"banenafspraak-{about.release}",
        "title": about.title,
        "version": about.release,
        "created": f"{about.date}T00:00:00Z",
        "synthetic": about.synthetic,
        "trial": about.trial,
        "years": list(about.years),
        "homepage": publication.base_url,
        "licenses": [{"path": publication.licence}],
        "contributors": [{"title": publication.publisher, "email": publication.contact, "role": "publisher"}],
    }


def _file(path: str, file: Path) -> dict[str, Any]:
    """What is said of every file; one that is no table is only named."""
    form = file.suffix.removeprefix(".") or WITHOUT_ENDING
    return {
        "name": path.lower().replace("/", "-"),
        "type": "file",
        "path": path,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
    }


def _table(table: Table, codes: Codes) -> dict[str, Any]:
    mart = table.mart
    schema = {"fields": [_field(column) for column in mart.columns], "primaryKey": list(mart.key)}
    references = [_reference(one) for one in mart.columns if _listed(table, one, codes)]
    return {
        "name": mart.name,
        "type": "table",
        "title": mart.title_nl,
        "description": " ".join(part for part in (mart.title_en + ".", mart.note) if part),
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": references} if references else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": FRICTIONLESS_TYPE[column.kind],
        "title": column.title_nl,
        "description": column.title_en,
        "unit": column.unit,
        "constraints": {"required": not column.nullable},
    }


def _listed(table: Table, column: Column, codes: Codes) -> bool:
    """Whether every value of a column is in its list of codes."""
    known = codes.titles(column)
    return bool(known) and not column.nullable and {*table.values(column)} <= known.keys()


def _reference(column: Column) -> dict[str, Any]:
    """A code is one of the table of codes; which of its lists, `dimension` says."""
    return {
        "fields": [column.name],
        "reference": {"resource": CODES.name, "fields": ["code"]},
        "dimension": column.dimension,
    }
