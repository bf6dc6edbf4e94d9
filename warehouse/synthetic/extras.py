"""The optional tables: government tasks, low-income benefit and social return."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.employers import MINISTRIES, MINISTRY_WEIGHTS, Employers
from warehouse.synthetic.numbers import Ints, apportion, generator, hundredths, on_the_line, scaled
from warehouse.synthetic.sectors import GOVERNMENT_SECTORS, government_target, sector_tasks

FIRST_YEAR_LIV: Final = 2017
LAST_YEAR_LIV: Final = 2024
"""The low-income benefit exists since 1 January 2017 (Wet tegemoetkomingen loondomein) and ended on 1 January 2025."""
LIV_PER_EMPLOYEE_EUR: Final = {2017: 2_000, 2019: 2_000, 2020: 1_000, 2021: 960, 2024: 960}
"""Highest LIV for one employee and year in euro (Wet tegemoetkomingen loondomein 3.1); other years as those around."""
LIV_EMPLOYER_SHARE: Final = 0.4
FIRST_YEAR_SOCIAL_RETURN: Final = 2021
SOCIAL_RETURN_EUR: Final = {2021: 98_000_000, 2022: 115_000_000, 2023: 134_500_000}
"""2023: at least 130 million euro outstanding (kamerbrief-resultaten-2023); the amounts are a choice, later years as
2023."""
EUR_PER_SOCIAL_RETURN_JOB: Final = 40_000
"""Choice: obligation for one job."""
SOCIAL_RETURN_CONTRACTORS: Final = (6, 40)
"""Choice: contractors of a ministry, from and up to; the largest has up to three times its even share."""


def tasks_table(year: int, scale: float) -> pl.DataFrame | None:
    """The delivery `opgaven`: a line for each sector, for rijk a line for each ministry.

    An *opgave* is a level: together they are government's formal jobs of the nulmeting and the target of the year
    (choice; formal jobs are what they are held against). Sub-sectors without data have one too.

    Returns:
        overheidssector, ministerie, opgave_banen; None for a year without a government target.
    """
    if government_target(year) is None:
        return None
    full = sector_tasks(year)
    sectors = apportion(scaled(int(full.sum()), scale, 1), full)
    ministries = apportion(int(sectors[0]), MINISTRY_WEIGHTS)
    names = ["rijk"] * len(MINISTRIES) + list(GOVERNMENT_SECTORS[1:])
    return pl.DataFrame(
        {
            "overheidssector": names,
            "ministerie": pl.Series([*MINISTRIES, *[None] * (len(GOVERNMENT_SECTORS) - 1)], dtype=pl.String),
            "opgave_banen": np.concatenate([ministries, sectors[1:]]),
        }
    )


def benefit_table(year: int, seed: int, employers: Employers, staff: Ints) -> pl.DataFrame | None:
    """The delivery `liv`: lhnr and euro paid; None for a year without the benefit."""
    if not FIRST_YEAR_LIV <= year <= LAST_YEAR_LIV:
        return None
    rng = generator(seed, "liv", year)
    chosen = np.flatnonzero((rng.random(employers.size) < LIV_EMPLOYER_SHARE) & employers.delivered(year))
    low_paid = np.maximum(1, np.round(staff[chosen] * rng.beta(1.0, 14.0, chosen.size)))
    highest = int(on_the_line(LIV_PER_EMPLOYEE_EUR, year))
    cents = np.round(low_paid * highest * rng.uniform(50.0, 100.0, chosen.size)).astype(np.int64)
    return pl.DataFrame({"lhnr": employers.lhnr[chosen], "bedrag": hundredths(cents)})


def social_return_table(year: int, seed: int, scale: float) -> pl.DataFrame | None:
    """The delivery `social_return`: a line for each ministry; None for a year without it."""
    if year < FIRST_YEAR_SOCIAL_RETURN:
        return None
    rng = generator(seed, "social-return", year)
    weights = np.asarray(MINISTRY_WEIGHTS) * rng.uniform(0.7, 1.3, len(MINISTRIES))
    cents = apportion(scaled(int(on_the_line(SOCIAL_RETURN_EUR, year)) * 100, scale), weights)
    contractors = rng.integers(*SOCIAL_RETURN_CONTRACTORS, len(MINISTRIES))
    largest = np.ceil(cents / contractors * rng.uniform(1.2, 3.0, len(MINISTRIES))).astype(np.int64)
    return pl.DataFrame(
        {
            "opdrachtgever": [f"Ministerie {name} (synthetisch)" for name in MINISTRIES],
            "verplichting_eur": hundredths(cents),
            "banen": hundredths(cents // EUR_PER_SOCIAL_RETURN_JOB),
            "opdrachtnemers": contractors,
            "grootste_eur": hundredths(np.minimum(largest, cents)),
        }
    )
