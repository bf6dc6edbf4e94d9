from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from warehouse import above, former, manifests, publication, releases
from warehouse.errors import DecisionRefusedError, HomeBusyError, TamperedError, WrongUseError
from warehouse.home import Home
from warehouse.review import founding, trail
from warehouse.review.entries import Statement
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.releases import Built

ID, LATER = "2023-0123456789ab", "2024-0123456789ab"
PUBLIC = {"release": ID, "years": [2012, 2023], "synthetic": True, "thresholds": {}}
ABOUT = PUBLIC | {"year": 2023, "warnings": [], "salt": "ab" * 32, "built_on": None}
SIGNED = publication.Signing("off", trial=True, review="", trail={"number": 1, "head": "0" * 64})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "home")
    founding.make(place, trial=True)
    return place


def filled(public: Path, internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    (public / "csv").mkdir()
    (public / "csv" / "a.csv").write_text("5\n")
    (internal / "marts").mkdir()
    (internal / "marts" / "a.csv").write_text("7\n")
    return dict(PUBLIC), dict(ABOUT)


def built_on(home: Home, identifier: str = ID, before: str | None = None) -> Built:
    """A candidate."""

    def fill(public: Path, internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        shown, exact = filled(public, internal)
        return shown | {"release": identifier}, exact | {"release": identifier, "built_on": before}

    return releases.write(home.candidates / identifier, fill)


def published(home: Home, identifier: str = ID, before: str | None = None) -> Built:
    """A release that is current."""
    candidate = built_on(home, identifier, before)
    release = publication.release_candidate(
        home, candidate, candidate.digest(), [{"steward": "x", "note": "gezien"}], SIGNED
    )
    record(home, Verb.PUBLISH, release)
    publication.point_to(home, identifier)
    above.write(home)
    return release


def record(home: Home, verb: Verb, release: Built, **details: Any) -> None:
    """An entry about a release; without details it is current."""
    said = trail.as_json({"current": release.id, "files": {}} | details)
    trail.say(home, Statement("", verb, release.id, release.digest(), details=said))


def withdraw(home: Home, release: Built, on: str) -> None:
    """Takes a release away, as two stewards asked."""
    known = trail.opened(home)
    if release.id not in known.withdrawn:
        current = publication.before(home, release) if known.current == release.id else known.current
        record(home, Verb.WITHDRAWN, release, on=on, current=current)
    known = trail.opened(home)
    publication.withdraw(home, release, known.withdrawn[release.id], known.current)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def index(home: Home) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(home.index.read_text(encoding="utf-8"))["releases"]
    return found


def test_a_candidate_is_whole_or_not_there(home: Home) -> None:
    def failing(public: Path, _internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        (public / "a.csv").write_text("1\n")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        releases.write(home.candidates / ID, failing)
    assert releases.all_candidates(home) == []
    built = releases.write(home.candidates / ID, filled)
    releases.verify(built)
    assert [entry["name"] for entry in built.manifest["files"]] == ["marts/a.csv"]
    assert releases.candidate(home, ID).digest() == built.digest()
    with home.held():
        assert [path.name for path in home.candidates.iterdir()] == [ID]


def test_each_side_has_a_manifest_and_the_internal_one_binds_both(home: Home) -> None:
    built = releases.write(home.candidates / ID, filled)
    public = json.loads((built.public / "manifest.json").read_text())
    assert {name: public[name] for name in PUBLIC} == PUBLIC
    assert [(entry["name"], entry["bytes"]) for entry in public["files"]] == [("csv/a.csv", 2)]
    assert built.manifest["public_manifest_sha256"] == manifests.sha256(built.public / "manifest.json")
    assert json.loads((built.internal / "manifest.json").read_text()) == built.manifest


def test_a_folder_without_manifest_is_not_there(home: Home) -> None:
    (home.candidates / ID / "internal").mkdir(parents=True)
    assert releases.all_candidates(home) == []
    with pytest.raises(WrongUseError, match="there is none"):
        releases.candidate(home, ID)


@pytest.mark.parametrize("side", ["public", "internal"])
@pytest.mark.parametrize("change", ["byte", "missing", "added", "link", "manifest", "release.json", "withdrawn.json"])
def test_a_changed_byte_is_seen_on_either_side(home: Home, change: str, side: str) -> None:
    built = releases.write(home.candidates / ID, filled)
    folder = home.candidates / ID / side
    (file,) = folder.glob("*/a.csv")
    file.chmod(0o644)
    if change == "byte":
        file.write_text("2\n")
    elif change == "missing":
        file.unlink()
    elif change == "link":
        file.rename(home.root / "a.csv")
        file.symlink_to(home.root / "a.csv")
    elif change == "manifest":
        text = (folder / "manifest.json").read_text()
        (folder / "manifest.json").chmod(0o644)
        (folder / "manifest.json").write_text(text.replace('"a.csv"', '"b.csv"').replace("/a.csv", "/b.csv"))
    else:
        (folder / ("b.csv" if change == "added" else change)).write_text("{}\n")
    with pytest.raises(DecisionRefusedError, match="digest changed"):
        releases.verify(built)


def test_a_manifest_of_another_candidate_is_refused(home: Home) -> None:
    releases.write(home.candidates / ID, filled)
    (home.candidates / ID).rename(home.candidates / LATER)
    with pytest.raises(TamperedError, match="digest changed"):
        releases.candidate(home, LATER)


@pytest.mark.parametrize("identifier", ["../../etc", "2023-xyz", "", "a b\nc"])
def test_identifiers_are_no_paths(home: Home, identifier: str) -> None:
    for find in (releases.candidate, releases.release, releases.release_or_candidate):
        with pytest.raises(WrongUseError) as refused:
            find(home, identifier)
        assert "\n" not in str(refused.value)


def test_a_release_has_each_side_in_its_own_place(home: Home) -> None:
    release = published(home)
    candidate = releases.candidate(home, ID)
    releases.verify(release)
    assert (release.public, release.internal) == (home.releases / ID, home.exact / ID)
    assert release.digest() == candidate.digest()
    assert release.manifest == candidate.manifest, "a manifest is never rewritten"
    assert release.decided["approvals"] == [{"steward": "x", "note": "gezien"}]
    assert json.loads((release.public / "release.json").read_text()) == {
        "release": ID,
        "internal_manifest_sha256": candidate.digest(),
        "approvals": 1,
        "synthetic": True,
        "trial": True,
        "trail": SIGNED.trail,
        "marts_duckdb_sha256": manifests.sha256(release.public / "marts.duckdb"),
    }


def test_both_pointers_move_and_a_release_is_copied_once(home: Home) -> None:
    release = published(home)
    now, base = releases.current(home), releases.base(home)
    assert now is not None
    assert base is not None
    assert now.id == base.id == ID
    assert home.current.readlink().parts == home.base.readlink().parts == ("releases", ID)
    candidate = releases.candidate(home, ID)
    again = publication.release_candidate(home, candidate, candidate.digest(), [{"steward": "y"}], SIGNED)
    assert again.decided == release.decided
    (said,) = index(home)
    assert said.items() >= {"id": ID, "status": "published", "years": [2012, 2023], "synthetic": True}.items()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_modes_do_not_hang_on_the_umask(tmp_path: Path, mask: int) -> None:
    home = Home(tmp_path / "home")
    with umask(mask):
        founding.make(home, trial=True)
        release = published(home)
        releases.keep_differences(home, release.id, release.id, pl.DataFrame({"a": [1]}))
    private = (home.candidates, home.internal, home.exact, home.diffs, home.secrets, release.internal)
    assert {path.stat().st_mode & 0o777 for path in (*private, release.internal / "marts")} == {0o700}
    public = (home.root, home.published, home.releases, release.public, release.public / "csv")
    assert {path.stat().st_mode & 0o777 for path in public} == {0o755}
    files = {
        folder: {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
        for folder in (release.public, release.internal, home.diffs)
    }
    assert files == {release.public: {0o444}, release.internal: {0o400}, home.diffs: {0o600}}
    assert home.index.stat().st_mode & 0o777 == 0o644


def test_a_home_from_before_gets_the_modes(home: Home) -> None:
    home.candidates.chmod(0o755)
    with home.held():
        assert home.candidates.stat().st_mode & 0o777 == 0o700


def test_a_former_release_becomes_internal(home: Home) -> None:
    folder = home.releases / ID
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"release": ID, "year": 2023, "years": [2012, 2023]}))
    home.current.symlink_to(f"releases/{ID}")
    with home.held():
        assert home.current.is_symlink(), "only where a home is made of one of before"
    with home.held(new=True):
        pass
    assert not home.current.is_symlink()
    assert list(home.releases.iterdir()) == []
    assert (home.exact / ID).stat().st_mode & 0o777 == 0o700
    assert former.all_in(home.exact) == [former.Former(ID, (2012, 2023), synthetic=False)]
    assert releases.read_release(home, ID) is None
    assert releases.current(home) is None
    assert releases.all_releases(home) == []


def test_a_withdrawn_release_leaves_a_tombstone(home: Home) -> None:
    first, second = published(home), published(home, LATER, before=ID)
    withdraw(home, second, "2024-05-03")
    withdraw(home, second, "2024-05-04")
    assert not second.public.exists()
    assert (second.internal / "marts" / "a.csv").exists()
    now, base = releases.current(home), releases.base(home)
    assert now is not None
    assert base is not None
    assert (now.id, base.id) == (first.id, second.id)
    assert index(home)[1] == {"id": LATER, "status": "withdrawn", "withdrawn_on": "2024-05-03"}
    withdraw(home, first, "2024-05-05")
    assert releases.current(home) is None
    assert not home.current.is_symlink()
    assert releases.base(home) is not None
    assert list(home.releases.iterdir()) == []


def test_withdrawing_another_than_the_current_leaves_the_pointer(home: Home) -> None:
    first, second = published(home), published(home, LATER, before=ID)
    withdraw(home, first, "2024-05-03")
    now = releases.current(home)
    assert now is not None
    assert now.id == second.id
    assert [one["status"] for one in index(home)] == ["withdrawn", "published"]


@pytest.mark.parametrize("link", ["current", "base"])
@pytest.mark.parametrize("fault", ["dangling", "folder", "file", "outside", "up", "missing"])
def test_a_pointer_that_leads_nowhere_is_refused(home: Home, fault: str, link: str) -> None:
    published(home)
    find = {"current": releases.current, "base": releases.base}[link]
    path = {"current": home.current, "base": home.base}[link]
    path.unlink()
    targets = {
        "dangling": f"releases/{LATER}",
        "outside": str(home.candidates / ID),
        "up": f"releases/../releases/{ID}",
    }
    if fault == "folder":
        path.mkdir()
    elif fault == "file":
        path.write_text(ID)
    elif fault in targets:
        path.symlink_to(targets[fault])
    with pytest.raises(TamperedError, match=r"but by the trail to|is no link to a release") as refused:
        find(home)
    assert "restore the home folder from its backup" in str(refused.value)


def test_what_a_killed_publication_recorded_is_finished(home: Home) -> None:
    release = published(home)
    home.current.unlink()
    found = releases.current(home, unfinished=ID)
    assert found is not None
    assert found.id == release.id
    with pytest.raises(TamperedError, match="give the last `publish`"):
        releases.current(home)


@pytest.mark.parametrize("place", ["exact", "releases"])
@pytest.mark.parametrize("planted", ["bytes", "manifest", "link", "file"])
def test_a_planted_release_is_refused(home: Home, planted: str, place: str) -> None:
    candidate = built_on(home)
    folder: Path = getattr(home, place) / ID
    side = candidate.internal if place == "exact" else candidate.public
    if planted == "file":
        folder.write_text("")
    elif planted == "link":
        folder.symlink_to(side)
    else:
        shutil.copytree(side, folder)
        (name,) = folder.glob("*/a.csv")
        name = name if planted == "bytes" else folder / "manifest.json"
        name.chmod(0o644)
        name.write_text(name.read_text() + "\n")
    with pytest.raises(TamperedError, match="is not what was approved"):
        publication.release_candidate(home, candidate, candidate.digest(), [], SIGNED)
    assert not home.current.exists()


def swap(folder: Path, change: str) -> None:
    """Changes one thing of a side that was just copied."""
    (file,) = folder.glob("*/a.csv")
    if change == "link":
        file.rename(folder.parent / "a.csv")
        file.symlink_to(folder.parent / "a.csv")
    elif change == "folder":
        (folder / "empty").mkdir()
    else:
        name = {"byte": file, "added": folder / "b.csv", "manifest": folder / "manifest.json"}[change]
        name.touch()
        name.chmod(0o644)
        name.write_text("{}")


@pytest.mark.parametrize("change", ["byte", "added", "link", "folder", "manifest"])
@pytest.mark.parametrize("side", ["public", "internal"])
def test_what_is_swapped_between_check_and_copy_is_caught(
    home: Home, side: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = built_on(home)
    copytree = shutil.copytree

    def swapping(source: Any, target: Any, *rest: Any, **options: Any) -> None:
        copytree(source, target, *rest, **options)
        if source in (candidate.public, candidate.internal) and source.name == side:
            swap(target, change)

    monkeypatch.setattr(shutil, "copytree", swapping)
    with pytest.raises(TamperedError, match="is not what was approved"):
        publication.release_candidate(home, candidate, candidate.digest(), [], SIGNED)
    assert list(home.releases.glob("[0-9]*")) == []


@pytest.mark.parametrize("fault", ["empty folder", "linked folder", "pipe", "linked side", "stranger"])
def test_only_plain_files_and_listed_folders(home: Home, fault: str) -> None:
    candidate = built_on(home)
    folder = candidate.internal
    if fault == "empty folder":
        (folder / "more").mkdir()
    elif fault == "pipe":
        os.mkfifo(folder / "pipe")
    elif fault == "stranger":
        (folder.parent / "more").write_text("")
    else:
        moved = folder if fault == "linked side" else folder / "marts"
        moved.rename(home.root / "elsewhere")
        moved.symlink_to(home.root / "elsewhere")
    with pytest.raises(TamperedError, match="not as it was built"):
        releases.verify(candidate)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "null", "[]", '{"release": 3}', "\xff", '{"release": "../../../x", "files": []}'],
    ids=["deep", "null", "list", "number", "bytes", "path"],
)
@pytest.mark.parametrize("name", ["manifest.json", "release.json", "withdrawn.json"])
def test_a_file_that_is_none_gives_one_line(home: Home, name: str, text: str) -> None:
    file = published(home).internal / name
    file.unlink(missing_ok=True)
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(TamperedError) as refused:
        releases.verify(releases.release(home, ID))
    assert "\n" not in str(refused.value)


def test_one_run_at_a_time(home: Home) -> None:
    with home.held(), pytest.raises(HomeBusyError, match="another run holds it"), Home(home.root).held():
        pass
    with home.held():
        (home.work / "staging-killed").mkdir()
    with home.held():
        assert list(home.work.iterdir()) == []


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUseError, match="cannot be written"), Home(tmp_path / "file" / "home").held(new=True):
        pass


def test_a_home_that_was_not_made(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="make it with `banenafspraak init`"), Home(tmp_path / "home").held():
        pass
    assert not (tmp_path / "home").exists(), "looking changes nothing"


@pytest.mark.parametrize("listed", [False, True])
def test_a_database_in_a_candidate_is_never_published(home: Home, listed: bool) -> None:
    """Planted beside what was built, or listed by the build itself."""

    def fill(public: Path, internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        (public / "marts.duckdb").write_text("planted")
        return filled(public, internal)

    candidate = releases.write(home.candidates / ID, fill if listed else filled)
    (candidate.public / "marts.duckdb").touch()
    with pytest.raises(TamperedError, match=r"marts\.duckdb is (not what was approved|made at publication)"):
        publication.release_candidate(home, candidate, candidate.digest(), [], SIGNED)
    assert list(home.releases.glob("[0-9]*")) == []


def test_a_changed_database_of_a_release_is_named(home: Home) -> None:
    release = published(home)
    path = release.public / "marts.duckdb"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x")
    assert releases.faults(release) == ["public/marts.duckdb"]
