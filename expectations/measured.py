"""The checks that no SQL over staged lines decides: they need the measurement, its law or what was released before.

All of it is plain facts: counts, digests, and two small frames of sizes. A size is a row (year, table, measure, value)
of the fact `statistics`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from expectations.verdict import counted, outside_band
from transforms.law import TOTAL
from warehouse.registry.delivered.polis import (
    KNOWN_EMPLOYER,
    LATE_RETURNS,
    SOMEBODY_COUNTED,
    SOMETHING_COUNTED,
    THIN_MONTH,
)
from warehouse.registry.delivered.register import COHORT_YEARS, WITHDRAWN_YEARS
from warehouse.registry.delivered.shared import FILE_OF_ANOTHER_YEAR, NO_UNKNOWN_COLUMNS, SAME_AFTER_TRIMMING
from warehouse.registry.deliveries import DELIVERIES, TARGET_KNOWN, TARGETS
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from expectations.verdict import Result
    from transforms.law import Law
    from warehouse.delivery.staging import Staged
    from warehouse.settings import Quality

REGISTER, POLIS = "doelgroepregister", "polis"
#: The first year with a legal target (Regeling Wfsv 3.33, before its renumbering 3.29).
FIRST_YEAR_WITH_TARGETS = 2015
#: Months are held against each other when at least half of a year is there: a delivery may hold December only.
FEWEST_MONTHS = 6
MONTHS = tuple(f"lines_month_{month:02d}" for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a year once it is measured.

    Attributes:
        law: the law of the year.
        staged: the files of the delivery, with their lines.
        counted_lines: the lines that count, of known employers or not.
        unknown_employer_lines: those with hours whose employer is not known.
        statistics: the sizes of this year: lines (doelgroepregister, polis, werkgevers), hours (polis), persons
            (doelgroepregister), and of polis late_lines, lines_month_01 to 12, persons_counted, and hours_counted,
            hours_formeel and hours_inleen in whole hours, rounded down.
        earlier: the sizes of the other released years.
        companions: the years whose people take part in its cohorts: released, and in the warehouse as released.
        missing_companions: those that are released and not in the warehouse.
        digests_of_other_years: year -> table -> the digests of its files, of the other released years.
        withdrawn_years: years that the candidate takes over from a withdrawn release; said of its last year only.
    """

    law: Law
    staged: Staged
    counted_lines: int
    unknown_employer_lines: int
    statistics: pl.DataFrame
    earlier: pl.DataFrame
    companions: Collection[int]
    missing_companions: Collection[int]
    digests_of_other_years: Mapping[int, Mapping[str, Collection[str]]]
    withdrawn_years: Collection[int] = ()

    def size(self, table: str, measure: str) -> int:
        """A size of this year; KeyError when it is not among the statistics."""
        return _sizes(self.statistics)[self.law.year, table, measure]

    def tables(self) -> list[str]:
        """The tables that were delivered."""
        return list(dict.fromkeys(file.table for file in self.staged.files))


def checks(measured: Measured, quality: Quality) -> list[Result]:
    """Every check of a measured year, those that reject first."""
    return [
        known_employer(measured),
        *unknown_columns(measured),
        *texts_made_the_same(measured),
        *files_of_other_years(measured),
        *cohort_years(measured),
        *withdrawn_years(measured),
        *target_known(measured),
        late_returns(measured, quality),
        *thin_months(measured, quality),
        *anything_counted(measured),
        *bands(measured, quality),
    ]


def known_employer(measured: Measured) -> Result:
    """Whether the employer of every counted line is in `werkgevers`; it rejects."""
    names = [file.name for file in measured.staged.of(POLIS, "wsw_detacheringen")]
    where = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more files"
    unknown = measured.unknown_employer_lines
    result = counted(POLIS, KNOWN_EMPLOYER, max(measured.counted_lines, 1), unknown)
    return replace(result, files=((where, unknown),))


def unknown_columns(measured: Measured) -> list[Result]:
    """Of every table whether it has no columns but those agreed on."""
    found = {
        table: {name for file in measured.staged.of(table) for name in file.unknown_columns}
        for table in measured.tables()
    }
    return [counted(table, NO_UNKNOWN_COLUMNS, 1, len(names)) for table, names in found.items()]


def texts_made_the_same(measured: Measured) -> list[Result]:
    """Of every table how many lines have a text that equals another one only after trimming."""
    made, staged = measured.staged.made_the_same, measured.staged
    lines = {table: sum(file.rows_delivered for file in staged.of(table)) for table in measured.tables()}
    return [counted(table, SAME_AFTER_TRIMMING, of, made.get(table, 0)) for table, of in lines.items()]


def files_of_other_years(measured: Measured) -> list[Result]:
    """Of every table whether none of its files is one of the same table in another released year."""
    results = []
    for table in (name for name in measured.tables() if not DELIVERIES[name].may_stay_the_same):
        files = measured.staged.of(table)
        others = {digest for year in measured.digests_of_other_years.values() for digest in year.get(table, ())}
        same = [file.name for file in files if file.sha256 in others]
        result = counted(table, FILE_OF_ANOTHER_YEAR, 1, min(len(same), 1))
        results.append(replace(result, files=tuple((name, 0) for name in same)))
    return results


def cohort_years(measured: Measured) -> list[Result]:
    """Whether every released year that shares a cohort with this one is in the warehouse as it was released."""
    missing = len(measured.missing_companions)
    near = len(measured.companions) + missing
    return [counted(REGISTER, COHORT_YEARS, near, missing)] if near else []


def withdrawn_years(measured: Measured) -> list[Result]:
    """Whether figures come back that were withdrawn; asked only of a candidate built on a withdrawn release."""
    years = len(measured.withdrawn_years)
    return [counted(REGISTER, WITHDRAWN_YEARS, years, years)] if years else []


def target_known(measured: Measured) -> list[Result]:
    """Whether the program has a target for a year that has one by law."""
    if measured.law.year < FIRST_YEAR_WITH_TARGETS:
        return []
    return [counted(TARGETS, TARGET_KNOWN, 1, int(TOTAL not in measured.law.targets))]


def late_returns(measured: Measured, quality: Quality) -> Result:
    """Lines after the cut: usual every year, so a warning only when their share leaves the band of earlier years."""
    lines, late = measured.size(POLIS, "lines"), measured.size(POLIS, "late_lines")
    before, width = _earlier_shares(measured), Fraction(quality.max_change_late)
    share = Fraction(late, max(lines, 1))
    outside = bool(before) and not min(before) * (1 - width) <= share <= max(before) * (1 + width)
    result = counted(POLIS, LATE_RETURNS, lines, late, severity=Severity.WARNING if outside else Severity.INFO)
    return replace(result, passed=not late and not outside)


def thin_months(measured: Measured, quality: Quality) -> list[Result]:
    """Whether no month between the first and the last delivered has far fewer lines than the median month."""
    lines = [measured.size(POLIS, month) for month in MONTHS]
    there = [place for place, count in enumerate(lines) if count]
    if len(there) < FEWEST_MONTHS:
        return []
    judged = [Fraction(count) for count in lines[there[0] : there[-1] + 1]]
    limit = Fraction(quality.thin_month) * median(judged)
    return [counted(POLIS, THIN_MONTH, len(judged), sum(count < limit for count in judged))]


def anything_counted(measured: Measured) -> list[Result]:
    """Whether somebody, and whether an hour, was counted."""
    nobody, nothing = (int(not measured.size(POLIS, name)) for name in ("persons_counted", "hours_counted"))
    return [counted(POLIS, SOMEBODY_COUNTED, 1, nobody), counted(POLIS, SOMETHING_COUNTED, 1, nothing)]


def bands(measured: Measured, quality: Quality) -> list[Result]:
    """Sizes against those of the year before, when that is measured and has them."""
    before, limits = _sizes(measured.earlier), quality.model_dump()
    results = []
    for table in DELIVERIES.values():
        for one in table.measured:
            last_year = before.get((measured.law.year - 1, table.name, one.measure))
            if one.setting and last_year is not None:
                now = measured.size(table.name, one.measure)
                broken = outside_band(last_year, now, limits[one.setting])
                results.append(counted(table.name, one, 1, int(broken)))
    return results


def _earlier_shares(measured: Measured) -> list[Fraction]:
    """The shares of late lines of the released years before this one that know them."""
    found = _sizes(measured.earlier)
    years = sorted({year for year, _, _ in found if year < measured.law.year})
    counts = [(found.get((year, POLIS, "late_lines")), found.get((year, POLIS, "lines"))) for year in years]
    return [Fraction(late, lines) for late, lines in counts if late is not None and lines]


def _sizes(frame: pl.DataFrame) -> dict[tuple[int, str, str], int]:
    rows = frame.select("year", "table", "measure", "value").iter_rows()
    return {(year, table, measure): value for year, table, measure, value in rows}
