"""Step 2."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.model import Case, Chapter
from transforms import returns


def employment_only(polis: pl.LazyFrame) -> pl.LazyFrame:
    return returns.employment_only(polis, law(2023))


CHAPTER = Chapter(
    "Step 2: employment only",
    """
Paid hours of employment count; benefits and pensions, which are in the same administration, do not. The kind
of income relation (`srtiv`) says which is which; the codes are in `code_soort_ikv.csv`.
""",
    (
        Case(
            "Benefits, pensions and uninsured directors fall out",
            {
                "polis": """
                srtiv | who                      | aantverlu:int
                11    | civil servant            | 152
                13    | insured director         | 160
                15    | other employee           | 160
                17    | uninsured director (DGA) | 160
                18    | former office holder     | 0
                31    | sickness benefit         | 120
                33    | unemployment benefit     | 80
                37    | Wajong benefit           | 0
                62    | transition payment       | 0
                """
            },
            employment_only,
            """
            srtiv | who              | aantverlu:int
            11    | civil servant    | 152
            13    | insured director | 160
            15    | other employee   | 160
            """,
        ),
    ),
)
