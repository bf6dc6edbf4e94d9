"""The same hours under other rules: rule sets are data, run side by side and held against the official result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from transforms.exact import rounded
from transforms.jobs import GROUNDS_OF_THE_LAW
from transforms.law import (
    BASELINE_YEAR,
    FORMS,
    GOVERNMENT,
    HOURS_PER_JOB,
    LOAN,
    MARKET,
    NOT_COUNTED,
    PAYROLL,
    SECTORS,
    TOTAL,
    UNKNOWN,
)
from transforms.realisation import applied_shares, targets_by_sector

#: The rule set that is the law: the official result.
OFFICIAL = "huidige_wet"
#: A rule set that stands for one for each earlier year with a known key; `{year}` in its name is that year.
EACH_EARLIER_YEAR = "each_earlier_year"
#: Texts of such a rule set in which `{year}` stands for that year.
NAMING_THE_YEAR = ("name", "title_nl", "title_en", "differs_nl", "differs_en")
#: What the extra jobs of a rule set are against: the nulmeting under its own rules, or the official one.
SAME_RULES, OFFICIAL_BASELINE = "same_rules", "official"
#: (year, sector) -> jobs or a share (0-1), exact.
BySector = Mapping[tuple[int, str], Fraction]
SCHEMA = {
    "scenario": pl.String,
    "year": pl.Int64,
    "sector": pl.String,
    "level_jobs": pl.Int64,
    "extra_jobs": pl.Int64,
    "target_jobs": pl.Int64,
    "gap_jobs": pl.Int64,
    "difference_to_official": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set as its entry in `scenarios.toml` says; what an entry leaves out is as in the law.

    Attributes:
        name: of the scenario; holds `{year}` when `key_of` is each_earlier_year.
        title_nl: title in Dutch.
        title_en: title in English.
        valid_from: ISO date from which the rules hold, or empty for rules without a date.
        differs_nl: what differs from the law, in Dutch.
        differs_en: the same in English.
        source: where the rules come from.
        payrolling_counts_as: form of payrolling (formeel, inleen, telt_niet).
        key_of: year whose key is held fixed for all later years; each_earlier_year for one scenario a year.
        further_grounds: grounds that count besides those of the law.
        social_return_counts_as: sector in which jobs through social return count.
        one_target: no distinction of market and government: one target for both.
        baseline: same_rules or official, the *nulmeting* that extra jobs are against.
    """

    name: str
    title_nl: str
    title_en: str
    valid_from: str
    differs_nl: str
    differs_en: str
    source: str
    payrolling_counts_as: str = ""
    key_of: int | str = ""
    further_grounds: tuple[str, ...] = ()
    social_return_counts_as: str = ""
    one_target: bool = False
    baseline: str = SAME_RULES

    def of_year(self, year: int) -> RuleSet:
        """The rule set with the key of one year, for one that is about each earlier year."""
        texts = {name: getattr(self, name).replace("{year}", str(year)) for name in NAMING_THE_YEAR}
        return replace(self, key_of=year, **texts)


class Hours(NamedTuple):
    """A row of the fact table `rule_hours`."""

    year: int
    sector: str
    nature: str
    form: str
    ground: str
    hours: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What scenarios are computed from: hours, the applied keys by year and sector, and jobs through social return."""

    hours: list[Hours]
    measured_keys: BySector
    known_keys: BySector
    social_return: Mapping[int, Fraction]


def scenarios(
    rule_hours: pl.LazyFrame,
    allocation_key: pl.LazyFrame,
    published_keys: pl.LazyFrame,
    social_return: pl.LazyFrame,
    targets: pl.LazyFrame,
    rule_sets: Iterable[RuleSet],
) -> pl.LazyFrame:
    """The mart `scenarios`: each rule set over all measured years for which it says something.

    Args:
        rule_hours: exact December hours by everything that rules tell apart (`transforms.jobs.rule_hours`).
        allocation_key: the mart of all measured years.
        published_keys: year, sector, share_pct; keys of years that were not measured.
        social_return: the mart; a year without rows has no scenario that needs it.
        targets: year, sector, jobs.
        rule_sets: the entries; the official one is compared with the others and is among the rows.
    """
    measured = applied_shares(allocation_key)
    hours = [Hours(*row) for row in rule_hours.select(Hours._fields).collect().rows()]
    facts = Facts(hours, measured, applied_shares(published_keys) | measured, _jobs(social_return))
    sets = expanded(rule_sets, {year for year, _ in facts.known_keys})
    official = levels(next(rules for rules in sets if rules.name == OFFICIAL), facts)
    aims = targets_by_sector(targets)
    rows = [row for rules in sets for row in _rows(rules, levels(rules, facts), official, aims)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row").sort("scenario", "year", "sector")


def expanded(rule_sets: Iterable[RuleSet], years: Iterable[int]) -> list[RuleSet]:
    """The rule sets, with one for each of the years with a known key in place of one about each earlier year."""
    found: list[RuleSet] = []
    for rules in rule_sets:
        each = rules.key_of == EACH_EARLIER_YEAR
        found += [rules.of_year(year) for year in sorted(years)] if each else [rules]
    return found


def check(rule_sets: Sequence[RuleSet], grounds: Collection[str]) -> None:
    """Raises ValueError, naming the entry, when a value is none that a rule set can have or would do nothing.

    Args:
        rule_sets: all entries.
        grounds: the codes of the register's grounds.
    """
    names = [rules.name for rules in rule_sets]
    if OFFICIAL not in names or len(set(names)) != len(names):
        message = f"one entry is called {OFFICIAL}, and no two have one name"
        raise ValueError(message)
    for rules in rule_sets:
        wrong = [name for name, right in _right(rules, grounds).items() if not right]
        if wrong:
            message = f"{rules.name}: {wrong[0]} = {getattr(rules, wrong[0])!r}"
            raise ValueError(message)


def _right(rules: RuleSet, grounds: Collection[str]) -> dict[str, bool]:
    """Of each field of a rule set whether its value is one that it can have."""
    each, held = rules.key_of == EACH_EARLIER_YEAR, isinstance(rules.key_of, int)
    official = rules.baseline == OFFICIAL_BASELINE
    return {
        "payrolling_counts_as": rules.payrolling_counts_as in ("", *FORMS, NOT_COUNTED),
        "social_return_counts_as": rules.social_return_counts_as in ("", GOVERNMENT),
        "further_grounds": set(rules.further_grounds) <= set(grounds),
        "key_of": each or rules.key_of == "" or (held and int(rules.key_of) >= BASELINE_YEAR),
        "name": each == ("{year}" in rules.name),
        # The nulmeting has no later key and no social return, so there is nothing under the same rules to be against.
        "baseline": official or (rules.baseline == SAME_RULES and not (rules.key_of or rules.social_return_counts_as)),
    }


def levels(rules: RuleSet, facts: Facts) -> dict[tuple[int, str], Fraction]:
    """The jobs under a rule set by year and sector, exact; years for which it says nothing are left out."""
    formal, pools = _sums(rules, facts.hours)
    found: dict[tuple[int, str], Fraction] = {}
    for year in sorted({row.year for row in facts.hours}):
        shares = _shares(rules, year, facts)
        moved = facts.social_return.get(year) if rules.social_return_counts_as else Fraction(0)
        if shares is None or moved is None:
            continue
        for sector in SECTORS:
            found[year, sector] = (formal[year, sector] + pools[year] * shares[sector]) / HOURS_PER_JOB
        if rules.social_return_counts_as == GOVERNMENT:
            found[year, GOVERNMENT] += moved
            found[year, MARKET] -= moved
        found[year, TOTAL] = found[year, MARKET] + found[year, GOVERNMENT]
    return found


def _sums(rules: RuleSet, hours: list[Hours]) -> tuple[dict[tuple[int, str], Fraction], dict[int, Fraction]]:
    """The formal hours by year and sector, and the loan hours by year, that a rule set counts."""
    formal: dict[tuple[int, str], Fraction] = defaultdict(Fraction)
    pools: dict[int, Fraction] = defaultdict(Fraction)
    for row in hours:
        form = rules.payrolling_counts_as if row.nature == PAYROLL and rules.payrolling_counts_as else row.form
        counts = row.ground in (GROUNDS_OF_THE_LAW, *rules.further_grounds)
        if form == NOT_COUNTED or row.sector == UNKNOWN or not counts:
            continue
        amount = Fraction(row.hours)
        if form == LOAN:
            pools[row.year] += amount
        else:
            formal[row.year, row.sector] += amount
    return formal, pools


def _shares(rules: RuleSet, year: int, facts: Facts) -> dict[str, Fraction] | None:
    """The key under a rule set, by sector; None for years that it says nothing about."""
    if not rules.key_of:
        return {sector: facts.measured_keys[year, sector] for sector in SECTORS}
    held = int(rules.key_of)
    if year <= held or (held, MARKET) not in facts.known_keys:
        return None
    return {sector: facts.known_keys[held, sector] for sector in SECTORS}


def _rows(
    rules: RuleSet, found: BySector, official: BySector, aims: Mapping[tuple[int, str], int]
) -> Iterator[tuple[object, ...]]:
    baseline = found if rules.baseline == SAME_RULES else official
    if (BASELINE_YEAR, TOTAL) not in baseline:  # releases from before these hours were kept
        return
    for year, sector in sorted(found):
        if rules.one_target and sector != TOTAL:
            continue
        level = found[year, sector]
        extra = level - baseline[BASELINE_YEAR, sector]
        difference = extra - (official[year, sector] - official[BASELINE_YEAR, sector])
        aim = aims.get((year, sector))
        gap = None if aim is None else rounded(extra - aim)
        yield (rules.name, year, sector, rounded(level), rounded(extra), aim, gap, rounded(difference))


def _jobs(social_return: pl.LazyFrame) -> dict[int, Fraction]:
    jobs: dict[int, Fraction] = defaultdict(Fraction)
    for year, amount in social_return.select("year", "jobs").collect().rows():
        jobs[year] += Fraction(str(amount))
    return jobs
