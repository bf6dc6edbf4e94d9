"""Writes the two pages: every text, style and chart inside them, so that they work from disk and ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.report import origins
from flows.pages.report.sections import sections, verdict
from flows.pages.report.words import Words
from flows.pages.review import card as cards
from flows.pages.review import html
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
    found = {PAGES[language]: page(data, language) for language in LANGUAGES}
    return found | (origins.files(data) if data.origins else {})


def routes(data: ReportData, language: str) -> list[tuple[str, str]]:
    """Where the page leads: (name of a text, address), as the folders of a candidate lie."""
    up = "../../public" if language == LANGUAGES[0] else "../../../public"
    own = "" if language == LANGUAGES[0] else f"{language}/"
    there = [("to_origins", origins.NAME)] if data.origins else []
    return [
        *there,
        ("to_factsheet", f"{up}/factsheet/{own}index.html"),
        ("to_quality", f"{up}/quality/{own}index.html"),
        ("to_tables", f"{up}/{own}index.html"),
    ]


def page(data: ReportData, language: str) -> str:
    """The page in one language, as HTML."""
    words = Words(language)
    card = cards.card(data.about, data.comparison, data.checks(), data.marts["reconciliation"])
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
            intro=verdict.intro(data, words),
            decides=card,
            card=html.card(card, language),
            style=html.style(),
            routes=routes(data, language),
            commands=verdict.commands(data, words),
            sections=sections(data, words),
        )
    )
