"""Times other tools that read a polis as `build` does, beside it and beside its floor, and compares what they found.

Each peer loads the polis files, checks every row rule, repeats and contradictions on every line, puts bad lines in
quarantine with their reason and keeps the accepted lines of people in the register. `build` does that too, and all the
rest: it measures, protects and writes a candidate. README.md beside this file says more.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bench_build import (
    ROOT,
    SPOIL,
    YEAR,
    BenchError,
    Cost,
    Delivery,
    build,
    check_disk,
    floor,
    last_line,
    new_folder,
    positive,
    positives,
    publish_baseline,
    remove_tree,
    run,
    run_self,
    say,
    scratch_folder,
    synthesize,
    table,
)

PEERS = Path(__file__).parent / "peers"
REQUIREMENTS = PEERS / "requirements.txt"
ENVIRONMENT = ROOT / "var" / "peers"
REFERENCE = ROOT / "warehouse" / "reference"
#: A peer's name and its script, which prints what it found as its last line.
SCRIPTS = {"dbt-duckdb": PEERS / "run_dbt.py", "pandas": PEERS / "run_pandas.py"}
OURS, FLOOR = "build", "floor"
FOUND = "found"
HEADINGS = ("lines", "what", "wall s", "CPU s", "peak MB", "wall / floor", "CPU / floor", "same numbers")


@dataclass
class Row:
    """What was measured of one program on one delivery, and what it found."""

    lines: str
    what: str
    costs: list[Cost] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)

    def middle(self, of: Callable[[Cost], float]) -> float:
        """The median of a cost."""
        return median(of(cost) for cost in self.costs)


def environment(folder: Path) -> Path:
    """The Python of the peers' own environment, made when it is not there or its requirements changed."""
    python, made_of = folder / "bin" / "python", folder / "requirements.txt"
    if made_of.exists() and made_of.read_bytes() == REQUIREMENTS.read_bytes():
        return python
    say(f"install the peers in {folder}")
    pip = ["install", "--quiet", "--no-deps", "--require-hashes", "--disable-pip-version-check", "--requirement"]
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    subprocess.run([str(python), "-m", "pip", *pip, str(REQUIREMENTS)], check=True)
    made_of.write_bytes(REQUIREMENTS.read_bytes())
    return python


def run_peer(python: Path, script: Path, source: Path, scratch: Path) -> tuple[Cost, dict[str, Any]]:
    """Runs a peer in a new folder, and throws that away."""
    folder, log = new_folder(scratch / script.stem), scratch / f"{script.stem}.log"
    try:
        cost = run([python, script, source / str(YEAR), REFERENCE, folder], log)
        found: dict[str, Any] = json.loads(last_line(log))
    finally:
        remove_tree(folder)
    return cost, found


def run_ours(home: Path, source: Path, scratch: Path) -> tuple[Cost, dict[str, Any]]:
    """Builds in a fresh copy of a home, and throws that away."""
    copy, log = scratch / "home", scratch / "build.log"
    shutil.copytree(home, copy, symlinks=True)
    try:
        cost, answer = build(copy, YEAR, source, log)
        run([sys.executable, "-m", "benchmarks.bench_peers", FOUND, copy, str(answer["candidate"])], log)
        found: dict[str, Any] = json.loads(last_line(log))
    finally:
        remove_tree(copy)
    return cost, found


def task_found(home: str, candidate: str) -> None:
    """Prints what a build found: lines accepted, in quarantine by reason, kept, and the paid hours of those."""
    import duckdb

    about = json.loads((Path(home) / "candidates" / candidate / "internal" / "manifest.json").read_text())
    files = [file for file in about["deliveries"] if (file["year"], file["table"]) == (YEAR, "polis")]
    reasons: dict[str, int] = {}
    for file in files:
        for reason, lines in file["quarantined"].items():
            reasons[reason] = reasons.get(reason, 0) + lines
    with duckdb.connect(str(Path(home) / "warehouse.duckdb"), read_only=True) as connection:
        kept = connection.execute(f"SELECT count(*), sum(aantverlu)::BIGINT FROM y{YEAR}.polis").fetchall()[0]
    accepted = sum(file["rows_accepted"] for file in files)
    found = {"accepted": accepted, "quarantined": dict(sorted(reasons.items())), "kept": kept[0], "hours": kept[1]}
    print(json.dumps(found))


def measure(delivery: Delivery, scratch: Path, python: Path, repeats: int) -> list[Row]:
    """Floor, build and each peer, in turn, on a delivery with bad lines of every kind."""
    log = scratch / "last.log"
    say(f"{delivery.label}: synthesize, publish 2012")
    home = publish_baseline(new_folder(scratch / "baseline"), delivery.scale, log)
    clean, source = synthesize(YEAR, scratch / "clean", delivery, log), scratch / "source"
    run_self(SPOIL, clean / str(YEAR), source / str(YEAR), log=log)
    remove_tree(clean)
    programs: dict[str, Callable[[], tuple[Cost, dict[str, Any]]]] = {
        FLOOR: lambda: (floor(source, scratch, log), {}),
        OURS: partial(run_ours, home, source, scratch),
    }
    programs |= {name: partial(run_peer, python, script, source, scratch) for name, script in SCRIPTS.items()}
    rows = [Row(delivery.label, name) for name in programs]
    for repeat in range(1, repeats + 1):
        for row in rows:
            say(f"{delivery.label}: {row.what} ({repeat} of {repeats})")
            cost, row.found = programs[row.what]()
            row.costs.append(cost)
    return rows


def cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The table of one delivery; each program beside its floor, and whether it found what `build` found."""
    floors, ours = rows[0], rows[1]
    made = []
    for row in rows:
        wall, cpu = row.middle(lambda cost: cost.seconds), row.middle(lambda cost: cost.cpu)
        ratios = (wall / floors.middle(lambda cost: cost.seconds), cpu / floors.middle(lambda cost: cost.cpu))
        same = "" if row is floors else "yes" if row.found == ours.found else "NO"
        peak = max(cost.peak_mb for cost in row.costs)
        numbers = (f"{wall:.2f}", f"{cpu:.2f}", f"{peak:,.0f}", *(f"{ratio:.2f}" for ratio in ratios))
        made.append((row.lines, row.what, *numbers, same))
    return made


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time other tools beside `build` and DuckDB's bare load.")
    parser.add_argument("--lines", type=positives, default=[12], help="millions of polis lines: 1,12")
    parser.add_argument("--repeats", type=positive, default=1, help="runs of each program")
    parser.add_argument("--scratch", type=Path, default=ROOT / "var", help="where the scratch folder is made")
    parser.add_argument("--environment", type=Path, default=ENVIRONMENT, help="the peers' own Python environment")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table and what was found; 1 when a step failed or the numbers differ."""
    if arguments and arguments[0] == FOUND:
        task_found(*arguments[1:])
        return 0
    options = parse(arguments)
    os.chdir(ROOT)
    deliveries = [Delivery(size, "parquet") for size in options.lines]
    made: list[list[Row]] = []
    try:
        check_disk(deliveries, options.scratch)
        python = environment(options.environment)
        for delivery in deliveries:
            with scratch_folder(options.scratch, keep=False) as scratch:
                made.append(measure(delivery, scratch, python, options.repeats))
    except (BenchError, subprocess.CalledProcessError) as error:
        say(f"bench: {error}")
        return 1
    print(table([HEADINGS, *(row for rows in made for row in cells(rows))]))
    for rows in made:
        print(f"\n{rows[1].lines}: {json.dumps(rows[1].found)}")
    return int(any(row.found != rows[1].found for rows in made for row in rows[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
