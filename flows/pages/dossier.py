"""What a candidate shows on its pages: the manifest, the marts, and what changed since the current release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.law import FORMS, GOVERNMENT, MARKET, SECTORS, TOTAL
from warehouse.reference import codes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

#: The columns of table 1 of the letters.
COLUMNS = (MARKET, GOVERNMENT, TOTAL)
#: What the program itself writes as the reason of a change (`flows.plan.REASONS`); the kind of change says as much.
OWN_REASONS = frozenset(
    {
        "new delivery of a released year",
        "corrections to the delivery of a released year",
        "other rules or code over the same delivery",
    }
)
#: Where a list of the reference data comes from when the home folder has one of its own.
FROM_HOME = "home"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything that the pages of one candidate show.

    Attributes:
        about: the manifest, without its list of files.
        marts: the marts of the candidate, named as in `warehouse.registry.marts.MARTS`.
        strata: response to the survey: year, stratum, population, units, respondents.
        changes: cells that differ from the current release, largest first: mart, cell, column, old, new, difference.
        earlier: (identifier, mart `quality`) of earlier releases, oldest first.
        corrections: what was corrected in the deliveries: table, column, reason, status, lines.
        targets: the list of targets that holds: sector, valid_from, valid_to (ISO dates, the last one may be empty).
    """

    about: Mapping[str, Any]
    marts: Mapping[str, pl.DataFrame]
    strata: pl.DataFrame = field(default_factory=pl.DataFrame)
    changes: pl.DataFrame = field(default_factory=pl.DataFrame)
    earlier: Sequence[tuple[str, pl.DataFrame]] = ()
    corrections: Sequence[Mapping[str, Any]] = ()
    targets: Sequence[Mapping[str, str]] = field(default_factory=lambda: codes.rows("targets"))

    @property
    def year(self) -> int:
        """The year that was built."""
        return int(self.about["year"])

    @property
    def deliveries(self) -> list[Row]:
        """The delivered files with their counts of lines."""
        return list(self.about["deliveries"])

    @property
    def warnings(self) -> list[Row]:
        """The broken warnings."""
        return list(self.about["warnings"])

    @property
    def given_reason(self) -> str:
        """Why published figures change, as the person who built the candidate said; empty when nobody did."""
        reason = self.about["reason"] or ""
        return "" if reason in OWN_REASONS else reason

    @property
    def own_lists(self) -> list[Row]:
        """The lists of the reference data that the home folder has of its own: name, sha256, changes."""
        return [one for one in self.about["reference"] if one["origin"] == FROM_HOME]

    def rows(self, mart: str) -> list[Row]:
        """All rows of a mart, in its order."""
        return self.marts[mart].to_dicts()

    def of_year(self, mart: str) -> list[Row]:
        """The rows of a mart for the year that was built."""
        return [row for row in self.rows(mart) if row["year"] == self.year]

    def response(self) -> list[Row]:
        """The response to the survey of the year, by stratum."""
        return [row for row in self.strata.to_dicts() if row["year"] == self.year]

    def has_one_target(self, year: int) -> bool:
        """Whether market and government have one target together in a year, and none of their own."""
        found = dict(zip(COLUMNS, figures(self.marts["realisation"], year, TOTAL, "target_jobs"), strict=True))
        return found[TOTAL] is not None and all(found[sector] is None for sector in SECTORS)

    def one_target_is_sum(self, year: int) -> bool:
        """Whether the one target of a year is the sum of those of both sectors, as no decree has set it."""
        return self.has_one_target(year) and not any(
            row["sector"] == TOTAL and row["valid_from"] <= f"{year}-12-31" <= (row["valid_to"] or f"{year}-12-31")
            for row in self.targets
        )

    def series_breaks(self, years: Collection[int]) -> list[tuple[int, str]]:
        """The series breaks in some years: (year, note), the note in Dutch or empty."""
        rows = (row for row in self.rows("realisation") if row["year"] in years and row["series_break"])
        return sorted({(row["year"], row["series_break_note"] or "") for row in rows})


def table_1(realisation: pl.DataFrame, year: int) -> list[tuple[str, list[int | None]]]:
    """Table 1 of the letter: extra jobs by form and sector, and the targets.

    Rows are (label, [market, government, total]).
    """
    rows = [(form, figures(realisation, year, form, "extra_jobs")) for form in (*FORMS, TOTAL)]
    return [*rows, ("doelstelling", figures(realisation, year, TOTAL, "target_jobs"))]


def total(rows: Iterable[Row], name: str) -> int:
    """The sum of a column of counts."""
    return sum(row[name] for row in rows)


def figures(realisation: pl.DataFrame, year: int, form: str, column: str) -> list[int | None]:
    """One column of the mart `realisation` for a year and a form: market, government, total; None for a missing row."""
    found = {(row["sector"], row["form"]): row[column] for row in realisation.to_dicts() if row["year"] == year}
    return [found.get((sector, form)) for sector in COLUMNS]
