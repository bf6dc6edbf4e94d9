"""A home and a source whose paths hold what SQL, a pattern of files or a partition would take for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.support.cli import build, mart_rows, new_home, publish, run
from tests.support.deliveries import Format, Packaging, make_delivery

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2012
#: Beside `[2023]` stands a folder that it would match as a pattern, and `status` would be a column of a partition.
AWKWARD = ("meting [2023]/status=correctie", "it's *.d/bsn=1", '"quoted" {a,b}/100% #1')


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """The mart `realisation` from a home with a plain path."""
    folder = tmp_path_factory.mktemp("plain")
    return mart_rows(build(new_home(folder / "home"), make_delivery(YEAR, 3), folder / "source"), "realisation")


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", AWKWARD)
def test_the_path_of_a_home_changes_nothing(
    tmp_path: Path, name: str, form: Format, plain: list[dict[str, object]]
) -> None:
    home = new_home(tmp_path / name / "home")
    (tmp_path / "meting 2" / "status=correctie" / "home" / "archive").mkdir(parents=True)

    candidate = build(home, make_delivery(YEAR, 3), tmp_path / name / "source", Packaging(fmt=form))
    assert mart_rows(candidate, "realisation") == plain
    current = publish(home, candidate)
    published = pl.read_csv(current / "csv" / "realisation.csv", glob=False)
    assert published.height == len(plain)
    assert run(home, "diff", candidate.name, candidate.name).code == 0


@pytest.mark.parametrize("name", ["what?", "for $5"])
def test_a_home_that_duckdb_or_great_expectations_cannot_use_is_refused(tmp_path: Path, name: str) -> None:
    make_delivery(YEAR, 3).write(tmp_path / "source", Packaging())
    home = tmp_path / name / "home"
    done = run(home, "build", "--year", str(YEAR), "--source", str(tmp_path / "source"), "--no-prefect")
    assert (done.code, "choose another with --home" in done.err) == (2, True)
    assert not home.exists()
