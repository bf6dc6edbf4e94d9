"""The ministries, and what each contributes to the central financing."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.ministries import ministries

NO_HOURS = "sector | overheidssector | ministerie | form | period_days:int | hour_days:int"


def of_year(counted: pl.LazyFrame, sectors: pl.LazyFrame, shares: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("ministries", ministries(counted, sectors, shares, law(2023)))


CHAPTER = Chapter(
    "Ministries and the central financing",
    """
The sub-sector *rijk* consists of ministries, each with an *opgave*. Realisation is as for sub-sectors: formal
jobs over the *opgave*, in percent with one decimal. The parts of a ministry contribute to its central financing
in proportion to their own *opgave* *(letter)*. The delivery has no parts of ministries; the same rule is shown
for ministries: the contribution is a ministry's *opgave* over that of all ministries, from 0 to 1 *(choice)*. A
ministry without an employer in the delivery has no level, and contributes all the same; one without an *opgave*
has no percentage and no contribution. Employers of the *rijk* without a ministry are the row *onbekend*
*(choice)*. In the tables 11,092 hours are 100 jobs; every *opgave* is made up.
""",
    (
        Case(
            "Contributions are in proportion to the opgave, not to the jobs",
            {
                "counted": """
                every line: sector = overheid, overheidssector = rijk, form = formeel, period_days:int = 1
                ministerie | hour_days:int
                bzk        | 22184
                jenv       | 33276
                szw        | 11092
                """,
                "sectors": """
                every line: sector = overheid, overheidssector = rijk
                employer | ministerie
                interior | bzk
                justice  | jenv
                prisons  | jenv
                social   | szw
                """,
                "shares": """
                every line: overheidssector = rijk
                ministerie | opgave_banen:int
                bzk        | 300
                jenv       | 500
                szw        | 200
                """,
            },
            of_year,
            """
            ministerie | formal_jobs:int | opgave_jobs:int | realisation_pct:float | contribution_pct:float
            bzk        | 200            | 300             | 66.7                  | 30.0
            jenv       | 300            | 500             | 60.0                  | 50.0
            szw        | 100            | 200             | 50.0                  | 20.0
            """,
        ),
        Case(
            "A ministry without an employer, one without an opgave, and one with an employer and no hours",
            {
                "counted": """
                every line: sector = overheid, overheidssector = rijk, form = formeel, period_days:int = 1
                ministerie | hour_days:int
                bzk        | 11092
                """,
                "sectors": """
                every line: sector = overheid, overheidssector = rijk
                employer | ministerie
                interior | bzk
                social   | szw
                """,
                "shares": """
                every line: overheidssector = rijk
                ministerie | opgave_banen:int
                jenv       | 300
                szw        | 100
                """,
            },
            of_year,
            """
            ministerie | formal_jobs:int | opgave_jobs:int | realisation_pct:float | contribution_pct:float
            bzk        | 100            |                 |                       |
            jenv       |                | 300             |                       | 75.0
            szw        | 0              | 100             | 0.0                   | 25.0
            """,
        ),
        Case(
            "Employers of the Rijk without a ministry are a row onbekend",
            {
                "counted": """
                every line: sector = overheid, overheidssector = rijk, form = formeel, period_days:int = 1
                ministerie | hour_days:int
                bzk        | 22184
                           | 11092
                """,
                "sectors": """
                every line: sector = overheid, overheidssector = rijk
                employer | ministerie
                interior | bzk
                council  |
                """,
                "shares": """
                every line: overheidssector = rijk
                ministerie | opgave_banen:int
                bzk        | 400
                """,
            },
            of_year,
            """
            ministerie | formal_jobs:int | opgave_jobs:int | realisation_pct:float | contribution_pct:float
            bzk        | 200            | 400             | 50.0                  | 100
            onbekend   | 100            |                 |                       |
            """,
        ),
        Case(
            "Only formal jobs with government employers of the Rijk are a ministry's",
            {
                "counted": """
                every line: ministerie = bzk, period_days:int = 1, hour_days:int = 11092
                sector   | overheidssector | form
                overheid | rijk            | formeel
                overheid | rijk            | inleen
                overheid | zbo             | formeel
                markt    | rijk            | formeel
                """,
                "sectors": """
                employer | sector   | overheidssector | ministerie
                interior | overheid | rijk            | bzk
                agency   | overheid | zbo             | ocw
                firm     | markt    | rijk            | fin
                """,
                "shares": """
                overheidssector | ministerie | opgave_banen:int
                rijk            | bzk        | 200
                rijk            |            | 900
                zbo             | bzk        | 700
                """,
            },
            of_year,
            """
            ministerie | formal_jobs:int | opgave_jobs:int | realisation_pct:float | contribution_pct:float
            bzk        | 100            | 200             | 50.0                  | 100
            """,
        ),
        Case(
            "Without opgaven there is nothing to divide, and no contribution",
            {
                "counted": NO_HOURS,
                "sectors": """
                employer | sector   | overheidssector | ministerie
                interior | overheid | rijk            | bzk
                """,
                "shares": "overheidssector | ministerie | opgave_banen:int",
            },
            of_year,
            """
            ministerie | formal_jobs:int | opgave_jobs:int | realisation_pct:float | contribution_pct:float
            bzk        | 0              |                 |                       |
            """,
        ),
    ),
    mart="ministries",
)
