"""Step 10."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import book_with, measured
from tests.spec.letters import NOBODY, NOTHING_PUBLISHED
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.realisation import realisation

HOURS = """
    every line: grounds = wajong, period_days:int = 1
    year:int | sector   | kind    | listed  | hour_days:int
    2012     | markt    | formeel | formeel | 11092
    2012     | overheid | formeel | formeel | 5546
    2012     | markt    | uitzend | inleen  | 11092
    2021     | markt    | formeel | formeel | 22184
    2021     | overheid | formeel | formeel | 11092
    2021     | markt    | uitzend | inleen  | 11092
    2022     | markt    | formeel | formeel | 33276
    2022     | overheid | formeel | formeel | 5546
    2022     | markt    | uitzend | inleen  | 22184
    """
KEYS = """
    year:int | sector   | share_pct:float
    2012     | markt    | 75.0
    2012     | overheid | 25.0
    2021     | markt    | 80.0
    2021     | overheid | 20.0
    2022     | markt    | 75.0
    2022     | overheid | 25.0
    """
TARGETS = """
    sector   | valid_from | valid_to   | jobs:int
    markt    | 2022-01-01 | 2022-12-31 | 275
    overheid | 2022-01-01 | 2022-12-31 | 50
    """
MEASURED = {"december_hours": HOURS, "allocation_key": KEYS, "targets": TARGETS}


def realised(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame, targets: pl.LazyFrame) -> pl.LazyFrame:
    found = measured(december_hours, allocation_key, book_with(targets=targets))
    return as_published("realisation", realisation(found, NOBODY, NOTHING_PUBLISHED))


def of_2022(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return realised(**tables).filter(pl.col("year") == 2022)


def totals(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return realised(**tables).filter((pl.col("sector") == "totaal") & (pl.col("form") == "totaal"))


CHAPTER = Chapter(
    "Step 10: extra jobs, growth and gap",
    """
Extra jobs are the level of the year minus the level of 2012, the *nulmeting*. Growth is extra jobs minus
those of the year before; it is empty when that year is not measured. The gap is extra jobs minus the target
*(law, Regeling Wfsv 3.29/3.33; `targets.csv`)*; the target is for a sector as a whole, so forms have none.
The target is met when the unrounded gap is not below 0. Years under different laws are in the chapter on the
dates of the law. In the tables 11,092 hours are 100 jobs.
""",
    (
        Case(
            "Extra jobs against 2012, and growth on 2021, by sector and form",
            MEASURED,
            of_2022,
            """
            sector   | form    | level_jobs:int | baseline_jobs:int | extra_jobs:int | growth_jobs:int
            markt    | formeel | 300            | 100               | 200            | 100
            markt    | inleen  | 150            | 75                | 75             | 70
            markt    | totaal  | 450            | 175               | 275            | 170
            overheid | formeel | 50             | 50                | 0              | -50
            overheid | inleen  | 50             | 25                | 25             | 30
            overheid | totaal  | 100            | 75                | 25             | -20
            totaal   | formeel | 350            | 150               | 200            | 50
            totaal   | inleen  | 200            | 100               | 100            | 100
            totaal   | totaal  | 550            | 250               | 300            | 150
            """,
        ),
        Case(
            "Target and gap of each sector; a target that is just reached is met",
            MEASURED,
            of_2022,
            """
            sector   | form    | extra_jobs:int | target_jobs:int | gap_jobs:int | target_met:flag
            markt    | formeel | 200            |                 |              |
            markt    | inleen  | 75             |                 |              |
            markt    | totaal  | 275            | 275             | 0            | yes
            overheid | formeel | 0              |                 |              |
            overheid | inleen  | 25             |                 |              |
            overheid | totaal  | 25             | 50              | -25          | no
            totaal   | formeel | 200            |                 |              |
            totaal   | inleen  | 100            |                 |              |
            totaal   | totaal  | 300            | 325             | -25          | no
            """,
        ),
        Case(
            "Growth needs the year before; 2012 has no extra jobs, and years without a target have no gap",
            MEASURED,
            totals,
            """
            year:int | level_jobs:int | extra_jobs:int | growth_jobs:int | target_jobs:int | gap_jobs:int
            2012     | 250            | 0              |                 |                 |
            2021     | 400            | 150            |                 |                 |
            2022     | 550            | 300            | 150             | 325             | -25
            """,
        ),
    ),
    mart="realisation",
)
