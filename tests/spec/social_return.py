"""Jobs through government's procurement."""

from __future__ import annotations

import polars as pl

from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses import social_return as made_by


def of_year(social_return: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("social_return", made_by.social_return(social_return, 2023))


CHAPTER = Chapter(
    "Social return",
    """
Government asks its suppliers to spend a part of a contract on people at a distance from work. The jobs that
come of it are with the suppliers: they count in the market sector, and stand beside, never in, the government
figure *(letter)*. Real figure for comparison: a study put the jobs in the market through government's
procurement at 15,000 to 17,000 in the first quarter of 2022, all of them, not the extra ones *(letter over
2022)*. The optional delivery names the commissioning body (*opdrachtgever*), the obligation in euro
and the jobs; lines of one body are added exactly, and nothing is rounded. What government would have with them
is a scenario (`social_return_bij_overheid`). Every number below is made up; the tables are over 2023.
""",
    (
        Case(
            "The lines of a body are added, the bodies are sorted",
            {
                "social_return": """
                opdrachtgever   | verplichting_eur:dec | banen:dec
                rijkswaterstaat | 1200000              | 20.5
                bzk             | 80000                | 3
                rijkswaterstaat | 300000.50            | 9.5
                """
            },
            of_year,
            """
            year:int | opdrachtgever   | obligation_eur:float | jobs:float
            2023     | bzk             | 80000                | 3
            2023     | rijkswaterstaat | 1500000.5            | 30
            """,
        ),
        Case(
            "Added exactly: ten times 0.1 is 1, and 0.1 and 0.2 are 0.3",
            {
                "social_return": """
                opdrachtgever | verplichting_eur:dec | banen:dec
                bzk           | 0.1                  | 0.1
                bzk           | 0.2                  | 0.2
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                szw           | 0                    | 0.1
                """
            },
            of_year,
            """
            opdrachtgever | obligation_eur:float | jobs:float
            bzk           | 0.3                  | 0.3
            szw           | 0                    | 1
            """,
        ),
        Case(
            "A delivery without the table has no rows",
            {"social_return": "opdrachtgever | verplichting_eur:dec | banen:dec"},
            of_year,
            "year:int | opdrachtgever | obligation_eur:float | jobs:float",
        ),
    ),
    mart="social_return",
)
