"""The key's interval, carried into the jobs."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import BOOK, book_with, measured
from tests.spec.letters import HOURS
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.uncertainty import uncertainty

HUNDREDS = """
    every line: grounds = wajong, period_days:int = 1
    year:int | sector   | kind    | listed  | hour_days:int
    2012     | markt    | uitzend | inleen  | 11092
    2023     | markt    | formeel | formeel | 22184
    2023     | overheid | formeel | formeel | 11092
    2023     | markt    | uitzend | inleen  | 22184
    """
TARGETS = """
    sector   | valid_from | valid_to   | jobs:int
    markt    | 2023-01-01 | 2023-12-31 | 300
    overheid | 2023-01-01 | 2023-12-31 | 120
    """
KEYS = """
    year:int | sector   | share_pct:float | ci_low_exact:float | ci_high_exact:float
    2012     | markt    | 75.0            |              |
    2012     | overheid | 25.0            |              |
    2023     | markt    | 70.0            | 0.65         | 0.75
    2023     | overheid | 30.0            | 0.25         | 0.35
    """


def with_intervals(
    december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame, targets: pl.LazyFrame | None = None
) -> pl.LazyFrame:
    """The mart, against the targets of a table or else those of the law."""
    book = BOOK if targets is None else book_with(targets=targets)
    rows = uncertainty(measured(december_hours, allocation_key, book), allocation_key)
    return as_published("uncertainty", rows)


def of_2023(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return with_intervals(**tables).filter(pl.col("year") == 2023)


def government_2022(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return with_intervals(**tables).filter((pl.col("year") == 2022) & (pl.col("sector") == "overheid"))


CHAPTER = Chapter(
    "Uncertainty from the allocation key",
    """
The key comes from a sample survey, so loan jobs, extra jobs and the gap to the target have an interval. With
L the pool of loan hours in jobs, the bounds of a sector's extra jobs are those with L times the bound of the
key (step 8) in place of its loan jobs; the formal jobs are counted, not estimated. The bounds are those of
the unrounded key, the figure is that of the key as applied, so the figure need not stand in the middle
*(choice)*. The *nulmeting* is the fixed yardstick of the law: the interval of its key adds nothing *(choice)*.
Both sectors together have no rows, since the key only divides. The gap is that of form *totaal*. In the first
tables 11,092 hours are 100 jobs; every interval here is made up.
""",
    (
        Case(
            "A key of 30%, from 25% to 35%, over 200 loan jobs: 10 jobs to each side",
            {"december_hours": HUNDREDS, "allocation_key": KEYS, "targets": TARGETS},
            of_2023,
            """
            sector  |form  |extra_jobs:int|ci_low_jobs:int|ci_high_jobs:int|gap_ci_low_jobs:int|gap_ci_high_jobs:int
            markt   |inleen|65            |55             |75              |                   |
            markt   |totaal|265           |255            |275             |-45                |-25
            overheid|inleen|35            |25             |45              |                   |
            overheid|totaal|135           |125            |145             |5                  |25
            """,
        ),
        Case(
            "The nulmeting adds no width, however uncertain its own key was; its own rows say how uncertain",
            {
                "december_hours": HUNDREDS,
                "allocation_key": """
                year:int | sector   | share_pct:float | ci_low_exact:float | ci_high_exact:float
                2012     | markt    | 75.0            | 0.5          | 1.0
                2012     | overheid | 25.0            | 0.0          | 0.5
                2023     | markt    | 70.0            | 0.65         | 0.75
                2023     | overheid | 30.0            | 0.25         | 0.35
                """,
                "targets": TARGETS,
            },
            lambda **tables: with_intervals(**tables).filter(pl.col("sector") == "overheid"),
            """
            year:int|form  |extra_jobs:int|ci_low_jobs:int|ci_high_jobs:int|gap_ci_low_jobs:int|gap_ci_high_jobs:int
            2012    |inleen|0             |-25            |25              |                   |
            2012    |totaal|0             |-25            |25              |                   |
            2023    |inleen|35            |25             |45              |                   |
            2023    |totaal|135           |125            |145             |5                  |25
            """,
        ),
        Case(
            "A key without an interval (no degrees of freedom) gives a figure without bounds",
            {
                "december_hours": HUNDREDS,
                "allocation_key": """
                every line: ci_low_exact:float =, ci_high_exact:float =
                year:int | sector   | share_pct:float
                2012     | markt    | 75.0
                2012     | overheid | 25.0
                2023     | markt    | 70.0
                2023     | overheid | 30.0
                """,
                "targets": TARGETS,
            },
            of_2023,
            """
            sector  |form  |extra_jobs:int|ci_low_jobs:int|ci_high_jobs:int|gap_ci_low_jobs:int|gap_ci_high_jobs:int
            markt   |inleen|65            |               |                |                   |
            markt   |totaal|265           |               |                |                   |
            overheid|inleen|35            |               |                |                   |
            overheid|totaal|135           |               |                |                   |
            """,
        ),
        Case(
            "An interval is not cut off at 0 or 1, and a year without a target has no gap",
            {
                "december_hours": HUNDREDS,
                "allocation_key": """
                year:int | sector   | share_pct:float | ci_low_exact:float | ci_high_exact:float
                2012     | markt    | 75.0            |              |
                2012     | overheid | 25.0            |              |
                2023     | markt    | 95.0            | 0.75         | 1.25
                2023     | overheid | 5.0             | -0.25        | 0.25
                """,
                "targets": "sector | valid_from | valid_to | jobs:int",
            },
            of_2023,
            """
            sector  |form  |extra_jobs:int|ci_low_jobs:int|ci_high_jobs:int|gap_ci_low_jobs:int|gap_ci_high_jobs:int
            markt   |inleen|115           |75             |175             |                   |
            markt   |totaal|315           |275            |375             |                   |
            overheid|inleen|-15           |-75            |25              |                   |
            overheid|totaal|85            |25             |125             |                   |
            """,
        ),
        Case(
            "Government in 2022, with the letter's figures and a made-up interval of 24.31% to 27.34% around 25.8%",
            {
                "december_hours": HOURS,
                "allocation_key": """
                year:int | sector   | share_pct:float | ci_low_exact:float | ci_high_exact:float
                2012     | markt    | 76.0            |              |
                2012     | overheid | 24.0            |              |
                2021     | markt    | 68.0            |              |
                2021     | overheid | 32.0            |              |
                2022     | markt    | 74.2            | 0.7266       | 0.7569
                2022     | overheid | 25.8            | 0.2431       | 0.2734
                2023     | markt    | 72.8            |              |
                2023     | overheid | 27.2            |              |
                """,
            },
            government_2022,
            """
            form   | extra_jobs:int | ci_low_jobs:int | ci_high_jobs:int | gap_ci_low_jobs:int | gap_ci_high_jobs:int
            inleen | 1130           | 563             | 1716             |                     |
            totaal | 10004          | 9437            | 10590            | -13063              | -11910
            """,
        ),
    ),
    mart="uncertainty",
)
