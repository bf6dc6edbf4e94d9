"""What is measured beside what was published."""

from __future__ import annotations

import polars as pl

from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses import government_sectors, quota
from transforms.analyses.reconciliation import reconciliation
from warehouse.reference import frames
from warehouse.reference.lists import PACKAGED

NO_SUB_SECTORS = pl.LazyFrame(schema=government_sectors.SCHEMA)
NO_QUOTA = pl.LazyFrame(schema=quota.SCHEMA)
NO_FIGURES = "year:int | sector | form | level_jobs:int | extra_jobs:int | growth_jobs:int | origin"


def reconciled(**tables: pl.LazyFrame) -> pl.LazyFrame:
    names = ("realisation", "government_sectors", "quota", "published_numbers")
    known = {"government_sectors": NO_SUB_SECTORS, "quota": NO_QUOTA} | tables
    return as_published("reconciliation", reconciliation(*(known[name] for name in names)))


def published_of_rijk() -> pl.LazyFrame:
    """What the reference files hold of the Rijk in 2022."""
    rijk = frames.published_numbers(PACKAGED).filter((pl.col("sector") == "overheid:rijk") & (pl.col("year") == 2022))
    return rijk.sort("measure")


CHAPTER = Chapter(
    "Reconciliation with published numbers",
    """
Every published number of a measured year beside the measured one. The measured figure is rounded once, half
away from zero, to the decimals that were printed; the two agree when the difference is 0. What cannot be
measured (growth without the year before, a sub-sector without data, a percentage without its variables) is
empty, and so is whether it agrees: nothing is said instead of no. Published totals that stand in for a year
without a delivery are not held against themselves.

Publications contradict each other: the note of 2023 says that the Rijk was at 75% in 2022, and 3,749 jobs of
an *opgave* of 5,144, published as well, are 72.9%. Both stand beside the measured figure, under measures of
their own, each with its source *(choice)*; the quota percentages that were indicative have one too. A quota percentage
that was set is not measured, so nothing is held against it. All 37 numbers of the letters are in step 11.
""",
    (
        Case(
            "Agreement is to the last printed digit",
            {
                "realisation": """
                every line: origin = gemeten
                year:int | sector   | form   | level_jobs:int | extra_jobs:int | growth_jobs:int
                2021     | overheid | totaal | 22068          | 11842          |
                2022     | overheid | totaal | 20229          | 10004          | -1838
                """,
                "published_numbers": """
                every line: sector = overheid, form = totaal, decimals:int = 0, source = letter
                year:int | measure     | value:float
                2021     | extra_jobs  | 11842
                2021     | growth_jobs | -456
                2022     | extra_jobs  | 10005
                2022     | growth_jobs | -1838
                2023     | extra_jobs  | 11634
                """,
            },
            reconciled,
            """
            year:int | sector   | measure     | measured:float | published:float | difference:float | agrees:flag
            2021     | overheid | extra_jobs  | 11842          | 11842           | 0                | yes
            2021     | overheid | growth_jobs |                | -456            |                  |
            2022     | overheid | extra_jobs  | 10004          | 10005           | -1               | no
            2022     | overheid | growth_jobs | -1838          | -1838           | 0                | yes
            """,
        ),
        Case(
            "The measured figure is rounded as the published one: 72.95% is 73% and 73.0%, but not 72.9%",
            {
                "realisation": NO_FIGURES,
                "government_sectors": """
                every line: year:int = 2022, overheidssector = rijk
                formal_jobs_exact:float | formal_jobs:int | opgave_jobs:int
                729.5                  | 730            | 1000
                """,
                "published_numbers": """
                every line: year:int = 2022, sector = overheid:rijk, form = totaal
                measure                 | value:float | decimals:int | source
                formal_jobs             | 729         | 0            | a
                opgave_jobs             | 1000        | 0            | a
                realisation_pct         | 73          | 0            | b
                realisation_pct_of_jobs | 72.9        | 1            | a: 729 of 1000 jobs
                """,
            },
            reconciled,
            """
            measure                |measured:float|published:float|difference:float|agrees:flag|source
            formal_jobs            |730           |729            |1               |no         |a
            opgave_jobs            |1000          |1000           |0               |yes        |a
            realisation_pct        |73            |73             |0               |yes        |b
            realisation_pct_of_jobs|73.0          |72.9           |0.1             |no         |a: 729 of 1000 jobs
            """,
        ),
        Case(
            "What the reference files hold of the Rijk in 2022: 75% as printed, and 72.9% by the printed jobs",
            {},
            published_of_rijk,
            """
            sector       |measure                |value:float|decimals:int|source
            overheid:rijk|formal_jobs            |3749       |0           |opnaarde125000.nl
            overheid:rijk|opgave_jobs            |5144       |0           |opnaarde125000.nl
            overheid:rijk|realisation_pct        |75         |0           |nota-voortgang-overheid-2023
            overheid:rijk|realisation_pct_of_jobs|72.9       |1           |opnaarde125000.nl: 3749 of 5144 jobs
            """,
        ),
        Case(
            "Measured as 3,749 of 5,144 jobs, one of the two contradicting percentages agrees",
            {
                "realisation": NO_FIGURES,
                "government_sectors": """
                every line: year:int = 2022
                overheidssector | formal_jobs_exact:float | formal_jobs:int | opgave_jobs:int
                politie         |                        |                | 900
                rijk            | 3749                   | 3749           | 5144
                """,
                "published_numbers": """
                every line: year:int = 2022, form = totaal
                sector           | measure                 | value:float | decimals:int | source
                overheid:rijk    | realisation_pct         | 75          | 0            | nota-voortgang-overheid-2023
                overheid:rijk    | realisation_pct_of_jobs | 72.9        | 1            | opnaarde125000.nl
                overheid:politie | realisation_pct         | 54          | 0            | made up, no data
                """,
            },
            reconciled,
            """
            sector          |measure                |measured:float|published:float|difference:float|agrees:flag
            overheid:politie|realisation_pct        |              |54             |                |
            overheid:rijk   |realisation_pct        |73            |75             |-2              |no
            overheid:rijk   |realisation_pct_of_jobs|72.9          |72.9           |0               |yes
            """,
        ),
        Case(
            "A computed quota percentage is held against what was published; one that was set is that very one",
            {
                "realisation": """
                every line: sector = overheid, form = totaal, level_jobs:int =, extra_jobs:int = 1, growth_jobs:int =
                every line: origin = gemeten
                year:int
                2018
                2023
                2024
                """,
                "quota": """
                year:int | sector   | quota_pct:float | percentage_source
                2018     | overheid | 1.93            | vastgesteld
                2023     | overheid |                 |
                2024     | overheid | 2.76            | berekend
                """,
                "published_numbers": """
                every line: sector = overheid, form = totaal, decimals:int = 2
                year:int | measure                     | value:float | source
                2018     | quota_pct                   | 1.93        | vo-raad.nl
                2023     | quota_pct_indicative | 2.99        | voion.nl
                2024     | quota_pct                   | 2.76        | uwv.nl quotumregeling FAQ
                2024     | quota_pct_indicative | 3.09        | voion.nl
                """,
            },
            reconciled,
            """
            year:int | measure                     | measured:float | published:float | difference:float | agrees:flag
            2018     | quota_pct                   |                | 1.93            |                  |
            2023     | quota_pct_indicative |                | 2.99            |                  |
            2024     | quota_pct                   | 2.76           | 2.76            | 0                | yes
            2024     | quota_pct_indicative | 2.76           | 3.09            | -0.33            | no
            """,
        ),
        Case(
            "A year that is only published is not held against its own publication",
            {
                "realisation": """
                year:int | sector   | form   | level_jobs:int | extra_jobs:int | growth_jobs:int | origin
                2021     | overheid | totaal |                | 11842          |                 | gepubliceerd
                2022     | overheid | totaal | 20229          | 10004          |                 | gemeten
                """,
                "published_numbers": """
                every line: sector = overheid, form = totaal, measure = extra_jobs, decimals:int = 0, source = letter
                year:int | value:float
                2021     | 11842
                2022     | 10004
                """,
            },
            reconciled,
            """
            year:int | measure    | measured:float | published:float | agrees:flag
            2022     | extra_jobs | 10004          | 10004           | yes
            """,
        ),
    ),
    mart="reconciliation",
)
