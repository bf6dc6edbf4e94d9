"""Whoever writes in the home changes, adds, removes, links or swaps a file: nothing is published, `verify` sees it.

The default run tries some attempts; `make test-sweep` tries hundreds (BANENAFSPRAAK_TEST_SWEEP).
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.test_trail import candidate_of
from tests.support.cli import build, new_home, succeed
from tests.support.deliveries import make_delivery
from tests.support.signing import NAMES
from tests.unit.test_signatures import new_key
from warehouse.errors import DecisionRefusedError
from warehouse.home import Home
from warehouse.review import desk, verification
from warehouse.settings import load

ATTEMPTS = int(os.environ.get("BANENAFSPRAAK_TEST_SWEEP", "40"))
SEED = 20261127
Change = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release, and a candidate on it that two stewards approved."""
    folder = tmp_path_factory.mktemp("sweep")
    keys = {name: new_key(folder, f"key{number}")[0] for number, name in enumerate(NAMES)}
    home = new_home(folder / "home", {name: key.with_suffix(".pub") for name, key in keys.items()})
    for year in (2012, 2021):
        name = build(home, make_delivery(year, 4), folder / "source").name
        for steward, key in keys.items():
            succeed(home, "approve", name, "--steward", steward, "--key", str(key), "--note", "gezien")
        if year == 2012:
            succeed(home, "publish", name)
    return home


def places(home: Path) -> list[Path]:
    """The candidate, both sides of the release it stands on, and the trail."""
    release = candidate_of(home, 2012)
    sides = [home / "published" / "releases" / release, home / "internal" / "releases" / release]
    return [home / "candidates" / candidate_of(home, 2021), *sides, home / "trail"]


def files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def change(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.chmod(0o644)
    path.write_bytes(bytes(content))


def lengthen(path: Path, _: random.Random) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")


def add(path: Path, _: random.Random) -> None:
    shutil.copy(path, path.with_name(f"{path.name}.more"))


def add_folder(path: Path, _: random.Random) -> None:
    path.with_name(f"{path.name}.more").mkdir()


def remove(path: Path, _: random.Random) -> None:
    path.unlink()


def link(path: Path, _: random.Random) -> None:
    """The same bytes, but somewhere else."""
    elsewhere = next(parent for parent in path.parents if parent.name == "home").with_name("elsewhere")
    shutil.copy(path, elsewhere)
    path.unlink()
    path.symlink_to(elsewhere)


def link_folder(path: Path, _: random.Random) -> None:
    elsewhere = next(parent for parent in path.parents if parent.name == "home").with_name("folder")
    shutil.rmtree(elsewhere, ignore_errors=True)
    path.parent.rename(elsewhere)
    path.parent.symlink_to(elsewhere)


def swap(path: Path, rng: random.Random) -> None:
    """Exchanges two files of one folder."""
    content = path.read_bytes()
    other = rng.choice([one for one in files(path.parent) if one.read_bytes() != content])
    theirs = other.read_bytes()
    for one, data in ((other, content), (path, theirs)):
        one.chmod(0o644)
        one.write_bytes(data)


CHANGES: tuple[Change, ...] = (change, lengthen, add, add_folder, remove, link, link_folder, swap)


@contextmanager
def kept(place: Path, home: Path) -> Iterator[None]:
    """Puts a folder back as it was."""
    copy = home.with_name("kept")
    shutil.copytree(place, copy, symlinks=True)
    try:
        yield
    finally:
        if place.is_symlink():
            place.unlink()
        else:
            shutil.rmtree(place)
        shutil.move(copy, place)


def attempts(home: Path) -> list[tuple[Change, Path, Path]]:
    """Every kind of change, in every place, of files drawn at random."""
    rng = random.Random(SEED)  # noqa: S311 - drawn, not secret
    found = []
    for number in range(ATTEMPTS):
        make, place = CHANGES[number % len(CHANGES)], places(home)[number // len(CHANGES) % 4]
        path = rng.choice([one for one in files(place) if make is not swap or len(files(one.parent)) > 1])
        found.append((make, place, path))
    return found


def outcome(home: Home, make: Change, path: Path) -> list[str]:
    """What went unnoticed or got published after a change."""
    what = f"{make.__name__} {path.relative_to(home.root)}"
    make(path, random.Random(what))  # noqa: S311 - drawn, not secret
    settings = load(home.root)
    unnoticed = [] if verification.faults(home, settings) else [f"unnoticed: {what}"]
    try:
        desk.publish(home, settings, candidate_of(home.root, 2021))
    except DecisionRefusedError:
        return unnoticed
    return [*unnoticed, f"published: {what}"]


def test_whatever_is_changed_is_seen_and_not_published(approved: Path) -> None:
    home, settings = Home(approved), load(approved)
    assert verification.faults(home, settings) == []
    current, tried = home.current.readlink(), attempts(approved)
    assert len({(make, place) for make, place, _ in tried}) == len(CHANGES) * len(places(approved))
    wrong = []
    for make, place, path in tried:
        with kept(place, approved):
            wrong += outcome(home, make, path)
    assert wrong == []
    assert home.current.readlink() == current
    assert verification.faults(home, settings) == []
    desk.publish(home, settings, candidate_of(approved, 2021))
    assert home.current.readlink() != current
