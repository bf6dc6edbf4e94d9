"""What is asked of a build, and what it will do: the words that `plan`, the steps and the manifest share."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from warehouse.reference.book import law_book

if TYPE_CHECKING:
    from collections.abc import Mapping

    from expectations.verdict import Result
    from transforms.law import Law, LawBook
    from warehouse.delivery.archive import Delivery
    from warehouse.delivery.staging import Staged
    from warehouse.home import Home
    from warehouse.reference.lists import Reference
    from warehouse.settings import Settings
    from warehouse.sources.places import Place


class ChangeType(StrEnum):
    """Why a later release changes released figures (operation.md, Vintages)."""

    ADJUSTMENT = "bijstelling"
    CORRECTION = "correctie"
    REVISION = "revisie"


class Action(StrEnum):
    """What a build does.

    NOTHING: the same candidate or release is there already. KEEP_ROWS: it is, but rows that later cohorts need are not
    in the warehouse. BUILD: a new candidate.
    """

    NOTHING = "nothing"
    KEEP_ROWS = "keep rows"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built, where, from what, under which settings and lists; and why, when it changes released figures.

    `years` are the measurement years of one candidate, in order. Without a source they are built from the archive.
    """

    home: Home
    source: Place | None
    years: tuple[int, ...]
    settings: Settings
    reference: Reference
    change_type: str = ""
    reason: str = ""

    @property
    def book(self) -> LawBook:
        """The law of every year, from the lists and the settings."""
        return law_book(self.reference, self.settings)

    def law(self, year: int) -> Law:
        """The law of a year."""
        return self.book.law(year)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will do.

    Attributes:
        candidate: the candidate to be built, or the candidate or release that is there already.
        action: what is to be done.
        deliveries: those that are to be staged, by year.
        salt: what keeps the digest of its internal manifest from being guessed, 64 hexadecimal digits.
        base: the release that the candidate is built on.
        supersedes: the release whose figures it changes.
        change_type: why it changes them.
        reason: the same in words.
        companions: of each year the other years whose people take part in its cohorts: in this candidate, or released
            and in the warehouse as they were released.
        missing_companions: of each year those that are released but not there.
        withdrawn_years: the years that it takes over from a release that was withdrawn.
    """

    candidate: str
    action: Action
    deliveries: tuple[Delivery, ...]
    salt: str = ""
    base: str | None = None
    supersedes: str | None = None
    change_type: str | None = None
    reason: str | None = None
    companions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    missing_companions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    withdrawn_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class YearBuilt:
    """A year of a candidate: its delivery as it was staged, and the results of its checks."""

    delivery: Delivery
    staged: Staged
    results: tuple[Result, ...]

    @property
    def year(self) -> int:
        """The measurement year."""
        return self.delivery.year
