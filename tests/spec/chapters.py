"""The chapters of the specification, in reading order; a new chapter is a new module of this folder, with a `CHAPTER`.

First the steps of the measurement by number, then what holds for all of them, then the tables made from them in the
order of the registry, then the deliveries.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.spec.model import Chapter
from warehouse.registry.marts import MARTS

FOLDER = Path(__file__).parent
#: The modules that chapters are written with, run by and rendered by; every other one is a chapter.
NO_CHAPTERS = {
    "__init__",
    "chapters",
    "laws",
    "letters",
    "marts",
    "model",
    "render",
    "rows_staged",
    "test_spec",
    "text_tables",
}
#: The chapters about what holds for all steps and tables, in reading order.
OF_ALL_STEPS = ("law_has_dates", "employers_by_fiscal_number")


def modules() -> list[str]:
    """The names of the modules that are chapters, sorted."""
    return sorted({path.stem for path in FOLDER.glob("*.py")} - NO_CHAPTERS)


def chapter(module: str) -> Chapter:
    """The chapter of a module; AttributeError when it has none."""
    found: Chapter = import_module(f"{__package__}.{module}").CHAPTER
    return found


def place(module: str) -> tuple[int, int, str]:
    """Where a module stands in the reading order."""
    if module.startswith("step_"):
        return 0, 0, module
    if module in OF_ALL_STEPS:
        return 1, OF_ALL_STEPS.index(module), module
    mart = chapter(module).mart
    return (2, list(MARTS).index(mart), module) if mart else (3, 0, module)


CHAPTERS = tuple(chapter(module) for module in sorted(modules(), key=place))
