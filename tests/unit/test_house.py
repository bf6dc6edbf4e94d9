"""The house: functions are short, and no two files import each other, not even by a way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "transforms", "expectations", "warehouse")
#: A function's lines, from `def` to its last one, docstring and all.
MEDIAN, LONGEST = 8, 50


def files() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


def lengths() -> list[tuple[int, str]]:
    """How many lines each function has, and where it is."""
    return [
        (node.end_lineno - node.lineno + 1, f"{name}.{node.name}")
        for name, path in files().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    ]


def imported(path: Path, known: set[str]) -> Iterator[str]:
    """The modules of the project that a file imports, inside functions and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def circles(graph: dict[str, set[str]]) -> list[str]:
    """The modules that cannot be put in an order in which each imports earlier ones only."""
    left = {name: set(others) for name, others in graph.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_the_median_function_is_short_and_none_is_long() -> None:
    found = lengths()
    assert len(found) > 900
    assert median(lines for lines, _ in found) <= MEDIAN
    assert [place for lines, place in found if lines > LONGEST] == []


def test_no_circles_between_files() -> None:
    modules = files()
    graph = {name: {one for one in imported(path, set(modules)) if one != name} for name, path in modules.items()}
    assert sum(len(others & modules.keys()) for others in graph.values()) > 500
    assert circles(graph) == []


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == ["a", "b", "c", "d"]
    assert circles({"a": {"b"}, "b": set()}) == []
