"""https: no other host, no clear text, nobody who cannot show a certificate, and whole files only."""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.authority import Authority
from tests.support.delivered import YEAR, promise
from tests.support.sources import pulled_from, secret
from tests.support.web_server import Asked, Web, serving
from warehouse.errors import DeliveryRejectedError, SourceRefusedError, SourceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from transforms.law import Law
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home

PASSWORD = "geheim-wachtwoord"


@pytest.fixture
def web(folder: Path, tmp_path: Path, authority: Authority) -> Iterator[Web]:
    with serving(Web(folder.parent, authority.server(tmp_path))) as server:
        yield server


@pytest.fixture
def pull(home: Home, web: Web, authority: Authority, law: Law) -> Callable[..., Delivery]:
    """Pulls from the source named `uwv`, which is the server."""

    def pulled(url: str = web.url, ca: str = authority.pem, **settings: object) -> Delivery:
        named = {
            "url": url,
            "ca": secret(home, "ca.pem", ca),
            "credentials": secret(home, "uwv.toml", f'user = "cbs"\npassword = "{PASSWORD}"\n'),
        }
        return pulled_from(home, "uwv", law, **{"named": {"uwv": named}, "stall_seconds": 1, **settings})

    return pulled


def archived(home: Home) -> list[Path]:
    """All files of the archive, and what is left in the folder for work."""
    return [path for path in (*home.archive.rglob("*"), *home.work.rglob("*")) if path.is_file()]


def refused(pull: Callable[..., Delivery], home: Home, kind: type[Exception], says: str, **settings: object) -> None:
    """The pull ends with one line of this kind; the archive has nothing of polis.csv, and no secret is shown."""
    with pytest.raises(DeliveryRejectedError, match=says) as error:
        pull(**settings)
    assert type(error.value) is kind
    assert "\n" not in str(error.value)
    assert PASSWORD not in str(error.value)
    assert not [path for path in archived(home) if b"polis" in path.read_bytes()]


def test_a_delivery_comes_from_a_named_source_whose_name_is_all_that_is_kept(
    pull: Callable[..., Delivery], home: Home, web: Web, folder: Path
) -> None:
    delivery = pull()
    assert {file.name for file in delivery.files} == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for file in delivery.files:
        assert file.path(home).read_bytes() == (folder / file.name).read_bytes()
        assert file.archived_by == "download"
    sent = base64.b64encode(f"cbs:{PASSWORD}".encode()).decode()
    assert {headers["Authorization"] for _, headers in web.asked} == {f"Basic {sent}"}
    (record,) = (home.archive / "records").iterdir()
    assert json.loads(record.read_text())["source"] == delivery.source == "uwv"
    kept = b"".join(path.read_bytes() for path in archived(home))
    assert not [secret for secret in (PASSWORD, sent, "127.0.0.1") if secret.encode() in kept]


def test_a_token_is_sent_as_such(home: Home, web: Web, authority: Authority, law: Law) -> None:
    files = {"ca": secret(home, "ca.pem", authority.pem), "credentials": secret(home, "t.toml", 'token = "abc"')}
    pulled_from(home, "uwv", law, named={"uwv": {"url": web.url, **files}})
    assert {headers["Authorization"] for _, headers in web.asked} == {"Bearer abc"}


def test_a_url_without_credentials_needs_no_name(home: Home, folder: Path, law: Law) -> None:
    with serving(Web(folder.parent, None)) as web:
        delivery = pulled_from(home, web.url, law)
        assert delivery.source == web.url
        assert not [headers for _, headers in web.asked if "Authorization" in headers]


def test_a_certificate_of_another_authority(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    refused(pull, home, SourceRefusedError, "certificate is not trusted", ca=Authority().pem)
    assert web.asked == []


def test_a_certificate_of_another_server(
    pull: Callable[..., Delivery], home: Home, folder: Path, tmp_path: Path, authority: Authority
) -> None:
    with serving(Web(folder.parent, authority.server(tmp_path, "127.0.0.2"))) as other:
        refused(pull, home, SourceRefusedError, "certificate is not trusted", url=other.url)
        assert other.asked == []


@pytest.mark.parametrize("secure", [True, False])
def test_a_redirect_to_another_host_or_to_clear_text_is_not_followed(
    pull: Callable[..., Delivery], home: Home, web: Web, folder: Path, tmp_path: Path, *, secure: bool
) -> None:
    context = Authority().server(tmp_path) if secure else None
    with serving(Web(folder.parent, context)) as other:
        web.told["polis.csv"] = lambda asked: asked.answer(302, Location=f"{other.url}{asked.path}")
        refused(pull, home, SourceRefusedError, "polis.csv: redirects to another host or to clear text")
        assert other.asked == []


def test_a_redirect_to_the_same_host_in_clear_text_is_not_followed(
    pull: Callable[..., Delivery], home: Home, web: Web
) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(307, Location=f"{web.url}{asked.path}".replace("https", "http"))
    refused(pull, home, SourceRefusedError, "polis.csv: redirects to another host or to clear text")


def test_a_redirect_within_the_server_is_followed(pull: Callable[..., Delivery], web: Web, folder: Path) -> None:
    (folder.parent / "moved.csv").write_bytes((folder / "polis.csv").read_bytes())
    web.told["polis.csv"] = lambda asked: asked.answer(301, Location="/moved.csv")
    assert "polis.csv" in {file.name for file in pull().files}


def test_redirects_without_end(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(302, Location=asked.path)
    refused(pull, home, SourceRefusedError, "polis.csv: redirects without end")


def test_a_cut_transfer_is_refused_and_another_pull_finishes_it(
    pull: Callable[..., Delivery], home: Home, web: Web
) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(200, asked.body()[:300], Content_Length="600")
    refused(pull, home, SourceUnavailableError, "polis.csv: cannot be read .300 of 600 bytes came.")
    web.told.clear()
    assert len(pull().files) == 4


def test_a_transfer_that_is_cut_within_a_chunk(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    def cut(asked: Asked) -> None:
        asked.answer(200, b"100\r\npolis", Content_Length="", Transfer_Encoding="chunked")

    web.told["polis.csv"] = cut
    refused(pull, home, SourceUnavailableError, "polis.csv: cannot be read .IncompleteRead")


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (206, SourceRefusedError, "HTTP 206, not with the whole file"),
        (401, SourceRefusedError, "does not let us in"),
        (403, SourceRefusedError, "does not let us in"),
        (304, SourceRefusedError, "redirects us"),
        (429, SourceUnavailableError, "HTTP 429"),
        (503, SourceUnavailableError, "HTTP 503"),
    ],
)
def test_another_answer_than_the_whole_file(
    pull: Callable[..., Delivery], home: Home, web: Web, status: int, kind: type[Exception], says: str
) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(status, asked.body())
    refused(pull, home, kind, f"polis.csv: .*{says}")


def test_a_file_in_an_encoding_that_was_not_asked_for(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(200, asked.body(), Content_Encoding="gzip")
    refused(pull, home, SourceRefusedError, "polis.csv: comes in an encoding")


def test_a_file_without_its_length_needs_a_manifest(
    pull: Callable[..., Delivery], home: Home, web: Web, folder: Path
) -> None:
    web.told["polis.csv"] = lambda asked: asked.answer(200, asked.body(), Content_Length="")
    assert len(pull().files) == 4
    (folder / "manifest.json").unlink()
    for path in archived(home):
        path.unlink()
    refused(pull, home, SourceRefusedError, "polis.csv: comes without its length", manifest_required="never")


def test_without_a_manifest_the_page_says_what_there_is(pull: Callable[..., Delivery], folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "lees mij.txt").write_text("")
    delivery = pull(manifest_required="never")
    assert len(delivery.files) == 4
    assert delivery.ignored == ("lees mij.txt",)


def test_a_remote_delivery_needs_its_manifest(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    refused(pull, home, DeliveryRejectedError, r"manifest.json: missing, a delivery from uwv must have it")


def test_a_server_that_lists_nothing_without_a_manifest(
    pull: Callable[..., Delivery], home: Home, web: Web, folder: Path
) -> None:
    (folder / "manifest.json").unlink()
    web.told[f"/{YEAR}/"] = lambda asked: asked.answer(403)
    refused(pull, home, DeliveryRejectedError, "the source lists no files", manifest_required="never")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sha256": "0" * 64}, "polis.csv: its sha256 differs"),
        ({"bytes": 599}, "polis.csv: its bytes are more than"),
        ({"bytes": 601}, "polis.csv: its bytes are fewer than"),
        ({"sha256": "no digest"}, "manifest.json: 1 file cannot be parsed"),
        ({"bytes": -1}, "manifest.json: 1 file cannot be parsed"),
        ({"name": 1}, "manifest.json: 1 file cannot be parsed"),
        ({"name": "polis-\ud800.csv"}, "manifest.json: 1 file cannot be parsed"),
        ({"name": "../polis.csv"}, "manifest.json: names a file outside the folder"),
        ({"name": "werkgevers.csv"}, "manifest.json: has two entries for werkgevers.csv"),
    ],
)
def test_what_differs_from_the_manifest(
    pull: Callable[..., Delivery], home: Home, folder: Path, wrong: dict[str, object], says: str
) -> None:
    promise(folder, **wrong)
    refused(pull, home, DeliveryRejectedError, says)


def test_a_file_that_the_manifest_lists_and_the_server_lacks(
    pull: Callable[..., Delivery], home: Home, folder: Path
) -> None:
    (folder / "polis.csv").unlink()
    with pytest.raises(DeliveryRejectedError, match=r"polis\.csv: is not there"):
        pull()


def test_a_part_that_the_manifest_does_not_list(pull: Callable[..., Delivery], folder: Path) -> None:
    (folder / "polis.csv").rename(folder / "polis-1.csv")
    promise(folder)
    (folder / "polis-2.csv").write_bytes(b"more\n")
    with pytest.raises(DeliveryRejectedError, match=r"polis-2\.csv: delivered but not listed in manifest\.json"):
        pull()


def test_more_than_was_promised_is_not_read_to_its_end(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    def endless(asked: Asked) -> None:
        asked.answer(200, Content_Length="")
        while not web.over.is_set():
            asked.wfile.write(b"polis\n" * 10_000)

    web.told["polis.csv"] = endless
    refused(pull, home, DeliveryRejectedError, "polis.csv: its bytes are more than manifest.json says")


def test_a_manifest_without_end(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    web.told["manifest.json"] = lambda asked: asked.answer(200, b" " * (4 * 1024 * 1024 + 1))
    refused(pull, home, DeliveryRejectedError, "manifest.json: larger than")


def test_a_manifest_nested_without_end(pull: Callable[..., Delivery], home: Home, web: Web) -> None:
    web.told["manifest.json"] = lambda asked: asked.answer(200, b"[" * 1_000_000)
    refused(pull, home, DeliveryRejectedError, "manifest.json: 1 file cannot be parsed")


def drip(asked: Asked) -> None:
    """A byte now and then: more often than any time-out of a socket, and never a file."""
    asked.answer(200, Content_Length="600")
    while not asked.server.over.wait(0.2):
        asked.wfile.write(b"p")


def nothing(asked: Asked) -> None:
    asked.server.over.wait(10)


def slow_header(asked: Asked) -> None:
    while not asked.server.over.wait(0.2):
        asked.wfile.write(b"H")


@pytest.mark.parametrize("stalls", [drip, nothing, slow_header])
def test_a_server_that_stalls(
    pull: Callable[..., Delivery], home: Home, web: Web, stalls: Callable[[Asked], None]
) -> None:
    web.told["polis.csv"] = stalls
    began = time.monotonic()
    refused(pull, home, SourceUnavailableError, "polis.csv: .*nothing came for 1 s")
    assert time.monotonic() - began < 5


def test_a_server_that_never_shakes_hands(pull: Callable[..., Delivery], home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        refused(
            pull, home, SourceUnavailableError, "nothing came for 1 s", url=f"https://127.0.0.1:{deaf.getsockname()[1]}"
        )


def test_a_server_that_is_not_there(pull: Callable[..., Delivery], home: Home) -> None:
    refused(pull, home, SourceUnavailableError, "cannot be read", url="https://127.0.0.1:1")


def test_a_server_that_speaks_no_tls(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    with serving(Web(folder.parent, None)) as clear:
        refused(pull, home, SourceUnavailableError, "cannot be read", url=clear.url.replace("http", "https"))
        assert not re.search("Authorization", str(clear.asked))
