"""Step 7."""

from __future__ import annotations

import polars as pl

from tests.spec.model import Case, Chapter
from transforms import jobs

LINES = """
    person | sector   | form    | period_days:int | hour_days:int
    anna   | markt    | formeel | 1               | 100
    anna   | overheid | formeel | 1               | 20
    anna   | overheid | formeel | 1               | 30
    bram   | markt    | formeel | 28              | 980
    carla  | markt    | inleen  | 1               | 60
    carla  | overheid | inleen  | 1               | 40
    dirk   | markt    | formeel | 1               | 0
    """


def hours(counted_lines: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.hours(counted_lines, 2023)


def people(counted_lines: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.people(counted_lines, 2023)


CHAPTER = Chapter(
    "Step 7: hours summed",
    """
Formal hours are summed by sector. Loan hours are summed nationally, under *totaal*: the employer of a lent
worker is the lender, which says nothing about where the work is done. A line's hours are `hour_days` /
`period_days`; lines with periods of one length are summed together, so that the sum stays in whole numbers.
People with more than 0 counted December hours are counted once in each row they belong to, so rows of people
do not add up.
""",
    (
        Case(
            "Formal hours by sector, loan hours in one pool",
            {"counted_lines": LINES},
            hours,
            """
            year:int | sector   | form    | period_days:int | hour_days:int
            2023     | markt    | formeel | 1               | 100
            2023     | markt    | formeel | 28              | 980
            2023     | overheid | formeel | 1               | 50
            2023     | totaal   | inleen  | 1               | 100
            """,
        ),
        Case(
            "Anna works in both sectors and is one person; Dirk worked no hours",
            {"counted_lines": LINES},
            people,
            """
            year:int | sector   | form    | persons:int
            2023     | markt    | formeel | 2
            2023     | overheid | formeel | 1
            2023     | totaal   | formeel | 2
            2023     | totaal   | inleen  | 1
            2023     | totaal   | totaal  | 3
            """,
        ),
        Case(
            "Without lines there are no hours, and every cell says so",
            {"counted_lines": "person | sector | form | period_days:int | hour_days:int"},
            hours,
            """
            sector   | form    | period_days:int | hour_days:int
            markt    | formeel | 1               | 0
            overheid | formeel | 1               | 0
            totaal   | inleen  | 1               | 0
            """,
        ),
    ),
)
