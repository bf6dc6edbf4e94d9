"""Times each step of a build of the true-size target group, and a second build that finds everything unchanged.

The delivery, the home and the processes are those of bench_build.py. A step is timed around its call
by what `pipeline` runs its steps through; processor time is that of the whole process and what it waited for, also of
threads that go on beside a step. The aims are those of issue 11: at most 6 seconds beyond imports without `protect`, at
most 0.8 seconds for a build that changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import bench_build
from benchmarks.bench_build import YEAR, BenchError, Delivery

BUILD = "build"
BEYOND_IMPORTS, UNCHANGED = 6.0, 0.8
PROTECT, START = "protect", "start"


@dataclass(frozen=True)
class Part:
    """What a part of a build took: seconds of wall time and of the processor."""

    seconds: float
    processor: float


def processor() -> float:
    """Seconds of the processor that this process, its threads and the processes that it waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def task_build(home: str, source: str) -> None:
    """Build the year as the command line does; print the parts as JSON: name -> wall and processor seconds."""
    wall, used = time.perf_counter(), processor()
    parts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def record(name: str, wall: float, used: float) -> None:
        parts[name][0] += time.perf_counter() - wall
        parts[name][1] += processor() - used

    def timed(step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:  # noqa: ANN401
            wall, used = time.perf_counter(), processor()
            try:
                return step(*arguments)
            finally:
                record(step.__name__, wall, used)

        return run

    from flows import build

    request = build.request_for(Path(home), source, [YEAR])
    record(START, wall, used)
    build.pipeline(request, timed)
    print(json.dumps(parts))


def measure(home: Path, source: Path, scratch: Path) -> tuple[dict[str, Part], Part]:
    """The parts of a build on a fresh copy of a home, as a process of its own, and the whole of that process."""
    copy, log = scratch / "home", scratch / "last.log"
    shutil.copytree(home, copy, symlinks=True)
    try:
        before = os.times()
        cost = bench_build.run([sys.executable, "-m", "benchmarks.bench_steps", BUILD, copy, source], log)
        after = os.times()
    finally:
        bench_build.remove_tree(copy)
    used = after.children_user + after.children_system - before.children_user - before.children_system
    found = json.loads(bench_build.last_line(log))
    return {name: Part(*numbers) for name, numbers in found.items()}, Part(cost.seconds, used)


def unchanged(home: Path, source: Path, scratch: Path, repeats: int) -> float:
    """Wall seconds of the command that finds its candidate there already; the median."""
    copy, log = scratch / "home", scratch / "last.log"
    shutil.copytree(home, copy, symlinks=True)
    try:
        bench_build.build(copy, YEAR, source, log)
        again = [bench_build.build(copy, YEAR, source, log)[0].seconds for _ in range(max(repeats, 3))]
    finally:
        bench_build.remove_tree(copy)
    return float(median(again))


def middle(parts: Sequence[Part]) -> Part:
    """The median of each number."""
    return Part(median(part.seconds for part in parts), median(part.processor for part in parts))


def show(runs: Sequence[tuple[dict[str, Part], Part]], imports: float, again: float) -> str:
    """The parts and their sum as a table, and whether the aims are met."""
    parts = {name: middle([run[name] for run, _ in runs]) for name in runs[0][0]}
    whole = middle([process for _, process in runs])
    summed = Part(sum(part.seconds for part in parts.values()), sum(part.processor for part in parts.values()))
    lines = [*parts.items(), ("sum of the parts", summed), ("whole process", whole)]
    cells = [(name, f"{one.seconds:.2f}", f"{one.processor:.2f}") for name, one in lines]
    table = bench_build.table([("part", "wall s", "processor s"), *cells])
    beyond = whole.seconds - imports - parts[PROTECT].seconds
    said = f"whole process less imports ({imports:.2f} s) and {PROTECT}"
    return "\n".join(
        [table, "", judged(said, beyond, BEYOND_IMPORTS), judged("a build that changes nothing", again, UNCHANGED)]
    )


def judged(what: str, seconds: float, aim: float) -> str:
    """A line that says whether an aim is met."""
    return f"{what}: {seconds:.2f} s, aim {aim:g} s: {'met' if seconds <= aim else 'not met'}"


def measure_all(scratch: Path, repeats: int) -> str:
    """Publish the baseline, make the delivery, measure; what is to be printed."""
    log = scratch / "last.log"
    whole = Delivery(None, "parquet")
    bench_build.say("steps: the baseline and the delivery at true size")
    imports = bench_build.measure_imports(repeats, log).seconds
    home = bench_build.publish_baseline(bench_build.new_folder(scratch / "baseline"), whole.scale, log)
    source = bench_build.synthesize(YEAR, scratch / "source", whole, log)
    bench_build.say("steps: build")
    runs = [measure(home, source, scratch) for _ in range(repeats)]
    return show(runs, imports, unchanged(home, source, scratch, repeats))


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a step failed."""
    if arguments and arguments[0] == BUILD:
        task_build(*arguments[1:])
        return 0
    parser = argparse.ArgumentParser(description="Time each step of a build of the true-size target group.")
    parser.add_argument("--repeats", type=bench_build.positive, default=3, help="builds, of which the median is shown")
    parser.add_argument(
        "--scratch", type=Path, default=bench_build.ROOT / "var", help="where the scratch folder is made"
    )
    options = parser.parse_args(arguments)
    try:
        with bench_build.scratch_folder(options.scratch, keep=False) as scratch:
            print(measure_all(scratch, options.repeats))
    except BenchError as error:
        bench_build.say(f"bench: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
