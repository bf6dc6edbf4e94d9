"""Other accounts of the machine: commands and reads as they would make them.

As root, accounts that every system has are used, by a process that becomes one of them after it has imported what it
needs. Any other account cannot become somebody else: then what is private is closed to it while it plays a steward.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.cli import Run, parted

ROOT = Path(__file__).parents[2]
#: A group that no system has.
GROUP = 54400
PRELOADED = (
    "encodings.ascii",
    "flows.cli",
    "flows.publish",
    "flows.commands.decide",
    "flows.commands.status",
    "flows.commands.verify",
)
#: What is the service's alone.
PRIVATE = ("secrets", "archive", "trail", "candidates", "internal", "notes", "logs", "work", "diffs")
PRIVATE_FILES = ("warehouse.duckdb", "config.toml", ".trail.lock")


@dataclass(frozen=True)
class Account:
    """An account, and a folder of its own."""

    name: str
    uid: int
    gid: int
    folder: Path
    is_service: bool

    @property
    def group(self) -> int:
        """The group of stewards, which each account is in."""
        return GROUP if os.geteuid() == 0 else os.getegid()

    def run(self, home: Path, *arguments: str) -> Run:
        """Runs a command on a home folder, with `--json`."""
        with self._closed(home):
            done = self._python("command", "--home", str(home), "--json", *arguments)
        return Run(done.returncode, done.stdout, *parted(done.stderr))

    def succeed(self, home: Path, *arguments: str) -> dict[str, object]:
        """Runs a command that must succeed and returns its answer."""
        done = self.run(home, *arguments)
        assert done.code == 0, f"{self.name}: {arguments[0]} ended with {done.code}: {done.err}"
        return done.answer

    def readable(self, home: Path, *paths: Path) -> list[str]:
        """Those of some files and folders that the account can read or list."""
        with self._closed(home):
            done = self._python("readable", *map(str, paths))
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found

    def program(self, *arguments: str) -> None:
        """Runs a program of the system that must succeed."""
        become: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []}
        subprocess.run(arguments, check=True, cwd=self.folder, **become if os.geteuid() == 0 else {})

    def own(self, *paths: Path) -> None:
        """Gives files and folders, with all that is in them, to the account."""
        for path in paths:
            for one in (path, *path.rglob("*")):
                os.chown(one, self.uid, self.gid, follow_symlinks=False)

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.support.accounts", str(self.uid), str(self.gid), str(self.group)]
        surroundings = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [*command, *arguments], capture_output=True, text=True, cwd=ROOT, env=surroundings, check=False
        )

    @contextlib.contextmanager
    def _closed(self, home: Path) -> Iterator[None]:
        """What is private is closed to a steward who is the same account as the service."""
        plays = os.geteuid() != 0 and not self.is_service
        paths = [home / name for name in (*PRIVATE, *PRIVATE_FILES) if plays and (home / name).exists()]
        paths += [home / "inbox"] if plays else []
        modes = {path: path.stat().st_mode & 0o7777 for path in paths}
        for path in modes:
            path.chmod(0o300 if path.name == "inbox" else 0)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)


@contextlib.contextmanager
def accounts() -> Iterator[tuple[Path, list[Account]]]:
    """A folder that everybody may search, and three accounts with a folder each in it; the first one is the service."""
    folder = Path(tempfile.mkdtemp(prefix="banenafspraak-"))
    folder.chmod(0o755)
    me = pwd.getpwuid(os.geteuid())
    others = [one for one in pwd.getpwall() if one.pw_uid != 0][:3] if os.geteuid() == 0 else [me, me, me]
    assert len(others) == 3, "a system has accounts of its own"
    found = []
    for number, one in enumerate(others):
        place = folder / f"account{number}"
        place.mkdir(mode=0o700)
        found.append(Account(one.pw_name, one.pw_uid, one.pw_gid, place, is_service=number == 0))
        found[-1].own(place)
    try:
        yield folder, found
    finally:
        shutil.rmtree(folder)


def readable(path: Path) -> bool:
    """Whether this account can list a folder, or read a file."""
    try:
        os.listdir(path) if path.is_dir() else path.read_bytes()  # noqa: PTH208 - listing is what is tried
    except PermissionError:
        return False
    return True


def main(uid: int, gid: int, group: int, what: str, arguments: list[str]) -> int:
    """Becomes the account, and does what is asked."""
    for name in PRELOADED:
        __import__(name)
    from flows.cli import main as command

    if os.geteuid() == 0:
        os.setgroups([group])
        os.setgid(gid)
        os.setuid(uid)
    if what == "command":
        return command(arguments)
    sys.stdout.write(json.dumps([one for one in arguments if readable(Path(one))]))
    return 0


if __name__ == "__main__":
    uid, gid, group = (int(word) for word in sys.argv[1:4])
    sys.exit(main(uid, gid, group, sys.argv[4], sys.argv[5:]))
