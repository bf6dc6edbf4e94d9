"""The home folder: modes whatever the umask, secrets that others can read, leftover staging, signals, damaged files."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import build, build_arguments, new_home, parted, publish, run, succeed
from tests.support.deliveries import Packaging, make_delivery
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
YEAR = 2012
#: Bits of a mode that are of others.
OF_OTHERS = 0o077


def modes(home: Path, *inside: str) -> dict[str, int]:
    """The mode of everything in folders of a home but links."""
    paths = [path for name in inside for path in (home / name, *(home / name).rglob("*")) if not path.is_symlink()]
    return {str(path.relative_to(home)): path.stat().st_mode & 0o777 for path in paths}


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_modes_do_not_hang_on_the_umask(tmp_path: Path, mask: int) -> None:
    home = new_home(tmp_path / "home")
    (home / "corrections").mkdir(mode=0o755)
    (home / "corrections" / f"{YEAR}.csv").write_text("table;key;column;expected;new;reason;status\n")
    before = os.umask(mask)
    try:
        candidate = build(home, make_delivery(YEAR, 3), tmp_path / "source")
        publish(home, candidate)
        succeed(home, "diff", candidate.name, candidate.name)
        assert os.umask(mask) == mask, "the caller's umask is given back"
    finally:
        os.umask(before)
    assert modes(home, "trail")["trail"] == 0o700
    names = [path.name for path in home.iterdir() if path.name not in ("published", "config.toml")]
    own = modes(home, *names)
    assert len(own) > 100
    assert {name: oct(mode) for name, mode in own.items() if mode & OF_OTHERS} == {}
    assert own["warehouse.duckdb"] == 0o600
    assert set(modes(home, "published").values()) == {0o755, 0o444, 0o644}


@pytest.mark.parametrize("name", ["secrets", "secrets/names.key"])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, name: str) -> None:
    home = new_home(tmp_path / "home")
    with Home(home).held():
        (home / "secrets" / "names.key").write_text("ab" * 32)
    (home / "secrets" / "names.key").chmod(0o600)
    (home / name).chmod(0o744)
    done = run(home, *build_arguments(YEAR, tmp_path))
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert f"error: {name}: " in done.err
    assert "chmod" in done.err


def test_no_command_leaves_a_core(tmp_path: Path) -> None:
    run(tmp_path / "home", "status")
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


@pytest.mark.parametrize("command", [("status",), ("releases",), ("diff", "a", "b"), ("reference",)])
def test_every_command_destroys_staging_that_no_run_holds(tmp_path: Path, command: tuple[str, ...]) -> None:
    home = new_home(tmp_path / "home")
    with Home(home).held():
        (home / "work" / "staging-x").mkdir()
        (home / "work" / "staging-x" / "staging.duckdb").write_text("999999999")
        (home / "candidates" / ".new-2012-0123456789ab").mkdir()
        run(home, *command)
        assert (home / "work" / "staging-x").exists(), "a run holds it"
    run(home, *command)
    assert list((home / "work").iterdir()) == list((home / "candidates").iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("wait", [0.0, 0.4, 1.5])
def test_a_build_that_is_stopped(tmp_path: Path, number: signal.Signals, code: int, wait: float) -> None:
    """Stopped as soon as there is staging, and later."""
    home = new_home(tmp_path / "home")
    make_delivery(YEAR, 3).write(tmp_path / "source", Packaging())
    arguments = [sys.executable, "-m", "flows", "--home", str(home), *build_arguments(YEAR, tmp_path / "source")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        while process.poll() is None and not list(home.glob("work/staging-*")):
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == code, said
    assert parted(said)[0] == "error: stopped; run the same command again\n"
    assert list((home / "work").iterdir()) == []


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release, and its source beside it."""
    folder = tmp_path_factory.mktemp("published")
    home = new_home(folder / "home")
    publish(home, build(home, make_delivery(YEAR, 3), folder / "source"))
    return home


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(bytes(range(255, 0, -1)) * 40)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGED = (
    "config.toml",
    "warehouse.duckdb",
    "candidates/*/internal/manifest.json",
    "candidates/*/public/manifest.json",
    "candidates/*/internal/marts/realisation.parquet",
    "internal/releases/*/manifest.json",
    "internal/releases/*/release.json",
    "internal/releases/*/facts/statistics.parquet",
    "internal/releases/*/marts/realisation.parquet",
    "published/releases/*/manifest.json",
    "published/releases/*/parquet/realisation.parquet",
    "published/releases.json",
    "archive/records/*.json",
    "archive/??/*",
    "secrets/names.key",
    "secrets/pseudonym.key",
)


@pytest.mark.parametrize("damage", [cut, emptied, noise, a_folder])
@pytest.mark.parametrize("pattern", DAMAGED)
def test_a_damaged_file_is_never_a_bug(
    tmp_path: Path, published: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(published, home, symlinks=True)
    path = sorted(home.glob(pattern))[0]
    path.chmod(0o600)
    path.parent.chmod(0o700)
    damage(path)
    if not pattern.startswith("published"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    candidate = next((home / "candidates").glob("2*")).name
    commands = (
        ("status",),
        ("releases",),
        ("diff", candidate, candidate),
        ("publish", candidate),
        ("scenario",),
        build_arguments(YEAR, published.parent / "source"),
    )
    for command in commands:
        done = run(home, *command)
        assert "a bug" not in done.err, (command[0], done.err, [log.read_text() for log in (home / "logs").iterdir()])
        assert len(done.err.splitlines()) == (1 if done.code else 0), (command[0], done.err)
        if done.code == 1:
            assert "file system: " in done.err
