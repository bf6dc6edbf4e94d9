"""A year of many random lines, measured and written: a program, to be run with different numbers of threads."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.support.measuring import Release, measured
from tests.support.random_years import AARD, FUND_SHARES, GROUNDS, SRTIV, STATUSES, Tables, frame

SUB_SECTORS = (("rijk", "SZW"), ("rijk", None), ("zbo", None), (None, None))
PEOPLE, EMPLOYERS, LINES, LENDERS = 2_000, 400, 20_000, 120


def big_year(year: int) -> Tables:
    """Random tables; the same every time."""
    random = Random(year)  # noqa: S311 - no secret
    polis = [one_return(random, year, number) for number in range(LINES)]
    register = [
        (f"p{number}", random.choice(GROUNDS), date(year - random.randint(1, 9), 3, 1), None, number % 35 + 1)
        for number in range(PEOPLE * 9 // 10)
    ]
    employers = [
        (f"e{number}", number % 3 == 0, random.choice(FUND_SHARES), *SUB_SECTORS[number % 4], number, 200 * number)
        for number in range(EMPLOYERS)
    ]
    lenders = [
        (f"s{number % 6}", 300, number % 4 > 0, *((cents(random), cents(random)) if number % 4 else (None, None)))
        for number in range(LENDERS)
    ]
    return {
        "register": frame("register", register),
        "polis": frame("polis", polis),
        "employers": frame("employers", employers),
        "secondments": frame("secondments", [(f"p{number}", "e1", number % 150) for number in range(0, 600, 3)]),
        "survey": frame("survey", lenders),
    }


def one_return(random: Random, year: int, number: int) -> tuple[object, ...]:
    """A line of the polis; its sequence number is its own, so that no two contradict each other."""
    begin = random.choice((date(year, 12, 1), date(year, 12, 4), date(year, 11, 20), date(year, 12, 25)))
    end = date(year, 12, 31) if begin.day == 1 else begin + timedelta(random.choice((27, 26, 13)))
    return (
        f"p{random.randrange(PEOPLE)}",
        f"e{random.randrange(EMPLOYERS)}",
        random.randint(0, 1),
        begin,
        end,
        random.choice(SRTIV),
        random.choice(AARD),
        random.randint(0, 170),
        date(year + 1, 1, 5) + timedelta(random.randint(0, 130)),
        number + 1,
        random.choice(STATUSES),
    )


def cents(random: Random) -> Decimal:
    """An amount of hours in cents."""
    return Decimal(random.randint(0, 900_000)) / 100


if __name__ == "__main__":
    Release([measured(big_year(year), year) for year in (2012, 2021, 2022)]).write(Path(sys.argv[1]))
