"""The catalogue is valid under the shapes of DCAT-AP-NL 3, and says of every file what it is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pyshacl
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from tests.support import small_release
from tests.support.small_release import ABOUT
from warehouse import formats
from warehouse.formats.model import Table

SHAPES = Path(__file__).parent / "shapes"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
BASE = f"{ABOUT.publication.base_url}releases/{ABOUT.release}/"


def written(folder: Path, tables: list[Table]) -> Path:
    folder.mkdir()
    formats.write_public(
        folder, {one.mart.name: one.rows for one in tables}, {one.mart.name: one.mart for one in tables}, ABOUT
    )
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    some = {"realisation", "revisions", "codes"}
    tables = [one for one in small_release.release() if one.mart.name in some]
    return written(tmp_path_factory.mktemp("catalog") / "release", tables)


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return Graph().parse(folder / "catalog.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    found = Graph()
    paths = sorted(SHAPES.glob("*.ttl"))
    assert len(paths) == 5
    for path in paths:
        found.parse(path)
    return found


def valid(graph: Graph, shapes: Graph) -> tuple[bool, str]:
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes, allow_warnings=True)
    return bool(conforms), str(said)


def test_it_is_valid(graph: Graph, shapes: Graph) -> None:
    conforms, said = valid(graph, shapes)
    assert conforms, said


def test_it_is_valid_without_rows(tmp_path: Path, shapes: Graph) -> None:
    tables = [one for one in small_release.release(rows=0) if one.mart.name == "realisation"]
    folder = written(tmp_path / "release", tables)
    conforms, said = valid(Graph().parse(folder / "catalog.ttl"), shapes)
    assert conforms, said


@pytest.mark.parametrize("name", [DCTERMS.publisher, DCTERMS.license, DCAT.contactPoint, DCAT.theme])
def test_a_catalogue_that_lacks_something_is_not_valid(graph: Graph, shapes: Graph, name: URIRef) -> None:
    spoiled = Graph()
    for triple in graph:
        if triple[1] != name:
            spoiled.add(triple)
    assert len(spoiled) < len(graph)
    assert not valid(spoiled, shapes)[0]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # in rdflib's own reader
def test_both_forms_say_the_same(folder: Path, graph: Graph) -> None:
    assert Graph().parse(folder / "catalog.jsonld").isomorphic(graph)


def test_every_distribution_is_a_file_with_its_digest_and_size(folder: Path, graph: Graph) -> None:
    names = set()
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        (place,) = graph.objects(one, DCAT.downloadURL)
        name = unquote(str(place).removeprefix(BASE))
        content = (folder / name).read_bytes()
        (checksum,) = graph.objects(one, SPDX.checksum)
        (digest,) = graph.objects(checksum, SPDX.checksumValue)
        (size,) = graph.objects(one, DCAT.byteSize)
        assert (str(digest), int(str(size))) == (hashlib.sha256(content).hexdigest(), len(content))
        names.add(name)
    expected = {
        f"{form}/{mart}.{form.partition('_')[0]}"
        for form in ("parquet", "csv", "csv_nl", "sav")
        for mart in ("realisation", "revisions", "codes")
    }
    assert names >= expected | {"banenafspraak.xlsx", "datapackage.json", "sdmx/realisation.csv"}
    assert names >= {"odata/BANENAFSPRAAK/BA_realisation/index.json"}


def test_who_publishes_and_when(graph: Graph) -> None:
    assert (
        None,
        DCTERMS.issued,
        Literal("2024-07-01", datatype=URIRef("http://www.w3.org/2001/XMLSchema#date")),
    ) in graph
    assert (None, None, Literal("Voorbeelduitgever (synthetisch)", lang="nl")) in graph
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert len(list(graph.objects(catalogue, DCAT.dataset))) == 4
