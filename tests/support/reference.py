"""The code lists and check files of `warehouse/reference`, read with nothing but the standard library."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "warehouse" / "reference"


@cache
def rows(name: str, delimiter: str = ",") -> tuple[dict[str, str], ...]:
    """The lines of one reference file, as texts."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=delimiter))


@dataclass(frozen=True)
class Aard:
    """One line of `code_aard.csv`: a code, when it is valid, and what it says about the form."""

    code: str
    valid_from: date
    valid_to: date
    form: str

    def valid_on(self, day: date) -> bool:
        """Whether the code may be used in a period that begins on this day."""
        return self.valid_from <= day <= self.valid_to


@cache
def aard_codes() -> tuple[Aard, ...]:
    """The code list of `cdaard`, with open ends as the first and last day there is."""
    return tuple(
        Aard(
            line["code"],
            date.fromisoformat(line["valid_from"]) if line["valid_from"] else date.min,
            date.fromisoformat(line["valid_to"]) if line["valid_to"] else date.max,
            line["form"],
        )
        for line in rows("code_aard.csv")
    )


def aard_on(day: date) -> dict[str, str]:
    """The codes valid on a day, with their form."""
    return {aard.code: aard.form for aard in aard_codes() if aard.valid_on(day)}


@cache
def employment_codes() -> tuple[str, ...]:
    """The values of `srtiv` that are employment."""
    return tuple(line["code"] for line in rows("code_soort_ikv.csv") if line["employment"] == "yes")


@cache
def other_income_codes() -> tuple[str, ...]:
    """The values of `srtiv` that are no employment: benefits and pensions."""
    return tuple(line["code"] for line in rows("code_soort_ikv.csv") if line["employment"] == "no")


@cache
def counting_grounds() -> tuple[str, ...]:
    """The grounds of the register that count for the jobs agreement."""
    return tuple(line["code"] for line in rows("grondslag.csv") if line["counts_for_agreement"] == "yes")


@cache
def other_grounds() -> tuple[str, ...]:
    """The grounds of the register that do not count for the jobs agreement."""
    return tuple(line["code"] for line in rows("grondslag.csv") if line["counts_for_agreement"] == "no")


@cache
def government_sectors() -> tuple[str, ...]:
    """The codes of the government sub-sectors."""
    return tuple(line["code"] for line in rows("overheidssector.csv"))


@cache
def target_jobs() -> dict[tuple[int, str], int]:
    """The legal target by year and sector; the whole is the sum of the two sectors."""
    single = {
        (int(line["valid_from"][:4]), line["sector"]): int(line["jobs"])
        for line in rows("targets.csv")
        if line["sector"] in {"markt", "overheid"}
    }
    years = {year for year, _ in single}
    return single | {(year, "totaal"): single[year, "markt"] + single[year, "overheid"] for year in years}


@cache
def published_totals() -> dict[tuple[int, str], tuple[int, str]]:
    """The published extra jobs of 2015 to 2021 and their source, by year and sector."""
    return {
        (int(line["year"]), line["sector"]): (int(line["value"]), line["source"])
        for line in rows("published_results.csv")
        if (line["measure"], line["form"], line["kind"]) == ("extra_tov_nulmeting", "totaal", "published")
        and 2015 <= int(line["year"]) <= 2021
    }
