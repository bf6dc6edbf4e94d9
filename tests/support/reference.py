"""The code lists and check files of `warehouse/reference`, read with nothing but the standard library.

A function that takes an `overlay` reads `<name>.csv` in that folder instead of the package's, where it is there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "warehouse" / "reference"
SECTORS_WITH_TARGET = ("markt", "overheid")
WHOLE = "totaal"
QUOTA_ONLY = "voorziening"  # measurement.md, step 4: counts from the Wet banenafspraak on
INFERRED = "inferred"  # a note with this word: the dates of the row are no law
#: The note on the old meaning of 81 says that the day on which 82 came is inferred; the row of 82 does not.
INFERRED_ELSEWHERE = {("82", date(2020, 1, 1))}
TARGET_YEARS = range(2012, 2041)
FIRST_PUBLISHED_YEAR = 2015


def rows(name: str, delimiter: str = ",", overlay: Path | None = None) -> tuple[dict[str, str], ...]:
    """The lines of one reference file, as texts."""
    other = None if overlay is None else overlay / name
    path = other if other is not None and other.exists() else REFERENCE / name
    return parsed(path.read_text(encoding="utf-8"), delimiter)


@cache
def parsed(text: str, delimiter: str) -> tuple[dict[str, str], ...]:
    """The lines of a text; the same text is parsed once."""
    return tuple(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def first_day(text: str) -> date:
    """A date from which something holds; the first there is when empty."""
    return date.fromisoformat(text) if text else date.min


def last_day(text: str) -> date:
    """A date until which something holds; the last there is when empty."""
    return date.fromisoformat(text) if text else date.max


# --- code lists of the polis ---


@dataclass(frozen=True)
class Aard:
    """One line of `code_aard.csv`: a code, when it is valid, and what it says about the form."""

    code: str
    valid_from: date
    valid_to: date
    form: str
    from_inferred: bool
    to_inferred: bool

    def valid_on(self, day: date) -> bool:
        """Whether the code may be used in a period that begins on this day."""
        return self.valid_from <= day <= self.valid_to

    def reaches(self, day: date) -> bool:
        """Whether an inferred boundary is all that is between the row and a day."""
        return (self.to_inferred and day > self.valid_to) or (self.from_inferred and day < self.valid_from)

    def days_from(self, day: date) -> int:
        """How far the row is from a day that it does not hold."""
        return (day - self.valid_to).days if day > self.valid_to else (self.valid_from - day).days


def aard_codes(overlay: Path | None = None) -> tuple[Aard, ...]:
    """The code list of `cdaard`, with open ends as the first and last day there is."""
    return tuple(aard_of(line) for line in rows("code_aard.csv", overlay=overlay))


def aard_of(line: dict[str, str]) -> Aard:
    """One line of the list; a note that says so makes both dates inferred."""
    code, begin, end = line["code"], first_day(line["valid_from"]), last_day(line["valid_to"])
    inferred = INFERRED in line["note"].lower()
    return Aard(code, begin, end, line["form"], inferred or (code, begin) in INFERRED_ELSEWHERE, inferred)


def forms_on(codes: Iterable[Aard], day: date) -> dict[str, str]:
    """The form of each code that a period may have that begins on a day.

    A row that holds the day decides; a code without one has the nearest row that an inferred date keeps from it.
    """
    codes = tuple(codes)
    near = sorted((aard for aard in codes if aard.reaches(day)), key=lambda aard: aard.days_from(day), reverse=True)
    return {aard.code: aard.form for aard in (*near, *(aard for aard in codes if aard.valid_on(day)))}


def aard_on(day: date, overlay: Path | None = None) -> dict[str, str]:
    """The codes that a period may have that begins on a day, with their form."""
    return forms_on(aard_codes(overlay), day)


def employment_codes(overlay: Path | None = None) -> tuple[str, ...]:
    """The values of `srtiv` that are employment."""
    return tuple(line["code"] for line in rows("code_soort_ikv.csv", overlay=overlay) if line["employment"] == "yes")


def other_income_codes(overlay: Path | None = None) -> tuple[str, ...]:
    """The values of `srtiv` that are no employment: benefits and pensions."""
    return tuple(line["code"] for line in rows("code_soort_ikv.csv", overlay=overlay) if line["employment"] == "no")


# --- grounds of the register ---


@dataclass(frozen=True)
class Ground:
    """One line of `grondslag.csv`."""

    code: str
    priority: int
    counts: bool
    counts_from: date
    counts_to: date
    restates_baseline: bool

    def in_force(self, year: int) -> bool:
        """Whether the dates of the ground hold the last day of a year."""
        return self.counts_from <= date(year, 12, 31) <= self.counts_to

    def counts_in(self, year: int, wet_from: int | None) -> bool:
        """Whether people on the ground count for the agreement in a year."""
        by_the_wet = self.code == QUOTA_ONLY and wet_from is not None and year >= wet_from
        return (self.counts or by_the_wet) and self.in_force(year)


def grounds(overlay: Path | None = None) -> tuple[Ground, ...]:
    """The grounds of the register with their dates."""
    return tuple(
        Ground(
            line["code"],
            int(line["priority"]),
            line["counts_for_agreement"] == "yes",
            first_day(line["counts_from"]),
            last_day(line["counts_to"]),
            line["restates_baseline"] == "yes",
        )
        for line in rows("grondslag.csv", overlay=overlay)
    )


def counting_grounds(
    year: int | None = None, wet_from: int | None = None, overlay: Path | None = None
) -> tuple[str, ...]:
    """The grounds that count for the jobs agreement in a year; without a year, those that count in any."""
    found = grounds(overlay)
    return tuple(one.code for one in found if (one.counts if year is None else one.counts_in(year, wet_from)))


def other_grounds() -> tuple[str, ...]:
    """The grounds of the register that do not count for the jobs agreement, unless the Wet banenafspraak is law."""
    return tuple(one.code for one in grounds() if not one.counts)


def later_grounds(year: int) -> tuple[str, ...]:
    """The grounds that count in a later year and not yet in this one."""
    return tuple(one.code for one in grounds() if one.counts and one.counts_from > date(year, 12, 31))


def government_sectors(overlay: Path | None = None) -> tuple[str, ...]:
    """The codes of the government sub-sectors."""
    return tuple(line["code"] for line in rows("overheidssector.csv", overlay=overlay))


# --- targets and what was published ---


def own_target(year: int, sector: str, overlay: Path | None = None) -> int | None:
    """The jobs of the row of a sector that is in force at the end of a year; an open row ends where the next begins."""
    lines = [line for line in rows("targets.csv", overlay=overlay) if line["sector"] == sector]
    begins = [first_day(line["valid_from"]) for line in lines]
    day, found = date(year, 12, 31), dict[date, int]()
    for line, begin in zip(lines, begins, strict=True):
        later = [other for other in begins if other > begin]
        until_next = min(later) - timedelta(1) if later else date.max
        end = last_day(line["valid_to"]) if line["valid_to"] else until_next
        if begin <= day <= end:
            found[begin] = int(line["jobs"])
    return found[max(found)] if found else None


def target(year: int, sector: str, wet_from: int | None = None, overlay: Path | None = None) -> int | None:
    """The legal target of a sector or the whole; with one target only the whole has it."""
    together = own_target(year, WHOLE, overlay)
    one_target = together is not None or (wet_from is not None and year >= wet_from)
    if sector != WHOLE:
        return None if one_target else own_target(year, sector, overlay)
    parts = [own_target(year, part, overlay) for part in SECTORS_WITH_TARGET]
    known = [part for part in parts if part is not None]
    added = sum(known) if len(known) == len(parts) else None
    return added if together is None else together


def target_jobs(wet_from: int | None = None, overlay: Path | None = None) -> dict[tuple[int, str], int]:
    """The legal target by year and sector, of all years that a test may measure."""
    found = {
        (year, sector): target(year, sector, wet_from, overlay)
        for year in TARGET_YEARS
        for sector in (*SECTORS_WITH_TARGET, WHOLE)
    }
    return {key: jobs for key, jobs in found.items() if jobs is not None}


def published_totals(overlay: Path | None = None) -> dict[tuple[int, str], tuple[int, str]]:
    """The published extra jobs of 2015 and later and their source, by year and sector."""
    return {
        (int(line["year"]), line["sector"]): (int(line["value"]), line["source"])
        for line in rows("published_results.csv", overlay=overlay)
        if (line["measure"], line["form"], line["kind"]) == ("extra_tov_nulmeting", WHOLE, "published")
        and int(line["year"]) >= FIRST_PUBLISHED_YEAR
    }
