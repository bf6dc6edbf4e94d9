"""The years of a release: the table `calendar` (dissemination.md, "A release folder")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.registry.mart_columns import DISSEMINATION, TEXT, YEAR
from warehouse.registry.model import Column, Mart

if TYPE_CHECKING:
    from collections.abc import Collection

#: A year that the next release may still adjust, and one that it may not.
STATUSES = PROVISIONAL, DEFINITIVE = ("voorlopig", "definitief")

CALENDAR = Mart(
    "calendar",
    "Kalender: de jaren van deze publicatie",
    "Calendar: the years of this release",
    ("year",),
    (
        YEAR,
        Column("begin", TEXT, "Eerste dag", "First day", source=DISSEMINATION, codes_of=""),
        Column("reference_date", TEXT, "Peildatum", "Reference date", source=DISSEMINATION, codes_of=""),
        Column("period", TEXT, "Periode", "Period", source="CBS OData v4: Perioden", codes_of=""),
        Column("status", TEXT, "Status", "Status", source=DISSEMINATION, values=STATUSES, codes_of="year_status"),
    ),
    answers=(
        "Welke jaren er zijn, op welke dag zij gelden en of een jaar nog voorlopig is.",
        "Which years there are, which day they are about, and whether a year is still provisional.",
    ),
    note="Every year that a table of the release has rows of. Days are written as 2023-12-31. Voorlopig is a measured "
    "year that no later year follows: the next release may still adjust it. Every other year is definitief.",
)


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a release.

    Attributes:
        year: the year.
        begin, reference_date: 1 January and 31 December, as 2023-12-31.
        period: how the statistics office writes it: 2023JJ00.
        status: voorlopig or definitief.
    """

    year: int
    begin: str
    reference_date: str
    period: str
    status: str


def calendar(years: Collection[int], measured: Collection[int]) -> tuple[Year, ...]:
    """The years of a release, the oldest first.

    Args:
        years: every year that a table has rows of.
        measured: those that were measured; one that no year follows is provisional.
    """
    every = {*years, *measured}
    provisional = {max(every)} & {*measured} if every else set[int]()
    return tuple(
        Year(
            year,
            f"{year:04}-01-01",
            f"{year:04}-12-31",
            f"{year:04}JJ00",
            PROVISIONAL if year in provisional else DEFINITIVE,
        )
        for year in sorted(every)
    )
