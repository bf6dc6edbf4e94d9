"""A lost, another and a rotated pseudonym key: exit 2 with what to do, and never a wrong join."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests.support.cli import build, build_arguments, but_logs, internal, new_home, publish, run, succeed
from tests.support.deliveries import make_delivery
from warehouse import store
from warehouse.home import Home

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = "BANENAFSPRAAK_PSEUDONYM_KEY"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = new_home(tmp_path_factory.mktemp("keys") / "home")
    for year in (2012, 2021):
        publish(home, build(home, make_delivery(year, 5), home.parent / "source"))
    return home


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    shutil.copytree(released, tmp_path / "home", symlinks=True)
    make_delivery(2022, 5).write(tmp_path / "source")
    return tmp_path / "home"


def refused(home: Path, said: str, *arguments: str) -> None:
    before = but_logs(home)
    done = run(home, *(arguments or build_arguments(2022, home.parent / "source")))
    assert (done.code, len(done.err.splitlines())) == (2, 1), done.err
    assert said in done.err
    assert but_logs(home) == before


def last_entry(home: Path) -> tuple[str, dict[str, Any]]:
    last = sorted((home / "trail").iterdir())[-1]
    text: str = json.loads(last.read_text())["text"]
    return last.stem.partition("-")[2], json.loads(text.rsplit("details: ", 1)[1])


@pytest.mark.parametrize("name", ["pseudonym.key", "names.key", "service.key"])
def test_a_missing_key_stops_before_anything_is_pulled(home: Path, name: str) -> None:
    (home / "secrets" / name).unlink()
    refused(home, f"secrets/{name}: is missing; restore it")


def test_another_key_than_the_rows_were_made_with_stops(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a home meets whose rows an earlier program made: its keys had other fingerprints."""
    (home / "secrets" / "pseudonym.key").write_text("ab" * 32)
    refused(home, "give `banenafspraak key rotate`")
    monkeypatch.setenv(ENVIRONMENT, "cd" * 32)
    refused(home, "restore secrets/pseudonym.key")


def test_a_rotated_key_is_for_years_built_from_then_on(home: Path) -> None:
    old, names = ((home / "secrets" / name).read_text() for name in ("pseudonym.key", "names.key"))
    before, people = store.fingerprints(Home(home)), store.register_and_polis(Home(home), 2021)[0].collect()
    done = succeed(home, "key", "rotate")
    assert done["years_apart"] == [2012, 2021]
    assert last_entry(home) == ("key-rotated", {"from": before[2021], "to": done["after"]})
    secrets = home / "secrets"
    assert (secrets / f"pseudonym-{before[2021]}.key").read_text() == old != (secrets / "pseudonym.key").read_text()
    assert (secrets / "names.key").read_text() == names
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}
    candidate = build(home, make_delivery(2022, 5), home.parent / "source")
    assert store.fingerprints(Home(home)) == before | {2022: done["after"]}
    assert store.register_and_polis(Home(home), 2021)[0].collect().equals(people)
    quality = pl.read_parquet(internal(candidate) / "marts" / "quality.parquet")
    row = quality.filter((pl.col("expectation") == "cohort_years") & (pl.col("year") == 2022))
    assert row["passed"].to_list() == [False], "a year under another key gives a warning and no join"
    assert succeed(home, "verify", "--all")["faults"] == []


@pytest.mark.parametrize("recorded", [False, True])
def test_a_rotation_that_was_killed_is_finished_by_the_same_command(home: Path, recorded: bool) -> None:
    """The new key lies beside the old one; the trail knows it, or not yet."""
    secrets = home / "secrets"
    old = (secrets / "pseudonym.key").read_text()
    done = succeed(home, "key", "rotate")
    new = (secrets / "pseudonym.key").read_text()
    (secrets / "pseudonym-next.key").write_text(new if recorded else "ab" * 32)
    (secrets / "pseudonym-next.key").chmod(0o600)
    (secrets / "pseudonym.key").write_text(old if recorded else new)
    if recorded:
        refused(home, "key rotate: was not finished")
    entries = len(list((home / "trail").iterdir()))
    again = succeed(home, "key", "rotate")
    assert (again["after"] == done["after"]) is recorded
    assert (secrets / "pseudonym.key").read_text() == (new if recorded else "ab" * 32)
    assert len(list((home / "trail").iterdir())) == entries + (not recorded)
    assert not (secrets / "pseudonym-next.key").exists()
    build(home, make_delivery(2022, 5), home.parent / "source")


def test_a_key_that_somebody_put_there_is_not_taken_for_a_rotated_one(home: Path) -> None:
    succeed(home, "key", "rotate")
    (home / "secrets" / "pseudonym.key").write_text("ab" * 32)
    refused(home, "pseudonym key: is another")


def test_a_lost_key_is_rotated_away(home: Path) -> None:
    (home / "secrets" / "pseudonym.key").unlink()
    assert succeed(home, "key", "rotate")["before"] == ""
    build(home, make_delivery(2022, 5), home.parent / "source")


def test_a_key_of_the_environment_is_changed_there_and_recorded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, (home / "secrets" / "pseudonym.key").read_text())
    refused(home, "put a new one there (64 hexadecimal digits)", "key", "rotate")
    monkeypatch.setenv(ENVIRONMENT, "ab" * 32)
    done = succeed(home, "key", "rotate")
    assert done["years_apart"] == [2012, 2021]
    assert last_entry(home)[1]["to"] == done["after"]
    build(home, make_delivery(2022, 5), home.parent / "source")
    monkeypatch.delenv(ENVIRONMENT)
    refused(home, "pseudonym key: is another")
