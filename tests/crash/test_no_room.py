"""A disk that takes no more, and a home that cannot be written: one line, nothing half-done, and then it works."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import build_arguments, new_home, parted, succeed, tree
from tests.support.deliveries import Packaging, make_delivery

ROOT = Path(__file__).parent.parent.parent


def with_room_for(limit: int, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process that may write no file larger than `limit` bytes, as if the disk were full."""
    return subprocess.run(
        [sys.executable, "-m", "flows", "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


@pytest.mark.parametrize("limit", [100, 5_000, 20_000, 300_000, 1_200_000])
def test_a_full_disk(tmp_path: Path, limit: int) -> None:
    home = new_home(tmp_path / "home")
    make_delivery(2012, 6, people=12, employers=6).write(tmp_path / "source", Packaging())
    build = build_arguments(2012, tmp_path / "source")
    full = with_room_for(limit, home, *build)
    assert full.returncode == 1, full.stderr
    assert len(parted(full.stderr)[0].splitlines()) == 1
    assert "again" in full.stderr
    assert not list((home / "candidates").glob("2*")) if (home / "candidates").exists() else True
    answer = succeed(home, *build)
    assert answer["status"] == "awaiting review"
    assert not list(home.rglob(".new-*"))


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    before = tree(tmp_path)
    done = with_room_for(10**9, tmp_path / "home", "build", "--year", "2012", "--source", str(tmp_path))
    assert done.returncode == 2
    assert len(parted(done.stderr)[0].splitlines()) == 1
    assert tree(tmp_path) == before
