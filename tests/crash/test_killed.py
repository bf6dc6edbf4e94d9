"""Killed at every write: readers see the old release or the new one, and the same command again finishes the work."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crash.killing import Killer
from tests.support.cli import build_arguments, mart_files, new_home, tree
from tests.support.deliveries import Packaging, make_delivery

if TYPE_CHECKING:
    from collections.abc import Callable

#: How many points the default run tries of each command; BANENAFSPRAAK_TEST_CRASH_POINTS=all tries every one.
POINTS = os.environ.get("BANENAFSPRAAK_TEST_CRASH_POINTS", "4")
APPROVALS = (("approve", "--steward", "a", "--note", "seen"), ("approve", "--steward", "b", "--note", "seen"))


def in_child(work: Callable[[], int]) -> int:
    """Runs `work` in a forked process with nothing on its output; returns its exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        try:
            code = work()
        except BaseException:
            Path(os.environ.get("CRASH_LOG", os.devnull)).write_text(traceback.format_exc())
            code = 99
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def command(home: Path, *arguments: str) -> Callable[[], int]:
    def call() -> int:
        from flows.cli import main

        return main(["--home", str(home), "--json", *arguments])

    return call


def killed_at(home: Path, point: int, *arguments: str) -> int:
    """The exit code of a command that is killed at its n-th write; minus 9 when it came to that write."""

    def call() -> int:
        killer = Killer(point)
        killer.watch(str(home))
        return command(home, *arguments)()

    return in_child(call)


def count_writes(home: Path, *arguments: str) -> int:
    """How many writes a command makes."""
    noted = home.parent / f"{home.name}.count"

    def call() -> int:
        killer = Killer(0)
        killer.watch(str(home))
        code = command(home, *arguments)()
        noted.write_text(str(killer.count))
        return code

    assert in_child(call) == 0
    return int(noted.read_text())


class World:
    """A home with a published baseline, a delivery of 2022, and what an undisturbed run makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "source"
        home = new_home(folder / "published")
        for year in (2012, 2022):
            make_delivery(year, 9, people=12, employers=6).write(self.source, Packaging())
        self.must(home, *build_arguments(2012, self.source))
        self.approve_and_publish(home, "2012")
        self.home = home
        done = self.copy("undisturbed")
        self.must(done, *self.build)
        self.candidate = self.only_candidate(done, "2022")
        self.built = done
        self.marts = mart_files(done / "candidates" / self.candidate)
        self.approved = self.copy("approved", of=done)
        for verb, *rest in APPROVALS:
            self.must(self.approved, verb, self.candidate, *rest)
        self.archive = self.archived(done)

    @property
    def build(self) -> tuple[str, ...]:
        return build_arguments(2022, self.source)

    def copy(self, name: str, of: Path | None = None) -> Path:
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(of or self.home, target, symlinks=True)
        return target

    def must(self, home: Path, *arguments: str) -> None:
        assert in_child(command(home, *arguments)) == 0, arguments

    def only_candidate(self, home: Path, year: str) -> str:
        (found,) = [path.name for path in (home / "candidates").iterdir() if path.name.startswith(year)]
        return found

    def approve_and_publish(self, home: Path, year: str) -> None:
        candidate = self.only_candidate(home, year)
        for verb, *rest in APPROVALS:
            self.must(home, verb, candidate, *rest)
        self.must(home, "publish", candidate)

    def archived(self, home: Path) -> dict[str, str]:
        kept = [path for path in (home / "archive").rglob("*") if path.is_file() and len(path.name) == 64]
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("crash"))


def points(total: int, minimum: int) -> list[int]:
    """The writes to be killed at: all of them, or some spread over the whole command."""
    assert total >= minimum, f"only {total} writes seen: the hook misses some"
    if POINTS == "all":
        return list(range(1, total + 1))
    wanted = min(int(POINTS), total)
    return sorted({1 + (total - 1) * number // max(wanted - 1, 1) for number in range(wanted)})


def release_is_whole(release: Path) -> bool:
    """Whether every file of a release is there with the digest that its manifest says."""
    manifest = json.loads((release / "manifest.json").read_text())
    listed = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    found = {
        str(path.relative_to(release)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    return listed == found


def no_personal_data_left(home: Path) -> bool:
    return list((home / "work").iterdir()) == []


def test_a_build_killed_at_every_write(world: World) -> None:
    total = count_writes(world.copy("counting"), *world.build)
    before = tree(world.home / "published")
    for point in points(total, 120):
        home = world.copy("killed")
        approvals = tree(home / "decisions")
        assert killed_at(home, point, *world.build) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        assert tree(home / "published") == before, where
        assert release_is_whole(home / "published" / "current"), where
        assert approvals.items() <= tree(home / "decisions").items(), where
        assert all(name == digest for name, digest in world.archived(home).items()), where
        assert in_child(command(home, *world.build)) == 0, f"{where}: the same command again does not finish"
        assert mart_files(home / "candidates" / world.candidate) == world.marts, where
        assert world.archived(home) == world.archive, where
        assert no_personal_data_left(home), where
        assert not list(home.rglob(".new-*")), where


def test_a_publication_killed_at_every_write(world: World) -> None:
    publish = ("publish", world.candidate)
    total = count_writes(world.copy("counting", of=world.approved), *publish)
    old = (world.approved / "published" / "current").resolve().name
    for point in points(total, 20):
        home = world.copy("killed", of=world.approved)
        approvals = tree(home / "decisions" / world.candidate)
        assert killed_at(home, point, *publish) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        current = (home / "published" / "current").resolve()
        assert current.name in (old, world.candidate), where
        assert release_is_whole(current), where
        assert approvals == tree(home / "decisions" / world.candidate), where
        assert world.archived(home) == world.archive, where
        assert in_child(command(home, *publish)) == 0, f"{where}: the same command again does not finish"
        now = home / "published" / "current"
        assert now.resolve().name == world.candidate, where
        assert release_is_whole(now), where
        assert mart_files(now) == world.marts, where
        assert not list(home.rglob(".new-*")), where


def test_a_rollback_killed_at_every_write(world: World) -> None:
    home = world.copy("both", of=world.approved)
    old = (home / "published" / "current").resolve().name
    world.must(home, "publish", world.candidate)
    rollback = ("rollback", old, "--reason", "trial")
    total = count_writes(world.copy("counting", of=home), *rollback)
    for point in points(total, 5):
        again = world.copy("killed", of=home)
        assert killed_at(again, point, *rollback) == -signal.SIGKILL
        current = (again / "published" / "current").resolve()
        assert current.name in (old, world.candidate)
        assert release_is_whole(current)
        if current.name != old:
            assert in_child(command(again, *rollback)) == 0
        assert (again / "published" / "current").resolve().name == old
