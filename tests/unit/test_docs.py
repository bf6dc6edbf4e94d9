"""The generated pages of docs/ are what the code says now; the written ones lead where they say, and are complete."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import generate
from tests.spec.render import anchor
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.settings import Settings


@pytest.mark.parametrize("name", generate.pages())
def test_no_page_is_stale(name: str) -> None:
    assert generate.written(name) == generate.pages()[name], f"docs/{name} is stale: run `make docs`"


def test_a_stale_page_is_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path_factory.mktemp("docs"))
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (generate.DOCS / "settings.md").write_text("old", encoding="utf-8")
    (generate.DOCS / "method.md").unlink()
    capsys.readouterr()
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs: stale: docs/settings.md, docs/method.md; run `make docs`\n"


def test_only_check_is_an_option() -> None:
    assert generate.main(["--chekc"]) == 2


def test_the_dictionary_holds_every_column_and_every_reason() -> None:
    text = generate.dictionary()
    for delivered in DELIVERIES.values():
        part = text.partition(f"### `{delivered.name}`")[2].partition("\n### ")[0]
        assert all(f"| `{column.name}` |" in part for column in delivered.columns)
        assert all(f"| `{rule.reason}` |" in part for rule in delivered.line_rules)
        assert all(f"| `{each.name}" in part for each in delivered.expectations)
    published = text.partition("## Published tables")[2]
    for mart in (*MARTS.values(), *FACTS.values()):
        part = published.partition(f"### `{mart.name}`")[2].partition("\n### ")[0]
        assert all(f"| `{column.name}` |" in part for column in mart.columns)


def test_the_settings_page_holds_every_setting() -> None:
    text = generate.settings()
    for section, field in Settings.model_fields.items():
        assert f"## `[{section}]`" in text
        assert field.annotation is not None
        assert all(f"| `{name}` |" in text for name in field.annotation.model_fields)


def test_types_of_settings_are_in_words() -> None:
    assert "annotation=" not in generate.settings()
    assert (
        "table of text to table of `markt` or `overheid` to table of `D` or `F` or `G` to decimal"
        in generate.settings()
    )


def test_every_setting_says_what_it_means() -> None:
    assert [line for line in generate.settings().splitlines() if line.startswith("| `") and "|  | `" in line] == []


def test_cells_cannot_end_early() -> None:
    assert generate.table(["a"], [["x | y"]]) == "| a |\n| --- |\n| x \\| y |"


# --- the written pages --------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
SPEC = DOCS / "spec"
#: The subjects of the contract; code and registry cite these pages.
SUBJECTS = ("measurement", "deliveries", "marts", "disclosure", "dissemination", "review", "operation")
DECISIONS = DOCS / "decisions"
DECISION_LINES = range(5, 16)
#: A heading that code cites stays short.
HEADING_WORDS = 6
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
#: A file or folder of the repository, as pages name it; names with a placeholder are not looked for.
NAMED = re.compile(r"`((?:flows|transforms|expectations|warehouse|tests|docs|examples|benchmarks|\.github)/[\w./-]*)`")
#: A page of docs/ as code cites it, with a heading as anchor or in quotes; the contract's pages also by name alone.
CITED = re.compile(
    rf"(?<![\w/])(?P<page>docs/[\w./-]+\.md|(?:{'|'.join(SUBJECTS)})\.md)"
    r"(?:#(?P<anchor>[\w-]+)|,\s+\"(?P<heading>[^\"]+)\")?"
)
#: Pages that are written for what is there now; the contract and the decisions name what is to come or was.
ABOUT_NOW = [page for page in PAGES if not page.is_relative_to(SPEC) and not page.is_relative_to(DECISIONS)]


def prose(text: str) -> str:
    """A page without its blocks of code and code in lines, in which nothing is a link."""
    return re.sub(r"`[^`\n]*`", "", without_blocks(text))


def without_blocks(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """What a link can point at in a page; a heading that comes again gets a number, as viewers do."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(without_blocks(page.read_text(encoding="utf-8"))):
        name = anchor(heading)
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def links(page: Path) -> list[str]:
    """The targets of the links of a page that lead into the repository."""
    found: list[str] = LINK.findall(prose(page.read_text(encoding="utf-8")))
    return [target for target in found if "://" not in target and not target.startswith("mailto:")]


def dead(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere: no such file, or no such heading in it."""
    for target in links(page):
        name, _, heading = target.partition("#")
        to = (page.parent / name).resolve() if name else page
        if not to.exists() or (heading and heading not in anchors(to)):
            yield f"{page.name}: {target}"


def test_every_link_leads_somewhere() -> None:
    assert sum(len(links(page)) for page in PAGES) > len(PAGES)
    assert [link for page in PAGES for link in dead(page)] == []


def test_dead_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# One\n\n```\n# No heading\n```\n\n# One\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here it is\n[a](other.md#one-1) [b](#here-it-is) [c](https://x.nl/gone) `[d](gone.md)`\n"
        "```\n[e](gone.md)\n```\n[f](gone.md) [g](other.md#two) [h](#no) [i](other.md#no-heading) [j](../gone/)\n",
        encoding="utf-8",
    )
    assert [link.removeprefix("page.md: ") for link in dead(page)] == [
        "gone.md",
        "other.md#two",
        "#no",
        "other.md#no-heading",
        "../gone/",
    ]


def missing(text: str) -> list[str]:
    """The files and folders that a text names and that are not there."""
    return sorted({name for name in NAMED.findall(text) if not (ROOT / name).exists()})


def test_pages_name_files_that_are_there() -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in ABOUT_NOW}
    assert sum(len(NAMED.findall(text)) for text in texts.values()) > len(ABOUT_NOW)
    assert {name: missing(text) for name, text in texts.items() if missing(text)} == {}
    assert missing("`flows/gone.py`, `flows/build.py`, `transforms/`, `elsewhere/gone.py`") == ["flows/gone.py"]


def uncited(text: str) -> list[str]:
    """The citations of a text that lead nowhere: no such page, or no such heading on it."""
    return [
        cited[0]
        for cited in CITED.finditer(text)
        if not leads_somewhere(cited["page"], cited["anchor"] or cited["heading"])
    ]


def leads_somewhere(name: str, heading: str | None) -> bool:
    """Whether a page of docs/ is there and has a heading; a subject of the contract is also cited by its name alone."""
    page = SPEC / name if name.removesuffix(".md") in SUBJECTS else ROOT / name
    return page.exists() and (heading is None or anchor(" ".join(heading.split())) in anchors(page))


def test_code_cites_pages_and_headings_that_are_there() -> None:
    folders = ("flows", "transforms", "expectations", "warehouse", "tests/spec", "benchmarks")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".toml", ".csv"}
    ]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    assert any(CITED.search(text) for text in texts.values())
    assert {name: uncited(text) for name, text in texts.items() if uncited(text)} == {}


def test_citations_that_lead_nowhere_are_found() -> None:
    right = 'docs/spec/measurement.md, "The law has dates"; docs/spec/marts.md#form; deliveries.md; marts.md, "Form"'
    wrong = ["docs/gone.md", "docs/spec/marts.md#gone", 'docs/spec/measurement.md, "Gone by"', 'marts.md, "Gone"']
    assert uncited(right) == []
    assert uncited("; ".join([right, *wrong])) == wrong


def test_every_page_is_in_the_index_by_reader() -> None:
    indexed = {target.partition("#")[0] for target in links(DOCS / "README.md")}
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert pages
    assert pages - indexed == set()


def test_every_page_for_readers_is_in_their_index_and_has_steps_what_was_tried_and_a_pitfall() -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in (DOCS / "readers").glob("*.md")}
    index = {target.partition("#")[0] for target in LINK.findall(pages.pop("README.md"))}
    assert pages
    assert pages.keys() - index == set()
    parts = (r"^1\. ", r"^2\. ", r"^3\. ", r"\bTried\b", r"\bpitfall\b")
    assert [(name, part) for name, text in pages.items() for part in parts if not re.search(part, text, re.M)] == []


def test_every_subject_of_the_contract_has_its_page() -> None:
    assert {page.stem for page in SPEC.glob("*.md")} == {*SUBJECTS, "README"}
    assert {f"{subject}.md" for subject in SUBJECTS} <= set(links(SPEC / "README.md"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_of_the_contract_says_for_whom_it_is_and_what_is_built(subject: str) -> None:
    text = (SPEC / f"{subject}.md").read_text(encoding="utf-8")
    title, reader, state, *_ = text.split("\n\n")
    assert title.startswith("# ")
    assert reader.startswith("For: ")
    assert state.startswith("State: built today: ")
    assert re.search(r"[Ss]till\s+to\s+be\s+built[:\s]", state)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_headings_that_are_cited_are_short_and_stand_once(subject: str) -> None:
    headings = HEADING.findall(without_blocks((SPEC / f"{subject}.md").read_text(encoding="utf-8")))
    names = [anchor(heading) for heading in headings]
    assert len(names) > 1
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [heading for heading in headings if len(heading.split()) > HEADING_WORDS] == []


def decisions() -> list[Path]:
    """The files of decisions, by number."""
    return sorted(DECISIONS.glob("[0-9]*.md"))


def test_every_decision_is_in_the_index_once() -> None:
    names = [page.name for page in decisions()]
    rows = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\)", (DECISIONS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert names
    assert [name for _, name in rows] == names
    assert [number for number, _ in rows] == [f"{number:04d}" for number in range(1, len(names) + 1)]
    assert all(name.startswith(f"{number}-") for number, name in rows)


@pytest.mark.parametrize("page", decisions(), ids=lambda page: page.stem[:4])
def test_a_decision_is_short_and_says_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    title, state, context, decision, why = text.split("\n\n")
    index = (DECISIONS / "README.md").read_text(encoding="utf-8").splitlines()
    row = next(row for row in index if row.startswith(f"| [{page.stem[:4]}]({page.name}) |"))
    assert title.startswith(f"# {page.stem[:4]}: ")
    assert title.partition(": ")[2] in row
    assert re.fullmatch(r"Date: \d{4}-\d{2}\. State: .+\.", state)
    assert state.partition("State: ")[2].removesuffix(".") in row
    assert [part.split(" ")[0] for part in (context, decision, why)] == ["**Context.**", "**Decision.**", "**Why.**"]
    assert len(text.splitlines()) in DECISION_LINES


def test_the_issue_template_is_the_checklist_of_the_yearly_update() -> None:
    start = "## Law and targets"
    page = (DOCS / "yearly-update.md").read_text(encoding="utf-8").partition(start)[2]
    template = (
        (ROOT / ".github" / "ISSUE_TEMPLATE" / "yearly-update.md").read_text(encoding="utf-8").partition(start)[2]
    )
    assert "- [ ] " in page
    assert template == page


# --- the rooms ----------------------------------------------------------------------------------------------

PACKAGES = ("flows", "transforms", "expectations", "warehouse")
ROOM = re.compile(r"^\| `([\w/.]+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def rooms() -> dict[str, set[str]]:
    """Each room of the table in architecture.md, with the rooms that it says it imports from."""
    part = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("## Rooms\n")[2].partition("\n## ")[0]
    return {room: set(re.findall(r"`([^`]+)`", uses)) for room, uses in ROOM.findall(part)}


def room_of(path: str, known: set[str]) -> str:
    """The innermost room that a file of the repository lies in; empty when none does."""
    return max((room for room in known if path == room or path.startswith(room)), key=len, default="")


def file_of(name: str) -> str:
    """The file that a dotted name is imported from; empty when it is none of ours."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        path = "/".join(parts[:size])
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if (ROOT / file).exists():
                return file
    return ""


def imported(tree: ast.Module) -> Iterator[str]:
    """Every name that a module imports, in full; also those inside functions and for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def uses(known: set[str]) -> dict[str, set[str]]:
    """Each room with the other rooms that its modules import from."""
    found: dict[str, set[str]] = {room: set() for room in known}
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        room = room_of(str(path.relative_to(ROOT)), known)
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        found[room] |= {room_of(file, known) for name in names if (file := file_of(name))} - {room, ""}
    return found


def test_the_table_of_rooms_matches_the_imports() -> None:
    written = rooms()
    assert {f"{package}/" for package in PACKAGES} <= set(written)
    assert uses(set(written)) == written


def test_every_folder_with_modules_is_a_room() -> None:
    folders = {f"{path.parent.relative_to(ROOT)}/" for package in PACKAGES for path in (ROOT / package).glob("*/*.py")}
    assert folders
    assert folders - set(rooms()) == set()
