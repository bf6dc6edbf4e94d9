"""The sub-sectors of government: which have data, their formal hours and their *opgave*, at true size."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np

from warehouse.synthetic.levels import BASELINE_YEAR, JOB_HOURS_DECEMBER, calibrated_years, levels
from warehouse.synthetic.numbers import Bools, Floats, Ints, apportion, half_up, on_the_line
from warehouse.synthetic.reference import first_day, rows

GOVERNMENT_SECTORS: Final = (
    "rijk", "gemeenten", "provincies", "waterschappen", "rechterlijke_macht", "politie", "defensie", "po",
    "vo", "mbo", "hbo", "wo", "umc", "onderzoek", "zbo", "overig",
)  # fmt: skip
FIRST_YEAR_WITH_DATA: Final = {"mbo": 2023, "hbo": 2023, "onderzoek": 2023}
"""Over 2023 there were data of all sub-sectors for the first time; before, some education sectors had none
(nota-voortgang-overheid-2023). Which ones is a choice. Until then they have no employer in the delivery, and the hours
of government lie with the other sub-sectors."""
SECTOR_FORMAL_JOBS: Final = {
    "rijk": {2012: 930, 2019: 2_068, 2021: 3_350, 2022: 3_749, 2023: 4_557, 2024: 4_842, 2030: 5_300},
    "politie": {2012: 150, 2021: 280, 2023: 342, 2024: 430, 2030: 500},
}
"""Formal jobs of two sub-sectors at scale 1; years between lie on a straight line. Rijk 2019 and 2022:
reference/government.csv (2,068 and 3,749); 2023 and 2024: 80% and 85% (same file) of the opgave 5,696 that 4,386 = 77%
implies. Politie 2023 and 2024: 54% and 68% (same file) of its opgave in a delivery. The others: choice."""
SECTOR_WEIGHTS: Final = {
    "gemeenten": 0.46, "provincies": 0.015, "waterschappen": 0.02, "rechterlijke_macht": 0.01, "defensie": 0.04,
    "po": 0.08, "vo": 0.05, "mbo": 0.035, "hbo": 0.025, "wo": 0.04, "umc": 0.05, "onderzoek": 0.01, "zbo": 0.09,
    "overig": 0.075,
}  # fmt: skip
"""Choice: how the other sub-sectors share the rest of government's formal hours. The table of the sub-sectors is not
public; gemeenten are above their opgave, education is far below it (nota-voortgang-overheid-2023)."""

RIJK_TASK_JOBS: Final = {2023: 5_696}
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
"""Choice: how the other sub-sectors share the rest of the opgaven, and what government grows after the last calibrated
year. The table of the sub-sectors is not public."""


def sectors_with_data(year: int) -> Bools:
    """Which government sub-sectors have employers in the delivery of a year, in the order of GOVERNMENT_SECTORS."""
    return np.array([FIRST_YEAR_WITH_DATA.get(sector, year) <= year for sector in GOVERNMENT_SECTORS])


def sector_hours(year: int) -> Ints:
    """Formal December hours of the sub-sectors, in the order of GOVERNMENT_SECTORS; together those of government.

    The sub-sectors of SECTOR_FORMAL_JOBS have exactly those. The others share the rest by SECTOR_WEIGHTS, and what it
    grows after the last calibrated year by SECTOR_TASK_WEIGHTS.
    """
    last = min(year, calibrated_years()[-1])
    known = _known_hours(year)
    rest, grown = _rest(last), _rest(year) - _rest(last)
    present = sectors_with_data(year)
    return known + apportion(rest, _weights(SECTOR_WEIGHTS) * present) + apportion(grown, _weights(SECTOR_TASK_WEIGHTS))


def _rest(year: int) -> int:
    """Formal hours of government beside those of SECTOR_FORMAL_JOBS."""
    return levels(year).formal_government - int(_known_hours(year).sum())


def _known_hours(year: int) -> Ints:
    jobs = [on_the_line(SECTOR_FORMAL_JOBS.get(sector, {year: 0}), year) for sector in GOVERNMENT_SECTORS]
    return np.array([half_up(number * JOB_HOURS_DECEMBER) for number in jobs], dtype=np.int64)


def _weights(weights: Mapping[str, float]) -> Floats:
    return np.array([weights.get(sector, 0.0) for sector in GOVERNMENT_SECTORS])


def government_target(year: int) -> int | None:
    """Extra jobs that government has to have made by a year; None when there is no target.

    It is the row of reference/targets.csv that holds on 31 December.
    """
    last_day = date(year, 12, 31)
    for row in rows("targets"):
        holds = first_day(row["valid_from"]) <= last_day <= date.fromisoformat(row["valid_to"] or str(date.max))
        if row["sector"] == "overheid" and holds:
            return int(row["jobs"])
    return None


def sector_tasks(year: int) -> Ints:
    """Opgave of each sub-sector in jobs at scale 1, in the order of GOVERNMENT_SECTORS."""
    baseline = half_up(levels(BASELINE_YEAR).formal_government / JOB_HOURS_DECEMBER)
    total = baseline + (government_target(year) or 0)
    known = {"rijk": _rijk_task(year), "politie": half_up(total * POLITIE_TASK_SHARE)}
    given: Ints = np.array([known.get(sector, 0) for sector in GOVERNMENT_SECTORS], dtype=np.int64)
    return given + apportion(total - sum(known.values()), _weights(SECTOR_TASK_WEIGHTS))


def _rijk_task(year: int) -> int:
    """Opgave of sector rijk at scale 1, by the government target of the year."""
    published = (row for row in rows("targets") if row["sector"] == "overheid:rijk")
    known = {government_target(int(row["valid_from"][:4])) or 0: int(row["jobs"]) for row in published}
    known |= {government_target(at) or 0: jobs for at, jobs in RIJK_TASK_JOBS.items()}
    known[0] = SECTOR_FORMAL_JOBS["rijk"][BASELINE_YEAR]
    return half_up(on_the_line(known, government_target(year) or 0))
