"""How pages are drawn from templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

#: The folder with a folder of templates for each page.
FOLDER = Path(__file__).parents[1] / "templates"
#: What long pages with tables share: their pieces and their style.
SHARED = FOLDER / "kit"


@cache
def environment(templates: Path) -> Environment:
    """How pages are drawn from the templates of a folder: everything escaped, nothing undefined, no blank lines.

    One for a folder: both languages are drawn from the same templates, which take time to compile.
    """
    made = Environment(
        loader=FileSystemLoader([templates, SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["drawn"] = Markup  # charts, whose texts were escaped when they were drawn
    return made
