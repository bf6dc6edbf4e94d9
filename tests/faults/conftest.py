"""One published home for all faults: the baseline and 2022."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.cli import build, new_home, publish
from tests.support.deliveries import make_delivery
from tests.support.pages import leave_out_the_factsheet

PUBLISHED = (2012, 2022)


@pytest.fixture(autouse=True)
def figures_only(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_out_the_factsheet(monkeypatch)


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two published years; a rejected delivery must leave it as it is, so all faults share it."""
    folder = tmp_path_factory.mktemp("published")
    home = new_home(folder / "home")
    for year in PUBLISHED:
        publish(home, build(home, make_delivery(year), folder / f"source-{year}"))
    return home


@pytest.fixture
def home_to_change(published_home: Path, tmp_path: Path) -> Path:
    """A copy of the published home for a build that succeeds."""
    return shutil.copytree(published_home, tmp_path / "home", symlinks=True)
