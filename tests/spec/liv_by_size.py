"""What was paid of the low-income benefit, by size of the employer."""

from __future__ import annotations

import polars as pl

from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.liv_by_size import liv_by_size
from warehouse.reference import frames
from warehouse.reference.lists import PACKAGED


def of_year(liv: pl.LazyFrame, sectors: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("liv_by_size", liv_by_size(liv, sectors, frames.size_classes(PACKAGED), 2022))


CHAPTER = Chapter(
    "Low-income benefit by size of the employer",
    """
The amounts of the low-income benefit (*lage-inkomensvoordeel*, LIV) that were paid, by the size class of the employer's
number of employees (`grootteklasse.csv`); parliament asked for it *(letter)*. An employer is a fiscal number: its
payroll tax numbers and its lines are taken together, and amounts are added exactly. Who is not in the employer file,
or has no employees in it, is *onbekend*, so that nothing that was paid is left out *(choice)*. A size class to which
nothing was paid has no row.
""",
    (
        Case(
            "Two lines are one employer; classes by number of employees, at their bounds",
            {
                "liv": """
                fiscal:int | bedrag:dec | what it is
                1            | 100.10         |
                1            | 0.20           | the same employer once more
                2            | 50.00          |
                3            | 1000.00        |
                4            | 3.00           |
                """,
                "sectors": """
                every line: suffix:int = 1, sector = markt, verloonde_uren:int = 1000
                fiscal:int | aantal_werknemers:int
                1            | 5
                2            | 9
                3            | 10
                4            | 2000
                5            | 7
                """,
            },
            of_year,
            """
            year:int | size_class | employers:int | amount_eur:float
            2022     | 30         | 2             | 150.3
            2022     | 40         | 1             | 1000.0
            2022     | 93         | 1             | 3.0
            """,
        ),
        Case(
            "Two payroll tax numbers of 6 and 4 employees are one employer of 10, of class 40",
            {
                "liv": """
                fiscal:int | bedrag:dec
                1          | 10.00
                1          | 2.00
                """,
                "sectors": """
                every line: sector = markt, verloonde_uren:int = 1000
                fiscal:int | suffix:int | aantal_werknemers:int
                1          | 1          | 6
                1          | 2          | 4
                """,
            },
            of_year,
            """
            size_class | employers:int | amount_eur:float
            40         | 1             | 12.0
            """,
        ),
        Case(
            "An employer that is not known, or without employees, is onbekend",
            {
                "liv": """
                fiscal:int | bedrag:dec
                1            | 10.00
                2            | 5.00
                3            | 1.00
                """,
                "sectors": """
                every line: suffix:int = 1, sector = markt, verloonde_uren:int = 1000
                fiscal:int | aantal_werknemers:int
                1            | 0
                3            | 1
                """,
            },
            of_year,
            """
            size_class | employers:int | amount_eur:float
            10         | 1             | 1.0
            onbekend   | 2             | 15.0
            """,
        ),
        Case(
            "Without a delivery there are no rows",
            {
                "liv": "fiscal:int | bedrag:dec",
                "sectors": "fiscal:int | suffix:int | sector | aantal_werknemers:int | verloonde_uren:int",
            },
            of_year,
            "year:int | size_class | employers:int | amount_eur:float",
        ),
    ),
    mart="liv_by_size",
)
