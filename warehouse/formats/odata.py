"""OData: static JSON in the form of version 4 of the statistics office's, one folder per table.

The clients `cbsodata4` (Python and R) read it unchanged from any web server that gives the `index.json` of a folder. A
measure is a column outside the key, a dimension a column of the key; the year is the dimension `Perioden`. Texts and
flags stand in `StringValue`. `ValueAttribute` says why a value is not there, so columns of statuses are no measures.
Nor are numbers that mark a row: they stand in each observation of it.
"""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from transforms.protection.declared import Empty
from warehouse.formats.model import Codes
from warehouse.formats.model import write as put
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

#: Where its files stand on the public side of a release.
FOLDER = "odata"
INDEX = "index.json"
#: The dimension with the year of an observation, and a year as it stands there.
PERIODS, OF_YEAR = "Perioden", "{}JJ00"
#: What an observation has besides its dimensions: a key that is called so, in whatever case, gets a name of its own. A
#: disk that tells no case apart would else have one file for two.
RESERVED = {"id", "measure", "value", "valueattribute", "stringvalue", PERIODS.lower()}
#: How the name of a table begins.
PREFIX = "BA_"
#: Why a value is not there.
ATTRIBUTES = {
    Empty.FREE: "None",
    Empty.WITHHELD: "Confidential",
    Empty.NOT_MEASURED: "Missing",
    Empty.NOT_APPLICABLE: "Impossible",
    Empty.NOT_PUBLIC: "NotPublic",
}
DATA_TYPES = {Kind.INTEGER: "Long", Kind.FLOAT: "Double", Kind.FLAG: "Boolean", Kind.TEXT: "String"}
FLAGS = {True: "true", False: "false"}

Entity = dict[str, Any]


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes the lists of tables and catalogues, and the folder of each table; the same rows give the same bytes."""
    codes, catalog = Codes.of(tables), about.publication.agency
    files: dict[str, object] = {"Catalogs": {"value": [_catalog(about)]}}
    described = []
    for table in tables:
        parts = _parts(table, codes, about)
        described.append(parts["Properties"])
        place = f"{catalog}/{_identifier(table)}"
        files |= {f"{place}/{name}": part for name, part in parts.items()}
        files[f"{place}/{INDEX}"] = {"value": [{"name": name, "url": name} for name in parts]}
    files["Datasets"] = {"value": described}
    return [put(folder / name, _json(content)) for name, content in files.items()]


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _identifier(table: Table) -> str:
    return PREFIX + table.mart.name


def _catalog(about: About) -> Entity:
    publication = about.publication
    return {
        "Identifier": publication.agency,
        "Index": 0,
        "Title": about.title,
        "Description": "",
        "Publisher": publication.publisher,
        "Language": "nl",
        "License": publication.licence,
        "Contact": publication.contact,
    }


def _parts(table: Table, codes: Codes, about: About) -> dict[str, Any]:
    """The documents of a table, by name."""
    observations = list(_observations(table))
    parts: dict[str, Any] = {
        "Dimensions": _values(_dimensions(table)),
        "MeasureCodes": _values(_measure(index, one) for index, one in enumerate(_measures(table))),
        "MeasureGroups": _values(()),
    }
    parts |= {f"{dimension(one)}Codes": _values(_codes(codes.used(table, one))) for one in table.dimensions}
    if table.time:
        years = sorted({str(year) for year in table.values(table.time)})
        parts[f"{PERIODS}Codes"] = _values(_codes([(OF_YEAR.format(year), year, year) for year in years]))
    return parts | {
        "Observations": _values(observations),
        "Properties": _properties(table, about, len(observations)),
    }


def _values(found: Iterator[Entity] | Sequence[Entity]) -> dict[str, list[Entity]]:
    return {"value": list(found)}


def _measures(table: Table) -> list[Column]:
    """The columns that are measures, in order."""
    found = [*table.figures, *(one for one in table.remarks if not one.marks_row)]
    return [column for column in table.mart.columns if column in found]


def _marks(table: Table) -> list[Column]:
    """The numbers that mark a row; they stand beside its dimensions, in each of its observations."""
    return [one for one in table.remarks if one.marks_row]


def dimension(column: Column) -> str:
    """What a column is called as a dimension, or beside them."""
    return f"key_{column.name}" if column.name.lower() in RESERVED else column.name


def _dimensions(table: Table) -> Iterator[Entity]:
    kinds = [(dimension(one), one.title_nl, "Dimension") for one in table.dimensions]
    for name, title, kind in [*kinds, *([(PERIODS, table.time.title_nl, "TimeDimension")] if table.time else [])]:
        yield {
            "Identifier": name,
            "Title": title,
            "Description": "",
            "Kind": kind,
            "ContainsGroups": False,
            "ContainsCodes": True,
        }


def _measure(index: int, column: Column) -> Entity:
    return {
        "Identifier": column.name,
        "Index": index,
        "Title": column.title_nl,
        "Description": column.title_en,
        "DataType": DATA_TYPES[column.kind],
        "Unit": column.unit,
        "Decimals": column.decimals if column.decimals is not None else 0,
        "MeasureGroupId": None,
        "PresentationType": "Relative" if column.name.endswith("_pct") else "Absolute",
    }


def _codes(found: Sequence[tuple[str, str, str]]) -> Iterator[Entity]:
    for index, (code, title_nl, title_en) in enumerate(found):
        yield {
            "Identifier": code,
            "Index": index,
            "Title": title_nl,
            "Description": title_en,
            "DimensionGroupId": None,
        }


def _observations(table: Table) -> Iterator[Entity]:
    """Row by row, every measure of a row."""
    numbers, keys, marks = count(), _keys(table), _marks(table)
    marked = [dict(zip(map(dimension, marks), row, strict=True)) for row in zip(*map(table.values, marks), strict=True)]
    columns = [(one, table.values(one), table.statuses(one)) for one in _measures(table)]
    for row, key in enumerate(keys):
        for column, values, statuses in columns:
            yield {
                "Id": next(numbers),
                "Measure": column.name,
                "ValueAttribute": ATTRIBUTES[Empty(statuses[row])],
                **_value(values[row]),
                **key,
                **(marked[row] if marked else {}),
            }


def _value(value: object) -> Mapping[str, object]:
    if isinstance(value, bool):
        return {"Value": None, "StringValue": FLAGS[value]}
    if isinstance(value, str):
        return {"Value": None, "StringValue": value}
    return {"Value": value, "StringValue": None}


def _keys(table: Table) -> list[Entity]:
    """The dimensions of each row."""
    names = [dimension(one) for one in table.dimensions]
    rows = table.rows.select(one.name for one in table.dimensions).iter_rows()
    found = [dict(zip(names, map(str, row), strict=True)) for row in rows]
    if not table.time:
        return found
    found = found or [{} for _ in range(table.rows.height)]
    years = table.values(table.time)
    return [key | {PERIODS: OF_YEAR.format(year)} for key, year in zip(found, years, strict=True)]


def _properties(table: Table, about: About, observations: int) -> Entity:
    years = [str(year) for year in table.values(table.time)] if table.time else []
    kinds = {column.kind in {Kind.INTEGER, Kind.FLOAT} for column in _measures(table)}
    moment = f"{about.date}T00:00:00Z"
    return {
        "Identifier": _identifier(table),
        "Title": table.mart.title_nl,
        "Description": f"{table.mart.title_en}. {table.mart.note}".strip(),
        "Language": "nl",
        "Catalog": about.publication.agency,
        "Version": about.release,
        "VersionNotes": "synthetisch: geen echte uitkomsten" if about.synthetic else "",
        "Modified": moment,
        "ObservationsModified": moment,
        "ReleasePolicy": False,
        "ObservationCount": observations,
        "DatasetType": "Mixed" if len(kinds) > 1 else "Numeric" if True in kinds else "Text",
        "Status": "Regulier",
        "Source": about.publication.publisher,
        "License": about.publication.licence,
        "TemporalCoverage": "-".join((min(years), max(years))) if years else "",
    }
