"""The blocks of the two pages, one subject a module; each is a function of the figures and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.blocks.about import colophon, method
from flows.pages.factsheet.blocks.changes import changes
from flows.pages.factsheet.blocks.development import development
from flows.pages.factsheet.blocks.government import government
from flows.pages.factsheet.blocks.loan import bridge, uncertainty
from flows.pages.factsheet.blocks.people import people
from flows.pages.factsheet.blocks.results import forms, table_1

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures
    from flows.pages.factsheet.layout import Block
    from flows.pages.factsheet.words import Words

#: The blocks in the order of reading, under the names that the template places them by.
BLOCKS = {
    "table_1": table_1,
    "people": people,
    "development": development,
    "forms": forms,
    "bridge": bridge,
    "government": government,
    "uncertainty": uncertainty,
    "changes": changes,
    "method": method,
    "colophon": colophon,
}


def blocks(figures: Figures, words: Words) -> dict[str, Block]:
    """Every block of the two pages by name."""
    return {name: make(figures, words) for name, make in BLOCKS.items()}
