"""Base counts of marts that are not summed from December hours: people over years, employers, euro, and the survey.

Source: docs/spec/disclosure.md, sections 2 and 4.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.allocation_key import weighted_hours
from transforms.analyses.liv_by_size import paid_in_parts
from transforms.analyses.quota import owing
from transforms.law import GOVERNMENT, LOAN, TOTAL
from transforms.protection.contributions import SCHEMA, Contributions, of_amounts, of_people, public_employers, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from transforms.law import Law
    from transforms.protection.contributions import Cell

LIABLE, SHORTAGES, EURO, WEIGHTED_HOURS = "liable", "shortages", "euro", "weighted_hours"
#: The counts of people of `participation_cohort`; each is a measure.
OF_COHORT = ("persons", "never_worked", "under_12_months")
#: A delivered line of social return: obligation, jobs, contractors, largest obligation of one.
Body = tuple["Decimal", "Decimal", int | None, "Decimal | None"]


def of_participation_cohort(mart: pl.LazyFrame) -> pl.LazyFrame:
    """Of `participation_cohort`: each count of people of each row; the year of a row is the first of its cohort."""
    rows = mart.select("cohort_start", "ground", *OF_COHORT).collect().rows()
    found = [
        table(start, ("ground",), measure, {(ground,): of_people(persons)})
        for start, ground, *counts in rows
        for measure, persons in zip(OF_COHORT, counts, strict=True)
    ]
    return pl.concat([pl.LazyFrame(schema=SCHEMA), *found])


def of_quota(sectors: pl.LazyFrame, year_lines: pl.LazyFrame, register: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Of `quota`: the employers that are liable, and the shortages of those that have one, in jobs.

    Without a percentage there are no shortages, and no row of them. Arguments as of the mart.
    """
    public = public_employers(sectors)
    liable: dict[Cell, Contributions] = {}
    short: dict[Cell, Contributions] = {}
    for one in owing(sectors, year_lines, register, law):
        of_government = len(one.liable) if one.sector == GOVERNMENT else 0
        liable[one.sector,] = Contributions(employers=len(one.liable), public_employers=of_government)
        if one.shortages is not None:
            short[one.sector,] = of_amounts({who: jobs for who, jobs in one.shortages.items() if jobs}, public)
    measures = ((LIABLE, liable), (SHORTAGES, short))
    return pl.concat([table(law.year, ("sector",), measure, cells) for measure, cells in measures])


def of_liv_by_size(liv: pl.LazyFrame, sectors: pl.LazyFrame, size_classes: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `liv_by_size`: what employers were paid, all that the mart counts, also with 0 euro; arguments as of the mart.

    An employer that is not in the employer file is not known to be of the government.
    """
    public = public_employers(sectors)
    parts, paid = paid_in_parts(liv, sectors, size_classes)
    found = {(code,): of_amounts(amounts, public, parts=parts) for code, amounts in paid.items()}
    return table(year, ("size_class",), EURO, found)


def of_social_return(social_return: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `social_return`: the contractors of each commissioning body and their obligations in euro.

    Args:
        social_return: opdrachtgever, verplichting_eur, banen, opdrachtnemers, grootste_eur; the last two may be empty.
        year: the measurement year.
    """
    bodies = _bodies(social_return).items()
    return table(year, ("opdrachtgever",), EURO, {(name,): _of_body(lines) for name, lines in bodies})


def jobs_of_social_return(social_return: pl.LazyFrame) -> Contributions | None:
    """All jobs through social return; known when the contractors of every body are; None without any body.

    One contractor can work for several bodies, so there are at least as many as the body with most has.
    """
    bodies = _bodies(social_return).values()
    if not bodies:
        return None
    jobs = sum((Fraction(line[1]) for lines in bodies for line in lines), Fraction(0))
    employers = [_of_body(lines).employers for lines in bodies]
    known = [one for one in employers if one is not None]
    if len(known) < len(employers):
        return Contributions(total=jobs, known=False)
    return Contributions(employers=max(known), public_employers=0, total=jobs)


def _bodies(social_return: pl.LazyFrame) -> dict[str, list[Body]]:
    columns = ("verplichting_eur", "banen", "opdrachtnemers", "grootste_eur")
    bodies: dict[str, list[Body]] = defaultdict(list)
    for name, *line in social_return.select("opdrachtgever", *columns).collect().rows():
        bodies[name].append(tuple(line))
    return bodies


def _of_body(lines: Sequence[Body]) -> Contributions:
    """The contractors of a body: known from one line with both columns, which can make up its obligation.

    The second largest obligation is not delivered: it is the most that it can be.
    """
    total = sum((Fraction(line[0]) for line in lines), Fraction(0))
    contractors, amount = lines[0][2:]
    if len(lines) > 1 or contractors is None or amount is None or contractors * Fraction(amount) < total:
        return Contributions(total=total, known=False)
    largest = Fraction(amount)
    second = min(largest, total - largest) if contractors > 1 else Fraction(0)
    return Contributions(None, contractors, 0, largest, second, total)


def of_allocation_key(survey: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `allocation_key` and `decomposition`: the lenders that lent to each sector, weighted as in the estimate."""
    return table(year, ("sector",), WEIGHTED_HOURS, {(sector,): one for sector, one in _lenders(survey).items()})


def of_uncertainty(survey: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of `uncertainty`: the same lenders, for both forms that the interval is carried into."""
    found = {(sector, form): one for sector, one in _lenders(survey).items() for form in (LOAN, TOTAL)}
    return table(year, ("sector", "form"), WEIGHTED_HOURS, found)


def _lenders(survey: pl.LazyFrame) -> Mapping[str, Contributions]:
    """The lenders of each sector; whether a lender is of the government is not known."""
    lenders = {sector: of_amounts(dict(enumerate(hours)), ()) for sector, hours in weighted_hours(survey).items()}
    return {sector: replace(found, public_employers=None) for sector, found in lenders.items()}
