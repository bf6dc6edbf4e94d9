"""The real transforms on frames, and everything that a release has of one year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.support.random_years import Tables
from transforms import allocation_key, decomposition, measure, realisation, reconciliation
from transforms.rules import Choices
from warehouse import tables
from warehouse.reference import codes, frames
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS


def measured(year_tables: Tables, year: int, choices: Choices | None = None) -> measure.Year:
    """One year through the real transforms."""
    rows = measure.Rows(**{name: frame.lazy() for name, frame in year_tables.items()})
    known = measure.Codes(codes.employment_codes(), frames.natures(), frames.grounds())
    return measure.measure(rows, year, known, choices or Choices())


@dataclass(frozen=True)
class Release:
    """The facts of several years, and the marts that follow from them."""

    years: list[measure.Year]

    def facts(self, name: str) -> pl.LazyFrame:
        frames_of_years: list[pl.DataFrame] = [getattr(year, name) for year in self.years]
        return pl.concat(frames_of_years, how="vertical_relaxed").lazy()

    def realisation(self) -> pl.LazyFrame:
        return realisation.realisation(
            self.facts("hours"), self.facts("allocation_key"), self.facts("people"), frames.targets()
        )

    def marts(self) -> dict[str, pl.DataFrame]:
        key = self.facts("allocation_key")
        made = {
            "realisation": self.realisation(),
            "allocation_key": key,
            "decomposition": decomposition.decomposition(self.facts("hours"), key),
            "reconciliation": reconciliation.reconciliation(self.realisation(), frames.letter_numbers()),
            "december_hours": self.facts("hours"),
            "people": self.facts("people"),
        }
        return {name: tables.conform(frame, (MARTS | FACTS)[name]) for name, frame in made.items()}

    def write(self, folder: Path) -> None:
        for name, frame in self.marts().items():
            tables.write(frame, (MARTS | FACTS)[name], folder, {"release": "test"})


def key_of(survey: pl.DataFrame) -> allocation_key.Key:
    """The allocation key of a survey."""
    return allocation_key.estimate(survey.lazy())
