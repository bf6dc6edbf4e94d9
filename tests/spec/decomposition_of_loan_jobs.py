"""What the letter over 2022 promises."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import measured
from tests.spec.letters import HOURS, KEYS
from tests.spec.model import Case, Chapter
from transforms.analyses import decomposition


def decomposed(december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame) -> pl.LazyFrame:
    return decomposition.decomposition(measured(december_hours, allocation_key))


CHAPTER = Chapter(
    "Decomposition of the change in loan jobs",
    """
With L the pool of loan hours in jobs and k_s the key of sector s: key effect = L(Y−1) · (k_s(Y) −
k_s(Y−1)), volume effect = (L(Y) − L(Y−1)) · k_s(Y); together they are the change. Each is rounded once from
its own unrounded value. A year without a measured year before it has no rows. The letter over 2022 promises
this analysis *(letter)*.
""",
    (
        Case(
            "A smaller pool and a key that shifts to government",
            {
                "december_hours": """
                every line: sector = markt, kind = uitzend, listed = inleen, grounds = wajong, period_days:int = 1
                year:int | hour_days:int
                2021     | 22184
                2022     | 11092
                """,
                "allocation_key": """
                year:int | sector   | share_pct:float
                2021     | markt    | 80.0
                2021     | overheid | 20.0
                2022     | markt    | 70.0
                2022     | overheid | 30.0
                """,
            },
            decomposed,
            """
            year:int | sector   | change_jobs:int | volume_effect_jobs:int | key_effect_jobs:int
            2022     | markt    | -90             | -70                    | -20
            2022     | overheid | -10             | -30                    | 20
            """,
        ),
        Case(
            "The years of the letters: government's 3,618 fewer loan jobs of 2022 are mostly the key's",
            {"december_hours": HOURS, "allocation_key": KEYS},
            decomposed,
            """
            year:int | sector   | change_jobs:int | volume_effect_jobs:int | key_effect_jobs:int
            2022     | markt    | -314            | -2918                  | 2604
            2022     | overheid | -3618           | -1015                  | -2604
            2023     | markt    | -2721           | -2188                  | -533
            2023     | overheid | -285            | -817                   | 533
            """,
        ),
        Case(
            "Unrounded, the two effects of government in 2022 add up",
            {"december_hours": HOURS, "allocation_key": KEYS},
            lambda december_hours, allocation_key: decomposed(december_hours, allocation_key).filter(
                (pl.col("year") == 2022) & (pl.col("sector") == "overheid")
            ),
            """
            change_jobs_exact:float | volume_effect_jobs_exact:float | key_effect_jobs_exact:float
            -401329.192 / 110.92    | -112540.632 / 110.92           | -288788.56 / 110.92
            """,
        ),
    ),
    mart="decomposition",
)
