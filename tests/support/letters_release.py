"""A small release whose `realisation` has the figures of the letters, with totals: what readers' examples run on."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.support import small_release
from warehouse import database, formats, tables
from warehouse.formats.model import Table

#: What a table of the letter on 2022 says, and a published year before it: year, sector, form, extra jobs.
FIGURES = (
    (2015, "totaal", "totaal", 21057),
    (2022, "markt", "formeel", 70388),
    (2022, "markt", "inleen", 724),
    (2022, "markt", "totaal", 71113),
    (2022, "overheid", "formeel", 8874),
    (2022, "overheid", "inleen", 1130),
    (2022, "overheid", "totaal", 10004),
    (2022, "totaal", "formeel", 79262),
    (2022, "totaal", "inleen", 1855),
    (2022, "totaal", "totaal", 81117),
)
#: Years that are not measured: only a total was published.
PUBLISHED = {2015}
#: What they are called, in the order of the codes.
SECTORS = {"markt": "Markt", "overheid": "Overheid", "totaal": "Markt en overheid"}
FORMS = {"formeel": "Formele dienstverbanden", "inleen": "Inleenverbanden", "totaal": "Formeel en inleen"}


def write(folder: Path, figures: tuple[tuple[int, str, str, int], ...] = FIGURES) -> Path:
    """Makes the folder of a release, with its database; the rows of `realisation` are not in the order of the codes."""
    folder.mkdir()
    made = [realisation(one, figures) if one.mart.name == "realisation" else one for one in small_release.release()]
    registry = {one.mart.name: one.mart for one in made}
    formats.write_public(folder, {one.mart.name: one.rows for one in made}, registry, small_release.ABOUT)
    database.write(folder)
    return folder


def realisation(table: Table, figures: tuple[tuple[int, str, str, int], ...]) -> Table:
    """The table with these figures, in the order of its key; all else is as in its first row."""
    first = table.rows.row(0, named=True)
    said = [
        {"year": year, "sector": sector, "form": form, "is_total": "totaal" in {sector, form}, "extra_jobs": jobs}
        | {"origin": "gepubliceerd" if year in PUBLISHED else "gemeten"}
        for year, sector, form, jobs in figures
    ]
    rows = pl.DataFrame([first | one for one in said], table.rows.schema)
    return Table(table.mart, tables.conform(rows.lazy(), table.mart))
