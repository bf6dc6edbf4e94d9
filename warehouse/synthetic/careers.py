"""Who works when, where and how: the jobs of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.calibration import (
    AGENCY,
    LAST_GOVERNMENT,
    MARKET,
    NO_GROUP,
    WSW,
    group_hours,
    group_sizes,
)
from warehouse.synthetic.employers import BENEFITS, Employers
from warehouse.synthetic.levels import FIRST_YEAR
from warehouse.synthetic.numbers import (
    Bools,
    Floats,
    Ints,
    between,
    choice,
    day,
    generator,
    half_up,
    on_the_line,
    scaled,
)
from warehouse.synthetic.people import People
from warehouse.synthetic.reference import codes

WORKING: Final = {
    2012: 67_000, 2020: 119_229, 2021: 128_468, 2022: 133_000, 2023: 138_000, 2030: 162_000,
}  # fmt: skip
"""People with counted hours in December: reference/register_counts.csv (2023: the letter's 138,000; 2022
between its quarters). 2012 is a choice: as many hours a person as in 2021; 2030 too: as many as in 2023. Straight lines
between them."""
DISTANCE_FROM_WORK: Final = {
    "participatiewet": 1.22, "praktijkroute": 0.59, "wsw": 0.80, "wajong": 0.90, "vso_pro": 0.62,
    "wajong_afgewezen": 1.22, "wiw_id": 0.90, "iva_loondispensatie": 1.0,
}  # fmt: skip
"""Choice: how far from work the people of a ground are. The labour inspectorate (kamerbrief-resultaten-2023): 35% of
the people who are in the register for three years never work, a third of them Wajong; relatively many by
participatiewet, wajong_afgewezen and wajong, least by vso_pro and praktijkroute."""
SHELTERED: Final = 3_000
"""Choice: people in sheltered work (form `telt_niet`)."""
BENEFIT_LINES: Final = 6_000
ZERO_HOURS: Final = 400
SECOND_JOB_SHARE: Final = 0.05
CHANGE_SHARE: Final = 0.07
"""Choices: people with a benefit in the polis, on a zero-hours contract; shares with a second job, with
another employer in the course of the year."""
PERMANENT_SHARE: Final = 0.6
DIRECTOR_SHARE: Final = 0.002
ENDED_IN_DECEMBER_SHARE: Final = 0.006
THIRD_JOB_SHARE: Final = 0.1
SAME_EMPLOYER_SHARE: Final = 0.3
UNREGISTERED_WORKING_SHARE: Final = 0.3
OTHERS_WORKING_SHARE: Final = 0.5
BENEFIT_WITHOUT_HOURS_SHARE: Final = 0.5
"""Choices: permanent contracts, srtiv 13, jobs that end in December, a third job given a second, a second
job with the same employer, people at work around their registration; of those on `voorziening` only or in no
register, people at work; benefits without hours."""
WSW_FIRST_YEAR_IN_POLIS: Final = 2022
"""Since 2022 Wsw secondment has its own code (22) in the polis (reference/code_aard.csv)."""

_NOISE: Final = 0.012
_BRIEF_BAND: Final = 0.16
_BRIEF_SHARE: Final = 0.33
_BEYOND: Final = 200
_NO_CODE: Final = -1
_WEEKLY: Final = (8.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 36.0, 38.0, 40.0)
_WEEKLY_WEIGHTS: Final = (3, 5, 8, 11, 14, 14, 18, 13, 6, 8)

_CodeWeights = Mapping[int, Mapping[int, float]]

_MARKET_CODES: Final[_CodeWeights] = {
    2012: {1: 90, 7: 2, 8: 1, 4: 0.3, 6: 0.3, 80: 3, 81: 3.4},
    2020: {1: 88.5, 7: 1.5, 8: 0.5, 4: 0.2, 6: 0.2, 80: 2, 81: 1, 82: 4.6, 83: 1.5},
    2022: {1: 87, 7: 1.5, 8: 0.5, 4: 0.2, 6: 0.2, 23: 3, 81: 1, 82: 4.6, 83: 2},
}
_GOVERNMENT_CODES: Final[_CodeWeights] = {
    2012: {18: 70, 13: 20, 1: 8, 79: 2},
    2020: {1: 85, 18: 12, 79: 3},
}
_SHELTERED_CODES: Final[_CodeWeights] = {
    2012: {10: 100},
    2015: {10: 60, 20: 40},
    2022: {21: 60, 24: 40},
}
_BENEFIT_CODES: Final[Mapping[int, float]] = {37: 50, 43: 20, 33: 12, 31: 8, 40: 4, 39: 3, 32: 3}
"""Choice: weights of the codes of reference/code_aard.csv and code_soort_ikv.csv, from the key's year on: that of the
Wet arbeidsmarkt in balans and the Wnra (2020), the Participatiewet (2015), the new list of natures (2022)."""


@dataclass(frozen=True)
class Year:
    """What the makers of one year share."""

    year: int
    seed: int
    scale: float
    people: People
    employers: Employers

    def rng(self, topic: str) -> np.random.Generator:
        """Generator of a topic in this year."""
        return generator(self.seed, topic, self.year)

    @property
    def first_day(self) -> int:
        """1 January, days since 1970."""
        return day(self.year, 1, 1)

    @property
    def last_day(self) -> int:
        """31 December, days since 1970."""
        return day(self.year, 12, 31)

    @cached_property
    def usual_employer(self) -> Floats:
        """Draw that fixes the employer at the start of the year, one for each person."""
        return _employer_draw(self, _moves_before(self))

    @cached_property
    def next_employer(self) -> Floats:
        """The same for people who move in this year."""
        return _employer_draw(self, _moves_before(self) + 1)


@dataclass(frozen=True)
class Workforce:
    """People at work in December and the calibration group of each; index = worker.

    `hours` are the December hours each group must hold.
    """

    person: Ints
    group: Ints
    hours: Ints


def workforce(context: Year) -> Workforce:
    """Choose who works in December and in which group; most people keep their group over the years."""
    person = np.flatnonzero(working(context, context.year))
    hours = group_hours(context.year, context.scale)
    sizes = group_sizes(hours, person.size)
    people = context.people
    not_wsw = people.ground[person] != codes("grondslag").index("wsw")
    order = person[np.lexsort((people.trade[person], not_wsw))]
    wsw, rest = order[: sizes[WSW]], order[sizes[WSW] :]
    rest = rest[np.argsort(people.trade[rest], kind="stable")]
    groups = [AGENCY, MARKET, *range(LAST_GOVERNMENT, 0, -1)]
    group = np.concatenate([np.full(wsw.size, WSW), np.repeat(groups, sizes[groups])])
    return Workforce(np.concatenate([wsw, rest]), group, hours)


def working(context: Year, year: int) -> Bools:
    """Who works in December of a year, exactly WORKING · scale of the registered people (one flag for each person).

    Before the first year it is out of the people of that first year: nobody is known to have entered in it.
    """
    people = context.people
    flags = np.zeros(people.size, dtype=np.bool_)
    present = np.flatnonzero(people.registered(max(year, FIRST_YEAR)))
    count = min(present.size, scaled(half_up(on_the_line(WORKING, year)), context.scale, 1))
    flags[present[np.argsort(_score(context, year)[present], kind="stable")[:count]]] = True
    return flags


def jobs(context: Year, force: Workforce) -> pl.DataFrame:
    """All jobs and benefits of a year.

    Returns:
        One line for each job: person, employer, numiv, start, end (days since 1970, may lie outside the year),
        weekly hours, srtiv, code (cdaard, -1 empty), permanent, group (NO_GROUP when it must not count).
    """
    before = working(context, context.year - 1)
    parts = [
        _primary(context, force, before), _leavers(context, force, before), _brief(context, force, before),
        _second(context, force), _sheltered(context, force), _uncounted(context), _zero_hours(context, force),
        _benefits(context),
    ]  # fmt: skip
    numbered = pl.int_range(pl.len(), dtype=pl.Int64).over("person", "employer")
    return pl.concat(parts).with_columns(numiv=numbered)


def _score(context: Year, year: int) -> Floats:
    """The lower, the likelier at work: stable aptness by ground, and the luck of the year."""
    people = context.people
    distance = np.array([DISTANCE_FROM_WORK.get(code, 1.0) for code in codes("grondslag")])
    luck = generator(context.seed, "luck", year).normal(0.0, _NOISE, people.size)
    score: Floats = people.aptness * distance[people.ground] + luck
    return score


def _frame(context: Year, topic: str, person: Ints, group: Ints, counted: bool) -> pl.DataFrame:
    """Jobs over the whole year at a stable employer, with hours and codes drawn."""
    rng = context.rng(topic)
    employer = context.employers.draw(group, context.usual_employer[person])
    permanent = rng.random(person.size) < PERMANENT_SHARE
    weekly = np.asarray(_WEEKLY)[choice(rng.random(person.size), _WEEKLY_WEIGHTS)]
    code = _codes(context, group, rng.random(person.size))
    srtiv = np.where(np.isin(code, (13, 18)), 11, np.where(rng.random(person.size) < DIRECTOR_SHARE, 13, 15))
    return pl.DataFrame(
        {
            "person": person.astype(np.int64), "employer": employer,
            "numiv": np.zeros(person.size, dtype=np.int64),
            "start": np.full(person.size, context.first_day - _BEYOND),
            "end": np.full(person.size, context.last_day + _BEYOND),
            "weekly": weekly + rng.choice([0.0, 0.0, 1.0, -1.0], person.size), "srtiv": srtiv, "code": code,
            "permanent": permanent, "group": group if counted else np.full(person.size, NO_GROUP),
        }
    )  # fmt: skip


def _employer_draw(context: Year, moves: Ints) -> Floats:
    """Uniform draw that fixes a person's employer; another one after every move."""
    draws = np.empty(moves.size)
    for move in range(int(moves.max()) + 1):
        fresh = generator(context.seed, "employer", move).random(moves.size)
        draws = np.where(moves == move, fresh, draws)
    return draws


def _moves_before(context: Year) -> Ints:
    """How often each person moved to another employer in the years before."""
    moves = np.zeros(context.people.size, dtype=np.int64)
    for year in range(FIRST_YEAR + 1, context.year):
        moves += _changers(context, year)
    return moves


def _changers(context: Year, year: int) -> Bools:
    return generator(context.seed, "change", year).random(context.people.size) < CHANGE_SHARE


def _codes(context: Year, group: Ints, draws: Floats) -> Ints:
    """Kind of employment by group, valid in this year (periods that begin earlier are recoded later)."""
    code = _pick(_valid(_MARKET_CODES, context.year), draws)
    government = (group >= 1) & (group <= LAST_GOVERNMENT)
    code = np.where(government, _pick(_valid(_GOVERNMENT_CODES, context.year), draws), code)
    code = np.where(group == AGENCY, 11, code)
    return np.where(group == WSW, 22 if context.year >= WSW_FIRST_YEAR_IN_POLIS else 10, code)


def _valid(weights: _CodeWeights, year: int) -> Mapping[int, float]:
    return weights[max(since for since in weights if since <= year)]


def _pick(weights: Mapping[int, float], draws: Floats) -> Ints:
    return np.array(list(weights), dtype=np.int64)[choice(draws, list(weights.values()))]


def _primary(context: Year, force: Workforce, before: Bools) -> pl.DataFrame:
    """Main jobs of those at work in December: all year, for part of it, or with another employer first."""
    rng = context.rng("primary-days")
    counted = np.where((force.group == WSW) & (context.year < WSW_FIRST_YEAR_IN_POLIS), NO_GROUP, force.group)
    frame = _frame(context, "primary", force.person, force.group, counted=True)
    frame = frame.with_columns(group=pl.Series(counted))
    started = ~before[force.person]
    first = between(rng, np.full(force.person.size, context.first_day), context.last_day - 15)
    changed = _changers(context, context.year)[force.person] & ~started
    last_old = np.clip(first, context.first_day + 20, context.last_day - 45)
    ends = rng.random(force.person.size) < ENDED_IN_DECEMBER_SHARE
    end = np.where(ends, context.last_day - rng.integers(0, 13, ends.size), frame["end"].to_numpy())
    start = np.where(changed, last_old + 1, np.where(started, first, frame["start"].to_numpy()))
    new_employer = context.employers.draw(force.group, context.next_employer[force.person])
    now = frame.with_columns(
        start=pl.Series(start), end=pl.Series(end),
        employer=pl.Series(np.where(changed, new_employer, frame["employer"].to_numpy())),
    )  # fmt: skip
    old = frame.with_columns(end=pl.Series(last_old), group=pl.lit(NO_GROUP, pl.Int64)).filter(pl.Series(changed))
    return pl.concat([now, old])


def _leavers(context: Year, force: Workforce, before: Bools) -> pl.DataFrame:
    """Jobs of people who worked last December and stop before this one."""
    gone = before & context.people.registered(context.year)
    gone[force.person] = False
    person = np.flatnonzero(gone)
    last = between(context.rng("leaver-days"), np.full(person.size, context.first_day), context.last_day - 31)
    return _uncounted_frame(context, "leavers", person).with_columns(end=pl.Series(last))


def _brief(context: Year, force: Workforce, before: Bools) -> pl.DataFrame:
    """Short jobs within the year of people who otherwise do not work."""
    rng = context.rng("brief-days")
    score = _score(context, context.year)
    limit = float(score[force.person].max()) if force.person.size else 0.0
    idle = context.people.registered(context.year) & ~before & (score < limit + _BRIEF_BAND)
    idle[force.person] = False
    person = np.flatnonzero(idle)
    person = person[rng.random(person.size) < _BRIEF_SHARE]
    first = between(rng, np.full(person.size, context.first_day), context.last_day - 80)
    last = np.minimum(first + rng.integers(5, 200, person.size), context.last_day - 31)
    return _uncounted_frame(context, "brief", person).with_columns(start=pl.Series(first), end=pl.Series(last))


def _uncounted_frame(context: Year, topic: str, person: Ints, group: int = MARKET) -> pl.DataFrame:
    return _frame(context, topic, person, np.full(person.size, group), counted=False)


def _second(context: Year, force: Workforce) -> pl.DataFrame:
    """Further, smaller jobs of people at work; some with the employer they already have (numiv 1, 2)."""
    rng = context.rng("second-days")
    order = np.flatnonzero(force.group != WSW)
    second = order[rng.random(order.size) < SECOND_JOB_SHARE]
    again = second[rng.random(second.size) < THIRD_JOB_SHARE]
    index = np.concatenate([second, again])
    same = rng.random(index.size) < SAME_EMPLOYER_SHARE
    frame = _frame(context, "second", force.person[index], force.group[index], counted=True)
    other = context.employers.draw(force.group[index], rng.random(index.size))
    start = between(rng, np.full(index.size, context.first_day - 300), context.last_day - 15)
    return frame.with_columns(
        employer=pl.Series(np.where(same, frame["employer"].to_numpy(), other)),
        start=pl.Series(np.maximum(start, context.first_day - _BEYOND)),
        weekly=pl.Series(rng.uniform(3.0, 12.0, index.size)),
    )


def _sheltered(context: Year, force: Workforce) -> pl.DataFrame:
    """Sheltered work: registered, employed, and not counted by form. Wsw-indicated people first."""
    free = context.people.registered(context.year)
    free[force.person] = False
    person = np.flatnonzero(free)
    wsw = context.people.ground[person] == codes("grondslag").index("wsw")
    order = np.lexsort((context.people.trade[person], ~wsw))
    chosen = np.sort(person[order[: scaled(SHELTERED, context.scale, 1)]])
    rng = context.rng("sheltered-codes")
    code = _pick(_valid(_SHELTERED_CODES, context.year), rng.random(chosen.size))
    return _uncounted_frame(context, "sheltered", chosen, WSW).with_columns(
        code=pl.Series(code), srtiv=pl.lit(15, pl.Int64)
    )


def _uncounted(context: Year) -> pl.DataFrame:
    """All-year jobs of people who do not count: ended, later, `voorziening` or no registration.

    Those on `voorziening` count under the Wet banenafspraak, also in the nulmeting that is then restated.
    """
    people, rng = context.people, context.rng("uncounted-share")
    ended = np.isin(people.exit_year, (context.year - 1, context.year))
    later = people.entry_year == context.year + 1
    known = (ended | later) & (rng.random(people.size) < UNREGISTERED_WORKING_SHARE)
    known[people.in_register :] = people.aptness[people.in_register :] < OTHERS_WORKING_SHARE
    known[[people.in_register, -1]] = True
    return _uncounted_frame(context, "uncounted", np.flatnonzero(known))


def _zero_hours(context: Year, force: Workforce) -> pl.DataFrame:
    """Employment without hours in the year."""
    free = context.people.registered(context.year)
    free[force.person] = False
    person = np.flatnonzero(free)[-scaled(ZERO_HOURS, context.scale, 1) :]
    return _uncounted_frame(context, "zero-hours", person).with_columns(weekly=pl.lit(0.0))


def _benefits(context: Year) -> pl.DataFrame:
    """Benefits in the polis: no employment, empty kind of employment, some with hours."""
    rng = context.rng("benefits-share")
    person = np.flatnonzero(context.people.registered(context.year))
    person = np.sort(rng.choice(person, min(person.size, scaled(BENEFIT_LINES, context.scale, 1)), replace=False))
    frame = _uncounted_frame(context, "benefits", person, BENEFITS)
    return frame.with_columns(
        srtiv=pl.Series(_pick(_BENEFIT_CODES, rng.random(person.size))),
        code=pl.lit(_NO_CODE, pl.Int64), permanent=pl.lit(False),
        weekly=pl.Series(np.where(rng.random(person.size) < BENEFIT_WITHOUT_HOURS_SHARE, 0.0, 20.0)),
    )  # fmt: skip
