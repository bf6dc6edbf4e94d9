"""The optional tables: government tasks, low-income benefit and social return."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.calibration import GOVERNMENT_SECTORS, SECTOR_FORMAL_JOBS
from warehouse.synthetic.employers import MINISTRIES, MINISTRY_WEIGHTS, Employers
from warehouse.synthetic.levels import BASELINE_YEAR, JOB_HOURS_DECEMBER, levels
from warehouse.synthetic.numbers import Ints, apportion, generator, half_up, hundredths, on_the_line, scaled
from warehouse.synthetic.reference import first_day, rows

RIJK_TASK_JOBS_2023: Final = 5_696
"""Opgave of sector rijk over 2023: 4,386 jobs were 77% of it (reference/government.csv). Those of 2019 and 2022 are in
reference/targets.csv; by the target of the year the others lie on straight lines between these and the jobs of the
nulmeting, which are the opgave of a year without a target (choice)."""
POLITIE_TASK_SHARE: Final = Fraction(21, 1000)
"""Choice: the opgave of politie as part of all opgaven, so that its jobs over 2023 are 54%
(reference/government.csv)."""
SECTOR_TASK_WEIGHTS: Final = {
    "gemeenten": 0.15, "provincies": 0.02, "waterschappen": 0.02, "rechterlijke_macht": 0.015, "defensie": 0.075,
    "po": 0.18, "vo": 0.12, "mbo": 0.06, "hbo": 0.05, "wo": 0.06, "umc": 0.09, "onderzoek": 0.015, "zbo": 0.08,
    "overig": 0.065,
}  # fmt: skip
"""Choice: how the other sub-sectors share the rest; the table of the sub-sectors is not public."""
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


def tasks_table(year: int, scale: float) -> pl.DataFrame | None:
    """The delivery `opgaven`: a line for each sector, for rijk a line for each ministry.

    An *opgave* is a level: together they are government's formal jobs of the nulmeting and the target of the year
    (choice; formal jobs are what they are held against). Sub-sectors without data have one too.

    Returns:
        overheidssector, ministerie, opgave_banen; None for a year without a government target.
    """
    if government_target(year) is None:
        return None
    full = _sector_tasks(year)
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


def government_target(year: int) -> int | None:
    """Extra jobs that government has to have made by a year (reference/targets.csv); None when there is no target."""
    return _target("overheid", year)


def _target(sector: str, year: int) -> int | None:
    """The row of reference/targets.csv that holds on 31 December of a year."""
    last_day = date(year, 12, 31)
    for row in rows("targets"):
        holds = first_day(row["valid_from"]) <= last_day <= date.fromisoformat(row["valid_to"] or str(date.max))
        if row["sector"] == sector and holds:
            return int(row["jobs"])
    return None


def _sector_tasks(year: int) -> Ints:
    """Opgave of each sub-sector in jobs at scale 1, in the order of GOVERNMENT_SECTORS."""
    baseline = half_up(levels(BASELINE_YEAR).formal_government / JOB_HOURS_DECEMBER)
    total = baseline + (government_target(year) or 0)
    known = {"rijk": _rijk_task(year), "politie": half_up(total * POLITIE_TASK_SHARE)}
    weights = [SECTOR_TASK_WEIGHTS.get(sector, 0.0) for sector in GOVERNMENT_SECTORS]
    given: Ints = np.array([known.get(sector, 0) for sector in GOVERNMENT_SECTORS], dtype=np.int64)
    return given + apportion(total - sum(known.values()), weights)


def _rijk_task(year: int) -> int:
    """Opgave of sector rijk at scale 1, by the government target of the year."""
    published = (row for row in rows("targets") if row["sector"] == "overheid:rijk")
    known = {government_target(int(row["valid_from"][:4])) or 0: int(row["jobs"]) for row in published}
    known |= {0: SECTOR_FORMAL_JOBS["rijk"][BASELINE_YEAR], government_target(2023) or 0: RIJK_TASK_JOBS_2023}
    return half_up(on_the_line(known, government_target(year) or 0))


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
    return pl.DataFrame(
        {
            "opdrachtgever": [f"Ministerie {name} (synthetisch)" for name in MINISTRIES],
            "verplichting_eur": hundredths(cents),
            "banen": hundredths(cents // EUR_PER_SOCIAL_RETURN_JOB),
        }
    )
