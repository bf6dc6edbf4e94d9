"""What a reader has of a release, and the truth to judge by; shares no code with `transforms.protection`.

A figure is named (year, mart, key, column), its key as the table `observations` writes it. Values and statuses are read
from `published/releases/<id>/parquet/`, the truth from `internal/releases/<id>/marts/` and `facts/base_counts.parquet`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]
#: (year, mart, key, column)
Name = tuple[int, str, str, str]
FREE, SECRET = "vrij", "geheim"
REASONS = (FREE, SECRET, "niet_gemeten", "niet_van_toepassing", "niet_openbaar")
TOTAL = "totaal"

#: Mart -> the column of its year, and its other key columns.
KEYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "realisation": ("year", ("sector", "form")),
    "government_sectors": ("year", ("overheidssector",)),
    "ministries": ("year", ("ministerie",)),
    "target_group": ("year", ("ground", "arbeidsmarktregio")),
    "participation_cohort": ("cohort_start", ("ground",)),
    "quota": ("year", ("sector",)),
    "liv_by_size": ("year", ("size_class",)),
    "social_return": ("year", ("opdrachtgever",)),
    "scenarios": ("year", ("scenario", "sector")),
    "quality": ("year", ("delivery_table", "expectation")),
    "reconciliation": ("year", ("sector", "form", "measure")),
    "allocation_key": ("year", ("sector",)),
}
#: Mart -> the columns that can be withheld.
WITHHOLDABLE: Mapping[str, tuple[str, ...]] = {
    "realisation": ("persons",),
    "government_sectors": ("persons", "formal_jobs", "realisation_pct"),
    "ministries": ("formal_jobs", "realisation_pct"),
    "target_group": ("registered", "working", "working_pct", "level_jobs"),
    "participation_cohort": (
        "persons",
        "never_worked",
        "never_worked_pct",
        "under_12_months",
        "under_12_months_pct",
    ),
    "quota": ("employers_liable", "shortage_jobs"),
    "liv_by_size": ("employers", "amount_eur"),
    "social_return": ("obligation_eur", "jobs"),
    "scenarios": ("level_jobs", "extra_jobs", "gap_jobs", "difference_to_official"),
    "quality": ("failed_rows", "failed_pct"),
    "reconciliation": ("measured", "difference"),
}


@dataclass(frozen=True)
class Release:
    """A release in the hands of a reader, and what it hides.

    Attributes:
        name: its id.
        public: the published rows of each mart.
        exact: the exact rows of each mart.
        counts: the rows of the fact `base_counts`.
        freed: figures that a test sets free by hand.
        unrounded: the years that were built under settings that round to whole ones only.
    """

    name: str
    public: Mapping[str, list[Row]]
    exact: Mapping[str, list[Row]]
    counts: list[Row]
    freed: frozenset[Name] = field(default_factory=frozenset)
    unrounded: frozenset[int] = field(default_factory=frozenset)

    @cached_property
    def shown(self) -> dict[str, dict[tuple[int, str], Row]]:
        """Mart -> (year, key) -> the published row."""
        return {mart: by_place(mart, rows) for mart, rows in self.public.items() if mart in KEYS}

    @cached_property
    def truth(self) -> dict[str, dict[tuple[int, str], Row]]:
        """Mart -> (year, key) -> the exact row."""
        return {mart: by_place(mart, rows) for mart, rows in self.exact.items() if mart in KEYS}

    @cached_property
    def rests_on(self) -> dict[tuple[int, str, str, str], Row]:
        """(year, mart, key, measure) -> base counts."""
        return {(int(row["year"]), row["mart"], row["key"], row["measure"]): row for row in self.counts}

    @cached_property
    def copied(self) -> set[Name]:
        """Figures that another table tells: their value, their difference to a known number, or that they agree."""
        found = {observed(row) for row in self.public.get("observations", []) if row["value"] is not None}
        for (year, _), row in self.shown.get("reconciliation", {}).items():
            if row["measured"] is not None or row["difference"] is not None or row.get("agrees"):
                found.add(reconciled(year, row))
        return found

    def rows(self, mart: str) -> Iterator[tuple[int, str, Row]]:
        """The exact rows of a mart, each after its year and key."""
        for (year, key), row in self.truth.get(mart, {}).items():
            yield year, key, row

    def is_shown(self, name: Name) -> bool:
        """Whether a figure is published somewhere, or is said to be free."""
        return name in self.freed or name in self.copied or self.status(name) == FREE or self.value(name) is not None

    def value(self, name: Name) -> object:
        """What its own mart shows."""
        year, mart, key, column = name
        return self.shown.get(mart, {}).get((year, key), {}).get(column)

    def status(self, name: Name) -> object:
        """The status that its own mart gives it; None without one."""
        return self.value((*name[:3], f"{name[3]}_status"))

    def with_free(self, names: Collection[Name]) -> Release:
        """The release as it would be with these figures published."""
        return replace(self, freed=frozenset(names))


def read(public: Path, internal: Path) -> Release:
    """A release from its two folders."""
    return Release(
        name=public.name,
        public=tables(public / "parquet"),
        exact=tables(internal / "marts"),
        counts=pl.read_parquet(internal / "facts" / "base_counts.parquet").to_dicts(),
    )


def observed(row: Row) -> Name:
    """The figure of a row of `observations`."""
    mart, _, column = row["measure"].rpartition(".")
    return int(row["year"]), mart, row["dimensions"], column


def reconciled(year: int, row: Row) -> Name:
    """The figure that a row of `reconciliation` repeats."""
    _, _, sub_sector = row["sector"].partition(":")
    if sub_sector:
        column = "realisation_pct" if row["measure"].startswith("realisation_pct") else row["measure"]
        return year, "government_sectors", f"overheidssector={escaped(sub_sector)}", column
    return year, "realisation", f"sector={row['sector']};form={row['form']}", row["measure"]


def release_of(home: Path, release: str) -> Release:
    """A published release of a home folder."""
    return read(home / "published" / "releases" / release, home / "internal" / "releases" / release)


def candidate_of(folder: Path) -> Release:
    """A candidate, as it would be published."""
    return replace(read(folder / "public", folder / "internal"), name=folder.name)


def tables(folder: Path) -> dict[str, list[Row]]:
    """The rows of every Parquet file of a folder, by name."""
    return {path.stem: pl.read_parquet(path).to_dicts() for path in sorted(folder.glob("*.parquet"))}


def by_place(mart: str, rows: list[Row]) -> dict[tuple[int, str], Row]:
    """Rows by year and key."""
    year, others = KEYS[mart]
    return {(int(row[year]), written(others, row)): row for row in rows}


def written(names: tuple[str, ...], row: Row) -> str:
    """A key as one text; what would be taken for the end of a name or a value is written as its code."""
    return ";".join(f"{name}={escaped(str(row[name]))}" for name in names)


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")
