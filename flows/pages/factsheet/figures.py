"""The figures of one year, looked up in the marts; a mart, a row or a figure that is not there is empty, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.pages.kit import statuses
from transforms.law import BASELINE_YEAR, TOTAL
from transforms.realisation import PUBLISHED

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData

Row = dict[str, Any]
__all__ = ["PUBLISHED", "Figures", "Row"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the year that was built, and of the years before it."""

    data: ReportData

    @property
    def year(self) -> int:
        """The year that was built."""
        return self.data.year

    @property
    def before(self) -> int:
        """The year before it, measured or not."""
        return self.year - 1

    @property
    def is_baseline(self) -> bool:
        """Whether the year is the *nulmeting*."""
        return self.year == BASELINE_YEAR

    @property
    def is_measured(self) -> bool:
        """Whether there is a result of the year."""
        return bool(self.cell(TOTAL))

    @property
    def has_one_target(self) -> bool:
        """Whether market and government have one target together, and none of their own."""
        return self.data.has_one_target(self.year)

    def rows(self, mart: str) -> list[Row]:
        """The rows of a mart for the year."""
        return [row for row in self.every(mart) if row["year"] == self.year]

    def every(self, mart: str) -> list[Row]:
        """The rows of a mart for all years up to the year."""
        frame = self.data.marts.get(mart)
        if frame is None or frame.is_empty():
            return []
        return [row for row in statuses.rows(frame) if row["year"] <= self.year]

    def of_sector(self, mart: str) -> dict[str, Row]:
        """The rows of a mart for the year by sector; of form `totaal` when the mart has forms."""
        return {row["sector"]: row for row in self.rows(mart) if row.get("form", TOTAL) == TOTAL}

    def cell(self, sector: str, form: str = TOTAL, year: int | None = None) -> Row:
        """The row of `realisation` of a sector and form; empty when there is none."""
        key = (year or self.year, sector, form)
        found = (row for row in self.every("realisation") if (row["year"], row["sector"], row["form"]) == key)
        return next(found, {})

    def history(self, sector: str) -> list[Row]:
        """The totals of a sector, year by year since the *nulmeting*."""
        rows = [row for row in self.every("realisation") if (row["sector"], row["form"]) == (sector, TOTAL)]
        known = [row for row in rows if row["year"] > BASELINE_YEAR and row["extra_jobs"] is not None]
        return sorted(known, key=lambda row: int(row["year"]))
