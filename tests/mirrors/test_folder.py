"""A mirror in a folder: it holds what readers get, byte for byte, and nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Run, run, tree
from tests.support.mirrored import LISTS, digest, expected, held, with_mirrors
from tests.unit.test_changed_home import NEXT
from tests.unit.test_releases import ID, LATER
from warehouse import mirrors
from warehouse.review import letters, trail
from warehouse.review.entries import parsed
from warehouse.settings import load
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.home import Home


def decide(home: Home, verb: str, release: str) -> Run:
    """A rollback or withdrawal by two."""
    run(home.root, verb, release, "--reason", "proef", "--steward", "a")
    return run(home.root, verb, release, "--reason", "proef", "--steward", "b")


@pytest.fixture
def mirrored(two: Home, place: Path) -> Home:
    """A home with two releases, and a mirror that holds them."""
    with_mirrors(two, place)
    assert run(two.root, "mirror").code == 0
    return two


def test_publication_copies_all_that_readers_get(two: Home, place: Path) -> None:
    done = run(with_mirrors(two, place).root, "publish", NEXT)
    assert (done.code, done.err, done.answer["behind"]) == (0, "", [])
    assert held(place) == expected(two)
    assert {path.stat().st_mode & 0o777 for path in place.rglob("*") if path.is_dir()} == {0o755}
    assert {path.stat().st_mode & 0o777 for path in place.rglob("*") if path.is_file()} == {0o644}
    checked = run(two.root, "mirror", "--check")
    assert (checked.code, checked.err) == (0, "")
    assert checked.answer["mirrors"] == {str(place): []}


def test_nothing_that_is_internal_goes_to_a_mirror(mirrored: Home, place: Path) -> None:
    """Neither a name nor bytes of the internal side, the trail, the keys or the settings."""
    inside = [
        path
        for folder in (mirrored.internal, mirrored.trail, mirrored.secrets, mirrored.candidates)
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(mirrored.candidates / LATER / "public")
    ]
    public = {digest for name, digest in expected(mirrored).items() if name != "mirror.json"}
    own = {path.read_bytes() for path in inside}
    there = held(place)
    assert set(there.values()) - public == {expected(mirrored)["mirror.json"]}
    exact = [content for content in own if content == b"7\n"]
    assert exact, "the exact figure of the tests' releases is there to be found"
    assert not [path for path in place.rglob("*") if path.is_file() and path.read_bytes() in exact]
    assert not [name for name in there if "internal" in name or "marts/" in name]


@pytest.mark.parametrize("planted", ["file", "link", "folder", "list"])
def test_what_is_planted_among_the_releases_does_not_go_there(mirrored: Home, place: Path, planted: str) -> None:
    before = held(place)
    release = mirrored.releases / LATER
    secret = mirrored.exact / LATER / "marts" / "a.csv"
    if planted == "file":
        shutil.copyfile(secret, release / "csv" / "exact.csv")
    elif planted == "link":
        (release / "csv" / "exact.csv").symlink_to(secret)
    elif planted == "folder":
        shutil.copytree(secret.parent, mirrored.releases / "2022-0123456789ab")
    else:
        (release / "SHA256SUMS").chmod(0o644)
        with (release / "SHA256SUMS").open("a") as sums:
            sums.write(f"{'0' * 64}  ../../../internal/releases/{LATER}/marts/a.csv\n")
    for command in (("mirror",), ("mirror", "--check"), ("publish", NEXT)):
        done = run(mirrored.root, *command)
        assert len(done.err.splitlines()) <= 1, command
    assert not [name for name in held(place) if "exact" in name or "2022-" in name or "marts/" in name]
    assert {name: digest for name, digest in held(place).items() if name in before and name not in LISTS} == {
        name: digest for name, digest in before.items() if name not in LISTS
    }


@pytest.mark.parametrize("change", ["byte", "link"])
def test_a_file_of_the_home_that_was_changed_does_not_go_there(two: Home, place: Path, change: str) -> None:
    path = two.releases / LATER / "csv" / "a.csv"
    path.chmod(0o644)
    if change == "byte":
        path.write_text("7\n")
    else:
        path.unlink()
        path.symlink_to(two.exact / LATER / "marts" / "a.csv")
    done = run(with_mirrors(two, place).root, "mirror")
    assert (done.code, "digest changed" in done.err, len(done.err.splitlines())) == (4, True, 1)
    assert not (place / "releases" / LATER / "csv").exists()
    assert not (place / "releases.json").exists()


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "byte": (lambda place: (place / "releases" / ID / "csv" / "a.csv").write_text("6\n"), "1 changed"),
    "longer": (lambda place: (place / "current.txt").write_text(f"{ID}\n\n"), "1 changed (current.txt)"),
    "missing": (lambda place: (place / "releases" / LATER / "SHA256SUMS").unlink(), "1 missing"),
    "list": (lambda place: (place / "releases.json").unlink(), "1 missing (releases.json)"),
    "extra": (lambda place: (place / "releases" / ID / "more.csv").touch(), "1 too much"),
    "at the top": (lambda place: (place / "robots.txt").touch(), "1 too much (robots.txt)"),
    "folder": (lambda place: (place / "releases" / "leeg").mkdir(), "1 too much (releases/leeg)"),
    "half": (lambda place: (place / "releases" / ".new-x").touch(), "1 too much (releases/.new-x)"),
    "link": (lambda place: (place / "link").symlink_to("/etc"), "1 too much (link)"),
    "linked file": (lambda place: swapped(place / "feed.atom"), "1 missing (feed.atom), 1 too much (feed.atom)"),
    "linked folder": (lambda place: swapped(place / "releases"), "1 too much (releases)"),
    "folder for a file": (lambda place: folder_for(place / "index.html"), "1 missing (index.html), 1 too much"),
    "file for a folder": (lambda place: file_for(place / "releases" / ID), "1 too much"),
    "line end": (lambda place: (place / "a\nb").touch(), "1 too much (a?b)"),
}


def swapped(path: Path) -> None:
    """A link to what was there."""
    away = path.parent.parent / "away"
    path.rename(away)
    path.symlink_to(away)


def folder_for(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").touch()


def file_for(path: Path) -> None:
    shutil.rmtree(path)
    path.touch()


@pytest.mark.parametrize("change", CHANGES)
def test_a_check_says_what_differs_and_a_repair_mends_it(mirrored: Home, place: Path, change: str) -> None:
    make, said = CHANGES[change]
    make(place)
    outside = tree(place.parent / "away") if (place.parent / "away").is_dir() else {}
    before = tree(place)
    checked = run(mirrored.root, "mirror", "--check")
    assert (checked.code, len(checked.err.splitlines())) == (4, 1)
    assert said in checked.err
    assert "give `banenafspraak mirror`" in checked.err
    assert tree(place) == before, "a check changes nothing"
    mended = run(mirrored.root, "mirror")
    assert (mended.code, said in mended.out) == (0, True)
    assert held(place) == expected(mirrored)
    assert run(mirrored.root, "mirror", "--check").code == 0
    if outside:
        assert tree(place.parent / "away") == outside, "what a link leads to is left alone"


def test_the_next_publication_finishes_what_lags(mirrored: Home, place: Path) -> None:
    (place / "releases" / ID / "csv" / "a.csv").unlink()
    (place / "releases" / LATER / "more.csv").touch()
    (place / "feed.atom").write_text("x")
    assert run(mirrored.root, "publish", NEXT).code == 0
    assert held(place) == expected(mirrored)


def test_the_same_publication_again_finishes_a_mirror(mirrored: Home, place: Path) -> None:
    assert run(mirrored.root, "publish", NEXT).code == 0
    (place / "releases.json").unlink()
    assert run(mirrored.root, "publish", NEXT).code == 0
    assert held(place) == expected(mirrored)


def test_what_is_withdrawn_is_taken_out(mirrored: Home, place: Path) -> None:
    done = decide(mirrored, "withdraw", LATER)
    assert (done.code, done.answer["withdrawn"], done.answer["behind"]) == (0, True, [])
    assert [path.name for path in (place / "releases").iterdir()] == [ID]
    assert held(place) == expected(mirrored)
    assert (place / "current.txt").read_text() == f"{ID}\n"
    assert decide(mirrored, "withdraw", ID).code == 0
    assert held(place) == expected(mirrored)
    assert sorted(path.name for path in place.iterdir()) == ["feed.atom", "index.html", "mirror.json", "releases.json"]


def test_a_rollback_reaches_the_mirror(mirrored: Home, place: Path) -> None:
    assert run(mirrored.root, "rollback", ID, "--reason", "proef", "--steward", "a").code == 0
    assert (place / "current.txt").read_text() == f"{LATER}\n"
    assert run(mirrored.root, "rollback", ID, "--reason", "proef", "--steward", "b").code == 0
    assert (place / "current.txt").read_text() == f"{ID}\n"
    assert held(place) == expected(mirrored)


@pytest.mark.parametrize(
    ("command", "code"), [(("inbox",), 0), (("key", "rotate"), 0), (("publish", ID), 4), (("publish", NEXT), 0)]
)
def test_a_withdrawal_that_was_handed_in_reaches_the_mirror(
    mirrored: Home, place: Path, command: tuple[str, ...], code: int
) -> None:
    """Whatever takes it up, and also when that is then refused."""
    run(mirrored.root, "withdraw", LATER, "--reason", "proef", "--steward", "a")
    config = mirrored.root / "config.toml"
    config.write_text(f"[security]\nsteward_group = '{os.getegid()}'\n{config.read_text()}")
    text = run(mirrored.root, "decision", LATER, "--withdraw", "--note", "proef", "--steward", "b").answer["text"]
    nonce, note = trail.kept_note(mirrored.notes, parsed(text).note_sha256)
    letters.write(mirrored, letters.Letter(text, "", note, nonce))
    assert run(mirrored.root, *command).code == code
    assert not (mirrored.releases / LATER).exists()
    assert held(place) == expected(mirrored)


def test_a_mirror_that_cannot_be_reached_does_not_undo_a_publication(two: Home, place: Path, tmp_path: Path) -> None:
    """The other one gets all, the line says which lags, and the next `mirror` finishes it."""
    gone = tmp_path / "niet-gekoppeld"
    done = run(with_mirrors(two, gone, place).root, "publish", NEXT)
    assert (done.code, len(done.err.splitlines())) == (7, 1)
    assert f"mirror {gone}: cannot be reached or written (No such file or directory)" in done.err
    assert done.answer["release"] == NEXT
    assert len(done.answer["behind"]) == 1
    assert held(place) == expected(two)
    assert not gone.exists(), "where nothing is mounted nothing is made"
    assert run(two.root, "verify", "--all").code == 0
    assert run(two.root, "mirror", "--check").code == run(two.root, "mirror").code == 7
    gone.mkdir()
    assert run(two.root, "mirror").code == 0
    assert held(gone) == expected(two)


def test_a_withdrawal_stands_when_its_mirror_lags(mirrored: Home, place: Path) -> None:
    away = place.rename(place.with_name("away"))
    done = decide(mirrored, "withdraw", LATER)
    assert (done.code, done.answer["withdrawn"]) == (7, True)
    assert not (mirrored.releases / LATER).exists()
    away.rename(place)
    assert (place / "releases" / LATER).exists()
    checked = run(mirrored.root, "mirror", "--check")
    assert (checked.code, f"1 too much (releases/{masked(LATER)})" in checked.err) == (4, True)
    assert run(mirrored.root, "mirror").code == 0
    assert held(place) == expected(mirrored)


def test_a_setting_that_is_wrong_does_not_undo_a_withdrawal(two: Home) -> None:
    with_mirrors(two, {"url": "s3://b/c", "credentials": "gone.toml"})
    done = decide(two, "withdraw", LATER)
    assert (done.code, done.answer["withdrawn"], len(done.err.splitlines())) == (7, True, 1)
    assert "mirror s3://b/c: credentials: names no file" in done.err
    assert not (two.releases / LATER).exists()


def test_a_place_of_which_only_the_mark_was_begun_is_filled(two: Home, place: Path) -> None:
    (place / ".new-mirror.json").write_text("{")
    assert run(with_mirrors(two, place).root, "mirror").code == 0
    assert held(place) == expected(two)


@pytest.mark.parametrize("kind", ["somebody's", "another home's"])
def test_a_place_that_holds_something_else_is_left_alone(two: Home, place: Path, kind: str) -> None:
    if kind == "somebody's":
        (place / "index.html").write_text("Welkom")
    else:
        (place / "mirror.json").write_text('{"mirror_of": "0123456789abcdef0123456789abcdef"}\n')
    before = tree(place)
    done = run(with_mirrors(two, place).root, "publish", NEXT)
    assert (done.code, "nothing in it was touched" in done.err, len(done.err.splitlines())) == (7, True, 1)
    assert tree(place) == before


@pytest.mark.parametrize("inside", ["", "published", "published/releases", "mirror", ".."])
def test_a_mirror_in_the_home_is_refused_before_anything(two: Home, inside: str) -> None:
    before = tree(two.root / "published")
    for command in (("publish", NEXT), ("mirror",), ("mirror", "--check")):
        done = run(with_mirrors(two, two.root / inside).root, *command)
        assert (done.code, "overlaps the home folder" in done.err, len(done.err.splitlines())) == (2, True, 1)
    assert tree(two.root / "published") == before


def test_mirrors_within_each_other_are_refused(two: Home, place: Path) -> None:
    done = run(with_mirrors(two, place, place / "deeper").root, "publish", NEXT)
    assert (done.code, "another mirror" in done.err) == (2, True)


def test_without_a_mirror(two: Home) -> None:
    for command in (("mirror",), ("mirror", "--check")):
        done = run(two.root, *command)
        assert (done.code, "publication.mirrors" in done.err, len(done.err.splitlines())) == (2, True, 1)


def test_a_home_whose_lists_are_not_as_written_renews_no_mirror(mirrored: Home, place: Path) -> None:
    before = held(place)
    (mirrored.published / "index.html").write_text("<script>")
    done = run(mirrored.root, "mirror")
    assert (done.code, "published/index.html: is not as it was written" in done.err) == (4, True)
    assert held(place) == before


class InterruptedCopy(BaseException):
    """What `kill -9` is within a process."""


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_a_copy_that_is_interrupted_at_every_step(
    mirrored: Home, place: Path, tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At no step does `releases.json` name a release of which a file is missing; the next one finishes it."""
    old = shutil.copytree(place, tmp_path / "old")
    (run(mirrored.root, "publish", NEXT) if verb == "publish" else decide(mirrored, "withdraw", LATER))
    after = expected(mirrored)
    before = held(old)
    for steps in range(100):
        shutil.rmtree(place)
        shutil.copytree(old, place)
        with monkeypatch.context() as patched:
            done = interrupted_after(patched, steps, mirrored)
        there = {name: digest for name, digest in held_now(place).items() if ".new-" not in name}
        if there["releases.json"] != before["releases.json"]:
            assert there == after, steps
        with mirrored.held():
            assert mirrors.renew(mirrored, load(mirrored.root)) == []
        assert held(place) == after, steps
        if done:
            break
    assert len(LISTS) < steps < 100


def held_now(place: Path) -> dict[str, str]:
    return {str(path.relative_to(place)): digest(path.read_bytes()) for path in place.rglob("*") if path.is_file()}


def interrupted_after(patched: pytest.MonkeyPatch, steps: int, home: Home) -> bool:
    """Renews the mirror, killed at one of the writes there; whether it came to its end."""
    left = [steps]

    def counted(write: Callable[..., object]) -> Callable[..., object]:
        def writing(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise InterruptedCopy
            return write(*arguments, **named)

        return writing

    with home.held():
        for owner, name in ((shutil, "rmtree"), (Path, "replace"), (Path, "mkdir")):
            patched.setattr(owner, name, counted(getattr(owner, name)))
        try:
            return mirrors.renew(home, load(home.root)) == []
        except InterruptedCopy:
            patched.undo()
            return False
