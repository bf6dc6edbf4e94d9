"""The report from disk in a real Chromium with the network cut, on a desktop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Keys

from flows.pages.report import origins
from tests.browser.chromium import Chromium
from tests.support import report_data

pytestmark = pytest.mark.browser

PAGES = {"nl": "index.html", "en": "en/index.html"}
WIDTHS = {"desktop": 1280, "phone": 390}
NARROWEST = 320

every = pytest.mark.parametrize("name", report_data.EVERY)
both = pytest.mark.parametrize("language", PAGES)
wide_and_narrow = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())


@every
@both
@wide_and_narrow
def test_it_asks_for_nothing_outside_its_folder_and_complains_of_nothing(
    chromium: Chromium, reports: dict[str, Path], name: str, language: str, width: int
) -> None:
    page = reports[name] / PAGES[language]
    opened = chromium.open(page, width)
    assert opened.requests == [page.resolve().as_uri()]
    assert opened.outside(reports[name]) == []
    assert opened.errors == []


@every
@both
@wide_and_narrow
def test_axe_finds_nothing_serious(
    chromium: Chromium, reports: dict[str, Path], name: str, language: str, width: int
) -> None:
    chromium.open(reports[name] / PAGES[language], width)
    assert chromium.serious_findings() == []


@every
@both
@pytest.mark.parametrize("width", [*WIDTHS.values(), NARROWEST])
def test_the_page_does_not_scroll_sideways(
    chromium: Chromium, reports: dict[str, Path], name: str, language: str, width: int
) -> None:
    chromium.open(reports[name] / PAGES[language], width)
    assert chromium.look("document.documentElement.scrollWidth") <= width


@both
@pytest.mark.parametrize("width", [*WIDTHS.values(), NARROWEST])
def test_the_page_of_origins_reads_as_the_report_does(
    chromium: Chromium, reports: dict[str, Path], language: str, width: int
) -> None:
    """Folded and unfolded: nothing outside, nothing serious, no scrolling sideways."""
    page = reports["full"] / origins.PAGES[language]
    opened = chromium.open(page, width)
    assert opened.requests == [page.resolve().as_uri()]
    assert opened.errors == []
    chromium.look("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert chromium.serious_findings() == []
    assert chromium.look("document.documentElement.scrollWidth") <= width


def test_last_year_is_in_sight_on_a_desktop(chromium: Chromium, reports: dict[str, Path]) -> None:
    """Tables of checks and differences do not scroll in their frame at 1280 px."""
    chromium.open(reports["full"] / "index.html", 1280)
    chromium.look("document.querySelectorAll('details').forEach(one => one.open = true)")
    captions = "[id^=t-differing], [id^=t-checks-], [id^=t-changes-], #t-months, #t-deliveries"
    frames = f"[...document.querySelectorAll('{captions}')].map(one => one.closest('.table'))"
    assert chromium.look(f"{frames}.length") >= 6
    assert chromium.look(f"{frames}.filter(one => one.scrollWidth > one.clientWidth).length") == 0


@both
def test_the_first_tab_is_the_skip_link_and_it_is_seen(
    chromium: Chromium, reports: dict[str, Path], language: str
) -> None:
    chromium.open(reports["usual"] / PAGES[language], 1280)
    ActionChains(chromium.driver).send_keys(Keys.TAB).perform()
    assert chromium.look("document.activeElement.className") == "skip"
    assert chromium.look("document.activeElement.getBoundingClientRect().height") > 20
    ActionChains(chromium.driver).send_keys(Keys.ENTER).perform()
    assert chromium.look("document.activeElement.id") == "content"


def test_the_languages_lead_to_each_other(chromium: Chromium, reports: dict[str, Path]) -> None:
    chromium.open(reports["usual"] / "index.html", 1280)
    for language in ("en", "nl"):
        chromium.driver.find_element("css selector", f"a[hreflang={language}]").click()
        assert chromium.look("document.documentElement.lang") == language
        assert Path(chromium.look("decodeURI(location.pathname)")) == reports["usual"].resolve() / PAGES[language]


def test_every_link_in_the_page_leads_somewhere(chromium: Chromium, reports: dict[str, Path]) -> None:
    chromium.open(reports["full"] / "index.html", 1280)
    lost = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.hash)).length"
    assert chromium.look(lost) == 0


def test_markup_in_names_makes_no_elements(chromium: Chromium, reports: dict[str, Path]) -> None:
    chromium.open(reports["hostile"] / "index.html", 1280)
    assert chromium.look("document.scripts.length") == 0


def test_a_request_to_outside_would_be_seen(chromium: Chromium, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (tmp_path / "beside.css").write_text("", encoding="utf-8")
    page = folder / "index.html"
    page.write_text(
        '<!doctype html><link rel="stylesheet" href="../beside.css"><img src="https://example.org/pixel.png" alt="">',
        encoding="utf-8",
    )
    opened = chromium.open(page, 1280)
    assert [url.rpartition("/")[2] for url in opened.outside(folder)] == ["beside.css", "pixel.png"]
    assert opened.errors


def test_a_serious_finding_would_be_seen(chromium: Chromium, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<!doctype html><title>x</title><p style="color: #bbb">pale</p>', encoding="utf-8")
    chromium.open(page, 1280)
    found = {finding.partition(" ")[0] for finding in chromium.serious_findings()}
    assert {"color-contrast", "html-has-lang"} <= found
