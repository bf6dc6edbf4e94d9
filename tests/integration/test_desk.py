"""The desk without a browser: what it shows, what it lets stewards decide, and what it refuses."""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from flows.desk import memory
from flows.desk.app import application
from flows.desk.place import Desk
from tests.integration.test_refused import built, candidate
from tests.support.asgi import Client
from tests.support.at_desk import NOTE, Browser, enrolled, say_of_passkey
from tests.support.authenticator import ORIGIN, PRESENT, Authenticator
from tests.support.cli import run, succeed, tree
from tests.support.signing import NAMES
from warehouse.home import Home
from warehouse.review import signatures, trail
from warehouse.review.policies import Verb

__all__ = ["built"]
AN, BO = NAMES
KEYGEN = "/usr/bin/ssh-keygen"


@pytest.fixture(scope="module")
def ready(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Authenticator]]:
    """A home with a candidate that has a warning, and a passkey of each steward."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(built, folder / "home", symlinks=True)
    for key in built.parent.glob("key*"):
        shutil.copy(key, folder)
    keys = [folder / f"key{number}" for number in (0, 1)]
    return folder / "home", [enrolled(folder / "home", keys, NAMES, number) for number in (0, 1)]


@pytest.fixture
def home(ready: tuple[Path, list[Authenticator]], tmp_path: Path) -> Path:
    shutil.copytree(ready[0], tmp_path / "home", symlinks=True)
    for key in ready[0].parent.glob("key*"):
        shutil.copy(key, tmp_path)
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(Home(home), ORIGIN)


@pytest.fixture
def browsers(desk: Desk, ready: tuple[Path, list[Authenticator]]) -> list[Browser]:
    """Two stewards who are signed in."""
    found = [Browser(desk, one) for one in ready[1]]
    for one in found:
        assert one.sign_in().status_code == 200
    return found


def verbs(home: Path) -> list[str]:
    return [one.says.verb for one in trail.opened(Home(home)).entries]


def test_two_stewards_approve_and_the_service_publishes(home: Path, browsers: list[Browser]) -> None:
    an, bo = browsers
    identifier = candidate(home)
    assert "0 van 2 goedkeuringen" in an.page("/")
    assert an.decide(identifier).json()["done"] == f"/c/{identifier}"
    assert f"1 van 2 goedkeuringen ({AN})" in bo.page("/")
    assert bo.decide(identifier).status_code == 200
    assert "publiceren, door de beheerder" in bo.page("/")
    succeed(home, "publish", identifier)
    assert succeed(home, "verify", "--all")["faults"] == []
    assert "Publicatie" in an.page(f"/c/{identifier}")
    entries = trail.opened(Home(home)).entries
    (approval, _) = [one for one in entries if one.says.verb == Verb.APPROVE]
    assert NOTE in approval.note
    assert "register_current" in approval.note


def test_the_second_steward_sees_the_notes_of_the_first_after_the_own_approval(
    home: Path, browsers: list[Browser]
) -> None:
    an, bo = browsers
    identifier = candidate(home)
    an.decide(identifier, notes=dict.fromkeys(an.form(identifier)["notes"], "woord van An"))
    an.decide(identifier, "comment", note="een opmerking van An")
    for path in (f"/c/{identifier}", f"/c/{identifier}/trail"):
        assert "woord van An" in an.page(path)
        assert "woord van An" not in bo.page(path)
        assert "een opmerking van An" not in bo.page(path)
        assert "ziet u zodra u zelf" in bo.page(path)
    bo.decide(identifier)
    for path in (f"/c/{identifier}", f"/c/{identifier}/trail"):
        assert "woord van An" in bo.page(path)
        assert "een opmerking van An" in bo.page(path)


@pytest.mark.parametrize("notes", [{}, {"w1": "  "}, {"w1": 1}, ["w1"], "w1", None])
def test_an_approval_without_a_note_on_each_item(home: Path, browsers: list[Browser], notes: Any) -> None:
    answer = browsers[0].ask(candidate(home), notes=notes)
    assert (answer.status_code, "schrijf een toelichting bij" in answer.json()["error"]) == (400, True)
    assert "approve" not in verbs(home)


@pytest.mark.parametrize("verb", ["reject", "comment"])
def test_a_rejection_and_a_comment_say_why(home: Path, browsers: list[Browser], verb: str) -> None:
    assert browsers[0].ask(candidate(home), verb, note=" ").status_code == 400
    assert browsers[0].decide(candidate(home), verb, note="omdat").status_code == 200
    assert verbs(home)[-1] == verb


def test_a_number_of_a_person_is_refused(home: Path, browsers: list[Browser]) -> None:
    answer = browsers[0].ask(candidate(home), note="over 111222333")
    assert (answer.status_code, "burgerservicenummer" in answer.json()["error"]) == (400, True)
    assert "111222333" not in answer.text


def test_who_signs_is_who_is_signed_in(home: Path, browsers: list[Browser]) -> None:
    an, bo = browsers
    asked = an.ask(candidate(home))
    assert an.sign(asked, bo.authenticator).status_code == 403
    asked = an.ask(candidate(home))
    assert bo.sign(asked).status_code == 403  # in another session
    asked = an.ask(candidate(home))
    assert an.sign(asked, Authenticator()).status_code == 403
    assert "approve" not in verbs(home)


def test_who_is_not_recognised(home: Path, browsers: list[Browser]) -> None:
    an = browsers[0]
    weak = Authenticator(key=an.authenticator.key, identifier=an.authenticator.identifier, flags=PRESENT, count=50)
    assert an.sign(an.ask(candidate(home)), weak).status_code == 403
    stranger = Browser(an.desk, weak)
    assert stranger.sign_in().status_code == 403
    assert stranger.client.get("/").status_code == 401
    assert "approve" not in verbs(home)


@pytest.mark.parametrize(
    "said", [{"origin": "https://evil.example"}, {"crossOrigin": True}, {"type": "webauthn.create"}]
)
def test_what_was_signed_elsewhere(home: Path, browsers: list[Browser], said: dict[str, Any]) -> None:
    assert browsers[0].sign(browsers[0].ask(candidate(home)), **said).status_code == 403


def test_a_challenge_is_good_for_one_answer(home: Path, browsers: list[Browser]) -> None:
    an = browsers[0]
    asked = an.ask(candidate(home), "comment", note="een vraag")
    credential = an.authenticator.get(asked.json()["options"]["challenge"])
    answers = [an.post("/sign", credential=credential, csrf=an.csrf()).status_code for _ in range(2)]
    assert answers == [200, 403]
    assert verbs(home).count("comment") == 1
    options = an.post("/sign-in/ask").json()["options"]
    credential = an.authenticator.get(options["challenge"])
    assert [an.post("/sign-in", credential=credential).status_code for _ in range(2)] == [200, 403]


def test_a_challenge_ends_after_five_minutes(
    home: Path, browsers: list[Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    an = browsers[0]
    assert memory.CHALLENGE == 300
    asked = an.ask(candidate(home))
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 301)
    assert an.sign(asked).status_code == 403
    monkeypatch.setattr(time, "monotonic", lambda: now + memory.IDLE + 302)
    assert an.client.get("/").status_code == 401


def test_a_challenge_of_another_kind(home: Path, browsers: list[Browser]) -> None:
    an = browsers[0]
    to_sign_in = an.post("/sign-in/ask").json()["options"]["challenge"]
    assert an.post("/sign", credential=an.authenticator.get(to_sign_in), csrf=an.csrf()).status_code == 403
    asked = an.ask(candidate(home)).json()["options"]["challenge"]
    assert an.post("/sign-in", credential=an.authenticator.get(asked)).status_code == 403


def test_a_passkey_that_counts_backwards(home: Path, browsers: list[Browser]) -> None:
    an = browsers[0]
    an.authenticator.count = 1
    assert "kopie" in an.sign(an.ask(candidate(home))).json()["error"]


@pytest.mark.parametrize("when", ["before asking", "before signing"])
@pytest.mark.parametrize("what", ["public/csv/realisation.csv", "internal/report/index.html", "internal/manifest.json"])
def test_a_byte_that_changes_between_opening_and_deciding(
    home: Path, browsers: list[Browser], what: str, when: str
) -> None:
    an, identifier = browsers[0], candidate(home)
    form = an.form(identifier) | {"verb": "approve"}
    path = home / "candidates" / identifier / what
    asked = an.post(f"/c/{identifier}/ask", **form) if when == "before signing" else None
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    answer = an.sign(asked) if asked is not None else an.post(f"/c/{identifier}/ask", **form)
    assert answer.status_code in {404, 409}, answer.text
    assert "approve" not in verbs(home)
    assert an.client.get(f"/c/{identifier}").status_code in {200, 404}


def test_another_candidate_than_the_page_showed(home: Path, browsers: list[Browser]) -> None:
    answer = browsers[0].ask(candidate(home), digest="0" * 64)
    assert (answer.status_code, "veranderd sinds u de pagina opende" in answer.json()["error"]) == (409, True)


def test_the_builders_own(home: Path, browsers: list[Browser]) -> None:
    config = home / "config.toml"
    rules = f'[review]\nbuilder_may_approve = false\nbuilders = {{ "{trail.user()}" = "{AN}" }}'
    config.write_text(config.read_text().replace("[review]", rules, 1))
    an, bo = browsers
    assert "zelf gebouwd" in an.page(f"/c/{candidate(home)}")
    form = bo.form(candidate(home)) | {"csrf": an.csrf(), "verb": "approve"}
    answer = an.post(f"/c/{candidate(home)}/ask", **form)
    assert (answer.status_code, "zelf gebouwd" in answer.json()["error"]) == (409, True)
    assert bo.decide(candidate(home)).status_code == 200


def test_twice_the_same_steward(home: Path, browsers: list[Browser]) -> None:
    an = browsers[0]
    form = an.form(candidate(home)) | {"verb": "approve"}
    an.decide(candidate(home))
    assert "al goedgekeurd" in an.page(f"/c/{candidate(home)}")
    assert an.post(f"/c/{candidate(home)}/ask", **form).status_code == 409


@pytest.mark.parametrize("name", ["host", "origin", "sec-fetch-site"])
def test_a_foreign_host_or_origin(home: Path, browsers: list[Browser], name: str) -> None:
    an, before = browsers[0], tree(home / "trail")
    for value in ("evil.example", "http://evil.example", "localhost:8701", "null", "", "127.0.0.1:8700", "cross-site"):
        form = an.form(candidate(home)) | {"verb": "comment", "note": "hoi"}
        answer = an.client.post(f"/c/{candidate(home)}/ask", json=form, headers={name: value})
        if not (name == "sec-fetch-site" and not value):
            assert answer.status_code in {403, 421}, (name, value)
        if name == "host":
            assert an.client.get("/", headers={name: value}).status_code == 421
    assert tree(home / "trail") == before


def test_every_answer_says_how_far_a_browser_may_go(home: Path, browsers: list[Browser]) -> None:
    for path in ("/", f"/c/{candidate(home)}", "/nothing", "/static/desk.js", "/static/desk.css", "/register"):
        answer = browsers[0].client.get(path, headers={"origin": "https://evil.example"})
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not [name for name in answer.headers if name.startswith("access-control")]
    page = browsers[0].page("/")
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|\son\w+=", page)


def test_where_a_figure_comes_from(home: Path, browsers: list[Browser]) -> None:
    place = f"/c/{candidate(home)}/figure"
    page = browsers[0].page(f"{place}/realisation/year=2012%20sector=markt%20form=formeel")
    assert "polis" in page
    for bad in ("realisation/year=1900", "nothing/year=2012", "realisation/", "realisation/%00=%ff", "../trail/x"):
        assert browsers[0].client.get(f"{place}/{bad}").status_code in {400, 404}


def test_the_report_is_framed_and_can_do_nothing(home: Path, browsers: list[Browser]) -> None:
    identifier = candidate(home)
    page = browsers[0].page(f"/c/{identifier}")
    (frame,) = re.findall(r"<iframe[^>]*>", page)
    assert 'sandbox="allow-same-origin"' in frame
    (place,) = re.findall(r'src="([^"]+)"', frame)
    answer = browsers[0].client.get(place)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.content == (home / "candidates" / identifier / "internal/report/index.html").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "internal/manifest.json",
        "internal/marts/realisation.parquet",
        "internal/report/../manifest.json",
        "internal/report/%2e%2e/manifest.json",
        "internal/report/..%2fmanifest.json",
        "public/../internal/manifest.json",
        "public/%2e%2e/%2e%2e/%2e%2e/secrets/service.key",
        "public//etc/passwd",
        "public/manifest.json",
        "secrets/service.key",
        "../config.toml",
        "report/index.html",
        "public/",
        "public/csv",
    ],
)
def test_nothing_but_the_files_of_a_candidate(home: Path, browsers: list[Browser], path: str) -> None:
    answer = browsers[0].client.get(f"/c/{candidate(home)}/{path}")
    assert answer.status_code == 404


def test_a_file_that_was_changed_or_is_a_link_is_not_handed_out(home: Path, browsers: list[Browser]) -> None:
    place = f"/c/{candidate(home)}/internal/report/index.html"
    assert browsers[0].client.get(place).status_code == 200
    path = home / "candidates" / candidate(home) / "internal/report/index.html"
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content + b" ")
    assert browsers[0].client.get(place).status_code == 404
    path.rename(path.with_name("other.html"))
    path.with_name("other.html").write_bytes(content)
    path.symlink_to("other.html")
    assert browsers[0].client.get(place).status_code == 404


def test_without_a_session_there_is_the_sign_in_page_only(home: Path, desk: Desk) -> None:
    stranger, before = Browser(desk, Authenticator()), tree(home)
    identifier = candidate(home)
    for path in ("/", f"/c/{identifier}", f"/c/{identifier}/trail", "/stewards", f"/c/{identifier}/diff"):
        answer = stranger.client.get(path)
        assert answer.status_code == 401
        assert identifier not in answer.text.replace(path, "")
        assert AN not in answer.text
    assert stranger.client.get(f"/c/{identifier}/internal/report/index.html").status_code == 401
    for path in (f"/c/{identifier}/ask", "/sign", "/stewards/ask", "/sign-out", "/sign-elsewhere/ask"):
        assert stranger.post(path, verb="approve", csrf="").status_code == 401
    assert stranger.sign_in().status_code == 403
    assert tree(home) == before


def test_a_form_of_another_session(home: Path, browsers: list[Browser]) -> None:
    an, bo = browsers
    for csrf in ("", "x", bo.csrf(), 1, None):
        assert an.ask(candidate(home), "comment", note="hoi", csrf=csrf).status_code == 403
    assert an.client.post("/sign-out", data={"csrf": "x"}).status_code == 403
    assert an.client.post("/sign-out", data={"csrf": an.csrf()}).status_code == 303
    assert an.client.get("/").status_code == 401


def test_the_cookie(desk: Desk, ready: tuple[Path, list[Authenticator]]) -> None:
    (cookie,) = Browser(desk, ready[1][0]).sign_in().all("set-cookie")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    secure = Desk(desk.home, "https://desk.example.nl")
    assert (secure.cookie, secure.is_secure) == ("__Host-desk", True)


def test_a_passkey_that_ends_ends_its_session(home: Path, browsers: list[Browser]) -> None:
    code = browsers[0].authenticator.passkey(AN).code
    succeed(home, "passkey", "end", code, "--steward", BO, "--key", str(home.parent / "key1"))
    assert browsers[0].client.get("/").status_code == 401
    assert browsers[1].client.get("/").status_code == 200


def text_of(browser: Browser, page: str) -> str:
    """The text that is signed elsewhere, as it is downloaded."""
    (place,) = re.findall(r'href="(/sign-elsewhere/text[^"]+)"', page)
    return browser.page(place.replace("&amp;", "&"))


def test_from_a_new_passkey_to_a_decision(home: Path, desk: Desk, browsers: list[Browser]) -> None:
    """Registered with the SSH key, confirmed by the other steward with a passkey."""
    new = Browser(desk, Authenticator())
    refused = new.post("/register/ask", name="Cas")
    assert (refused.status_code, "lijst van beoordelaars" in refused.json()["error"]) == (403, True)
    options = new.post("/register/ask", name=AN.upper()).json()["options"]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    done = new.post("/register", credential=new.authenticator.create(options["challenge"])).json()["done"]
    page = new.page(done)
    code = new.authenticator.passkey(AN).code
    assert code in page
    text = text_of(new, page)
    token = done.partition("token=")[2]
    for key, status in (("key1", 409), ("key0", 200), ("key0", 404)):
        signature = signatures.sign(text.encode(), home.parent / key, KEYGEN).replace("\n", "\r\n")
        answer = new.client.post("/sign-elsewhere", data={"token": token, "signature": signature})
        assert answer.status_code == status
    assert new.sign_in().status_code == 403
    bo = browsers[1]
    assert code in bo.page("/stewards")
    said = {"verb": "passkey-confirmed", "passkey": new.authenticator.id}
    own = browsers[0].post("/stewards/ask", csrf=browsers[0].csrf(), **said)
    assert own.status_code == 409
    assert bo.sign(bo.post("/stewards/ask", csrf=bo.csrf(), **said)).status_code == 200
    assert new.sign_in().status_code == 200
    assert new.decide(candidate(home)).status_code == 200
    said["verb"] = "passkey-ended"
    assert bo.sign(bo.post("/stewards/ask", csrf=bo.csrf(), **said)).status_code == 200
    assert new.client.get("/").status_code == 401
    assert succeed(home, "verify", "--all")["faults"] == []


def test_a_second_passkey_is_registered_with_the_first(home: Path, browsers: list[Browser]) -> None:
    an, new = browsers[0], Authenticator()
    options = an.post("/register/ask").json()["options"]
    assert [one["id"] for one in options["excludeCredentials"]] == [an.authenticator.id]
    done = an.post("/register", credential=new.create(options["challenge"])).json()["done"]
    assert "/sign-elsewhere/ask" in an.page(done)
    asked = an.post("/sign-elsewhere/ask", csrf=an.csrf(), token=done.partition("token=")[2])
    assert an.sign(asked).status_code == 200
    assert trail.opened(Home(home)).passkeys()[new.id].is_pending


def test_a_registration_that_was_not_asked_for(home: Path, desk: Desk) -> None:
    new = Browser(desk, Authenticator())
    challenge = new.post("/register/ask", name=AN).json()["options"]["challenge"]
    bad = [
        Authenticator("https://evil.example").create(challenge),
        Authenticator(flags=PRESENT).create(challenge),
        new.authenticator.create("AAAA"),
        {},
        None,
        {"response": {"clientDataJSON": 1}},
        new.authenticator.get(challenge),
    ]
    for credential in bad:
        assert new.post("/register", credential=credential).status_code == 403
        challenge = new.post("/register/ask", name=AN).json()["options"]["challenge"]


def test_a_passkey_is_confirmed_with_an_ssh_key_by_its_code(home: Path, desk: Desk) -> None:
    one = Authenticator().passkey(AN)
    say_of_passkey(home, home.parent / "key0", Verb.PASSKEY, one, AN)
    stranger = Browser(desk, Authenticator())
    assert stranger.client.post("/confirm", data={"name": BO, "code": "0" * 16}).status_code == 400
    assert stranger.client.post("/confirm", data={"name": AN, "code": one.code}).status_code == 409
    place = stranger.client.post("/confirm", data={"name": BO, "code": one.code.upper()}).headers["location"]
    text = text_of(stranger, stranger.page(place))
    signature = signatures.sign(text.encode(), home.parent / "key1", KEYGEN)
    token = place.partition("token=")[2]
    assert stranger.client.post("/sign-elsewhere", data={"token": token, "signature": signature}).status_code == 200
    assert trail.opened(Home(home)).passkeys()[one.id].confirmed_by == BO


def with_proxy(home: Path, where: str = "unix") -> None:
    config = home / "config.toml"
    said = f'[desk]\nidentity_header = "X-Remote-User"\nidentity_from = "{where}"\n\n'
    config.write_text(said + config.read_text())


def test_a_proxy_says_who_looks_and_the_passkey_who_decides(
    home: Path, ready: tuple[Path, list[Authenticator]]
) -> None:
    with_proxy(home)
    desk = Desk(Home(home), ORIGIN, is_unix=True)
    an = Browser(desk, ready[1][0])
    an.client.headers["x-remote-user"] = AN
    assert AN in an.page("/")
    assert an.sign(an.ask(candidate(home)), ready[1][1]).status_code == 403
    assert an.decide(candidate(home)).status_code == 200
    an.client.headers["x-remote-user"] = BO
    assert an.client.get("/").status_code == 403
    for name in ("Cas", "", "\xc3"):
        stranger = Browser(desk, ready[1][1])
        assert stranger.client.get("/", headers={"x-remote-user": name}).status_code in {401, 403}


def test_the_word_of_a_proxy_is_taken_from_one_place(home: Path, ready: tuple[Path, list[Authenticator]]) -> None:
    for where, is_unix, status in (("unix", False, 403), ("10.0.0.1", False, 403), ("testclient", True, 403)):
        config = (home / "config.toml").read_text()
        if where != "testclient":
            with_proxy(home, where)
            an = Browser(Desk(Home(home), ORIGIN, is_unix=is_unix), ready[1][0])
            assert an.client.get("/", headers={"x-remote-user": AN}).status_code == status
        (home / "config.toml").write_text(config)
    with_proxy(home, "10.0.0.1")
    app = application(Desk(Home(home), ORIGIN))
    proxy = Client(app, ORIGIN, address=("10.0.0.1", 1))
    assert proxy.get("/", headers={"x-remote-user": AN}).status_code == 200
    assert proxy.get("/", headers=[("x-remote-user", AN), ("x-remote-user", BO)]).status_code == 403


def test_a_session_of_a_proxy_lasts_with_its_word(home: Path, ready: tuple[Path, list[Authenticator]]) -> None:
    with_proxy(home)
    an = Browser(Desk(Home(home), ORIGIN, is_unix=True), ready[1][0])
    assert an.client.get("/", headers={"x-remote-user": AN}).status_code == 200
    assert an.client.get("/").status_code == 401


def test_the_pages_in_english(home: Path, browsers: list[Browser]) -> None:
    for path in ("/", f"/c/{candidate(home)}", f"/c/{candidate(home)}/trail", "/stewards"):
        page = browsers[0].page(f"{path}?lang=en")
        assert '<html lang="en">' in page
        assert "Beoordeling" not in page


PATHS = ("/", "/c/", "/c/{id}", "/c/{id}/ask", "/c/{id}/trail", "/c/{id}/diff", "/c/{id}/public/", "/stewards", "/sign")
MORE = (
    "/sign-in",
    "/sign-in/ask",
    "/register",
    "/register/ask",
    "/confirm",
    "/sign-elsewhere",
    "/static/",
    "/sign-out",
)
ODD = (
    "..",
    "%2e%2e",
    "%00",
    "%ff",
    "é",
    "a" * 3000,
    "\\",
    "//",
    "?against=../x",
    "?lang=xx",
    "?q=%00",
    ";",
    "report/index.html",
)
BODIES = (
    b"",
    b"{}",
    b"[]",
    b"{",
    b"null",
    b"\xff",
    b"a=b",
    b'{"csrf": 1}',
    b'{"credential": {"id": []}}',
    b"[" * 50_000,
)
KINDS = ("application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "")
HEADERS = ("x-remote-user", "x-forwarded-for", "x-forwarded-host", "forwarded", "cookie", "range", "accept-language")


def test_two_hundred_random_requests(home: Path, browsers: list[Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    chance, before = random.Random(13), tree(home)  # noqa: S311 - the same requests each time
    opened: list[Path] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    clients = [browsers[0].client, Client(application(browsers[0].desk), ORIGIN)]
    found = set()
    for _ in range(200):
        path = chance.choice(PATHS + MORE).format(id=candidate(home))
        path += "/".join(chance.choices(ODD, k=chance.choice((0, 0, 1, 2))))
        headers = {name: chance.choice(ODD).encode() for name in chance.sample(HEADERS, k=2)}
        headers |= {"content-type": chance.choice(KINDS).encode(), "origin": chance.choice((ORIGIN, "null")).encode()}
        if "cookie" in headers:
            headers["cookie"] = b"desk=" + headers["cookie"]
        method = chance.choice(("GET", "GET", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PATCH"))
        one = chance.choice(clients)
        answer = one.request(method, path, headers, chance.choice(BODIES))
        assert answer.status_code < 500, (method, path, answer.text)
        found.add(answer.status_code)
    assert {200, 401, 403, 404, 405} <= found
    inside = [home / name for name in ("candidates", "trail")]
    strange = {path for path in opened if path.is_relative_to(home) and not any(map(path.is_relative_to, inside))}
    monkeypatch.undo()
    assert strange <= {home / "secrets" / name for name in ("trail.head", "service.key")}
    assert tree(home) == before


def test_a_request_that_is_too_long(browsers: list[Browser]) -> None:
    assert browsers[0].client.post("/sign", content=b"x" * 70_000).status_code == 400


@pytest.mark.parametrize(
    ("bind", "origin", "said"),
    [
        ("127.0.0.1:8700", "http://127.0.0.1:8700", "no passkeys"),
        ("127.0.0.1:8700", "http://desk.example.nl", "no passkeys"),
        ("127.0.0.1:8700", "https://desk.example.nl/", "no passkeys"),
        ("8700", ORIGIN, "is no address"),
        ("127.0.0.1:99999", ORIGIN, "is no address"),
        ("192.0.2.1:8700", ORIGIN, "cannot be listened on"),
        ("unix:/nowhere/desk.sock", ORIGIN, "cannot be listened on"),
    ],
)
def test_an_address_or_origin_that_cannot_be(home: Path, bind: str, origin: str, said: str) -> None:
    done = run(home, "desk", "--bind", bind, "--origin", origin)
    assert (done.code, said in done.err) == (2, True), done.err


def test_a_trial_has_no_desk(tmp_path: Path) -> None:
    succeed(tmp_path / "trial", "init", "--trial")
    done = run(tmp_path / "trial", "desk")
    assert (done.code, "a trial" in done.err) == (2, True)


def test_a_home_that_is_not_as_its_trail_says(home: Path, browsers: list[Browser]) -> None:
    (path,) = (home / "trail").glob("*-build.json")
    content = json.loads(path.read_text()) | {"note": "anders"}
    path.chmod(0o600)
    path.write_text(json.dumps(content))
    answer = browsers[0].client.get("/")
    assert (answer.status_code, "Waarschuw de beheerder" in answer.text) == (409, True)
