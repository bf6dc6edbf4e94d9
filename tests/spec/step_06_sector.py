"""Step 6."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.model import Case, Chapter
from transforms import jobs


def sector_of_employer(werkgevers: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.sector_of_employer(werkgevers, law(2023))


CHAPTER = Chapter(
    "Step 6: sector",
    """
An employer is *overheid* when it is an *overheidswerkgever*, except when at least half of its hours fall
under a sector fund (`aandeel_sectorfonds` 0.5 or more); else it is *markt* *(law)*. The employer file carries
the classification of the last return period of the year before, which holds all year. An empty share in the
delivery is 0. What else the employer file says, such as the sub-sector, stays as it is.
""",
    (
        Case(
            "A share of exactly one half makes a government employer market",
            {
                "werkgevers": """
                employer       | overheidswerkgever:flag | aandeel_sectorfonds:dec | overheidssector
                ministry       | yes                     | 0                       | rijk
                municipality   | yes                     | 0.499999999999999999    | gemeenten
                transport firm | yes                     | 0.5                     | gemeenten
                energy firm    | yes                     | 1                       |
                bakery         | no                      | 1                       |
                care home      | no                      | 0                       |
                """
            },
            sector_of_employer,
            """
            employer       | sector   | overheidssector
            ministry       | overheid | rijk
            municipality   | overheid | gemeenten
            transport firm | markt    | gemeenten
            energy firm    | markt    |
            bakery         | markt    |
            care home      | markt    |
            """,
        ),
    ),
)
