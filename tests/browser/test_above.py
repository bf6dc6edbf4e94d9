"""The page above the releases from disk in a real Chromium with the network cut, on a desktop and on a phone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium
from tests.unit.test_above import LISTED, NEWEST
from warehouse.above import page
from warehouse.above.listed import Listed

pytestmark = pytest.mark.browser

OTHERS = [replace(NEWEST, id=f"{year}-00112233aabb", years=[2012, year], new_years=[year]) for year in (2021, 2022)]
KINDS: dict[str, Listed] = {
    "usual": replace(LISTED, releases=[*OTHERS, *LISTED.releases]),
    "withdrawn": replace(LISTED, current=None, releases=LISTED.releases[:1]),
}

every = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("above")
    places = {name: folder / f"{name}.html" for name in KINDS}
    for name, place in places.items():
        place.write_text(page.text(KINDS[name]), encoding="utf-8")
    return places


@every
@pytest.mark.parametrize("width", [1280, 390])
def test_it_asks_for_nothing_and_axe_finds_nothing_serious(
    chromium: Chromium, pages: dict[str, Path], name: str, width: int
) -> None:
    opened = chromium.open(pages[name], width)
    assert opened.requests == [pages[name].resolve().as_uri()]
    assert opened.errors == []
    assert chromium.serious_findings() == []


@every
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_does_not_scroll_sideways(chromium: Chromium, pages: dict[str, Path], name: str, width: int) -> None:
    chromium.open(pages[name], width)
    assert chromium.look("document.documentElement.scrollWidth") <= width
