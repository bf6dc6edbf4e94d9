"""SDMX: one file of observations per table of figures (SDMX-CSV 2.0), and the structures of all (SDMX-ML 3.0).

Of each table a dataflow `DF_<TABLE>`: the dimensions are its key and `INDICATOR`, which names the column of a figure;
its texts and flags are attributes. `OBS_STATUS` says why a value is not there, `CONF_STATUS` whether it is withheld.
Identifiers have capitals, digits and `_` alone; the code as the tables have it is the description of its identifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
from pysdmx.io.csv.sdmx20.writer import write as csv_text
from pysdmx.io.pd import PandasDataset
from pysdmx.io.xml.sdmx30.writer.structure import write as xml_text
from pysdmx.model import (
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    DataType,
    ItemReference,
    Organisation,
    Role,
    Schema,
)
from pysdmx.model.dataflow import Dataflow, DataStructureDefinition
from pysdmx.model.message import Header

from transforms.protection.declared import STATUS, Empty
from warehouse.formats.model import Codes, as_digits
from warehouse.formats.model import write as put
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pysdmx.model.__base import MaintainableArtefact

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

#: Where its files stand on the public side of a release.
FOLDER = "sdmx"
STRUCTURES = "structure.xml"
VERSION, CONCEPTS = "1.0.0", "CS_BANENAFSPRAAK"
ANNUAL = ("A", "Annual", "A")
#: Status -> code of CL_OBS_STATUS and what it is called (SDMX, cross-domain code lists).
OBS_STATUS = {
    Empty.FREE: ("A", "Normal value"),
    Empty.WITHHELD: ("Q", "Missing value; suppressed"),
    Empty.NOT_MEASURED: ("L", "Missing value; data exist but were not collected"),
    Empty.NOT_APPLICABLE: ("M", "Missing value; data cannot exist"),
    Empty.NOT_PUBLIC: ("O", "Missing value"),
}
#: Whether it is withheld -> code of CL_CONF_STATUS and what it is called.
CONF_STATUS = {
    False: ("F", "Free (free for publication)"),
    True: ("C", "Confidential statistical information"),
}
NOT_IN_AN_ID = re.compile(r"[^A-Z0-9_]")


def identifier(text: str) -> str:
    """A text as SDMX names it: capitals, with `_` for what is no letter of ASCII, digit or `_`."""
    return NOT_IN_AN_ID.sub("_", text.upper()) or "_"


def identifiers(found: Iterable[str]) -> dict[str, str]:
    """Text -> its identifier; where two would have the same one, the later one has a number behind it."""
    made: dict[str, str] = {}
    for text in found:
        name, number = identifier(text), 2
        while name in made.values():
            name, number = f"{identifier(text)}_{number}", number + 1
        made[text] = name
    return made


@dataclass
class Structures:
    """The lists and concepts of a release, each made when it is first asked for."""

    agency: str
    tables: Sequence[Table]
    codes: Codes
    lists: dict[str, Codelist] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def list(self, name: str, title: str, entries: Iterable[tuple[str, str, str]]) -> Codelist:
        """The list of a name."""
        if name not in self.lists:
            items = [Code(id=one, name=called, description=code) for one, called, code in entries]
            self.lists[name] = Codelist(id=name, name=title, agency=self.agency, version=VERSION, items=items)
        return self.lists[name]

    def of_column(self, table: Table, column: Column) -> Codelist:
        """The list of the codes of a column: that of its dimension, for all tables; or its own."""
        shared = bool(self.codes.titles(column))
        name = f"CL_{identifier(column.dimension if shared else f'{table.mart.name}_{column.name}')}"
        if name not in self.lists:
            entries = {code: title for code, _, title in self._used(table, column, shared=shared)}
            self.known[name] = identifiers(entries)
            self.list(name, column.title_en, [(self.known[name][code], entries[code], code) for code in entries])
        return self.lists[name]

    def _used(self, table: Table, column: Column, *, shared: bool) -> Iterator[tuple[str, str, str]]:
        for other in self.tables if shared else [table]:
            for one in other.mart.columns:
                if one.kind is Kind.TEXT and (one.dimension == column.dimension if shared else one is column):
                    yield from self.codes.used(other, one)

    def component(self, name: str, title: str, role: Role, codes: Codelist | None = None) -> Component:
        """A component of a dataflow, with the concept that it is about."""
        kinds = {"TIME_PERIOD": DataType.PERIOD, "OBS_VALUE": DataType.DOUBLE}
        self.concepts.setdefault(name, Concept(id=name, name=title, dtype=kinds.get(name, DataType.STRING)))
        about = ItemReference(sdmx_type="Concept", agency=self.agency, id=CONCEPTS, version=VERSION, item_id=name)
        level = "O" if role is Role.ATTRIBUTE else None
        return Component(name, role is Role.DIMENSION, role, about, local_codes=codes, attachment_level=level)


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `<table>.csv` for each table with figures, and `structure.xml`; the same rows give the same bytes."""
    structures = Structures(about.publication.agency, tables, Codes.of(tables))
    flows: list[MaintainableArtefact] = []
    written = []
    for table in (one for one in tables if one.figures):
        found = _components(table, structures)
        text = _observations(table, found, structures)
        written.append(put(folder / f"{table.mart.name}.csv", text.encode()))
        flows += _flow(table, found, structures)
    concepts = ConceptScheme(
        id=CONCEPTS,
        name="Concepts",
        agency=structures.agency,
        version=VERSION,
        items=list(structures.concepts.values()),
    )
    text = xml_text([*structures.lists.values(), concepts, *flows], header=_header(about)) or ""
    return [*written, put(folder / STRUCTURES, text.encode())]


def _header(about: About) -> Header:
    return Header(
        id=f"BA_{about.release}",
        test=about.synthetic,
        prepared=datetime.fromisoformat(about.date).replace(tzinfo=UTC),
        sender=Organisation(id=about.publication.agency),
    )


def _components(table: Table, structures: Structures) -> Components:
    """Dimensions, the measure and attributes of a table, in the order of the columns of its file."""
    own = structures.component
    found = [*_dimensions(table, structures), own("OBS_VALUE", "Observation value", Role.MEASURE)]
    found.append(own("UNIT_MEASURE", "Unit of measure", Role.ATTRIBUTE))
    for name, title, listed in (
        ("OBS_STATUS", "Observation status", OBS_STATUS.values()),
        ("CONF_STATUS", "Confidentiality status", CONF_STATUS.values()),
    ):
        statuses = structures.list(f"CL_{name}", title, [(code, called, code) for code, called in listed])
        found.append(own(name, title, Role.ATTRIBUTE, statuses))
    found += [own(identifier(one.name), one.title_en, Role.ATTRIBUTE) for one in _attributes(table)]
    return Components(found)


def _dimensions(table: Table, structures: Structures) -> Iterator[Component]:
    """How often, which figure, the key, and the year; a table whose rows are of no year has neither first nor last."""
    own, mart = structures.component, table.mart
    if table.time:
        yield own("FREQ", "Frequency", Role.DIMENSION, structures.list("CL_FREQ", "Frequency", [ANNUAL]))
    entries = [(identifier(one.name), one.title_en, one.name) for one in table.figures]
    indicators = structures.list(f"CL_INDICATOR_{identifier(mart.name)}", mart.title_en, entries)
    yield own("INDICATOR", "Indicator", Role.DIMENSION, indicators)
    for one in table.dimensions:
        yield own(identifier(one.name), one.title_en, Role.DIMENSION, _list(table, one, structures))
    if table.time:
        yield own("TIME_PERIOD", "Time period", Role.DIMENSION)


def _list(table: Table, column: Column, structures: Structures) -> Codelist | None:
    """The list of a dimension that is a text; a number has none."""
    return structures.of_column(table, column) if column.kind is Kind.TEXT else None


def _attributes(table: Table) -> list[Column]:
    """Texts and flags, and of those that have a status that too."""
    return [
        table.columns[name] for one in table.remarks for name in (one.name, one.name + STATUS) if name in table.columns
    ]


def _observations(table: Table, components: Components, structures: Structures) -> str:
    """One line per row and figure."""
    mart = table.mart
    fixed = {"FREQ": ["A"] * table.rows.height} if table.time else {}
    for column in table.dimensions:
        texts = [_text(one) for one in table.values(column)]
        listed = _list(table, column, structures)
        known = structures.known[listed.id] if listed else {}
        fixed[identifier(column.name)] = [known.get(one, one) for one in texts]
    if table.time:
        fixed["TIME_PERIOD"] = [_text(one) for one in table.values(table.time)]
    fixed |= {identifier(one.name): [_text(value) for value in table.values(one)] for one in _attributes(table)}
    parts = [pd.DataFrame(fixed | _figure(table, column), dtype=str) for column in table.figures]
    names = [one.id for one in components]
    schema = Schema("dataflow", structures.agency, f"DF_{identifier(mart.name)}", components, VERSION)
    rows = pd.concat(parts, ignore_index=True)[names]
    return csv_text([PandasDataset(structure=schema, data=rows)]) or ""


def _figure(table: Table, column: Column) -> dict[str, list[str]]:
    statuses = [Empty(one) for one in table.statuses(column)]
    return {
        "INDICATOR": [identifier(column.name)] * len(statuses),
        "OBS_VALUE": [_text(one) for one in table.values(column)],
        "UNIT_MEASURE": [column.unit] * len(statuses),
        "OBS_STATUS": [OBS_STATUS[one][0] for one in statuses],
        "CONF_STATUS": [CONF_STATUS[one is Empty.WITHHELD][0] for one in statuses],
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else as_digits(value) if isinstance(value, float) else str(value)


def _flow(table: Table, components: Components, structures: Structures) -> Iterator[MaintainableArtefact]:
    name, title, agency = identifier(table.mart.name), table.mart.title_en, structures.agency
    structure = DataStructureDefinition(
        id=f"DSD_{name}", name=title, agency=agency, version=VERSION, components=components
    )
    yield structure
    yield Dataflow(id=f"DF_{name}", name=title, agency=agency, version=VERSION, structure=structure.short_urn)
