from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import get_args

import pytest

from tests.support.deliveries import Format, Packaging, make_delivery
from tests.support.sources import pulled_from
from warehouse.home import Home
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED, Reference

LAW = law_book(PACKAGED).law(2022)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "home")
    place.create()
    return place


@pytest.fixture
def source(tmp_path: Path) -> Path:
    make_delivery(2022, 1).write(tmp_path / "source", Packaging())
    return tmp_path / "source"


def test_files_are_kept_under_their_digest_and_read_only(home: Home, source: Path) -> None:
    delivery = pulled_from(home, str(source), LAW)
    for file in delivery.files:
        kept = file.path(home)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == file.sha256
        assert kept.read_bytes() == (source / "2022" / file.name).read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("mask", [0o000, 0o077])
@pytest.mark.parametrize("fmt", get_args(Format))
def test_what_is_archived_is_the_accounts_own_whatever_the_umask(
    home: Home, tmp_path: Path, mask: int, fmt: Format
) -> None:
    delivered = make_delivery(2022, 1).write(tmp_path / "source", Packaging(fmt=fmt))
    before = os.umask(mask)
    try:
        pulled_from(home, str(delivered), LAW)
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (home.archive, *home.archive.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.suffix == ".json"} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_file() and path.suffix != ".json"} == {0o400}


def test_what_comes_in_is_durable_before_it_has_its_name_and_what_is_there_is_not_written_again(
    home: Home, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable: list[int] = []
    sync, rename = os.fsync, Path.replace

    def noted(descriptor: int) -> None:
        durable.append(os.fstat(descriptor).st_ino)
        sync(descriptor)

    def placed(incoming: Path, place: Path) -> Path:
        assert incoming.stat().st_ino in durable
        return rename(incoming, place)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "replace", placed)
    delivery = pulled_from(home, str(source), LAW)
    kept = [file.path(home).stat().st_ino for file in delivery.files]
    assert set(kept) <= set(durable)
    first, durable[:] = len(durable), []
    pulled_from(home, str(source), LAW)
    assert [file.path(home).stat().st_ino for file in delivery.files] == kept
    assert len(durable) <= first - 2 * len(kept)


def test_writing_into_the_source_does_not_change_the_archive(home: Home, source: Path) -> None:
    before = pulled_from(home, str(source), LAW)
    with (source / "2022" / "polis.csv").open("a") as delivered:
        delivered.write("more\n")
    after = pulled_from(home, str(source), LAW)
    assert before.digest() != after.digest()
    for file in (*before.files, *after.files):
        assert hashlib.sha256(file.path(home).read_bytes()).hexdigest() == file.sha256


def test_the_archive_never_shares_a_file_with_the_source(home: Home, source: Path) -> None:
    """A hard link would change with the delivered file."""
    delivery = pulled_from(home, str(source), LAW)
    assert {file.archived_by for file in delivery.files} <= {"copy", "clone"}
    assert {file.path(home).stat().st_nlink for file in delivery.files} == {1}
    assert pulled_from(home, str(source), LAW) == delivery


def test_when_and_from_where_is_recorded(home: Home, source: Path) -> None:
    pulled_from(home, str(source), LAW)
    (record,) = [json.loads(path.read_text()) for path in (home.archive / "records").iterdir()]
    assert record["year"] == 2022
    assert record["source"] == "source"
    assert record["pulled_at"].endswith("+00:00")


def test_file_urls(home: Home, source: Path) -> None:
    assert pulled_from(home, source.as_uri(), LAW).digest() == pulled_from(home, str(source), LAW).digest()


@pytest.mark.parametrize(("year", "taken"), [(2021, True), (2022, False)])
def test_secondments_are_taken_as_long_as_the_law_says_so(
    home: Home, tmp_path: Path, year: int, *, taken: bool
) -> None:
    delivery = make_delivery(year, 1)
    delivery.tables["wsw_detacheringen"] = make_delivery(2021, 1)["wsw_detacheringen"]
    pulled = pulled_from(home, str(delivery.write(tmp_path / "other")), law_book(PACKAGED).law(year))
    assert bool(pulled.of("wsw_detacheringen")) is taken
    assert ("wsw_detacheringen.csv" in pulled.ignored) is not taken


def test_a_law_of_another_date_decides_whether_secondments_are_a_table(home: Home, tmp_path: Path) -> None:
    """The list of the home decides, not a year in the code."""
    names = ("name", "valid_from", "valid_to", "value")
    rows = [[row[name] for name in names] for row in PACKAGED.rows("parameters") if row["name"] != "wsw_hours"]
    own = "\n".join(",".join(cells) for cells in [names, *rows, ("wsw_hours", "", "", "polis")])
    law = law_book(Reference({"parameters": own.encode()})).law(2021)
    delivery = make_delivery(2021, 1)
    del delivery.tables["wsw_detacheringen"]
    assert pulled_from(home, str(delivery.write(tmp_path / "other")), law).of("wsw_detacheringen") == ()
