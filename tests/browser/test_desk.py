"""The desk in real browsers with virtual authenticators: two stewards, from registration to publication."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import RUN_AXE, SERIOUS, WCAG, Chromium
from tests.support.cli import succeed
from tests.support.signing import NAMES, signing_home
from warehouse.home import Home
from warehouse.review import signatures, trail
from warehouse.review.policies import Verb

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AN, BO = NAMES
KEYGEN = "/usr/bin/ssh-keygen"
WIDTHS = {"desktop": 1280, "phone": 390}
SECONDS = 20
FIGURE = "realisation/year=2012%20sector=markt%20form=formeel"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # runs as root in CI
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Steward:
    """A browser of a steward, with an authenticator."""

    name: str
    driver: Chrome
    origin: str
    key: Path
    home: Path

    def open(self, path: str, width: int = 1280) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 480}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.get(f"{self.origin}{path}")

    def find(self, css: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def look(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def until(self, script: str) -> None:
        WebDriverWait(self.driver, SECONDS).until(lambda _: self.look(script))

    def press(self, css: str) -> str:
        """Presses a button and waits for a refusal, which is returned, or for another page."""
        self.driver.execute_script("window.before = true")
        self.find(css).click()
        self.until("!window.before || [...document.querySelectorAll('.refusal')].some(one => !one.hidden)")
        refusal: str = self.look("[...document.querySelectorAll('.refusal')].map(one => one.textContent).join('')")
        return refusal

    def register(self) -> str:
        """Makes a passkey and signs its registration with the SSH key; returns the code."""
        self.open("/register")
        self.find("#name").send_keys(self.name)
        assert self.press("button[type=submit]:not(.plain)") == ""
        code: str = self.find("strong.code").text
        text = self.look("document.querySelector('pre').textContent")
        signature = signatures.sign(text.encode(), self.key, KEYGEN)
        self.driver.execute_script("document.querySelector('#signature').value = arguments[0]", signature)
        self.press("form[method=post][action^='/sign-elsewhere'] button")
        assert "een andere beoordelaar" in self.find("main").text
        return code

    def sign_in(self) -> str:
        self.open("/")
        return self.press("form[data-flow=sign-in] button")

    def tick(self, note: str) -> None:
        """Ticks every item with a note."""
        for box in self.driver.find_elements(By.CSS_SELECTOR, "[data-tick]"):
            box.click()
        for place in self.driver.find_elements(By.CSS_SELECTOR, "[data-note]"):
            place.send_keys(note)

    def authenticator(self, *, verified: bool = True) -> None:
        options = VirtualAuthenticatorOptions()
        options.protocol = "ctap2"
        options.transport = "internal"
        options.has_resident_key = True
        options.has_user_verification = True
        options.is_user_verified = verified
        self.driver.add_virtual_authenticator(options)

    def serious(self, axe: str) -> list[str]:
        self.driver.execute_script(axe)
        found = self.driver.execute_async_script(RUN_AXE, WCAG)
        assert found["passes"], found
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"] if one["impact"] in SERIOUS
        ]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A home, and the desk of it in a process of its own."""
    home = signing_home(tmp_path_factory.mktemp("desk"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    command = [sys.executable, "-m", "flows", "--home", str(home), "desk", "--bind", f"127.0.0.1:{port}"]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, "--origin", origin], env=surroundings, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{origin}/register")
            yield home, origin
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(url) as answer:  # noqa: S310 - our own
                assert answer.status == 200
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="module")
def stewards(served: tuple[Path, str]) -> Iterator[list[Steward]]:
    """Two stewards in two browsers."""
    home, origin = served
    found = []
    for number, name in enumerate(NAMES):
        options = Options()
        options.binary_location = str(shutil.which("chromium"))
        for argument in ARGUMENTS:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
        found.append(Steward(name, driver, origin, home.parent / f"key{number}", home))
        found[-1].authenticator()
    yield found
    for one in found:
        one.driver.quit()


@pytest.fixture(scope="module")
def signed_in(stewards: list[Steward]) -> list[Steward]:
    """Both registered, confirmed and signed in: An's passkey by Bo's SSH key, Bo's by An's passkey."""
    an, bo = stewards
    codes = [one.register() for one in stewards]
    assert "geldt hier niet" in an.sign_in()
    succeed(an.home, "passkey", "confirm", codes[0], "--steward", BO, "--key", str(bo.key))
    assert an.sign_in() == ""
    assert bo.sign_in() != ""
    an.open("/stewards")
    assert codes[1] in an.find("main").text
    assert an.press("button[value=passkey-confirmed]") == ""
    assert "wacht op bevestiging" not in an.find("main").text
    assert bo.sign_in() == ""
    return stewards


def candidate(home: Path) -> str:
    (found,) = [path.name for path in (home / "candidates").iterdir()]
    return found


def verbs(home: Path) -> list[str]:
    return [one.says.verb for one in trail.opened(Home(home)).entries]


@pytest.fixture
def page(signed_in: list[Steward]) -> str:
    return f"/c/{candidate(signed_in[0].home)}"


def test_approve_opens_when_every_item_has_a_note(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.open(page)
    approve = an.find("button[value=approve]")
    boxes = an.driver.find_elements(By.CSS_SELECTOR, "[data-tick]")
    notes = an.driver.find_elements(By.CSS_SELECTOR, "[data-note]")
    assert boxes
    assert not approve.is_enabled()
    assert f"Nog {len(boxes)} punt" in an.find("#left").text
    for note in notes:
        note.send_keys("gezien")
    assert not approve.is_enabled()
    for box in boxes:
        box.click()
    assert approve.is_enabled()
    notes[0].clear()
    notes[0].send_keys(" ")
    assert not approve.is_enabled()


def test_an_empty_note_is_refused_by_the_server_too(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.open(page)
    an.driver.execute_script("document.querySelector('button[value=approve]').disabled = false")
    assert "schrijf een toelichting bij" in an.press("button[value=approve]")
    assert "approve" not in verbs(an.home)


def test_who_is_not_recognised_signs_nothing(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.open(page)
    an.tick("gezien")
    an.driver.set_user_verified(False)
    try:
        assert "niet ondertekend" in an.press("button[value=approve]")
    finally:
        an.driver.set_user_verified(True)
    assert "approve" not in verbs(an.home)


def test_the_authenticator_of_another_signs_nothing(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    kept = an.driver.get_credentials()
    an.open(page)
    an.tick("gezien")
    an.driver.remove_all_credentials()
    try:
        assert "niet ondertekend" in an.press("button[value=approve]")
    finally:
        for one in kept:
            an.driver.add_credential(one)
    assert "approve" not in verbs(an.home)


REPLAY = """
const done = arguments[arguments.length - 1], [ask, token, note] = arguments;
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));
const plain = all => all.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const text = buffer => plain(btoa(String.fromCharCode(...new Uint8Array(buffer))));
const headers = {"Content-Type": "application/json"};
const post = (url, said) => fetch(url, {method: "POST", headers, body: JSON.stringify(said)});
(async () => {
  const digest = document.querySelector("[name=digest]").value;
  const asked = await (await post(ask, {csrf: token, digest, verb: "comment", note})).json();
  const options = {...asked.options, challenge: bytes(asked.options.challenge)};
  options.allowCredentials = options.allowCredentials.map(one => ({...one, id: bytes(one.id)}));
  const one = await navigator.credentials.get({publicKey: options});
  const response = {};
  for (const part of ["clientDataJSON", "authenticatorData", "signature"]) response[part] = text(one.response[part]);
  const said = {csrf: token, credential: {id: one.id, rawId: one.id, type: one.type, response}};
  done([(await post("/sign", said)).status, (await post("/sign", said)).status]);
})().catch(error => done(String(error)));
"""


def test_an_answer_is_taken_once(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.open(page)
    token = an.look("document.querySelector('[name=csrf]').value")
    found = an.driver.execute_async_script(REPLAY, f"{page}/ask", token, "een vraag")
    assert found == [200, 403]
    assert verbs(an.home).count("comment") == 1


def test_a_page_of_another_origin_gets_nothing(signed_in: list[Steward], page: str) -> None:
    """By its address the desk is another host; from a page of nowhere a request has another origin."""
    an = signed_in[0]
    an.driver.get(an.origin.replace("localhost", "127.0.0.1"))
    assert "another name" in an.find("body").text
    before = verbs(an.home)
    an.driver.get("data:text/html,<title>x</title>")
    asked = """
    const done = arguments[arguments.length - 1];
    fetch(arguments[0], {method: "POST", credentials: "include", mode: "no-cors", body: "verb=comment"})
      .then(answer => done(answer.type), () => done("refused"));
    """
    assert an.driver.execute_async_script(asked, f"{an.origin}{page}/ask") in {"opaque", "refused"}
    assert verbs(an.home) == before


def test_a_byte_that_changes_between_opening_and_deciding(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.open(page)
    an.tick("gezien")
    path = an.home / "candidates" / candidate(an.home) / "public" / "csv" / "realisation.csv"
    good = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(good.replace(b"0", b"1", 1))
    try:
        assert "niet zoals hij gebouwd is" in an.press("button[value=approve]")
    finally:
        path.write_bytes(good)
        path.chmod(0o400)
    assert "approve" not in verbs(an.home)


def test_the_builders_own(signed_in: list[Steward], page: str) -> None:
    an, config = signed_in[0], signed_in[0].home / "config.toml"
    before = config.read_text()
    rules = f'[review]\nbuilder_may_approve = false\nbuilders = {{ "{trail.user()}" = "{AN}" }}'
    an.open(page)
    an.tick("gezien")
    config.write_text(before.replace("[review]", rules, 1))
    try:
        assert "zelf gebouwd" in an.press("button[value=approve]")
        an.open(page)
        assert "zelf gebouwd" in an.find("main").text
        assert not an.driver.find_elements(By.CSS_SELECTOR, "button[value=approve]")
    finally:
        config.write_text(before)
    assert "approve" not in verbs(an.home)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_can_be_read_by_everybody(
    signed_in: list[Steward], page: str, width: int, language: str, chromium: Chromium
) -> None:
    """Axe finds nothing serious, nothing scrolls sideways, nothing is complained of, and nothing else is asked."""
    an = signed_in[0]
    for path in (
        "/",
        page,
        f"{page}/trail",
        f"{page}/diff",
        f"{page}/figure/{FIGURE}",
        "/stewards",
        "/register",
        "/confirm",
        "/nowhere",
    ):
        an.driver.get("about:blank")
        an.driver.get_log("performance")
        an.driver.get_log("browser")
        an.open(f"{path}?lang={language}", width)
        messages = [json.loads(one["message"])["message"] for one in an.driver.get_log("performance")]
        asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
        assert [url for url in asked if not url.startswith((an.origin, "data:"))] == [], path
        said = [one["message"] for one in an.driver.get_log("browser") if one["level"] != "INFO"]
        assert [one for one in said if "404" not in one] == [], path
        assert an.look("document.documentElement.lang") == language
        assert an.look("document.documentElement.scrollWidth") <= width, path
        assert an.serious(chromium.axe) == [], path


def test_reading_needs_no_script(signed_in: list[Steward], page: str) -> None:
    an = signed_in[0]
    an.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        for path, said in (
            ("/", candidate(an.home)),
            (page, "Controlelijst"),
            (f"{page}/trail", "Logboek"),
            ("/stewards", BO),
        ):
            an.open(path)
            assert said in an.find("main").text
        an.open(page)
        assert "Lezen kan zonder" in an.find("main").text
        frame = an.find("iframe")
        an.driver.switch_to.frame(frame)
        assert an.driver.find_element(By.CSS_SELECTOR, "h1").text
    finally:
        an.driver.switch_to.default_content()
        an.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def reach(steward: Steward, script: str) -> None:
    """Tabs to an element."""
    for _ in range(60):
        ActionChains(steward.driver).send_keys(Keys.TAB).perform()
        if steward.look(script.replace("HERE", "document.activeElement")):
            outline = steward.look("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    pytest.fail(f"the keyboard does not reach {script}")


def approve_with_keys(an: Steward, note: str) -> None:
    """Ticks every item, writes a note on each and approves, all with the keyboard."""
    count = len(an.driver.find_elements(By.CSS_SELECTOR, "[data-tick]"))
    for number in range(1, count + 1):
        reach(an, f"HERE.dataset.tick === 'w{number}'")
        ActionChains(an.driver).send_keys(Keys.SPACE).perform()
        reach(an, f"HERE.dataset.note === 'w{number}'")
        ActionChains(an.driver).send_keys(note).perform()
    reach(an, "HERE.value === 'approve'")
    an.driver.execute_script("window.before = true")
    ActionChains(an.driver).send_keys(Keys.ENTER).perform()
    an.until("!window.before")


def test_an_approves_with_the_keyboard_and_bo_with_the_mouse_and_it_is_published(
    signed_in: list[Steward], page: str
) -> None:
    an, bo = signed_in
    an.open(page)
    ActionChains(an.driver).send_keys(Keys.TAB).perform()
    assert an.look("document.activeElement.className") == "skip"
    approve_with_keys(an, "woord van An")
    assert f"1 van 2 goedkeuringen ({AN})" in an.find("main").text
    assert "woord van An" in an.find("main").text
    bo.open(page)
    assert "woord van An" not in bo.look("document.documentElement.outerHTML")
    assert "ziet u zodra" in bo.find("main").text
    bo.tick("woord van Bo")
    assert bo.press("button[value=approve]") == ""
    assert "woord van An" in bo.find("main").text
    assert "publiceren, door de beheerder" in bo.find("main").text
    succeed(an.home, "publish", candidate(an.home))
    assert succeed(an.home, "verify", "--all")["faults"] == []
    release = an.home / "published" / "current"
    assert len(list((release / "approvals").glob("*.webauthn.json"))) == 2
    bo.open("/")
    assert "gepubliceerd, zichtbaar voor lezers" in bo.find("main").text
    given = [one for one in trail.opened(Home(an.home)).entries if one.says.verb == Verb.APPROVE]
    assert [one.says.by for one in given] == [AN, BO]
    bo.find("form.who button").click()
    bo.until("document.querySelector('form[data-flow=sign-in]')")
