"""One home with four released years for every test that builds on them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.cli import build, new_home, publish
from tests.support.deliveries import make_delivery
from tests.support.signing import signing_home

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


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose stewards sign, with a candidate that awaits review; not to be changed."""
    return signing_home(tmp_path_factory.mktemp("signed"))
