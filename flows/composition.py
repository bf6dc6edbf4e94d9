"""Composes a release from what is measured of each year: the years of the current release and the one just built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from transforms import decomposition, realisation, reconciliation
from warehouse import tables
from warehouse.reference import frames
from warehouse.registry.marts import FACTS, MARTS

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.verdict import Result
    from warehouse.registry.model import Mart
    from warehouse.releases import Built

#: What a release keeps of each year by itself; every other mart is computed from these, for all years at once.
OF_ONE_YEAR = {**FACTS, "allocation_key": MARTS["allocation_key"], "quality": MARTS["quality"]}


def facts(base: Built | None, measured: Path, year: int, results: list[Result]) -> dict[str, pl.DataFrame]:
    """The facts of all years: those of `year` from the folder `measured`, the others from the base release."""
    found = {}
    for name, mart in OF_ONE_YEAR.items():
        new = quality(results, year) if name == "quality" else tables.read(measured, mart)
        found[name] = tables.conform(pl.concat([_other_years(base, mart, year), new]).lazy(), mart)
    return found


def marts(found: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every mart, from the facts of all years."""
    hours, people, key = (found[name].lazy() for name in ("december_hours", "people", "allocation_key"))
    result = realisation.realisation(hours, key, people, frames.targets())
    made = {
        "realisation": result,
        "allocation_key": key,
        "decomposition": decomposition.decomposition(hours, key),
        "reconciliation": reconciliation.reconciliation(result, frames.letter_numbers()),
        "quality": found["quality"].lazy(),
    }
    return {name: tables.conform(made[name], mart) for name, mart in MARTS.items()}


def quality(results: list[Result], year: int) -> pl.DataFrame:
    """The mart `quality` of one year from the results of its checks; counts only."""
    rows = [
        {
            "year": year,
            "table": result.table,
            "expectation": result.expectation,
            "severity": result.severity.value,
            "passed": result.passed,
            "checked_rows": result.checked_rows,
            "failed_rows": result.failed_rows,
            "failed_pct": 100 * result.failed_rows / result.checked_rows,
        }
        for result in results
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def digest_of_other_years(base: Built | None, year: int) -> str:
    """SHA-256 over what the base release keeps of every year but `year`."""
    digest = hashlib.sha256()
    for name, mart in sorted(OF_ONE_YEAR.items()):
        digest.update(f"{name}\n{_other_years(base, mart, year).write_csv()}".encode())
    return digest.hexdigest()


def _other_years(base: Built | None, mart: Mart, year: int) -> pl.DataFrame:
    if base is None:
        return tables.empty(mart)
    folder = base.folder / "facts" if mart.facts else base.folder
    return tables.read(folder, mart).filter(pl.col("year") != year)
