"""Writes the two pages: every text, style and chart inside them, so that they work from disk and ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.report.sections import sections, verdict
from flows.pages.report.words import Words
from warehouse.home import write_new

if TYPE_CHECKING:
    from pathlib import Path

    from flows.pages.dossier import ReportData

TEMPLATES = FOLDER / "report"
#: Where each language's page lies in the folder, and how it is reached from the other.
PAGES = {"nl": "index.html", "en": "en/index.html"}
LINKS = {"nl": "en/index.html", "en": "../index.html"}


def write(folder: Path, data: ReportData) -> None:
    """Writes the report of a candidate into a new folder: `index.html` (Dutch) and `en/index.html` (English).

    The same data gives the same bytes.

    Raises:
        FileExistsError: the folder is there already.
    """
    write_new(folder, files(data))


def files(data: ReportData) -> dict[str, str]:
    """The page in each language, by its place in the folder."""
    return {PAGES[language]: page(data, language) for language in LANGUAGES}


def page(data: ReportData, language: str) -> str:
    """The page in one language, as HTML."""
    words = Words(language)
    return (
        environment(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            t=words,
            about=data.about,
            year=data.year,
            other={"language": next(name for name in LANGUAGES if name != language), "link": LINKS[language]},
            verdict=verdict.verdict(data, words),
            notices=verdict.notices(data, words),
            facts=verdict.facts(data, words),
            warned=verdict.warned(data, words),
            commands=verdict.commands(data, words),
            sections=sections(data, words),
        )
    )
