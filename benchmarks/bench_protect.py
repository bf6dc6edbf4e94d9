"""Times disclosure control: of the demo's releases, and of a register like the true one.

The step `protect` of the last year of the demo, at true size and with a tenth of the people (35 regions): system,
decisions, public marts and the audit of them. Then the kernel alone on made-up people: region x ground with totals,
working and not, jobs. The aims are those of docs/spec/disclosure.md, section 9: at most 3 seconds for the true size,
at most 20 for a tenth of the people, on two cores.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl

from flows.protection import Asked, protect_release
from transforms.protection.protect import protect
from transforms.protection.rules import BaseCounts, Measure, Thresholds
from transforms.protection.system import Cell, Equation, Key, Status, System
from warehouse import formats, releases
from warehouse.home import Home
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.settings import Disclosure

REGIONS, GROUNDS = 35, 9
#: People in the register at true size, and a tenth of them; the seconds aimed at.
SIZES = ((265_000, 3.0), (25_000, 20.0))
#: The demo at true size and with a tenth of its people; the seconds aimed at.
SCALES = ((1.0, 3.0), (0.1, 20.0))
SEED = 1
#: Hours a job in December, about, in hundredths (measurement.md: 25.5 hours a week).
HOURS_PER_JOB = Fraction(11092, 100)
PEOPLE_AN_EMPLOYER = 4
#: Spread of the logarithm of a cell around what its region and ground make it.
UNEVENNESS = 2.0
MOST_HOURS = 180
TOTAL = "totaal"


@dataclass(frozen=True)
class People:
    """Made-up people: region, ground, employer and hours; hours are 0 for who does not work."""

    region: np.ndarray[tuple[int], np.dtype[np.int64]]
    ground: np.ndarray[tuple[int], np.dtype[np.int64]]
    employer: np.ndarray[tuple[int], np.dtype[np.int64]]
    hours: np.ndarray[tuple[int], np.dtype[np.int64]]


def made_up(people: int) -> People:
    """People over regions and grounds of very different sizes, some grounds in few regions; employers likewise."""
    chance = np.random.default_rng(SEED)
    share = np.outer(chance.dirichlet(np.full(REGIONS, 3.0)), chance.dirichlet(np.full(GROUNDS, 0.4)))
    share *= chance.lognormal(0.0, UNEVENNESS, share.shape)
    place = chance.choice(share.size, people, p=(share / share.sum()).ravel())
    works = chance.beta(2.0, 2.0, share.size)[place]
    employers = chance.zipf(1.3, people) % (people // PEOPLE_AN_EMPLOYER)
    hours = chance.integers(1, MOST_HOURS, people) * (chance.random(people) < works)
    return People(place // GROUNDS, place % GROUNDS, employers, hours)


def system_of(people: People) -> System:
    """The mart `target_group` of one year, with registered = working + not working."""
    keys = list(rows_of(people))
    cells = [cell for ground, region in keys for cell in cells_of(people, ground, region)]
    return System(tuple(cells), tuple(equations_of(keys)))


def rows_of(people: People) -> Iterator[tuple[str, str]]:
    """The rows that hold somebody, with the totals."""
    there = set(zip(people.ground.tolist(), people.region.tolist(), strict=True))
    for ground, region in sorted(there):
        yield str(ground), str(region)
    yield from ((str(ground), TOTAL) for ground in sorted({ground for ground, _ in there}))
    yield from ((TOTAL, str(region)) for region in sorted({region for _, region in there}))
    yield TOTAL, TOTAL


def cells_of(people: People, ground: str, region: str) -> Iterator[Cell]:
    """The figures of one row."""
    chosen = np.ones(len(people.hours), dtype=np.bool_)
    chosen &= True if ground == TOTAL else people.ground == int(ground)
    chosen &= True if region == TOTAL else people.region == int(region)
    working = chosen & (people.hours > 0)
    registered, at_work = int(chosen.sum()), int(working.sum())
    by_employer = sorted(
        np.bincount(people.employer[working], people.hours[working]).astype(int).tolist(), reverse=True
    )
    largest, second = [*by_employer, 0, 0][:2]
    total = sum(by_employer)
    counts = BaseCounts(at_work, sum(1 for hours in by_employer if hours), largest, second, total, registered - at_work)
    margin, never = TOTAL in {ground, region}, ground == region == TOTAL
    row = (ground, region)
    yield Cell(
        ("registered", *row),
        registered,
        ("r", *row),
        counts=BaseCounts(registered),
        lower=1,
        margin=margin,
        never=never,
    )
    yield Cell(("not_working", *row), registered - at_work, ("n", *row), published=False)
    yield Cell(
        ("working", *row),
        at_work,
        ("w", *row),
        counts=counts,
        complement=("not_working", *row),
        margin=margin,
        never=never,
    )
    jobs = total / HOURS_PER_JOB
    yield Cell(("jobs", *row), jobs, ("w", *row), measure=Measure.AMOUNT, counts=counts, margin=margin, never=never)


def equations_of(rows: list[tuple[str, str]]) -> Iterator[Equation]:
    """Totals of each figure over regions and over grounds, and of each row the registered."""
    for figure in ("registered", "working", "jobs"):
        for axis in (0, 1):
            for line in sorted({row[axis] for row in rows}):
                of_line = [row for row in rows if row[axis] == line]
                terms: list[tuple[Key, int]] = [
                    ((figure, *row), -1 if row[1 - axis] == TOTAL else 1) for row in of_line
                ]
                yield Equation(tuple(terms))
    for row in rows:
        yield Equation(((("registered", *row), 1), (("working", *row), -1), (("not_working", *row), -1)))


def time_demo(scale: float, aim: float) -> None:
    """Makes the demo at a scale, and prints how long the protection of its last year takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command = [sys.executable, "-m", "flows", "--home", str(home), "demo", "--scale", str(scale)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        asked = asked_of(home)
    start, processor = time.perf_counter(), time.process_time()
    result = protect_release(asked)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    withheld = sum(status.withheld for status in result.protected.statuses.values())
    print(
        f"demo {asked.years[0]}, scale {scale:g}: {len(result.system.cells)} cells, {result.report.tried} to protect, "
        f"{withheld} figures withheld in all years; {seconds:.1f} s (processor {processor:.1f} s), aim {aim:g} s; "
        f"{result.protected.report.rounds} round(s)"
    )


def asked_of(home: Path) -> Asked:
    """What the protection of the newest release of a home is asked, as when its last year was built."""
    release = releases.release(Home(home), (home / "published" / "current").readlink().name)
    exact = formats.read_kept(release.internal / releases.MARTS, MARTS)
    facts = formats.read_kept(release.internal / releases.FACTS, FACTS)
    settings = {int(year): Disclosure.model_validate(one) for year, one in release.manifest["thresholds"].items()}
    other_years = facts["disclosure"].filter(pl.col("year") != release.year)
    return Asked(exact, facts["base_counts"], other_years, (release.year,), settings)


def main() -> None:
    """Prints a line for each size."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    for scale, aim in SCALES:
        time_demo(scale, aim)
    for people, aim in SIZES:
        system = system_of(made_up(people))
        start, processor = time.perf_counter(), time.process_time()
        protected = protect(system, Thresholds())
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
        statuses = Counter(protected.statuses.values())
        print(
            f"{REGIONS} x {GROUNDS}, {people:,} people: {len(system.cells)} cells, "
            f"{protected.report.tried} to protect, {statuses[Status.PRIMARY]} primary, "
            f"{statuses[Status.SECONDARY]} secondary figures; {seconds:.1f} s (processor {processor:.1f} s), "
            f"aim {aim:g} s; {protected.report.rounds} round(s)"
        )


if __name__ == "__main__":
    main()
