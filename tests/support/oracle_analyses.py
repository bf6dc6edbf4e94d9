"""The analyses that the letters ask for, of one year each, straight from `measurement.md` and `decisions.md`.

As the measurement in `oracle.py`: plain Python, fractions, and no code of the pipeline.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.support.deliveries import Delivery, Row, Value
from tests.support.oracle import (
    GOVERNMENT,
    HOURS_PER_JOB,
    MARKET,
    WHOLE,
    CountedHours,
    MartRow,
    Measurement,
    Years,
    counted_hours,
    day,
    employer_sectors,
    employment_at_the_cut,
    exact_and_rounded,
    form_of,
    half_away_from_zero,
    integer,
    rational,
    text,
)
from tests.support.oracle_law import FORMAL, LOAN, THE_LAW, Law, Rules
from tests.support.reference import government_sectors, rows

UNKNOWN = "onbekend"
CENTRAL = "rijk"
BOTH_SECTORS = (MARKET, GOVERNMENT)
LETTERS = "ABCDEFG"
THRESHOLD_HOURS = 40_575  # Besluit Wfsv 2.21: 25 employees of 1,623 hours
FISCAL_DIGITS = 9  # an employer is the first digits of its lhnr
CALCULATED, SET = "berekend", "vastgesteld"

#: Variables of the quota that are not public: year, sector, letter, as a decimal text.
QuotaVariables = Mapping[int, Mapping[str, Mapping[str, str]]]


def in_percent(part: Fraction | int, whole: Fraction | int, decimals: int = 1) -> float | None:
    """A percentage, rounded once; none of nothing."""
    if not whole:
        return None
    scale = int(10**decimals)
    return half_away_from_zero(Fraction(part) * 100 * scale / Fraction(whole)) / scale


def sum_of(values: Iterable[Fraction]) -> Fraction:
    """A sum that is a fraction, also of nothing."""
    return sum(values, Fraction(0))


def sorted_by(rows: Iterable[MartRow], *key: str) -> list[MartRow]:
    """Rows in the order of their key, as a mart has them."""
    return sorted(rows, key=lambda row: [row[name] for name in key])


def once(lines: Iterable[Row]) -> list[Row]:
    """The lines without exact repeats: each counts once."""
    found: list[Row] = []
    for line in lines:
        if line not in found:
            found.append(line)
    return found


def fiscal_number(lhnr: Value) -> str:
    """The employer that a payroll tax number is of."""
    return text(lhnr)[:FISCAL_DIGITS]


# --- uncertainty ---


def uncertainty(years: Years, year: int) -> list[MartRow]:
    """The interval of the key in jobs; the baseline is the fixed yardstick."""
    return [uncertainty_row(years, year, sector, form) for sector in BOTH_SECTORS for form in (LOAN, WHOLE)]


def uncertainty_row(years: Years, year: int, sector: str, form: str) -> MartRow:
    """Extra jobs with the key as applied, and between which figures they are with the key as estimated."""
    now, baseline = years.level(year), years.nulmeting(year).jobs(sector, form)
    low, high = (None if bound is None else bound - baseline for bound in level_bounds(now, sector, form))
    target = years.law(year).target(sector) if form == WHOLE else None
    return {
        "year": year,
        "sector": sector,
        "form": form,
        "extra_jobs": half_away_from_zero(now.jobs(sector, form) - baseline),
        "ci_low_jobs": None if low is None else half_away_from_zero(low),
        "ci_high_jobs": None if high is None else half_away_from_zero(high),
        "gap_ci_low_jobs": None if low is None or target is None else half_away_from_zero(low - target),
        "gap_ci_high_jobs": None if high is None or target is None else half_away_from_zero(high - target),
    }


def level_bounds(now: Measurement, sector: str, form: str) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest level in jobs that the interval of the key allows."""
    if now.key.half_width is None:
        return None, None
    share = now.key.share if sector == GOVERNMENT else 1 - now.key.share
    width = Fraction(now.key.half_width)
    formal = now.jobs(sector, FORMAL) if form == WHOLE else Fraction(0)
    low, high = (formal + now.jobs(WHOLE, LOAN) * bound for bound in (share - width, share + width))
    return low, high


# --- government_sectors and ministries ---


def employers_of_government(delivery: Delivery) -> dict[str, Row]:
    """The employers that count as government (step 6), by number."""
    sectors = employer_sectors(delivery["werkgevers"])
    return {text(row["lhnr"]): row for row in delivery["werkgevers"] if sectors[text(row["lhnr"])] == GOVERNMENT}


def formal_lines_by(
    delivery: Delivery, part_of: Mapping[str, str], rules: Rules = THE_LAW
) -> dict[str, list[CountedHours]]:
    """The counted formal lines of some employers, by the part that each belongs to; who has no part only with hours."""
    found: dict[str, list[CountedHours]] = {part: [] for part in part_of.values() if part != UNKNOWN}
    for line in counted_hours(delivery, rules):
        if line.form == FORMAL and line.lhnr in part_of:
            found.setdefault(part_of[line.lhnr], []).append(line)
    return found


def jobs_of(lines: Iterable[CountedHours]) -> Fraction:
    """Hours as jobs, unrounded."""
    return sum_of(line.hours for line in lines) / HOURS_PER_JOB


def government_sectors_rows(delivery: Delivery, rules: Rules = THE_LAW) -> list[MartRow]:
    """Every sub-sector, whether there is anything to say of it or not, and employers without one."""
    part_of = {lhnr: sub_sector(row) for lhnr, row in employers_of_government(delivery).items()}
    lines = formal_lines_by(delivery, part_of, rules)
    opgaven = sub_sector_opgaven(delivery)
    codes = {*government_sectors(rules.overlay), *lines}
    return [government_sector_row(delivery.year, code, lines.get(code), opgaven.get(code)) for code in sorted(codes)]


def sub_sector(employer: Row) -> str:
    """The sub-sector of a government employer."""
    return UNKNOWN if employer["overheidssector"] is None else text(employer["overheidssector"])


def government_sector_row(year: int, code: str, lines: list[CountedHours] | None, opgave: int | None) -> MartRow:
    """Formal jobs of a sub-sector against its opgave; nothing is not the same as zero."""
    level = None if lines is None else jobs_of(lines)
    return {
        "year": year,
        "overheidssector": code,
        "persons": None if lines is None else len({line.bsn for line in lines}),
        **exact_and_rounded("formal_jobs", level),
        "opgave_jobs": opgave,
        "realisation_pct": None if level is None or opgave is None else in_percent(level, opgave),
        "has_data": lines is not None,
    }


def sub_sector_opgaven(delivery: Delivery) -> dict[str, int]:
    """The opgave of each sub-sector: its own line, or else the lines of its ministries together."""
    own, parts = dict[str, int](), defaultdict[str, int](int)
    for row in once(delivery.tables.get("opgaven", [])):
        if row["ministerie"] is None:
            own[text(row["overheidssector"])] = integer(row["opgave_banen"])
        else:
            parts[text(row["overheidssector"])] += integer(row["opgave_banen"])
    return {**parts, **own}


def ministries_rows(delivery: Delivery, rules: Rules = THE_LAW) -> list[MartRow]:
    """The ministries that have an employer or an opgave, and employers of the Rijk without a ministry."""
    part_of = {
        lhnr: UNKNOWN if row["ministerie"] is None else text(row["ministerie"])
        for lhnr, row in employers_of_government(delivery).items()
        if row["overheidssector"] == CENTRAL
    }
    lines = formal_lines_by(delivery, part_of, rules)
    opgaven = {
        text(row["ministerie"]): integer(row["opgave_banen"])
        for row in once(delivery.tables.get("opgaven", []))
        if row["overheidssector"] == CENTRAL and row["ministerie"] is not None
    }
    total = sum(opgaven.values())
    return [
        ministry_row(delivery.year, name, lines.get(name), opgaven.get(name), total)
        for name in sorted({*lines, *opgaven})
    ]


def ministry_row(year: int, name: str, lines: list[CountedHours] | None, opgave: int | None, total: int) -> MartRow:
    """A ministry's formal jobs against its opgave, and its part in the central financing."""
    level = None if lines is None else jobs_of(lines)
    return {
        "year": year,
        "ministerie": name,
        **exact_and_rounded("formal_jobs", level),
        "opgave_jobs": opgave,
        "realisation_pct": None if level is None or opgave is None else in_percent(level, opgave),
        "contribution_exact": None if opgave is None or total == 0 else opgave / total,
        "contribution_pct": None if opgave is None or total == 0 else in_percent(Fraction(opgave), total),
    }


# --- target_group ---


def in_force(registration: Row, first: date, last: date) -> bool:
    """Whether a registration holds on at least one of these days."""
    end = registration["datum_einde"]
    return day(registration["datum_registratie"]) <= last and (end is None or day(end) >= first)


def registrations_that_count(register: Iterable[Row], on: date, law: Law) -> dict[str, Row]:
    """Of each person who is registered that day on a ground that counts, the registration with the first ground.

    No specification says which of several on one ground it is: the earliest, then that of the lowest region.
    """
    found: dict[str, Row] = {}
    for row in sorted(register, key=lambda row: preference(row, law)):
        if row["grondslag"] in law.grounds and in_force(row, on, on):
            found.setdefault(text(row["bsn"]), row)
    return found


def preference(registration: Row, law: Law) -> tuple[int, date, int]:
    """What puts a registration before another of the same person."""
    region = registration["arbeidsmarktregio"]
    last = 36  # no region at all
    return (
        law.priority[text(registration["grondslag"])],
        day(registration["datum_registratie"]),
        last if region is None else integer(region),
    )


def target_group_rows(delivery: Delivery, rules: Rules = THE_LAW) -> list[MartRow]:
    """Registered and working on 31 December, by ground and region, with the totals of each."""
    law = Law(delivery.year, rules)
    registered = registrations_that_count(delivery["doelgroepregister"], date(delivery.year, 12, 31), law)
    lines: dict[str, list[CountedHours]] = defaultdict(list)
    for line in counted_hours(delivery, rules):
        lines[line.bsn].append(line)
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for bsn, row in registered.items():
        region = UNKNOWN if row["arbeidsmarktregio"] is None else f"{row['arbeidsmarktregio']:02}"
        for ground in (text(row["grondslag"]), WHOLE):
            for place in (region, WHOLE):
                cells[ground, place].append(bsn)
    return [
        target_group_row(delivery.year, ground, region, [lines[bsn] for bsn in people])
        for (ground, region), people in sorted(cells.items())
    ]


def target_group_row(year: int, ground: str, region: str, people: list[list[CountedHours]]) -> MartRow:
    """One cell, from the counted lines of each of its people."""
    working = sum(any(line.on_last_day for line in lines) for lines in people)
    return {
        "year": year,
        "ground": ground,
        "arbeidsmarktregio": region,
        "registered": len(people),
        "working": working,
        "working_pct": in_percent(working, len(people)),
        **exact_and_rounded("level_jobs", jobs_of(line for lines in people for line in lines)),
    }


# --- employers by fiscal number ---


@dataclass(frozen=True)
class FiscalEmployer:
    """An employer: all its payroll tax numbers together."""

    number: str
    sector: str
    paid_hours: int
    employees: int


def fiscal_employers(employers: Iterable[Row]) -> dict[str, FiscalEmployer]:
    """The employers of a file; each has the sector of its lhnr with most paid hours, of equal ones the lowest."""
    employers = list(employers)
    sectors = employer_sectors(employers)
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(employers, key=lambda row: (-integer(row["verloonde_uren"]), text(row["lhnr"]))):
        parts[fiscal_number(row["lhnr"])].append(row)
    return {
        number: FiscalEmployer(
            number,
            sectors[text(lines[0]["lhnr"])],
            sum(integer(row["verloonde_uren"]) for row in lines),
            sum(integer(row["aantal_werknemers"]) for row in lines),
        )
        for number, lines in parts.items()
    }


# --- quota ---


def quota_rows(delivery: Delivery, given: QuotaVariables, rules: Rules = THE_LAW) -> list[MartRow]:
    """The quota of both sectors; the reason why something is empty is words, and not predicted."""
    return [quota_row(delivery, sector, given, rules) for sector in BOTH_SECTORS]


def quota_row(delivery: Delivery, sector: str, given: QuotaVariables, rules: Rules = THE_LAW) -> MartRow:
    """Variables, percentage, and the shortages of the employers who are liable."""
    known = quota_variables(delivery.year, sector, rules.overlay) | {
        letter: Fraction(value) for letter, value in given.get(delivery.year, {}).get(sector, {}).items()
    }
    hundredths, source = quota_percentage(known, delivery.year, sector, rules.overlay)
    liable = [
        one
        for one in fiscal_employers(delivery["werkgevers"]).values()
        if one.sector == sector and one.paid_hours >= THRESHOLD_HOURS
    ]
    return {
        "year": delivery.year,
        "sector": sector,
        **{f"variable_{letter.lower()}": float(known[letter]) if letter in known else None for letter in LETTERS},
        "quota_pct": None if hundredths is None else hundredths / 100,
        "percentage_source": source,
        "employers_liable": len(liable),
        "shortage_jobs": shortage(liable, hundredths, known.get("C"), hours_of_target_group(delivery, rules)),
    }


def shortage(
    liable: Iterable[FiscalEmployer],
    hundredths: int | None,
    hours_a_job: Fraction | None,
    worked: Mapping[str, Fraction],
) -> float | None:
    """The missing jobs of all liable employers; none without a percentage or the hours of a job."""
    if hundredths is None or not hours_a_job:
        return None
    share = Fraction(hundredths, 10_000)
    return sum(shortage_tenths(one, share, worked.get(one.number, Fraction(0)), hours_a_job) for one in liable) / 10


def quota_variables(year: int, sector: str, overlay: Path | None = None) -> dict[str, Fraction]:
    """The variables that the law gives."""
    versions = {
        line["variable"]: Fraction(line["value"])
        for line in rows("quota_versions.csv", overlay=overlay)
        if line["sector"] == sector and in_years(line, year)
    }
    of_b = {
        int(line["year"]): Fraction(line["value"])
        for line in rows("quota_parameters.csv", overlay=overlay)
        if (line["variable"], line["sector"]) == ("B", sector)
    }
    in_force_year = min(year, max(of_b, default=year))  # the last row stays in force
    return versions | ({"B": of_b[in_force_year]} if in_force_year in of_b else {})


def in_years(line: Mapping[str, str], year: int) -> bool:
    """Whether a year is between the years, or the years of the dates, of a line."""
    return int(line["valid_from"][:4] or 0) <= year <= int(line["valid_to"][:4] or 9999)


def quota_percentage(
    known: Mapping[str, Fraction], year: int, sector: str, overlay: Path | None = None
) -> tuple[int | None, str | None]:
    """The percentage in hundredths and where it is from: the variables, else what the minister set."""
    calculated = quota_hundredths(known)
    if calculated is not None:
        return calculated, CALCULATED
    was_set = [
        Fraction(line["value"]) * 100
        for line in rows("quota_parameters.csv", overlay=overlay)
        if (line["variable"], line["year"], line["sector"]) == ("percentage", str(year), sector)
        and "definitive" in line["note"].lower()
    ]
    return (int(was_set[-1]), SET) if was_set else (None, None)


def quota_hundredths(known: Mapping[str, Fraction]) -> int | None:
    """The percentage in hundredths, rounded down; none when a variable is not known or nobody is employed."""
    if any(letter not in known for letter in LETTERS):
        return None
    a, b, c, d, e, f, g = (known[letter] for letter in LETTERS)
    return math.floor(((a + b) * c + f * g) / (d * e) * 100 * 100) if d * e else None


def shortage_tenths(employer: FiscalEmployer, share: Fraction, worked: Fraction, hours_a_job: Fraction) -> int:
    """The missing jobs of one employer in tenths, rounded down and never below zero."""
    missing = (employer.paid_hours * share - worked) / hours_a_job
    return max(0, math.floor(missing * 10))


def hours_of_target_group(delivery: Delivery, rules: Rules = THE_LAW) -> dict[str, Fraction]:
    """Hours in the calendar year by employer, of people with a registration that overlaps the period of a line.

    The registration is on any ground in force on the last day of the year, whether it counts or is for the quota only.
    """
    law = Law(delivery.year, rules)
    worked: dict[str, Fraction] = defaultdict(Fraction)
    registrations: dict[str, list[Row]] = defaultdict(list)
    for registration in delivery["doelgroepregister"]:
        if registration["grondslag"] in law.in_force:
            registrations[text(registration["bsn"])].append(registration)
    for row in employment_at_the_cut(delivery, law):
        period = day(row["datum_aanvang_tijdvak"]), day(row["datum_einde_tijdvak"])
        belongs = any(in_force(one, *period) for one in registrations[text(row["bsn"])])
        if belongs and form_of(row, law) in {FORMAL, LOAN}:
            worked[fiscal_number(row["lhnr"])] += integer(row["aantverlu"]) * part_in_year(*period, delivery.year)
    return worked


def part_in_year(first: date, last: date, year: int) -> Fraction:
    """The part of a period's days that is in a calendar year."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return Fraction(sum(one.year == year for one in days), len(days))


# --- social_return and liv_by_size ---


def social_return_rows(delivery: Delivery) -> list[MartRow]:
    """What was delivered, added up by commissioning body."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in once(delivery.tables.get("social_return", [])):
        found[text(row["opdrachtgever"])].append(row)
    return [
        {
            "year": delivery.year,
            "opdrachtgever": name,
            "obligation_eur": float(sum_of(rational(row["verplichting_eur"]) for row in lines)),
            "jobs": float(sum_of(rational(row["banen"]) for row in lines)),
        }
        for name, lines in sorted(found.items())
    ]


def liv_rows(delivery: Delivery, rules: Rules = THE_LAW) -> list[MartRow]:
    """The benefit paid by size class of the employer; classes without a paid employer have no row."""
    known = fiscal_employers(delivery["werkgevers"])
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    employers: dict[str, set[str]] = defaultdict(set)
    for row in once(delivery.tables.get("liv", [])):
        number = fiscal_number(row["lhnr"])
        code = size_class(known[number].employees if number in known else None, rules.overlay)
        amounts[code] += rational(row["bedrag"])
        employers[code].add(number)
    return [
        {
            "year": delivery.year,
            "size_class": code,
            "employers": len(employers[code]),
            "amount_eur": float(amount),
        }
        for code, amount in sorted(amounts.items())
    ]


def size_class(employees: Value, overlay: Path | None = None) -> str:
    """The class of an employer by its number of employees; not known without any, or when it is not in the file."""
    for line in rows("grootteklasse.csv", overlay=overlay):
        if employees and int(line["from_employees"]) <= integer(employees) <= int(line["to_employees"] or 10**12):
            return line["code"]
    return UNKNOWN
