"""A destroyed year: nothing of it in any byte of the home, what was published stands, other years go on."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.support.cli import (
    build,
    build_arguments,
    but_logs,
    internal,
    manifest,
    new_home,
    publish,
    run,
    succeed,
    tree,
)
from tests.support.deliveries import Delivery, Packaging, make_delivery
from warehouse.destruction import search

YEAR, OTHER, NEXT = 2021, 2012, 2022
#: The published delivery of the year names people of the other year; an earlier one names its own.
SHARED, OWN = 5, 6
CORRECTIONS = "table;key;column;expected;new;reason;status\n"
#: What somebody left in the home, and how it holds a number: as text, wide text, an integer, a copy packed.
LEFT = {
    "logs/a.log": lambda bsn: f"line of {bsn}, looked at\n".encode(),
    "config.toml~": lambda bsn: f"# {bsn}".encode("utf-16-le"),
    f"corrections/{YEAR}.csv.bak": lambda bsn: f"polis;bsn={bsn};x\n".encode(),
    "notes/deep/er": lambda bsn: b"\1\2\3" + int(bsn).to_bytes(8, "little") + b"\4",
    "archive/records/note.txt": lambda bsn: f"{bsn};".encode(),
    "published/.note": lambda bsn: f"{bsn}".encode(),
}


@dataclass(frozen=True)
class Known:
    """What the test knows by itself: BSNs of the year and of the other one, and every pseudonym that the year had."""

    bsns: set[str]
    others: set[str]
    pseudonyms: set[int]

    @property
    def own(self) -> set[str]:
        return self.bsns - self.others


def bsns(*deliveries: Delivery) -> set[str]:
    return {str(row["bsn"]) for one in deliveries for rows in one.tables.values() for row in rows if "bsn" in row}


def pseudonyms(home: Path, year: int) -> set[int]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        columns = [("register", "person"), ("polis", "person"), ("employers", "employer"), ("employers", "fiscal")]
        sql = " UNION ".join(f"SELECT {column} FROM y{year}.{table}" for table, column in columns)
        return {int(row[0]) for row in warehouse.execute(sql).fetchall()}


def forms_of_bsn(bsn: str) -> list[bytes]:
    """Nine digits in bytes, in UTF-16 of either order, and the number in eight bytes."""
    wide = [bsn.encode(f"utf-16-{order}e") for order in "lb"]
    return [bsn.encode(), *wide, int(bsn).to_bytes(8, "little"), int(bsn).to_bytes(8, "big")]


def forms_of_pseudonym(number: int) -> list[bytes]:
    return [number.to_bytes(8, "little"), number.to_bytes(8, "big"), str(number).encode(), f"{number:016x}".encode()]


def holding(home: Path, forms: list[bytes]) -> list[str]:
    """The files of a home that hold one of some byte strings, at any place: the independent search."""
    found = [path for path in sorted(home.rglob("*")) if path.is_file() and not path.is_symlink()]
    contents = {str(path.relative_to(home)): path.read_bytes() for path in found}
    return [name for name, content in contents.items() if any(form in content for form in forms)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    """A home with two released years; one came as CSV, as Parquet and packed, and is under a key of before."""
    folder = tmp_path_factory.mktemp("destroy")
    home = new_home(folder / "home")
    correct(home, OTHER)
    publish(home, build(home, make_delivery(OTHER, SHARED), folder / "other"))
    rejected = build(home, make_delivery(YEAR, OWN), folder / "first")
    rows = pseudonyms(home, YEAR)
    succeed(home, "reject", rejected.name, "--steward", "a", "--reason", "trial")
    publish(home, build(home, make_delivery(YEAR, SHARED), folder / "second", Packaging(fmt="parquet", parts=2)))
    rows |= pseudonyms(home, YEAR)
    build(home, make_delivery(YEAR, OWN + 1), folder / "third", Packaging(fmt="csv.gz"))
    rows |= pseudonyms(home, YEAR)
    succeed(home, "key", "rotate")
    succeed(home, "rebuild", "--year", str(OTHER))
    correct(home, YEAR)
    delivered = [make_delivery(YEAR, seed) for seed in (SHARED, OWN, OWN + 1)]
    return home, Known(bsns(*delivered), bsns(make_delivery(OTHER, SHARED)), rows)


def correct(home: Path, year: int) -> None:
    """Proposes a correction about somebody whom both years name."""
    (home / "corrections").mkdir(exist_ok=True)
    bsn = min(bsns(make_delivery(OTHER, SHARED)))
    line = f"doelgroepregister;bsn={bsn};grondslag;a;b;trial;voorgesteld\n"
    (home / "corrections" / f"{year}.csv").write_text(f"{CORRECTIONS}{line}")


@pytest.fixture
def home(made: tuple[Path, Known], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def entries(home: Path, verb: str) -> list[dict[str, Any]]:
    """What the entries of a kind say."""
    texts = [json.loads(path.read_text())["text"] for path in sorted((home / "trail").glob(f"*-{verb}.json"))]
    return [json.loads(text.rsplit("details: ", 1)[1]) for text in texts]


def test_nothing_of_the_year_is_in_any_byte(home: Path, made: tuple[Path, Known]) -> None:
    known, published, exact = made[1], tree(home / "published"), tree(home / "internal")
    assert len(known.own) > 20
    assert known.bsns & known.others
    in_text = sorted(bsns(make_delivery(YEAR, OWN)) - known.others)
    assert all(holding(home, forms_of_bsn(bsn)) for bsn in in_text[:3]), "the search finds what is there"
    done = succeed(home, "destroy", "--year", str(YEAR))["destroyed"]
    for bsn in known.own:
        assert holding(home, forms_of_bsn(bsn)) == []
    kept = {f"corrections/{OTHER}.csv", "warehouse.duckdb"}
    for bsn in known.bsns & known.others:
        assert {name for name in holding(home, [bsn.encode()]) if not name.startswith("archive/")} <= kept
    for number in known.pseudonyms:
        assert holding(home, forms_of_pseudonym(number)) == []
    assert (tree(home / "published"), tree(home / "internal")) == (published, exact)
    assert succeed(home, "verify", "--all")["faults"] == []
    assert not list((home / "archive" / "records").glob(f"{YEAR}-*"))
    assert [path.name for path in (home / "corrections").iterdir()] == [f"{OTHER}.csv"]
    assert not list((home / "secrets").glob("pseudonym-*")), "no rows are under the key of before"
    assert entries(home, "destroy") == [done]
    assert (done["done"], done["records"], len(done["candidates"]), done["corrections"]) == (True, 3, 2, True)
    assert done["archive_files"] > 3
    assert done["rows"] > 100
    assert done["remains"] == {}


def test_the_warehouse_is_a_new_file_with_the_other_rows(home: Path) -> None:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
            return warehouse.execute(sql).fetchall()

    asked = [f"FROM y{OTHER}.polis", f"FROM y{OTHER}.employers", f"FROM kept_from WHERE year = {OTHER}", "FROM runs"]
    before, inode = [rows(sql) for sql in asked], (home / "warehouse.duckdb").stat().st_ino
    succeed(home, "destroy", "--year", str(YEAR))
    assert [rows(sql) for sql in asked] == before
    assert (home / "warehouse.duckdb").stat().st_ino != inode
    assert (home / "warehouse.duckdb").stat().st_mode & 0o777 == 0o600
    assert {schema for (schema,) in rows("SELECT schema_name FROM duckdb_tables()")} == {"main", f"y{OTHER}"}
    assert not (home / "warehouse.duckdb.wal").exists()


def test_other_years_go_on(home: Path, tmp_path: Path) -> None:
    """A year whose cohort wants rows of the destroyed one gets a warning; that one is not built again."""
    succeed(home, "destroy", "--year", str(YEAR))
    candidate = build(home, make_delivery(NEXT, SHARED), tmp_path / "source")
    assert manifest(candidate)["years"] == [OTHER, YEAR, NEXT]
    quality = pl.read_parquet(internal(candidate) / "marts" / "quality.parquet")
    row = quality.filter((pl.col("expectation") == "cohort_years") & (pl.col("year") == NEXT))
    assert row["passed"].to_list() == [False]
    done = run(home, "rebuild", "--year", str(YEAR))
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert f"delivery {YEAR}: was destroyed on 20" in done.err
    assert succeed(home, "rebuild", "--year", str(OTHER))["skipped"]
    again = succeed(home, "destroy", "--year", str(YEAR))["destroyed"]
    assert list(again) == ["year", "on"]
    assert len(entries(home, "destroy")) == 1
    make_delivery(YEAR, OWN).write(tmp_path / "again")
    succeed(home, *build_arguments(YEAR, tmp_path / "again"))
    assert succeed(home, "destroy", "--year", str(YEAR))["destroyed"]["records"] == 1


def test_what_somebody_left_is_named_and_the_archive_waits_for_it(home: Path, made: tuple[Path, Known]) -> None:
    bsn = next(one for one in sorted(made[1].own) if not one.startswith("0"))
    packed = next(path for path in home.glob("archive/??/*") if path.read_bytes()[:2] == b"\x1f\x8b")
    left = {home / name: write(bsn) for name, write in LEFT.items()} | {home / "polis.csv.gz": packed.read_bytes()}
    left |= {home / f"{bsn}.txt": b"by its name"}
    for path, content in left.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        shared = warehouse.execute(f"SELECT min(person) FROM y{OTHER}.register").fetchall()[0][0]
    left[home / "shared.csv"] = f"person\n{shared}\n".encode()
    (home / "shared.csv").write_bytes(left[home / "shared.csv"])
    (home / "archive" / "deep" / "er").mkdir(parents=True)
    (home / "archive" / "deep" / "er" / "polis.csv").write_text(f"bsn\n{bsn}\n")
    archived = tree(home / "archive")
    done = run(home, "destroy", "--year", str(YEAR))
    assert (done.code, len(done.err.splitlines())) == (4, 1)
    assert "still holds numbers of the year; remove it and give" in done.err
    assert bsn not in done.err
    (said,) = entries(home, "destroy")
    names = {str(path.relative_to(home)).replace(bsn, "#########") for path in left}
    assert (said["done"], set(said["remains"])) == (False, names)
    assert tree(home / "archive") == archived
    for path in left:
        path.unlink()
    assert succeed(home, "destroy", "--year", str(YEAR))["destroyed"]["remains"] == {}
    assert [one["done"] for one in entries(home, "destroy")] == [False, True]
    assert holding(home, forms_of_bsn(bsn)) == []


def test_a_find_in_a_release_is_told_and_the_year_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release stays, so there is nothing to wait for; whoever destroys learns of it, and so does the trail."""

    def found(_path: Path, name: str, *_: object) -> int:
        return int(name.startswith("published/releases/") and name.endswith("/csv/quality.csv"))

    monkeypatch.setattr(search, "count", found)
    done = run(home, "destroy", "--year", str(YEAR))
    assert (done.code, len(done.err.splitlines())) == (4, 1)
    assert "it is part of a release, which stays; see whether that must be withdrawn" in done.err
    (said,) = entries(home, "destroy")
    assert (said["done"], said["remaining_files"]) == (True, 2)
    assert not list((home / "archive" / "records").glob(f"{YEAR}-*"))
    assert run(home, "verify", "--all").code == 0


def test_rows_without_an_archive_are_destroyed(home: Path) -> None:
    shutil.rmtree(home / "archive")
    assert succeed(home, "destroy", "--year", str(YEAR))["destroyed"]["rows"] > 0
    assert run(home, "destroy", "--year", str(YEAR)).code == 0


def test_a_file_that_another_year_needs_stays(home: Path, tmp_path: Path) -> None:
    """It was delivered for both; one whose record was lost is known from what was built from it, as corrections are."""
    shared = make_delivery(YEAR, OWN)
    shared.tables["verdeelsleutel"] = make_delivery(OTHER, SHARED)["verdeelsleutel"]
    build(home, shared, tmp_path / "source")
    for record in (home / "archive" / "records").glob(f"{OTHER}-*"):
        record.unlink()
    needed = {file["sha256"] for file in manifest(home / "published" / "releases" / first_release(home))["deliveries"]}
    corrected = {year: (home / "corrections" / f"{year}.csv").read_bytes() for year in (OTHER, YEAR)}
    for content in (corrected[OTHER], corrected[YEAR] + b"earlier"):
        digest = hashlib.sha256(content).hexdigest()
        (home / "archive" / digest[:2]).mkdir(exist_ok=True)
        (home / "archive" / digest[:2] / digest).write_bytes(content)
    succeed(home, "destroy", "--year", str(YEAR))
    kept = hashlib.sha256(corrected[OTHER]).hexdigest()
    assert {path.name for path in home.glob("archive/??/*")} == needed | {kept}


def first_release(home: Path) -> str:
    (name,) = [path.name for path in (home / "published" / "releases").iterdir() if path.name.startswith(str(OTHER))]
    return name


def test_what_nobody_can_read_is_not_guessed(home: Path) -> None:
    record = next((home / "archive" / "records").glob(f"{OTHER}-*"))
    record.write_text("{")
    before = but_logs(home)
    done = run(home, "destroy", "--year", str(YEAR))
    assert (done.code, "is not as it was written; restore it" in done.err) == (4, True)
    assert but_logs(home) == before


def test_a_year_that_was_never_there(home: Path) -> None:
    done = run(home, "destroy", "--year", "2019")
    assert (done.code, "the home holds nothing of 2019" in done.err) == (2, True)


def test_packed_files_are_read(made: tuple[Path, Known]) -> None:
    """The year came in all three forms, so that what the tests look for was in each."""
    starts = {path.read_bytes()[:2] for path in made[0].glob("archive/??/*")}
    assert {b"\x1f\x8b", b"PA"} < starts
    packed = [path for path in made[0].glob("archive/??/*") if path.read_bytes()[:2] == b"\x1f\x8b"]
    assert any(bsn.encode() in gzip.decompress(path.read_bytes()) for bsn in made[1].own for path in packed)
