"""From jobs to return lines: periods, hours, codes; December hours fitted exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from warehouse.synthetic.calibration import (
    MARKET,
    MAX_HOURS_A_DAY,
    NO_GROUP,
    WSW,
    draft_factor,
    fit_hours,
    reachable_hours,
)
from warehouse.synthetic.careers import WSW_FIRST_YEAR_IN_POLIS, Workforce, Year
from warehouse.synthetic.numbers import Bools, Floats, Ints, day, days_since_1970
from warehouse.synthetic.reference import first_day, rows

FOUR_WEEKS: Final = 28
WEEKS_A_MONTH: Final = 52 / 12
EARLIER_CODES: Final = {21: 10, 22: 10, 23: 1, 24: 20, 82: 81, 83: 1}
"""What a code was before the first day it is valid on (reference/code_aard.csv says which day that is)."""
_SHIFT_DAYS: Final = 14
_WEEKS_A_PERIOD: Final = (WEEKS_A_MONTH, FOUR_WEEKS / 7, FOUR_WEEKS / 7)
_SMALL_GROUP: Final = 30
_FLEXIBLE_SPREAD: Final = 0.15


@dataclass(frozen=True)
class Periods:
    """Return periods that overlap a year, of the three calendars in turn.

    `offset[c]` is the first period of calendar c (0 monthly, 1 four-weekly, 2 two weeks later), and offset[3]
    the number of periods. Days since 1970, both ends inclusive.
    """

    begin: Ints
    end: Ints
    offset: tuple[int, int, int, int]


class Spells(NamedTuple):
    """Periods of jobs, index = line: position of the job, first and last day, weeks worked."""

    job: Ints
    begin: Ints
    end: Ints
    weeks: Floats


@dataclass(frozen=True)
class Lines:
    """Final return lines, index = line: what each employer in the end reports for a period."""

    person: Ints
    employer: Ints
    numiv: Ints
    begin: Ints
    end: Ints
    srtiv: Ints
    code: Ints
    hours: Ints
    permanent: Bools
    group: Ints

    def take(self, index: Ints) -> Lines:
        """The lines at the given positions."""
        return Lines(**{name: column[index] for name, column in vars(self).items()})


def periods(year: int) -> Periods:
    """The periods of the three calendars that overlap a year."""
    first, last = day(year, 1, 1), day(year, 12, 31)
    month_begin = np.array([day(year, month, 1) for month in range(1, 13)] + [last + 1], dtype=np.int64)
    begins, ends = [month_begin[:-1]], [month_begin[1:] - 1]
    monday = date.fromisocalendar(year, 1, 1)
    for shift in (0, _SHIFT_DAYS):
        anchor = day(monday.year, monday.month, monday.day) + shift
        begin = np.arange(anchor - 2 * FOUR_WEEKS, last + 1, FOUR_WEEKS, dtype=np.int64)
        begin = begin[begin + FOUR_WEEKS - 1 >= first]
        begins.append(begin)
        ends.append(begin + FOUR_WEEKS - 1)
    sizes = np.cumsum([part.size for part in begins])
    offset = (0, int(sizes[0]), int(sizes[1]), int(sizes[2]))
    return Periods(np.concatenate(begins), np.concatenate(ends), offset)


def make_lines(context: Year, jobs: pl.DataFrame, force: Workforce) -> Lines:
    """All final lines of a year, with the December hours of each group exactly as calibrated."""
    calendar = _job_calendars(context, jobs)
    columns = {name: jobs[name].to_numpy() for name in jobs.columns}
    spells = _expand(periods(context.year), calendar, columns["start"], columns["end"])
    job, begin, end = spells.job, spells.begin, spells.end
    draft = _draft_hours(context, columns["weekly"][job], columns["permanent"][job], spells.weeks)
    code = columns["code"][job]
    for new, old in EARLIER_CODES.items():
        code = np.where((code == new) & (begin < _valid_from(new)), old, code)
    group = columns["group"][job]
    hours = _calibrate(context, force, draft, spells, group)
    return Lines(
        person=columns["person"][job], employer=columns["employer"][job], numiv=columns["numiv"][job],
        begin=begin, end=end, srtiv=columns["srtiv"][job], code=code, hours=hours,
        permanent=columns["permanent"][job], group=group,
    )  # fmt: skip


def _valid_from(code: int) -> int:
    """The first day on which a nature of employment is valid, days since 1970."""
    firsts = [first_day(row["valid_from"]) for row in rows("code_aard") if row["code"] == str(code)]
    return days_since_1970(min(firsts))


def december_days(year: int, begin: Ints, end: Ints) -> Ints:
    """Days of each period inside December, both ends inclusive."""
    first, last = day(year, 12, 1), day(year, 12, 31)
    inside: Ints = np.maximum(0, np.minimum(end, last) - np.maximum(begin, first) + 1)
    return inside


def _job_calendars(context: Year, jobs: pl.DataFrame) -> Ints:
    """The employer's calendar, but monthly for small groups, which then surely can hold their hours."""
    calendar = context.employers.calendar[jobs["employer"].to_numpy()]
    group = jobs["group"].to_numpy()
    sizes = np.bincount(group[group >= 0], minlength=WSW + 1)
    small = (group >= 0) & (sizes[np.maximum(group, 0)] < _SMALL_GROUP)
    return np.where(small, 0, calendar)


def _expand(calendar: Periods, which: Ints, start: Ints, end: Ints) -> Spells:
    """A line for every period a job touches, shortened to the days the job lasts."""
    parts = []
    for number, weeks in enumerate(_WEEKS_A_PERIOD):
        jobs = np.flatnonzero(which == number)
        these = slice(calendar.offset[number], calendar.offset[number + 1])
        period_begin, period_end = calendar.begin[these], calendar.end[these]
        first = np.searchsorted(period_end, start[jobs], side="left")
        count = np.maximum(0, np.searchsorted(period_begin, end[jobs], side="right") - first)
        job = np.repeat(jobs, count)
        nth = np.arange(job.size) - np.repeat(np.cumsum(count) - count, count)
        period = np.repeat(first, count) + nth
        begin, last = np.maximum(period_begin[period], start[job]), np.minimum(period_end[period], end[job])
        length = period_end[period] - period_begin[period] + 1
        parts.append(Spells(job, begin, last, weeks * (last - begin + 1) / length))
    return Spells(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _draft_hours(context: Year, weekly: Floats, permanent: Bools, weeks: Floats) -> Floats:
    """Unrounded hours of each line: weekly hours times weeks worked, varied for temporary contracts."""
    spread = context.rng("flexible-hours").uniform(1 - _FLEXIBLE_SPREAD, 1 + _FLEXIBLE_SPREAD, weeks.size)
    hours: Floats = weekly * weeks * np.where(permanent, 1.0, spread)
    return hours


def _calibrate(context: Year, force: Workforce, draft: Floats, spells: Spells, group: Ints) -> Ints:
    """Scale each group's drafts to its hours, round, and fit its December lines exactly."""
    inside, days = december_days(context.year, spells.begin, spells.end), spells.end - spells.begin + 1
    targets = _polis_targets(context, force)
    counted = np.flatnonzero((group != NO_GROUP) & (inside > 0))
    by_group = counted[np.argsort(group[counted], kind="stable")]
    edges = np.searchsorted(group[by_group], np.arange(WSW + 2))
    pieces = [(g, by_group[edges[g] : edges[g + 1]]) for g in range(WSW + 1) if targets[g] > 0]
    factors = np.ones(WSW + 2)
    for number, lines in pieces:
        factors[number] = draft_factor(draft[lines] * inside[lines] / days[lines], int(targets[number]))
    factors[NO_GROUP] = factors[MARKET]
    hours: Ints = np.minimum(np.rint(draft * factors[group]).astype(np.int64), MAX_HOURS_A_DAY * days)
    for number, lines in pieces:
        hours[lines] = fit_hours(hours[lines], inside[lines], days[lines], int(targets[number]))
    return hours


def _polis_targets(context: Year, force: Workforce) -> Ints:
    """Hours by group that the polis holds: before 2022 Wsw secondment is not in it."""
    targets = reachable_hours(force.hours, np.bincount(force.group, minlength=WSW + 1))
    if context.year < WSW_FIRST_YEAR_IN_POLIS:
        targets[WSW] = 0
    return targets


def lend_out(context: Year, force: Workforce) -> pl.DataFrame:
    """The delivery `wsw_detacheringen` of a year before 2022.

    Returns:
        bsn, lhnr, uren_december; the counted people's hours add up to the calibrated ones. A few lines of
        people whose registration ended stand beside them and must not count.
    """
    rng = context.rng("wsw-secondment")
    person = force.person[force.group == WSW]
    target = int(force.hours[WSW])
    weekly = rng.choice([16.0, 20.0, 24.0, 28.0, 32.0, 36.0], person.size)
    days = np.full(person.size, 31, dtype=np.int64)
    drafted = weekly * WEEKS_A_MONTH
    hours = fit_hours(np.rint(drafted * draft_factor(drafted, target)).astype(np.int64), days, days, target)
    ended = np.flatnonzero(context.people.exit_year == context.year)[: max(1, person.size // 100)]
    everyone = np.concatenate([person, ended])
    employer = context.employers.draw(np.full(everyone.size, WSW), rng.random(everyone.size))
    return pl.DataFrame(
        {
            "bsn": context.people.text[everyone],
            "lhnr": context.employers.lhnr[employer],
            "uren_december": np.concatenate([hours, np.full(ended.size, 100, dtype=np.int64)]),
        }
    ).sort("bsn", "lhnr")
