"""Composes a release from what is measured of each year: the years of the current release and those just built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows import inputs
from flows import marts as making
from flows.protection import Earlier
from flows.years import KEPT, OF_ONE_YEAR, kept, of_base, other_years
from transforms import revisions
from warehouse import formats, releases, tables
from warehouse.registry.facts import BASE_COUNTS, STATUSES
from warehouse.registry.marts import MARTS, QUALITY
from warehouse.registry.public import PUBLIC_MARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from flows.inputs import Published
    from flows.request import Plan, YearBuilt
    from transforms.law import LawBook
    from transforms.revisions import Keyed
    from warehouse.home import Home
    from warehouse.releases import Built

#: Marts of published figures; the others say how they were made.
FIGURES = [name for name, mart in MARTS.items() if mart.figures]


def facts(base: Built | None, folders: Mapping[int, Path], built: Sequence[YearBuilt]) -> dict[str, pl.DataFrame]:
    """The facts of all years: those of the years just built from their folders, the others from the base release.

    A table that is made from several years is kept as the last of those years has it. Statuses of the years just built
    are not among them: disclosure control decides on those.
    """
    found = kept(base)
    for one in built:
        found[STATUSES.name] = other_years(found[STATUSES.name], STATUSES, [one.year])
    for one in sorted(built, key=lambda one: one.year):
        for name, mart in OF_ONE_YEAR.items():
            new = quality(one) if name == QUALITY.name else tables.read(folders[one.year], mart)
            found[name] = pl.concat([other_years(found[name], mart, [one.year]), tables.conform(new.lazy(), mart)])
    return {name: tables.conform(frame.lazy(), KEPT[name]) for name, frame in found.items()}


def marts(
    found: dict[str, pl.DataFrame], base: Built | None, planned: Plan, book: LawBook, published: Published
) -> dict[str, pl.DataFrame]:
    """Every mart of the release, from the facts of all years; `revisions` compares them with the base release."""
    made = {name: found[name] for name, mart in MARTS.items() if mart.of_year}
    made |= making.make_of_release(inputs.of_release(found, book, published))
    made |= making.make_of_figures(inputs.of_figures(made, published))
    return made | {"revisions": _revisions(made, base, planned)}


def published_marts(built: Built) -> dict[str, Keyed]:
    """The exact marts of a release or candidate with their keys, to be compared with those of another."""
    folder = built.internal / releases.MARTS
    names = [name for name in MARTS if (folder / f"{name}.parquet").exists()]
    return {name: (tables.read(folder, MARTS[name]), MARTS[name].key) for name in names}


def public_marts(home: Home, base: Built | None) -> dict[str, pl.DataFrame] | None:
    """The marts of a release as readers got them; of a withdrawn one as its candidate has them. None without any."""
    if base is None:
        return None
    outside = base.public if base.public.is_dir() else home.candidates / base.id / releases.PUBLIC
    folder = outside / formats.PARQUET
    there = {name: mart for name, mart in PUBLIC_MARTS.items() if (folder / f"{name}.parquet").exists()}
    return {name: tables.read(folder, mart) for name, mart in there.items()} or None


def earlier(built: Built) -> Earlier:
    """What an earlier release published and withheld."""
    marts = {name: frame for name, (frame, _) in published_marts(built).items()}
    return Earlier(built.id, marts, of_base(built, BASE_COUNTS), of_base(built, STATUSES))


def _revisions(made: dict[str, pl.DataFrame], base: Built | None, planned: Plan) -> pl.DataFrame:
    """The revisions that the base release knows, and those of this one; only published figures, not the checks."""
    mart = MARTS["revisions"]
    known = tables.read(base.internal / releases.MARTS, mart) if base else tables.empty(mart)
    if base is None or planned.supersedes is None:
        return tables.conform(known.lazy(), mart)
    before = {name: table for name, table in published_marts(base).items() if name in FIGURES}
    after = {name: (made[name], MARTS[name].key) for name in before}
    about = [
        pl.lit(value).alias(name)
        for name, value in (
            ("release", planned.candidate),
            ("supersedes", planned.supersedes),
            ("change_type", planned.change_type),
        )
    ]
    found = revisions.changes(before, after, revised_only=True).rename({"column": "mart_column"})
    new = found.with_columns(about).select(mart.names())
    return tables.conform(pl.concat([known, new]).lazy(), mart)


def quality(built: YearBuilt) -> pl.DataFrame:
    """The mart `quality` of one year from the results of its checks; counts only."""
    rows = [
        {
            "year": built.year,
            "delivery_table": result.table,
            "expectation": result.expectation,
            "severity": result.severity.value,
            "passed": result.passed,
            "checked_rows": result.checked_rows,
            "failed_rows": result.failed_rows,
            "failed_pct": 100 * result.failed_rows / max(result.checked_rows, 1),
        }
        for result in built.results
    ]
    return pl.DataFrame(rows, infer_schema_length=None)
