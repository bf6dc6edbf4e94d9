"""Planted BSNs, payroll tax numbers and names are found in no byte outside the archive, in no form."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.support.cli import new_home, run
from tests.support.deliveries import Delivery, Packaging, make_delivery

if TYPE_CHECKING:
    from pathlib import Path

NAME = "Verboden Naam Zzq"


def planted(year: int) -> Delivery:
    delivery = make_delivery(year, 11)
    for line in delivery["werkgevers"]:
        line["naam"] = NAME
    return delivery


def secrets(delivery: Delivery) -> set[str]:
    bsns = {str(line["bsn"]) for table in ("doelgroepregister", "polis") for line in delivery[table]}
    employers = {str(line["lhnr"]) for line in delivery["werkgevers"]}
    return bsns | employers | {employer[:9] for employer in employers} | {NAME}


def everything_outside_the_archive(home: Path) -> bytes:
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    return b"\n".join(path.read_bytes() for path in files if (home / "archive") not in path.parents)


def rows_of_the_warehouse(home: Path) -> str:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        tables = warehouse.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = 'warehouse'"
        ).fetchall()
        return "\n".join(str(warehouse.execute(f'FROM "{schema}"."{table}"').fetchall()) for schema, table in tables)


@pytest.mark.parametrize("fault", ["none", "quarantine", "unknown code", "ragged"])
def test_nothing_planted_gets_out(
    tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT", "0.5")
    home, delivery = new_home(tmp_path / "home"), planted(2012)
    if fault == "quarantine":
        delivery["polis"][0]["aantverlu"] = -1
    if fault == "unknown code":
        delivery["polis"][0]["srtiv"] = delivery["polis"][0]["bsn"]
    delivery.write(tmp_path / "source", Packaging())
    if fault == "ragged":
        with (tmp_path / "source" / "2012" / "polis.csv").open("a") as file:
            file.write(f"{delivery['polis'][0]['bsn']};{NAME}\n")
    done = run(home, "build", "--year", "2012", "--source", str(tmp_path / "source"), "--no-prefect")
    assert done.code == (3 if fault in ("unknown code", "ragged") else 0), done.err
    kept = everything_outside_the_archive(home)
    said = done.out + done.err + caplog.text
    if done.code == 0:
        said += rows_of_the_warehouse(home)
    found = [secret for secret in secrets(delivery) if secret.encode() in kept or secret in said]
    assert found == []
    assert list((home / "work").iterdir()) == []
