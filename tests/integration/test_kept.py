"""The tables of warehouse.duckdb are those of the registry, and hold pseudonyms where a number stood."""

from __future__ import annotations

import shutil
from dataclasses import fields
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.support.cli import build, new_home, run
from tests.support.deliveries import Delivery, Packaging, make_delivery
from warehouse import pseudonyms, store
from warehouse.home import Home
from warehouse.registry.kept import FISCAL, KEPT, RECORDS
from warehouse.registry.model import STAGING_TYPE, Column

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2012
SUFFIX = 7


def delivered() -> Delivery:
    """A delivery in which the second employer is another payroll tax number of the first."""
    delivery = make_delivery(YEAR, 5)
    first, second = delivery["werkgevers"][:2]
    old, new = second["lhnr"], f"{str(first['lhnr'])[:9]}L{SUFFIX:02d}"
    for line in (line for rows in delivery.tables.values() for line in rows if line.get("lhnr") == old):
        line["lhnr"] = new
    return delivery


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    place = new_home(folder / "home")
    build(place, delivered(), folder / "source")
    return place


def described(home: Path, table: str) -> list[tuple[str, str]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        return [(row[0], row[1]) for row in warehouse.execute(f"DESCRIBE {table}").fetchall()]


def declared(columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    return [(column.name, STAGING_TYPE[column.kind].replace(" ", "")) for column in columns]


@pytest.mark.parametrize("name", KEPT)
def test_tables_of_a_year_are_as_the_registry_says(home: Path, name: str) -> None:
    assert [(column, type_.replace(" ", "")) for column, type_ in described(home, f"y{YEAR}.{name}")] == declared(
        KEPT[name].columns
    )


@pytest.mark.parametrize("name", RECORDS)
def test_records_are_as_the_registry_says(home: Path, name: str) -> None:
    assert described(home, name) == declared(RECORDS[name].columns)


def test_the_warehouse_has_no_other_tables(home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        found = warehouse.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
    assert set(found) == {(f"y{YEAR}", name) for name in KEPT} | {("main", name) for name in RECORDS}


def test_every_kept_table_is_read() -> None:
    assert [field.name for field in fields(store.YearRows)] == list(KEPT)


def test_a_column_that_was_not_kept_before_is_empty(home: Path, tmp_path: Path) -> None:
    """The rows of an earlier program are read with every column of this one."""
    older = Home(tmp_path / "older")
    older.create()
    shutil.copy(home / "warehouse.duckdb", older.warehouse)
    with duckdb.connect(str(older.warehouse)) as warehouse:
        warehouse.execute(f"ALTER TABLE y{YEAR}.social_return DROP COLUMN opdrachtnemers")
        warehouse.execute(f"ALTER TABLE y{YEAR}.employers DROP COLUMN aandeel_sectorfonds")
    before, after = (store.rows_of_year(Home(place), YEAR) for place in (home, older.root))
    assert dict(after.social_return.collect_schema()) == dict(before.social_return.collect_schema())
    employers = after.employers.collect()
    assert employers["aandeel_sectorfonds"].null_count() == employers.height > 0
    assert employers.schema["aandeel_sectorfonds"] == before.employers.collect_schema()["aandeel_sectorfonds"]


def test_payroll_tax_numbers_of_one_fiscal_number_share_its_pseudonym(home: Path) -> None:
    employers = store.rows_of_year(Home(home), YEAR).employers.collect()
    numbers = [str(line["lhnr"]) for line in delivered()["werkgevers"]]
    assert employers["employer"].n_unique() == len(set(numbers)) == employers.height
    assert employers["fiscal"].n_unique() == len({number[:9] for number in numbers}) == employers.height - 1
    together = employers.filter(employers["fiscal"].is_duplicated())
    assert sorted(together["suffix"]) == [1, SUFFIX]


def test_the_fiscal_number_has_a_domain_of_its_own(home: Path) -> None:
    """The same nine digits as a person or an employer must not be recognised by their pseudonym."""
    key, number = pseudonyms.key(Home(home)), str(delivered()["werkgevers"][0]["lhnr"])[:9]
    kept = set(store.rows_of_year(Home(home), YEAR).employers.collect()["fiscal"])
    as_fiscal, as_person, as_employer = (
        pseudonyms.pseudonyms(key, domain, [number])[0] for domain in ("fiscal", "person", "employer")
    )
    assert as_fiscal in kept
    assert kept.isdisjoint({as_person, as_employer, int(number)})


def test_two_fiscal_numbers_with_one_pseudonym_stop_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pseudonyms.pseudonyms

    def clashing(secret: bytes, domain: str, values: list[str]) -> list[int]:
        return real(secret, domain, [values[0]] * 2 if domain == FISCAL.name else values)

    monkeypatch.setattr(store, "pseudonyms", clashing)
    delivered().write(tmp_path / "source", Packaging())
    done = run(
        new_home(tmp_path / "home"), "build", "--year", str(YEAR), "--source", f"{tmp_path}/source", "--no-prefect"
    )
    assert (done.code, "two fiscal numbers have one pseudonym" in done.err) == (2, True)
