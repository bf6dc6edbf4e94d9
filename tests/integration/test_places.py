"""Two places: readers get the public side and nothing of the internal one, nor of a delivered file."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import (
    ENCRYPTED,
    NOTE,
    STEWARDS,
    build,
    build_arguments,
    internal,
    manifest,
    mart_rows,
    new_home,
    publish,
    run,
    succeed,
    tree,
)
from tests.support.deliveries import make_delivery
from tests.support.mirrored import expected, held, with_mirrors
from warehouse.home import Home

DIGEST = re.compile(rb"[0-9a-f]{64}")
#: So few digits of a digest already tell which file it is of.
PREFIX = 8


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def index(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((home / "published" / "releases.json").read_text())["releases"]
    return found


def test_no_public_file_is_or_links_to_an_internal_one(home: Path) -> None:
    published = home / "published"
    assert len(files(published)) > 100
    links = [path for path in published.rglob("*") if path.is_symlink()]
    assert [path.name for path in links] == ["current"]
    assert links[0].resolve().parent == published / "releases"
    assert {path.stat().st_nlink for path in files(published)} == {1}
    names = {path.name for path in published.rglob("*")}
    assert names & {"facts", "report", "stewards", "marts"} == set()


def forbidden(home: Path) -> set[str]:
    """Digests of every internal and every delivered file, and every digest that an internal manifest holds."""
    kept = [*files(home / "internal"), *files(home / "archive")]
    said = {
        found.decode() for path in kept if path.name.endswith(".json") for found in DIGEST.findall(path.read_bytes())
    }
    own = {sha256(path) for path in files(home / "published")}
    return ({sha256(path) for path in kept} | said) - own - signed(home)


def signed(home: Path) -> set[str]:
    """The digests that stewards signed, and heads of the trail, but for those of the internal manifests."""
    texts = [*home.glob("published/releases/*/approvals/*.txt"), *home.glob("published/releases/*/release.json")]
    return {found.decode() for path in texts for found in DIGEST.findall(path.read_bytes())} - bound(home)


def bound(home: Path) -> set[str]:
    """The digests of the internal manifests."""
    return {sha256(path) for path in (home / "internal" / "releases").glob("*/manifest.json")}


def test_no_digest_of_what_is_internal_or_delivered_is_public(home: Path) -> None:
    secret, manifests = forbidden(home), bound(home)
    assert len(secret) > 50
    assert manifests <= secret
    for path in files(home / "published"):
        content = path.read_bytes()
        found = {digest for digest in secret - manifests if digest[:PREFIX].encode() in content}
        if path.name != "release.json" and path.parent.name != "approvals":
            found |= {digest for digest in manifests if digest.encode() in content}
        assert found == set(), path.relative_to(home)


def test_no_name_or_size_of_a_delivered_file_is_public(home: Path) -> None:
    delivered = [file for release in (home / "internal" / "releases").iterdir() for file in manifest_of(release)]
    names, sizes = {str(file["name"]) for file in delivered}, {int(file["bytes"]) for file in delivered}
    assert {"polis.csv", "werkgevers.csv"} <= names
    own = {path.stat().st_size for path in files(home / "published")}
    for path in files(home / "published"):
        content = path.read_bytes()
        assert [name for name in names if name.encode() in content] == [], path.relative_to(home)
        if path.suffix == ".json":
            numbers = {int(number) for number in re.findall(rb'"bytes": (\d+)', content)}
            assert numbers & (sizes - own) == set()


def manifest_of(internal_side: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((internal_side / "manifest.json").read_text())["deliveries"]
    return found


def test_the_public_manifest_says_no_more_than_it_must(home: Path) -> None:
    current = home / "published" / "current"
    said = json.loads((current / "manifest.json").read_text())
    assert said.keys() == {
        "release",
        "year",
        "built_years",
        "years",
        "synthetic",
        "rule_sets",
        "code_version",
        "signatures",
        "trial",
        "supersedes",
        "change_type",
        "thresholds",
        "files",
    }
    shown = json.loads((current / "release.json").read_text())
    assert shown["internal_manifest_sha256"] == sha256(internal(current) / "manifest.json")
    assert manifest(current)["public_manifest_sha256"] == sha256(current / "manifest.json")
    assert len(manifest(current)["salt"]) == 64
    assert len(json.loads((internal(current) / "release.json").read_text())["approvals"]) == len(STEWARDS)
    trail = next(parent for parent in current.parents if parent.name == "home") / "trail"
    assert any(NOTE in path.read_text() for path in trail.iterdir())
    texts = b"".join(path.read_bytes() for path in files(current) if path.suffix in (".json", ".html", ".csv"))
    assert [word for word in (NOTE, *STEWARDS) if word.encode() in texts] == []
    assert NOTE not in (internal(current) / "release.json").read_text(), "a note stays in the trail"


def test_modes(home: Path) -> None:
    def modes(folder: Path) -> tuple[set[int], set[int]]:
        inside = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
        by_kind = [[path for path in inside if path.is_dir() is kind] for kind in (True, False)]
        of_folders, of_files = ({path.stat().st_mode & 0o777 for path in paths} for paths in by_kind)
        return of_folders, of_files

    assert modes(home / "internal") == ({0o700}, {0o400})
    assert modes(home / "published") == ({0o755}, {0o444, 0o644})
    assert (home / "candidates").stat().st_mode & 0o777 == 0o700
    assert modes(home / "secrets") == ({0o700}, {0o600})


def test_the_name_follows_from_the_inputs_under_the_key(tmp_path: Path) -> None:
    def name(folder: str, key: str) -> tuple[str, str]:
        home = new_home(tmp_path / folder)
        (home / "secrets" / "names.key").write_text(key)
        candidate = build(home, make_delivery(2012, 5), tmp_path / "source")
        return candidate.name, manifest(candidate)["salt"]

    first, again, other = (name(folder, key * 32) for folder, key in (("a", "ab"), ("b", "ab"), ("c", "cd")))
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    (home / "secrets" / "names.key").write_text("geheim")
    make_delivery(2012, 5).write(tmp_path / "source")
    done = run(home, *build_arguments(2012, tmp_path / "source"))
    assert (done.code, "mend secrets/names.key" in done.err) == (2, True)


def test_a_mirror_holds_what_readers_get_and_no_file_that_is_internal(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "mirror"
    place.mkdir()
    with_mirrors(Home(home), place)
    candidate = build(home, make_delivery(2024, 5), home.parent / "source")
    publish(home, candidate)
    assert held(place) == expected(Home(home))
    inside = [path for name in ("internal", "archive", "trail", "secrets") for path in files(home / name)]
    assert {sha256(path) for path in inside} & set(held(place).values()) == set()
    page = (place / "index.html").read_text()
    assert page.count(f'href="releases/{candidate.name}/index.html"') == 2
    assert "Nieuw: 2024." in page
    said = json.loads((place / "releases.json").read_text())
    assert (said["current"], said["releases"][-1]["new_years"]) == (candidate.name, [2024])
    assert [one["new_years"] for one in said["releases"]] == [[2012], [2021], [2022], [2023], [2024]]
    assert {one["date"] for one in said["releases"]} == {f"{year + 1}-05-01" for year in (2012, 2021, 2022, 2023, 2024)}
    assert succeed(home, "mirror", "--check")["mirrors"] == {str(place): []}
    assert succeed(home, "verify", "--all")["faults"] == []


# --- releases from before ---


def former_home(folder: Path, *, synthetic: bool = True) -> Path:
    """A home that was taken over, with a release as it was before disclosure control: all in one published folder."""
    home = folder / "home"
    old = home / "published" / "releases" / "2022-aaaaaaaaaaaa"
    old.mkdir(parents=True)
    (old / "realisation.csv").write_text("year\n2022\n")
    about = {"release": old.name, "year": 2022, "years": [2012, 2022], "files": [], "warnings": []}
    (old / "manifest.json").write_text(json.dumps(about | {"synthetic": synthetic}))
    (home / "published" / "current").symlink_to(f"releases/{old.name}")
    (home / "config.toml").write_text(f'{ENCRYPTED}[review]\nsignatures = "off"\n')
    succeed(home, "init", "--trial", "--from", str(home))
    return home


def test_a_former_release_is_no_base_and_its_years_are_built_again(tmp_path: Path) -> None:
    home = former_home(tmp_path)
    for year in (2012, 2022, 2023):
        make_delivery(year, 5).write(tmp_path / "source")
    assert succeed(home, "status")["current"] is None
    refused = run(home, *build_arguments(2023, tmp_path / "source"))
    assert refused.code == 6
    assert refused.err == (
        "error: build: releases 2022-aaaaaaaaaaaa were made before disclosure control: build their years again in one "
        "candidate: --years 2012,2022,2023\n"
    )
    assert list((home / "published").rglob("*")) == [home / "published" / "releases"]
    assert (home / "internal" / "releases" / "2022-aaaaaaaaaaaa" / "realisation.csv").exists()
    arguments = ("build", "--years", "2012,2022,2023", "--source", str(tmp_path / "source"), "--no-prefect")
    release = publish(home, home / "candidates" / succeed(home, *arguments)["candidate"])
    assert [one["id"] for one in index(home)] == [release.resolve().name]
    assert [one["release"] for one in succeed(home, "releases")["releases"]] == [release.resolve().name]


# --- withdrawn ---


def withdraw(home: Path, release: str, *stewards: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for steward in stewards:
        answer = succeed(home, "withdraw", release, "--reason", "een cel te veel", "--steward", steward)
    return answer


def test_a_release_is_withdrawn_by_two(home: Path) -> None:
    current = home / "published" / "current"
    release, before = current.resolve().name, manifest(current)["built_on"]
    kept = tree(internal(current))
    asked = withdraw(home, release, STEWARDS[0])
    assert (asked["approvals"], asked["withdrawn"]) == (1, False)
    assert current.resolve().name == release
    again = run(home, "withdraw", release, "--reason", "nog eens", "--steward", STEWARDS[0].upper())
    assert (again.code, "another steward has to" in again.err) == (4, True)
    assert withdraw(home, release, STEWARDS[1])["withdrawn"]
    assert current.resolve().name == before
    assert not (home / "published" / "releases" / release).exists()
    (stone,) = [one for one in index(home) if one["id"] == release]
    assert stone.keys() == {"id", "status", "withdrawn_on"}
    assert b"een cel te veel" not in b"".join(path.read_bytes() for path in files(home / "published"))
    assert kept.items() <= tree(home / "internal" / "releases" / release).items()
    states = {one["candidate"]: one["status"] for one in succeed(home, "status")["candidates"]}
    assert (states[release], states[before]) == ("withdrawn", "published")
    assert succeed(home, "diff", before, release)["changes"]


@pytest.mark.parametrize("command", [("publish",), ("rollback", "--reason", "terug", "--steward", STEWARDS[0])])
def test_a_withdrawn_release_does_not_come_back(home: Path, command: tuple[str, ...]) -> None:
    release = (home / "published" / "current").resolve().name
    withdraw(home, release, *STEWARDS)
    before = tree(home / "published")
    done = run(home, command[0], release, *command[1:])
    assert (done.code, "it was withdrawn on" in done.err) == (4, True)
    assert tree(home / "published") == before


def test_the_next_year_stands_on_the_withdrawn_release_with_a_warning(home: Path) -> None:
    release = (home / "published" / "current").resolve().name
    withdraw(home, release, *STEWARDS)
    candidate = build(home, make_delivery(2024, 5), home.parent / "source")
    about = manifest(candidate)
    assert (about["built_on"], about["years"]) == (release, [2012, 2021, 2022, 2023, 2024])
    assert "withdrawn_years" in {warning["expectation"] for warning in about["warnings"]}
    (row,) = [row for row in mart_rows(candidate, "quality") if row["expectation"] == "withdrawn_years"]
    assert (row["year"], row["failed_rows"]) == (2024, 1)
    assert publish(home, candidate).resolve().name == candidate.name
    assert [one["status"] for one in index(home)].count("withdrawn") == 1


def test_the_only_release_is_withdrawn(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    release = publish(home, build(home, make_delivery(2012, 5), tmp_path / "source")).resolve()
    withdraw(home, release.name, *STEWARDS)
    left = ["feed.atom", "index.html", "releases", "releases.json"]
    assert sorted(path.name for path in (home / "published").iterdir()) == left
    assert succeed(home, "status")["current"] is None
    found = succeed(home, *build_arguments(2012, tmp_path / "source"))
    assert (found["candidate"], found["skipped"], found["status"]) == (release.name, True, "withdrawn")
    assert Path(found["factsheet"]).exists()
    assert publish(home, build(home, make_delivery(2021, 5), tmp_path / "source")).exists()


@pytest.mark.parametrize(("release", "reason"), [("", " "), ("2023-0123456789ab", "x"), ("../current", "x")])
def test_a_release_and_a_reason_are_needed(home: Path, release: str, reason: str) -> None:
    named = release or (home / "published" / "current").resolve().name
    done = run(home, "withdraw", named, "--steward", STEWARDS[0], "--reason", reason)
    assert (done.code, len(done.err.splitlines())) == (2, 1)


@pytest.mark.parametrize(("synthetic", "said"), [(True, "before disclosure control"), (False, "a real release")])
def test_the_demo_leaves_a_home_with_former_releases_alone(tmp_path: Path, said: str, *, synthetic: bool) -> None:
    home = former_home(tmp_path, synthetic=synthetic)
    before = tree(home / "internal")
    done = run(home, "demo", "--scale", "0.001")
    assert (done.code, said in done.err) == (4, True)
    assert tree(home / "internal") == before


@pytest.mark.parametrize("place", ["published", "internal"])
def test_a_folder_that_looks_like_a_former_release_is_somebodys_own_work(home: Path, place: str) -> None:
    planted = home / place / "releases" / "2022-aaaaaaaaaaaa"
    planted.mkdir()
    make_delivery(2022, 5).write(home.parent / "source")
    (planted / "manifest.json").write_text(json.dumps({"release": planted.name, "years": [2022], "synthetic": True}))
    before = tree(planted)
    for command in (("status",), ("verify", "--all"), build_arguments(2022, home.parent / "source")):
        done = run(home, *command)
        assert (done.code, planted.name in done.err, len(done.err.splitlines())) == (4, True, 1), command
    assert tree(planted) == before, "nothing moves it to where it is accepted"


@pytest.mark.parametrize("name", ["facts/disclosure.parquet", "marts/quality.parquet", "marts/realisation.parquet"])
def test_every_release_that_is_read_is_checked(home: Path, name: str) -> None:
    """Not the last one alone: an older one says what was withheld, and how good earlier deliveries were."""
    oldest = next((home / "internal" / "releases").glob("2012-*"))
    make_delivery(2022, 5).write(home.parent / "source")
    changed = oldest / name
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes() + b"x")
    for command in (build_arguments(2022, home.parent / "source"), ("diff", oldest.name, oldest.name)):
        done = run(home, *command)
        assert (done.code, f"{oldest.name}: internal/{name}" in done.err) == (4, True), command
    current = internal((home / "published" / "current").resolve()) / name
    current.chmod(0o600)
    current.write_bytes(current.read_bytes() + b"x")
    assert run(home, "scenario").code == 4
