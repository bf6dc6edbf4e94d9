"""A home and a source whose paths hold what SQL, a pattern of files or a partition would take for something else."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from tests.support.cli import build, build_arguments, mart_rows, new_home, publish, run, succeed
from tests.support.deliveries import Format, Packaging, make_delivery

YEAR = 2012
#: Beside `[2023]` stands a folder that it would match as a pattern, and `status` would be a column of a partition.
AWKWARD = (
    "meting [2023]/status=correctie",
    "it's *.d/bsn=1",
    '"quoted" {a,b}/100% #1',
    "for $5/${HOME}",
    "Sociale Zaken é/meting ☃",
    os.fsdecode(b"no utf-8 \xff\xfe/$x"),
)


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

    make_delivery(YEAR, 3).write(tmp_path / "written", Packaging(fmt=form))
    source = (tmp_path / "written").rename(tmp_path / name / "source")
    candidate = home / "candidates" / succeed(home, *build_arguments(YEAR, source))["candidate"]
    assert mart_rows(candidate, "realisation") == plain
    current = publish(home, candidate)
    published = pl.read_csv((current / "csv" / "realisation.csv").read_bytes())
    assert published.height == len(plain)
    done = run(home, "diff", candidate.name, candidate.name)
    assert done.code == 0
    assert Path(done.answer["file"]).is_file(), "a path in an answer can be followed"
    assert run(home, "scenario").code == run(home, "status").code == 0
    assert list((home / "work").iterdir()) == []


def test_prefect_cannot_be_told_a_path_that_is_no_text(tmp_path: Path) -> None:
    home = new_home(tmp_path / os.fsdecode(b"\xff"))
    done = run(home, "build", "--year", str(YEAR), "--source", str(tmp_path))
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "--no-prefect" in done.err


@pytest.mark.parametrize("name", ["what?"])
def test_a_home_that_duckdb_cannot_use_is_refused(tmp_path: Path, name: str) -> None:
    make_delivery(YEAR, 3).write(tmp_path / "source", Packaging())
    home = tmp_path / name / "home"
    done = run(home, "build", "--year", str(YEAR), "--source", str(tmp_path / "source"), "--no-prefect")
    assert (done.code, "choose another with --home" in done.err) == (2, True)
    assert not home.exists()
