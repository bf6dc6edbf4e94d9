"""The Data Package descriptor (frictionless): what each CSV file is and what its columns mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from warehouse.formats import csv
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column, Mart

DESCRIPTOR = "datapackage.json"
FRICTIONLESS_TYPE = {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.FLOAT: "number", Kind.FLAG: "boolean"}


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `datapackage.json` with one resource per table."""
    labels = [word for word, holds in (("synthetisch", about.synthetic), ("proefopstelling", about.trial)) if holds]
    descriptor = {
        "name": f"banenafspraak-{about.release}",
        "title": "Banenafspraak" + (f" ({', '.join(labels)})" if labels else ""),
        "synthetic": about.synthetic,
        "trial": about.trial,
        "resources": [_resource(table.mart) for table in tables],
    }
    path = folder / DESCRIPTOR
    path.write_text(json.dumps(descriptor, indent=1, ensure_ascii=False), encoding="utf-8")
    return [path]


def _resource(mart: Mart) -> dict[str, Any]:
    return {
        "name": mart.name,
        "path": f"{csv.FOLDER}/{mart.name}.csv",
        "title": mart.title_nl,
        "description": " ".join(part for part in (mart.title_en + ".", mart.note) if part),
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in mart.columns], "primaryKey": list(mart.key)},
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
