from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.authority import Authority
from tests.support.delivered import YEAR, small_delivery
from warehouse.home import Home
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.law import Law


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "home")
    place.create()
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a year at the source."""
    return small_delivery(tmp_path / "source")


@pytest.fixture(scope="session")
def law() -> Law:
    return law_book(PACKAGED).law(YEAR)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
