"""The quota: its percentage from the versioned variables of the law, who is liable, and the shortage."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.exact import floating, rounded_down
from transforms.jobs import exact_hours
from transforms.law import SECTORS
from transforms.returns import END, START

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

#: The percentage is rounded down to two decimals, a shortage to one (Wfsv 38e-38g; measurement.md, Quota).
PERCENTAGE_DECIMALS, SHORTAGE_DECIMALS = 2, 1
LETTERS = ("A", "B", "C", "D", "E", "F", "G")
#: Variables that come from the settings (measurement.md, Not public).
NOT_PUBLIC = ("D", "F", "G")
SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    **{f"variable_{letter.lower()}": pl.Float64 for letter in LETTERS},
    "percentage": pl.Float64,
    "employers_liable": pl.Int64,
    "shortage_jobs": pl.Float64,
    "reason": pl.String,
}


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """What is known for the quota of one year.

    Attributes:
        variables: of each sector its variables by letter; those that are not known are not there.
        threshold_hours: with fewer paid hours a year an employer is exempt (Besluit Wfsv 2.21).
    """

    variables: Mapping[str, Mapping[str, Decimal]]
    threshold_hours: Decimal


def quota(
    sectors: pl.LazyFrame, year_lines: pl.LazyFrame, register: pl.LazyFrame, quota_rules: QuotaRules, year: int
) -> pl.LazyFrame:
    """The mart `quota` of a year: two rows, market and government.

    Args:
        sectors: the employers with their `sector` (step 6) and `verloonde_uren` (all employees, the calendar year).
        year_lines: lines at the cut of a form that counts, with their exact hours in the calendar year.
        register: person, datum_registratie, datum_einde; every ground is in the quota (Wfsv 38b).
        quota_rules: the variables of the year, and the threshold.
        year: the measurement year.
    """
    known = {sector: quota_rules.variables.get(sector, {}) for sector in SECTORS}
    percentages = {sector: quota_percentage(variables) for sector, variables in known.items()}
    worked = worked_hours(year_lines, register) if any(percentages.values()) else {}
    rows = []
    for sector, variables in known.items():
        employers = liable(sectors, sector, quota_rules.threshold_hours)
        pct = percentages[sector]
        parts = [] if pct is None else [
            shortage(hours, worked.get(employer, Fraction(0)), pct, Fraction(variables["C"]))
            for employer, hours in employers.items()
        ]  # fmt: skip
        jobs = None if pct is None else sum(parts, Fraction(0))
        values = [floating(Fraction(variables[letter])) if letter in variables else None for letter in LETTERS]
        rows.append((year, sector, *values, floating(pct), len(employers), floating(jobs), reason(variables, pct)))
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


def quota_percentage(variables: Mapping[str, Decimal]) -> Fraction | None:
    """((A + B) C + F G) / (D E) 100, rounded down to two decimals; None when a variable is missing or D E is 0."""
    if not set(LETTERS) <= variables.keys():
        return None
    a, b, c, d, e, f, g = (Fraction(variables[letter]) for letter in LETTERS)
    return rounded_down(((a + b) * c + f * g) / (d * e) * 100, PERCENTAGE_DECIMALS) if d * e else None


def shortage(hours: int, worked: Fraction, pct: Fraction, hours_per_job: Fraction) -> Fraction:
    """An employer's shortage in jobs, rounded down to one decimal; never below 0.

    Args:
        hours: paid hours of all its employees in the year.
        worked: those of its workers in the register.
        pct: the quota percentage.
        hours_per_job: paid hours of a job in a year (C).
    """
    return max(Fraction(0), rounded_down((hours * pct / 100 - worked) / hours_per_job, SHORTAGE_DECIMALS))


def liable(sectors: pl.LazyFrame, sector: str, threshold_hours: Decimal) -> dict[int, int]:
    """The employers of a sector that are not exempt, with the paid hours of all their employees in the year."""
    chosen = sectors.filter((pl.col("sector") == sector) & (pl.col("verloonde_uren") >= threshold_hours))
    return dict(chosen.select("employer", "verloonde_uren").sort("employer").collect().rows())


def worked_hours(year_lines: pl.LazyFrame, register: pl.LazyFrame) -> dict[int, Fraction]:
    """Exact hours in the year by employer, of lines whose period a registration of their person overlaps."""
    registrations = register.select("person", "datum_registratie", "datum_einde")
    ends = pl.col("datum_einde")
    overlaps = (pl.col("datum_registratie") <= END) & (ends.is_null() | (ends >= START))
    registered = year_lines.with_row_index("line").join(registrations, on="person").filter(overlaps)
    hours = exact_hours(registered.unique("line", keep="any"), "employer")
    return {employer: amount for (employer,), amount in hours.items()}


def reason(variables: Mapping[str, Decimal], pct: Fraction | None) -> str | None:
    """Why there is no percentage, in Dutch; None when there is one."""
    if pct is not None:
        return None
    missing = [letter for letter in LETTERS if letter not in variables]
    if not missing:
        return "D of E is 0"
    private = [letter for letter in missing if letter in NOT_PUBLIC]
    why = f" (niet openbaar: {', '.join(private)}; instelling quota.variables)" if private else ""
    return f"niet bekend: {', '.join(missing)}{why}"
