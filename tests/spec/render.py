"""Renders the specification to Markdown: the page `docs/method.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.spec.chapters import CHAPTERS
from tests.spec.model import Case, Chapter
from tests.spec.text_tables import TextTable, parse

TITLE = "The method, in tables"
INTRODUCTION = """\
Each rule of the measurement with its source, and small tables that show it: what goes in, and what comes out.
Every table here is a test: it runs through the program itself and is compared exactly. An empty cell is a
missing value; `yes` and `no` are flags (in deliveries `J` and `N`); a fraction such as `960/7` is exact.

*(law)*: Wfsv, Besluit Wfsv or Regeling Wfsv. *(letter)*: the letters to parliament. *(choice)*: ours, because
no public source settles it; each is a setting (see [settings](settings.md))."""


def markdown() -> str:
    """The whole page."""
    chapters = (part for chapter in CHAPTERS for part in of_chapter(chapter))
    return "\n\n".join([f"# {TITLE}", INTRODUCTION, contents(), *chapters]) + "\n"


def contents() -> str:
    """The list of chapters."""
    return "\n".join(f"- {chapter.title}" for chapter in CHAPTERS)


def of_chapter(chapter: Chapter) -> Iterator[str]:
    """A chapter: title, text, cases."""
    yield f"## {chapter.title}"
    yield chapter.text.strip()
    for case in chapter.cases:
        yield from of_case(case)


def of_case(case: Case) -> Iterator[str]:
    """A case: its name, the tables that go in, and the one that comes out."""
    yield f"### {case.name}"
    if case.choice:
        yield f"Setting: `measurement.{case.choice}`"
    for name, text in case.given.items():
        table = parse(text)
        yield f"`{name}`{in_every_line(table)}"
        yield grid(table)
    yield "Result"
    yield grid(parse(case.expected))


def in_every_line(table: TextTable) -> str:
    """What the columns that are not shown hold."""
    if not table.constants:
        return ""
    return ", in every line " + ", ".join(f"{name} {value or 'empty'}" for name, _, value in table.constants)


def grid(table: TextTable) -> str:
    """A Markdown table; numbers to the right."""
    names = [name for name, _ in table.header]
    rules = ["---:" if kind in {"int", "dec", "float"} else "---" for _, kind in table.header]
    return "\n".join(line(row) for row in (names, rules, *table.rows))


def line(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"
