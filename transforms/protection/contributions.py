"""Who contributes to a figure, exact: its people, its employers, and the largest contributions of these.

An employer is a fiscal number, and has one sector: that of its payroll tax number with most paid hours
(`transforms/employers.py`). Source: docs/spec/disclosure.md, section 2.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.analyses.observations import dimensions
from transforms.employers import by_fiscal_number
from transforms.exact import exact_hours, floating
from transforms.law import GOVERNMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

#: What the key of a row consists of, without its year.
Cell = tuple[Any, ...]
#: The table of base counts, but for the mart that it is about.
SCHEMA = {
    "year": pl.Int64,
    "key": pl.String,
    "measure": pl.String,
    "persons": pl.Int64,
    "employers": pl.Int64,
    "public_employers": pl.Int64,
    "largest": pl.Float64,
    "second": pl.Float64,
    "total": pl.Float64,
    "known": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Contributions:
    """What a figure rests on; None where it does not apply or is not known.

    Attributes:
        persons: people in it.
        employers: fiscal numbers that contribute.
        public_employers: those of the sector government.
        largest: the largest contribution of an employer, exact.
        second: the second largest; 0 with one employer.
        total: all contributions.
        known: whether the contributors were delivered.
    """

    persons: int | None = None
    employers: int | None = None
    public_employers: int | None = None
    largest: Fraction | None = None
    second: Fraction | None = None
    total: Fraction | None = None
    known: bool = True


#: Hours of employers are summed in floating point to find the largest: they are exact but for far less than this.
NEARLY = 1 - 1e-6
#: A figure to which nobody contributes.
NOBODY = Contributions(0, 0, 0, Fraction(0), Fraction(0), Fraction(0))


def public_employers(sectors: pl.LazyFrame) -> frozenset[int]:
    """The fiscal numbers of the employers of the sector government.

    Args:
        sectors: one row per payroll tax number: fiscal, suffix, sector, aantal_werknemers, verloonde_uren.
    """
    found = by_fiscal_number(sectors).filter(pl.col("sector") == GOVERNMENT).select("fiscal")
    return frozenset(found.collect().to_series())


def of_lines(lines: pl.LazyFrame, public: Collection[int], *by: str) -> dict[Cell, Contributions]:
    """The contributions in hours to each cell of lines; a cell without hours is not there.

    Args:
        lines: person, fiscal, period_days, hour_days, and the columns of the cell; a line is there once for each cell.
        public: the fiscal numbers of the employers of the government.
        by: the columns of the cell.
    """
    worked = lines.filter(pl.col("hour_days") > 0)
    summed = worked.group_by(*by, "fiscal", "period_days").agg(pl.col("hour_days").sum()).collect()
    of_government = pl.col("fiscal").is_in(pl.Series(sorted(public), dtype=summed.schema["fiscal"]).implode())
    counts = worked.group_by(by).agg(
        pl.col("person").n_unique(),
        pl.col("fiscal").n_unique(),
        public=pl.col("fiscal").filter(of_government).n_unique(),
    )
    largest = _two_largest(summed.lazy(), *by)
    total = exact_hours(summed.lazy(), *by)
    rows = counts.select(*by, "person", "fiscal", "public").collect().rows()
    return {
        tuple(cell): Contributions(persons, employers, of_public, *largest[tuple(cell)], total[tuple(cell)])
        for *cell, persons, employers, of_public in rows
    }


def _two_largest(summed: pl.LazyFrame, *by: str) -> dict[Cell, tuple[Fraction, Fraction]]:
    """The largest and second largest hours of an employer in each cell, exact; the second is 0 with one employer.

    In floating point they are found among few that come near (`NEARLY`), of which the exact hours are compared.
    """
    about = summed.group_by(*by, "fiscal").agg(about=(pl.col("hour_days") / pl.col("period_days")).sum())
    near = about.filter(pl.col("about") >= pl.col("about").top_k(2).min().over(by) * NEARLY)
    exact = exact_hours(summed.join(near, on=[*by, "fiscal"], how="semi", nulls_equal=True), *by, "fiscal")
    of_cells: dict[Cell, list[Fraction]] = defaultdict(lambda: [Fraction(0)])
    for (*cell, _), hours in exact.items():
        of_cells[tuple(cell)].append(hours)
    return {cell: (found[-1], found[-2]) for cell, hours in of_cells.items() for found in [sorted(hours)]}


def of_amounts(
    amounts: Mapping[int, int | Fraction], public: Collection[int], persons: int | None = None, parts: int = 1
) -> Contributions:
    """The contributions of employers to one figure.

    Args:
        amounts: of each employer that contributes its part, in numbers of `parts` to the unit.
        public: the employers of the government.
        persons: the people in the figure.
        parts: how many parts the unit has.
    """
    second, largest = sorted((0, 0, *amounts.values()))[-2:]
    return Contributions(
        persons=persons,
        employers=len(amounts),
        public_employers=sum(one in public for one in amounts),
        largest=Fraction(largest) / parts,
        second=Fraction(second) / parts,
        total=Fraction(sum(amounts.values())) / parts,
    )


def of_people(persons: int) -> Contributions:
    """A count of people: employers do not apply."""
    return Contributions(persons=persons)


def table(
    year: int,
    names: Sequence[str],
    measure: str,
    cells: Mapping[Cell, Contributions],
) -> pl.LazyFrame:
    """The base counts of one measure of a mart.

    Args:
        year: of the rows.
        names: the key columns of the mart, without its year.
        measure: what is counted.
        cells: what each row rests on, by its values of these columns.
    """
    rows = [(year, key_of(names, cell), measure, *_plain(found)) for cell, found in cells.items()]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def base_counts(of_marts: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The fact table `base_counts` of a year, from the parts of each mart by its name."""
    return pl.concat([part.with_columns(mart=pl.lit(name)) for name, part in of_marts.items()])


def key_of(names: Sequence[str], cell: Cell) -> str:
    """The key of a row as `observations` has it."""
    return dimensions(names, dict(zip(names, cell, strict=True)))


def _plain(found: Contributions) -> tuple[object, ...]:
    counts = (found.persons, found.employers, found.public_employers)
    amounts = (found.largest, found.second, found.total)
    return (*counts, *(floating(amount) for amount in amounts), found.known)
