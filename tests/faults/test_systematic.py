"""Mistakes that a supplier makes in every line, and odd but legal forms of whole files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.support.cli import build_arguments, new_home, run
from tests.support.deliveries import Packaging, make_delivery
from tests.support.sources import pulled_from
from warehouse.errors import UnexpectedError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli import Run


def built(tmp_path: Path) -> Run:
    return run(new_home(tmp_path / "home"), *build_arguments(2012, tmp_path / "source"))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("verdeelsleutel", "respons", "ja"),
        ("verdeelsleutel", "populatie", "120,0"),
        ("werkgevers", "lhnr", ""),
        ("polis", "datum_aanvang_tijdvak", "01-12-2012"),
        ("doelgroepregister", "bsn", "1"),
    ],
)
def test_a_column_that_is_wrong_in_every_line(tmp_path: Path, table: str, column: str, value: str) -> None:
    make_delivery(2012, 8).write(tmp_path / "source", Packaging())
    path = tmp_path / "source" / "2012" / f"{table}.csv"
    frame = pl.read_csv(path, separator=";", infer_schema=False).with_columns(pl.lit(value).alias(column))
    frame.write_csv(path, separator=";")
    done = built(tmp_path)
    assert done.code == 3, done.err
    assert len(done.err.splitlines()) == 1
    assert f"{table}.csv" in done.err
    assert column in done.err


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(old, new))


@pytest.mark.parametrize(("old", "new"), [(b"\n", b"\r"), (b"\n", b";\n"), (b"\n", b";;\n")])
def test_forms_of_a_whole_file_that_pass(tmp_path: Path, old: bytes, new: bytes) -> None:
    make_delivery(2012, 8).write(tmp_path / "source", Packaging())
    rewrite(tmp_path / "source" / "2012" / "werkgevers.csv", old, new)
    done = built(tmp_path)
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("column", "kind"), [("srtiv", pl.UInt32), ("cdaard", pl.Float64), ("cdaard", pl.Decimal(3, 0)), ("srtiv", pl.Int8)]
)
def test_codes_as_numbers_in_parquet_pass(tmp_path: Path, column: str, kind: pl.DataType) -> None:
    make_delivery(2012, 8).write(tmp_path / "source", Packaging(fmt="parquet"))
    path = tmp_path / "source" / "2012" / "polis.parquet"
    pl.read_parquet(path).with_columns(pl.col(column).cast(pl.Int64).cast(kind)).write_parquet(path)
    done = built(tmp_path)
    assert done.code == 0, done.err


def test_a_table_of_other_years_in_the_manifest_passes(tmp_path: Path) -> None:
    from warehouse.home import Home
    from warehouse.reference.book import law_book
    from warehouse.reference.lists import PACKAGED

    delivery = make_delivery(2023, 8)
    delivery.tables["wsw_detacheringen"] = make_delivery(2012, 8)["wsw_detacheringen"]
    delivery.write(tmp_path / "source", Packaging(manifest=True))
    home = Home(tmp_path / "home")
    home.create()
    pulled = pulled_from(home, str(tmp_path / "source"), law_book(PACKAGED).law(2023))
    assert pulled.of("wsw_detacheringen") == ()
    assert "wsw_detacheringen.csv" in pulled.ignored


def test_a_source_that_does_not_answer(tmp_path: Path) -> None:
    done = run(new_home(tmp_path / "home"), *build_arguments(2012, "http://127.0.0.1:1/x"))
    assert done.code == 3, done.err
    assert "source" in done.err


def test_prefect_gets_no_values() -> None:
    from flows.deployments import without_values

    def broken() -> None:
        raise KeyError("123456782")

    with pytest.raises(UnexpectedError) as hidden:
        without_values(broken)()
    assert str(hidden.value) == "KeyError"
    assert hidden.value.__context__ is None
    assert hidden.value.__cause__ is None
