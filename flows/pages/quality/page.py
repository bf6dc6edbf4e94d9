"""Writes the two pages: every text and style inside them, so that they work from disk and ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.quality.sections import sections
from flows.pages.quality.words import Words
from warehouse.home import write_new

if TYPE_CHECKING:
    from pathlib import Path

    from flows.pages.dossier import ReportData

TEMPLATES = FOLDER / "quality"
#: Where each language's page lies in the folder, and how it is reached from the other.
PAGES = {"nl": "index.html", "en": "en/index.html"}
LINKS = {"nl": "en/index.html", "en": "../index.html"}
#: How the index page of the release is reached.
RELEASE = {"nl": "../index.html", "en": "../../en/index.html"}


def write(folder: Path, data: ReportData) -> None:
    """Writes the quality report of a release into a new folder: `index.html` (Dutch) and `en/index.html` (English).

    The same data gives the same bytes.

    Raises:
        FileExistsError: the folder is there already.
    """
    write_new(folder, {PAGES[language]: page(data, language) for language in LANGUAGES})


def page(data: ReportData, language: str) -> str:
    """The page in one language, as HTML; what is not public does not come further than here."""
    words, known = Words(language), data.public()
    return (
        environment(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            t=words,
            about=known.about,
            year=known.year,
            other={"language": next(name for name in LANGUAGES if name != language), "link": LINKS[language]},
            release=RELEASE[language],
            sections=sections(known, words),
        )
    )
