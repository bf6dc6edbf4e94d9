"""The files of a release as the page lists them: of each table every format, and those about all tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from flows.pages.kit import titles
from flows.pages.kit.language import LANGUAGES
from warehouse.database import DATABASE
from warehouse.formats import catalog, csv, csv_nl, datapackage, odata, parquet, sav, sdmx, xlsx
from warehouse.manifests import MANIFEST
from warehouse.registry.published import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.landing.words import Words
    from warehouse.formats import File

#: The folders of the formats in the order of the page -> what they are called there.
FORMS = {
    csv_nl.FOLDER: "csv_nl",
    csv.FOLDER: "csv",
    parquet.FOLDER: "parquet",
    sav.FOLDER: "sav",
    sdmx.FOLDER: "sdmx",
    odata.FOLDER: "odata",
}
#: The files about all tables in the order of the page -> the text that says what they are.
ABOUT_ALL = {
    xlsx.WORKBOOK: "file_workbook",
    DATABASE: "file_database",
    f"{odata.FOLDER}/Datasets": "file_odata",
    f"{sdmx.FOLDER}/{sdmx.STRUCTURES}": "file_sdmx",
    datapackage.DESCRIPTOR: "file_package",
    catalog.TURTLE: "file_catalog",
    catalog.JSON_LD: "file_catalog_json",
    MANIFEST: "file_manifest",
}
#: What publication and the end of the build add: they are there for readers, not yet while the page is made.
ADDED = (DATABASE, MANIFEST)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a file: where it leads, its text, and what it is."""

    href: str
    text: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the release: its name, its title, what it answers, and its files."""

    name: str
    title: str
    answers: str
    links: Sequence[Link]


def by_table(files: Sequence[File], words: Words, root: str) -> list[Listed]:
    """Every table with its files, in the order of the registry; `root` is the way to the folder of the release."""
    number = LANGUAGES.index(words.language)
    return [
        Listed(name, titles.title(words.language, name), mart.answers[number], _links(files, name, words, root))
        for name, mart in PUBLISHED.items()
    ]


def _links(files: Sequence[File], table: str, words: Words, root: str) -> list[Link]:
    there = {one.form: one for one in files if one.table == table}
    return [Link(root + quote(there[form].path), words(name)) for form, name in FORMS.items() if form in there]


def about_all(files: Sequence[File], words: Words, root: str) -> list[Link]:
    """The files about all tables."""
    there = {one.path for one in files} | {*ADDED}
    return [Link(root + quote(name), name, words(said)) for name, said in ABOUT_ALL.items() if name in there]
