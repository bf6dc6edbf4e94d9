"""Composes a release from what is measured of each year: the years of the current release and the one just built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from flows import inputs as at_hand
from flows import marts as making
from transforms import revisions
from warehouse import tables
from warehouse.registry.analyses import OBSERVATIONS
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.verdict import Result
    from flows.plan import Plan
    from transforms.revisions import Keyed
    from warehouse.registry.model import Mart
    from warehouse.releases import Built

#: What a release keeps of each year by itself; every other mart is computed from these, for all years at once.
OF_ONE_YEAR = FACTS | {name: mart for name, mart in MARTS.items() if mart.of_year}
#: Marts of published figures; the others say how they were made.
FIGURES = [name for name, mart in MARTS.items() if mart.figures]

#: Marts that hold the figures of the others once more: what differs in them is not told twice.
REPEATING = (OBSERVATIONS.name,)


def facts(base: Built | None, measured: Path, year: int, results: list[Result]) -> dict[str, pl.DataFrame]:
    """The facts of all years: those of `year` from the folder `measured`, the others from the base release."""
    found = {}
    for name, mart in OF_ONE_YEAR.items():
        new = quality(results, year) if name == "quality" else tables.read(measured, mart)
        found[name] = tables.conform(pl.concat([_other_years(base, mart, year), new]).lazy(), mart)
    return found


def kept(built: Built) -> dict[str, pl.DataFrame]:
    """What a release keeps of each of its years."""
    return {name: _other_years(built, mart, year=0) for name, mart in OF_ONE_YEAR.items()}


def marts(found: dict[str, pl.DataFrame], base: Built | None, planned: Plan) -> dict[str, pl.DataFrame]:
    """Every mart, from the facts of all years, and what they change of the figures of the base release."""
    made = {name: found[name] for name, mart in MARTS.items() if mart.of_year}
    besides = at_hand.published()
    for name, mart in MARTS.items():
        if mart.made_by and not mart.of_year:
            made[name] = making.make(mart, besides | at_hand.of_release(found | made))
    return made | {"revisions": _revisions(made, base, planned)}


def published(built: Built) -> dict[str, Keyed]:
    """The marts of a release or candidate with their keys, to be compared with those of another."""
    names = [name for name in MARTS if (built.folder / f"{name}.parquet").exists()]
    return {name: (tables.read(built.folder, MARTS[name]), MARTS[name].key) for name in names}


def changes(base: Built | None, made: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Every cell in which a candidate differs from the release it is built on, once, largest first."""
    if base is None:
        return revisions.changes({}, {})
    after = {name: (frame, MARTS[name].key) for name, frame in made.items() if name not in REPEATING}
    return revisions.changes({name: keyed for name, keyed in published(base).items() if name in after}, after)


def _revisions(made: dict[str, pl.DataFrame], base: Built | None, planned: Plan) -> pl.DataFrame:
    """The revisions that the base release knows, and those of this one; only published figures, not the checks."""
    mart = MARTS["revisions"]
    known = tables.read(base.folder, mart) if base else tables.empty(mart)
    if base is None or planned.supersedes is None:
        return tables.conform(known.lazy(), mart)
    before = {name: table for name, table in published(base).items() if name in FIGURES}
    after = {name: (made[name], MARTS[name].key) for name in before}
    about = [
        pl.lit(value).alias(name)
        for name, value in (
            ("release", planned.candidate),
            ("supersedes", planned.supersedes),
            ("change_type", planned.change_type),
        )
    ]
    new = revisions.changes(before, after, revised_only=True).with_columns(about).select(mart.names())
    return tables.conform(pl.concat([known, new]).lazy(), mart)


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
            "failed_pct": 100 * result.failed_rows / max(result.checked_rows, 1),
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
    if not (folder / f"{mart.name}.parquet").exists():  # a release from before there was such a table
        return tables.empty(mart)
    first = pl.col(mart.year_column)
    return tables.read(folder, mart).filter((first > year) | (first + mart.years <= year))
