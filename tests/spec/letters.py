"""The December hours with which the method gives the numbers of the letters, and what is measured by them."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import measured
from tests.spec.marts import as_published
from transforms.realisation import realisation

#: Constructed (calibration_hours.csv): no public microdata exist. The split of the formal hours of 2012 over
#: the sectors is not public either; it is chosen here, and falls out of every figure that the letters print.
HOURS = """
    every line: grounds = wajong, period_days:int = 1
    year:int | sector   | kind    | listed  | hour_days:int
    2012     | markt    | formeel | formeel | 3000000
    2012     | overheid | formeel | formeel | 1322896
    2012     | markt    | uitzend | inleen  | 4015958
    2021     | markt    | formeel | formeel | 9647139
    2021     | overheid | formeel | formeel | 2109761
    2021     | markt    | uitzend | inleen  | 4657880
    2022     | markt    | formeel | formeel | 10807449
    2022     | overheid | formeel | formeel | 2307178
    2022     | markt    | uitzend | inleen  | 4221676
    2023     | markt    | formeel | formeel | 11432878
    2023     | overheid | formeel | formeel | 2519539
    2023     | markt    | uitzend | inleen  | 3888350
    """
KEYS = """
    year:int | sector   | share_pct:float
    2012     | markt    | 76.0
    2012     | overheid | 24.0
    2021     | markt    | 68.0
    2021     | overheid | 32.0
    2022     | markt    | 74.2
    2022     | overheid | 25.8
    2023     | markt    | 72.8
    2023     | overheid | 27.2
    """


def without(text: str, *years: int) -> str:
    """A table without the lines of some years."""
    of_years = tuple(map(str, years))
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith(of_years))


#: No people were counted.
NOBODY = pl.LazyFrame(schema={"year": pl.Int64, "sector": pl.String, "form": pl.String, "persons": pl.Int64})
#: No totals of other years were published.
NOTHING_PUBLISHED = pl.LazyFrame(
    schema={"year": pl.Int64, "sector": pl.String, "jobs": pl.Int64, "source": pl.String},
)


def realised(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `realisation` against the targets of the law."""
    rows = realisation(measured(december_hours, allocation_key), NOBODY, NOTHING_PUBLISHED)
    return as_published("realisation", rows)
