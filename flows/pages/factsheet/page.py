"""Writes the factsheet of a release: in each language one page that holds everything it needs, and its PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flows.pages import printer
from flows.pages.factsheet.blocks import blocks
from flows.pages.factsheet.blocks.headline import headline, key_figures, lead
from flows.pages.factsheet.figures import Figures
from flows.pages.factsheet.words import Words
from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from warehouse.home import write_new

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from flows.pages.dossier import ReportData

TEMPLATES = FOLDER / "factsheet"
#: Weight -> the font's file: Source Sans 3, the part for Latin letters (SIL Open Font License, `fonts/OFL.txt`).
FONTS = {weight: f"source-sans-3-latin-{weight}-normal.woff2" for weight in (400, 600)}
#: Where each language's page and PDF lie in the folder, and how the other language's page is reached.
FOLDERS = {"nl": ".", "en": "en"}
PAGE, PDF = "index.html", "factsheet.pdf"
LINKS = {"nl": f"en/{PAGE}", "en": f"../{PAGE}"}
#: How the index page of the release is reached.
RELEASE = {"nl": f"../{PAGE}", "en": f"../../en/{PAGE}"}


@dataclass(frozen=True, slots=True)
class Begun:
    """A factsheet whose pages are made, and whose PDFs are being printed; by language."""

    pages: dict[str, str]
    prints: dict[str, Future[bytes]]

    def files(self) -> dict[str, str | bytes]:
        """The page and the PDF in each language, by their place in the folder.

        Raises:
            RuntimeError: the page asks for something outside itself.
            WrongUseError: a library that prints is not installed.
        """
        made: dict[str, str | bytes] = {}
        for language, html in self.pages.items():
            made[f"{FOLDERS[language]}/{PAGE}"] = html
            made[f"{FOLDERS[language]}/{PDF}"] = self.prints[language].result()
        return made


def begin(data: ReportData) -> Begun:
    """Makes the pages and has them printed, which goes on beside what comes next."""
    pages = {language: page(data, language) for language in LANGUAGES}
    prints = {language: printer.ask(html, f"{data.about['release']} {language}") for language, html in pages.items()}
    return Begun(pages, prints)


def write(folder: Path, begun: Begun) -> None:
    """Writes the factsheet into a new folder: `index.html` and `factsheet.pdf` (Dutch), and the same in `en/`.

    The same data gives the same bytes.

    Raises:
        FileExistsError: the folder is there already.
        RuntimeError: the page asks for something outside itself.
    """
    write_new(folder, begun.files())


def page(data: ReportData, language: str) -> str:
    """The factsheet in one language, as HTML; printed on A4 it is the PDF."""
    data = data.public()
    words, figures = Words(language), Figures(data)
    made = blocks(figures, words)
    return (
        environment(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            t=words,
            about=data.about,
            imprint=data.imprint,
            year=data.year,
            other={"language": next(name for name in LANGUAGES if name != language), "link": LINKS[language]},
            pdf=PDF,
            release=RELEASE[language],
            fonts=_fonts(),
            headline=headline(figures, words),
            lead=lead(figures, words),
            key_figures=key_figures(figures, words),
            blocks=made,
            dense=made["changes"].table is not None,
        )
    )


@cache
def _fonts() -> dict[int, str]:
    """Weight -> the font as Base64, so that the page is one file."""
    return {weight: b64encode((TEMPLATES / "fonts" / name).read_bytes()).decode() for weight, name in FONTS.items()}
