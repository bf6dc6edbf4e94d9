"""One home with four released years for every test that builds on them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.cli import build, new_home, publish
from tests.support.deliveries import make_delivery

YEARS = (2012, 2021, 2022, 2023)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = new_home(tmp_path_factory.mktemp("released") / "home")
    for year in YEARS:
        publish(home, build(home, make_delivery(year, 5), home.parent / "source"))
    return home


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    """A copy of the released home, to be changed."""
    shutil.copytree(released, tmp_path / "home", symlinks=True)
    return tmp_path / "home"
