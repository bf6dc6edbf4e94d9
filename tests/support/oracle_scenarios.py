"""The scenarios once more: each rule set is a full measurement of its own, from the deliveries on."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.support.deliveries import Delivery
from tests.support.oracle import (
    BASELINE_YEAR,
    FORMAL,
    GOVERNMENT,
    LOAN,
    MARKET,
    SECTORS,
    WHOLE,
    MartRow,
    Measurement,
    Rules,
    half_away_from_zero,
    measure,
    rational,
)
from tests.support.oracle_analyses import sorted_by, sum_of
from tests.support.reference import REFERENCE, counting_grounds, rows, target_jobs

#: The scenarios by name, in the words of measurement.md; the file must name exactly these.
NAMES = (
    "huidige_wet",
    "zonder_onderscheid",
    "sleutel_{year}",
    "payroll_als_inleen",
    "social_return_bij_overheid",
    "bredere_doelgroep",
)
Level = Callable[[str], Fraction]


@dataclass(frozen=True)
class Countries:
    """The same years under the law, with payrolling as loan, and with more people in the target group."""

    deliveries: Mapping[int, Delivery]
    law: Mapping[int, Measurement]
    payroll_as_loan: Mapping[int, Measurement]
    wider: Mapping[int, Measurement]


def scenarios(deliveries: Mapping[int, Delivery], law: Mapping[int, Measurement]) -> list[MartRow]:
    """Every scenario of every measured year of which it says something."""
    assert tuple(entry["name"] for entry in entries()) == NAMES
    countries = Countries(
        deliveries,
        law,
        {year: measure(one, Rules(payrolling=LOAN)) for year, one in deliveries.items()},
        {year: measure(one, Rules(grounds=(*counting_grounds(), "voorziening"))) for year, one in deliveries.items()},
    )
    found = [row for year in law for row in rows_of_year(countries, year)]
    return sorted_by(found, "scenario", "year", "sector")


def entries() -> list[dict[str, str]]:
    """The entries of the file."""
    found: list[dict[str, str]] = tomllib.loads((REFERENCE / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
    return found


def rows_of_year(countries: Countries, year: int) -> Iterator[MartRow]:
    """All scenarios of one year."""
    law, payroll, wider = (one[year] for one in (countries.law, countries.payroll_as_loan, countries.wider))
    baseline = countries.law[BASELINE_YEAR]

    def row(name: str, sector: str, level: Fraction, of_baseline: Fraction) -> MartRow:
        official = law.jobs(sector, WHOLE) - baseline.jobs(sector, WHOLE)
        return scenario_row(name, year, sector, level, level - of_baseline, official)

    for sector in SECTORS:
        level, official = law.jobs(sector, WHOLE), baseline.jobs(sector, WHOLE)
        yield row("huidige_wet", sector, level, official)
        yield row(
            "payroll_als_inleen",
            sector,
            payroll.jobs(sector, WHOLE),
            countries.payroll_as_loan[BASELINE_YEAR].jobs(sector, WHOLE),
        )
        yield row(
            "bredere_doelgroep",
            sector,
            wider.jobs(sector, WHOLE),
            countries.wider[BASELINE_YEAR].jobs(sector, WHOLE),
        )
        for held, shares in keys_before(countries.law, year).items():
            kept = law.jobs(sector, FORMAL) + law.jobs(WHOLE, LOAN) * shares[sector]
            yield row(f"sleutel_{held}", sector, kept, official)
        delivered = countries.deliveries[year].tables.get("social_return", [])
        if delivered:
            moved = sum_of(rational(line["banen"]) for line in delivered)
            change = {MARKET: -moved, GOVERNMENT: moved, WHOLE: Fraction(0)}[sector]
            yield row("social_return_bij_overheid", sector, level + change, official)
    yield row("zonder_onderscheid", WHOLE, law.jobs(WHOLE, WHOLE), baseline.jobs(WHOLE, WHOLE))


def keys_before(law: Mapping[int, Measurement], year: int) -> dict[int, dict[str, Fraction]]:
    """The keys of all earlier years, as applied: those measured, and those published of years that are not."""
    known: dict[int, dict[str, Fraction]] = {}
    for line in rows("published_results.csv"):
        if (line["measure"], line["form"]) == ("sleutel", LOAN):
            known.setdefault(int(line["year"]), {})[line["sector"]] = Fraction(line["value"]) / 100
    known |= {one: {sector: found.key.applied(sector) for sector in SECTORS} for one, found in law.items()}
    return {one: {**shares, WHOLE: Fraction(1)} for one, shares in known.items() if one < year}


def scenario_row(name: str, year: int, sector: str, level: Fraction, extra: Fraction, official: Fraction) -> MartRow:
    """One row, everything in it rounded once."""
    target = target_jobs().get((year, sector))
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
