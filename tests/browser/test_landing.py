"""The index page of a release from disk in a real Chromium with the network cut, on a desktop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.pages import landing
from tests.browser.chromium import Chromium
from tests.support import landing_data

pytestmark = pytest.mark.browser

PAGES = {"nl": "index.html", "en": "en/index.html"}
WIDTHS = {"desktop": 1280, "phone": 390}
NARROWEST = 320
KINDS = ("usual", "real", "empty", "hostile")

every = pytest.mark.parametrize("name", KINDS)
both = pytest.mark.parametrize("language", PAGES)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of several kinds of year, each with the files of a small release."""
    folder = tmp_path_factory.mktemp("landing")
    files = landing_data.release(folder)
    places = {name: folder / name for name in KINDS}
    for name, place in places.items():
        place.mkdir()
        landing.write(place, landing_data.EVERY[name](), files)
    return places


@every
@both
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_it_asks_for_nothing_and_axe_finds_nothing_serious(
    chromium: Chromium, pages: dict[str, Path], name: str, language: str, width: int
) -> None:
    page = pages[name] / PAGES[language]
    opened = chromium.open(page, width)
    assert opened.requests == [page.resolve().as_uri()]
    assert opened.errors == []
    assert chromium.serious_findings() == []


@every
@both
@pytest.mark.parametrize("width", [*WIDTHS.values(), NARROWEST])
def test_the_page_does_not_scroll_sideways(
    chromium: Chromium, pages: dict[str, Path], name: str, language: str, width: int
) -> None:
    chromium.open(pages[name] / PAGES[language], width)
    assert chromium.look("document.documentElement.scrollWidth") <= width


def test_the_languages_lead_to_each_other(chromium: Chromium, pages: dict[str, Path]) -> None:
    chromium.open(pages["usual"] / "index.html", 1280)
    for language in ("en", "nl"):
        chromium.driver.find_element("css selector", f"a[hreflang={language}]").click()
        assert chromium.look("document.documentElement.lang") == language
        assert Path(chromium.look("decodeURI(location.pathname)")) == pages["usual"].resolve() / PAGES[language]


def test_the_dataset_is_the_only_script_and_is_not_run(chromium: Chromium, pages: dict[str, Path]) -> None:
    chromium.open(pages["hostile"] / "index.html", 1280)
    assert chromium.look("[...document.scripts].map(one => one.type)") == ["application/ld+json"]
    assert chromium.look("JSON.parse(document.scripts[0].textContent)['@type']") == "Dataset"
