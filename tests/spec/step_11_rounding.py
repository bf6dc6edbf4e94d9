"""Step 11."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from tests.spec.letters import HOURS, KEYS, realised
from tests.spec.model import Case, Chapter
from transforms.analyses import government_sectors, quota
from transforms.analyses.reconciliation import reconciliation
from transforms.exact import rounded, to_tenths
from warehouse.reference import frames
from warehouse.reference.lists import PACKAGED

NO_SUB_SECTORS = pl.LazyFrame(schema=government_sectors.SCHEMA)
NO_QUOTA = pl.LazyFrame(schema=quota.SCHEMA)
LETTERS = {"december_hours": HOURS, "allocation_key": KEYS}


def rounded_values(values: pl.LazyFrame) -> pl.LazyFrame:
    found = [Fraction(text) for text in values.collect()["exact"]]
    return values.with_columns(
        printed=pl.Series([rounded(value) for value in found], dtype=pl.Int64),
        one_decimal=pl.Series([str(float(to_tenths(value))) for value in found]),
    )


def table_of_2022(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    return realised(december_hours, allocation_key).filter(pl.col("year") == 2022)


def loan_jobs(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    loan = realised(december_hours, allocation_key).filter((pl.col("form") == "inleen") & (pl.col("year") >= 2022))
    return loan.filter((pl.col("year") == 2022) | (pl.col("sector") != "overheid"))


def numbers_of_the_letters(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    printed = frames.letter_numbers(PACKAGED).with_columns(decimals=pl.lit(0))
    found = reconciliation(realised(december_hours, allocation_key), NO_SUB_SECTORS, NO_QUOTA, printed)
    counts = found.group_by("year").agg(published=pl.len(), reproduced=pl.col("agrees").sum()).sort("year")
    return counts.cast({"published": pl.Int64, "reproduced": pl.Int64})


CHAPTER = Chapter(
    "Step 11: rounding",
    """
Every published number is rounded **once**, from its own unrounded value, half away from zero. Rounded parts
need not add up (*afrondingsverschillen*): the letter over 2022 prints 724 + 1,130 = 1,855. Recomputing from
printed integers would give three wrong numbers: 725 and 1,855 − 1,130, −1,997 and −1,151 in 2023.

The hours below are constructed so that the method gives the numbers of the letters (`calibration_hours.csv`);
they are no real data. How the formal hours of 2012 are divided over the sectors is not public: the division
here is chosen, and no printed number depends on it.
""",
    (
        Case(
            "Half away from zero, on both sides",
            {
                "values": """
                exact
                1/2
                -1/2
                3/2
                5/2
                -5/2
                4999/10000
                0
                -1/3
                33/20
                2505/100
                """
            },
            rounded_values,
            """
            exact      | printed:int | one_decimal
            1/2        | 1           | 0.5
            -1/2       | -1          | -0.5
            3/2        | 2           | 1.5
            5/2        | 3           | 2.5
            -5/2       | -3          | -2.5
            4999/10000 | 0           | 0.5
            0          | 0           | 0.0
            -1/3       | 0           | -0.3
            33/20      | 2           | 1.7
            2505/100   | 25          | 25.1
            """,
        ),
        Case(
            "Table 1 of the letter over 2022: 724 and 1,130 make 1,855",
            LETTERS,
            table_of_2022,
            """
            sector   | form    | extra_jobs:int
            markt    | formeel | 70388
            markt    | inleen  | 724
            markt    | totaal  | 71113
            overheid | formeel | 8874
            overheid | inleen  | 1130
            overheid | totaal  | 10004
            totaal   | formeel | 79262
            totaal   | inleen  | 1855
            totaal   | totaal  | 81117
            """,
        ),
        Case(
            "Three loan figures that come out one off when they are computed from printed integers",
            LETTERS,
            loan_jobs,
            """
            year:int | sector   | extra_jobs_exact:float | extra_jobs:int
            2022     | markt    | 80355.512 / 110.92     | 724
            2022     | overheid | 125362.488 / 110.92    | 1130
            2022     | totaal   | 205718 / 110.92        | 1855
            2023     | markt    | -221409.28 / 110.92    | -1996
            2023     | totaal   | -127608 / 110.92       | -1150
            """,
        ),
        Case(
            "All 37 printed numbers, by year",
            LETTERS,
            numbers_of_the_letters,
            """
            year:int | published:int | reproduced:int
            2012     | 2             | 2
            2021     | 3             | 3
            2022     | 18            | 18
            2023     | 14            | 14
            """,
        ),
    ),
)
