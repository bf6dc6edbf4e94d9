"""One population of people over all years, and the register as it is delivered for a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic import bsn
from warehouse.synthetic.levels import FIRST_YEAR, LAST_YEAR
from warehouse.synthetic.numbers import (
    Bools,
    Floats,
    Ints,
    between,
    choice,
    day,
    days_since_1970,
    generator,
    half_up,
    on_the_line,
    scaled,
)
from warehouse.synthetic.reference import codes, first_day, rows

LAST_ENTRY_YEAR: Final = LAST_YEAR + 1
"""The register of the last year is that of 30 April of the next one."""
REGISTERED: Final = {
    2012: 247_739, 2013: 240_000, 2014: 232_000, 2015: 223_000, 2016: 212_000, 2017: 200_452, 2018: 218_500,
    2019: 229_000, 2020: 237_500, 2021: 245_884, 2022: 255_000, 2023: 265_000, 2024: 268_000, 2031: 296_000,
}  # fmt: skip
"""People registered in December: reference/register_counts.csv for 2012, 2017 and 2021; 2023 as the letter
rounds it; 2018 to 2020 and 2022 near its quarters; the other years, and straight lines between them, are a choice."""
INFLOW_A_YEAR: Final = 18_500
"""Choice: people registered for the first time, a year."""
FACILITY_ONLY: Final = 6_000
"""Choice: people registered on ground `voorziening` only (Wfsv 38b lid 2); they do not count until the law says so."""
OUTSIDERS: Final = 1_500
"""Choice: people in the polis who are in no register."""
SECOND_GROUND_SHARE: Final = 0.08
INTERRUPTED_SHARE: Final = 0.03
ENDED_SECOND_GROUND_SHARE: Final = 0.4
OLDEST_DELIVERED_END_YEARS: Final = 3
"""Choices: shares of people with a second ground and with an interruption, of second grounds that ended;
ended registrations stay in the delivery for three years."""
REGION_WEIGHTS: Final = (
    62, 58, 44, 40, 36, 33, 30, 28, 26, 25, 24, 22, 21, 20, 19, 18, 17, 17, 16, 15, 14, 14, 13, 12, 12, 11, 10, 10, 9,
    8, 8, 7, 6, 5, 4,
)  # fmt: skip
"""Choice: relative size of the labour-market regions 1 to 35; they are of unequal size, which is which is not said."""
REGION_UNKNOWN_SHARE: Final = 0.03
NEVER: Final = 9999
NO_END: Final = day(NEVER, 12, 31)
LAST_YEAR_OF_OLD_RULE: Final = 2020
"""Until about 2020 a registration ended on 31 December (measurement.md, register rule change)."""
OLDEST_REGISTRATION: Final = day(1998, 1, 1)
_FIRST_ENTRY_OF_OTHERS: Final = 2000

GROUND_WEIGHTS: Final = {
    OLDEST_REGISTRATION: {"wajong": 0.54, "wsw": 0.40, "wiw_id": 0.06},
    day(2015, 1, 1): {
        "participatiewet": 0.57, "praktijkroute": 0.13, "wajong": 0.04, "vso_pro": 0.18, "wajong_afgewezen": 0.08,
        "iva_loondispensatie": 0.02,
    },
}  # fmt: skip
"""Choice: weights of the grounds of new registrations from a day on; the register size by ground is not public. Nobody
enters the Wsw and hardly anybody the Wajong since the Participatiewet (1 January 2015). A ground that is not law yet
(reference/grondslag.csv, counts_from) is left out."""


@dataclass(frozen=True)
class People:
    """All people, index = person. The first `in_register` ones are registered on a counting ground once.

    Attributes:
        number: BSN as an integer; `text` the same as 9 digits.
        start, end: first and last day of registration, days since 1970 (end may be NO_END).
        entry_year, exit_year: counts in December of entry_year <= Y < exit_year.
        ground: index into the codes of reference/grondslag.csv.
        aptness, trade: stable uniform draws that order people by likelihood of work and by kind of work.
        in_register, facility: number of people, and of those registered on `voorziening` only after them.
    """

    number: Ints
    text: pl.Series
    start: Ints
    end: Ints
    entry_year: Ints
    exit_year: Ints
    ground: Ints
    aptness: Floats
    trade: Floats
    in_register: int
    facility: int
    next_candidate: int

    @property
    def size(self) -> int:
        """Number of people, those outside the register included."""
        return int(self.number.size)

    def registered(self, year: int) -> Bools:
        """Who counts as registered in December of a year (one flag for each person)."""
        return (self.entry_year <= year) & (year < self.exit_year)


def make_people(seed: int, scale: float) -> People:
    """The population; the same for every year of the same seed and scale."""
    entry, leave = _stock(seed, scale)
    facility, outside = scaled(FACILITY_ONLY, scale, 1), scaled(OUTSIDERS, scale, 1)
    others = facility + outside
    known, size = entry.size, entry.size + others
    rng = generator(seed, "people")
    candidates = bsn.candidates_for(size)
    number = bsn.numbers(seed, 0, candidates)[:size]
    entry = np.concatenate([entry, rng.integers(_FIRST_ENTRY_OF_OTHERS, LAST_ENTRY_YEAR, others)])
    leave = np.concatenate([leave, np.full(others, NEVER)])
    start = np.where(
        entry <= FIRST_YEAR,
        between(rng, np.full(size, OLDEST_REGISTRATION), day(FIRST_YEAR, 12, 31)),
        _in_year(rng, entry),
    )
    registered = np.arange(size) < known
    return People(
        number=number, text=bsn.as_text(number), start=start, end=_ends(rng, start, leave),
        entry_year=np.where(registered, entry, NEVER), exit_year=np.where(registered, leave, 0),
        ground=_grounds(rng, start), aptness=rng.random(size), trade=rng.random(size),
        in_register=known, facility=facility, next_candidate=candidates,
    )  # fmt: skip


def register_table(people: People, year: int, seed: int) -> pl.DataFrame:
    """The register as known on 30 April of the next year: one line for each registration.

    Returns:
        bsn, grondslag, datum_registratie, datum_einde, arbeidsmarktregio.
    """
    known_until = day(year + 1, 4, 30)
    lines = pl.concat([_main_lines(people, seed), _second_grounds(people, seed), _facility_lines(people)])
    lines = lines.filter(
        (pl.col("start") <= known_until) & (pl.col("end") >= day(year - OLDEST_DELIVERED_END_YEARS, 1, 1))
    ).sort("person", "start", "ground")
    region = pl.Series(_regions(seed, people.size))[lines["person"]]
    grounds = pl.Series(codes("grondslag"))
    return lines.select(
        bsn=people.text[lines["person"]],
        grondslag=grounds[lines["ground"]],
        datum_registratie=pl.col("start").cast(pl.Int32).cast(pl.Date),
        datum_einde=pl.when(pl.col("end") <= known_until).then("end").cast(pl.Int32).cast(pl.Date),
        arbeidsmarktregio=pl.when(region > 0).then(region).cast(pl.Int64),
    )


def registered_count(year: int, scale: float) -> int:
    """How many people are registered in December of a year."""
    return scaled(half_up(on_the_line(REGISTERED, year)), scale, 1)


def _regions(seed: int, size: int) -> Ints:
    """Labour-market region of each person, 1 to 35; 0 is unknown."""
    rng = generator(seed, "region")
    region = 1 + choice(rng.random(size), REGION_WEIGHTS)
    return np.where(rng.random(size) < REGION_UNKNOWN_SHARE, 0, region)


def _stock(seed: int, scale: float) -> tuple[Ints, Ints]:
    """Entry and exit year of each registered person, so that every December holds REGISTERED · scale."""
    rng = generator(seed, "stock")
    inflow = scaled(INFLOW_A_YEAR, scale, 1)
    years = range(FIRST_YEAR + 1, LAST_ENTRY_YEAR + 1)
    entering = [registered_count(FIRST_YEAR, scale)] + [inflow] * len(years)
    entry = np.repeat([FIRST_YEAR, *years], entering).astype(np.int64)
    leave = np.full(entry.size, NEVER, dtype=np.int64)
    for year in years:
        present = np.flatnonzero((entry < year) & (leave == NEVER))
        leavers = max(0, present.size + inflow - registered_count(year, scale))
        leave[rng.choice(present, leavers, replace=False)] = year
    return entry, leave


def _in_year(rng: np.random.Generator, years: Ints) -> Ints:
    return _first_of_january(years) + rng.integers(0, 365, years.size)


def _ends(rng: np.random.Generator, start: Ints, leave: Ints) -> Ints:
    """Last days from 1 December before the exit year to 30 November in it; until 2020 always 31 December.

    Until about 2020 a registration ended on 31 December of the second year after its conditions lapsed.
    """
    december_before = _first_of_january(leave) - 31
    drawn = december_before + rng.integers(0, 365, leave.size)
    ends = np.where(leave <= LAST_YEAR_OF_OLD_RULE, december_before + 30, drawn)
    return np.where(leave == NEVER, NO_END, np.maximum(ends, start))


def _first_of_january(years: Ints) -> Ints:
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def _opened() -> Ints:
    """The day from which people can be registered on each ground, in the order of the code list.

    It is the day from which the ground counts (reference/grondslag.csv), so that who is registered counts. Nobody
    gets a ground that stops counting some day.
    """
    first = [
        NO_END if row["counts_to"] else days_since_1970(first_day(row["counts_from"])) for row in rows("grondslag")
    ]
    return np.array(first, dtype=np.int64)


def _grounds(rng: np.random.Generator, start: Ints) -> Ints:
    """A ground for each registration, among those that are law on its first day."""
    order, opened = codes("grondslag"), _opened()
    draws = rng.random(start.size)
    ground = np.zeros(start.size, dtype=np.int64)
    for first in np.unique([*GROUND_WEIGHTS, *opened[opened > OLDEST_REGISTRATION]]):
        weights = GROUND_WEIGHTS[max(since for since in GROUND_WEIGHTS if since <= first)]
        in_force = np.array([weights.get(code, 0.0) for code in order]) * (opened <= first)
        later = start >= first
        ground[later] = choice(draws[later], in_force)
    return ground


def _other_grounds(rng: np.random.Generator, ground: Ints, start: Ints) -> Ints:
    """A second ground that is law on the first day: `voorziening` for those whom chance gives their own once more."""
    other = _grounds(rng, start)
    return np.where(other == ground, codes("grondslag").index("voorziening"), other)


def _lines(person: Ints, ground: Ints, start: Ints, end: Ints) -> pl.DataFrame:
    return pl.DataFrame({"person": person, "ground": ground, "start": start, "end": end})


def _main_lines(people: People, seed: int) -> pl.DataFrame:
    """A line for each person, or two around an interruption between March and November (never over a December)."""
    rng = generator(seed, "interruption")
    person = np.arange(people.in_register)
    first_year = people.entry_year[person] + 1
    last_year = np.minimum(people.exit_year[person] - 1, LAST_YEAR)
    gap_year = between(rng, np.maximum(first_year, FIRST_YEAR + 1), last_year)
    broken = (rng.random(person.size) < INTERRUPTED_SHARE) & (gap_year >= first_year) & (gap_year <= last_year)
    gap_start = _first_of_january(gap_year) + rng.integers(60, 150, person.size)
    gap_end = gap_start + rng.integers(20, 150, person.size)
    ground = people.ground[person]
    before = _lines(person, ground, people.start[person], np.where(broken, gap_start, people.end[person]))
    after = _lines(person[broken], ground[broken], gap_end[broken], people.end[person][broken])
    return pl.concat([before, after])


def _second_grounds(people: People, seed: int) -> pl.DataFrame:
    """Further registrations on another ground inside the first one: some ended, some still running."""
    rng = generator(seed, "second-ground")
    person = np.flatnonzero(rng.random(people.in_register) < SECOND_GROUND_SHARE)
    end = people.end[person]
    start = between(rng, people.start[person] + 1, np.minimum(end, day(LAST_YEAR, 6, 30)))
    start = np.where(start <= end, start, end)
    ground = _other_grounds(rng, people.ground[person], start)
    ended = rng.random(person.size) < ENDED_SECOND_GROUND_SHARE
    earlier = between(rng, start, np.minimum(end, day(LAST_YEAR, 12, 1)))
    return _lines(person, ground, start, np.where(ended, np.minimum(earlier, end), end))


def _facility_lines(people: People) -> pl.DataFrame:
    person = np.arange(people.in_register, people.in_register + people.facility)
    ground = np.full(person.size, codes("grondslag").index("voorziening"))
    return _lines(person, ground, people.start[person], people.end[person])
