"""The December hours with which the method gives the numbers of the letters, and what is measured by them."""

from __future__ import annotations

import polars as pl

from transforms.realisation import realisation
from warehouse.reference import frames

#: Constructed (calibration_hours.csv): no public microdata exist. The split of the formal hours of 2012 over
#: the sectors is not public either; it is chosen here, and falls out of every figure that the letters print.
HOURS = """
    every line: period_days:int = 1
    year:int | sector   | form    | hour_days:int
    2012     | markt    | formeel | 3000000
    2012     | overheid | formeel | 1322896
    2012     | totaal   | inleen  | 4015958
    2021     | markt    | formeel | 9647139
    2021     | overheid | formeel | 2109761
    2021     | totaal   | inleen  | 4657880
    2022     | markt    | formeel | 10807449
    2022     | overheid | formeel | 2307178
    2022     | totaal   | inleen  | 4221676
    2023     | markt    | formeel | 11432878
    2023     | overheid | formeel | 2519539
    2023     | totaal   | inleen  | 3888350
    """
#: The same without the year that growth of 2022 is on.
WITHOUT_2021 = "\n".join(line for line in HOURS.splitlines() if "2021" not in line)
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

#: No people were counted.
NOBODY = pl.LazyFrame(schema={"year": pl.Int64, "sector": pl.String, "form": pl.String, "persons": pl.Int64})
#: No totals of other years were published.
NOTHING_PUBLISHED = pl.LazyFrame(
    schema={"year": pl.Int64, "sector": pl.String, "jobs": pl.Int64, "source": pl.String},
)


def measured(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `realisation` against the targets of the law."""
    return realisation(december_hours, allocation_key, NOBODY, frames.targets(), NOTHING_PUBLISHED)
