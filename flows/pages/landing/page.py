"""Writes the two pages: every text and style inside them, so that they work from disk and ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.numbers import spans
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.landing import dataset
from flows.pages.landing.files import about_all, by_table
from flows.pages.landing.result import table_1
from flows.pages.landing.routes import ROUTES, code
from flows.pages.landing.words import Words
from warehouse.home import add

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.pages.dossier import ReportData
    from warehouse.formats import File

TEMPLATES = FOLDER / "landing"
#: Where each language's page lies in the release, how it is reached from the other, and the way from it to the release.
PAGES = {"nl": "index.html", "en": "en/index.html"}
LINKS = {"nl": "en/index.html", "en": "../index.html"}
ROOTS = {"nl": "", "en": "../"}
#: The pages that it leads to, by language: factsheet, its PDF, quality report.
FURTHER = {
    "nl": ("factsheet/index.html", "factsheet/factsheet.pdf", "quality/index.html"),
    "en": ("../factsheet/en/index.html", "../factsheet/en/factsheet.pdf", "../quality/en/index.html"),
}


def write(folder: Path, data: ReportData, files: Sequence[File]) -> None:
    """Writes the index page into the public folder of a release: `index.html` (Dutch), `en/index.html` (English).

    The same data and files give the same bytes.

    Args:
        folder: the public folder, with the files in it.
        data: what is shown of the release.
        files: what it offers (`warehouse.formats.offered`).

    Raises:
        FileExistsError: there is a page already.
    """
    add(folder, {PAGES[language]: page(data, files, language) for language in LANGUAGES})


def page(data: ReportData, files: Sequence[File], language: str) -> str:
    """The page in one language, as HTML; what is not public does not come further than here."""
    words, known, root = Words(language), data.public(), ROOTS[language]
    return (
        environment(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            t=words,
            about=known.about,
            imprint=known.imprint,
            year=known.year,
            other={"language": next(name for name in LANGUAGES if name != language), "link": LINKS[language]},
            further=FURTHER[language],
            result=table_1(known, words),
            tables=by_table(files, words, root),
            files=about_all(files, words, root),
            routes=[(name, code(name)) for name in ROUTES],
            facts=_facts(known, words),
            cited=known.imprint.cite(words, known.year, known.about["release"]),
            dataset=dataset.script(known, files, words),
        )
    )


def _facts(data: ReportData, words: Words) -> list[tuple[str, str]]:
    """What stands in the colophon as text; contact and licence are links."""
    about, imprint = data.about, data.imprint
    said = {
        "publisher": imprint.publisher,
        "date": words.date(imprint.date) if imprint.date else "",
        "release": about["release"],
        "measured_years": spans(sorted(about["years"])),
        "program": f"banenafspraak {about['code_version']}",
        "rule_set": about["rule_set"],
    }
    return [(words(name), text) for name, text in said.items() if text]
