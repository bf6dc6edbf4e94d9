"""A release is built again from the archive: the same bytes, whatever the home says today; a forgery is named."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

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
from warehouse import provenance

ROOT = Path(__file__).parents[2]
CORRECTION = "table;key;column;expected;new;reason;status\n"


def corrected(home: Path, delivery: Delivery) -> None:
    """A correction to a line of the delivery, as reviewed data."""
    row = next(row for row in delivery["polis"] if row["aantverlu"])
    key = f"bsn={row['bsn']},lhnr={row['lhnr']},datum_aanvang_tijdvak={row['datum_aanvang_tijdvak']}"
    (home / "corrections").mkdir(exist_ok=True)
    hours = row["aantverlu"]
    line = f"polis;{key};aantverlu;{hours};{int(float(str(hours))) + 1};herzien;goedgekeurd\n"
    (home / "corrections" / f"{delivery.year}.csv").write_text(CORRECTION + line, encoding="utf-8")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases: the nulmeting, two years of a cohort, and the last of these again, corrected and with a list."""
    home = new_home(tmp_path_factory.mktemp("reproduce") / "home")
    for year in (2012, 2021, 2022):
        publish(home, build(home, make_delivery(year, 5), home.parent / "source"))
    corrected(home, make_delivery(2022, 5))
    shutil.copytree(ROOT / "warehouse" / "reference", home / "reference", ignore=but("grootteklasse.csv"))
    answer = succeed(home, *build_arguments(2022, home.parent / "source"), "--reason", "herzien")
    publish(home, home / "candidates" / str(answer["candidate"]))
    return home


def but(name: str) -> Any:
    return lambda _, names: [one for one in names if one != name]


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    shutil.copytree(released, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


def release_of(home: Path, number: int) -> str:
    """The identifier of the release that was published as the first, the second and so on."""
    found = [path for path in sorted((home / "trail").iterdir()) if path.name.endswith("-publish.json")]
    text = str(json.loads(found[number - 1].read_text())["text"])
    return next(line.partition(": ")[2] for line in text.splitlines() if line.startswith("release: "))


def archived(home: Path, year: int, table: str, release: int) -> Path:
    """A delivered file in the archive."""
    files = manifest(home / "published" / "releases" / release_of(home, release))["deliveries"]
    digest = next(str(one["sha256"]) for one in files if (one["year"], one["table"]) == (year, table))
    return home / "archive" / digest[:2] / digest


def written(path: Path, content: bytes) -> None:
    path.parent.chmod(0o755)
    path.chmod(0o644)
    path.write_bytes(content)


def not_reproduced(home: Path, release: str, *says: str) -> dict[str, Any]:
    """It is refused in one line that says this; the answer, when there is one."""
    done = run(home, "reproduce", release)
    assert done.code == 4, done.err
    assert len(done.err.splitlines()) == 1
    assert all(part in done.err for part in says), done.err
    assert list((home / "work").iterdir()) == []
    answers = [line for line in done.out.splitlines() if line.startswith("{")]
    return json.loads(answers[-1]) if answers else {}


def forged(home: Path, release: str, name: str, old: bytes, new: bytes) -> None:
    """Changes a public file, both manifests and what publication made, as somebody would who writes in the home."""
    side = home / "published" / "releases" / release
    inside = internal(side)
    before = {path: sha256(path) for path in (side / name, side / "manifest.json")}
    written(side / name, (side / name).read_bytes().replace(old, new))
    assert sha256(side / name) != before[side / name]
    listed = side / "manifest.json"
    written(listed, listed.read_bytes().replace(before[side / name].encode(), sha256(side / name).encode()))
    both = inside / "manifest.json"
    written(both, both.read_bytes().replace(before[listed].encode(), sha256(listed).encode()))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("number", [1, 3, 4], ids=["nulmeting", "with a cohort", "second vintage"])
def test_a_release_is_reproduced(home: Path, number: int) -> None:
    release, before = release_of(home, number), but_logs(home)
    found = succeed(home, "reproduce", release)
    assert {name: found[name] for name in ("release", "differences", "same")} == {
        "release": release,
        "differences": [],
        "same": True,
    }
    assert found["version"]["made_by"] == found["version"]["this"]
    assert but_logs(home) == before, "nothing is left behind, nothing else changed"


def test_there_is_something_to_reproduce(released: Path) -> None:
    about = manifest(released / "published" / "current")
    assert (about["supersedes"], about["change_type"]) == (release_of(released, 3), "correctie")
    assert about["companions"] == {"2022": [2021]}
    assert sum(one["lines"] for one in about["corrections"]) > 0
    assert (internal(released / "published" / "current") / "reference" / "grootteklasse.csv").exists()


def test_what_the_home_says_today_does_not_matter(home: Path) -> None:
    """Settings, lists, corrections, warehouse and candidates are others, and the release was left by a rollback."""
    config = home / "config.toml"
    text = '\n[measurement]\npayrolling_counts_as = "telt_niet"\n\n[disclosure]\nmin_persons = 3\n'
    config.write_text(config.read_text() + text, encoding="utf-8")
    shutil.rmtree(home / "reference")
    shutil.rmtree(home / "candidates")
    (home / "corrections" / "2022.csv").write_text(CORRECTION, encoding="utf-8")
    (home / "warehouse.duckdb").unlink()
    release = release_of(home, 4)
    for steward in "ab":
        succeed(home, "rollback", release_of(home, 3), "--reason", "trial", "--steward", steward)
    assert succeed(home, "reproduce", release)["same"]


def test_releases_that_were_withdrawn_before_or_since(home: Path) -> None:
    """The base of one was withdrawn after it was built, that of the other before: each is built as it was then."""
    first, last = release_of(home, 1), release_of(home, 4)
    for release in (last, first):
        for steward in "ab":
            succeed(home, "withdraw", release, "--reason", "trial", "--steward", steward)
    later = build(home, make_delivery(2021, 7), home.parent / "other")
    assert "withdrawn_years" in {one["expectation"] for one in manifest(later)["warnings"]}
    for name in (release_of(home, 2), later.name, last):
        assert succeed(home, "reproduce", name)["same"]
    shutil.rmtree(home / "candidates" / first)
    not_reproduced(home, release_of(home, 2), first, "is missing")


def test_a_candidate_is_reproduced(home: Path) -> None:
    candidate = build(home, make_delivery(2021, 6), home.parent / "other").name
    assert succeed(home, "reproduce", candidate)["same"]


def test_a_forged_mart_is_named(home: Path) -> None:
    release = release_of(home, 4)
    forged(home, release, "csv/realisation.csv", b"0", b"1")
    answer = not_reproduced(home, release, release, "public/csv/realisation.csv", "3 files differ")
    assert answer["differences"] == ["public/csv/realisation.csv", "internal/manifest.json", "public/manifest.json"]
    assert answer["same"] is False


def test_what_is_added_missing_or_another_database_is_named(home: Path) -> None:
    release = release_of(home, 1)
    side = home / "published" / "releases" / release
    for folder in (side, side / "csv", internal(side) / "marts"):
        folder.chmod(0o755)
    (side / "csv" / "more.csv").write_text("x")
    (internal(side) / "marts" / "realisation.csv").unlink()
    written(side / "marts.duckdb", b"other")
    found = not_reproduced(home, release, "internal/marts/realisation.csv")["differences"]
    assert found == ["internal/marts/realisation.csv", "public/csv/more.csv", "public/marts.duckdb"]


@pytest.mark.parametrize(("year", "release"), [(2012, 1), (2021, 4)], ids=["own", "of its cohort"])
def test_a_changed_or_destroyed_archive_is_named(home: Path, year: int, release: int) -> None:
    path = archived(home, year, "polis", 1 if year == 2012 else 2)
    content = path.read_bytes()
    written(path, content + b"\n")
    not_reproduced(home, release_of(home, release), "polis", str(year), "digest changed")
    path.unlink()
    not_reproduced(home, release_of(home, release), f"the delivery of {year} was destroyed or is missing", "archive")


def test_corrections_that_are_nowhere_are_named(home: Path) -> None:
    digest = manifest(home / "published" / "current")["measured"]["2022"]["corrections_digest"]
    (home / "archive" / digest[:2] / digest).unlink()
    assert succeed(home, "reproduce", release_of(home, 4))["same"], "those of the home are the same"
    (home / "corrections" / "2022.csv").unlink()
    not_reproduced(home, release_of(home, 4), "the corrections to 2022")


def test_another_base_is_named(home: Path) -> None:
    base = release_of(home, 1)
    path = home / "internal" / "releases" / base / "facts" / "statistics.parquet"
    written(path, path.read_bytes() + b"x")
    not_reproduced(home, release_of(home, 2), base, "facts/statistics.parquet", "digest changed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("settings", {"measurement": {"payrolling_counts_as": "inleen"}}),
        ("settings", {"measurement": {"payrolling_counts_as": 7}}),
        ("settings", None),
        ("follows", [{"release": "../../../etc"}]),
        ("measured", {}),
        ("deliveries", []),
        ("companions", {"2022": [2013]}),
        ("built_years", []),
    ],
)
def test_forged_inputs_are_refused(home: Path, name: str, value: object) -> None:
    release = release_of(home, 3)
    path = home / "internal" / "releases" / release / "manifest.json"
    written(path, json.dumps(json.loads(path.read_text()) | {name: value}).encode())
    not_reproduced(home, release, release, "cannot be reproduced")


def test_another_program_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "code_digest", lambda: "0" * 64)
    release = release_of(home, 1)
    answer = not_reproduced(home, release, "was made by version", "this is version", "code 000000000000", "duckdb")
    assert answer["same"] is False
    assert answer["version"]["this"]["code_digest"] == "0" * 64
    assert answer["version"]["made_by"]["code_digest"] == manifest(home / "published" / "current")["code_digest"]


def test_there_is_no_such_release(home: Path) -> None:
    done = run(home, "reproduce", "2012-000000000000")
    assert (done.code, len(done.err.splitlines())) == (2, 1)


def test_stopped_or_killed_it_leaves_nothing(home: Path) -> None:
    command = [sys.executable, "-m", "flows", "--home", str(home), "reproduce", release_of(home, 4)]
    for number, code in ((signal.SIGTERM, 143), (signal.SIGKILL, -9)):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
            while process.poll() is None and not list(home.glob("work/staging-*/home/work/staging-*")):
                time.sleep(0.01)
            modes = {path.stat().st_mode & 0o777 for path in home.glob("work/staging-*")}
            process.send_signal(number)
            process.communicate()
        assert process.returncode == code
        assert modes == {0o700}
        assert (list((home / "work").iterdir()) == []) is (number is signal.SIGTERM)
    succeed(home, "status")
    assert list((home / "work").iterdir()) == []


def test_two_homes_with_the_same_keys_have_the_same_bytes(tmp_path: Path) -> None:
    """Every file of both sides of two candidates on a release; `marts.duckdb` is no file of a candidate."""
    homes = [new_home(tmp_path / name / "home") for name in ("one", "other")]
    for name in ("names.key", "pseudonym.key"):
        shutil.copy(homes[0] / "secrets" / name, homes[1] / "secrets" / name)
    trees = []
    for home in homes:
        publish(home, build(home, make_delivery(2012, 4), home.parent / "source"))
        trees.append(tree(build(home, make_delivery(2021, 4), home.parent / "source", Packaging(manifest=True))))
    assert trees[0] == trees[1]
    assert {"public/factsheet/factsheet.pdf", "internal/manifest.json", "public/csv/quality.csv"} <= trees[0].keys()
    assert [name for name in trees[0] if name.endswith(".duckdb")] == []
