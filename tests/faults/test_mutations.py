"""Random mutations of a delivery: the figures of an independent reader and oracle, or a rejection that says where.

A few in `make test`, 500 in `make test-mutations`; `BANENAFSPRAAK_TEST_MUTATIONS=17,212` runs those alone.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.catalogue import identities
from tests.support.building import Asked, Builder, Done, builder
from tests.support.cli import MART_KEYS, build, new_home, publish, row_differences
from tests.support.deliveries import make_delivery
from tests.support.mutating import KINDS, YEAR, Draw, valid_delivery
from tests.support.mutations import FORMATS, mutation, ways, write
from tests.support.oracle_marts import every_mart
from tests.support.pages import leave_out_the_factsheet
from tests.support.strict_reader import Reading, read

#: How many, or which.
WANTED = os.environ.get("BANENAFSPRAAK_TEST_MUTATIONS", "25")
NUMBERS = [int(number) for number in WANTED.split(",") if number] if "," in WANTED else list(range(int(WANTED)))
#: A build of this delivery takes a few seconds; a machine may be busy.
LONGEST_SECONDS = 120
BASELINE = make_delivery(2012)
#: One in so many that pass becomes a whole candidate.
WHOLE_EVERY = 10
REJECTED = 3
#: The number that a message gives as an example.
EXAMPLE = "123456789L01"
NUMBER_OF_NINE = re.compile(r"(?<![0-9a-f])[0-9]{9,}(?![0-9a-f])")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the published baseline, for all mutations one after another."""
    with pytest.MonkeyPatch.context() as patch:
        leave_out_the_factsheet(patch)
        folder = tmp_path_factory.mktemp("mutations")
        made = new_home(folder / "home")
        publish(made, build(made, BASELINE, folder / "source"))
        return made


@pytest.fixture(scope="module")
def process() -> Iterator[Builder]:
    with builder(LONGEST_SECONDS) as made:
        yield made


@pytest.mark.parametrize("number", NUMBERS)
def test_a_mutation_gives_the_figures_or_a_rejection(number: int, home: Path, process: Builder, tmp_path: Path) -> None:
    drawn = mutation(number)
    folder = write(drawn, tmp_path / "source")
    expected = read(folder, YEAR, drawn.limit)
    done = process.build(Asked(home, YEAR, tmp_path / "source", float(drawn.limit), number % WHOLE_EVERY == 0))
    remove_candidates(home)
    assert done.code in {0, REJECTED}, f"{drawn}: ended with {done.code}: {done.err}"
    assert_nobody_is_named(drawn, done)
    if done.code == REJECTED:
        assert_says_where(drawn, expected, done)
    else:
        assert not expected.faults, f"{drawn}: passed, but {expected.faults}"
        assert_figures(drawn, expected, done)


def remove_candidates(home: Path) -> None:
    for path in (home / "candidates").iterdir():
        if path.name.startswith(str(YEAR)):
            shutil.rmtree(path)


def assert_nobody_is_named(drawn: Draw, done: Done) -> None:
    """No number of a person or employer, nor a name; no stack trace."""
    said = (done.out + done.err).replace(EXAMPLE, "")
    names = [name for name in identities(valid_delivery()) if name in said]
    assert not names, f"{drawn}: {said}"
    assert not NUMBER_OF_NINE.search(said), f"{drawn}: {said}"
    assert "Traceback" not in said, f"{drawn}: {said}"


def assert_says_where(drawn: Draw, expected: Reading, done: Done) -> None:
    """One line that names the file, and the column where one is at fault."""
    assert len(done.err.splitlines()) == 1, f"{drawn}: {done.err}"
    doubts = [*expected.faults, *expected.doubts]
    named = any(fault.is_named_in(done.err) for fault in doubts)
    damaged = drawn.damages and drawn.file.name in done.err
    assert named or damaged, f"{drawn}: {done.err} instead of {doubts}"


def assert_figures(drawn: Draw, expected: Reading, done: Done) -> None:
    """Every cell of every mart is the oracle's, and every file has the lines that the reader saw."""
    marts = every_mart([BASELINE, expected.delivery])
    wrong = [
        f"{mart}: {difference}"
        for mart, rows in marts.items()
        for difference in row_differences(done.marts[mart], rows, MART_KEYS[mart])
    ]
    assert not wrong, f"{drawn}: {wrong[:5]}"
    counts = {name: done.counts.get(name) for name in expected.counts}
    assert counts == expected.counts, f"{drawn}: {counts} instead of {expected.counts}"


def test_there_are_many_ways() -> None:
    assert sum(len(level) for level in KINDS) > 100
    assert {fmt for fmt in FORMATS if len(ways(fmt)) > 30} == {"csv", "csv.gz", "parquet"}


def test_what_is_not_changed_passes(tmp_path: Path) -> None:
    """The reader finds nothing wrong with the delivery that is mutated."""
    folder = valid_delivery().folder(valid_delivery().write(tmp_path))
    found = read(folder, YEAR, mutation(0).limit)
    assert (found.faults, found.doubts) == ([], [])
    assert sum(out for _, out in found.counts.values()) == 0
    assert {table: len(rows) for table, rows in found.delivery.tables.items()} == {
        table: len(rows) for table, rows in valid_delivery().tables.items()
    }
