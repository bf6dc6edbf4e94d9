"""The optional tables: government tasks, low-income benefit and social return."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.calibration import GOVERNMENT_SECTORS, REFERENCE
from warehouse.synthetic.employers import MINISTRIES, MINISTRY_WEIGHTS, Employers
from warehouse.synthetic.numbers import Ints, apportion, generator, hundredths, scaled

RIJK_TASK_JOBS: Final = {2021: 4_572, 2022: 5_144, 2023: 5_696}
"""Opgave of sector rijk. 2022: reference/targets.csv; 2023: 4,386 jobs were 77% (reference/government.csv);
2021: choice, the same part of the government target."""
SECTOR_TASK_WEIGHTS: Final = (
    0.0, 0.25, 0.02, 0.02, 0.015, 0.034, 0.07, 0.15, 0.10, 0.055, 0.05, 0.06, 0.09, 0.015, 0.06, 0.05,
)  # fmt: skip
"""Choice: the table of the government sectors is not public; order of GOVERNMENT_SECTORS. The police reach
54% in 2023 (reference/government.csv)."""
FIRST_YEAR_LIV: Final = 2017
"""The low-income benefit exists since 1 January 2017 (Wet tegemoetkomingen loondomein)."""
LIV_PER_EMPLOYEE_EUR: Final = {2021: 960, 2022: 960, 2023: 960}
"""Highest LIV an employee a year in euro (Wet tegemoetkomingen loondomein 3.1)."""
LIV_EMPLOYER_SHARE: Final = 0.4
SOCIAL_RETURN_EUR: Final = {2021: 98_000_000, 2022: 115_000_000, 2023: 134_500_000}
"""2023: at least 130 million euro outstanding (kamerbrief-resultaten-2023); the amounts are a choice."""
EUR_PER_SOCIAL_RETURN_JOB: Final = 40_000
"""Choice: obligation a job."""


def tasks_table(year: int, scale: float) -> pl.DataFrame | None:
    """The delivery `opgaven`: a line a sector, for rijk a line a ministry; together the target of the year.

    Returns:
        overheidssector, ministerie, opgave_banen; None for a year without a government target.
    """
    if year not in RIJK_TASK_JOBS:
        return None
    target = _government_targets()[year]
    others = apportion(target - RIJK_TASK_JOBS[year], SECTOR_TASK_WEIGHTS)
    sectors = apportion(scaled(target, scale, 1), [RIJK_TASK_JOBS[year], *others[1:]])
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
    """The delivery `liv`: lhnr and euro paid; None before the benefit existed."""
    if year < FIRST_YEAR_LIV:
        return None
    rng = generator(seed, "liv", year)
    chosen = np.flatnonzero(rng.random(employers.size) < LIV_EMPLOYER_SHARE)
    low_paid = np.maximum(1, np.round(staff[chosen] * rng.beta(1.0, 14.0, chosen.size)))
    cents = np.round(low_paid * LIV_PER_EMPLOYEE_EUR[year] * rng.uniform(50.0, 100.0, chosen.size)).astype(np.int64)
    return pl.DataFrame({"lhnr": employers.lhnr[chosen], "bedrag": hundredths(cents)})


def social_return_table(year: int, seed: int, scale: float) -> pl.DataFrame | None:
    """The delivery `social_return`: a line a ministry; None for a year without it."""
    if year not in SOCIAL_RETURN_EUR:
        return None
    rng = generator(seed, "social-return", year)
    weights = np.asarray(MINISTRY_WEIGHTS) * rng.uniform(0.7, 1.3, len(MINISTRIES))
    cents = apportion(scaled(SOCIAL_RETURN_EUR[year] * 100, scale), weights)
    return pl.DataFrame(
        {
            "opdrachtgever": [f"Ministerie {name} (synthetisch)" for name in MINISTRIES],
            "verplichting_eur": hundredths(cents),
            "banen": hundredths(cents // EUR_PER_SOCIAL_RETURN_JOB),
        }
    )


@lru_cache(maxsize=1)
def _government_targets() -> dict[int, int]:
    with (REFERENCE / "targets.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {int(row["valid_from"][:4]): int(row["jobs"]) for row in rows if row["sector"] == "overheid"}
