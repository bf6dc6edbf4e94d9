"""What a release keeps of each of its years: read for the name of every candidate, also one that is there already."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from warehouse import releases, tables
from warehouse.errors import WrongUseError
from warehouse.registry.facts import FACTS, STATUSES
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.registry.model import Mart
    from warehouse.releases import Built

#: What a release keeps of each year by itself; every other mart is computed from these, for all years at once.
OF_ONE_YEAR = {name: mart for name, mart in (FACTS | MARTS).items() if mart.of_year}
#: With the statuses of its figures, which disclosure control decides for all years at once.
KEPT = OF_ONE_YEAR | {STATUSES.name: STATUSES}


def kept(base: Built | None) -> dict[str, pl.DataFrame]:
    """What a release keeps of each of its years; nothing without a release."""
    return {name: of_base(base, mart) for name, mart in KEPT.items()}


def digest_of_other_years(base: Built | None, years: Iterable[int]) -> str:
    """SHA-256 over what the base release keeps of every year but these."""
    digest = hashlib.sha256()
    for name, mart in sorted(KEPT.items()):
        others = other_years(of_base(base, mart), mart, years)
        digest.update(f"{name}\n{others.write_csv()}".encode())
    return digest.hexdigest()


def of_base(base: Built | None, mart: Mart) -> pl.DataFrame:
    """What a release keeps of its years; nothing when there is no release, or it is from before the table was there.

    Raises:
        WrongUseError: another version of this program wrote it, with other columns.
    """
    if base is None:
        return tables.empty(mart)
    folder = base.internal / (releases.FACTS if mart.facts else releases.MARTS)
    if not (folder / f"{mart.name}.parquet").exists():
        return tables.empty(mart)
    found = tables.read(folder, mart)
    if found.columns != [column.name for column in mart.columns]:
        message = (
            f"release {base.id}: table {mart.name} has other columns than this version keeps; go on with the version "
            "that made it, or build every year again in a new home (docs/operator.md)"
        )
        raise WrongUseError(message)
    return found


def other_years(frame: pl.DataFrame, mart: Mart, years: Iterable[int]) -> pl.DataFrame:
    """The rows of a table that none of these years takes part in."""
    first, count = pl.col(mart.year_column), _years_of_row(mart)
    for year in years:
        frame = frame.filter((first > year) | (first + count <= year))
    return frame


def _years_of_row(mart: Mart) -> pl.Expr:
    """How many years a row is made from; of a table about other marts, as many as a row of that mart."""
    if not mart.about:
        return pl.lit(mart.years)
    several = {one.name: one.years for one in MARTS.values() if one.years > 1}
    return pl.col(mart.about).replace_strict(several, default=1, return_dtype=pl.Int64)
