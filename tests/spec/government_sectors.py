"""The government's sub-sectors against their share of the target."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.government_sectors import government_sectors

SUB_SECTORS = ("politie", "gemeenten", "rijk")


def of_year(counted: pl.LazyFrame, sectors: pl.LazyFrame, shares: pl.LazyFrame) -> pl.LazyFrame:
    rows = government_sectors(counted, sectors, shares, SUB_SECTORS, law(2023))
    return as_published("government_sectors", rows)


CHAPTER = Chapter(
    "Government sub-sectors",
    """
The government's target is divided over its sub-sectors: each has an *opgave* of its own *(letter)*. Realisation
is the formal jobs of a sub-sector over its *opgave*, from unrounded jobs, in percent with one decimal. The
allocation key is national, so sub-sectors hold formal jobs only. A sub-sector without a government
employer (step 6) in the delivery has no data: its figures are empty, never 0 *(choice)*. Hours with government
employers whose sub-sector is not known are a row *onbekend*, so that the rows add up to the government's formal
jobs *(choice)*. The *opgave* is the sub-sector's own line in the delivery, or else the sum of its ministries'
*(choice)*. The code list is `overheidssector.csv`; the tables here use three of its codes, over 2023.
""",
    (
        Case(
            "Formal jobs and people: 240 hours are 2.16 jobs, 54.1% of an opgave of 4 (2 printed jobs would be 50%)",
            {
                "counted": """
                every line: period_days:int = 1
                person | sector   | overheidssector | form    | hour_days:int | what it is
                anna   | overheid | gemeenten       | formeel | 100           |
                anna   | overheid | gemeenten       | formeel | 60            | her second job: one person
                bram   | overheid | gemeenten       | formeel | 80            |
                carla  | overheid | gemeenten       | formeel | 0             | no hours: not a person here
                dirk   | overheid | gemeenten       | inleen  | 120           | loan is national
                eva    | markt    | gemeenten       | formeel | 120           | employer under a sector fund
                """,
                "sectors": """
                employer       | sector   | overheidssector
                city           | overheid | gemeenten
                transport firm | markt    | gemeenten
                """,
                "shares": """
                overheidssector | ministerie | opgave_banen:int
                gemeenten       |            | 4
                """,
            },
            of_year,
            """
            overheidssector|persons:int|formal_jobs_exact:float|formal_jobs:int|opgave_jobs:int|realisation_pct:float
            gemeenten      |2          |240 / 110.92          |2             |4              |54.1
            politie        |           |                      |              |               |
            rijk           |           |                      |              |               |
            """,
        ),
        Case(
            "A sub-sector with an employer and no hours is 0; one with none, or only one of the market, is empty",
            {
                "counted": "person | sector | overheidssector | form | period_days:int | hour_days:int",
                "sectors": """
                employer       | sector   | overheidssector
                police         | overheid | politie
                transport firm | markt    | gemeenten
                """,
                "shares": """
                overheidssector | ministerie | opgave_banen:int
                gemeenten       |            | 1000
                politie         |            | 200
                rijk            |            | 500
                """,
            },
            of_year,
            """
            overheidssector | persons:int | formal_jobs:int | opgave_jobs:int | realisation_pct:float | has_data:flag
            gemeenten       |             |                | 1000            |                       | no
            politie         | 0           | 0              | 200             | 0.0                   | yes
            rijk            |             |                | 500             |                       | no
            """,
        ),
        Case(
            "Government employers without a sub-sector are a row onbekend: 1, 1 and 1 job are all 3 of government",
            {
                "counted": """
                every line: form = formeel, period_days:int = 100, hour_days:int = 11092, sector = overheid
                person | overheidssector
                anna   | gemeenten
                bram   | politie
                carla  |
                """,
                "sectors": """
                every line: sector = overheid
                employer | overheidssector
                city     | gemeenten
                police   | politie
                board    |
                """,
                "shares": "overheidssector | ministerie | opgave_banen:int",
            },
            of_year,
            """
            overheidssector|persons:int|formal_jobs_exact:float|opgave_jobs:int|realisation_pct:float|has_data:flag
            gemeenten      |1          |1                     |               |                     |yes
            onbekend       |1          |1                     |               |                     |yes
            politie        |1          |1                     |               |                     |yes
            rijk           |           |                      |               |                     |no
            """,
        ),
        Case(
            "The opgave is the sub-sector's own line, or else the sum of its ministries'; 6.25% is 6.3%",
            {
                "counted": """
                every line: person = many, sector = overheid, form = formeel, period_days:int = 1, hour_days:int = 11092
                overheidssector
                gemeenten
                politie
                rijk
                """,
                "sectors": """
                every line: sector = overheid
                employer | overheidssector
                city     | gemeenten
                police   | politie
                ministry | rijk
                """,
                "shares": """
                overheidssector | ministerie | opgave_banen:int
                gemeenten       |            | 1600
                politie         |            | 300
                politie         | jenv       | 999
                rijk            | bzk        | 150
                rijk            | szw        | 50
                """,
            },
            of_year,
            """
            overheidssector | formal_jobs:int | opgave_jobs:int | realisation_pct:float
            gemeenten       | 100            | 1600            | 6.3
            politie         | 100            | 300             | 33.3
            rijk            | 100            | 200             | 50.0
            """,
        ),
        Case(
            "The Rijk in 2022: 3,749 jobs of an opgave of 5,144, as published, are 72.9%",
            {
                "counted": """
                person | sector   | overheidssector | form    | period_days:int | hour_days:int
                many   | overheid | rijk            | formeel | 100             | 41583908
                """,
                "sectors": """
                employer   | sector   | overheidssector
                ministries | overheid | rijk
                """,
                "shares": """
                overheidssector | ministerie | opgave_banen:int
                rijk            |            | 5144
                """,
            },
            lambda **tables: of_year(**tables).filter(has_data=True),
            """
            overheidssector | formal_jobs_exact:float | opgave_jobs:int | realisation_pct:float
            rijk            | 3749                   | 5144            | 72.9
            """,
        ),
    ),
    mart="government_sectors",
)
