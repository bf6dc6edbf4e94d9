"""What a mart declares of disclosure control: a decision for each of its columns (docs/spec/disclosure.md, section 4).

A mart with a `Protection` is protected by it alone: which figures can be withheld, by which rule and on which base
counts, which are withheld together, what they add up to, and how they are rounded for readers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from transforms.protection.rules import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping


#: What follows the name of a column in the name of the column with its status.
STATUS = "_status"
#: The column of readers that marks rows that are the sum of others; it is no figure.
IS_TOTAL = "is_total"


class Empty(StrEnum):
    """Why a value is not there (dissemination.md, "The marts themselves"); `vrij` where it is."""

    FREE = "vrij"
    WITHHELD = "geheim"
    NOT_MEASURED = "niet_gemeten"
    NOT_APPLICABLE = "niet_van_toepassing"
    NOT_PUBLIC = "niet_openbaar"


class Rounding(StrEnum):
    """How a figure is rounded for readers (section 4); WHOLE is the mart's own rounding."""

    WHOLE = "whole"
    PERSONS = "persons"
    DETAILED_JOBS = "detailed_jobs"
    EUROS = "euros"
    HUNDREDS = "hundreds"
    #: Of a mart whose own figures have decimals.
    JOBS = "jobs"


@dataclass(frozen=True, slots=True)
class Internal:
    """Not for readers: unrounded figures and hours."""


@dataclass(frozen=True, slots=True)
class Open:
    """Never withheld, for it tells of nobody: what a law, a publication or a setting says, and texts.

    Attributes:
        empty: why it is empty, where it is.
        rounding: how it is rounded for readers.
    """

    empty: Empty = Empty.NOT_APPLICABLE
    rounding: Rounding = Rounding.WHOLE


@dataclass(frozen=True, slots=True)
class Legal:
    """What law and letters require: never withheld, but a steward is warned when it rests on few.

    Attributes:
        counts: the measure of its base counts.
        measure: what it counts.
        empty: why it is empty, where it is.
    """

    counts: str
    measure: Measure = Measure.AMOUNT
    empty: Empty = Empty.NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be withheld.

    Attributes:
        measure: what it counts, which decides the rules that hold.
        counts: the measure of its base counts; empty for a number of people or lines, which rests on itself.
        bundle: figures of a row with one bundle are withheld together; empty for one on its own.
        rounding: how it is rounded for readers.
        exact: the column with the unrounded figure, which is taken instead.
        of: the figure of its base: registered, of working. What lacks the property is protected too (P2).
        somebody: whether its row shows that it is at least 1.
        empty: why it is empty, where it is not withheld.
    """

    measure: Measure
    counts: str = ""
    bundle: str = ""
    rounding: Rounding = Rounding.WHOLE
    exact: str = ""
    of: str = ""
    somebody: bool = False
    empty: Empty = Empty.NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of a row that differs from the official one by a group of people and employers.

    The group is what is protected: all figures of one scenario and year are withheld when it must be.
    """

    empty: Empty = Empty.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage, one decimal, of two figures as they are published; withheld when one of them is.

    It is empty for the reason that one of its figures is; `empty` where both are there.
    """

    part: str
    whole: str
    empty: Empty = Empty.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Copied:
    """The figure of another mart once more, with the status of that figure."""

    empty: Empty = Empty.NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the key of another mart in a column of its own: empty where its row has no such part, and says so."""


Decision = Internal | Open | Legal | Figure | Moved | Ratio | Copied | Place


@dataclass(frozen=True, slots=True)
class SumIs:
    """The rows of a year add up to a figure of another row, most often of another mart.

    Attributes:
        column: of this mart.
        mart, whole: the mart and the column of that figure.
        where: the key of its row but for the year.
        rows: key column -> the values of the rows that are added up; all rows where it is empty.
        at_most: people can be in several rows: the figure is at most the sum.
    """

    column: str
    mart: str
    whole: str
    where: Mapping[str, str]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class SumIsKnown:
    """Everybody knows what all rows of a year add up to: it is published elsewhere."""

    column: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Figures of a row that never overlap within another figure of the row; what is left is not published."""

    whole: str
    parts: tuple[str, ...]


Relation = SumIs | SumIsKnown | Parts


@dataclass(frozen=True, slots=True)
class Protection:
    """What a mart declares.

    Attributes:
        columns: the decision of every column but the key.
        totals: key columns with a row `totaal` that is the sum of the others.
        relations: what else its figures add up to.
    """

    columns: Mapping[str, Decision]
    totals: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures that stand for themselves in the system."""
        return {name: one for name, one in self.columns.items() if isinstance(one, Figure)}

    @property
    def moved(self) -> list[str]:
        """The figures that differ from the official ones by a group."""
        return [name for name, one in self.columns.items() if isinstance(one, Moved)]

    @property
    def legal(self) -> dict[str, Legal]:
        """The figures that are never withheld, and give a warning."""
        return {name: one for name, one in self.columns.items() if isinstance(one, Legal)}


@dataclass(frozen=True, slots=True)
class Declared:
    """A mart as disclosure control sees it.

    Attributes:
        name: its name.
        year: the column of its year.
        dimensions: the other key columns.
        protection: what it declares.
    """

    name: str
    year: str
    dimensions: tuple[str, ...]
    protection: Protection = field(default_factory=lambda: Protection({}))


def has_status(decision: Decision, *, can_be_empty: bool) -> bool:
    """Whether a column has a status beside it: where it can be withheld, or is empty for another reason."""
    if isinstance(decision, Internal | Place):
        return False
    return can_be_empty or isinstance(decision, Figure | Moved | Ratio | Copied)
