"""A year again from the archive alone; and real deliveries only onto a volume that is said to be encrypted."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import SECURITY, build, build_arguments, but_logs, new_home, publish, run, succeed, tree
from tests.support.deliveries import Packaging, make_delivery

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2012


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a candidate; its source is gone."""
    home = new_home(tmp_path_factory.mktemp("rebuild") / "home")
    build(home, make_delivery(YEAR, 5), home.parent / "source", Packaging(manifest=True))
    shutil.rmtree(home.parent / "source")
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def only(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def refused(home: Path, code: int, said: str, *arguments: str) -> None:
    done = run(home, *(arguments or ("rebuild", "--year", str(YEAR))))
    assert (done.code, len(done.err.splitlines())) == (code, 1), done.err
    assert said in done.err


def test_a_year_is_built_from_the_archive_to_the_same_bytes(home: Path) -> None:
    candidate = only(home / "candidates")
    assert succeed(home, "rebuild", "--year", str(YEAR))["skipped"]
    before = tree(candidate)
    shutil.rmtree(candidate)
    done = succeed(home, "rebuild", "--year", str(YEAR))
    assert (done["candidate"], done["skipped"]) == (candidate.name, False)
    after = tree(candidate)
    same = {name for name in before if name != "public/marts.duckdb" and before[name] == after.get(name)}
    assert before.keys() == after.keys()
    assert {name for name in before if "marts.duckdb" not in name and "manifest" not in name} <= same


def test_the_delivery_that_came_last_is_built(home: Path, tmp_path: Path) -> None:
    first = only(home / "candidates").name
    later = build(home, make_delivery(YEAR, 6), tmp_path / "later").name
    assert succeed(home, "rebuild", "--year", str(YEAR))["candidate"] == later != first


def test_a_released_year_is_put_under_a_new_key(home: Path) -> None:
    publish(home, only(home / "candidates"))
    succeed(home, "key", "rotate")
    assert succeed(home, "rebuild", "--year", str(YEAR))["skipped"]
    assert succeed(home, "key", "rotate")["years_apart"] == [YEAR]


def test_what_the_archive_does_not_have_is_not_built(home: Path) -> None:
    record = only(home / "archive" / "records")
    content = json.loads(record.read_text())
    record.write_text(json.dumps({name: value for name, value in content.items() if name != "promised"}))
    refused(home, 2, "is of an earlier program")
    record.write_text(json.dumps(content | {"synthetic": True}))
    refused(home, 4, "is not as it was written")
    record.write_text("{")
    refused(home, 4, "is not as it was written")
    record.unlink()
    refused(home, 2, "delivery 2012: the archive has none")


def test_a_changed_file_of_the_archive_is_not_built(home: Path) -> None:
    file = next(path for path in sorted((home / "archive").glob("??/*")) if b"grondslag" in path.read_bytes())
    file.chmod(0o600)
    file.write_bytes(file.read_bytes() + b"\n")
    refused(home, 4, "doelgroepregister.csv: is not in the archive as it came")


def test_a_real_delivery_needs_an_encrypted_volume(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is left behind, in the archive neither; and the environment cannot state it."""
    config = home / "config.toml"
    config.write_text(config.read_text().removeprefix(SECURITY))
    make_delivery(YEAR, 7).write(tmp_path / "source")
    before = but_logs(home)
    refused(home, 2, "must be encrypted", *build_arguments(YEAR, tmp_path / "source"))
    refused(home, 2, "must be encrypted")
    assert but_logs(home) == before
    monkeypatch.setenv("BANENAFSPRAAK_SECURITY__VOLUME_ENCRYPTED", "true")
    refused(home, 2, "[security] must stand in config.toml", *build_arguments(YEAR, tmp_path / "source"))


def test_a_real_release_needs_to_say_who_publishes_it(home: Path, tmp_path: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text().partition("[publication]")[0] + '[publication]\ncontact = "a@b.invalid"\n')
    make_delivery(YEAR, 7).write(tmp_path / "source")
    candidates = tree(home / "candidates")
    refused(home, 2, "[publication] publisher, licence, base_url", *build_arguments(YEAR, tmp_path / "source"))
    assert tree(home / "candidates") == candidates


def test_a_synthetic_delivery_needs_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    succeed(home, "init", "--trial")
    source = tmp_path / "source"
    make_delivery(YEAR, 7).write(source, Packaging(manifest=True))
    manifest = source / str(YEAR) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"synthetic": True}))
    succeed(home, *build_arguments(YEAR, source))
    succeed(home, "rebuild", "--year", str(YEAR))
