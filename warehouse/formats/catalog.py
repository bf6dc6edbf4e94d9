"""The catalogue of a release as linked data: DCAT-AP-NL 3, as Turtle and as JSON-LD.

The catalogue has a dataset for the release as a whole and one for each table. Each dataset of a table is one of a
series: the same table of all releases. A distribution is a file, with its size and digest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

from warehouse.formats import datapackage, odata, xlsx
from warehouse.formats.model import write as put
from warehouse.manifests import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rdflib.term import Node

    from warehouse.formats.model import About, Table

TURTLE, JSON_LD = "catalog.ttl", "catalog.jsonld"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "rdfs": RDFS, "skos": SKOS, "spdx": SPDX, "vcard": VCARD}
EU = "http://publications.europa.eu/resource/authority/"
IANA = "http://www.iana.org/assignments/media-types/"
#: What the file types of the European list call the endings of files.
FILE_TYPES = {"csv": "CSV", "json": "JSON", "parquet": "PARQUET", "sav": "SAV", "xlsx": "XLSX", "xml": "XML"}
#: Terms of the lists that DCAT-AP-NL prescribes: what they are, and what they are called.
TERMS = {
    "access": (f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement, "openbaar"),
    "theme": (f"{EU}data-theme/SOCI", SKOS.Concept, "Bevolking en samenleving"),
    "nl": (f"{EU}language/NLD", DCTERMS.LinguisticSystem, "Nederlands"),
    "en": (f"{EU}language/ENG", DCTERMS.LinguisticSystem, "Engels"),
    "yearly": (f"{EU}frequency/ANNUAL", DCTERMS.Frequency, "jaarlijks"),
}
KEYWORDS = ("banenafspraak", "arbeidsparticipatie")
DESCRIPTION = "Uitkomsten van de jaarlijkse meting van de banenafspraak."


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `catalog.ttl` and `catalog.jsonld` about the files that are there; the same files give the same bytes."""
    graph = Catalogue(folder, about).of(tables)
    linked = json.loads(graph.serialize(format="json-ld", auto_compact=True))
    return [
        put(folder / TURTLE, graph.serialize(format="turtle").encode()),
        put(folder / JSON_LD, json.dumps(_ordered(linked), indent=1, ensure_ascii=False).encode()),
    ]


def _ordered(value: object) -> object:
    """JSON-LD in one order: a list in it is a set."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


@dataclass
class Catalogue:
    """The graph of a release while it is made."""

    folder: Path
    about: About
    graph: Graph = field(default_factory=Graph)

    def of(self, tables: Sequence[Table]) -> Graph:
        """The whole graph."""
        for name, space in PREFIXES.items():
            self.graph.bind(name, space)
        catalogue = self.at("catalogus", DCAT.Catalog)
        self.say(catalogue, DCTERMS.title, nl("Banenafspraak"))
        self.say(catalogue, DCTERMS.description, nl(DESCRIPTION))
        self.say(catalogue, DCTERMS.creator, self.publisher())
        self.say(catalogue, DCTERMS.language, self.term("nl"))
        self.say(catalogue, FOAF.homepage, self.named(self.about.publication.base_url, FOAF.Document))
        self._owned(catalogue)
        for dataset in (self._whole(), *map(self._table, tables)):
            self.say(catalogue, DCAT.dataset, dataset)
        return self.graph

    def _whole(self) -> URIRef:
        """The release as a whole, with the files that are about all tables."""
        about, release = self.about, self.about.release
        dataset = self._dataset(f"releases/{release}/", about.title, f"Banenafspraak, release {release}", DESCRIPTION)
        for name in (xlsx.WORKBOOK, datapackage.DESCRIPTOR):
            self._distribution(dataset, name, about.title)
        self._period(dataset, about.years)
        return dataset

    def _table(self, table: Table) -> URIRef:
        mart = table.mart
        series = self.at(f"reeks/{mart.name}", DCAT.DatasetSeries)
        self.say(series, DCTERMS.title, nl(mart.title_nl))
        self.say(series, DCTERMS.description, nl(f"{mart.title_nl}, van alle publicaties."))
        self.say(series, DCTERMS.accrualPeriodicity, self.term("yearly"))
        self._owned(series)
        place = f"releases/{self.about.release}/#{mart.name}"
        dataset = self._dataset(place, f"{mart.title_nl}: {self.about.title}", mart.title_en, mart.title_nl)
        self.say(dataset, DCAT.inSeries, series)
        for name in self._files(mart.name):
            self._distribution(dataset, name, mart.title_nl)
        self._period(dataset, sorted({int(str(year)) for year in table.values(table.time)}) if table.time else ())
        return dataset

    def _files(self, mart: str) -> Iterator[str]:
        """The files with the rows of a table; of OData the document that names the others."""
        yield from sorted(str(one.relative_to(self.folder)) for one in self.folder.glob(f"*/{mart}.*"))
        index = f"{odata.FOLDER}/{self.about.publication.agency}/{odata.PREFIX}{mart}/{odata.INDEX}"
        if (self.folder / index).is_file():
            yield index

    def _dataset(self, place: str, title_nl: str, title_en: str, description: str) -> URIRef:
        dataset = self.at(place, DCAT.Dataset)
        land = self.named(f"{self.about.publication.base_url}releases/{self.about.release}/index.html", FOAF.Document)
        said: list[tuple[URIRef, Node]] = [
            (DCTERMS.title, nl(title_nl)),
            (DCTERMS.title, Literal(title_en, lang="en")),
            (DCTERMS.description, nl(f"{description}.".replace("..", "."))),
            (DCTERMS.identifier, Literal(str(dataset))),
            (DCTERMS.creator, self.publisher()),
            (DCTERMS.accessRights, self.term("access")),
            (DCTERMS.accrualPeriodicity, self.term("yearly")),
            (DCTERMS.issued, self.day()),
            (DCTERMS.modified, self.day()),
            (DCAT.theme, self.term("theme")),
            (DCAT.version, Literal(self.about.release)),
            (DCAT.landingPage, land),
            (FOAF.page, land),
            *((DCTERMS.language, self.term(one)) for one in ("nl", "en")),
            *((DCAT.keyword, nl(one)) for one in KEYWORDS),
        ]
        for name, value in said:
            self.say(dataset, name, value)
        self._owned(dataset)
        return dataset

    def _distribution(self, dataset: URIRef, name: str, title: str) -> None:
        """A file of a dataset; nothing when it is not there."""
        file = self.folder / name
        if not file.is_file():
            return
        form = file.suffix.removeprefix(".")
        where = f"releases/{self.about.release}/{quote(name)}"
        one = self.at(f"{where}#bestand", DCAT.Distribution)
        place = self.at(where, RDFS.Resource)
        licence = self.named(self.about.publication.licence, DCTERMS.LicenseDocument)
        said: list[tuple[URIRef, Node]] = [
            (DCTERMS.title, nl(f"{title} ({name})")),
            (DCTERMS.license, licence),
            (DCTERMS.issued, self.day()),
            (DCTERMS["format"], self.named(f"{EU}file-type/{FILE_TYPES[form]}", DCTERMS.MediaTypeOrExtent)),
            (DCAT.mediaType, self.named(IANA + datapackage.MEDIA_TYPES[form], DCTERMS.MediaType)),
            (DCAT.accessURL, place),
            (DCAT.downloadURL, place),
            (DCAT.byteSize, Literal(file.stat().st_size, datatype=XSD.nonNegativeInteger)),
            (SPDX.checksum, self._checksum(where, file)),
        ]
        for what, value in said:
            self.say(one, what, value)
        self.say(dataset, DCAT.distribution, one)

    def _checksum(self, where: str, file: Path) -> URIRef:
        one = self.at(f"{where}#sha256", SPDX.Checksum)
        self.say(one, SPDX.algorithm, self.named(str(SPDX.checksumAlgorithm_sha256), SPDX.ChecksumAlgorithm))
        self.say(one, SPDX.checksumValue, Literal(sha256(file), datatype=XSD.hexBinary))
        return one

    def _period(self, dataset: URIRef, years: Sequence[int]) -> None:
        """The years that a dataset is about, from the first to the last day; nothing for one that is about none."""
        if not years:
            return
        one = self.named(f"{dataset}-periode" if "#" in dataset else f"{dataset}#periode", DCTERMS.PeriodOfTime)
        self.say(one, DCAT.startDate, Literal(f"{years[0]}-01-01", datatype=XSD.date))
        self.say(one, DCAT.endDate, Literal(f"{years[-1]}-12-31", datatype=XSD.date))
        self.say(dataset, DCTERMS.temporal, one)

    def _owned(self, subject: URIRef) -> None:
        """Who publishes it, and who answers questions."""
        contact = self.at("contact", VCARD.Kind)
        self.say(contact, VCARD.fn, nl(self.about.publication.publisher))
        self.say(contact, VCARD.hasEmail, URIRef(f"mailto:{self.about.publication.contact}"))
        self.say(subject, DCTERMS.publisher, self.publisher())
        self.say(subject, DCAT.contactPoint, contact)

    def publisher(self) -> URIRef:
        """Who publishes it."""
        publication = self.about.publication
        one = self.named(publication.publisher_uri or f"{publication.base_url}uitgever", FOAF.Agent)
        self.say(one, FOAF.name, nl(publication.publisher))
        self.say(one, DCTERMS.identifier, Literal(str(one)))
        return one

    def term(self, name: str) -> URIRef:
        """A term of a prescribed list."""
        place, kind, title = TERMS[name]
        one = self.named(place, kind)
        self.say(one, RDF.type, SKOS.Concept)
        self.say(one, SKOS.prefLabel, nl(title))
        return one

    def day(self) -> Literal:
        """The date of the release."""
        return Literal(self.about.date, datatype=XSD.date)

    def at(self, place: str, kind: URIRef) -> URIRef:
        """A thing under the base URL."""
        return self.named(self.about.publication.base_url + place, kind)

    def named(self, place: str, kind: URIRef) -> URIRef:
        """A thing with the kind that it is of."""
        one = URIRef(place)
        self.say(one, RDF.type, kind)
        return one

    def say(self, subject: URIRef, name: URIRef, value: Node) -> None:
        """One thing that is said of another."""
        self.graph.add((subject, name, value))


def nl(text: str) -> Literal:
    """A Dutch text."""
    return Literal(text, lang="nl")
