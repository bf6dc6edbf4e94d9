"""The years before the first delivery: published totals beside what is measured."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from tests.spec.letters import HOURS, KEYS, NOBODY, WITHOUT_2021
from tests.spec.marts import made
from tests.spec.model import Case, Chapter
from warehouse.reference import frames

MEASURED = {"december_hours": HOURS, "allocation_key": KEYS}


def totals_of(sector: str, **at_hand: pl.LazyFrame) -> Callable[..., pl.LazyFrame]:
    """The rows of form `totaal` of one sector."""
    known = {"people": NOBODY, "targets": frames.targets()}

    def call(**tables: pl.LazyFrame) -> pl.LazyFrame:
        rows = made("realisation", **known, **at_hand)(**tables)
        return rows.filter((pl.col("form") == "totaal") & (pl.col("sector") == sector))

    return call


CHAPTER = Chapter(
    "Development since 2015: published totals of years that were not measured",
    """
The annex of the letters shows the extra jobs from 2015 on *(letter)*. A year from 2015 to 2021 without a
delivery has its published totals in the mart `realisation`, with `origin` *gepubliceerd* and the publication
in `source`; a measured year is *gemeten*, whatever was published of it. Of a published year only the extra
jobs and what the law says of them are known: target, gap and whether the target was met. Everything else is
empty, and so is the growth of a measured year after a published one: a printed, rounded number is not taken
for an exact one *(choice)*.

The hours are those of step 11: constructed so that the method gives the numbers of the letters, no real data.
The published totals are real (`published_results.csv`).
""",
    (
        Case(
            "Government from 2015: published until 2020, measured from 2021 on",
            MEASURED,
            totals_of("overheid", published_totals=frames.published_totals()),
            """
            year:int | origin       | extra_jobs:int | target_jobs:int | gap_jobs:int | target_met:flag
            2012     | gemeten      | 0              |                 |              |
            2015     | gepubliceerd | 5453           | 3000            | 2453         | yes
            2016     | gepubliceerd | 3597           | 6500            | -2903        | no
            2017     | gepubliceerd | 6471           | 10000           | -3529        | no
            2018     | gepubliceerd | 7940           | 12500           | -4560        | no
            2019     | gepubliceerd | 9786           | 15000           | -5214        | no
            2020     | gepubliceerd | 12298          | 17500           | -5202        | no
            2021     | gemeten      | 11842          | 20000           | -8158        | no
            2022     | gemeten      | 10004          | 22500           | -12496       | no
            2023     | gemeten      | 11634          | 25000           | -13366       | no
            """,
        ),
        Case(
            "What was not published is empty; 2021 is the one published year here, and 2022 has no growth on it",
            {
                "december_hours": WITHOUT_2021,
                "allocation_key": KEYS,
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
                "december_hours": WITHOUT_2021,
                "allocation_key": KEYS,
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
                "december_hours": WITHOUT_2021,
                "allocation_key": KEYS,
                "published_totals": """
                every line: year:int = 2021, source = wspmiddenutrecht.nl
                sector   | jobs:int
                markt    | 60966
                overheid | 11842
                totaal   | 72809
                """,
            },
            lambda **tables: made("realisation", people=NOBODY, targets=frames.targets())(**tables).filter(
                pl.col("year") == 2021
            ),
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
