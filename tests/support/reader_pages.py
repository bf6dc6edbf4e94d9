"""What the pages for readers tell them to type."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "readers"


def block(page: str, language: str) -> str:
    """The only block of code in a language on a page."""
    text = (PAGES / page).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return textwrap.dedent(found)
