"""The law book: the dated reference lists and the settings as `transforms.law` wants them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.law import (
    GOVERNMENT,
    MARKET,
    PAYROLL,
    SET_PERCENTAGE,
    THRESHOLD,
    TOTAL,
    YES,
    Choices,
    Ground,
    IncomeCode,
    LawBook,
    Nature,
    QuotaValue,
    Target,
    Value,
    kind_of,
)
from warehouse.reference.lists import PACKAGED, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.reference.lists import Reference, Row
    from warehouse.settings import Settings

#: How a note says that a date is not documented but follows from something else.
INFERRED = "inferred"
#: How a note says that a quota percentage was set, and not only expected.
DEFINITIVE = "definitive"


def law_book(reference: Reference, settings: Settings | None = None) -> LawBook:
    """Everything that the law of a year is made from; without settings their defaults."""
    chosen = Choices(**settings.measurement.model_dump()) if settings else Choices()
    added = tuple(_of_settings(settings)) if settings else ()
    return LawBook(
        grounds=tuple(_ground(row) for row in reference.rows("grondslag")),
        natures=_natures(reference.rows("code_aard")),
        income=tuple(IncomeCode(row["code"], row["employment"] == YES) for row in reference.rows("code_soort_ikv")),
        targets=tuple(Target(row["sector"], *_dates(row), int(row["jobs"])) for row in reference.rows("targets")),
        parameters=tuple(Value(row["name"], *_dates(row), row["value"]) for row in reference.rows("parameters")),
        quota=(*_quota_of_law(reference), *added),
        choices=chosen,
    )


def _ground(row: Row) -> Ground:
    counts, restates = row["counts_for_agreement"] == YES, row["restates_baseline"] == YES
    first, last = day(row["counts_from"]), day(row["counts_to"])
    return Ground(row["code"], int(row["priority"]), counts, first, last, restates)


def _natures(rows: tuple[Row, ...]) -> tuple[Nature, ...]:
    """The natures of employment; a code that the list calls payrolling on any date is of that kind on every date."""
    payrolling = {row["code"] for row in rows if row["form"] == PAYROLL}
    inferred = {_window(row) for row in PACKAGED.rows("code_aard") if INFERRED in row["note"]}
    return tuple(
        Nature(
            row["code"],
            *_dates(row),
            form=row["form"],
            kind=kind_of(row["code"], row["form"], payrolling=row["code"] in payrolling),
            inferred=INFERRED in row.get("note", "") or _window(row) in inferred,
        )
        for row in rows
    )


def _window(row: Row) -> tuple[str, str, str]:
    """A code with its dates: what the package calls inferred stays so in a home's list that has the same dates."""
    return row["code"], row["valid_from"], row["valid_to"]


def _quota_of_law(reference: Reference) -> Iterator[QuotaValue]:
    for row in reference.rows("quota_versions"):
        yield QuotaValue(row["variable"], row["sector"], *_dates(row), Decimal(row["value"]))
    rows = reference.rows("quota_parameters")
    for row in rows:
        if row["variable"] == THRESHOLD:
            yield QuotaValue(row["variable"], TOTAL, None, None, Decimal(row["value"]))
        elif row["variable"] == SET_PERCENTAGE and row["note"].lower().startswith(DEFINITIVE):
            yield QuotaValue(SET_PERCENTAGE, row["sector"], *_whole_year(row["year"]), Decimal(row["value"]))
    for sector in (MARKET, GOVERNMENT):
        yield from _additions(sorted((r for r in rows if (r["variable"], r["sector"]) == ("B", sector)), key=_year))


def _additions(rows: list[Row]) -> Iterator[QuotaValue]:
    """Variable B by year; the last one of the list holds until another is added."""
    for row in rows:
        first, last = _whole_year(row["year"])
        yield QuotaValue("B", row["sector"], first, None if row is rows[-1] else last, Decimal(row["value"]))


def _of_settings(settings: Settings) -> Iterator[QuotaValue]:
    """The variables of the quota that are not public (setting `quota.variables`)."""
    for year, sectors in settings.quota.variables.items():
        for sector, values in sectors.items():
            for letter, value in values.items():
                yield QuotaValue(letter, sector, *_whole_year(year), value)


def _year(row: Row) -> str:
    return row["year"]


def _whole_year(year: str) -> tuple[date, date]:
    return date(int(year), 1, 1), date(int(year), 12, 31)


def _dates(row: Row) -> tuple[date | None, date | None]:
    return day(row["valid_from"]), day(row["valid_to"])
