"""Synthetic deliveries of measurement years, table by table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.careers import WSW_FIRST_YEAR_IN_POLIS, Workforce, Year, jobs, workforce
from warehouse.synthetic.employers import Employers, employers_table, make_employers
from warehouse.synthetic.extras import benefit_table, social_return_table, tasks_table
from warehouse.synthetic.levels import check_year
from warehouse.synthetic.numbers import Ints
from warehouse.synthetic.people import make_people, register_table
from warehouse.synthetic.planted import plant_polis, plant_register
from warehouse.synthetic.population import country_outside, population_parts
from warehouse.synthetic.returns import Lines, lend_out, make_lines
from warehouse.synthetic.survey import survey_table
from warehouse.synthetic.versions import PARTS, polis_parts, receive
from warehouse.synthetic.writing import Delivery, check_format, delivery, refuse_existing

Progress = Callable[[str], None]
SMALLEST_SCALE: Final = 0.001
LARGEST_SCALE: Final = 2


def synthesize(  # noqa: PLR0913 - the options of the command, by keyword
    years: Sequence[int],
    out: Path,
    *,
    seed: int = 1,
    scale: float = 1.0,
    population: bool = False,
    population_lines: int | None = None,
    fmt: str = "parquet",
    progress: Progress | None = None,
) -> list[Path]:
    """Write a synthetic delivery for each year to `out/<year>/`.

    The same seed, scale and format give byte-identical files for a year, whatever other years are asked for;
    people, employers and registrations are the same over the years.

    Args:
        years: measurement years from 2012 to 2030. Those with a calibration (2012, 2021, 2022, 2023) reproduce the
            letters; the others follow the path of `levels`, and each delivery says which.
        out: folder of the deliveries; made when missing.
        seed: non-negative; another seed gives other people and the same December hours.
        scale: share of the true size, 0.001 to 2; numbers of people, lines, employers and hours follow it.
        population: add the polis lines of people outside the register, up to the whole country.
        population_lines: exactly how many lines to add instead; implies `population`.
        fmt: "parquet" or "csv".
        progress: called with one line of text after each step.

    Returns:
        The files written: year by year in the order asked for, the manifest of each year last.

    Raises:
        ValueError: an unknown year or format, a scale or seed out of range, or a year folder that exists.
    """
    kind = check_format(fmt)
    _check(years, seed, scale)
    refuse_existing(out, list(years))
    tell = progress or _silent
    people, employers = make_people(seed, scale), make_employers(seed, scale)
    files: list[Path] = []
    for year in years:
        context = Year(year, seed, scale, people, employers)
        with delivery(out, year, kind) as making:
            received = _write_tables(context, making, tell)
            if population or population_lines is not None:
                _write_population(context, making, population_lines, received, tell)
        files += [out / str(year) / name for name in making.names]
        tell(f"{year}: delivery complete in {out / str(year)} ({making.basis.kind})")
    return files


def _check(years: Sequence[int], seed: int, scale: float) -> None:
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise ValueError(f"scale {scale} is out of range: use {SMALLEST_SCALE} to {LARGEST_SCALE}")
    if seed < 0:
        raise ValueError(f"seed {seed} is negative")
    if len(set(years)) != len(years):
        raise ValueError("a year is named twice")
    for year in years:
        check_year(year)


def _silent(_: str) -> None:
    return


def _write_tables(context: Year, making: Delivery, tell: Progress) -> tuple[int, int]:
    """Write every table but the rest of the country; return polis lines and people in them."""
    year = context.year
    force = workforce(context)
    contracts = jobs(context, force)
    lines = make_lines(context, contracts, force)
    tables = _small_tables(context, force, contracts, lines)
    for name, table in tables.items():
        if table is not None:
            making.write(name, table)
            tell(f"{year}: {name} written, {table.height:,} lines")
    polis_lines = _write_polis(context, making, lines)
    tell(f"{year}: polis written, {polis_lines:,} lines")
    return polis_lines, int(np.count_nonzero(np.bincount(lines.person)))


def _small_tables(
    context: Year, force: Workforce, contracts: pl.DataFrame, lines: Lines
) -> dict[str, pl.DataFrame | None]:
    year, seed, scale = context.year, context.seed, context.scale
    employers = context.employers
    people, hours = _by_employer(employers, contracts, lines)
    firms = employers_table(employers, year, seed, people, hours)
    return {
        "doelgroepregister": plant_register(register_table(context.people, year, seed)),
        "werkgevers": firms.filter(pl.Series(employers.delivered(year))),
        "verdeelsleutel": survey_table(year, seed, scale),
        "wsw_detacheringen": lend_out(context, force) if year < WSW_FIRST_YEAR_IN_POLIS else None,
        "opgaven": tasks_table(year, scale),
        "liv": benefit_table(year, seed, employers, firms["aantal_werknemers"].to_numpy()),
        "social_return": social_return_table(year, seed, scale),
    }


def _by_employer(employers: Employers, contracts: pl.DataFrame, lines: Lines) -> tuple[Ints, Ints]:
    """Jobs over the year and hours of the final lines by employer."""
    hours = np.bincount(lines.employer, weights=lines.hours, minlength=employers.size).astype(np.int64)
    return np.bincount(contracts["employer"].to_numpy(), minlength=employers.size), hours


def _write_polis(context: Year, making: Delivery, lines: Lines) -> int:
    """The polis in twelve parts by month of receipt; returns how many lines it has."""
    received = receive(context, lines)
    total = 0
    for part, table in enumerate(polis_parts(context, lines, received), start=1):
        planted = plant_polis(table, part, received.line.size)
        making.write(f"polis-{part:02d}", planted)
        total += planted.height
    return total


def _write_population(
    context: Year, making: Delivery, lines: int | None, received: tuple[int, int], tell: Progress
) -> None:
    country = country_outside(context.scale, *received, lines)
    for part, table in enumerate(population_parts(context, country), start=PARTS + 1):
        making.write(f"polis-{part:02d}", table)
        tell(f"{context.year}: polis part {part} written, {table.height:,} lines of people outside")
