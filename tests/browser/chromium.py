"""A headless Chromium with the network cut: opens pages from disk and tells what they asked for and complained of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

if TYPE_CHECKING:
    from pathlib import Path

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # runs as root in CI
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE_WIDTH = 480
HEIGHT = 900
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
SERIOUS = {"serious", "critical"}
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}}).then(done, error => done({error: String(error)}));
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a page did: addresses asked for, and messages of the console."""

    requests: list[str]
    errors: list[str]

    def outside(self, folder: Path) -> list[str]:
        """The requests that are not for a file in the folder."""
        inside = f"{folder.resolve()}/"
        return [
            url
            for url in self.requests
            if urlparse(url).scheme != "file" or not unquote(urlparse(url).path).startswith(inside)
        ]


class Chromium:
    """The browser; `open` first, then look."""

    def __init__(self, program: str, driver: str) -> None:
        options = Options()
        options.binary_location = program
        for argument in ARGUMENTS:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = Chrome(options=options, service=Service(driver))
        self.driver.set_script_timeout(60)
        self.axe = (resources.files("axe_selenium_python") / "node_modules/axe-core/axe.min.js").read_text("utf-8")

    def close(self) -> None:
        self.driver.quit()

    def open(self, page: Path, width: int) -> Opened:
        """Opens a page in a window of some width; forgets what was logged before."""
        size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": width < PHONE_WIDTH}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.get("about:blank")
        self._logged()
        self.driver.get(page.resolve().as_uri())
        return self._logged()

    def look(self, script: str) -> Any:
        """The value of a script."""
        return self.driver.execute_script(f"return {script}")

    def serious_findings(self) -> list[str]:
        """What axe finds that is serious or critical, with everything unfolded."""
        self.driver.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")
        self.driver.execute_script(self.axe)
        found = self.driver.execute_async_script(RUN_AXE, WCAG)
        assert "error" not in found, found
        assert found["passes"], "axe looked at nothing"
        return [
            f"{finding['id']} ({finding['impact']}): {finding['nodes'][0]['html'][:200]}"
            for finding in found["violations"]
            if finding["impact"] in SERIOUS
        ]

    def _logged(self) -> Opened:
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        requests = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        errors = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "INFO"]
        return Opened(requests, errors)
