"""The years before the first delivery: published totals beside what is measured."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from tests.spec.laws import measured
from tests.spec.letters import HOURS, KEYS, NOBODY, without
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.realisation import realisation
from warehouse.reference import frames
from warehouse.reference.lists import PACKAGED

MEASURED = {"december_hours": HOURS, "allocation_key": KEYS}
#: Without the year that growth of 2022 is on.
NOT_2021 = {name: without(text, 2021) for name, text in MEASURED.items()}
#: What was measured before the letter over 2022.
UNTIL_2021 = {name: without(text, 2022, 2023) for name, text in MEASURED.items()}


def realised(
    december_hours: pl.LazyFrame, allocation_key: pl.LazyFrame, published_totals: pl.LazyFrame
) -> pl.LazyFrame:
    rows = realisation(measured(december_hours, allocation_key), NOBODY, published_totals)
    return as_published("realisation", rows)


def totals_of(sector: str, **at_hand: pl.LazyFrame) -> Callable[..., pl.LazyFrame]:
    """The rows of form `totaal` of one sector."""

    def call(**tables: pl.LazyFrame) -> pl.LazyFrame:
        return realised(**tables, **at_hand).filter((pl.col("form") == "totaal") & (pl.col("sector") == sector))

    return call


CHAPTER = Chapter(
    "Development since 2015: published totals of years that were not measured",
    """
The annex of the letters shows the extra jobs from 2015 on *(letter)*. Each year from 2015 on without a delivery
has its published totals in the mart `realisation`, before and after the years that are measured, with `origin`
*gepubliceerd* and the publication in `source`; a measured year is *gemeten*, whatever was published of it. Of a
published year only the extra jobs are known, and what follows from them: target, gap, whether the target was met,
and the growth between two published totals. Everything else is empty, and so is the growth of a measured year after
one that is not measured: a printed, rounded number is not taken for an exact one *(choice)*.

The hours are those of step 11: constructed so that the method gives the numbers of the letters, no real data.
The published totals are real (`published_results.csv`).
""",
    (
        Case(
            "Government from 2015: published until 2020, measured from 2021 on",
            MEASURED,
            totals_of("overheid", published_totals=frames.published_totals(PACKAGED)),
            """
            year:int|origin      |extra_jobs:int|growth_jobs:int|target_jobs:int|gap_jobs:int|target_met:flag
            2012    |gemeten     |0             |               |               |            |
            2015    |gepubliceerd|5453          |               |3000           |2453        |yes
            2016    |gepubliceerd|3597          |-1856          |6500           |-2903       |no
            2017    |gepubliceerd|6471          |2874           |10000          |-3529       |no
            2018    |gepubliceerd|7940          |1469           |12500          |-4560       |no
            2019    |gepubliceerd|9786          |1846           |15000          |-5214       |no
            2020    |gepubliceerd|12298         |2512           |17500          |-5202       |no
            2021    |gemeten     |11842         |               |20000          |-8158       |no
            2022    |gemeten     |10004         |-1838          |22500          |-12496      |no
            2023    |gemeten     |11634         |1630           |25000          |-13366      |no
            """,
        ),
        Case(
            "Years after the last measured one are published too; their growth is between two published totals",
            UNTIL_2021,
            lambda **tables: totals_of("totaal", published_totals=frames.published_totals(PACKAGED))(**tables).filter(
                pl.col("year") >= 2020
            ),
            """
            year:int | origin       | extra_jobs:int | growth_jobs:int | target_jobs:int | gap_jobs:int | level_jobs:int
            2020     | gepubliceerd | 66097          | 4482            | 67500           | -1403        |
            2021     | gemeten      | 72809          |                 | 80000           | -7191        | 147988
            2022     | gepubliceerd | 81117          | 8308            | 92500           | -11383       |
            2023     | gepubliceerd | 85665          | 4548            | 105000          | -19335       |
            """,
        ),
        Case(
            "What was not published is empty; 2021 is the one published year here, and 2022 has no growth on it",
            {
                **NOT_2021,
                "published_totals": """
                year:int | sector | jobs:int | source
                2021     | totaal | 72809    | wspmiddenutrecht.nl
                """,
            },
            totals_of("totaal"),
            """
            year:int|level_jobs:int|baseline_jobs:int|extra_jobs:int|growth_jobs:int|origin      |source
            2012    |75179         |75179            |0             |               |gemeten     |
            2021    |              |                 |72809         |               |gepubliceerd|wspmiddenutrecht.nl
            2022    |156296        |75179            |81117         |               |gemeten     |
            2023    |160844        |75179            |85665         |4548           |gemeten     |
            """,
        ),
        Case(
            "The unrounded figures, the hours and the people of a published year are empty too",
            {
                **NOT_2021,
                "published_totals": """
                year:int | sector   | jobs:int | source
                2021     | overheid | 11842    | wspmiddenutrecht.nl
                """,
            },
            lambda **tables: totals_of("overheid")(**tables).filter(pl.col("year").is_between(2021, 2022)),
            """
            year:int | hours_december:float | extra_jobs_exact:float | growth_jobs_exact:float | persons:int
            2021     |                      |                        |                         |
            2022     | 3396370.408          | 1109644.488 / 110.92   |                         |
            """,
        ),
        Case(
            "A measured year is not replaced by what was published of it, also where the two differ",
            {
                **MEASURED,
                "published_totals": """
                year:int | sector   | jobs:int | source
                2021     | overheid | 99999    | made up, to differ
                """,
            },
            lambda **tables: totals_of("overheid")(**tables).filter(pl.col("year") == 2021),
            """
            year:int | extra_jobs:int | origin  | source
            2021     | 11842          | gemeten |
            """,
        ),
        Case(
            "Published totals are as they were printed: 60,966 and 11,842 of 2021 add up to 72,808, one less",
            {
                **NOT_2021,
                "published_totals": """
                every line: year:int = 2021, source = wspmiddenutrecht.nl
                sector   | jobs:int
                markt    | 60966
                overheid | 11842
                totaal   | 72809
                """,
            },
            lambda **tables: realised(**tables).filter(pl.col("year") == 2021),
            """
            sector   | form   | extra_jobs:int | target_jobs:int | gap_jobs:int | target_met:flag
            markt    | totaal | 60966          | 60000           | 966          | yes
            overheid | totaal | 11842          | 20000           | -8158        | no
            totaal   | totaal | 72809          | 80000           | -7191        | no
            """,
        ),
    ),
    mart="realisation",
)
