"""The scenarios once more: each is another law, and a full measurement of its own from the deliveries on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.support.deliveries import Delivery
from tests.support.oracle import (
    GOVERNMENT,
    MARKET,
    SECTORS,
    WHOLE,
    MartRow,
    Measurement,
    Years,
    half_away_from_zero,
    rational,
    years_of,
)
from tests.support.oracle_analyses import once, sorted_by, sum_of
from tests.support.oracle_law import BASELINE_YEAR, FORMAL, LOAN
from tests.support.reference import REFERENCE, rows

#: The scenarios by name, in the words of measurement.md; the file must name exactly these.
NAMES = (
    "huidige_wet",
    "zonder_onderscheid",
    "sleutel_{year}",
    "payroll_als_inleen",
    "social_return_bij_overheid",
    "bredere_doelgroep",
)
#: What an entry may change; the head of `scenarios.toml` says what each means.
CHANGES = {
    "payrolling_counts_as",
    "key_of",
    "further_grounds",
    "social_return_counts_as",
    "one_target",
    "baseline",
}
ABOUT = {"name", "title_nl", "title_en", "valid_from", "differs_nl", "differs_en", "source"}
EACH_EARLIER_YEAR, OFFICIAL = "each_earlier_year", "official"
Entry = Mapping[str, Any]
Shares = Mapping[str, Fraction]


@dataclass(frozen=True)
class Scenario:
    """One entry, and the same years under its law.

    Attributes:
        entry: as the file has it.
        deliveries: the deliveries of all years.
        official: the years under the law.
        years: the years under what the entry changes.
    """

    entry: Entry
    deliveries: Mapping[int, Delivery]
    official: Years
    years: Years

    def rows(self, year: int) -> Iterator[MartRow]:
        """Its rows over one year: none when what it needs was not delivered."""
        if "social_return_counts_as" in self.entry and not self.social_return(year):
            return
        sectors = (WHOLE,) if self.entry.get("one_target") else SECTORS
        for name, held in self.held_keys(year).items():
            for sector in sectors:
                yield self.row(name, year, sector, held)

    def held_keys(self, year: int) -> dict[str, Shares | None]:
        """The names of a year's scenarios with the key that each holds fixed; one with none when it holds none."""
        name, of = str(self.entry["name"]), self.entry.get("key_of")
        if of is None:
            return {name: None}
        known = keys_before(self.official, year)
        wanted = known if of == EACH_EARLIER_YEAR else {one: known[one] for one in known if one == of}
        return {name.format(year=one): shares for one, shares in wanted.items()}

    def row(self, name: str, year: int, sector: str, held: Shares | None) -> MartRow:
        """One row, everything in it rounded once."""
        level = jobs(self.years.level(year), sector, held) + self.moved(year, sector)
        official = self.official.extra_jobs(year, sector, WHOLE)
        extra = level - self.nulmeting(year, sector)
        target = self.official.law(year).target(sector)
        return {
            "scenario": name,
            "year": year,
            "sector": sector,
            "level_jobs": half_away_from_zero(level),
            "extra_jobs": half_away_from_zero(extra),
            "target_jobs": target,
            "gap_jobs": None if target is None else half_away_from_zero(extra - target),
            "difference_to_official": half_away_from_zero(extra - official),
        }

    def nulmeting(self, year: int, sector: str) -> Fraction:
        """The nulmeting that a year is held against: the official one, or one under the same changes."""
        if self.entry.get("baseline") == OFFICIAL:
            return self.official.nulmeting(year).jobs(sector, WHOLE)
        return self.years.nulmeting(year).jobs(sector, WHOLE) + self.moved(BASELINE_YEAR, sector)

    def moved(self, year: int, sector: str) -> Fraction:
        """The jobs through social return that go from market to government."""
        if "social_return_counts_as" not in self.entry:
            return Fraction(0)
        assert self.entry["social_return_counts_as"] == GOVERNMENT
        jobs = sum_of(rational(line["banen"]) for line in self.social_return(year))
        return {MARKET: -jobs, GOVERNMENT: jobs, WHOLE: Fraction(0)}[sector]

    def social_return(self, year: int) -> list[dict[str, Any]]:
        """The delivered lines of social return, without repeats."""
        return once(self.deliveries[year].tables.get("social_return", []))


def scenarios(deliveries: Mapping[int, Delivery], official: Years) -> list[MartRow]:
    """Every scenario of every measured year of which it says something."""
    assert tuple(entry["name"] for entry in entries()) == NAMES
    made = [Scenario(entry, deliveries, official, under(entry, deliveries, official)) for entry in entries()]
    found = [row for one in made for year in official.measured for row in one.rows(year)]
    return sorted_by(found, "scenario", "year", "sector")


def entries() -> list[Entry]:
    """The entries of the file, which change only what is known here."""
    found: list[Entry] = tomllib.loads((REFERENCE / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
    assert all(entry.keys() <= CHANGES | ABOUT for entry in found)
    return found


def under(entry: Entry, deliveries: Mapping[int, Delivery], official: Years) -> Years:
    """The years under the law that an entry makes; the official ones when it changes neither forms nor people."""
    changed = official.rules.scenario(entry.get("payrolling_counts_as"), tuple(entry.get("further_grounds", ())))
    same = entry.keys().isdisjoint({"payrolling_counts_as", "further_grounds"})
    return official if same else years_of(deliveries.values(), changed)


def jobs(measurement: Measurement, sector: str, held: Shares | None) -> Fraction:
    """The level of a sector, with another key for the loan hours if one is held fixed."""
    if held is None:
        return measurement.jobs(sector, WHOLE)
    return measurement.jobs(sector, FORMAL) + measurement.jobs(WHOLE, LOAN) * held[sector]


def keys_before(official: Years, year: int) -> dict[int, Shares]:
    """The keys of all earlier years, as applied: those measured, and those published of years that are not."""
    known: dict[int, dict[str, Fraction]] = {}
    for line in rows("published_results.csv", overlay=official.rules.overlay):
        if (line["measure"], line["form"]) == ("sleutel", LOAN):
            known.setdefault(int(line["year"]), {})[line["sector"]] = Fraction(line["value"]) / 100
    for one in official.measured:
        known[one] = {sector: official.level(one).key.applied(sector) for sector in SECTORS}
    return {one: {**shares, WHOLE: Fraction(1)} for one, shares in known.items() if one < year}
