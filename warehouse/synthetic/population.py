"""The rest of the country: polis lines of people outside the register, made part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic import bsn
from warehouse.synthetic.calibration import AGENCY, MARKET
from warehouse.synthetic.careers import PERMANENT_SHARE, Year
from warehouse.synthetic.numbers import Ints, generator, scaled
from warehouse.synthetic.returns import FOUR_WEEKS, WEEKS_A_MONTH, periods
from warehouse.synthetic.sectors import sectors_with_data
from warehouse.synthetic.versions import CORRECTION, FIRST, STATUS, as_dates, code_text

COUNTRY_LINES: Final = 126_420_158
COUNTRY_PEOPLE: Final = 9_740_000
"""Lines and people in the statistics office's polis file over 2023 (deliveries.md)."""
PART_LINES: Final = 3_000_000
MONTHS: Final = 12
_FOUR_WEEKLY_SHARE: Final = 0.3
_FOUR_WEEK_PERIODS: Final = 13
_WEEKLY: Final = (12.0, 20.0, 24.0, 28.0, 32.0, 36.0, 38.0, 40.0)


@dataclass(frozen=True)
class Country:
    """How many lines and people there are outside the register's polis."""

    lines: int
    people: int


def country_outside(scale: float, lines_so_far: int, people_so_far: int, lines: int | None) -> Country:
    """Lines and people to add: up to the country at a scale, or so many lines as asked for."""
    if lines is None:
        wanted = scaled(COUNTRY_LINES, scale) - lines_so_far
        return Country(max(0, wanted), max(1, scaled(COUNTRY_PEOPLE, scale) - people_so_far))
    return Country(max(0, lines), max(1, round(lines * COUNTRY_PEOPLE / COUNTRY_LINES)))


def population_parts(context: Year, country: Country) -> Iterator[pl.DataFrame]:
    """Polis tables of at most about PART_LINES lines; people are whole within a part and in no register.

    Every person has one job with monthly returns, later ones of them corrected, or with four-weekly returns.
    """
    if country.lines == 0:
        return
    parts = -(-country.lines // PART_LINES)
    bounds = np.linspace(0, country.people, parts + 1).astype(np.int64)
    candidate = context.people.next_candidate
    for part in range(parts):
        first, last = int(bounds[part]), int(bounds[part + 1])
        candidates = bsn.candidates_for(last - first)
        edges = np.arange(first, last + 1) * country.lines // country.people
        number = bsn.numbers(context.seed, candidate, candidates)[: last - first]
        candidate += candidates
        if candidate >= bsn.PREFIXES:
            raise ValueError("scale too large: not enough numbers for the population")
        yield _part(context, part, number, np.diff(edges))


def _part(context: Year, part: int, number: Ints, count: Ints) -> pl.DataFrame:
    """All lines of the people of one part, `count` of them a person."""
    rng = generator(context.seed, f"population-{part}", context.year)
    four_weekly = (count == _FOUR_WEEK_PERIODS) & (rng.random(number.size) < _FOUR_WEEKLY_SHARE)
    weekly = rng.choice(np.asarray(_WEEKLY), number.size)
    hours = np.where(four_weekly, weekly * (FOUR_WEEKS / 7), weekly * WEEKS_A_MONTH)
    people = _people(context, rng, number).with_columns(aantverlu=pl.Series(np.rint(hours).astype(np.int64)))
    person = np.repeat(np.arange(number.size, dtype=np.int32), count)
    nth = np.arange(person.size, dtype=np.int32) - np.repeat((np.cumsum(count) - count).astype(np.int32), count)
    months_before = np.repeat(np.maximum(0, MONTHS - count).astype(np.int32), count)
    weeks = four_weekly[person]
    returned = np.where(weeks, 0, nth // MONTHS)
    period = np.where(weeks, MONTHS + nth, (nth + months_before) % MONTHS)
    lines = pl.concat([people[person], _periods(context.year)[period]], how="horizontal")
    status = np.where(returned > 0, CORRECTION, FIRST)
    delay = (30 * returned + number[person] % 20).astype(np.int32)
    return lines.select(
        "bsn", "lhnr", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak", "srtiv", "cdaard",
        "aantverlu", datum_ontvangst=as_dates(lines["received"].to_numpy().astype(np.int32) + delay),
        volgnummer=pl.Series(returned + 1, dtype=pl.Int64), status=pl.Series(STATUS)[status],
        onbepaalde_tijd=pl.col("onbepaalde_tijd"),
    )  # fmt: skip


def _people(context: Year, rng: np.random.Generator, number: Ints) -> pl.DataFrame:
    """What stays the same over the lines of a person."""
    groups = np.array([MARKET, AGENCY, *(1 + np.flatnonzero(sectors_with_data(context.year)))], dtype=np.int64)
    weights = np.array([70.0, 6.0, *[1.5] * (groups.size - 2)])
    group = rng.choice(groups, number.size, p=weights / weights.sum())
    employer = context.employers.draw_any(group, rng.random(number.size))
    return pl.DataFrame(
        {
            "bsn": bsn.as_text(number),
            "lhnr": context.employers.lhnr[employer],
            "numiv": np.zeros(number.size, dtype=np.int64),
            "srtiv": code_text(np.full(number.size, 15)),
            "cdaard": code_text(np.where(group == AGENCY, 11, 1)),
            "onbepaalde_tijd": rng.random(number.size) < PERMANENT_SHARE,
        }
    )


def _periods(year: int) -> pl.DataFrame:
    """The twelve months, then the first thirteen four-week periods that overlap the year."""
    calendar = periods(year)
    chosen = [*range(MONTHS), *range(calendar.offset[1], calendar.offset[1] + _FOUR_WEEK_PERIODS)]
    begin, end = calendar.begin[chosen], calendar.end[chosen]
    return pl.DataFrame(
        {
            "datum_aanvang_tijdvak": as_dates(begin),
            "datum_einde_tijdvak": as_dates(end),
            "received": (end + 4).astype(np.int32),
        }
    )
