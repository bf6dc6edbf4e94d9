"""What search engines read: the release and its tables as schema.org `Dataset`, in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flows.pages.kit import titles
from flows.pages.kit.language import LANGUAGES
from warehouse.database import DATABASE
from warehouse.registry.published import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.dossier import ReportData
    from flows.pages.landing.words import Words
    from warehouse.formats import File

Thing = dict[str, Any]

#: Characters that could end the element that holds the data, or begin another -> as JSON writes them.
GUARDED = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&"})


def script(data: ReportData, files: Sequence[File], words: Words) -> str:
    """The dataset as JSON that can stand in a page: no text in it ends its element."""
    text = json.dumps(dataset(data, files, words), ensure_ascii=False, indent=1)
    return text.translate(GUARDED)


def dataset(data: ReportData, files: Sequence[File], words: Words) -> Thing:
    """The release: who publishes it, which years it has, every file about all tables, and the tables as its parts."""
    about, imprint, years = data.about, data.imprint, sorted(data.about["years"])
    organisation = {"@type": "Organization", "name": imprint.publisher, "email": imprint.contact}
    whole = [_download(one, imprint.address) for one in files if not one.table]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": imprint.address,
        "url": imprint.address,
        "name": _labelled(words("subject", year=data.year), data, words),
        "description": _described(words("page_description", year=data.year), data, words),
        "identifier": about["release"],
        "version": about["release"],
        "datePublished": imprint.date,
        "inLanguage": list(LANGUAGES),
        "license": imprint.licence,
        "isAccessibleForFree": True,
        "creator": organisation,
        "publisher": organisation,
        "keywords": words("keywords").split(", "),
        "spatialCoverage": {"@type": "Place", "name": words("area")},
        "temporalCoverage": f"{years[0]}/{years[-1]}" if years else "",
        "distribution": [*whole, _database(imprint.address)],
        "hasPart": [_table(name, data, files, words) for name in PUBLISHED],
    }


def _table(name: str, data: ReportData, files: Sequence[File], words: Words) -> Thing:
    """A table with its files; its place is where the page says what it answers."""
    address = data.imprint.address
    return {
        "@type": "Dataset",
        "@id": f"{address}#{name}",
        "name": _labelled(titles.title(words.language, name), data, words),
        "description": _described(PUBLISHED[name].answers[LANGUAGES.index(words.language)], data, words),
        "license": data.imprint.licence,
        "distribution": [_download(one, address) for one in files if one.table == name],
    }


def _download(file: File, address: str) -> Thing:
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": address + quote(file.path),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _database(address: str) -> Thing:
    """The database, which publication makes of the files that are there: its size is not known yet."""
    return {"@type": "DataDownload", "name": DATABASE, "contentUrl": address + DATABASE,
            "encodingFormat": "application/octet-stream"}  # fmt: skip


def _labelled(title: str, data: ReportData, words: Words) -> str:
    return f"{title} ({words('synthetic_suffix')})" if data.about["synthetic"] else title


def _described(text: str, data: ReportData, words: Words) -> str:
    return f"{words('synthetic')}. {words('synthetic_text')} {text}" if data.about["synthetic"] else text
