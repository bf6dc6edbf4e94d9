"""The decision card: what a candidate is, what it changes, what is new in it, and how far it agrees. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flows.pages.dossier import COLUMNS, agreement
from flows.pages.kit import statuses
from flows.pages.review.differences import TABLE_1, Change, Comparison, largest
from transforms.analyses.reconciliation import MEASURES
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl


class What(StrEnum):
    """What a candidate is: the first one, a year that no release has, or one of a released year once more."""

    FIRST = "first"
    NEW_YEAR = "new_year"
    REDELIVERY = "redelivery"
    RESTATEMENT = "restatement"


#: Kind of change (`flows.request.ChangeType`) -> what the candidate is.
OF_CHANGE = {"bijstelling": What.REDELIVERY, "correctie": What.REDELIVERY, "revisie": What.RESTATEMENT}


@dataclass(frozen=True, slots=True)
class Changed:
    """How many released figures change, by table; the largest relative change of all, and of table 1.

    Attributes:
        marts: table -> how many of its released figures change, in the order of the comparison.
        largest: the largest change in proportion; None when no number changes.
        largest_of_table_1: that of table 1.
    """

    marts: Mapping[str, int] = field(default_factory=dict)
    largest: Change | None = None
    largest_of_table_1: Change | None = None

    @property
    def figures(self) -> int:
        """How many in all."""
        return sum(self.marts.values())

    @property
    def of_table_1(self) -> int:
        """How many of table 1."""
        return self.marts.get(TABLE_1, 0)


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """What a steward decides by, in a few lines.

    Attributes:
        candidate: its identifier.
        what: what it is.
        years: the years that were built.
        compared_with: the release that it is built on; None for the first.
        change_type: kind of change to released figures, as readers are told; None when there is none.
        changed: the released figures that change.
        warnings: how many there are.
        new_warnings: (table, expectation) of those that last year's delivery did not have.
        last_year: the year that these are compared with; None when there is no earlier one.
        agreement: how many numbers of the letters agree, differ and cannot be measured (`dossier.agreement`).
    """

    candidate: str
    what: What
    years: tuple[int, ...]
    compared_with: str | None
    change_type: str | None
    changed: Changed
    warnings: int
    new_warnings: tuple[tuple[str, str], ...]
    last_year: int | None
    agreement: Mapping[str, int]

    @property
    def needs_note(self) -> bool:
        """Whether an approval needs a note: there are warnings, or released figures change."""
        return bool(self.warnings or self.changed.figures)


def card(
    about: Mapping[str, Any],
    comparison: Comparison | None,
    checks: Sequence[Mapping[str, Any]],
    reconciliation: pl.DataFrame,
) -> DecisionCard:
    """The card of a candidate.

    Args:
        about: the internal manifest.
        comparison: with the release that it is built on; None when there was none.
        checks: the rows of the exact table `quality`.
        reconciliation: the public table of that name.
    """
    year = int(about["year"])
    last = max((row["year"] for row in checks if row["year"] < year), default=None)
    return DecisionCard(
        candidate=str(about["release"]),
        what=_what(about),
        years=tuple(about.get("built_years") or (year,)),
        compared_with=about["built_on"],
        change_type=about.get("change_type"),
        changed=changed(comparison),
        warnings=len(about["warnings"]),
        new_warnings=_new(about["warnings"], checks, last),
        last_year=last,
        agreement=published(reconciliation),
    )


def changed(comparison: Comparison | None) -> Changed:
    """The released figures that change."""
    if comparison is None:
        return Changed()
    counts = Counter(one.mart for one in comparison.released)
    marts = {group.mart: counts[group.mart] for group in comparison.groups if counts[group.mart]}
    return Changed(marts, largest(comparison.released), largest(comparison.of_table_1))


def published(reconciliation: pl.DataFrame) -> dict[str, int]:
    """How many numbers of the letters agree, differ and cannot be measured; those withheld are left out."""
    rows = (row for row in statuses.rows(reconciliation) if row["sector"] in COLUMNS and row["measure"] in MEASURES)
    found = Counter(agreement(row) for row in rows)
    return {name: found[name] for name in ("agrees", "differs", "not_measured")}


def _what(about: Mapping[str, Any]) -> What:
    if about["built_on"] is None:
        return What.FIRST
    return OF_CHANGE.get(about.get("change_type") or "", What.NEW_YEAR)


def _new(
    warnings: Iterable[Mapping[str, Any]], checks: Iterable[Mapping[str, Any]], last: int | None
) -> tuple[tuple[str, str], ...]:
    """The warnings that the delivery of the year before did not have; all of them when there is none."""
    known = {
        (row["delivery_table"], row["expectation"])
        for row in checks
        if row["year"] == last and row["severity"] == Severity.WARNING and not row["passed"]
    }
    return tuple(dict.fromkeys(name for row in warnings if (name := (row["table"], row["expectation"])) not in known))
