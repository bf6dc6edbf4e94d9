"""Where a figure comes from: the steps from delivered files to the figure, each with its numbers. Types only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What an amount is counted in, and so how it is printed."""

    LINES = "lines"
    PERSONS = "persons"
    EMPLOYERS = "employers"
    LENDERS = "lenders"
    HOURS = "hours"
    WEIGHTED_HOURS = "weighted_hours"
    HOURS_PER_JOB = "hours_per_job"
    JOBS = "jobs"
    ROUNDED_JOBS = "rounded_jobs"
    PERCENT = "percent"


#: Units whose amounts are not rounded yet.
UNROUNDED = (Unit.HOURS, Unit.WEIGHTED_HOURS, Unit.JOBS)


@dataclass(frozen=True, slots=True)
class File:
    """A delivered file: of which year and table, its name as it is shown, its digest, and its lines."""

    year: int
    table: str
    name: str
    sha256: str
    delivered: int
    accepted: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on the way to a figure.

    Attributes:
        name: what it is, as `words.WORDS` calls it after `of_`.
        value: exact; None where there is none.
        unit: what it is counted in.
        parts: codes that say which of several it is, as (dimension, code).
        is_result: whether it is what the step comes to.
    """

    name: str
    value: Fraction | int | None
    unit: Unit
    parts: tuple[tuple[str, str], ...] = ()
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way: what is done (as `words.WORDS` says it after `step_`), of which year, with which numbers."""

    name: str
    year: int
    amounts: tuple[Amount, ...] = ()
    files: tuple[File, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of one row of a table come from.

    Attributes:
        release: the release or candidate.
        mart: the table.
        cell: the key of the row as (name, value), the year among them.
        steps: from files to figures.
        withheld: columns of the row that readers do not get.
    """

    release: str
    mart: str
    cell: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    withheld: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What a page calls it."""
        return "-".join([self.mart, *(value for _, value in self.cell)])

    def step(self, name: str, year: int | None = None) -> Step:
        """The first step of a name (and year); KeyError when there is none."""
        found = next((one for one in self.steps if one.name == name and year in (None, one.year)), None)
        if found is None:
            raise KeyError(name)
        return found
