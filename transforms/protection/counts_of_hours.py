"""Base counts of marts of hours: who works, and with which employers, in each of their rows.

Each goes by the lines that the mart itself is summed from. Source: docs/spec/disclosure.md, sections 2 and 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.analyses.government_sectors import formal_of_government
from transforms.analyses.target_group import in_totals, people_registered
from transforms.law import FORMAL, FORMS, RIJK, SECTORS, TOTAL
from transforms.protection.contributions import NOBODY, of_lines, of_people, public_employers, table

if TYPE_CHECKING:
    from transforms.law import Law

HOURS, REGISTERED, WORKING = "hours", "registered", "working"
ALL_SECTORS, ALL_FORMS = (*SECTORS, TOTAL), (*FORMS, TOTAL)


def of_realisation(counted: pl.LazyFrame, sectors: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `realisation`: all nine cells. The key only divides the pool, so each loan cell rests on all of it.

    Args:
        counted: the counted lines.
        sectors: the employers with their sector.
        year: the measurement year.
    """
    found = of_lines(counted.join(_cells_of_lines(), on=["sector", "form"]), public_employers(sectors), "of", "in")
    cells = {(sector, form): found.get((sector, form), NOBODY) for sector in ALL_SECTORS for form in ALL_FORMS}
    return table(year, ("sector", "form"), HOURS, cells)


def _cells_of_lines() -> pl.LazyFrame:
    """The cells (`of`, `in`) that a line of a sector and form is in: formal in its sector, loan in all three."""
    rows = [
        (sector, form, of, within)
        for sector in SECTORS
        for form in FORMS
        for of in ((sector, TOTAL) if form == FORMAL else ALL_SECTORS)
        for within in (form, TOTAL)
    ]
    return pl.LazyFrame(rows, schema=dict.fromkeys(("sector", "form", "of", "in"), pl.String), orient="row")


def of_government_sectors(counted: pl.LazyFrame, sectors: pl.LazyFrame, mart: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `government_sectors`: its rows that have data, also those without hours.

    Args:
        counted: the counted lines.
        sectors: the employers with their sector.
        mart: the mart of the year.
        year: the measurement year.
    """
    formal = formal_of_government(counted, "overheidssector")
    return _of_parts(formal, sectors, mart.filter("has_data"), "overheidssector", year)


def of_ministries(counted: pl.LazyFrame, sectors: pl.LazyFrame, mart: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `ministries`: its rows with a level, also one of 0; arguments as of `of_government_sectors`."""
    of_rijk = formal_of_government(counted, "ministerie").filter(pl.col("overheidssector") == RIJK)
    return _of_parts(of_rijk, sectors, mart.filter(pl.col("formal_jobs").is_not_null()), "ministerie", year)


def _of_parts(lines: pl.LazyFrame, sectors: pl.LazyFrame, mart: pl.LazyFrame, part: str, year: int) -> pl.LazyFrame:
    found = of_lines(lines, public_employers(sectors), part)
    parts = mart.select(part).collect().rows()
    return table(year, (part,), HOURS, {cell: found.get(cell, NOBODY) for cell in parts})


def of_target_group(
    register: pl.LazyFrame, counted: pl.LazyFrame, sectors: pl.LazyFrame, mart: pl.LazyFrame, law: Law
) -> pl.LazyFrame:
    """Of `target_group`: every row, who is registered, who works, and whose hours its jobs are.

    Args:
        register: the register.
        counted: the counted lines.
        sectors: the employers with their sector.
        mart: the mart of the year.
        law: of the measurement year.
    """
    key = ("ground", "arbeidsmarktregio")
    at_work = register.join(counted, on="person", how="semi")
    lines = in_totals(counted.join(people_registered(at_work, law), on="person"))
    found = of_lines(lines, public_employers(sectors), *key)
    rows = mart.select(*key, REGISTERED, WORKING).collect().rows()
    measures = {
        REGISTERED: {(ground, region): of_people(registered) for ground, region, registered, _ in rows},
        WORKING: {(ground, region): of_people(working) for ground, region, _, working in rows},
        HOURS: {(ground, region): found.get((ground, region), NOBODY) for ground, region, *_ in rows},
    }
    return pl.concat([table(law.year, key, measure, cells) for measure, cells in measures.items()])
