"""The demonstration: synthetic deliveries at true size through the whole pipeline, beside the published figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from flows import build as building
from flows.pages import dossier
from flows.pages.kit.numbers import dutch
from transforms.analyses.reconciliation import MEASURES
from transforms.law import BASELINE_YEAR
from warehouse import formats, former, process, progress, releases, tables
from warehouse.errors import DecisionRefusedError
from warehouse.home import Home, remove
from warehouse.reference import frames
from warehouse.reference.lists import PACKAGED
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.review import desk, founding, trail
from warehouse.review.desk import Hand
from warehouse.settings import load
from warehouse.synthetic import synthesize

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (BASELINE_YEAR, 2021, 2022, 2023)
#: How many steps that takes: the deliveries; and of each year a build and a publication.
STEPS = 1 + len(YEARS) * (building.OF_BUILD + building.OF_PULL + building.OF_YEAR + 1)
#: The years whose table 1 the letters print.
LETTER_YEARS = (2022, 2023)
STEWARDS = ("demo-steward-1", "demo-steward-2")
NOTE = "demonstratie: de waarschuwingen zijn in de synthetische gegevens gelegd"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration printed and left."""

    lines: list[str]
    release: str
    marts: str
    report: str
    factsheet: str


def run(folder: Path, scale: float) -> Demonstration:
    """Makes, builds, approves and publishes the years of the letters in a home folder of its own.

    Raises:
        DecisionRefusedError: the home folder holds a release that is not synthetic, or only ones from before
            disclosure control.
    """
    home = Home(folder)
    _prepare(home)
    source = folder / "synthetic"
    remove(source)
    progress.step("make synthetic deliveries")
    with process.private():
        synthesize(YEARS, source, scale=scale, progress=progress.note)
    for year in YEARS:
        _build_and_publish(home, source, year)
    current = releases.current(home)
    if current is None:
        message = "demo: nothing was published"
        raise DecisionRefusedError(message)
    pages = [str(folder / "index.html") for folder in (current.internal / "report", home.current / "factsheet")]
    return Demonstration(_lines(home.current / formats.PARQUET, scale), current.id, str(home.current), *pages)


def _prepare(home: Home) -> None:
    before = [*former.all_in(home.releases), *former.all_in(home.exact)]
    synthetic = [one.manifest["synthetic"] for one in releases.all_releases(home)]
    if not all([*synthetic, *(one.synthetic for one in before)]):
        message = f"demo: home folder {home.root} holds a real release; choose another with --home"
        raise DecisionRefusedError(message)
    if before and not synthetic:
        message = (
            f"demo: home folder {home.root} holds releases from before disclosure control; choose another with --home"
        )
        raise DecisionRefusedError(message)
    if not trail.is_there(home):
        founding.make(home, trial=True, of=home.root if synthetic else None)


def _build_and_publish(home: Home, source: Path, year: int) -> None:
    outcome = building.pipeline(building.request_for(home.root, str(source), [year]))
    if outcome.status == "published":
        return
    settings = load(home.root)
    progress.step("publish", year)
    with home.held():
        for steward in STEWARDS:
            if outcome.status != "approved":
                desk.approve(home, settings, outcome.candidate, Hand(steward, NOTE))
        desk.publish(home, settings, outcome.candidate)


def _lines(folder: Path, scale: float) -> list[str]:
    """Table 1 of both letters beside the measured one, and how many published numbers are reproduced in public."""
    realisation, reconciliation = (
        tables.read(folder, PUBLIC_MARTS[name]) for name in ("realisation", "reconciliation")
    )
    published = {
        (row["year"], row["sector"], row["form"]): row["value"]
        for row in frames.letter_numbers(PACKAGED).filter(pl.col("measure") == "extra_jobs").collect().to_dicts()
    }
    lines = []
    for year in LETTER_YEARS:
        lines += ["", f"Table 1, {year}: extra jobs, measured (published) - SYNTHETIC DATA"]
        lines.append(f"{'':14}{'markt':>20}{'overheid':>20}{'totaal':>20}")
        for form, numbers in dossier.table_1(realisation, year):
            sectors = zip(("markt", "overheid", "totaal"), numbers, strict=True)
            cells = [_cell(number, published.get((year, sector, form))) for sector, number in sectors]
            lines.append(f"{form:14}{''.join(f'{cell:>20}' for cell in cells)}")
    of_letters = reconciliation.filter(
        pl.col("sector").is_in(list(dossier.COLUMNS)) & pl.col("measure").is_in(MEASURES)
    )
    why = "" if scale == 1 else f"; only deliveries of true size can: these have a scale of {scale:g}"
    return [*lines, "", f"{of_letters['agrees'].sum()} of {of_letters.height} published numbers reproduced{why}"]


def _cell(measured: int | None, published: int | None) -> str:
    beside = f" ({dutch(published)})" if published is not None else ""
    return f"{dutch(measured)}{beside}"
