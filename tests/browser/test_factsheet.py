"""The factsheet's page from disk in a real Chromium with the network cut, on a desktop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Keys

from flows.pages import factsheet
from tests.browser.chromium import Chromium
from tests.support import factsheet_data

pytestmark = pytest.mark.browser

PAGES = {"nl": "index.html", "en": "en/index.html"}
WIDTHS = {"desktop": 1280, "phone": 390}
NARROWEST = 320
KINDS = ("usual", "met", "first year", "alone", "long", "hostile", "withheld")

every = pytest.mark.parametrize("name", KINDS)
both = pytest.mark.parametrize("language", PAGES)
wide_and_narrow = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())


@pytest.fixture(scope="module")
def factsheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A written factsheet of several kinds of year."""
    folder = tmp_path_factory.mktemp("factsheets")
    places = {name: folder / name.replace(" ", "_") for name in KINDS}
    for name, place in places.items():
        factsheet.write(place, factsheet.begin(factsheet_data.EVERY[name]()))
    return places


@every
@both
@wide_and_narrow
def test_it_asks_for_nothing_and_complains_of_nothing(
    chromium: Chromium, factsheets: dict[str, Path], name: str, language: str, width: int
) -> None:
    page = factsheets[name] / PAGES[language]
    opened = chromium.open(page, width)
    assert [url for url in opened.requests if not url.startswith("data:font/woff2;base64,")] == [
        page.resolve().as_uri()
    ]
    assert opened.errors == []


@every
@both
@wide_and_narrow
def test_axe_finds_nothing_serious(
    chromium: Chromium, factsheets: dict[str, Path], name: str, language: str, width: int
) -> None:
    chromium.open(factsheets[name] / PAGES[language], width)
    assert chromium.serious_findings() == []


@every
@both
@pytest.mark.parametrize("width", [*WIDTHS.values(), NARROWEST])
def test_the_page_does_not_scroll_sideways(
    chromium: Chromium, factsheets: dict[str, Path], name: str, language: str, width: int
) -> None:
    chromium.open(factsheets[name] / PAGES[language], width)
    assert chromium.look("document.documentElement.scrollWidth") <= width


@wide_and_narrow
def test_page_and_charts_are_in_the_font_of_the_page(
    chromium: Chromium, factsheets: dict[str, Path], width: int
) -> None:
    chromium.open(factsheets["usual"] / "index.html", width)
    assert chromium.look("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    families = (
        "[...new Set([...document.querySelectorAll('h1, p, td, text')].map(each => getComputedStyle(each).fontFamily))]"
    )
    assert {family.split(",")[0] for family in chromium.look(families)} == {'"Source Sans"'}


def test_texts_of_charts_stay_inside_them(chromium: Chromium, factsheets: dict[str, Path]) -> None:
    outside = """[...document.querySelectorAll('svg text')].filter(text => {
        const [inner, outer] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
        return inner.width && (inner.left < outer.left - 1 || inner.right > outer.right + 1);
    }).map(text => text.textContent)"""
    for name in ("usual", "met", "long"):
        for page in PAGES.values():
            chromium.open(factsheets[name] / page, 1280)
            assert chromium.look(outside) == []


@both
def test_the_first_tab_is_the_skip_link_and_it_is_seen(
    chromium: Chromium, factsheets: dict[str, Path], language: str
) -> None:
    chromium.open(factsheets["usual"] / PAGES[language], 1280)
    ActionChains(chromium.driver).send_keys(Keys.TAB).perform()
    assert chromium.look("document.activeElement.className") == "skip"
    assert chromium.look("document.activeElement.getBoundingClientRect().height") > 20
    ActionChains(chromium.driver).send_keys(Keys.ENTER).perform()
    assert chromium.look("document.activeElement.id") == "content"


def test_the_languages_lead_to_each_other_and_to_their_pdf(chromium: Chromium, factsheets: dict[str, Path]) -> None:
    chromium.open(factsheets["usual"] / "index.html", 1280)
    for language in ("en", "nl"):
        chromium.driver.find_element("css selector", f"a[hreflang={language}]").click()
        page = factsheets["usual"].resolve() / PAGES[language]
        assert chromium.look("document.documentElement.lang") == language
        assert Path(chromium.look("decodeURI(location.pathname)")) == page
        link = chromium.look("document.querySelector('a[href$=\".pdf\"]').pathname")
        assert Path(link) == page.parent / "factsheet.pdf"
        assert Path(link).is_file()


def test_markup_in_texts_makes_no_elements(chromium: Chromium, factsheets: dict[str, Path]) -> None:
    chromium.open(factsheets["hostile"] / "index.html", 1280)
    assert chromium.look("document.scripts.length") == 0


def test_what_is_for_paper_is_not_on_the_screen(chromium: Chromium, factsheets: dict[str, Path]) -> None:
    chromium.open(factsheets["usual"] / "index.html", 1280)
    shown = "[...document.querySelectorAll('.on-paper')].filter(each => each.getBoundingClientRect().height).length"
    assert chromium.look(shown) == 0
