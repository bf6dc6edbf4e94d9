"""The same hours under other rules: a scenario is another law, run through the same formulas as the official result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from transforms.exact import rounded
from transforms.law import (
    BASELINE_YEAR,
    FORMS,
    GOVERNMENT,
    MARKET,
    NOT_COUNTED,
    SECTORS,
    TOTAL,
    LawBook,
    Parameter,
    Value,
)
from transforms.levels import Measurement, Shares

#: The rule set that is the law: the official result.
OFFICIAL = "huidige_wet"
#: A rule set that stands for one for each earlier year with a known key; `{year}` in its name is that year.
EACH_EARLIER_YEAR = "each_earlier_year"
#: Texts of such a rule set in which `{year}` stands for that year.
NAMING_THE_YEAR = ("name", "title_nl", "title_en", "differs_nl", "differs_en")
#: What the extra jobs of a rule set are against: the nulmeting under its own rules, or the official one.
SAME_RULES, OFFICIAL_BASELINE = "same_rules", "official"
#: Sector -> jobs, exact.
BySector = Mapping[str, Fraction]
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


@dataclass(frozen=True, slots=True)
class Known:
    """What scenarios go by beside the measurement.

    Attributes:
        keys: the applied keys of all years by year and sector, published ones of years that were not measured too.
        social_return: the jobs through social return of each year with any.
    """

    keys: Shares
    social_return: Mapping[int, Fraction]


def scenarios(
    measured: Measurement, published_keys: Shares, social_return: pl.LazyFrame, rule_sets: Iterable[RuleSet]
) -> pl.LazyFrame:
    """The mart `scenarios`: each rule set over all measured years for which it says something.

    Args:
        measured: the official measurement; each rule set is another law over its hours.
        published_keys: the published keys by year and sector, of any year.
        social_return: the mart; a year without rows has no scenario that needs it.
        rule_sets: the entries; the official one is compared with the others and is among the rows.
    """
    known = Known({**published_keys, **measured.shares}, _jobs(social_return))
    sets = expanded(rule_sets, {year for year, _ in known.keys})
    rows = [row for rules in sets for row in _rows(rules, measured, known)]
    return pl.LazyFrame(rows, schema=SCHEMA, orient="row").sort("scenario", "year", "sector")


def expanded(rule_sets: Iterable[RuleSet], years: Iterable[int]) -> list[RuleSet]:
    """Replaces each rule set with key_of = each_earlier_year by one rule set per year whose key is known."""
    found: list[RuleSet] = []
    for rules in rule_sets:
        each = rules.key_of == EACH_EARLIER_YEAR
        found += [rules.of_year(year) for year in sorted(years)] if each else [rules]
    return found


def check(rule_sets: Sequence[RuleSet], grounds: Collection[str]) -> None:
    """Raises ValueError naming the entry when a value is invalid or has no effect.

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
    """Whether each field of a rule set has a valid value."""
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


def under(rules: RuleSet, measured: Measurement, known: Known) -> Measurement:
    """The measurement of the same hours under a rule set: another law, and where it holds a key, that one."""
    shares = dict(measured.shares)
    if rules.key_of:
        held = int(rules.key_of)
        shares |= {(year, sector): known.keys[held, sector] for year, sector in shares if year > held}
    return replace(measured, shares=shares, book=law_of(rules, measured.book))


def law_of(rules: RuleSet, book: LawBook) -> LawBook:
    """The law book that a rule set makes of the official one."""
    if rules.payrolling_counts_as:
        book = replace(book, choices=replace(book.choices, payrolling_counts_as=rules.payrolling_counts_as))
    if rules.one_target:
        others = tuple(row for row in book.parameters if row.name != Parameter.SECTORS_HAVE_TARGETS)
        book = replace(book, parameters=(*others, Value(Parameter.SECTORS_HAVE_TARGETS, None, None, "no")))
    always = tuple(
        replace(ground, counts=True, valid_from=None, valid_to=None) if ground.code in rules.further_grounds else ground
        for ground in book.grounds
    )
    return replace(book, grounds=always)


def says_something(rules: RuleSet, year: int, known: Known) -> bool:
    """Whether a rule set is about a year: a held key about later ones, social return about years with any."""
    if rules.key_of and (year <= int(rules.key_of) or (int(rules.key_of), MARKET) not in known.keys):
        return False
    return not rules.social_return_counts_as or year in known.social_return


def _rows(rules: RuleSet, measured: Measurement, known: Known) -> Iterator[tuple[object, ...]]:
    years = [year for year in sorted(measured.hours) if says_something(rules, year, known)]
    if not years:
        return
    other = under(rules, measured, known)
    for year in years:
        moved = known.social_return[year] if rules.social_return_counts_as else Fraction(0)
        level = _moved(_totals(other.jobs(year)), moved)
        baseline = other if rules.baseline == SAME_RULES else measured
        nulmeting, official = baseline.nulmeting(year), _totals(measured.extra_jobs(year))
        for sector in (TOTAL,) if rules.one_target else sorted((*SECTORS, TOTAL)):
            extra = level[sector] - nulmeting[sector, TOTAL]
            aim = other.law(year).targets.get(sector)
            gap = None if aim is None else rounded(extra - aim)
            against = rounded(extra - official[sector])
            yield (rules.name, year, sector, rounded(level[sector]), rounded(extra), aim, gap, against)


def _totals(cells: Mapping[tuple[str, str], Fraction]) -> BySector:
    """The amounts of both forms together, by sector."""
    return {sector: amount for (sector, form), amount in cells.items() if form == TOTAL}


def _moved(level: BySector, jobs: Fraction) -> BySector:
    """The levels with some jobs in government's in place of the market's."""
    moved = {MARKET: -jobs, GOVERNMENT: jobs, TOTAL: Fraction(0)}
    return {sector: amount + moved[sector] for sector, amount in level.items()}


def _jobs(social_return: pl.LazyFrame) -> dict[int, Fraction]:
    jobs: dict[int, Fraction] = defaultdict(Fraction)
    for year, amount in social_return.select("year", "jobs").collect().rows():
        jobs[year] += Fraction(str(amount))
    return jobs
