"""The December hours and the allocation key of every year at true size: those of the letters, or a named path.

Four years have a calibration (`reference/calibration_hours.csv`) and reproduce the letters. Of 2015 to 2020 the extra
jobs of both sectors are published: they are the totals, and what is not published about them follows the path below.
The years between and after follow that path altogether. A delivery says which of these it is made to (`basis`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, Literal

from warehouse.synthetic.numbers import half_up, on_the_line
from warehouse.synthetic.reference import rows

BASELINE_YEAR: Final = 2012
FIRST_YEAR: Final = BASELINE_YEAR
LAST_YEAR: Final = 2030
"""The years a delivery can be made of."""
JOB_HOURS_DECEMBER: Final = Fraction("110.92")
"""Paid hours in December of one job (Regeling Wfsv: every legal target divides by it)."""

GOVERNMENT_SHARE_OF_FORMAL_HOURS_2012: Final = Fraction("9515.63") / Fraction("71853.27")
"""Choice: the split of the formal hours of 2012 is not public. This is the share of government in the level
before redistribution of loan hours (reference/published_results.csv, totaal_voor_herverdeling: 13.2%)."""

LOAN_QUARTERS: Final = {2016: "2016Q4", 2017: "2017Q4", 2018: "2018Q4", 2019: "2019Q3"}
"""Choice: the quarter of reference/uwv_quarters.csv (indicative) whose extra loan jobs stand for December. Of 2019 only
the third quarter is known. The other years until 2021 lie on straight lines between these and the letters."""
GROWTH_JOBS_A_YEAR: Final = {"market formal": 4_000, "government formal": 1_200, "loan": -1_000}
"""Choice: growth a year in jobs after the last calibrated year. Together about the growth of 2023
(reference/published_results.csv: 5,639, 1,914 and -3,005), each part smaller, because few people are left in the Wsw;
the targets are not reached by 2030."""


@dataclass(frozen=True)
class Levels:
    """Counted December hours at true size, whole hours."""

    formal_market: int
    formal_government: int
    loan: int


@dataclass(frozen=True)
class Basis:
    """What the hours of a year go by, in one Dutch and one English sentence."""

    kind: Literal["calibrated", "path"]
    dutch: str
    english: str


LETTERS: Final = Basis(
    "calibrated",
    "De uren van december zijn geijkt op de Kamerbrieven (reference/calibration_hours.csv).",
    "the December hours reproduce the letters (reference/calibration_hours.csv)",
)
PUBLISHED: Final = Basis(
    "path",
    "De extra banen van markt en overheid zijn de gepubliceerde; welk deel daarvan inleen is, volgt een pad.",
    "the extra jobs of both sectors are the published ones; how much of them is loan follows a path",
)
BETWEEN: Final = Basis(
    "path",
    "De uren liggen op een rechte lijn tussen de nulmeting en het eerste gepubliceerde jaar.",
    "the hours lie on a straight line between the nulmeting and the first published year",
)
AFTER: Final = Basis(
    "path",
    "De uren volgen een aangenomen groei per jaar na het laatste geijkte jaar; het is geen meting en geen raming.",
    "the hours follow an assumed growth a year after the last calibrated one; no measurement and no forecast",
)


def basis(year: int) -> Basis:
    """What the hours of a year go by, for its delivery to say so: the letters, or one of three parts of the path."""
    if year in calibrated_years():
        return LETTERS
    if year in _published_extra():
        return PUBLISHED
    return BETWEEN if year < calibrated_years()[-1] else AFTER


def calibrated_years() -> tuple[int, ...]:
    """Years whose December hours are calibrated, in order."""
    return tuple(sorted({key[0] for key in _calibration()}))


def check_year(year: int) -> None:
    """ValueError when no delivery can be made of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no synthetic delivery of {year}: choose a year from {FIRST_YEAR} to {LAST_YEAR}")


@cache
def levels(year: int) -> Levels:
    """The December hours of a year at true size.

    Raises:
        ValueError: the year is outside FIRST_YEAR to LAST_YEAR.
    """
    check_year(year)
    if year in calibrated_years():
        return _calibrated(year)
    if year in _published_extra():
        return _published(year)
    return _on_the_path(year)


@cache
def government_share_pct(year: int) -> Fraction:
    """Government's share of the loan hours in percent, one decimal.

    The published keys (reference/published_results.csv, `sleutel`); between them on a straight line, then the last.
    """
    return half_up(on_the_line(_keys(), year) * 10) / Fraction(10)


@cache
def _keys() -> dict[int, Fraction]:
    published = (row for row in rows("published_results") if row["measure"] == "sleutel")
    return {int(row["year"]): Fraction(row["value"]) for row in published if row["sector"] == "overheid"}


@cache
def _calibration() -> dict[tuple[int, str, str], int]:
    return {(int(row["year"]), row["sector"], row["form"]): int(row["value"]) for row in rows("calibration_hours")}


def _calibrated(year: int) -> Levels:
    table = _calibration()
    formal_2012 = table[BASELINE_YEAR, "totaal", "totaal"] - table[BASELINE_YEAR, "totaal", "inleen"]
    government_2012 = half_up(formal_2012 * GOVERNMENT_SHARE_OF_FORMAL_HOURS_2012)
    return Levels(
        formal_market=formal_2012 - government_2012 + table.get((year, "markt", "formeel"), 0),
        formal_government=government_2012 + table.get((year, "overheid", "formeel"), 0),
        loan=table[year, "totaal", "inleen"],
    )


@cache
def _published_extra() -> dict[int, dict[str, int]]:
    """Published extra jobs of both sectors, of the years without calibration: year -> sector -> jobs."""
    found: dict[int, dict[str, int]] = {}
    for row in rows("published_results"):
        wanted = (row["measure"], row["form"], row["kind"]) == ("extra_tov_nulmeting", "totaal", "published")
        if wanted and row["sector"] != "totaal" and int(row["year"]) not in calibrated_years():
            found.setdefault(int(row["year"]), {})[row["sector"]] = int(row["value"])
    return found


def _published(year: int) -> Levels:
    """The published extra jobs as totals; the loan hours are the path's, the formal hours the rest."""
    before, loan, extra = _calibrated(BASELINE_YEAR), _loan(year), _published_extra()[year]
    moved = loan * government_share_pct(year) - before.loan * government_share_pct(BASELINE_YEAR)
    government = extra["overheid"] * JOB_HOURS_DECEMBER - moved / 100
    both = sum(extra.values()) * JOB_HOURS_DECEMBER - (loan - before.loan)
    formal_government = before.formal_government + half_up(government)
    formal = before.formal_market + before.formal_government + half_up(both)
    return Levels(formal - formal_government, formal_government, loan)


def _loan(year: int) -> int:
    """Loan hours of a year before the last calibrated one: known, or on the line between known years."""
    return half_up(on_the_line(_known_loan(), year))


@cache
def _known_loan() -> dict[int, int]:
    quarters = {
        row["year"]: int(row["value"])
        for row in rows("uwv_quarters")
        if row["form"] == "inleen" and row["measure"].startswith("extra_tov_nulmeting")
    }
    before = _calibrated(BASELINE_YEAR).loan
    known = {year: before + half_up(quarters[name] * JOB_HOURS_DECEMBER) for year, name in LOAN_QUARTERS.items()}
    return known | {year: _calibrated(year).loan for year in calibrated_years()}


def _on_the_path(year: int) -> Levels:
    """Years with nothing published: on the line between those that have, or growing after them."""
    last = calibrated_years()[-1]
    years = max(0, year - last)
    known = {known: levels(known) for known in (*calibrated_years(), *_published_extra())}
    grown = {name: half_up(jobs * years * JOB_HOURS_DECEMBER) for name, jobs in GROWTH_JOBS_A_YEAR.items()}
    formal_market = on_the_line({at: one.formal_market for at, one in known.items()}, year)
    formal_government = on_the_line({at: one.formal_government for at, one in known.items()}, year)
    loan = _loan(year) + grown["loan"]
    return Levels(
        half_up(formal_market) + grown["market formal"], half_up(formal_government) + grown["government formal"], loan
    )
