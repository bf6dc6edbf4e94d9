"""The quota: its percentage as set or from the variables of the law, who is liable, and the shortage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from transforms.employers import by_fiscal_number
from transforms.exact import exact_hours, floating, rounded_down
from transforms.law import SECTORS
from transforms.returns import END, START

if TYPE_CHECKING:
    from decimal import Decimal

    from transforms.law import Law, QuotaRules

#: The percentage is rounded down to two decimals, a shortage to one (Wfsv 38e-38g; measurement.md, Quota).
PERCENTAGE_DECIMALS, SHORTAGE_DECIMALS = 2, 1
LETTERS = ("A", "B", "C", "D", "E", "F", "G")
#: The variable that is the paid hours of a job in a year.
HOURS_OF_A_JOB = "C"
#: Variables that come from the settings (measurement.md, Not public).
NOT_PUBLIC = ("D", "F", "G")
#: Where a percentage comes from: the minister set and published it, or it follows from the variables.
SET, COMPUTED = "vastgesteld", "berekend"
SCHEMA = {
    "year": pl.Int64,
    "sector": pl.String,
    **{f"variable_{letter.lower()}": pl.Float64 for letter in LETTERS},
    "quota_pct": pl.Float64,
    "percentage_source": pl.String,
    "employers_liable": pl.Int64,
    "shortage_jobs": pl.Float64,
    "reason": pl.String,
}


def quota(sectors: pl.LazyFrame, year_lines: pl.LazyFrame, register: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The mart `quota` of a year: two rows, market and government.

    Args:
        sectors: one row per payroll tax number: fiscal, suffix, `sector` (step 6), aantal_werknemers and
            `verloonde_uren` (all employees, the calendar year).
        year_lines: lines at the cut of a form that counts, with `fiscal` and their exact hours in the calendar year.
        register: person, grondslag, datum_registratie, datum_einde; every ground in force is in the quota (Wfsv 38b).
        law: the variables of the year, the percentage as set, the threshold, and the grounds in force.
    """
    rows = [_row(law, one) for one in owing(sectors, year_lines, register, law)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row")


@dataclass(frozen=True, slots=True)
class Owing:
    """The employers of a sector that are liable, and the shortage of each in jobs; None when it cannot be said."""

    sector: str
    liable: Mapping[int, int]
    shortages: Mapping[int, Fraction] | None


def owing(sectors: pl.LazyFrame, year_lines: pl.LazyFrame, register: pl.LazyFrame, law: Law) -> list[Owing]:
    """Who is liable in each sector, and what each is short; arguments as of `quota`."""
    employers = by_fiscal_number(sectors)
    known = any(percentage_of(law.quota, sector)[0] is not None for sector in SECTORS)
    worked = worked_hours(year_lines, register, law) if known else {}
    found = {sector: liable(employers, sector, law.quota.threshold_hours) for sector in SECTORS}
    return [Owing(sector, hours, _shortages(hours, worked, law, sector)) for sector, hours in found.items()]


def _shortages(
    hours: Mapping[int, int], worked: Mapping[int, Fraction], law: Law, sector: str
) -> dict[int, Fraction] | None:
    """The shortage of each liable employer of a sector; None without a percentage or the hours of a job."""
    pct, _ = percentage_of(law.quota, sector)
    per_job = law.quota.variables.get(sector, {}).get(HOURS_OF_A_JOB)
    if pct is None or per_job is None:
        return None
    nothing, of_a_job = Fraction(0), Fraction(per_job)
    return {one: shortage(paid, worked.get(one, nothing), pct, of_a_job) for one, paid in hours.items()}


def _row(law: Law, found: Owing) -> tuple[object, ...]:
    variables = law.quota.variables.get(found.sector, {})
    pct, source = percentage_of(law.quota, found.sector)
    jobs = None if found.shortages is None else sum(found.shortages.values(), Fraction(0))
    values = [floating(Fraction(variables[letter])) if letter in variables else None for letter in LETTERS]
    why = reason(variables, pct)
    return (law.year, found.sector, *values, floating(pct), source, len(found.liable), floating(jobs), why)


def percentage_of(rules: QuotaRules, sector: str) -> tuple[Fraction | None, str | None]:
    """The percentage of a sector and where it comes from: computed when all variables are known, else as set."""
    computed = quota_percentage(rules.variables.get(sector, {}))
    if computed is not None:
        return computed, COMPUTED
    was_set = rules.percentages.get(sector)
    return (None, None) if was_set is None else (Fraction(was_set), SET)


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


def liable(employers: pl.LazyFrame, sector: str, threshold_hours: Decimal) -> dict[int, int]:
    """The employers of a sector that are not exempt, with the paid hours of all their employees in the year."""
    chosen = employers.filter((pl.col("sector") == sector) & (pl.col("verloonde_uren") >= threshold_hours))
    return dict(chosen.select("fiscal", "verloonde_uren").sort("fiscal").collect().rows())


def worked_hours(year_lines: pl.LazyFrame, register: pl.LazyFrame, law: Law) -> dict[int, Fraction]:
    """Exact hours per employer in the year, over lines whose period overlaps one of the person's registrations.

    A registration is one on a ground that is in force, counting or only for the quota; an employer is a fiscal number.
    """
    in_force = register.filter(pl.col("grondslag").is_in(list(law.in_force)))
    registrations = in_force.select("person", "datum_registratie", "datum_einde")
    ends = pl.col("datum_einde")
    overlaps = (pl.col("datum_registratie") <= END) & (ends.is_null() | (ends >= START))
    registered = year_lines.with_row_index("line").join(registrations, on="person").filter(overlaps)
    hours = exact_hours(registered.unique("line", keep="any"), "fiscal")
    return {employer: amount for (employer,), amount in hours.items()}


def reason(variables: Mapping[str, Decimal], pct: Fraction | None) -> str | None:
    """Why there is no percentage, in Dutch; None when there is one."""
    if pct is not None:
        return None
    missing = [letter for letter in LETTERS if letter not in variables]
    if not missing:
        return "D of E is 0"
    private = [letter for letter in missing if letter in NOT_PUBLIC]
    others = [letter for letter in missing if letter not in private]
    unknown = [f"{_listed(others)} niet bekend voor dit jaar"] if others else []
    fill_in = [f"{_listed(private)} niet openbaar; vul ze in bij de instellingen (quota.variables)"] if private else []
    return "; ".join(unknown + fill_in)


def _listed(letters: list[str]) -> str:
    """Letters as a subject: `A is`, `D, F en G zijn`."""
    if len(letters) == 1:
        return f"{letters[0]} is"
    return f"{', '.join(letters[:-1])} en {letters[-1]} zijn"
