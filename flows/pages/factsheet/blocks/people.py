"""The people behind the jobs: how many are registered and how many of them work, beside the jobs that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.layout import Block
from transforms.law import TOTAL

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures
    from flows.pages.factsheet.words import Words

#: The figures of `target_group` that are told.
TOLD = ("registered", "working", "level_jobs")


def people(figures: Figures, words: Words) -> Block:
    """Register, people at work and their jobs, and that jobs are not people."""
    rows = figures.rows("target_group")
    found = [row for row in rows if (row["ground"], row["arbeidsmarktregio"]) == (TOTAL, TOTAL)]
    if not found:
        return Block("people", words("s_people"), [f"{words('no_people', year=figures.year)} {words('not_people')}"])
    told = {name: words.figure(found[0], name) for name in TOLD}
    texts = [f"{words('people_text', year=figures.year, **told)} {words('not_people')}"]
    return Block("people", words("s_people"), texts, notes=[words("people_note"), *words.withheld(found, *TOLD)])
