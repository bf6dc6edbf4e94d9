"""Step 9."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import measured
from tests.spec.model import Case, Chapter


def levels(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """Every cell of 2023 as exact fractions, in hours and in jobs."""
    found = measured(december_hours, allocation_key)
    per_job = found.law(2023).hours_per_job
    return pl.LazyFrame(
        [
            {"sector": sector, "form": form, "hours": str(jobs * per_job), "jobs": str(jobs)}
            for (sector, form), jobs in sorted(found.jobs(2023).items())
        ]
    )


CHAPTER = Chapter(
    "Step 9: levels",
    """
Hours by sector and form: formal hours as summed, loan hours as the national pool times the key that is
applied. Totals are sums of unrounded parts. A job is 25.5 paid hours a week *(letter)*, 110.92 paid hours in
December: every legal target divides by it *(law, Regeling Wfsv 3.29/3.33)*.
""",
    (
        Case(
            "Formal hours by sector, loan hours by the key, and their sums",
            {
                "december_hours": """
                every line: year:int = 2023, grounds = wajong
                sector   | kind    | listed  | period_days:int | hour_days:int
                markt    | formeel | formeel | 1               | 22184
                overheid | formeel | formeel | 1               | 11092
                markt    | uitzend | inleen  | 1               | 11092
                """,
                "allocation_key": """
                every line: year:int = 2023
                sector   | share_pct:float
                markt    | 72.5
                overheid | 27.5
                """,
            },
            levels,
            """
            sector   | form    | hours     | jobs
            markt    | formeel | 22184     | 200
            markt    | inleen  | 80417/10  | 145/2
            markt    | totaal  | 302257/10 | 545/2
            overheid | formeel | 11092     | 100
            overheid | inleen  | 30503/10  | 55/2
            overheid | totaal  | 141423/10 | 255/2
            totaal   | formeel | 33276     | 300
            totaal   | inleen  | 11092     | 100
            totaal   | totaal  | 44368     | 400
            """,
        ),
        Case(
            "Hours of periods of several lengths are summed exactly",
            {
                "december_hours": """
                every line: year:int = 2023, grounds = wajong
                sector   | kind    | listed  | period_days:int | hour_days:int
                markt    | formeel | formeel | 1               | 100
                markt    | formeel | formeel | 28              | 14
                markt    | formeel | formeel | 365             | 73
                markt    | uitzend | inleen  | 3               | 1
                overheid | uitzend | inleen  | 7               | 1
                """,
                "allocation_key": """
                every line: year:int = 2023
                sector   | share_pct:float
                markt    | 70.0
                overheid | 30.0
                """,
            },
            levels,
            """
            sector   | form    | hours
            markt    | formeel | 1007/10
            markt    | inleen  | 1/3
            markt    | totaal  | 3031/30
            overheid | formeel | 0
            overheid | inleen  | 1/7
            overheid | totaal  | 1/7
            totaal   | formeel | 1007/10
            totaal   | inleen  | 10/21
            totaal   | totaal  | 21247/210
            """,
        ),
    ),
)
