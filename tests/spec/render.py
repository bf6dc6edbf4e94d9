"""Renders the specification to Markdown: the page `docs/method.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.spec.chapters import CHAPTERS
from tests.spec.model import Case, Chapter
from tests.spec.text_tables import TextTable, parse

TITLE = "The method, in tables"
INTRODUCTION = """\
Each rule of the measurement with its source, and small tables that show it: what goes in, and what comes out.
Every table here is a test: it runs through the program itself and is compared exactly. An empty cell is a
missing value; `yes` and `no` are flags (in deliveries `J` and `N`); a fraction such as `960/7` is exact.

*(law)*: Wfsv, Besluit Wfsv or Regeling Wfsv. *(letter)*: the letters to parliament. *(choice)*: ours, because
no public source settles it; those of the steps are [settings](settings.md), the others are among the
[decisions](decisions/README.md)."""


def markdown() -> str:
    """The whole page."""
    chapters = (part for chapter in CHAPTERS for part in of_chapter(chapter))
    return "\n\n".join([f"# {TITLE}", INTRODUCTION, contents(), *chapters]) + "\n"


def contents() -> str:
    """The list of chapters, each a link to its heading."""
    return "\n".join(f"- [{chapter.title}](#{anchor(chapter.title)})" for chapter in CHAPTERS)


def anchor(heading: str) -> str:
    """The anchor that Markdown viewers give a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def of_chapter(chapter: Chapter) -> Iterator[str]:
    """A chapter: title, table, text, cases."""
    yield f"## {chapter.title}"
    if chapter.mart:
        yield f"Published table: `{chapter.mart}` (see the [dictionary](dictionary.md))"
    yield chapter.text.strip()
    shown: dict[tuple[str, str], str] = {}
    for case in chapter.cases:
        yield from of_case(case, shown)
        shown |= {table: case.name for table in case.given.items() if table not in shown}


def of_case(case: Case, shown: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """A case: its name, the tables that go in, and the one that comes out; what was `shown` before is only named."""
    yield f"### {case.name}"
    if case.choice:
        yield f"Setting: `measurement.{case.choice}`"
    for before in dict.fromkeys(shown[table] for table in case.given.items() if table in shown):
        names = [f"`{name}`" for name, text in case.given.items() if shown.get((name, text)) == before]
        yield f"{', '.join(names)}: as above, under [{before}](#{anchor(before)})"
    for name, text in case.given.items():
        if (name, text) not in shown:
            table = parse(text)
            yield from titled(f"`{name}`{in_every_line(table)}", table)
    yield from titled("Result", parse(case.expected))


def titled(title: str, table: TextTable) -> Iterator[str]:
    """A table under its title."""
    if table.rows:
        yield title
        yield grid(table)
    else:
        yield f"{title}: no rows"


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
