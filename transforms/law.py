"""The legal constants of the measurement and the choices that no public source settles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

#: Paid hours in December of one job: 25.5 a week; every legal target divides by it (Regeling Wfsv 3.29/3.33).
HOURS_PER_JOB = Fraction("110.92")
#: The year of the *nulmeting* (social agreement of 2013).
BASELINE_YEAR = 2012
DECEMBER = 12
#: Returns received on or before 1 May of the next year count (law; measurement.md, step 1).
CUT_MONTH, CUT_DAY = 5, 1
#: From this year on Wsw secondment is in the polis; before, in its own delivery (measurement.md, step 5).
SECONDMENT_IN_POLIS_FROM = 2022
#: At least this share of the hours under a sector fund makes a government employer count as market (law).
SECTOR_FUND_SHARE = Decimal("0.5")
#: Confidence of the allocation key's interval (measurement.md, step 8).
CONFIDENCE = 0.95
#: Name of the rule set, for the manifest and the Parquet metadata.
RULE_SET = "banenafspraak-2013"

MARKET, GOVERNMENT, TOTAL = "markt", "overheid", "totaal"
FORMAL, LOAN, PAYROLL, NOT_COUNTED = "formeel", "inleen", "payroll", "telt_niet"
#: What has no value in a delivery, where leaving it out would hide people or jobs.
UNKNOWN = "onbekend"
SECTORS = (MARKET, GOVERNMENT)
FORMS = (FORMAL, LOAN)


@dataclass(frozen=True, slots=True)
class Choices:
    """The named settings of measurement.md, with their defaults (section `measurement` of the settings)."""

    payrolling_counts_as: str = FORMAL
    four_week_returns: str = "by_day"
    ground_of_several: str = "lowest_priority"
    code_81_payrolling_until: date = date(2015, 12, 31)


def cut(year: int) -> date:
    """The last day on which a return over `year` may be received."""
    return date(year + 1, CUT_MONTH, CUT_DAY)


def december(year: int) -> tuple[date, date]:
    """The first and the last day of December of `year`."""
    return date(year, DECEMBER, 1), date(year, DECEMBER, 31)
