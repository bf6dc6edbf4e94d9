"""The examples for readers, and what their pages say to type, run as they stand on the folder of a release.

What they print is what `realisation` says.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.support import letters_release
from tests.support.letters_release import FIGURES, FORMS, SECTORS
from tests.support.reader_pages import block

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
READERS = ROOT / "var" / "readers"
Lines = list[tuple[str, ...]]


def printed(*command: str | Path) -> Lines:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def by_python(release: Path) -> Lines:
    return printed(sys.executable, EXAMPLES / "table1.py", release)


def by_duckdb(release: Path) -> Lines:
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as connection:
        found = connection.execute((EXAMPLES / "table1.sql").read_text(encoding="utf-8"))
        return [tuple(one[0] for one in found.description), *(tuple(map(str, row)) for row in found.fetchall())]


def by_r(release: Path) -> Lines:
    assert shutil.which("Rscript"), "Rscript is not there: install Debian's r-base-core"
    return printed("Rscript", EXAMPLES / "table1.R", release)


#: Run by the interpreter of an environment with another version of DuckDB: a line per row, with tabs.
OTHER_DUCKDB = """
import pathlib, sys, duckdb
found = duckdb.connect(sys.argv[1], read_only=True).execute(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
for row in ([one[0] for one in found.description], *found.fetchall()):
    print(*row, sep="\\t")
"""


def by_another_duckdb(version: str) -> Callable[[Path], Lines]:
    def read(release: Path) -> Lines:
        python = READERS / version / "bin" / "python"
        assert python.exists(), f"{version} is not there: run `make test-readers`"
        return printed(python, "-c", OTHER_DUCKDB, release / "marts.duckdb", EXAMPLES / "table1.sql")

    return read


VERSIONS = sorted(path.stem for path in (Path(__file__).parent / "readers").glob("duckdb-*.txt"))
WAYS = [
    pytest.param(by_python, id="python"),
    pytest.param(by_duckdb, id="duckdb"),
    pytest.param(by_r, id="r", marks=pytest.mark.readers),
    *(pytest.param(by_another_duckdb(version), id=version, marks=pytest.mark.readers) for version in VERSIONS),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return letters_release.write(tmp_path_factory.mktemp("examples") / "release with a space")


def of_realisation(release: Path) -> Lines:
    """Table 1 as the mart has it, by hand: the rows of the latest year, in the order of the lists of codes."""
    rows = pl.read_parquet(release / "parquet" / "realisation.parquet").to_dicts()
    year = max(row["year"] for row in rows)
    figures = {(row["sector"], row["form"]): row["extra_jobs"] for row in rows if row["year"] == year}
    wanted = [(sector, form) for sector in SECTORS for form in FORMS if (sector, form) in figures]
    assert len(wanted) == len(figures)
    lines = [(str(year), SECTORS[one], FORMS[form], str(figures[one, form])) for one, form in wanted]
    return [("year", "sector", "form", "extra_jobs"), *lines]


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {"table1.py", "table1.R", "table1.sql"}
    assert VERSIONS


@pytest.mark.parametrize("read", WAYS)
def test_an_example_says_what_the_mart_says(release: Path, read: Callable[[Path], Lines]) -> None:
    found = read(release)
    assert found == of_realisation(release)
    assert found[-1] == ("2022", "Markt en overheid", "Formeel en inleen", "81117")
    assert len(found) == 10


@pytest.mark.parametrize("read", WAYS)
def test_an_example_says_the_totals_of_a_year_that_has_no_more(tmp_path: Path, read: Callable[[Path], Lines]) -> None:
    release = letters_release.write(tmp_path / "release", FIGURES[:1])
    assert read(release) == of_realisation(release)
    assert read(release)[1:] == [("2015", "Markt en overheid", "Formeel en inleen", "21057")]


# --- the pages ------------------------------------------------------------------------------------------------


def typed(release: Path, *command: str | Path) -> list[str]:
    """The lines that a command prints in the folder of the release."""
    done = subprocess.run(command, cwd=release, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_page_on_duckdb_sums_to_the_official_figures_but_for_rounding(release: Path) -> None:
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as connection:
        assert connection.execute(block("duckdb.md", "sql")).fetchall() == [(2015, 21057), (2022, 81116)]


def test_the_page_on_sdmx_finds_the_codes_of_other_formats(release: Path) -> None:
    show = "print(structures['CL_SECTOR']['OVERHEID_RIJK'].description)"
    assert typed(release, sys.executable, "-c", f"{block('sdmx.md', 'python')}\n{show}") == ["overheid:rijk"]


@pytest.mark.readers
def test_the_page_on_r_keeps_regions_texts_and_totals_logical(release: Path) -> None:
    shown = "rows <- subset(target_group, !is_total)\nwriteLines(c(nrow(rows), rows$arbeidsmarktregio))"
    rows = pl.read_parquet(release / "parquet" / "target_group.parquet").filter(~pl.col("is_total"))
    assert "01" in rows["arbeidsmarktregio"]
    wanted = [str(rows.height), *rows["arbeidsmarktregio"]]
    assert typed(release, "Rscript", "-e", f"{block('r.md', 'r')}\n{shown}") == wanted


@pytest.mark.readers
def test_the_page_on_spss_finds_the_official_figures(release: Path, tmp_path: Path) -> None:
    assert shutil.which("pspp"), "pspp is not there: install Debian's pspp"
    page, shown = tmp_path / "page.sps", tmp_path / "shown.csv"
    page.write_text(block("spss.md", "spss"), encoding="utf-8")
    typed(release, "pspp", "-o", shown, page)
    lines = shown.read_text(encoding="utf-8").split()
    assert lines[-3:] == ["year,extra_jobs", "2015,21057", "2022,81117"]
