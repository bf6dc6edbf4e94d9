"""Step 1."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.model import Case, Chapter
from transforms import returns

DECEMBER = (
    "every line: employer = bakery, person = anna, numiv:int = 1, "
    "datum_aanvang_tijdvak:date = 2023-12-01, datum_einde_tijdvak:date = 2023-12-31\n"
)


def at_the_cut(polis: pl.LazyFrame) -> pl.LazyFrame:
    return returns.at_the_cut(polis, law(2023)).sort("aantverlu")


def in_december(polis: pl.LazyFrame) -> pl.LazyFrame:
    return returns.in_december(polis, 2023)


CHAPTER = Chapter(
    "Step 1: returns at the cut",
    """
A return line is identified by employer (*loonheffingennummer*), person, number of the income relation
(*numiv*), and the first and last day of its period. Of the lines received on or before 1 May of the next year
*(law)* the last one counts: the latest `datum_ontvangst`, then the highest `volgnummer`. When that line is a
withdrawal (*intrekking*), nothing counts. Later lines are kept and reported, and change nothing. The tables
are over 2023, with its cut on 1 May 2024.
""",
    (
        Case(
            "A correction replaces what was returned first",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status    | aantverlu:int
                2024-01-10           | 1              | initieel  | 160
                2024-02-12           | 1              | correctie | 120
                """
            },
            at_the_cut,
            """
            datum_ontvangst:date | status    | aantverlu:int
            2024-02-12           | correctie | 120
            """,
        ),
        Case(
            "Of two lines received on one day the highest sequence number counts",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status    | aantverlu:int
                2024-01-10           | 10             | correctie | 80
                2024-01-10           | 9              | correctie | 120
                2024-01-10           | 1              | initieel  | 160
                """
            },
            at_the_cut,
            """
            volgnummer:int | aantverlu:int
            10             | 80
            """,
        ),
        Case(
            "The day of receipt goes before the sequence number",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status    | aantverlu:int
                2024-01-10           | 7              | initieel  | 160
                2024-03-01           | 2              | correctie | 90
                """
            },
            at_the_cut,
            """
            volgnummer:int | aantverlu:int
            2              | 90
            """,
        ),
        Case(
            "A line received on 1 May counts, one received on 2 May changes nothing",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status    | aantverlu:int
                2024-01-10           | 1              | initieel  | 160
                2024-05-01           | 2              | correctie | 100
                2024-05-02           | 3              | correctie | 40
                """
            },
            at_the_cut,
            """
            datum_ontvangst:date | aantverlu:int
            2024-05-01           | 100
            """,
        ),
        Case(
            "After a withdrawal nothing counts",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status     | aantverlu:int
                2024-01-10           | 1              | initieel   | 160
                2024-02-12           | 2              | intrekking | 0
                """
            },
            at_the_cut,
            "aantverlu:int",
        ),
        Case(
            "A withdrawal that is followed by a new line does not matter",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status     | aantverlu:int
                2024-01-10           | 1              | initieel   | 160
                2024-02-12           | 2              | intrekking | 0
                2024-03-11           | 3              | correctie  | 152
                """
            },
            at_the_cut,
            """
            aantverlu:int
            152
            """,
        ),
        Case(
            "A withdrawal after the cut withdraws nothing",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status     | aantverlu:int
                2024-01-10           | 1              | initieel   | 160
                2024-05-02           | 2              | intrekking | 0
                """
            },
            at_the_cut,
            """
            aantverlu:int
            160
            """,
        ),
        Case(
            "What is only received after the cut does not count",
            {
                "polis": DECEMBER
                + """
                datum_ontvangst:date | volgnummer:int | status   | aantverlu:int
                2024-05-02           | 1              | initieel | 160
                """
            },
            at_the_cut,
            "aantverlu:int",
        ),
        Case(
            "Another period, income relation, person or employer is another line",
            {
                "polis": """
                every line: datum_ontvangst:date = 2024-01-10, volgnummer:int = 1, status = initieel
                employer | person | numiv:int | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                bakery   | anna   | 1         | 2023-12-01                 | 2023-12-31               | 10
                bakery   | anna   | 1         | 2023-12-04                 | 2023-12-31               | 15
                bakery   | anna   | 2         | 2023-12-04                 | 2023-12-31               | 20
                bakery   | bram   | 2         | 2023-12-04                 | 2023-12-31               | 30
                school   | anna   | 2         | 2023-12-04                 | 2023-12-31               | 40
                school   | anna   | 2         | 2023-12-05                 | 2023-12-24               | 50
                school   | anna   | 2         | 2023-12-05                 | 2023-12-25               | 60
                """
            },
            at_the_cut,
            """
            employer | person | numiv:int | datum_aanvang_tijdvak:date | aantverlu:int
            bakery   | anna   | 1         | 2023-12-01                 | 10
            bakery   | anna   | 1         | 2023-12-04                 | 15
            bakery   | anna   | 2         | 2023-12-04                 | 20
            bakery   | bram   | 2         | 2023-12-04                 | 30
            school   | anna   | 2         | 2023-12-04                 | 40
            school   | anna   | 2         | 2023-12-05                 | 50
            school   | anna   | 2         | 2023-12-05                 | 60
            """,
        ),
        Case(
            "Only periods with a day in December matter",
            {
                "polis": """
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                2023-11-01                 | 2023-11-30               | 1
                2023-11-06                 | 2023-12-03               | 2
                2023-12-01                 | 2023-12-31               | 3
                2023-12-31                 | 2024-01-27               | 4
                2023-01-01                 | 2023-12-31               | 5
                2024-01-01                 | 2024-01-31               | 6
                """
            },
            in_december,
            """
            aantverlu:int
            2
            3
            4
            5
            """,
        ),
    ),
)
