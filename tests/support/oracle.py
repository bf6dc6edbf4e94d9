"""The measurement once more, straight from `measurement.md`: plain Python, rational numbers, one loop a step.

It shares no code with the pipeline and uses neither polars nor DuckDB. Only the standard error and the
interval, which are irrational, leave the fractions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scipy.special import stdtrit

from tests.support.deliveries import WSW_IN_POLIS_SINCE, Delivery, Row, Value
from tests.support.oracle_law import BASELINE_YEAR, FORMAL, LOAN, THE_LAW, Law, Rules
from tests.support.reference import counting_grounds, published_totals

HOURS_PER_JOB = Fraction("110.92")  # December hours of a job of 25.5 hours a week
MARKET, GOVERNMENT, WHOLE = "markt", "overheid", "totaal"
SECTORS = (MARKET, GOVERNMENT, WHOLE)
FORMS = (FORMAL, LOAN, WHOLE)
SECTOR_FUND_FROM = Fraction(1, 2)
CONFIDENCE = 0.95

Cell = int | float | bool | str | None
MartRow = dict[str, Cell]


# --- reading cells ---


def text(value: Value) -> str:
    """A cell that holds a text."""
    assert isinstance(value, str)
    return value


def day(value: Value) -> date:
    """A cell that holds a date."""
    assert isinstance(value, date)
    return value


def integer(value: Value) -> int:
    """A cell that holds a whole number."""
    assert isinstance(value, int)
    return value


def rational(value: Value) -> Fraction:
    """A cell that holds a number; a missing one is zero."""
    assert value is None or isinstance(value, int | Decimal)
    return Fraction(value or 0)


def half_away_from_zero(value: Fraction) -> int:
    """The one rounding of a published number."""
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


# --- steps 1 to 6: the hours of every counted line ---


@dataclass(frozen=True)
class CountedHours:
    """December hours of one person with one employer that count in one form."""

    bsn: str
    lhnr: str
    form: str
    hours: Fraction
    on_last_day: bool  # whether the period holds 31 December


NOBODY_ELSE: frozenset[str] = frozenset()


def counted_hours(
    delivery: Delivery, rules: Rules = THE_LAW, also: Collection[str] = NOBODY_ELSE
) -> list[CountedHours]:
    """Steps 1 to 5: all hours of the target group above zero, from the polis and the Wsw secondments.

    Args:
        delivery: of one year; its law is that of the year.
        rules: what the law is made from.
        also: grounds that count besides those of the law.
    """
    law = Law(delivery.year, rules)
    target_group = people_of_target_group(delivery["doelgroepregister"], delivery.year, {*law.grounds, *also})
    found = [*polis_hours(delivery, law), *wsw_hours(delivery)]
    return [line for line in found if line.bsn in target_group and line.hours > 0]


def polis_hours(delivery: Delivery, law: Law) -> list[CountedHours]:
    """Steps 1, 2, 3 and 5, of everybody in the polis."""
    last_day = date(delivery.year, 12, 31)
    return [
        CountedHours(
            text(row["bsn"]), text(row["lhnr"]), form, december_hours(row, delivery.year), holds(row, last_day)
        )
        for row in employment_at_the_cut(delivery, law)
        if (form := form_of(row, law)) in {FORMAL, LOAN}
    ]


def employment_at_the_cut(delivery: Delivery, law: Law) -> list[Row]:
    """Steps 1 and 2: the lines of employment, of any nature, over the whole year."""
    return [row for row in lines_at_the_cut(delivery["polis"], delivery.year) if row["srtiv"] in law.employment]


def holds(row: Row, one: date) -> bool:
    """Whether the period of a line holds a day."""
    return day(row["datum_aanvang_tijdvak"]) <= one <= day(row["datum_einde_tijdvak"])


def lines_at_the_cut(polis: Iterable[Row], year: int) -> list[Row]:
    """Step 1: of each line the last state received by 1 May, unless that withdraws it."""
    cut = date(year + 1, 5, 1)
    last: dict[tuple[Value, ...], Row] = {}
    for row in polis:
        identification = tuple(
            row[name] for name in ("lhnr", "bsn", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak")
        )
        if day(row["datum_ontvangst"]) > cut:
            continue
        if identification not in last or received(row) > received(last[identification]):
            last[identification] = row
    return [row for row in last.values() if row["status"] != "intrekking"]


def received(row: Row) -> tuple[date, int]:
    """What makes a line later than another with the same identification."""
    return day(row["datum_ontvangst"]), integer(row["volgnummer"])


def december_hours(row: Row, year: int) -> Fraction:
    """Step 3: the hours of the days of the period that are in December."""
    first, last = day(row["datum_aanvang_tijdvak"]), day(row["datum_einde_tijdvak"])
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    in_december = [one for one in days if (one.year, one.month) == (year, 12)]
    return integer(row["aantverlu"]) * Fraction(len(in_december), len(days))


def people_of_target_group(register: Iterable[Row], year: int, grounds: Collection[str] | None = None) -> set[str]:
    """Step 4: the people with a registration in December on a counting ground, by the year's law or as given."""
    grounds = counting_grounds(year) if grounds is None else grounds
    first, last = date(year, 12, 1), date(year, 12, 31)
    return {
        text(row["bsn"])
        for row in register
        if row["grondslag"] in grounds
        and day(row["datum_registratie"]) <= last
        and (row["datum_einde"] is None or day(row["datum_einde"]) >= first)
    }


def form_of(row: Row, law: Law) -> str:
    """Step 5: the form of an employment line, by the code list of the period's first day."""
    return law.form(text(row["cdaard"]), day(row["datum_aanvang_tijdvak"]))


def wsw_hours(delivery: Delivery) -> list[CountedHours]:
    """Step 5, before 2022: the hours of Wsw secondments are loan."""
    if delivery.year >= WSW_IN_POLIS_SINCE:
        return []
    return [
        CountedHours(text(row["bsn"]), text(row["lhnr"]), LOAN, rational(row["uren_december"]), on_last_day=True)
        for row in delivery["wsw_detacheringen"]
    ]


def employer_sectors(employers: Iterable[Row]) -> dict[str, str]:
    """Step 6: the sector of every employer."""
    return {
        text(row["lhnr"]): GOVERNMENT
        if row["overheidswerkgever"] and rational(row["aandeel_sectorfonds"]) < SECTOR_FUND_FROM
        else MARKET
        for row in employers
    }


# --- step 8: the allocation key ---


@dataclass(frozen=True)
class Lender:
    """A responding lender: its stratum, the stratum's population, and its hours."""

    stratum: str
    population: int
    government: Fraction
    total: Fraction


@dataclass(frozen=True)
class AllocationKey:
    """The estimate of the government share and what it rests on."""

    share: Fraction
    standard_error: float
    half_width: float | None  # of the interval; none without a degree of freedom
    respondents: int
    population: int
    strata: int

    @property
    def applied_tenths(self) -> int:
        """The government share in tenths of a percent, rounded half up."""
        return math.floor(self.share * 1000 + Fraction(1, 2))

    def applied(self, sector: str) -> Fraction:
        """The share of the loan hours that a sector gets."""
        return {
            GOVERNMENT: Fraction(self.applied_tenths, 1000),
            MARKET: Fraction(1000 - self.applied_tenths, 1000),
            WHOLE: Fraction(1),
        }[sector]


def responding_lenders(survey: Iterable[Row]) -> dict[str, list[Lender]]:
    """The respondents by stratum; a stratum without any is not there."""
    strata: dict[str, list[Lender]] = defaultdict(list)
    for row in survey:
        if row["respons"]:
            government, market = rational(row["uren_overheid"]), rational(row["uren_markt"])
            lender = Lender(text(row["stratum"]), integer(row["populatie"]), government, government + market)
            strata[lender.stratum].append(lender)
    return strata


def allocation_key(survey: Iterable[Row]) -> AllocationKey:
    """Step 8: the stratified combined ratio estimate with its standard error and interval."""
    strata = responding_lenders(survey)
    weights = {name: Fraction(units[0].population, len(units)) for name, units in strata.items()}
    government = sum(weights[name] * unit.government for name, units in strata.items() for unit in units)
    total = sum((weights[name] * unit.total for name, units in strata.items() for unit in units), Fraction(0))
    share = government / total
    residuals = {
        name: [weights[name] * (unit.government - share * unit.total) / total for unit in units]
        for name, units in strata.items()
    }
    variance = sum(stratum_variance(residuals[name], units) for name, units in strata.items())
    respondents = sum(len(units) for units in strata.values())
    standard_error = math.sqrt(variance)
    freedom = respondents - len(strata)
    quantile = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) if freedom else None
    return AllocationKey(
        share,
        standard_error,
        None if quantile is None else quantile * standard_error,
        respondents,
        sum(units[0].population for units in strata.values()),
        len(strata),
    )


def stratum_variance(weighted: Sequence[Fraction], units: Sequence[Lender]) -> Fraction:
    """What a stratum adds to the variance; a lone unit is centred on the mean of all strata: zero."""
    count, population = len(units), units[0].population
    correction = 1 - Fraction(count, population)
    if count == 1:
        return correction * weighted[0] ** 2
    mean = sum(weighted, Fraction(0)) / count
    return correction * Fraction(count, count - 1) * sum((value - mean) ** 2 for value in weighted)


# --- steps 7 and 9: levels ---


@dataclass(frozen=True)
class Measurement:
    """All that one year's deliveries say."""

    year: int
    formal_hours: Mapping[str, Fraction]
    loan_hours: Fraction
    key: AllocationKey
    people: Mapping[tuple[str, str], int]

    def hours(self, sector: str, form: str) -> Fraction:
        """December hours, unrounded, of a sector or both and a form or both."""
        if form == WHOLE:
            return self.hours(sector, FORMAL) + self.hours(sector, LOAN)
        if form == LOAN:
            return self.loan_hours * self.key.applied(sector)
        if sector == WHOLE:
            return sum(self.formal_hours.values(), Fraction(0))
        return self.formal_hours[sector]

    def jobs(self, sector: str, form: str) -> Fraction:
        """December hours as jobs, unrounded."""
        return self.hours(sector, form) / HOURS_PER_JOB


def measure(delivery: Delivery, rules: Rules = THE_LAW, also: Collection[str] = NOBODY_ELSE) -> Measurement:
    """Steps 1 to 9 for one year.

    With grounds that are not in the year's law, or under a scenario, a line may have an employer that is not known:
    it is left out.
    """
    lines = counted_hours(delivery, rules, also)
    sectors = employer_sectors(delivery["werkgevers"])
    unknown = {line.lhnr for line in lines} - sectors.keys()
    may_be_unknown = rules.lenient or not Law(delivery.year, rules).grounds.issuperset(also)
    assert not unknown or may_be_unknown, f"{len(unknown)} employers of counted lines are unknown: not valid"
    lines = [line for line in lines if line.lhnr in sectors]
    formal = {MARKET: Fraction(0), GOVERNMENT: Fraction(0)}
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        people[WHOLE, WHOLE].add(line.bsn)
        people[WHOLE, line.form].add(line.bsn)
        if line.form == FORMAL:
            formal[sectors[line.lhnr]] += line.hours
            people[sectors[line.lhnr], FORMAL].add(line.bsn)
    loan = sum((line.hours for line in lines if line.form == LOAN), Fraction(0))
    counts = {key: len(people[key]) for key in DEFINED_PEOPLE}
    return Measurement(delivery.year, formal, loan, allocation_key(delivery["verdeelsleutel"]), counts)


DEFINED_PEOPLE = ((MARKET, FORMAL), (GOVERNMENT, FORMAL), (WHOLE, FORMAL), (WHOLE, LOAN), (WHOLE, WHOLE))


# --- step 10: what a year is held against ---


@dataclass
class Years:
    """The measured years of a release, each under any grounds that a figure compares it with.

    Attributes:
        measured: the years, in order; 2012 is one of them.
        measure: gives a year, with grounds that count besides those of its law.
        rules: what the law is made from.
    """

    measured: tuple[int, ...]
    measure: Callable[[int, frozenset[str]], Measurement]
    rules: Rules = THE_LAW
    found: dict[tuple[int, frozenset[str]], Measurement] = field(default_factory=dict)

    def law(self, year: int) -> Law:
        """The law of a year."""
        return Law(year, self.rules)

    def with_also(self, year: int, also: frozenset[str]) -> Measurement:
        """A year with grounds that count besides those of its law."""
        more = also - self.law(year).grounds
        if (year, more) not in self.found:
            self.found[year, more] = self.measure(year, more)
        return self.found[year, more]

    def level(self, year: int) -> Measurement:
        """A year under its own law."""
        return self.with_also(year, NOBODY_ELSE)

    def nulmeting(self, year: int) -> Measurement:
        """2012 under its own law, plus the grounds that a year's law restates."""
        return self.with_also(BASELINE_YEAR, self.law(year).restated)

    def before(self, year: int) -> Measurement | None:
        """The year before under its own law, plus only the grounds that a year's law restates; none if not measured."""
        return self.with_also(year - 1, self.law(year).restated) if year - 1 in self.measured else None

    def extra_jobs(self, year: int, sector: str, form: str) -> Fraction:
        """Extra jobs, unrounded."""
        return self.level(year).jobs(sector, form) - self.nulmeting(year).jobs(sector, form)

    def growth_jobs(self, year: int, sector: str, form: str) -> Fraction | None:
        """Growth of the extra jobs, unrounded: both years against a nulmeting that has the same people restated."""
        before = self.before(year)
        if before is None:
            return None
        restated = self.law(year).restated | self.law(year - 1).restated
        baseline = self.with_also(BASELINE_YEAR, restated)
        return self.extra_jobs(year, sector, form) - (before.jobs(sector, form) - baseline.jobs(sector, form))


def years_of(deliveries: Iterable[Delivery], rules: Rules = THE_LAW) -> Years:
    """The years of some deliveries, measured when they are asked for."""
    by_year = {delivery.year: delivery for delivery in deliveries}
    return Years(tuple(sorted(by_year)), lambda year, also: measure(by_year[year], rules, also), rules)


# --- the marts ---


def marts(
    deliveries: Iterable[Delivery],
    *,
    payrolling_counts_as: str = FORMAL,
    wet_banenafspraak_from: int | None = None,
    overlay: Path | None = None,
) -> dict[str, list[MartRow]]:
    """Every cell of three marts over all given years, which include the baseline.

    Args:
        deliveries: the last accepted delivery of each year.
        payrolling_counts_as: setting; the form of rows of form `payroll`.
        wet_banenafspraak_from: setting; the first year under the Wet banenafspraak, if any.
        overlay: a home's own `reference/`, whose `<name>.csv` replaces the package's.
    """
    return marts_of(years_of(deliveries, Rules(payrolling_counts_as, wet_banenafspraak_from, overlay)))


def marts_of(years: Years) -> dict[str, list[MartRow]]:
    """The three marts of some years."""
    return {
        "realisation": list(measured_and_published(years)),
        "allocation_key": [row for year in years.measured for row in allocation_key_rows(years.level(year))],
        "decomposition": [row for year in years.measured for row in decomposition(years, year)],
    }


def measured_and_published(years: Years) -> Iterator[MartRow]:
    """The rows of `realisation`: measured years, and what was published of every other year since 2015."""
    published = published_totals(years.rules.overlay)
    for year in sorted({*years.measured, *(one for one, _ in published)}):
        if year in years.measured:
            yield from realisation(years, year)
        else:
            yield from (published_row(years.law(year), one) for one in SECTORS if (year, one) in published)


def published_row(law: Law, sector: str) -> MartRow:
    """A published total: extra jobs, growth since a total that was published too, and the target are all that is said.

    Both are whole numbers, so that the gap of the printed figure is the printed gap.
    """
    published = published_totals(law.rules.overlay)
    extra, source = published[law.year, sector]
    before = published.get((law.year - 1, sector))
    target = law.target(sector)
    return dict.fromkeys(REALISATION) | {
        "year": law.year,
        "sector": sector,
        "form": WHOLE,
        "extra_jobs": extra,
        "growth_jobs": None if before is None else extra - before[0],
        "target_jobs": target,
        "gap_jobs": None if target is None else extra - target,
        "target_met": None if target is None else extra >= target,
        "rule_set": law.rule_set,
        "series_break": False,
        "origin": "gepubliceerd",
        "source": source,
    }


REALISATION = (
    "year",
    "sector",
    "form",
    "hours_december",
    "level_jobs_exact",
    "level_jobs",
    "baseline_jobs_exact",
    "baseline_jobs",
    "extra_jobs_exact",
    "extra_jobs",
    "growth_jobs_exact",
    "growth_jobs",
    "target_jobs",
    "gap_jobs",
    "target_met",
    "persons",
    "rule_set",
    "series_break",
    "origin",
    "source",
)


def realisation(years: Years, year: int) -> list[MartRow]:
    """The nine rows of a year."""
    return [realisation_row(years, year, sector, form) for sector in SECTORS for form in FORMS]


def realisation_row(years: Years, year: int, sector: str, form: str) -> MartRow:
    """Level, baseline, extra jobs, growth, target and people of one cell of the letter's table."""
    law, now = years.law(year), years.level(year)
    extra = years.extra_jobs(year, sector, form)
    target = law.target(sector) if form == WHOLE else None
    return {
        "year": year,
        "sector": sector,
        "form": form,
        "hours_december": float(now.hours(sector, form)),
        **exact_and_rounded("level_jobs", now.jobs(sector, form)),
        **exact_and_rounded("baseline_jobs", years.nulmeting(year).jobs(sector, form)),
        **exact_and_rounded("extra_jobs", extra),
        **exact_and_rounded("growth_jobs", years.growth_jobs(year, sector, form)),
        "target_jobs": target,
        "gap_jobs": None if target is None else half_away_from_zero(extra - target),
        "target_met": None if target is None else extra >= target,
        "persons": now.people.get((sector, form)),
        "rule_set": law.rule_set,
        "series_break": law.breaks_the_series(),
        "origin": "gemeten",
        "source": None,
    }


def exact_and_rounded(name: str, value: Fraction | None) -> MartRow:
    """The two columns of a published number."""
    return {
        f"{name}_exact": None if value is None else float(value),
        name: None if value is None else half_away_from_zero(value),
    }


def allocation_key_rows(measurement: Measurement) -> list[MartRow]:
    """The key as estimated and as applied, for both sectors."""
    key = measurement.key
    shares = {MARKET: float(1 - key.share), GOVERNMENT: float(key.share)}
    return [
        {
            "year": measurement.year,
            "sector": sector,
            "share_exact": share,
            "share_pct": float(100 * key.applied(sector)),
            **exact_and_percent("standard_error", key.standard_error),
            **exact_and_percent("ci_low", None if key.half_width is None else share - key.half_width),
            **exact_and_percent("ci_high", None if key.half_width is None else share + key.half_width),
            "respondents": key.respondents,
            "population": key.population,
            "strata": key.strata,
        }
        for sector, share in shares.items()
    ]


def exact_and_percent(name: str, share: float | None) -> dict[str, float | None]:
    """A share (0-1), and in percent with four decimals."""
    return {f"{name}_exact": share, f"{name}_pct": None if share is None else round(100 * share, 4)}


def decomposition(years: Years, year: int) -> list[MartRow]:
    """The change in loan jobs since the year before, where that year is measured; both with the same restated."""
    before = years.before(year)
    if before is None:
        return []
    return [decomposition_row(before, years.level(year), sector) for sector in (MARKET, GOVERNMENT)]


def decomposition_row(before: Measurement, now: Measurement, sector: str) -> MartRow:
    """Volume and key effect of one sector, from the pool in jobs and the applied key."""
    pool_before, pool_now = before.jobs(WHOLE, LOAN), now.jobs(WHOLE, LOAN)
    key_effect = pool_before * (now.key.applied(sector) - before.key.applied(sector))
    volume_effect = (pool_now - pool_before) * now.key.applied(sector)
    return {
        "year": now.year,
        "sector": sector,
        **exact_and_rounded("change_jobs", now.jobs(sector, LOAN) - before.jobs(sector, LOAN)),
        **exact_and_rounded("volume_effect_jobs", volume_effect),
        **exact_and_rounded("key_effect_jobs", key_effect),
    }
