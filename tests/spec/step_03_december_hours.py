"""Step 3."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from tests.spec.model import Case, Chapter
from transforms import returns
from transforms.law import Choices


def exact_hours(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Hours written as a fraction, since no other type holds them exactly."""
    written = [
        str(Fraction(above, below)) for above, below in lines.select("hour_days", "period_days").collect().rows()
    ]
    return lines.with_columns(hours_december=pl.Series(written, dtype=pl.String))


def by_day(polis: pl.LazyFrame) -> pl.LazyFrame:
    return exact_hours(returns.december_hours(polis, 2023, Choices()))


def by_last_day(polis: pl.LazyFrame) -> pl.LazyFrame:
    return exact_hours(returns.december_hours(polis, 2023, Choices(four_week_returns="by_last_day")))


FOUR_WEEKS = """
    datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
    2023-11-06                 | 2023-12-03               | 140
    2023-12-04                 | 2023-12-31               | 140
    2023-12-25                 | 2024-01-21               | 140
    """

CHAPTER = Chapter(
    "Step 3: December hours",
    """
A line's paid hours times the days of its period inside December, divided by the days of its period, both ends
inclusive. The return of a whole month keeps its hours; the return of four weeks that reaches over a month's
end is spread by day *(choice)*. Hours stay exact fractions.
""",
    (
        Case(
            "A return of December keeps its hours",
            {
                "polis": """
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                2023-12-01                 | 2023-12-31               | 137
                """
            },
            by_day,
            """
            period_days:int | hours_december
            31              | 137
            """,
        ),
        Case(
            "Four weeks are spread by day",
            {"polis": FOUR_WEEKS},
            by_day,
            """
            datum_aanvang_tijdvak:date | hours_december
            2023-11-06                 | 15
            2023-12-04                 | 140
            2023-12-25                 | 35
            """,
            choice="four_week_returns",
        ),
        Case(
            "With the other choice, by_last_day, a period counts wholly in the month of its last day",
            {"polis": FOUR_WEEKS},
            by_last_day,
            """
            datum_aanvang_tijdvak:date | hours_december
            2023-11-06                 | 140
            2023-12-04                 | 140
            2023-12-25                 | 0
            """,
            choice="four_week_returns",
        ),
        Case(
            "Both ends of a period are days of it",
            {
                "polis": """
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                2023-11-30                 | 2023-12-01               | 7
                2023-12-31                 | 2023-12-31               | 8
                2023-12-31                 | 2024-01-01               | 9
                """
            },
            by_day,
            """
            period_days:int | hours_december
            2               | 7/2
            1               | 8
            2               | 9/2
            """,
        ),
        Case(
            "Whether a period holds 31 December is noted too: it says who works on that day (target group)",
            {
                "polis": """
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                2023-12-01                 | 2023-12-30               | 100
                2023-12-01                 | 2023-12-31               | 100
                2023-12-31                 | 2024-01-27               | 112
                2024-01-01                 | 2024-01-28               | 112
                """
            },
            by_day,
            """
            datum_aanvang_tijdvak:date | hours_december | on_last_day:flag
            2023-12-01                 | 100            | no
            2023-12-01                 | 100            | yes
            2023-12-31                 | 4              | yes
            2024-01-01                 | 0              | no
            """,
        ),
        Case(
            "Hours stay exact: a year's return holds 31 of 365 days",
            {
                "polis": """
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
                2023-01-01                 | 2023-12-31               | 1331
                2023-11-27                 | 2023-12-24               | 100
                """
            },
            by_day,
            """
            period_days:int | hours_december
            365             | 41261/365
            28              | 600/7
            """,
        ),
    ),
)
