"""Where each figure of table 1, the sub-sectors and the key comes from: one page in each language, beside the report.

What figures of a year share, its files and lines, is there once. The page is internal, as the report is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit import titles
from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.review import html, origin_tables
from flows.pages.review.origin import Origin, Step
from flows.pages.review.told import cell
from flows.pages.review.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Part

#: What the page is called in the folder of each language.
NAME = "figures.html"
PAGES = {"nl": NAME, "en": f"en/{NAME}"}
LINKS = {"nl": f"en/{NAME}", "en": f"../{NAME}"}
#: The steps that figures of one year share.
SHARED = ("files", "lines")


def files(data: ReportData) -> dict[str, str]:
    """The page in each language, by its place in the folder of the report."""
    return {PAGES[language]: page(data, language) for language in LANGUAGES}


def page(data: ReportData, language: str) -> str:
    """The page in one language, as HTML."""
    words = Words(language)
    years = words.listed([str(year) for year in data.about.get("built_years") or [data.year]])
    return (
        environment(FOLDER / "review")
        .get_template("origins.html.j2")
        .render(
            t=words,
            style=html.style(),
            other={"language": next(name for name in LANGUAGES if name != language), "link": LINKS[language]},
            title=words("origin_title", year=years),
            shared=_shared(data.origins, words),
            groups=[
                (mart, titles.title(language, mart), [_one(one, words) for one in data.origins if one.mart == mart])
                for mart in dict.fromkeys(one.mart for one in data.origins)
            ],
        )
    )


def _shared(origins: Sequence[Origin], words: Words) -> list[Part]:
    """The files and lines of each year, once: all files that any of the figures comes from."""
    found: dict[tuple[str, int], Step] = {}
    for step in (step for one in origins for step in one.steps if step.name in SHARED):
        before = found.get((step.name, step.year))
        files = dict.fromkeys((*(before.files if before else ()), *step.files))
        found[step.name, step.year] = Step(step.name, step.year, step.amounts, tuple(files))
    steps = sorted(found.values(), key=lambda one: (-one.year, SHARED.index(one.name)))
    return [origin_tables.part(f"{one.name}-{one.year}", one, words) for one in steps]


def _one(origin: Origin, words: Words) -> dict[str, object]:
    """What the template needs of a row: all but what it shares with others."""
    own = tuple(step for step in origin.steps if step.name not in SHARED)
    shared = list(dict.fromkeys(step.year for step in origin.steps if step.name in SHARED))
    parts = html.origin_parts(Origin(origin.release, origin.mart, origin.cell, own, origin.withheld), words)
    return parts | {"shared": shared, "name": cell(origin.cell, words)}
