"""Every figure in one long table."""

from __future__ import annotations

import polars as pl

from flows.inputs import described
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.observations import observations
from warehouse.registry.analyses import PLACES
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS

NAMES = [column.name for column in PLACES]


def in_one_table(**marts: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("observations", observations(marts, {name: described(MARTS[name]) for name in marts}, NAMES))


def for_readers(**marts: pl.LazyFrame) -> pl.LazyFrame:
    return observations(marts, {name: described(PUBLIC_MARTS[name]) for name in marts}, NAMES)


CHAPTER = Chapter(
    "Observations: all figures in one table",
    """
Every published figure as a line of its own, shaped as the statistics office's OData v4 *(choice)*: `measure` is
`<mart>.<column>`, `period` a whole year as *2023JJ00*, `dimensions` the other columns of the key as name=value,
separated by a semicolon. A semicolon, an equals sign or a percent sign in a value is written %3B, %3D or %25, so
that dimensions can be read back. Each dimension is a column as well, empty where it does not apply. `id` is a number
that follows from measure, year and dimensions (the first 53 bits of SHA-256 over the three, one a line), so that it is
the same in every release. The unrounded twin of a figure (`_exact`) is none of its own. `origin` is *gemeten* or
*gepubliceerd*; a figure without a value is never 0, and for readers `value_status` says why it has none: that of the
figure in its own table. A cohort is under its first year. Every number below is made up.
""",
    (
        Case(
            "A figure a line, with its unit",
            {
                "social_return": """
                year:int | opdrachtgever | obligation_eur:float | jobs:float
                2023     | bzk           | 80000                | 3.5
                """
            },
            in_one_table,
            """
            measure                      |year:int|period  |dimensions       |value:float|unit|origin
            social_return.jobs           |2023    |2023JJ00|opdrachtgever=bzk|3.5        |jobs|gemeten
            social_return.obligation_eur |2023    |2023JJ00|opdrachtgever=bzk|80000      |euro|gemeten
            """,
        ),
        Case(
            "What would end a name or a value is escaped; the percent sign too, so that it can be undone",
            {
                "social_return": """
                every line: year:int = 2023, obligation_eur:float = 1, jobs:float = 1
                opdrachtgever
                A; B
                A=B
                100%
                %3B
                """
            },
            lambda **marts: in_one_table(**marts).filter(measure="social_return.jobs"),
            """
            measure            | dimensions
            social_return.jobs | opdrachtgever=%253B
            social_return.jobs | opdrachtgever=100%25
            social_return.jobs | opdrachtgever=A%3B B
            social_return.jobs | opdrachtgever=A%3DB
            """,
        ),
        Case(
            "What is not known has no value, never 0; flags and unrounded figures are no observations",
            {
                "government_sectors": """
                every line: year:int = 2023
                overheidssector|persons:int|formal_jobs_exact:float|formal_jobs:int|opgave_jobs:int|realisation_pct:float|has_data:flag
                politie | 0 | 0 | 0 |      |  | yes
                rijk    |   |   |   | 5144 |  | no
                """
            },
            in_one_table,
            """
            measure                           |dimensions             |value:float|unit   |origin
            government_sectors.formal_jobs    |overheidssector=politie|0          |jobs   |gemeten
            government_sectors.formal_jobs    |overheidssector=rijk   |           |jobs   |gemeten
            government_sectors.opgave_jobs    |overheidssector=politie|           |jobs   |gemeten
            government_sectors.opgave_jobs    |overheidssector=rijk   |5144       |jobs   |gemeten
            government_sectors.persons        |overheidssector=politie|0          |persons|gemeten
            government_sectors.persons        |overheidssector=rijk   |           |persons|gemeten
            government_sectors.realisation_pct|overheidssector=politie|           |percent|gemeten
            government_sectors.realisation_pct|overheidssector=rijk   |           |percent|gemeten
            """,
        ),
        Case(
            "A published total is gepubliceerd; what was not published of that year has no value",
            {
                "realisation": """
                every line: sector = overheid, form = totaal, hours_december:float =, baseline_jobs:int =
                every line: growth_jobs:int =, persons:int =, target_met:flag =
                year:int | level_jobs:int | extra_jobs:int | target_jobs:int | gap_jobs:int | origin
                2021     |                | 11842          | 20000           | -8158        | gepubliceerd
                2022     | 20229          | 10004          | 22500           | -12496       | gemeten
                """
            },
            lambda **marts: in_one_table(**marts).filter(
                pl.col("measure").is_in(["realisation.level_jobs", "realisation.extra_jobs"])
            ),
            """
            measure                | period   | dimensions                  | value:float | origin
            realisation.extra_jobs | 2021JJ00 | sector=overheid;form=totaal | 11842       | gepubliceerd
            realisation.extra_jobs | 2022JJ00 | sector=overheid;form=totaal | 10004       | gemeten
            realisation.level_jobs | 2021JJ00 | sector=overheid;form=totaal |             | gepubliceerd
            realisation.level_jobs | 2022JJ00 | sector=overheid;form=totaal | 20229       | gemeten
            """,
        ),
        Case(
            "Each dimension is a column, empty in rows of a table without it; the number follows from the key",
            {
                "realisation": """
                every line: year:int = 2022, sector = markt, form = totaal, hours_december:float =, baseline_jobs:int =
                every line: growth_jobs:int =, persons:int =, target_met:flag =, target_jobs:int =, gap_jobs:int =
                level_jobs:int | extra_jobs:int | origin
                20229          | 10004          | gemeten
                """,
                "social_return": """
                every line: year:int = 2022
                opdrachtgever | obligation_eur:float | jobs:float
                bzk           | 1                    | 4
                """,
            },
            lambda **marts: in_one_table(**marts).filter(
                pl.col("measure").is_in(["realisation.level_jobs", "social_return.jobs"])
            ),
            """
            id:int           |measure               |dimensions               |sector|form  |opdrachtgever|ground
            3953192669978721 |realisation.level_jobs|sector=markt;form=totaal |markt |totaal|             |
            856151164054582  |social_return.jobs    |opdrachtgever=bzk        |      |      |bzk          |
            """,
        ),
        Case(
            "For readers the status of a figure is that of its table",
            {
                "social_return": """
                year:int | opdrachtgever | obligation_eur:float | obligation_eur_status | jobs:float | jobs_status
                2023     | bzk           |                      | geheim                | 4          | vrij
                """
            },
            for_readers,
            """
            measure                      |dimensions       |value:float|value_status
            social_return.jobs           |opdrachtgever=bzk|4          |vrij
            social_return.obligation_eur |opdrachtgever=bzk|           |geheim
            """,
        ),
        Case(
            "A cohort is under its first year",
            {
                "participation_cohort": """
                every line: cohort_start:int = 2021, ground = totaal, never_worked:int = 7, under_12_months:int = 2
                every line: never_worked_pct:float = 35.0, under_12_months_pct:float = 10.0
                persons:int
                20
                """
            },
            in_one_table,
            """
            measure                                 |year:int|period  |dimensions   |value:float|unit
            participation_cohort.never_worked       |2021    |2021JJ00|ground=totaal|7          |persons
            participation_cohort.never_worked_pct   |2021    |2021JJ00|ground=totaal|35.0       |percent
            participation_cohort.persons            |2021    |2021JJ00|ground=totaal|20         |persons
            participation_cohort.under_12_months    |2021    |2021JJ00|ground=totaal|2          |persons
            participation_cohort.under_12_months_pct|2021    |2021JJ00|ground=totaal|10.0       |percent
            """,
        ),
    ),
    mart="observations",
)
