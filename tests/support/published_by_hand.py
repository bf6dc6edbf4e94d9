"""Releases made by hand, as folders with Parquet files: a small country whose exposed figures can be found on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from tests.support.published_files import FREE, KEYS, SECRET, WITHHOLDABLE, Name, Release, Row, read, written
from tests.support.published_statuses import PERCENTAGES, ROUNDED_TO

Counts = tuple[str, str, str, Mapping[str, Any]]


@dataclass(frozen=True)
class ByHand:
    """A release of one year: exact marts, base counts and the figures that are withheld, as (mart, key, column)."""

    marts: Mapping[str, list[Row]]
    counts: tuple[Counts, ...] = ()
    hidden: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)
    year: int = 2023

    def hide(self, *cells: tuple[str, str, Iterable[str]]) -> ByHand:
        """The same release with more figures withheld: mart, key, columns."""
        more = {(mart, key, column) for mart, key, columns in cells for column in columns}
        return replace(self, hidden=self.hidden | more)

    def changed(self, mart: str, place: str, **values: object) -> ByHand:
        """The same release with another value in an exact row."""
        year, others = KEYS[mart]
        rows = [
            row | values if written(others, row) == place and row[year] == self.year else row
            for row in self.marts[mart]
        ]
        return replace(self, marts={**self.marts, mart: rows})

    def write(self, folder: Path, release: str = "r1") -> Release:
        """Writes the two folders and reads them as the attacker does."""
        public, internal = folder / "published" / release, folder / "internal" / release
        for mart, rows in self.marts.items():
            write(internal / "marts" / f"{mart}.parquet", rows)
            write(public / "parquet" / f"{mart}.parquet", [self.published(mart, row) for row in rows])
        write(
            public / "parquet" / "observations.parquet", [one for mart in self.marts for one in self.observations(mart)]
        )
        write(internal / "facts" / "base_counts.parquet", [self.base_counts(*one) for one in self.counts] or [NOTHING])
        return read(public, internal)

    def published(self, mart: str, row: Row) -> Row:
        """A row as readers get it."""
        shown = {name: value for name, value in row.items() if not name.endswith("_exact")}
        place = written(KEYS[mart][1], row)
        hidden = self.hidden if row[KEYS[mart][0]] == self.year else ()
        for column in WITHHOLDABLE.get(mart, ()):
            shown[column] = None if (mart, place, column) in hidden else rounded(mart, column, row)
        for column in WITHHOLDABLE.get(mart, ()):
            secret = (mart, place, column) in hidden
            shown[f"{column}_status"] = SECRET if secret else "niet_gemeten" if row[column] is None else FREE
            if (mart, column) in PERCENTAGES and not secret and row[column] is not None:
                part, whole = (shown[one] for one in PERCENTAGES[mart, column])
                shown[column] = None if part is None or not whole else round(part * 100 / whole + 1e-9, 1)
        return shown

    def observations(self, mart: str) -> list[Row]:
        """The rows of `observations` of a mart."""
        year, others = KEYS[mart]
        found = []
        for row in self.marts[mart] if mart not in {"reconciliation", "quality"} else ():
            shown = self.published(mart, row)
            for column in WITHHOLDABLE.get(mart, ()):
                value = None if shown[column] is None else float(shown[column])
                status = shown[f"{column}_status"]
                found.append(
                    {
                        "measure": f"{mart}.{column}",
                        "year": row[year],
                        "dimensions": written(others, row),
                        "value": value,
                        "value_status": status,
                    }
                )
        return found

    def base_counts(self, mart: str, key: str, measure: str, given: Mapping[str, Any]) -> Row:
        """A row of base counts; what is not given is empty."""
        return {**NOTHING, "year": self.year, "mart": mart, "key": key, "measure": measure, **given}


NOTHING: Row = {
    "year": 0,
    "mart": "",
    "key": "",
    "measure": "",
    "persons": None,
    "employers": None,
    "public_employers": None,
    "largest": None,
    "second": None,
    "total": None,
    "known": True,
}
AMOUNTS = ("largest", "second", "total")
TYPES = {
    **dict.fromkeys(("persons", "employers", "public_employers"), pl.Int64),
    **dict.fromkeys(AMOUNTS, pl.Float64),
}


def write(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame.with_columns(pl.col(name).cast(kind) for name, kind in TYPES.items() if name in frame.columns).write_parquet(
        path
    )


def rounded(mart: str, column: str, row: Row) -> Any:
    """A figure as section 4 rounds it."""
    value, base = row[column], ROUNDED_TO.get((mart, column))
    return value if value is None or base is None else int(base * ((value + base / 2) // base))


def names(year: int, *cells: tuple[str, str, Iterable[str]]) -> set[Name]:
    return {(year, mart, key, column) for mart, key, columns in cells for column in columns}


# --- the register: a table of grounds and regions -----------------------------------------------------------

PEOPLE = ("registered", "working", "working_pct", "level_jobs")
#: (ground, region) -> registered, working; the jobs are as many as work.
Register = Mapping[tuple[str, str], tuple[int, int]]
#: One small cell, in pw and region 1.
REGISTER: Register = {("pw", "1"): (5, 2), ("pw", "2"): (40, 20), ("wajong", "1"): (30, 15), ("wajong", "2"): (60, 30)}


def place(ground: str, region: str) -> str:
    return f"ground={ground};arbeidsmarktregio={region}"


def with_totals(register: Register) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for (ground, region), (registered, working) in register.items():
        for one in ((ground, region), (ground, "totaal"), ("totaal", region), ("totaal", "totaal")):
            before = found.get(one, (0, 0))
            found[one] = (before[0] + registered, before[1] + working)
    return found


def register_release(register: Register = REGISTER, year: int = 2023) -> ByHand:
    """The mart `target_group` of a register; each cell with its hours at ten employers alike."""
    rows: list[Row] = []
    counts: list[Counts] = []
    for (ground, region), (registered, working) in sorted(with_totals(register).items()):
        pct = round(working * 100 / registered, 1)
        row = {
            "year": year,
            "ground": ground,
            "arbeidsmarktregio": region,
            "registered": registered,
            "working": working,
        }
        rows.append({**row, "working_pct": pct, "level_jobs_exact": float(working), "level_jobs": working})
        hours = working * 110.92
        given = {
            "persons": working,
            "employers": 10,
            "public_employers": 2,
            "largest": hours / 10,
            "second": hours / 10,
        }
        counts.append(("target_group", place(ground, region), "hours", {**given, "total": hours}))
    return ByHand({"target_group": rows}, tuple(counts), year=year)


SQUARE = tuple(("target_group", place(*one), PEOPLE) for one in REGISTER)
