"""Somebody who has every published file, every relation of the marts and a solver (docs/spec/disclosure.md, section 9).

Shares no code with `transforms.protection` nor with what the registry declares: what a file says is in
`published_files`, what everybody knows of figures in `published_relations`; the rules, what must stay possible and the
linear programmes are here.

A published figure counts as known exactly (rounding gives no protection). Of a withheld one only its natural bounds are
known. Of a chain of releases, what one published and a later one has unchanged is known in the later one too; two
withheld figures of two releases are never taken to be equal (docs/decisions/0044), so that the programme of a chain
falls apart into one for each release.

Not judged: how wide jobs must stay where nobody of a group works (the people themselves are judged).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from tests.support.published_files import TOTAL, Name, Release, Row
from tests.support.published_relations import OFFICIAL, Figures, figures
from tests.support.published_statuses import shrunk, wrong_statuses

Kind = Literal["people", "employers", "amount", "lines", "unknown"]
#: The rows of everybody: never withheld to protect others.
NATIONAL = {f"ground={TOTAL};arbeidsmarktregio={TOTAL}", f"ground={TOTAL}"}
#: In the unit of a component, where what must stay possible is about 10.
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Rules:
    """Thresholds, with the defaults of disclosure.md."""

    min_persons: int = 10
    min_employers: int = 3
    dominance_p: float = 10
    zeros_disclose: bool = True
    withhold_unknown: bool = True
    protect_public_bodies: bool = False


@dataclass(frozen=True)
class Judged:
    """How a column is judged: what it counts, its base counts, and the base whose rest is protected too."""

    kind: Kind
    counts: str = ""
    of: str = ""


JUDGED: Mapping[tuple[str, str], Judged] = {
    ("realisation", "persons"): Judged("people"),
    ("government_sectors", "persons"): Judged("people"),
    ("government_sectors", "formal_jobs"): Judged("amount", "hours"),
    ("ministries", "formal_jobs"): Judged("amount", "hours"),
    ("target_group", "registered"): Judged("people"),
    ("target_group", "working"): Judged("people", of="registered"),
    ("target_group", "level_jobs"): Judged("amount", "hours"),
    ("participation_cohort", "persons"): Judged("people"),
    ("participation_cohort", "never_worked"): Judged("people", of="persons"),
    ("participation_cohort", "under_12_months"): Judged("people", of="persons"),
    ("quota", "employers_liable"): Judged("employers", "liable"),
    ("quota", "shortage_jobs"): Judged("amount", "shortages"),
    ("liv_by_size", "employers"): Judged("employers", "euro"),
    ("liv_by_size", "amount_eur"): Judged("amount", "euro"),
    ("social_return", "obligation_eur"): Judged("amount", "euro"),
    ("social_return", "jobs"): Judged("amount", "euro"),
    ("quality", "failed_rows"): Judged("lines"),
}


@dataclass(frozen=True)
class Primary:
    """A figure that must be withheld, and what must stay possible of a figure on account of it.

    Attributes:
        name: what must be withheld.
        rule: P1 to P5.
        target: of what the interval is asked: the figure, or those who lack its property.
        low, high: the interval; None where none is asked.
    """

    name: Name
    rule: str
    target: Name
    interval: tuple[float, float] | None


# --- the rules, section 3 -----------------------------------------------------------------------------------


def primaries(found: Figures, rules: Rules) -> Iterator[Primary]:
    """Every figure that breaks a rule."""
    for name in sorted(found.value):
        judged = JUDGED.get((name[1], name[3]))
        if judged and name not in found.hidden:
            yield from OF_KIND[judged.kind](found, name, judged, rules)
    yield from of_scenarios(found, rules)


def of_people(found: Figures, name: Name, judged: Judged, rules: Rules) -> Iterator[Primary]:
    """P1, and P2 of those who lack the property."""
    people = found.value[name]
    able = (found.least[name], max(rules.min_persons, people))
    if 0 < people < rules.min_persons:
        yield Primary(name, "P1", name, able)
    if not judged.of:
        return
    rest = (*name[:3], f"not:{name[3]}")
    lacking = found.value[rest]
    if people == 0 < lacking and rules.zeros_disclose:
        yield Primary(name, "P2", name, able)
    if people + lacking > 0 and lacking < rules.min_persons:
        yield Primary(name, "P2", rest, (0.0, max(rules.min_persons, lacking)))


def of_employers(found: Figures, name: Name, judged: Judged, rules: Rules) -> Iterator[Primary]:
    """P3 of a number of employers."""
    counts = counts_of(found, name, judged)
    if counts and not exempt(counts, rules) and 0 < (counts["employers"] or 0) < rules.min_employers:
        high = max(rules.min_employers, found.value[name])
        yield Primary(name, "P3", name, (max(1.0, found.least[name]), high))


def of_amount(found: Figures, name: Name, judged: Judged, rules: Rules) -> Iterator[Primary]:
    """P1 of those whose hours these are, P3 and P4 of their employers, P5."""
    counts = counts_of(found, name, judged)
    if counts is None:
        return
    value = found.value[name]
    if not counts["known"] and rules.withhold_unknown:
        yield Primary(name, "P5", name, around(found, name, rules.dominance_p / 100 * abs(value)))
    if 0 < (counts["persons"] or 0) < rules.min_persons:
        high = max(float(rules.min_persons), value + 1.0)
        yield Primary(name, "P1", name, (found.least[name], high))
    for rule, margin in of_contributions(counts, rules):
        unit = abs(value) / counts["total"] if counts["total"] else 1.0
        yield Primary(name, rule, name, around(found, name, margin * unit))


def of_contributions(counts: Row, rules: Rules) -> Iterator[tuple[str, float]]:
    """P3 and P4: how far the amount must be able to lie from the truth, in the unit of the contributions."""
    if exempt(counts, rules):
        return
    largest, second, total = (float(counts[name] or 0) for name in ("largest", "second", "total"))
    allowed = rules.dominance_p / 100 * largest
    if 0 < (counts["employers"] or 0) < rules.min_employers:
        yield "P3", allowed
    rest = total - largest - second
    if counts["largest"] is not None and rest < allowed - 1e-9 * total:
        yield "P4", allowed - max(rest, 0.0)


def of_lines(found: Figures, name: Name, judged: Judged, rules: Rules) -> Iterator[Primary]:
    """1 to 9 delivered lines that fail; a check of something else than lines says nothing of anybody."""
    del judged
    rows = found.release.truth["quality"]
    row = rows[name[0], name[2]]
    lines = max(one["checked_rows"] for (year, _), one in rows.items() if year == name[0] and table(one) == table(row))
    if 0 < row["failed_rows"] < rules.min_persons and row["checked_rows"] == lines:
        yield Primary(name, "P1", name, None)


def table(row: Row) -> object:
    return row["delivery_table"]


OF_KIND = {"people": of_people, "employers": of_employers, "amount": of_amount, "lines": of_lines}


def of_scenarios(found: Figures, rules: Rules) -> Iterator[Primary]:
    """P1, P3 and P4 of the group that a scenario moves: no figure of the scenario and year may be published."""
    for (year, mart, key, measure), counts in sorted(found.release.rests_on.items()):
        if (mart, measure) != ("scenarios", "moved") or f"scenario={OFFICIAL}" in key:
            continue
        moved = (year, mart, key, "moved")
        few = 0 < (counts["persons"] or 0) < rules.min_persons
        broken = [("P1", 0.0)] if few else []
        broken += list(of_contributions(counts, rules))
        if not counts["known"] and rules.withhold_unknown:
            broken.append(("P5", rules.dominance_p / 100 * (counts["total"] or 0.0)))
        for rule, margin in broken:
            yield from of_group(found, moved, rule, margin, counts, rules)


def of_group(found: Figures, moved: Name, rule: str, margin: float, counts: Row, rules: Rules) -> Iterator[Primary]:
    year, mart, key, _ = moved
    interval = None
    if moved in found.value:
        value = found.value[moved]
        unit = value / counts["total"] if counts["total"] else 1.0
        people = (0.0, max(float(rules.min_persons), value + 1.0))
        interval = people if rule == "P1" else around(found, moved, margin * unit)
    scenario = key.split(";")[0]
    for name in found.value:
        if name[:2] == (year, mart) and name[2].split(";")[0] == scenario and name not in found.hidden:
            official_too = name in found.open or (name[2].endswith(f"sector={TOTAL}") and same_total(scenario))
            if not official_too:
                yield Primary(name, rule, moved if interval else name, interval)


def same_total(scenario: str) -> bool:
    """Scenarios that move jobs between the sectors leave the total as it is."""
    return scenario in {"scenario=payroll_als_inleen", "scenario=social_return_bij_overheid"}


def around(found: Figures, name: Name, margin: float) -> tuple[float, float]:
    return max(found.least[name], found.value[name] - margin), found.value[name] + margin


def counts_of(found: Figures, name: Name, judged: Judged) -> Row | None:
    return found.release.rests_on.get((*name[:3], judged.counts))


def exempt(counts: Row, rules: Rules) -> bool:
    """Employers of the government have no objection, where there are no others."""
    everybody = bool(counts["employers"]) and counts["public_employers"] == counts["employers"]
    return everybody and not rules.protect_public_bodies


# --- what is known ------------------------------------------------------------------------------------------


@dataclass
class Attacker:
    """What somebody knows of a release who has the earlier ones too."""

    release: Release
    earlier: Sequence[Release] = ()
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def figures(self) -> Figures:
        return figures(self.release)

    @cached_property
    def primaries(self) -> list[Primary]:
        """Figures that must be withheld, but for those that an earlier release published as they are."""
        return [one for one in primaries(self.figures, self.rules) if one.name not in self.told]

    @cached_property
    def told(self) -> set[Name]:
        """Figures that an earlier release published, with the same exact value on the same base."""
        before = [(figures(release), release) for release in self.earlier]
        return {
            name
            for name, value in self.figures.value.items()
            for old, release in before
            if name not in old.hidden and old.value.get(name) == value and release.is_shown(name)
            if same_base(self.release, release, name)
        }

    @cached_property
    def known(self) -> set[Name]:
        """Figures whose exact value is known."""
        shown = {name for name in self.figures.value if name not in self.figures.hidden and self.release.is_shown(name)}
        return shown | self.told | self.figures.open

    @cached_property
    def programme(self) -> Programme:
        return Programme(self.figures, self.known)

    @cached_property
    def unavoidable(self) -> set[str]:
        """What would be found too if all were withheld that ever is: it follows from what the law has published."""
        must = {one.name for one in self.primaries}
        blind = Attacker(replace(self.release, public={}, freed=frozenset()), (), self.rules)
        blind.known = {name for name in self.known - must if name[2] in NATIONAL} | blind.figures.open
        return {*blind.narrow(), *blind.alone()}

    def interval(self, name: Name) -> tuple[float, float]:
        """The least and the most that a figure can be."""
        return self.programme.bound(name, -1.0), self.programme.bound(name, 1.0)

    # --- findings -------------------------------------------------------------------------------------------

    def findings(self) -> list[str]:
        """All that is wrong with a release, but for what no choice of ours can help."""
        calculated = {*self.narrow(), *self.alone()}
        calculated -= self.unavoidable if calculated else set()
        return sorted({*self.published(), *calculated, *self.badly_written()})

    def published(self) -> Iterator[str]:
        """Figures that must be withheld, and are not."""
        yield from (said(f"{one.rule} published", one.name) for one in self.primaries if one.name in self.known)

    def narrow(self, places: Collection[tuple[int, str]] = ()) -> Iterator[str]:
        """Figures that are withheld, but can be calculated too well; of all years and marts, or of some."""
        for one in self.primaries:
            if places and one.name[:2] not in places:
                continue
            if one.name not in self.known and one.interval and not self.programme.holds(one.target, one.interval):
                yield said(f"{one.rule} narrow", one.target)

    def alone(self) -> Iterator[str]:
        """Withheld figures whose sum is known and rests on too few: somebody in it knows the others."""
        asked = {one.target for one in self.primaries} | {one.name for one in self.primaries}
        of_employers = {one.name for one in self.primaries if one.rule in {"P3", "P4"}}
        for relation in self.figures.relations:
            terms = [(name, c) for name, c in relation.terms if name not in self.known]
            if len({c > 0 for _, c in terms}) == 1 and asked & {name for name, _ in terms}:
                names = [name for name, _ in terms]
                yield from (said("too few together", name) for name in self.too_few(names, asked))
                yield from (
                    said("too few employers together", name) for name in self.too_few_employers(names, of_employers)
                )

    def too_few(self, names: list[Name], asked: Collection[Name]) -> list[Name]:
        people = [self.people_of(name) for name in names]
        few = None not in people and sum(one or 0 for one in people) < self.rules.min_persons
        return [name for name in names if name in asked] if few else []

    def too_few_employers(self, names: list[Name], asked: Collection[Name]) -> list[Name]:
        employers = [self.employers_of(name) for name in names]
        few = None not in employers and sum(one or 0 for one in employers) < self.rules.min_employers
        return [name for name in names if name in asked] if few else []

    def people_of(self, name: Name) -> int | None:
        judged = JUDGED.get((name[1], name[3]))
        if name in self.figures.hidden and name[1] in {"target_group", "participation_cohort"}:
            return int(self.figures.value[name])
        if judged and judged.kind == "people":
            return int(self.figures.value[name])
        counts = counts_of(self.figures, name, judged) if judged else None
        return None if counts is None else counts["persons"]

    def employers_of(self, name: Name) -> int | None:
        judged = JUDGED.get((name[1], name[3]))
        counts = counts_of(self.figures, name, judged) if judged and judged.counts else None
        return None if counts is None else counts["employers"]

    def badly_written(self) -> Iterator[str]:
        """Statuses and values that are not as they must be, and statuses that shrank."""
        yield from wrong_statuses(self.release)
        for before in self.earlier:
            yield from (said("shrunk", name) for name in shrunk(before, self.release))


def same_base(now: Release, before: Release, name: Name) -> bool:
    """Whether a figure rests on what it rested on; people rest on themselves."""
    judged = JUDGED.get((name[1], name[3]), Judged("people"))
    if (
        judged.of
        and now.truth[name[1]][name[0], name[2]][judged.of] != before.truth[name[1]][name[0], name[2]][judged.of]
    ):
        return False
    place = (*name[:3], judged.counts)
    return now.rests_on.get(place) == before.rests_on.get(place)


def said(what: str, name: Name) -> str:
    """A finding in one line, without a value."""
    return f"{what}: {'/'.join(map(str, name))}"


# --- linear programmes --------------------------------------------------------------------------------------

Vector = npt.NDArray[np.float64]


class Programme:
    """The figures that are not known, as deviations from the truth: every relation then adds up to nothing.

    Each component of figures that share relations is solved on its own, in a unit in which what is asked is about 10.
    """

    def __init__(self, found: Figures, known: Collection[Name]) -> None:
        self.figures = found
        self.names = sorted(found.value.keys() - set(known))
        self.place = {name: number for number, name in enumerate(self.names)}
        triples = [
            (row, self.place[name], c)
            for row, relation in enumerate(found.relations)
            for name, c in relation.terms
            if name in self.place
        ]
        shape = (len(found.relations), len(self.names))
        row, column, value = (
            (np.array(part) for part in zip(*triples, strict=True)) if triples else (np.array([], int),) * 3
        )
        self.matrix = csr_array(coo_array((value.astype(float), (row, column)), shape=shape))
        joined = self.matrix.T @ self.matrix if triples else csr_array((len(self.names), len(self.names)))
        _, self.component = connected_components(abs(joined), directed=False)
        self.members: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(self.component):
            self.members[int(one)].append(number)
        self.parts: dict[int, tuple[list[int], Any, Vector]] = {}
        self.lowest, self.highest = np.zeros(len(self.names)), np.zeros(len(self.names))

    def holds(self, name: Name, asked: tuple[float, float]) -> bool:
        """Whether a whole interval stays possible."""
        if name not in self.place:
            return False
        at, value = self.place[name], self.figures.value[name]
        down, up = max(0.0, value - asked[0]), max(0.0, asked[1] - value)
        slack = TOLERANCE * max(1.0, down, up)
        if self.lowest[at] > -down + slack:
            self._solve(at, -1.0, down)
        if self.highest[at] < up - slack:
            self._solve(at, 1.0, up)
        return bool(self.lowest[at] <= -down + slack and self.highest[at] >= up - slack)

    def bound(self, name: Name, sign: float) -> float:
        """The most (sign 1) or least (-1) that a figure can be."""
        value = self.figures.value[name]
        if name not in self.place:
            return value
        return value + sign * self._solve(self.place[name], sign, None)

    def _part(self, component: int) -> tuple[list[int], Any, Vector]:
        """The places, the relations and the lower bounds of a component."""
        if component not in self.parts:
            members = self.members[component]
            part = self.matrix[:, members]
            rows = np.unique(part.nonzero()[0])
            least = [self.figures.least[self.names[n]] - self.figures.value[self.names[n]] for n in members]
            self.parts[component] = (members, part[rows].tocsc(), np.array(least))
        return self.parts[component]

    def _solve(self, at: int, sign: float, reach: float | None) -> float:
        """How far a figure can lie from the truth, at most as far as asked; remembers how far the others lie there."""
        members, part, least = self._part(int(self.component[at]))
        unit = max(1.0, (reach or 0.0) / 10)
        bounds: list[tuple[float | None, float | None]] = [
            (None if np.isinf(low) else min(0.0, float(low)) / unit, None) for low in least
        ]
        mine = members.index(at)
        if reach is not None:
            low, _ = bounds[mine]
            bounds[mine] = (max(low or -np.inf, -reach / unit), reach / unit) if sign < 0 else (low, reach / unit)
        cost = np.zeros(len(members))
        cost[mine] = -sign
        sums: Any = {"A_eq": part, "b_eq": np.zeros(part.shape[0])} if part.shape[0] else {}
        result: Any = linprog(cost, bounds=bounds, method="highs", **sums)
        if result.status == 3:
            return np.inf
        assert result.status == 0, result.message
        far: Vector = result.x * unit
        self.lowest[members] = np.minimum(self.lowest[members], far)
        self.highest[members] = np.maximum(self.highest[members], far)
        return float(sign * far[mine])


# --- releases -----------------------------------------------------------------------------------------------


def attack(*releases: Release, rules: Rules | None = None) -> list[str]:
    """What is found in a release, or in a chain of releases of the same years, the oldest first; nothing is good."""
    found: list[str] = []
    for number, release in enumerate(releases):
        attacker = Attacker(release, releases[:number], rules or Rules())
        prefix = f"{release.name}: " if len(releases) > 1 else ""
        found += [f"{prefix}{one}" for one in attacker.findings()]
    return found
