"""Killed at every write: readers see the old release or the new one, and the same command again finishes the work."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.support.cli import build_arguments, internal, mart_files, new_home, succeed, tree, with_group
from tests.support.deliveries import Packaging, make_delivery
from tests.support.mirrored import expected, held, with_mirrors
from warehouse.home import Home
from warehouse.review import letters, trail
from warehouse.review.entries import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
#: How many points the default run tries of each command; BANENAFSPRAAK_TEST_CRASH_POINTS=all tries every one.
POINTS = os.environ.get("BANENAFSPRAAK_TEST_CRASH_POINTS", "4")
APPROVALS = (("approve", "--steward", "a", "--note", "seen"), ("approve", "--steward", "b", "--note", "seen"))


class Server:
    """The process that runs commands in forked children (`tests.crash.server`)."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.crash.server"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def ask(self, home: Path, arguments: tuple[str, ...], kill_at: int = 0) -> dict[str, int]:
        """The exit code and the number of writes of a command."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        request = {"home": str(home), "arguments": arguments, "kill_at": kill_at}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer: dict[str, int] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        """Ends the process."""
        self.process.communicate()


class World:
    """A home with a published baseline, a delivery of 2022, and what an undisturbed run makes of it."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
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
        assert self.run(home, *arguments) == 0, arguments

    def run(self, home: Path, *arguments: str) -> int:
        return self.server.ask(home, arguments)["code"]

    def killed_at(self, home: Path, point: int, *arguments: str) -> int:
        return self.server.ask(home, arguments, point)["code"]

    def count_writes(self, home: Path, *arguments: str) -> int:
        done = self.server.ask(home, arguments)
        assert done["code"] == 0
        return done["writes"]

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
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    server = Server()
    yield World(tmp_path_factory.mktemp("crash"), server)
    server.close()


def points(total: int, minimum: int) -> list[int]:
    """The writes to be killed at: all of them, or some spread over the whole command."""
    assert total >= minimum, f"only {total} writes seen: the hook misses some"
    if POINTS == "all":
        return list(range(1, total + 1))
    wanted = min(int(POINTS), total)
    return sorted({1 + (total - 1) * number // max(wanted - 1, 1) for number in range(wanted)})


def release_is_whole(release: Path) -> bool:
    """Whether every file of both sides of a release is there with the digest that its manifest says."""
    return all(side_is_whole(side) for side in (release, internal(release)))


def side_is_whole(side: Path) -> bool:
    manifest = json.loads((side / "manifest.json").read_text())
    listed = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    beside = [side / "manifest.json", side / "release.json"]
    added = {"SHA256SUMS", "approvals/01.txt", "approvals/02.txt", "marts.duckdb"} if (side / "csv").exists() else set()
    found = {
        str(path.relative_to(side)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in side.rglob("*")
        if path.is_file() and path not in beside
    }
    assert added <= found.keys()
    found = {name: digest for name, digest in found.items() if name not in added}
    return listed == found and all(path.exists() for path in beside)


def no_personal_data_left(home: Path) -> bool:
    return list((home / "work").iterdir()) == []


def test_a_build_killed_at_every_write(world: World) -> None:
    total = world.count_writes(world.copy("counting"), *world.build)
    before = tree(world.home / "published")
    for point in points(total, 120):
        home = world.copy("killed")
        approvals = tree(home / "trail")
        assert world.killed_at(home, point, *world.build) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        assert tree(home / "published") == before, where
        assert release_is_whole(home / "published" / "current"), where
        assert approvals.items() <= tree(home / "trail").items(), where
        assert all(name == digest for name, digest in world.archived(home).items()), where
        assert world.run(home, *world.build) == 0, f"{where}: the same command again does not finish"
        assert mart_files(home / "candidates" / world.candidate) == world.marts, where
        assert world.archived(home) == world.archive, where
        assert no_personal_data_left(home), where
        assert not list(home.rglob(".new-*")), where


def test_an_approval_killed_at_every_write(world: World) -> None:
    """It is in the trail once or not at all, and accounts of stewards are told what is so."""
    home = world.copy("grouped", of=world.built)
    with_group(home, str(os.getegid()))
    approve = ("approve", world.candidate, "--steward", "a", "--note", "seen")
    before = len(list((home / "trail").iterdir()))
    total = world.count_writes(world.copy("counting", of=home), *approve)
    for point in points(total, 8):
        again = world.copy("killed", of=home)
        assert world.killed_at(again, point, *approve) == -signal.SIGKILL
        where = f"killed at write {point} of {total}"
        done = len(trail.opened(Home(again)).entries) - before
        assert done in (0, 1), where
        assert world.run(again, *approve) == (4 if done else 0), where
        known = trail.opened(Home(again))
        assert len(known.entries) == before + 1, where
        assert world.run(again, "status") == 0, where
        assert json.loads((again / "decidable.json").read_text())["head"] == known.head.sha256, where
        assert not list(again.rglob(".new-*")), where
        assert world.run(again, "verify", "--all") == 0, where


def test_a_publication_killed_at_every_write(world: World) -> None:
    publish = ("publish", world.candidate)
    total = world.count_writes(world.copy("counting", of=world.approved), *publish)
    old = (world.approved / "published" / "current").resolve().name
    for point in points(total, 20):
        home = world.copy("killed", of=world.approved)
        approvals = tree(home / "trail")
        assert world.killed_at(home, point, *publish) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        current = (home / "published" / "current").resolve()
        assert current.name in (old, world.candidate), where
        assert release_is_whole(current), where
        assert approvals.items() <= tree(home / "trail").items(), where
        assert world.archived(home) == world.archive, where
        assert world.run(home, *publish) == 0, f"{where}: the same command again does not finish"
        now = home / "published" / "current"
        assert now.resolve().name == world.candidate, where
        assert release_is_whole(now), where
        assert mart_files(now) == world.marts, where
        assert not list(home.rglob(".new-*")), where
        assert listed(home) == [(old, "published"), (world.candidate, "published")], where
        assert above_says(home) == (world.candidate, world.candidate), where
        assert world.run(home, "verify", "--all") == 0, where


def test_a_publication_with_a_mirror_killed_at_every_write(world: World) -> None:
    """The mirror lies beside the home, under a name that begins as the home's: its writes count too."""
    publish = ("publish", world.candidate)

    def with_mirror(name: str) -> Path:
        home = world.copy(name, of=world.approved)
        mirror = home.with_name(f"{name}-mirror")
        shutil.rmtree(mirror, ignore_errors=True)
        mirror.mkdir()
        with_mirrors(Home(home), mirror)
        return mirror

    mirror = with_mirror("counting")
    total = world.count_writes(world.folder / "counting", *publish)
    whole = held(mirror)
    for point in points(total, 20 + len(whole)):
        mirror, home = with_mirror("killed"), world.folder / "killed"
        assert world.killed_at(home, point, *publish) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        assert not (mirror / "releases.json").exists() or held(mirror) == expected(Home(home)), where
        assert world.run(home, *publish) == 0, f"{where}: the same command again does not finish"
        assert held(mirror) == expected(Home(home)), where
        assert held(mirror).keys() == whole.keys(), where
        assert world.run(home, "mirror", "--check") == 0, where


def above_says(home: Path) -> tuple[str, str]:
    """Which release is current, by `current.txt` and by `releases.json`."""
    published = home / "published"
    return (published / "current.txt").read_text().strip(), json.loads((published / "releases.json").read_text())[
        "current"
    ]


def listed(home: Path) -> list[tuple[str, str]]:
    """The releases that readers are told of, and how each stands."""
    found = json.loads((home / "published" / "releases.json").read_text())["releases"]
    return [(one["id"], one["status"]) for one in found]


def test_a_withdrawal_killed_at_every_write(world: World) -> None:
    home = world.copy("both", of=world.approved)
    old = (home / "published" / "current").resolve().name
    world.must(home, "publish", world.candidate)
    asked, withdraw = (("withdraw", world.candidate, "--reason", "trial", "--steward", name) for name in "ab")
    world.must(home, *asked)
    total = world.count_writes(world.copy("counting", of=home), *withdraw)
    for point in points(total, 20):
        again = world.copy("killed", of=home)
        assert world.killed_at(again, point, *withdraw) == -signal.SIGKILL
        where = f"killed at write {point} of {total}"
        assert side_is_whole((again / "published" / "current").resolve()), where
        assert world.run(again, *withdraw) == 0, f"{where}: the same command again does not finish"
        assert (again / "published" / "current").resolve().name == old, where
        assert [path.name for path in (again / "published" / "releases").iterdir()] == [old], where
        assert listed(again) == [(old, "published"), (world.candidate, "withdrawn")], where
        assert above_says(again) == (old, old), where
        assert world.run(again, "verify", "--all") == 0, where
        assert not list(again.rglob(".new-*")), where


def test_a_rollback_killed_at_every_write(world: World) -> None:
    home = world.copy("both", of=world.approved)
    old = (home / "published" / "current").resolve().name
    world.must(home, "publish", world.candidate)
    asked, rollback = (("rollback", old, "--reason", "trial", "--steward", name) for name in "ab")
    world.must(home, *asked)
    total = world.count_writes(world.copy("counting", of=home), *rollback)
    for point in points(total, 5):
        again = world.copy("killed", of=home)
        assert world.killed_at(again, point, *rollback) == -signal.SIGKILL
        current = (again / "published" / "current").resolve()
        assert current.name in (old, world.candidate)
        assert release_is_whole(current)
        code = world.run(again, *rollback)
        assert code == (0 if current.name != old else code)
        assert code in (0, 2), "done, or there is nothing left to do"
        assert (again / "published" / "current").resolve().name == old
        assert above_says(again) == (old, old), "finished also when the pointers had moved already"
        assert world.run(again, "verify", "--all") == 0


def test_letters_killed_at_every_write(world: World) -> None:
    """The second withdrawal is handed in: it is chained once, done whole, and taken out of the inbox."""
    home = world.copy("both", of=world.approved)
    old = (home / "published" / "current").resolve().name
    world.must(home, "publish", world.candidate)
    with_group(home, str(os.getegid()))
    world.must(home, "withdraw", world.candidate, "--reason", "trial", "--steward", "a")
    letters.write(Home(home), written(home, world.candidate))
    total = world.count_writes(world.copy("counting", of=home), "inbox")
    for point in points(total, 20):
        again = world.copy("killed", of=home)
        assert world.killed_at(again, point, "inbox") == -signal.SIGKILL
        where = f"killed at write {point} of {total}"
        assert side_is_whole((again / "published" / "current").resolve()), where
        assert world.run(again, "inbox") == 0, where
        assert (again / "published" / "current").resolve().name == old, where
        done = [one.says.verb for one in trail.opened(Home(again)).entries]
        assert done[-3:] == ["withdraw", "withdraw", "withdrawn"], where
        assert listed(again) == [(old, "published"), (world.candidate, "withdrawn")], where
        assert list((again / "inbox").iterdir()) == list(again.rglob(".new-*")) == [], where
        assert world.run(again, "verify", "--all") == 0, where


def written(home: Path, release: str) -> letters.Letter:
    """The withdrawal by a second steward, as another account hands it in."""
    text = succeed(home, "decision", release, "--withdraw", "--note", "trial", "--steward", "b")["text"]
    nonce, note = trail.kept_note(home / "notes", parsed(text).note_sha256)
    return letters.Letter(text, "", note, nonce)


def test_a_destruction_killed_at_every_write(world: World) -> None:
    destroy = ("destroy", "--year", "2022")
    home = world.copy("both", of=world.built)
    (home / "corrections").mkdir()
    (home / "corrections" / "2022.csv").write_text("table;key;column;expected;new;reason;status\n")
    total = world.count_writes(world.copy("counting", of=home), *destroy)
    published = tree(home / "published")
    for point in points(total, 60):
        again = world.copy("killed", of=home)
        trail = tree(again / "trail")
        assert world.killed_at(again, point, *destroy) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        assert trail.items() <= tree(again / "trail").items(), where
        assert world.run(again, "verify", "--all") == 0, where
        assert world.run(again, *destroy) == 0, f"{where}: the same command again does not finish"
        assert tree(again / "published") == published, where
        assert holds_of_2022(again) == [], where
        assert world.archived(again) == world.archived(world.home), where
        assert no_personal_data_left(again), where
        assert not list(again.rglob(".new-*")), where
        assert world.run(again, "verify", "--all") == 0, where
        assert list(again.glob("trail/*-destroy.json")), where


def holds_of_2022(home: Path) -> list[str]:
    """What a home has of the year: candidates, corrections, records, and schemas of the warehouse."""
    found = [*home.glob("candidates/2022-*"), *home.glob("corrections/2022*"), *home.glob("archive/records/2022-*")]
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        schemas = {row[0] for row in warehouse.execute("SELECT schema_name FROM duckdb_tables()").fetchall()}
        kept = warehouse.execute("SELECT year FROM kept_from UNION SELECT year FROM quarantine").fetchall()
    return [*(path.name for path in found), *(schemas & {"y2022"}), *(str(year) for (year,) in kept if year == 2022)]


def test_a_rotation_of_the_key_killed_at_every_write(world: World) -> None:
    rotate = ("key", "rotate")
    home = world.copy("both", of=world.built)
    total = world.count_writes(world.copy("counting", of=home), *rotate)
    old = (home / "secrets" / "pseudonym.key").read_text()
    for point in points(total, 9):
        again = world.copy("killed", of=home)
        assert world.killed_at(again, point, *rotate) == -signal.SIGKILL, f"write {point} did not come"
        where = f"killed at write {point} of {total}"
        assert world.run(again, *rotate) == 0, f"{where}: the same command again does not finish"
        keys = {path.name: path.read_text() for path in (again / "secrets").glob("pseudonym*.key")}
        assert old in keys.values(), where
        assert keys["pseudonym.key"] != old, where
        assert "pseudonym-next.key" not in keys, where
        assert len(list(again.glob("trail/*-key-rotated.json"))) in (1, 2), where
        assert world.run(again, "rebuild", "--year", "2012") == 0, where
        assert not list(again.rglob(".new-*")), where
