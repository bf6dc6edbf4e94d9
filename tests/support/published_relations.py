"""The relations of the marts, written down by hand: what everybody knows of figures without seeing them.

Each relation says that a sum of figures is a constant. Constants are taken from the truth, for whoever knows the
published figures exactly knows them; a relation that the truth does not keep is a mistake here (or a year whose
nulmeting the law restated) and is named, not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from tests.support.published_files import TOTAL, Name, Release, Row

#: Hours of a job in December (measurement.md, step 9).
HOURS_OF_A_JOB = 110.92
OFFICIAL = "huidige_wet"
BASELINE = 2012
SECTORS = ("markt", "overheid")


@dataclass(frozen=True)
class Relation:
    """A sum of figures that everybody knows.

    Attributes:
        what: in words.
        terms: figures with their coefficients.
        constant: their sum.
        slack: how far the truth may be off for each term, because marts hold whole jobs.
    """

    what: str
    terms: tuple[tuple[Name, float], ...]
    constant: float = 0.0
    slack: float = 1e-6


@dataclass
class Figures:
    """Every figure of a release: its true value and the least that it can be; and all relations."""

    release: Release
    value: dict[Name, float] = field(default_factory=dict)
    least: dict[Name, float] = field(default_factory=dict)
    #: Figures that no mart shows.
    hidden: set[Name] = field(default_factory=set)
    relations: list[Relation] = field(default_factory=list)
    #: Figures that follow from laws and never-withheld ones, whatever their status.
    open: set[Name] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def add(self, name: Name, value: float, least: float = 0.0) -> None:
        self.value[name], self.least[name] = float(value), least

    def hide(self, name: Name, value: float, least: float = 0.0) -> Name:
        """Adds a figure that no mart shows."""
        self.hidden.add(name)
        self.add(name, value, least)
        return name

    def relate(
        self, what: str, terms: Iterable[tuple[Name, float]], constant: float = 0.0, slack: float = 1e-6
    ) -> None:
        """Adds a relation between the figures that are there."""
        there = tuple((name, c) for name, c in terms if name in self.value)
        off = abs(sum(c * self.value[name] for name, c in there) - constant)
        size = max((abs(c * self.value[name]) for name, c in there), default=0.0)
        if off > slack * len(there) + 1e-6 * size:
            self.broken.append(what)
        elif there:
            self.relations.append(Relation(what, there, constant, slack))


def figures(release: Release) -> Figures:
    """All figures and relations of a release."""
    found = Figures(release)
    for part in (target_group, cohort, government, quota, benefits, social_return, scenarios, quality, people):
        part(found)
    return found


# --- one mart after another ---------------------------------------------------------------------------------


def jobs(row: Row) -> float:
    """Jobs of a row, unrounded where the exact mart has them."""
    name = "formal_jobs" if "formal_jobs" in row else "level_jobs"
    exact = row.get(f"{name}_exact")
    return float(row[name] if exact is None else exact)


def slack_of(release: Release, mart: str) -> float:
    """Half a job a term where a mart has whole jobs only."""
    rows = release.exact.get(mart, [])
    return 1e-6 if rows and {"level_jobs_exact", "formal_jobs_exact"} & rows[0].keys() else 0.51


def target_group(found: Figures) -> None:
    """Registered = working + not working; totals over ground and region of each; the percentage joins two figures."""
    rows = {
        (year, row["ground"], row["arbeidsmarktregio"]): key for year, key, row in found.release.rows("target_group")
    }
    for year, key, row in found.release.rows("target_group"):
        at = (year, "target_group", key)
        found.add((*at, "registered"), row["registered"], least_registered(rows, year, row))
        found.add((*at, "working"), row["working"])
        found.add((*at, "level_jobs"), jobs(row))
        base_and_part(found, at, "registered", "working", row["working"])
        percentage(found, at, "working_pct", "working", "registered")
    slack = slack_of(found.release, "target_group")
    for axis in (1, 2):
        for whole, parts in totals(rows, axis):
            for column in ("registered", "working", "not:working", "level_jobs"):
                names = [(part[0], "target_group", rows[part], column) for part in parts]
                total = (whole[0], "target_group", rows[whole], column)
                off = slack if column == "level_jobs" else 1e-6
                found.relate(f"total of {total}", [*((name, 1.0) for name in names), (total, -1.0)], slack=off)


def least_registered(rows: dict[tuple[int, str, str], str], year: int, row: Row) -> float:
    """Each row shows somebody; a total shows one of each of its rows."""
    inside = [
        place
        for place in rows
        if place[0] == year
        and TOTAL not in place[1:]
        and row["ground"] in {TOTAL, place[1]}
        and row["arbeidsmarktregio"] in {TOTAL, place[2]}
    ]
    return float(max(1, len(inside)))


def totals(
    rows: dict[tuple[int, str, str], str], axis: int
) -> Iterator[tuple[tuple[int, str, str], list[tuple[int, str, str]]]]:
    """Each total along an axis with its parts."""
    parts: dict[tuple[int, str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for place in rows:
        if place[axis] != TOTAL:
            whole = (place[0], TOTAL, place[2]) if axis == 1 else (place[0], place[1], TOTAL)
            parts[whole].append(place)
    yield from ((whole, inside) for whole, inside in parts.items() if whole in rows)


def base_and_part(found: Figures, at: tuple[int, str, str], base: str, part: str, size: float) -> None:
    """A base is those with a property and those without it."""
    rest = found.hide((*at, f"not:{part}"), found.value[*at, base] - size)
    found.relate(f"{base} of {at}", [((*at, base), 1.0), ((*at, part), -1.0), (rest, -1.0)])


def percentage(found: Figures, at: tuple[int, str, str], pct: str, part: str, base: str) -> None:
    """A published percentage is taken to tell the ratio of its two figures exactly."""
    name, whole = (*at, pct), found.value[*at, base]
    if whole and found.release.is_shown(name):
        share = found.value[*at, part] / whole
        found.relate(f"{pct} of {at}", [((*at, part), 1.0), ((*at, base), -share)])


def cohort(found: Figures) -> None:
    """Persons = never + less than a year + the rest; totals over grounds; percentages."""
    by_year: dict[int, list[tuple[str, Row]]] = defaultdict(list)
    for year, key, row in found.release.rows("participation_cohort"):
        by_year[year].append((key, row))
        at = (year, "participation_cohort", key)
        found.add((*at, "persons"), row["persons"], 1.0)
        for part in ("never_worked", "under_12_months"):
            found.add((*at, part), row[part])
            base_and_part(found, at, "persons", part, row[part])
            percentage(found, at, f"{part}_pct", part, "persons")
        rest = found.hide((*at, "rest"), row["persons"] - row["never_worked"] - row["under_12_months"])
        parts = [((*at, part), -1.0) for part in ("never_worked", "under_12_months")]
        found.relate(f"persons of {at}", [((*at, "persons"), 1.0), *parts, (rest, -1.0)])
    for year, rows in by_year.items():
        cohort_totals(found, year, rows)


def cohort_totals(found: Figures, year: int, rows: list[tuple[str, Row]]) -> None:
    whole = next((key for key, row in rows if row["ground"] == TOTAL), None)
    if whole is None:
        return
    found.least[year, "participation_cohort", whole, "persons"] = float(max(1, len(rows) - 1))
    for column in ("persons", "never_worked", "under_12_months", "not:never_worked", "not:under_12_months", "rest"):
        terms = [
            ((year, "participation_cohort", key, column), 1.0 if row["ground"] != TOTAL else -1.0) for key, row in rows
        ]
        found.relate(f"total of {column} of cohort {year}", terms)


def government(found: Figures) -> None:
    """Sub-sectors add up to formal jobs of government, ministries to the Rijk; a percentage tells the jobs."""
    formal, of_rijk = (formal_jobs(found, mart) for mart in ("government_sectors", "ministries"))
    slack = slack_of(found.release, "government_sectors")
    realised = found.release.truth.get("realisation", {})
    for year, terms in formal.items():
        whole = realised.get((year, "sector=overheid;form=formeel"))
        if whole is not None:
            found.relate(f"sub-sectors {year}", terms, jobs(whole), slack)
    for year, terms in of_rijk.items():
        rijk = (year, "government_sectors", "overheidssector=rijk", "formal_jobs")
        if rijk in found.value:
            found.relate(f"ministries {year}", [*terms, (rijk, -1.0)], slack=slack_of(found.release, "ministries"))


def formal_jobs(found: Figures, mart: str) -> dict[int, list[tuple[Name, float]]]:
    """The formal jobs of each row, by year; a shown percentage of a known opgave shows them."""
    sums: dict[int, list[tuple[Name, float]]] = defaultdict(list)
    for year, key, row in found.release.rows(mart):
        if row["formal_jobs"] is not None:
            name = (year, mart, key, "formal_jobs")
            found.add(name, jobs(row))
            sums[year].append((name, 1.0))
            if row.get("realisation_pct") is not None and found.release.is_shown((*name[:3], "realisation_pct")):
                found.open.add(name)
    return sums


def quota(found: Figures) -> None:
    """Two figures that stand alone."""
    for year, key, row in found.release.rows("quota"):
        for column in ("employers_liable", "shortage_jobs"):
            if row[column] is not None:
                found.add((year, "quota", key, column), row[column])


def benefits(found: Figures) -> None:
    """The benefits of all size classes together count as known, and so do the employers."""
    sums: dict[tuple[int, str], list[tuple[Name, float]]] = defaultdict(list)
    for year, key, row in found.release.rows("liv_by_size"):
        for column, least in (("employers", 1.0), ("amount_eur", 0.0)):
            name = (year, "liv_by_size", key, column)
            found.add(name, row[column], min(least, float(row[column])))
            sums[year, column].append((name, 1.0))
    for (year, column), terms in sums.items():
        known_sum(found, f"{column} of liv {year}", terms)


def known_sum(found: Figures, what: str, terms: list[tuple[Name, float]]) -> None:
    """A sum that is published elsewhere."""
    found.relate(what, terms, sum(c * found.value[name] for name, c in terms))


def social_return(found: Figures) -> None:
    """Obligations and jobs of each commissioning body; the jobs together are what the scenario moves."""
    for year, key, row in found.release.rows("social_return"):
        for column in ("obligation_eur", "jobs"):
            if row[column] is not None:
                found.add((year, "social_return", key, column), float(row[column]))


def quality(found: Figures) -> None:
    """Lines that fail; what was quarantined is what failed a rule of lines."""
    failed: dict[tuple[int, str], list[tuple[Name, float]]] = defaultdict(list)
    for year, key, row in found.release.rows("quality"):
        name = (year, "quality", key, "failed_rows")
        found.add(name, row["failed_rows"])
        table = str(row["delivery_table"])
        if row["failed_pct"] and found.release.is_shown((*name[:3], "failed_pct")):
            found.open.add(name)
        if row["severity"] == "critical":
            failed[year, table].append((name, -1.0 if row["expectation"] == "quarantine_limit" else 1.0))
    for (year, table), terms in failed.items():
        if any(c < 0 for _, c in terms):
            found.relate(f"quarantine of {table} {year}", terms)


def people(found: Figures) -> None:
    """People of the realisation and of sub-sectors: somebody can be in two, so the whole is at most the sum."""
    for mart in ("realisation", "government_sectors"):
        for year, key, row in found.release.rows(mart):
            if row.get("persons") is not None:
                found.add((year, mart, key, "persons"), row["persons"])
    for year in sorted({year for year, _, _ in found.release.rows("realisation")}):
        cells = {key: (year, "realisation", f"sector={key[0]};form={key[1]}", "persons") for key in PLACES}
        at_most(found, cells[TOTAL, "formeel"], [cells["markt", "formeel"], cells["overheid", "formeel"]])
        at_most(found, cells[TOTAL, TOTAL], [cells[TOTAL, "formeel"], cells[TOTAL, "inleen"]])
        parts = [name for name in found.value if name[:2] == (year, "government_sectors") and name[3] == "persons"]
        at_most(found, cells["overheid", "formeel"], parts)


PLACES = [(sector, form) for sector in ("markt", "overheid", TOTAL) for form in ("formeel", "inleen", TOTAL)]


def at_most(found: Figures, whole: Name, parts: list[Name]) -> None:
    """Everybody of the whole is in a part, and everybody of a part in the whole."""
    there = [part for part in parts if part in found.value]
    if whole not in found.value or not there:
        return
    twice = (*whole[:3], f"twice:{there[0][1]}")
    found.hide(twice, sum(found.value[part] for part in there) - found.value[whole])
    found.relate(f"people of {whole}", [*((part, 1.0) for part in there), (whole, -1.0), (twice, -1.0)])
    for part in there:
        others = (*part[:3], f"not in:{'/'.join(whole[1:])}")
        found.hide(others, found.value[whole] - found.value[part])
        found.relate(f"people of {part} in {whole}", [(whole, 1.0), (part, -1.0), (others, -1.0)])


# --- scenarios ----------------------------------------------------------------------------------------------


def scenarios(found: Figures) -> None:
    """Every row: levels, extra jobs, gap and difference to the official result; and what group each scenario moves."""
    rows = {(row["scenario"], year, row["sector"]): (key, row) for year, key, row in found.release.rows("scenarios")}
    for (scenario, year, _), (key, row) in rows.items():
        for column in ("level_jobs", "extra_jobs", "gap_jobs", "difference_to_official"):
            if row[column] is not None:
                found.add((year, "scenarios", key, column), row[column], least_of(scenario, year, row, column, rows))
        if scenario in {OFFICIAL, "zonder_onderscheid"} or scenario.startswith("sleutel_"):
            found.open |= {name for name in found.value if name[:3] == (year, "scenarios", key)}
    for place, (key, row) in rows.items():
        columns_of(found, place, key, row, rows)
    for scenario, year in sorted({place[:2] for place in rows}):
        moved_group(found, scenario, year, rows)


Mover = Callable[[Figures, int, dict[str, Name], dict[str, float]], None]
Places = dict[tuple[str, int, str], tuple[str, Row]]


def least_of(scenario: str, year: int, row: Row, column: str, rows: Places) -> float:
    """More people who count make no level lower; nothing else bounds a scenario."""
    official = rows.get((OFFICIAL, year, row["sector"]))
    if scenario == "bredere_doelgroep" and column == "level_jobs" and official:
        return min(float(official[1]["level_jobs"]), float(row["level_jobs"]))
    return float("-inf") if column != "level_jobs" else min(0.0, float(row[column]))


def columns_of(found: Figures, place: tuple[str, int, str], key: str, row: Row, rows: Places) -> None:
    """Gap = extra - target; difference = extra - official extra; extra = level - nulmeting."""
    scenario, year, sector = place
    at = (year, "scenarios", key)
    if row["gap_jobs"] is not None:
        target = float(row["target_jobs"])
        found.relate(f"gap of {at}", [((*at, "extra_jobs"), 1.0), ((*at, "gap_jobs"), -1.0)], target, 0.51)
    official = rows.get((OFFICIAL, year, sector))
    if official:
        terms = [((*at, "extra_jobs"), 1.0), ((*at, "difference_to_official"), -1.0)]
        found.relate(f"difference of {at}", terms, float(official[1]["extra_jobs"]), 1.01)
    terms = [((*at, "extra_jobs"), 1.0), ((*at, "level_jobs"), -1.0)]
    if scenario in {"payroll_als_inleen", "bredere_doelgroep"}:
        first = rows.get((scenario, BASELINE, sector))
        if first:
            nulmeting = (BASELINE, "scenarios", first[0], "level_jobs")
            found.relate(f"extra of {at}", [*terms, (nulmeting, 1.0)] if year != BASELINE else [terms[0]], slack=0.51)
    elif official:
        constant = float(official[1]["extra_jobs"]) - float(official[1]["level_jobs"])
        found.relate(f"extra of {at}", terms, constant, 1.01)


def moved_group(found: Figures, scenario: str, year: int, rows: Places) -> None:
    """Level = official level and what the scenario moves."""
    levels = {sector: rows[scenario, year, sector] for sector in (*SECTORS, TOTAL) if (scenario, year, sector) in rows}
    named = {sector: (year, "scenarios", key, "level_jobs") for sector, (key, _) in levels.items()}
    if set(named) == {*SECTORS, TOTAL}:
        terms = [(named[sector], 1.0 if sector != TOTAL else -1.0) for sector in named]
        found.relate(f"sectors of {scenario} {year}", terms, slack=0.51)
    official = {sector: rows.get((OFFICIAL, year, sector)) for sector in named}
    if scenario in MOVES and all(official.values()):
        there = {sector: float(one[1]["level_jobs"]) for sector, one in official.items() if one}
        MOVES[scenario](found, year, named, there)


def group(found: Figures, scenario: str, year: int) -> Name | None:
    """The jobs of the group of a scenario, which no mart shows; None where nothing is counted."""
    counts = found.release.rests_on.get((year, "scenarios", f"scenario={scenario}", "moved"))
    if counts is None or counts["total"] is None:
        return None
    per_job = 1.0 if scenario == "social_return_bij_overheid" else HOURS_OF_A_JOB
    return found.hide((year, "scenarios", f"scenario={scenario}", "moved"), counts["total"] / per_job)


def of_lines(scenario: str) -> Mover:
    """A scenario under which lines count in another form, or count at all."""

    def moves(found: Figures, year: int, named: dict[str, Name], official: dict[str, float]) -> None:
        """Level = official level + what came in the form of the sector - what left it + the key's share of the pool."""
        parts = groups(found, scenario, year)
        whole = group(found, scenario, year)
        if whole is None or not parts:
            return
        found.relate(f"groups of {scenario} {year}", [*((name, 1.0) for name, *_ in parts), (whole, -1.0)])
        shares = {row["sector"]: row["share_pct"] for of, _, row in found.release.rows("allocation_key") if of == year}
        for sector in named if len(shares) == len(SECTORS) else ():
            share = 1.0 if sector == TOTAL else float(shares[sector]) / 100
            terms = [(name, -moved(sector, share, *group)) for name, *group in parts]
            what = f"group of {scenario} {year} in {sector}"
            found.relate(what, [(named[sector], 1.0), *terms], official[sector], 1.01)

    return moves


def moved(sector: str, share: float, of: str, before: str, after: str) -> float:
    """What a sector gets of a job that counts in one form and under a scenario in another."""
    gets = {"formeel": float(sector in {of, TOTAL}), "inleen": share}
    return gets.get(after, 0.0) - gets.get(before, 0.0)


#: Scenario -> the forms that lines have, and those that they can get. That a group is empty is known to nobody.
FORMS_OF = {
    "bredere_doelgroep": (("telt_niet",), ("formeel", "inleen")),
    "payroll_als_inleen": (("formeel",), ("inleen",)),
}


def groups(found: Figures, scenario: str, year: int) -> list[tuple[Name, str, str, str]]:
    """The jobs of each group of a scenario, with its sector and the forms it had and gets."""
    parts = []
    for (of_year, mart, key, measure), counts in sorted(found.release.rests_on.items()):
        fields = dict(part.split("=", 1) for part in key.split(";"))
        at = (of_year, mart, measure, fields.get("scenario"))
        if at == (year, "scenarios", "moved", scenario) and "from" in fields and counts["total"] is not None:
            name = found.hide((year, mart, key, measure), counts["total"] / HOURS_OF_A_JOB)
            parts.append((name, fields["sector"], fields["from"], fields["to"]))
    there = {one[1:] for one in parts}
    for group_of in product(SECTORS, *FORMS_OF[scenario]):
        if group_of not in there:
            fields = dict(zip(("sector", "from", "to"), group_of, strict=True))
            key = ";".join([f"scenario={scenario}", *(f"{name}={value}" for name, value in fields.items())])
            parts.append((found.hide((year, "scenarios", key, "moved"), 0.0), *group_of))
    return parts


def through_suppliers(found: Figures, year: int, named: dict[str, Name], official: dict[str, float]) -> None:
    """Jobs through social return leave the market for government."""
    jobs_of_all = [(name, 1.0) for name in found.value if name[:2] == (year, "social_return") and name[3] == "jobs"]
    for sector, sign in (("markt", 1.0), ("overheid", -1.0)):
        terms = [(named[sector], 1.0), *((name, sign) for name, _ in jobs_of_all)]
        found.relate(f"social return of {sector} {year}", terms, official[sector], 1.01)
    found.relate(f"total of social_return_bij_overheid {year}", [(named[TOTAL], 1.0)], official[TOTAL], 1.01)
    moved = group(found, "social_return_bij_overheid", year)
    if moved:
        found.relate(f"jobs through social return {year}", [*jobs_of_all, (moved, -1.0)])


MOVES: dict[str, Mover] = {
    "bredere_doelgroep": of_lines("bredere_doelgroep"),
    "payroll_als_inleen": of_lines("payroll_als_inleen"),
    "social_return_bij_overheid": through_suppliers,
}
