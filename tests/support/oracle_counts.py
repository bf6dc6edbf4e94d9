"""What every row of every mart of a year rests on, straight from `disclosure.md`: loops, sets and fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.support.deliveries import WSW_IN_POLIS_SINCE, Delivery, Row
from tests.support.oracle import (
    FORMS,
    GOVERNMENT,
    SECTORS,
    WHOLE,
    MartRow,
    counted_hours,
    december_hours,
    employer_sectors,
    employment_at_the_cut,
    form_of,
    people_of_target_group,
    rational,
    responding_lenders,
    text,
)
from tests.support.oracle_analyses import (
    BOTH_SECTORS,
    CENTRAL,
    THRESHOLD_HOURS,
    UNKNOWN,
    QuotaVariables,
    fiscal_employers,
    fiscal_number,
    government_sectors_rows,
    hours_of_target_group,
    ministries_rows,
    once,
    quota_percentage,
    quota_variables,
    registrations_that_count,
    shortage_tenths,
    size_class,
    sum_of,
    target_group_rows,
)
from tests.support.oracle_cohort import YEARS_OF_COHORT, cohort_rows
from tests.support.oracle_law import FORMAL, LOAN, THE_LAW, Law, Rules
from tests.support.oracle_publications import escaped
from tests.support.oracle_scenarios import entries

NOT_COUNTED = "telt_niet"
Key = Mapping[str, str]


@dataclass
class Group:
    """People, and what each employer adds."""

    public: frozenset[str]
    people: set[str] = field(default_factory=set)
    of_employer: dict[str, Fraction] = field(default_factory=dict)

    def add(self, bsn: str, lhnr: str, hours: Fraction) -> None:
        """Hours of a person with an employer; no hours add nobody."""
        if hours > 0:
            self.people.add(bsn)
            number = fiscal_number(lhnr)
            self.of_employer[number] = self.of_employer.get(number, Fraction(0)) + hours

    def amounts(self) -> MartRow:
        """The employers and their largest amounts."""
        ordered = [*sorted(self.of_employer.values(), reverse=True), Fraction(0), Fraction(0)]
        return {
            "employers": len(self.of_employer),
            "public_employers": len([one for one in self.of_employer if one in self.public]),
            "largest": float(ordered[0]),
            "second": float(ordered[1]),
            "total": float(sum_of(ordered)),
        }

    def counts(self) -> MartRow:
        """The people besides."""
        return {"persons": len(self.people), **self.amounts()}


NOTHING: MartRow = dict.fromkeys(("persons", "employers", "public_employers", "largest", "second", "total"))


def counts_row(year: int, mart: str, key: Key, measure: str, counts: MartRow) -> MartRow:
    """A row of the table; what is not said does not apply."""
    name = ";".join(f"{column}={escaped(value)}" for column, value in key.items())
    about: MartRow = {"year": year, "mart": mart, "key": name, "measure": measure}
    return about | NOTHING | {"known": True} | counts


def base_counts(
    deliveries: Mapping[int, Delivery], year: int, quota: QuotaVariables | None = None, rules: Rules = THE_LAW
) -> list[MartRow]:
    """All rows of the table that a year makes; cohorts from the given deliveries that it shares with others."""
    delivery = deliveries[year]
    public = frozenset(n for n, one in fiscal_employers(delivery["werkgevers"]).items() if one.sector == GOVERNMENT)
    found = [
        *of_realisation(delivery, public, rules),
        *of_government(delivery, public, rules),
        *of_target_group(delivery, public, rules),
        *of_cohorts(deliveries, year, rules),
        *of_quota(delivery, public, quota or {}, rules),
        *of_liv(delivery, public, rules),
        *of_social_return(delivery),
        *of_lenders(delivery),
        *of_scenarios(delivery, public, rules),
    ]
    return sorted(found, key=lambda row: [row[name] for name in ("year", "mart", "key", "measure")])


def known_lines(delivery: Delivery, rules: Rules) -> list[tuple[str, str, str, Fraction, str]]:
    """The counted lines of known employers: person, number, form, hours, sector."""
    sectors = employer_sectors(delivery["werkgevers"])
    return [
        (line.bsn, line.lhnr, line.form, line.hours, sectors[line.lhnr])
        for line in counted_hours(delivery, rules)
        if line.lhnr in sectors
    ]


# --- hours ---


def of_realisation(delivery: Delivery, public: frozenset[str], rules: Rules) -> Iterator[MartRow]:
    """Nine cells; what is loan is national, whatever the sector of the row."""
    for sector in SECTORS:
        for form in FORMS:
            group = Group(public)
            for bsn, lhnr, of_line, hours, own in known_lines(delivery, rules):
                there = of_line == LOAN or sector in (own, WHOLE)
                if there and form in (of_line, WHOLE):
                    group.add(bsn, lhnr, hours)
            yield counts_row(delivery.year, "realisation", {"sector": sector, "form": form}, "hours", group.counts())


def of_government(delivery: Delivery, public: frozenset[str], rules: Rules) -> Iterator[MartRow]:
    """The sub-sectors that have data, and the ministries that have a level."""
    employers = {text(row["lhnr"]): row for row in delivery["werkgevers"]}
    sectors, ministries = (
        defaultdict[str, Group](lambda: Group(public)),
        defaultdict[str, Group](lambda: Group(public)),
    )
    for bsn, lhnr, form, hours, sector in known_lines(delivery, rules):
        if form == FORMAL and sector == GOVERNMENT:
            part = employers[lhnr]["overheidssector"]
            sectors[str(part or UNKNOWN)].add(bsn, lhnr, hours)
            if part == CENTRAL:
                ministries[str(employers[lhnr]["ministerie"] or UNKNOWN)].add(bsn, lhnr, hours)
    for row in government_sectors_rows(delivery, rules):
        if row["has_data"]:
            code = str(row["overheidssector"])
            counts = sectors[code].counts()
            yield counts_row(delivery.year, "government_sectors", {"overheidssector": code}, "hours", counts)
    for row in ministries_rows(delivery, rules):
        if row["formal_jobs"] is not None:
            name = str(row["ministerie"])
            yield counts_row(delivery.year, "ministries", {"ministerie": name}, "hours", ministries[name].counts())


def of_target_group(delivery: Delivery, public: frozenset[str], rules: Rules) -> Iterator[MartRow]:
    """Each row: who is registered, who works, and with whom they have their hours."""
    law = Law(delivery.year, rules)
    registered = registrations_that_count(delivery["doelgroepregister"], date(delivery.year, 12, 31), law)
    lines = known_lines(delivery, rules)
    for row in target_group_rows(delivery, rules):
        ground, region = str(row["ground"]), str(row["arbeidsmarktregio"])
        group = Group(public)
        for bsn, lhnr, _, hours, _ in lines:
            if bsn in registered and belongs(registered[bsn], ground, region):
                group.add(bsn, lhnr, hours)
        key = {"ground": ground, "arbeidsmarktregio": region}
        for measure, counts in (
            ("registered", {"persons": row["registered"]}),
            ("working", {"persons": row["working"]}),
            ("hours", group.counts()),
        ):
            yield counts_row(delivery.year, "target_group", key, measure, counts)


def belongs(registration: Row, ground: str, region: str) -> bool:
    """Whether a registration is in a cell or a total."""
    place = registration["arbeidsmarktregio"]
    of_region = UNKNOWN if place is None else f"{place:02}"
    return ground in (registration["grondslag"], WHOLE) and region in (of_region, WHOLE)


# --- people over years ---


def of_cohorts(deliveries: Mapping[int, Delivery], year: int, rules: Rules) -> Iterator[MartRow]:
    """Every cohort that a year is part of, as people only."""
    for start in range(year - YEARS_OF_COHORT + 1, year + 1):
        for row in cohort_rows(deliveries, start, rules):
            for measure in ("persons", "never_worked", "under_12_months"):
                key = {"ground": str(row["ground"])}
                yield counts_row(start, "participation_cohort", key, measure, {"persons": row[measure]})


# --- employers and money ---


def of_quota(delivery: Delivery, public: frozenset[str], given: QuotaVariables, rules: Rules) -> Iterator[MartRow]:
    """Who is liable, and who has a shortage; nobody is said to have one without a percentage."""
    worked = hours_of_target_group(delivery, rules)
    for sector in BOTH_SECTORS:
        key = {"sector": sector}
        liable = [
            one
            for one in fiscal_employers(delivery["werkgevers"]).values()
            if one.sector == sector and one.paid_hours >= THRESHOLD_HOURS
        ]
        counts: MartRow = {
            "employers": len(liable),
            "public_employers": len(liable) if sector == GOVERNMENT else 0,
        }
        yield counts_row(delivery.year, "quota", key, "liable", counts)
        known = quota_variables(delivery.year, sector, rules.overlay) | {
            letter: Fraction(value) for letter, value in given.get(delivery.year, {}).get(sector, {}).items()
        }
        hundredths, _ = quota_percentage(known, delivery.year, sector, rules.overlay)
        if hundredths is not None and known.get("C"):
            group = Group(public)
            for one in liable:
                hours = worked.get(one.number, Fraction(0))
                tenths = shortage_tenths(one, Fraction(hundredths, 10_000), hours, known["C"])
                if tenths > 0:
                    group.of_employer[one.number] = Fraction(tenths, 10)
            yield counts_row(delivery.year, "quota", key, "shortages", group.amounts())


def of_liv(delivery: Delivery, public: frozenset[str], rules: Rules) -> Iterator[MartRow]:
    """The employers of each size class that has any, with all that they were paid."""
    known = fiscal_employers(delivery["werkgevers"])
    classes: dict[str, Group] = {}
    for row in once(delivery.tables.get("liv", [])):
        number = fiscal_number(row["lhnr"])
        code = size_class(known[number].employees if number in known else None, rules.overlay)
        paid = classes.setdefault(code, Group(public)).of_employer
        paid[number] = paid.get(number, Fraction(0)) + rational(row["bedrag"])
    for code, group in classes.items():
        yield counts_row(delivery.year, "liv_by_size", {"size_class": code}, "euro", group.amounts())


def of_social_return(delivery: Delivery) -> Iterator[MartRow]:
    """Each commissioning body, with the contractors that were delivered."""
    for row in once(delivery.tables.get("social_return", [])):
        key = {"opdrachtgever": text(row["opdrachtgever"])}
        yield counts_row(delivery.year, "social_return", key, "euro", contractors_of(row))


def contractors_of(row: Row) -> MartRow:
    """What is known of the contractors of a body; nothing when what was delivered cannot make up the whole."""
    total, largest = rational(row["verplichting_eur"]), rational(row.get("grootste_eur"))
    missing = row.get("opdrachtnemers") is None or row.get("grootste_eur") is None
    number = int(rational(row.get("opdrachtnemers")))
    if missing or number * largest < total:
        return {"total": float(total), "known": False}
    second = Fraction(0) if number <= 1 else min(largest, total - largest)
    return {
        "employers": number,
        "public_employers": 0,
        "largest": float(largest),
        "second": float(second),
        "total": float(total),
    }


# --- the survey ---


def of_lenders(delivery: Delivery) -> Iterator[MartRow]:
    """The lenders that lent to a sector, with the weight of their stratum; what comes from the key rests on them."""
    for sector in BOTH_SECTORS:
        counts = lenders_of(delivery["verdeelsleutel"], sector)
        for mart in ("allocation_key", "decomposition"):
            yield counts_row(delivery.year, mart, {"sector": sector}, "weighted_hours", counts)
        for form in (LOAN, WHOLE):
            key = {"sector": sector, "form": form}
            yield counts_row(delivery.year, "uncertainty", key, "weighted_hours", counts)


def lenders_of(survey: Sequence[Row], sector: str) -> MartRow:
    """The weighted hours of each lender to a sector."""
    hours = []
    for units in responding_lenders(survey).values():
        for unit in units:
            lent = unit.government if sector == GOVERNMENT else unit.total - unit.government
            if lent:
                hours.append(lent * unit.population / len(units))
    ordered = [*sorted(hours, reverse=True), Fraction(0), Fraction(0)]
    return {
        "employers": len(hours),
        "largest": float(ordered[0]),
        "second": float(ordered[1]),
        "total": float(sum_of(hours)),
    }


# --- scenarios ---


def of_scenarios(delivery: Delivery, public: frozenset[str], rules: Rules) -> Iterator[MartRow]:
    """What each scenario counts otherwise than the law, by sector and form, and all together."""
    for entry in entries():
        name = str(entry["name"])
        other = rules.scenario(entry.get("payrolling_counts_as"), tuple(entry.get("further_grounds", ())))
        groups: dict[tuple[str, str, str], Group] = {}
        for bsn, lhnr, sector, before, after, hours in in_both(delivery, rules, other):
            if before != after:
                groups.setdefault((sector, before, after), Group(public)).add(bsn, lhnr, hours)
                groups.setdefault((WHOLE, WHOLE, WHOLE), Group(public)).add(bsn, lhnr, hours)
        for (sector, before, after), group in groups.items():
            key = {"scenario": name, "sector": sector, "from": before, "to": after}
            chosen = key if sector != WHOLE else {"scenario": name}
            yield counts_row(delivery.year, "scenarios", chosen, "moved", group.counts())
        bodies = once(delivery.tables.get("social_return", []))
        if "social_return_counts_as" in entry and bodies:
            yield counts_row(delivery.year, "scenarios", {"scenario": name}, "moved", jobs_moved(bodies))


def jobs_moved(bodies: Iterable[Row]) -> MartRow:
    """The jobs through social return; of how many contractors at least, if that is known of every body."""
    counts = [contractors_of(row) for row in bodies]
    total: MartRow = {"total": float(sum_of(rational(row["banen"]) for row in bodies))}
    if any("employers" not in one for one in counts):
        return total | {"known": False}
    return total | {"employers": max(int(str(one["employers"])) for one in counts), "public_employers": 0}


def in_both(delivery: Delivery, rules: Rules, other: Rules) -> Iterator[tuple[str, str, str, str, str, Fraction]]:
    """Every line with hours of a known employer: person, number, sector, its form under either law, and its hours."""
    sectors = employer_sectors(delivery["werkgevers"])
    laws = Law(delivery.year, rules), Law(delivery.year, other)
    groups = [people_of_target_group(delivery["doelgroepregister"], delivery.year, law.grounds) for law in laws]
    lines = [
        (row, [form_of(row, law) for law in laws], december_hours(row, delivery.year))
        for row in employment_at_the_cut(delivery, laws[0])
    ]
    if delivery.year < WSW_IN_POLIS_SINCE:
        lines += [(row, [LOAN, LOAN], rational(row["uren_december"])) for row in delivery["wsw_detacheringen"]]
    for row, forms, hours in lines:
        bsn, lhnr = text(row["bsn"]), text(row["lhnr"])
        counted = [
            form if form in (FORMAL, LOAN) and bsn in people else NOT_COUNTED
            for form, people in zip(forms, groups, strict=True)
        ]
        if lhnr in sectors and hours > 0:
            yield bsn, lhnr, sectors[lhnr], counted[0], counted[1], hours


# --- a release ---


def release_counts(
    deliveries: Iterable[Delivery], quota: QuotaVariables | None = None, rules: Rules = THE_LAW
) -> list[MartRow]:
    """The whole table of a release of some years; a cohort is there once."""
    by_year = {delivery.year: delivery for delivery in deliveries}
    found = {
        (str(row["year"]), str(row["mart"]), str(row["key"]), str(row["measure"])): row
        for year in by_year
        for row in base_counts(by_year, year, quota, rules)
    }
    return [found[key] for key in sorted(found)]
