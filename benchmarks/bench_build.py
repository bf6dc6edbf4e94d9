"""Times ``banenafspraak build --no-prefect`` beside its floor: DuckDB loading the same polis files.

Every measurement is a process of its own; its wall time and peak memory are the kernel's (``wait4``). This
process imports nothing but the standard library and its neighbours, so that it stays smaller than whatever it measures.
README.md beside this file says what each column means.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import aims, cases
from benchmarks.aims import Measured, Pair

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "banenafspraak"

YEAR = 2023
BASELINE_YEAR = 2012
SEED = 1
MILLION = 1_000_000

# The statistics office's polis file over 2023 has 126,420,158 lines: a whole country. A delivery of fewer
# lines is the same country made smaller, its target group in proportion.
COUNTRY_MILLION_LINES = 126
# Lines of the target group alone at true size; the rest of a delivery are people outside the register.
TARGET_GROUP_LINES = 2 * MILLION
# Disk for one delivery of one format: bytes a line in the files, and twice those of a database table (the
# floor's or the build's staging file, and what DuckDB spills beside it).
BYTES_A_LINE = {"csv": 105 + 2 * 45, "parquet": 30 + 2 * 45}
# The true-size target group with its archive and releases.
BYTES_AT_LEAST = 3_000_000_000

FLOOR_THREADS = 2
FLOOR_MEMORY_LIMIT = "4GB"
FORMATS = ("csv", "parquet")
# The floor's own column types: it must not depend on the code it is compared with.
POLIS_TYPES = {
    "bsn": "VARCHAR",
    "lhnr": "VARCHAR",
    "numiv": "INTEGER",
    "datum_aanvang_tijdvak": "DATE",
    "datum_einde_tijdvak": "DATE",
    "srtiv": "VARCHAR",
    "cdaard": "VARCHAR",
    "aantverlu": "INTEGER",
    "datum_ontvangst": "DATE",
    "volgnummer": "INTEGER",
    "status": "VARCHAR",
    "onbepaalde_tijd": "VARCHAR",
}
LIBRARIES = "polars, duckdb, great_expectations, sqlalchemy, duckdb_sqlalchemy, pyarrow.parquet, pydantic, rich"

# Processes that this file starts with itself; each imports what it needs.
SYNTHESIZE = "synthesize"
FLOOR = "floor"
COUNT = "count"
SPOIL = "spoil"
SPLIT = "split"
#: A case of the largest Parquet delivery: what it is called, and the task that makes it.
CASES = {aims.BAD_LINES: SPOIL, aims.MANY_PARTS: SPLIT}

ENVIRONMENT = {
    **os.environ,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


class BenchError(Exception):
    """The benchmark cannot go on; the message is one line."""


@dataclass(frozen=True)
class Cost:
    """What a process cost: seconds of wall and of CPU time, megabytes (10^6 bytes) of peak resident memory."""

    seconds: float
    cpu: float
    peak_mb: float

    @property
    def times(self) -> tuple[float, float]:
        """Wall and CPU seconds."""
        return self.seconds, self.cpu


@dataclass(frozen=True)
class Delivery:
    """A delivery to measure: ``million_lines`` is ``None`` for the target group alone, at true size."""

    million_lines: int | None
    fmt: str

    @property
    def scale(self) -> float:
        """Size of the target group, 1 for the true one."""
        if self.million_lines is None:
            return 1.0
        return min(1.0, self.million_lines / COUNTRY_MILLION_LINES)

    @property
    def population_lines(self) -> int:
        """Lines of people outside the register, which fill the delivery up to its size."""
        if self.million_lines is None:
            return 0
        return self.million_lines * MILLION - round(self.scale * TARGET_GROUP_LINES)

    @property
    def label(self) -> str:
        """The delivery's size in words."""
        return "target group" if self.million_lines is None else f"{self.million_lines} million"

    @property
    def disk_bytes(self) -> int:
        """Free disk that the measurement needs."""
        lines = (self.million_lines or 0) * MILLION
        return BYTES_AT_LEAST + lines * BYTES_A_LINE[self.fmt]


@dataclass
class Result:
    """What was measured of one delivery."""

    delivery: Delivery
    polis_lines: int
    imports: Cost
    case: str = aims.PLAIN
    floors: list[Cost] = field(default_factory=list)
    builds: list[Cost] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The delivery, and how it differs from a plain one."""
        return f"{self.delivery.label}{f', {self.case}' if self.case else ''}"

    @property
    def measured(self) -> Measured:
        """Each build with the floor before and behind it."""
        pairs = tuple(
            Pair(build.times, tuple(one.times for one in self.floors[2 * at : 2 * at + 2]))
            for at, build in enumerate(self.builds)
        )
        peak = max(cost.peak_mb for cost in self.builds)
        return Measured(self.delivery.million_lines, self.delivery.fmt, self.case, pairs, peak)


# --- processes ----------------------------------------------------------------------------------------------


def run(arguments: Sequence[str | Path], log: Path) -> Cost:
    """Run a command with its output in ``log``; raise `BenchError` with its last line if it fails."""
    started = time.perf_counter()
    with log.open("wb") as output:
        # Not `with`: it is waited for by wait4, which alone gives the peak memory of just this process.
        process = subprocess.Popen(
            [str(argument) for argument in arguments], stdout=output, stderr=output, env=ENVIRONMENT, cwd=ROOT
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise BenchError(f"{describe(arguments)} ended with {process.returncode}: {last_line(log)}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MILLION)


def describe(arguments: Sequence[str | Path]) -> str:
    """The command without the long path in front."""
    return " ".join([Path(arguments[0]).name, *map(str, arguments[1:])])


def last_line(log: Path) -> str:
    """The last line that a process wrote."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it printed nothing"


def run_self(task: str, *arguments: str | Path, log: Path) -> Cost:
    """Run one of this file's own tasks as a process."""
    return run([sys.executable, "-m", "benchmarks.bench_build", task, *arguments], log)


def banenafspraak(home: Path, *arguments: str | Path, log: Path) -> tuple[Cost, dict[str, object]]:
    """Run the command line with ``--json``; return its cost and the object of its last line."""
    cost = run([COMMAND, "--home", home, "--json", *arguments], log)
    answer = json.loads(last_line(log))
    if not isinstance(answer, dict):
        raise BenchError(f"{arguments[0]}: the last line is no JSON object, see {log}")
    return cost, answer


# --- steps --------------------------------------------------------------------------------------------------


def synthesize(year: int, out: Path, delivery: Delivery, log: Path) -> Path:
    """Write the delivery of a year; return its source folder."""
    added = delivery.population_lines
    run_self(SYNTHESIZE, str(year), out, str(delivery.scale), str(added), delivery.fmt, log=log)
    return out


def publish_baseline(folder: Path, scale: float, log: Path) -> Path:
    """Build, approve and publish 2012 at a scale; return the home that holds it."""
    home = folder / "home"
    source = folder / "source"
    run_self(SYNTHESIZE, str(BASELINE_YEAR), source, str(scale), "0", "parquet", log=log)
    banenafspraak(home, "init", "--trial", log=log)
    _, built = build(home, BASELINE_YEAR, source, log)
    candidate = str(built["candidate"])
    for steward in ("bench-one", "bench-two"):
        banenafspraak(home, "approve", candidate, "--steward", steward, "--note", "benchmark", log=log)
    banenafspraak(home, "publish", candidate, log=log)
    remove_tree(source)
    return home


def build(home: Path, year: int, source: Path, log: Path) -> tuple[Cost, dict[str, object]]:
    """Run ``build --no-prefect``."""
    return banenafspraak(home, "build", "--year", str(year), "--source", source, "--no-prefect", log=log)


def floor(source: Path, scratch: Path, log: Path) -> Cost:
    """Load the polis files into a table of a new database file, and throw that away."""
    database = scratch / "floor.duckdb"
    try:
        return run_self(FLOOR, database, source / str(YEAR), log=log)
    finally:
        for path in scratch.glob("floor.duckdb*"):
            remove_tree(path)


def build_on_copy(home: Path, source: Path, scratch: Path, log: Path) -> Cost:
    """Build the year on a fresh copy of the baseline's home, and throw that away."""
    copy = scratch / "home"
    shutil.copytree(home, copy, symlinks=True)
    try:
        return build(copy, YEAR, source, log)[0]
    finally:
        remove_tree(copy)


def measure(delivery: Delivery, home: Path, scratch: Path, repeats: int, imports: Cost) -> Result:
    """Make the delivery, then measure floor, build, floor: neither has the warm page cache to itself."""
    log = scratch / "last.log"
    say(f"{delivery.label}, {delivery.fmt}: synthesize")
    source = synthesize(YEAR, scratch / "source", delivery, log)
    return measure_source(Result(delivery, count_polis_lines(source, log), imports), home, source, repeats)


def measure_case(of: Result, case: str, home: Path, scratch: Path, repeats: int) -> Result:
    """Make a case of a delivery that was measured, and measure it in the same way."""
    log = scratch / "last.log"
    say(f"{of.delivery.label}, {of.delivery.fmt}: make the case with {case}")
    source = scratch / CASES[case]
    run_self(CASES[case], scratch / "source" / str(YEAR), source / str(YEAR), log=log)
    made = Result(of.delivery, count_polis_lines(source, log), of.imports, case)
    try:
        return measure_source(made, home, source, repeats)
    finally:
        remove_tree(source)


def measure_source(result: Result, home: Path, source: Path, repeats: int) -> Result:
    """Measure floor, build, floor of a delivery that lies there."""
    scratch, log = source.parent, source.parent / "last.log"
    for repeat in range(1, repeats + 1):
        say(f"{result.label}, {result.delivery.fmt}: floor, build, floor ({repeat} of {repeats})")
        result.floors.append(floor(source, scratch, log))
        result.builds.append(build_on_copy(home, source, scratch, log))
        result.floors.append(floor(source, scratch, log))
    return result


def count_polis_lines(source: Path, log: Path) -> int:
    """Lines of the polis files."""
    run_self(COUNT, source / str(YEAR), log=log)
    return int(last_line(log))


def measure_imports(repeats: int, log: Path) -> Cost:
    """Import the libraries that a build uses, and do nothing; the fastest after a run that warms the disk."""
    arguments = [sys.executable, "-c", f"import {LIBRARIES}"]
    run(arguments, log)
    return min((run(arguments, log) for _ in range(max(repeats, 3))), key=lambda cost: cost.seconds)


# --- this file's own tasks, each in a process of its own ----------------------------------------------------


def task_synthesize(year: str, out: str, scale: str, added: str, fmt: str) -> None:
    """Write a synthetic delivery, with lines of people outside the register added when there are any."""
    from warehouse.synthetic import synthesize as write_deliveries

    write_deliveries(
        years=[int(year)],
        out=Path(out),
        seed=SEED,
        scale=float(scale),
        population=int(added) > 0,
        population_lines=int(added) or None,
        fmt=fmt,
    )


def task_floor(database: str, folder: str) -> None:
    """Load a delivery's polis files into a table, with types given, not found."""
    import duckdb

    with duckdb.connect(database) as connection:
        connection.execute(f"SET threads = {FLOOR_THREADS}")
        connection.execute(f"SET memory_limit = '{FLOOR_MEMORY_LIMIT}'")
        connection.execute(f"CREATE TABLE polis AS SELECT * FROM {polis_reader(Path(folder))}")


def task_count(folder: str) -> None:
    """Print how many lines the polis files have."""
    import duckdb

    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT count(*) FROM {polis_reader(Path(folder))}").fetchone()
    print(row[0] if row else 0)


def polis_reader(folder: Path) -> str:
    """The table function that reads a delivery's polis files."""
    files = sorted([*folder.glob("polis.*"), *folder.glob("polis-*")])
    if not files:
        raise SystemExit(f"no polis file in {folder}")
    names = "[" + ", ".join(f"'{path}'" for path in files) + "]"
    if files[0].suffix == ".parquet":
        return f"read_parquet({names})"
    columns = ", ".join(f"'{name}': '{POLIS_TYPES[name]}'" for name in csv_header(files[0]))
    return (
        f"read_csv({names}, auto_detect = false, columns = {{{columns}}}, header = true, delim = ';', "
        "quote = '\"', escape = '\"', nullstr = '', dateformat = '%Y-%m-%d', decimal_separator = ',')"
    )


def csv_header(path: Path) -> list[str]:
    """The column names of a CSV file, whose order is free."""
    import gzip

    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        return file.readline().decode("utf-8-sig").strip().replace('"', "").split(";")


def task_spoil(source: str, out: str) -> None:
    """Write a delivery with bad lines."""
    cases.with_bad_lines(Path(source), Path(out))


def task_split(source: str, out: str) -> None:
    """Write a delivery in many parts."""
    cases.in_many_parts(Path(source), Path(out))


TASKS: dict[str, Callable[..., None]] = {
    SYNTHESIZE: task_synthesize,
    FLOOR: task_floor,
    COUNT: task_count,
    SPOIL: task_spoil,
    SPLIT: task_split,
}


# --- the whole ----------------------------------------------------------------------------------------------


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


def remove_tree(path: Path) -> None:
    """Delete a file or folder, read-only folders (the archive's) too."""
    if path.is_dir() and not path.is_symlink():
        for folder, _, _ in os.walk(path):
            Path(folder).chmod(stat.S_IRWXU)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def scratch_folder(parent: Path, *, keep: bool) -> Iterator[Path]:
    """A new folder under ``parent``, deleted at the end unless it is to be kept."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=parent))
    try:
        yield folder
    finally:
        if keep:
            say(f"kept: {folder}")
        else:
            remove_tree(folder)


def check_disk(deliveries: Sequence[Delivery], parent: Path) -> None:
    """Refuse to start what cannot end."""
    parent.mkdir(parents=True, exist_ok=True)
    needed = max(delivery.disk_bytes for delivery in deliveries)
    free = shutil.disk_usage(parent).free
    if free < needed:
        raise BenchError(
            f"{parent} has {free / 1e9:.0f} GB free and {needed / 1e9:.0f} GB are needed: "
            "free some, name another folder (--scratch) or measure less (--lines, --formats)"
        )


def measure_all(deliveries: Sequence[Delivery], scratch: Path, options: argparse.Namespace) -> list[Result]:
    """Measure each delivery, one on disk at a time; publish the baseline once for each scale."""
    log = scratch / "last.log"
    say("import the libraries")
    imports = measure_imports(options.repeats, log)
    homes: dict[float, Path] = {}
    results: list[Result] = []
    for number, delivery in enumerate(deliveries):
        if delivery.scale not in homes:
            say(f"{BASELINE_YEAR} at scale {delivery.scale:.4g}: build and publish")
            baseline = new_folder(scratch / f"baseline-{len(homes)}")
            homes[delivery.scale] = publish_baseline(baseline, delivery.scale, log)
        folder = new_folder(scratch / f"delivery-{number}")
        results.append(measure(delivery, homes[delivery.scale], folder, options.repeats, imports))
        if delivery == with_cases(deliveries):
            of = results[-1]
            results += [
                measure_case(of, case, homes[delivery.scale], folder, options.repeats) for case in options.cases
            ]
        if not options.keep:
            remove_tree(folder)
    return results


def with_cases(deliveries: Sequence[Delivery]) -> Delivery | None:
    """The delivery that the cases are made of: the largest in Parquet."""
    sized = [one for one in deliveries if one.million_lines and one.fmt == "parquet"]
    return max(sized, key=lambda one: one.million_lines or 0, default=None)


def new_folder(path: Path) -> Path:
    """Make a folder."""
    path.mkdir()
    return path


HEADINGS = (
    "delivery",
    "polis lines",
    "format",
    "floor s",
    "floor CPU s",
    "build s (min)",
    "build s (median)",
    "build CPU s",
    "build / floor",
    "CPU / floor CPU",
    "beyond imports s",
    "beyond imports / floor",
    "build peak MB",
    "floor peak MB",
    "imports s",
)


def row(result: Result) -> tuple[str, ...]:
    """A result as the cells of its table row; build / floor is the median over the pairs, the rest is of medians."""
    floor_seconds = median(cost.seconds for cost in result.floors)
    build_seconds = median(cost.seconds for cost in result.builds)
    beyond_imports = build_seconds - result.imports.seconds
    return (
        result.label,
        f"{result.polis_lines:,}",
        result.delivery.fmt,
        f"{floor_seconds:.2f}",
        f"{median(cost.cpu for cost in result.floors):.2f}",
        f"{min(cost.seconds for cost in result.builds):.2f}",
        f"{build_seconds:.2f}",
        f"{median(cost.cpu for cost in result.builds):.2f}",
        f"{result.measured.ratio(aims.WALL):.2f}",
        f"{result.measured.ratio(aims.CPU):.2f}",
        f"{beyond_imports:.2f}",
        f"{beyond_imports / floor_seconds:.2f}",
        f"{max(cost.peak_mb for cost in result.builds):,.0f}",
        f"{max(cost.peak_mb for cost in result.floors):,.0f}",
        f"{result.imports.seconds:.2f}",
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table, numbers to the right."""
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    rule = [("-" * (width - 1)) + ":" for width in widths]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(
        "| " + " | ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
        for cells in lines
    )


def positive(text: str) -> int:
    """Read a whole number above zero."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def positives(text: str) -> list[int]:
    """Read whole numbers above zero, with commas between."""
    return [positive(part) for part in text.split(",")]


def formats(text: str) -> list[str]:
    """Read formats, with commas between."""
    unknown = set(text.split(",")) - set(FORMATS)
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(FORMATS)}")
    return text.split(",")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time `build --no-prefect` beside DuckDB's bare load.")
    parser.add_argument("--lines", type=positives, default=[1, 12, 36, 126], help="millions of polis lines: 1,12,126")
    parser.add_argument("--formats", type=formats, default=list(FORMATS), help="csv,parquet")
    parser.add_argument("--repeats", type=positive, default=1, help="builds of each delivery, each between two floors")
    parser.add_argument("--slope", type=positives, default=list(aims.SLOPE_SIZES), help="two sizes: 12,126")
    parser.add_argument("--no-cases", dest="cases", action="store_const", const=(), default=tuple(CASES))
    parser.add_argument("--scratch", type=Path, default=ROOT / "var", help="where the scratch folder is made")
    parser.add_argument("--keep", action="store_true", help="leave the scratch folder")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for, print the table; 1 when a step failed, 2 when it cannot start."""
    if arguments and arguments[0] in TASKS:
        TASKS[arguments[0]](*arguments[1:])
        return 0
    options = parse(arguments)
    if len(options.slope) != 2:  # noqa: PLR2004 - a slope is between two
        say("bench: --slope takes two sizes, as 12,126")
        return 2
    deliveries = [Delivery(size, fmt) for size in (None, *options.lines) for fmt in options.formats]
    try:
        check_disk(deliveries, options.scratch)
    except BenchError as error:
        say(f"bench: {error}")
        return 2
    try:
        with scratch_folder(options.scratch, keep=options.keep) as scratch:
            results = measure_all(deliveries, scratch, options)
    except BenchError as error:
        say(f"bench: {error}")
        return 1
    print(table([HEADINGS, *(row(result) for result in results)]))
    small, large = options.slope
    held = aims.aims([result.measured for result in results], (small, large))
    print(f"\n{table([aims.HEADINGS, *(aim.row() for aim in held)])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
