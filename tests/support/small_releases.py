"""A release of a few rows to protect: every mart that disclosure control looks at is there, most of them empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from flows.protection import DECLARED, Asked, Earlier, Result
from tests.support.small_marts import Row, counted, counts
from warehouse import tables
from warehouse.registry.facts import STATUSES
from warehouse.registry.marts import MARTS
from warehouse.settings import Disclosure

HOURS_PER_JOB = 110.92
Rows = Mapping[str, Sequence[Row]]


def frames(rows: Rows) -> dict[str, pl.DataFrame]:
    """The exact marts; columns that a row does not say are empty."""
    found = {}
    for name in DECLARED:
        schema = tables.empty(MARTS[name]).schema
        full = [dict.fromkeys(schema) | row for row in rows.get(name, ())]
        found[name] = tables.conform(pl.DataFrame(full, schema=schema, orient="row").lazy(), MARTS[name])
    return found


def asked(
    rows: Rows,
    of: Sequence[Row],
    years: Sequence[int] = (2023,),
    *,
    settings: Mapping[int, Disclosure] | None = None,
    kept: pl.DataFrame | None = None,
    earlier: Sequence[Earlier] = (),
) -> Asked:
    """A release of these rows and base counts; `kept` are the statuses of the years that are not built."""
    default = dict.fromkeys(years, Disclosure())
    disclosure = tables.empty(STATUSES) if kept is None else kept
    return Asked(frames(rows), counted(*of), disclosure, years, settings or default, earlier)


def as_earlier(release: str, of: Asked, result: Result) -> Earlier:
    return Earlier(release, of.marts, of.counts, result.disclosure)


def size_class(code: str, employers: int, each: float = 1000.0, year: int = 2023) -> tuple[Row, Row]:
    """A row of `liv_by_size` of employers with as much each, and what it rests on."""
    row = {"year": year, "size_class": code, "employers": employers, "amount_eur": employers * each}
    of = {"employers": employers, "public_employers": 0, "largest": each, "second": each if employers > 1 else 0.0}
    return row, counts(year, "liv_by_size", f"size_class={code}", "euro", total=employers * each, **of)


def liv(*classes: tuple[Row, Row]) -> tuple[Rows, list[Row]]:
    return {"liv_by_size": [row for row, _ in classes]}, [of for _, of in classes]


def region(ground: str, name: str, registered: int, working: int, year: int) -> tuple[Row, list[Row]]:
    """A row of `target_group`: a job for each who works, at ten employers."""
    key = f"ground={ground};arbeidsmarktregio={name}"
    row = {"year": year, "ground": ground, "arbeidsmarktregio": name, "registered": registered, "working": working}
    row |= {"working_pct": 100 * working / registered, "level_jobs_exact": float(working), "level_jobs": working}
    hours = working * HOURS_PER_JOB
    of = {"employers": 10, "public_employers": 0, "largest": hours / 10, "second": hours / 10, "total": hours}
    return row, [
        counts(year, "target_group", key, "registered", persons=registered),
        counts(year, "target_group", key, "working", persons=working),
        counts(year, "target_group", key, "hours", persons=working, **of),
    ]


def target_group(year: int = 2023, **regions: tuple[int, int]) -> tuple[list[Row], list[Row]]:
    """The rows of regions and of all together, of one ground and so again of all grounds, with their base counts."""
    registered, working = (sum(values) for values in zip(*regions.values(), strict=True))
    rows = {**regions, "totaal": (registered, working)}
    parts = [region(ground, name, *pair, year) for ground in ("wajong", "totaal") for name, pair in rows.items()]
    return [row for row, _ in parts], [one for _, of in parts for one in of]


def government(people: int, jobs: int, year: int = 2023, **sub_sectors: tuple[int, int]) -> tuple[Rows, list[Row]]:
    """Formal jobs of the government as the law publishes them, and its sub-sectors."""
    law: Row = {"year": year, "sector": "overheid", "form": "formeel", "level_jobs": jobs, "persons": people}
    law |= {"level_jobs_exact": float(jobs), "rule_set": "x", "series_break": False, "origin": "gemeten"}
    parts = [
        {"year": year, "overheidssector": name, "persons": persons, "formal_jobs": level, "has_data": True}
        | {"formal_jobs_exact": float(level)}
        for name, (persons, level) in sub_sectors.items()
    ]
    of = {"employers": 5, "public_employers": 5, "largest": 9.0, "second": 9.0, "total": 45.0}
    all_of = [
        counts(year, "realisation", "sector=overheid;form=formeel", "hours", persons=people, **of),
        *(
            counts(year, "government_sectors", f"overheidssector={name}", "hours", persons=persons, **of)
            for name, (persons, _) in sub_sectors.items()
        ),
    ]
    return {"realisation": [law], "government_sectors": parts}, all_of


def statuses(result: Result, mart: str, column: str) -> list[tuple[str, str | None]]:
    """Status and rule of a column in the fact `disclosure`, in the order of its key; of all grounds together."""
    found = result.disclosure.filter(pl.col("mart") == mart, pl.col("column") == column)
    one_ground = pl.col("key").str.starts_with("ground=wajong")
    return found.filter(~one_ground).sort("year", "key").select("status", "rule").rows()


def of_regions(result: Result, column: str) -> list[Any]:
    """What readers get of a column of `target_group`, of all grounds together."""
    return result.marts["target_group"].filter(ground="totaal")[column].to_list()
