"""What is made from the other marts: the published numbers beside the measured ones, and every figure in one table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from tests.support.deliveries import Delivery
from tests.support.oracle import (
    WHOLE,
    MartRow,
    Years,
    half_away_from_zero,
)
from tests.support.oracle_analyses import (
    CALCULATED,
    employers_of_government,
    formal_lines_by,
    in_percent,
    jobs_of,
    sorted_by,
    sub_sector,
    sub_sector_opgaven,
)
from tests.support.oracle_law import THE_LAW, Rules
from tests.support.reference import rows

# --- reconciliation ---

Marts = Mapping[str, list[MartRow]]


class Published(NamedTuple):
    """A published number, with as many decimals as it was printed with."""

    year: int
    sector: str
    form: str
    measure: str
    value: Fraction
    decimals: int
    source: str | None


OF_SUB_SECTORS = {"gerealiseerd": "formal_jobs", "realisatiegraad": "realisation_pct", "opgave": "opgave_jobs"}


def published(line: Mapping[str, str], measure: str, form: str, value: str) -> Published:
    """A number as a reference file has it; a target is of the year in which its row begins."""
    decimals = len(value.partition(".")[2])
    year = line["year"] if "year" in line else line["valid_from"][:4]
    return Published(int(year), line["sector"], form, measure, Fraction(value), decimals, line["source"])


def published_numbers(overlay: Path | None = None) -> Iterator[Published]:
    """The numbers of the letters, those of sub-sectors over whole years, and the percentages of the quota."""
    for line in rows("letter_numbers.csv", overlay=overlay):
        yield published(line, line["measure"], line["form"], line["value"])
    yield from of_sub_sectors(overlay)
    for line in rows("quota_parameters.csv", overlay=overlay):
        if line["variable"] == "percentage":
            indicative = line["note"].startswith("indicative")
            name = "quota_pct_indicative" if indicative else "quota_pct"
            yield published(line, name, WHOLE, line["value"])


def of_sub_sectors(overlay: Path | None = None) -> Iterator[Published]:
    """Jobs, opgaven and percentages of sub-sectors, and the percentage that printed jobs and opgave give."""
    found = [
        published(line, OF_SUB_SECTORS[line["measure"]], line["form"], line["value"])
        for line in rows("government.csv", overlay=overlay)
        if line["measure"] in OF_SUB_SECTORS and line["year"].isdigit() and re.fullmatch(r"[0-9.]+", line["value"])
    ]
    found += [
        published(line, "opgave_jobs", WHOLE, line["jobs"])
        for line in rows("targets.csv", overlay=overlay)
        if line["sector"].startswith("overheid:")
    ]
    yield from found
    opgaven = {(one.year, one.sector): one.value for one in found if one.measure == "opgave_jobs"}
    for one in found:
        if one.measure == "formal_jobs" and (one.year, one.sector) in opgaven:
            percent = in_percent(one.value, opgaven[one.year, one.sector])
            assert percent is not None
            value = Fraction(str(percent))
            yield Published(one.year, one.sector, one.form, "realisation_pct_of_jobs", value, 1, None)


def reconciliation(deliveries: Mapping[int, Delivery], years: Years, marts: Marts) -> list[MartRow]:
    """Every published number of a measured year beside the measured one, if it can be measured.

    A percentage of the quota that was set, and not calculated, is not measured.
    """
    quota = {
        (row["year"], row["sector"]): row["quota_pct"]
        for row in marts["quota"]
        if row["percentage_source"] == CALCULATED
    }
    found = []
    for one in (number for number in published_numbers(years.rules.overlay) if number.year in years.measured):
        if one.measure.startswith("quota_pct"):
            percentage = quota.get((one.year, one.sector))
            assert percentage is None or isinstance(percentage, float)
            measured = percentage
        elif one.sector.startswith("overheid:"):
            measured = of_sub_sector(deliveries, one, years.rules)
        else:
            measured = of_letter(years, one)
        found.append(reconciliation_row(one, measured))
    return sorted_by(found, "year", "sector", "form", "measure")


def of_letter(years: Years, one: Published) -> float | None:
    """A figure of the measured years; growth needs the year before as well."""
    if one.measure == "level_jobs":
        return float(half_away_from_zero(years.level(one.year).jobs(one.sector, one.form)))
    figure = {"extra_jobs": years.extra_jobs, "growth_jobs": years.growth_jobs}[one.measure]
    value = figure(one.year, one.sector, one.form)
    return None if value is None else float(half_away_from_zero(value))


def of_sub_sector(deliveries: Mapping[int, Delivery], one: Published, rules: Rules = THE_LAW) -> float | None:
    """Jobs, opgave or percentage of a sub-sector, rounded once, as the published number is."""
    delivery, code = deliveries[one.year], one.sector.partition(":")[2]
    opgave = sub_sector_opgaven(delivery).get(code)
    part_of = {lhnr: sub_sector(row) for lhnr, row in employers_of_government(delivery).items()}
    lines = formal_lines_by(delivery, part_of, rules).get(code)
    if one.measure == "opgave_jobs":
        return None if opgave is None else float(opgave)
    if lines is None:
        return None
    if one.measure == "formal_jobs":
        return float(half_away_from_zero(jobs_of(lines)))
    return None if opgave is None else in_percent(jobs_of(lines), opgave, one.decimals)


def reconciliation_row(one: Published, measured: float | None) -> MartRow:
    """One row; the source of a percentage that follows from printed jobs is words, and not predicted."""
    row: MartRow = {
        "year": one.year,
        "sector": one.sector,
        "form": one.form,
        "measure": one.measure,
        "measured": measured,
        "published": float(one.value),
        "difference": None if measured is None else measured - float(one.value),
        "agrees": None if measured is None else Fraction(str(measured)) == one.value,
    }
    return row if one.source is None else row | {"source": one.source}


# --- observations ---

PERCENT = "percent"
FIGURES: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, str]]] = {
    "realisation": (
        "year",
        ("sector", "form"),
        {
            "hours_december": "hours",
            "level_jobs": "jobs",
            "baseline_jobs": "jobs",
            "extra_jobs": "jobs",
            "growth_jobs": "jobs",
            "target_jobs": "jobs",
            "gap_jobs": "jobs",
            "persons": "persons",
        },
    ),
    "allocation_key": (
        "year",
        ("sector",),
        {
            "share_pct": PERCENT,
            "standard_error_pct": PERCENT,
            "ci_low_pct": PERCENT,
            "ci_high_pct": PERCENT,
            "respondents": "lenders",
            "population": "lenders",
            "strata": "strata",
        },
    ),
    "decomposition": (
        "year",
        ("sector",),
        {"change_jobs": "jobs", "volume_effect_jobs": "jobs", "key_effect_jobs": "jobs"},
    ),
    "uncertainty": (
        "year",
        ("sector", "form"),
        dict.fromkeys(("extra_jobs", "ci_low_jobs", "ci_high_jobs", "gap_ci_low_jobs", "gap_ci_high_jobs"), "jobs"),
    ),
    "government_sectors": (
        "year",
        ("overheidssector",),
        {"persons": "persons", "formal_jobs": "jobs", "opgave_jobs": "jobs", "realisation_pct": PERCENT},
    ),
    "ministries": (
        "year",
        ("ministerie",),
        {"formal_jobs": "jobs", "opgave_jobs": "jobs", "realisation_pct": PERCENT, "contribution_pct": PERCENT},
    ),
    "target_group": (
        "year",
        ("ground", "arbeidsmarktregio"),
        {"registered": "persons", "working": "persons", "working_pct": PERCENT, "level_jobs": "jobs"},
    ),
    "participation_cohort": (
        "cohort_start",
        ("ground",),
        {
            "persons": "persons",
            "never_worked": "persons",
            "never_worked_pct": PERCENT,
            "under_12_months": "persons",
            "under_12_months_pct": PERCENT,
        },
    ),
    "quota": (
        "year",
        ("sector",),
        {
            "variable_a": "jobs",
            "variable_b": "jobs",
            "variable_c": "hours a year",
            "variable_d": "persons",
            "variable_e": "hours a year",
            "variable_f": "persons",
            "variable_g": "hours a year",
            "quota_pct": PERCENT,
            "employers_liable": "employers",
            "shortage_jobs": "jobs",
        },
    ),
    "social_return": ("year", ("opdrachtgever",), {"obligation_eur": "euro", "jobs": "jobs"}),
    "liv_by_size": ("year", ("size_class",), {"employers": "employers", "amount_eur": "euro"}),
    "scenarios": (
        "year",
        ("scenario", "sector"),
        dict.fromkeys(("level_jobs", "extra_jobs", "target_jobs", "gap_jobs", "difference_to_official"), "jobs"),
    ),
}


#: The dimensions of all marts of figures.
EVERY_DIMENSION = {name for _, names, _ in FIGURES.values() for name in names}


def observations(marts: Marts) -> list[MartRow]:
    """Every figure of every mart of figures, one a row, also those that are not there."""
    found = [
        observation(mart, row, column, unit)
        for mart, (_, _, units) in FIGURES.items()
        for row in marts.get(mart, [])
        for column, unit in units.items()
    ]
    return sorted_by(found, "measure", "year", "dimensions")


def observation(mart: str, row: MartRow, column: str, unit: str) -> MartRow:
    """One figure in the shape of the statistics office."""
    year_column, dimensions, _ = FIGURES[mart]
    value = row[column]
    assert value is None or isinstance(value, int | float)
    place = ";".join(f"{name}={escaped(str(row[name]))}" for name in dimensions)
    key = f"{mart}.{column}\n{row[year_column]}\n{place}"
    return {
        "id": int(hashlib.sha256(key.encode()).hexdigest(), 16) >> 203,
        "measure": f"{mart}.{column}",
        "year": row[year_column],
        "period": f"{row[year_column]}JJ00",
        "dimensions": place,
        **{name: row[name] if name in dimensions else None for name in EVERY_DIMENSION},
        "value": None if value is None else float(value),
        "unit": unit,
        "origin": row.get("origin", "gemeten"),
    }


def escaped(value: str) -> str:
    """A value without the marks that tell names and values apart."""
    return "".join({"%": "%25", ";": "%3B", "=": "%3D"}.get(mark, mark) for mark in value)
