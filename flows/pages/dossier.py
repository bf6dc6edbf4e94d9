"""What the report is made of: the manifest, the marts, and what changed since the current release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.law import FORMS, GOVERNMENT, MARKET, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The columns of table 1 of the letters.
COLUMNS = (MARKET, GOVERNMENT, TOTAL)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything that the report of one candidate shows.

    Attributes:
        about: the manifest, without its list of files.
        marts: the marts of the candidate, named as in `warehouse.registry.marts.MARTS`.
        strata: response to the survey: year, stratum, population, units, respondents.
        changes: cells that differ from the current release, largest first: mart, cell, column, old, new, difference.
        earlier: (identifier, mart `quality`) of earlier releases, oldest first.
        corrections: what was corrected in the deliveries: table, column, reason, status, lines.
    """

    about: Mapping[str, Any]
    marts: Mapping[str, pl.DataFrame]
    strata: pl.DataFrame = field(default_factory=pl.DataFrame)
    changes: pl.DataFrame = field(default_factory=pl.DataFrame)
    earlier: Sequence[tuple[str, pl.DataFrame]] = ()
    corrections: Sequence[Mapping[str, Any]] = ()

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

    def rows(self, mart: str) -> list[Row]:
        """All rows of a mart, in its order."""
        return self.marts[mart].to_dicts()

    def of_year(self, mart: str) -> list[Row]:
        """The rows of a mart over the year that was built."""
        return [row for row in self.rows(mart) if row["year"] == self.year]

    def response(self) -> list[Row]:
        """The response to the survey of the year, by stratum."""
        return [row for row in self.strata.to_dicts() if row["year"] == self.year]


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
    """One column of the mart `realisation` over a year and a form: market, government, total."""
    found = {(row["sector"], row["form"]): row for row in realisation.to_dicts() if row["year"] == year}
    return [found[sector, form][column] for sector in COLUMNS]
