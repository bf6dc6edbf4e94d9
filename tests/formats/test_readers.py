"""The programs that readers have, as they are: LibreOffice in Dutch, other versions of DuckDB, hyparquet, `cbsodata4`.

`make test-readers` makes an environment for each version of DuckDB and for hyparquet, and needs Debian's
libreoffice-calc-nogui and npm (r-base-core and pspp too, for test_examples.py).
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support import small_release
from tests.support.format_readers import AGENCY, Rows, expected, from_observations, plain, typed, without_x
from tests.support.reader_pages import block
from tests.support.small_release import ABOUT
from warehouse import database, formats
from warehouse.formats.model import Table
from warehouse.registry.model import Kind

pytestmark = pytest.mark.readers

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ROOT / "var" / "readers"
VERSIONS = sorted(path.stem for path in (Path(__file__).parent / "readers").glob("duckdb-*.txt"))
#: How LibreOffice opens a CSV for a Dutch user: `;`, `"`, UTF-8, from line 1, Dutch (1043), numbers recognised.
DUTCH_CSV = "CSV:59,34,76,1,,1043,false,true,false"
#: And how it writes every sheet as CSV: commas, UTF-8, American English (1033), cells as they are and not as shown.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"


def written(folder: Path, tables: list[Table]) -> Path:
    folder.mkdir()
    registry = {one.mart.name: one.mart for one in tables}
    formats.write_public(folder, {one.mart.name: one.rows for one in tables}, registry, ABOUT)
    database.write(folder)
    return folder


TABLES = small_release.release()
CASES: dict[str, Callable[[], list[Table]]] = {
    "all": lambda: TABLES,
    "one year": lambda: small_release.release(years=(2023,), rows=3),
    "no rows": lambda: small_release.release(rows=0),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Table]]:
    tables = CASES[request.param]()
    return written(tmp_path_factory.mktemp("readers") / "release", tables), tables


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of `realisation` one figure is another."""
    tables = small_release.changed(TABLES, "realisation", "extra_jobs")
    return written(tmp_path_factory.mktemp("changed") / "release", tables)


def realisation() -> Table:
    return next(one for one in TABLES if one.mart.name == "realisation")


# --- DuckDB ---------------------------------------------------------------------------------------------------


def by_duckdb(version: str, folder: Path) -> dict[str, Any]:
    python = ENVIRONMENTS / version / "bin" / "python"
    assert python.exists(), f"{version} is not there: run `make test-readers`"
    script = Path(__file__).parent / "read_with_duckdb.py"
    done = subprocess.run([python, script, folder], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert f"duckdb-{found['version']}" == version
    return found


def test_there_are_versions_to_try() -> None:
    assert [version.split("-")[1].split(".")[0] for version in VERSIONS] == ["0", "1", "1", "2"]


@pytest.mark.parametrize("version", VERSIONS)
def test_duckdb_reads_every_cell(case: tuple[Path, list[Table]], version: str) -> None:
    folder, tables = case
    found = by_duckdb(version, folder)
    for table in tables:
        name = table.mart.name
        assert found["parquet"][name] == expected(table)
        assert [typed(row, table.mart) for row in found["csv"][name]] == expected(table)
        assert found["database"][name] == expected(table)


@pytest.mark.parametrize("version", VERSIONS)
def test_duckdb_sees_one_changed_value(changed: Path, version: str) -> None:
    found, table = by_duckdb(version, changed), realisation()
    assert found["parquet"]["realisation"] != expected(table)
    assert [typed(row, table.mart) for row in found["csv"]["realisation"]] != expected(table)
    assert found["database"]["realisation"] != expected(table)


# --- hyparquet ------------------------------------------------------------------------------------------------


def by_hyparquet(folder: Path) -> dict[str, Any]:
    """The tables as a browser's library for Parquet reads them, in Node."""
    script = ENVIRONMENTS / "hyparquet" / "read.mjs"
    assert script.exists(), "hyparquet is not there: run `make test-readers`"
    found: dict[str, Any] = json.loads(subprocess.run(["node", script, folder], capture_output=True, check=True).stdout)
    return found


def test_hyparquet_reads_every_cell(case: tuple[Path, list[Table]]) -> None:
    folder, tables = case
    found = by_hyparquet(folder)
    assert {table.mart.name: found[table.mart.name] for table in tables} == {
        table.mart.name: expected(table) for table in tables
    }


def test_hyparquet_sees_one_changed_value(changed: Path) -> None:
    assert by_hyparquet(changed)["realisation"] != expected(realisation())


# --- LibreOffice ----------------------------------------------------------------------------------------------


def shown(rows: Rows) -> Rows:
    """Numbers with the 15 digits that LibreOffice writes."""
    return [
        {name: float(f"{value:.15g}") if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


def libreoffice(profile: Path, *arguments: str | Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", *arguments]
    subprocess.run(command, capture_output=True, check=True, timeout=300)


def dutch_csv(folder: Path, place: Path) -> Callable[[Table], Rows]:
    """Opens every `csv_nl` in LibreOffice; gives the cells of a table as it took them."""
    files = sorted((folder / "csv_nl").glob("*.csv"))
    libreoffice(place / "profile", f"--infilter={DUTCH_CSV}", "--convert-to", "xlsx", "--outdir", place, *files)

    def rows(table: Table) -> Rows:
        sheet = openpyxl.load_workbook(place / f"{table.mart.name}.xlsx", data_only=True).worksheets[0]
        head, *lines = sheet.iter_rows(values_only=True)
        found = [dict(zip(map(str, head), line, strict=True)) for line in lines]
        return [{name: row[name] for name in table.mart.names()} for row in found]

    return rows


def workbook(folder: Path, place: Path) -> Callable[[Table], Rows]:
    """Opens the workbook in LibreOffice; gives the cells of a sheet."""
    libreoffice(place / "profile", "--convert-to", EVERY_SHEET, "--outdir", place, folder / "banenafspraak.xlsx")

    def rows(table: Table) -> Rows:
        path = place / f"banenafspraak-{table.mart.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return [of_sheet(row, table) for row in csv.DictReader(file)]

    return rows


def of_sheet(row: dict[str, str], table: Table) -> dict[str, Any]:
    read = without_x(row, table.mart)
    flags = {one.name for one in table.mart.columns if one.kind is Kind.FLAG}
    return typed(
        {name: str(text).lower() if name in flags and text else text for name, text in read.items()}, table.mart
    )


@pytest.mark.parametrize("open_in", [dutch_csv, workbook])
def test_libreoffice_reads_every_cell(
    case: tuple[Path, list[Table]], tmp_path: Path, open_in: Callable[[Path, Path], Callable[[Table], Rows]]
) -> None:
    folder, tables = case
    rows = open_in(folder, tmp_path)
    for table in tables:
        assert shown(rows(table)) == shown(expected(table)), table.mart.name


@pytest.mark.parametrize("open_in", [dutch_csv, workbook])
def test_libreoffice_sees_one_changed_value(
    changed: Path, tmp_path: Path, open_in: Callable[[Path, Path], Callable[[Table], Rows]]
) -> None:
    assert shown(open_in(changed, tmp_path)(realisation())) != shown(expected(realisation()))


# --- cbsodata4 ------------------------------------------------------------------------------------------------


class Static(SimpleHTTPRequestHandler):
    """Files, and of a folder its `index.json`."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.path = f"{path}/index.json" if Path(self.translate_path(path)).is_dir() else path
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], str]]:
    """Serves the folder `odata` of a release on the loopback address, and says under which URL."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    servers = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Static, directory=str(folder / "odata")))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def by_cbsodata4(url: str, table: Table, place: Path) -> Rows:
    import cbsodata4

    folder = place / table.mart.name
    frame = cbsodata4.get_observations(f"BA_{table.mart.name}", catalog=AGENCY, download_dir=folder, base_url=url)
    found = [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")]
    return from_observations(found, table)


def test_cbsodata4_reads_every_cell(
    case: tuple[Path, list[Table]], served: Callable[[Path], str], tmp_path: Path
) -> None:
    folder, tables = case
    url = served(folder)
    for table in tables:
        assert by_cbsodata4(url, table, tmp_path) == expected(table), table.mart.name


def test_cbsodata4_sees_one_changed_value(changed: Path, served: Callable[[Path], str], tmp_path: Path) -> None:
    assert by_cbsodata4(served(changed), realisation(), tmp_path) != expected(realisation())


def test_cbsodata4_knows_what_codes_are_called(served: Callable[[Path], str], tmp_path: Path) -> None:
    import cbsodata4

    folder = written(tmp_path / "release", TABLES)
    meta = cbsodata4.get_metadata("BA_realisation", catalog=AGENCY, base_url=served(folder))
    assert meta.get_dimension_mapping("sector")["overheid"] == "Overheid"
    assert meta.time_dimension_identifiers == ["Perioden"]
    assert meta.measurecode_mapping["extra_jobs"] == realisation().columns["extra_jobs"].title_nl


def test_the_page_on_odata_says_how_and_that_filters_are_ignored(
    served: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = served(written(tmp_path / "release", TABLES))
    monkeypatch.chdir(tmp_path)
    code = re.sub('"https://[^"]*"', f'"{url}"', block("odata.md", "python"))
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102 - a page of ours
    again = found["cbsodata4"].get_observations(
        "BA_realisation", catalog=AGENCY, base_url=url, overwrite=True, sector="totaal"
    )
    assert (tmp_path / "BA_realisation").is_dir()
    assert len(again) == len(found["rows"]) > len(realisation().rows)
