"""Step 7."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import measured
from tests.spec.model import Case, Chapter
from transforms import jobs
from transforms.law import FORMAL, SECTORS

LINES = """
    every line: grounds = wajong
    person | sector   | kind    | listed  | form    | period_days:int | hour_days:int
    anna   | markt    | formeel | formeel | formeel | 1               | 100
    anna   | overheid | formeel | formeel | formeel | 1               | 20
    anna   | overheid | formeel | formeel | formeel | 1               | 30
    bram   | markt    | formeel | formeel | formeel | 28              | 980
    carla  | markt    | uitzend | inleen  | inleen  | 1               | 60
    carla  | overheid | uitzend | inleen  | inleen  | 1               | 40
    dirk   | markt    | formeel | formeel | formeel | 1               | 0
    """


def hours(of_register: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.hours(of_register, 2023)


def people(counted_lines: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.people(counted_lines, 2023)


def that_count(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    """The hours of 2023 that count under its law: formal by sector, loan as one pool."""
    found = measured(december_hours, allocation_key)
    per_job, formal = found.law(2023).hours_per_job, found.jobs(2023)
    rows = [(sector, FORMAL, str(formal[sector, FORMAL] * per_job)) for sector in SECTORS]
    pool = ("totaal", "inleen", str(found.pool(2023) * per_job))
    return pl.LazyFrame([*rows, pool], schema=["sector", "form", "hours"], orient="row")


CHAPTER = Chapter(
    "Step 7: hours summed",
    """
December hours are kept by all that a law can tell apart: sector of the employer, kind of work, form of the code
list and grounds of the person, for everybody in the register. The law of the year then says what counts: formal
hours are summed by sector, loan hours nationally, because the employer of a lent worker is the lender, which
says nothing about where the work is done. A line's hours are `hour_days` / `period_days`; lines with periods of
one length are summed together, so that the sum stays in whole numbers. People with more than 0 counted December
hours are counted once in each row they belong to, so rows of people do not add up.
""",
    (
        Case(
            "Hours by employer's sector, also for loan; lines without hours are not kept",
            {"of_register": LINES},
            hours,
            """
            year:int | sector   | kind    | listed  | grounds | period_days:int | hour_days:int
            2023     | markt    | formeel | formeel | wajong  | 1               | 100
            2023     | markt    | formeel | formeel | wajong  | 28              | 980
            2023     | markt    | uitzend | inleen  | wajong  | 1               | 60
            2023     | overheid | formeel | formeel | wajong  | 1               | 50
            2023     | overheid | uitzend | inleen  | wajong  | 1               | 40
            """,
        ),
        Case(
            "What a law tells apart: kind, form of the list, grounds, and whether the employer is known",
            {
                "of_register": """
                every line: period_days:int = 1
                sector   | kind    | listed  | grounds            | hour_days:int
                markt    | payroll | payroll | wajong             | 100
                markt    | payroll | payroll | wajong             | 60
                markt    | payroll | payroll | wajong+voorziening | 5
                overheid | formeel | formeel | voorziening        | 120
                         | uitzend | inleen  | participatiewet    | 35
                """
            },
            hours,
            """
            sector   | kind    | listed  | grounds            | hour_days:int
            markt    | payroll | payroll | wajong             | 160
            markt    | payroll | payroll | wajong+voorziening | 5
            onbekend | uitzend | inleen  | participatiewet    | 35
            overheid | formeel | formeel | voorziening        | 120
            """,
        ),
        Case(
            "Under the law of 2023: 100 + 60 + 5 formal in the market, none of voorziening alone, a pool of 40 + 35",
            {
                "december_hours": """
                every line: year:int = 2023
                sector   | kind    | listed  | grounds            | period_days:int | hour_days:int
                markt    | formeel | formeel | wajong             | 1               | 100
                markt    | payroll | payroll | wajong             | 28              | 1680
                markt    | formeel | formeel | wajong+voorziening | 1               | 5
                overheid | formeel | formeel | voorziening        | 1               | 120
                overheid | formeel | formeel | wsw                | 1               | 7
                markt    | uitzend | inleen  | wajong             | 1               | 40
                overheid | uitzend | inleen  | wajong             | 28              | 980
                onbekend | uitzend | inleen  | wajong             | 1               | 1000
                """,
                "allocation_key": """
                every line: year:int = 2023
                sector   | share_pct:float
                markt    | 50.0
                overheid | 50.0
                """,
            },
            that_count,
            """
            sector   | form    | hours
            markt    | formeel | 165
            overheid | formeel | 7
            totaal   | inleen  | 75
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
            "Without lines there are no hours and no people; of people every row says so",
            {"counted_lines": "person | sector | form | period_days:int | hour_days:int"},
            people,
            """
            sector   | form    | persons:int
            markt    | formeel | 0
            overheid | formeel | 0
            totaal   | formeel | 0
            totaal   | inleen  | 0
            totaal   | totaal  | 0
            """,
        ),
    ),
    facts=("december_hours", "people"),
)
