from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from flows.pages import report
from tests.browser.chromium import Chromium
from tests.support import report_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    programs = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    missing = [name for name, path in programs.items() if path is None]
    if missing:
        pytest.fail(f"{' and '.join(missing)} not found: apt-get install chromium chromium-driver")
    browser = Chromium(str(programs["chromium"]), str(programs["chromedriver"]))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A written report of every kind of year."""
    folder = tmp_path_factory.mktemp("reports")
    for name, make in report_data.EVERY.items():
        report.write(folder / name.replace(" ", "_"), make())
    return {name: folder / name.replace(" ", "_") for name in report_data.EVERY}
