"""A mirror in a bucket of moto's S3: the same as in a folder, and what only a server does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.support import moto_server
from tests.support.authority import Authority
from tests.support.cli import run
from tests.support.mirrored import LISTS, digest, expected, with_mirrors
from tests.support.sources import secret
from tests.unit.test_changed_home import NEXT
from tests.unit.test_releases import ID, LATER
from warehouse.mirrors.bucket import BucketMirror

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.moto_server import Moto
    from warehouse.home import Home

pytestmark = pytest.mark.servers

PREFIX = "open data/cijfers/"
URL = f"s3://{moto_server.BUCKET}/open%20data/cijfers"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Moto]:
    folder = tmp_path_factory.mktemp("moto")
    ca, empty = folder / "ca.pem", folder / "empty"
    ca.write_text(authority.pem)
    empty.mkdir()
    with moto_server.serving(empty, authority.server(folder), ca) as server:
        yield server


class Bucket:
    """The bucket as another client sees it."""

    def __init__(self, moto: Moto, ca: Path) -> None:
        keys = {"aws_access_key_id": moto.access_key, "aws_secret_access_key": moto.secret_key}
        self.client: Any = boto3.client(
            "s3", endpoint_url=moto.url, verify=str(ca), region_name=moto_server.REGION, **keys
        )

    def names(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=moto_server.BUCKET)
        return [one["Key"] for page in pages for one in page.get("Contents", [])]

    def get(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get_object(Bucket=moto_server.BUCKET, Key=name)
        return found

    def put(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=moto_server.BUCKET, Key=name, Body=data)

    def remove(self, *names: str) -> None:
        for name in names:
            self.client.delete_object(Bucket=moto_server.BUCKET, Key=name)

    def held(self) -> dict[str, str]:
        """The digest of every object below the prefix."""
        names = [name for name in self.names() if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX): digest(self.get(name)["Body"].read()) for name in names}


@pytest.fixture
def bucket(moto: Moto, tmp_path: Path, authority: Authority) -> Iterator[Bucket]:
    """The bucket, empty but for an object that is nobody's business."""
    ca = tmp_path / "ca.pem"
    ca.write_text(authority.pem)
    found = Bucket(moto, ca)
    found.remove(*found.names())
    found.put("open data/cijfersmatig.txt", b"of another")
    yield found
    assert "open data/cijfersmatig.txt" in found.names()


@pytest.fixture
def home(two: Home, bucket: Bucket, moto: Moto, authority: Authority) -> Home:
    """A home with two releases and an approved candidate, whose mirror is the bucket."""
    assert bucket is not None
    keys = f'access_key = "{moto.access_key}"\nsecret_key = "{moto.secret_key}"\n'
    access = {
        "url": URL,
        "endpoint": moto.url,
        "region": moto_server.REGION,
        "ca": secret(two, "ca.pem", authority.pem),
        "credentials": secret(two, "mirror.toml", keys),
    }
    return with_mirrors(two, access)


def test_publication_puts_all_that_readers_get(home: Home, bucket: Bucket) -> None:
    bucket.put(PREFIX, b"")
    done = run(home.root, "publish", NEXT)
    assert (done.code, done.err) == (0, "")
    assert bucket.held() == expected(home) | {"": digest(b"")}
    checked = run(home.root, "mirror", "--check")
    assert (checked.code, checked.answer["mirrors"]) == (0, {URL: []})


def test_objects_have_the_kind_that_browsers_ask(home: Home, bucket: Bucket) -> None:
    assert run(home.root, "mirror").code == 0
    kinds = {name: bucket.get(f"{PREFIX}{name}")["ContentType"] for name in expected(home)}
    assert kinds["index.html"] == "text/html; charset=utf-8"
    assert kinds["feed.atom"] == "application/atom+xml"
    assert kinds["releases.json"] == "application/json"
    assert kinds[f"releases/{ID}/marts.duckdb"] == "application/octet-stream"


CHANGES: dict[str, tuple[Callable[[Bucket], object], str]] = {
    "byte": (lambda one: one.put(f"{PREFIX}releases/{ID}/csv/a.csv", b"6\n"), "1 changed (releases/"),
    "missing": (lambda one: one.remove(f"{PREFIX}releases.json"), "1 missing (releases.json)"),
    "extra": (lambda one: one.put(f"{PREFIX}a & é+.txt", b""), "1 too much (a & é+.txt)"),
    "in a release": (lambda one: one.put(f"{PREFIX}releases/{ID}/csv/b.csv", b""), "1 too much (releases/"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_check_says_what_differs_and_a_repair_mends_it(home: Home, bucket: Bucket, change: str) -> None:
    assert run(home.root, "mirror").code == 0
    make, said = CHANGES[change]
    make(bucket)
    before = bucket.held()
    checked = run(home.root, "mirror", "--check")
    assert (checked.code, said in checked.err, len(checked.err.splitlines())) == (4, True, 1)
    assert bucket.held() == before
    assert run(home.root, "mirror").code == 0
    assert bucket.held() == expected(home)


def test_a_list_of_several_pages(home: Home, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "3")
    assert run(home.root, "mirror").code == 0
    assert bucket.held() == expected(home)
    bucket.put(f"{PREFIX}zz", b"")
    checked = run(home.root, "mirror", "--check")
    assert (checked.code, "1 too much (zz)" in checked.err) == (4, True)


def test_what_is_withdrawn_is_taken_out(home: Home, bucket: Bucket) -> None:
    assert run(home.root, "mirror").code == 0
    for steward in "ab":
        assert run(home.root, "withdraw", LATER, "--reason", "proef", "--steward", steward).code == 0
    assert not [name for name in bucket.names() if LATER in name]
    assert bucket.held() == expected(home)


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_an_error_at_every_request_that_writes(
    home: Home, bucket: Bucket, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided stands, one line says what lags, and no list names a release that is not whole."""
    assert run(home.root, "mirror").code == 0
    old = {name: bucket.get(f"{PREFIX}{name}")["Body"].read() for name in expected(home)}
    arguments = ("publish", NEXT) if verb == "publish" else ("withdraw", LATER, "--reason", "x", "--steward", "b")
    if verb == "withdraw":
        run(home.root, "withdraw", LATER, "--reason", "x", "--steward", "a")
    with failing_after(monkeypatch, 0):
        done = run(home.root, *arguments)
    assert (done.code, len(done.err.splitlines())) == (7, 1)
    assert "cannot be reached or written (HTTP 503)" in done.err
    after = expected(home)
    steps = 1
    while True:
        with failing_after(monkeypatch, steps):
            done = run(home.root, "mirror")
        there = bucket.held()
        assert (there["releases.json"] == digest(old["releases.json"])) is (done.code == 7), steps
        if done.code == 0:
            break
        bucket.remove(*(f"{PREFIX}{name}" for name in there if name not in old))
        for name in (name for name in old if there.get(name) != digest(old[name])):
            bucket.put(f"{PREFIX}{name}", old[name])
        steps += 1
    assert steps > len(LISTS)
    assert bucket.held() == after


@contextmanager
def failing_after(monkeypatch: pytest.MonkeyPatch, requests: int) -> Iterator[None]:
    """The server is busy from some request that writes on."""
    left = [requests]

    def counted(write: Callable[..., None]) -> Callable[..., None]:
        def writing(mirror: BucketMirror, name: str, *data: bytes) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise mirror.words.unavailable(name, f"HTTP {HTTPStatus.SERVICE_UNAVAILABLE}")
            write(mirror, name, *data)

        return writing

    with monkeypatch.context() as patched:
        for name in ("put", "remove"):
            patched.setattr(BucketMirror, name, counted(getattr(BucketMirror, name)))
        yield


REFUSALS: dict[str, tuple[dict[str, str], str]] = {
    "secret key": ({"credentials": "wrong.toml"}, "does not let us in (HTTP 403)"),
    "bucket": ({"url": "s3://andere/cijfers"}, "list of the bucket: is not there"),
    "authority": ({"ca": ""}, "its certificate is not trusted"),
    "server": ({"endpoint": "https://127.0.0.1:9"}, "cannot be reached or written (Connection refused)"),
}


@pytest.mark.parametrize("wrong", REFUSALS)
def test_a_bucket_that_does_not_let_us_in_lags(home: Home, moto: Moto, wrong: str) -> None:
    secret(home, "wrong.toml", f'access_key = "{moto.access_key}"\nsecret_key = "andere"\n')
    change, said = REFUSALS[wrong]
    access = {
        "url": URL,
        "endpoint": moto.url,
        "region": moto_server.REGION,
        "ca": "ca.pem",
        "credentials": "mirror.toml",
    }
    done = run(with_mirrors(home, access | change).root, "publish", NEXT)
    assert (done.code, len(done.err.splitlines())) == (7, 1)
    assert said in done.err
    assert "source " not in done.err.replace("[source]", "")
    assert moto.secret_key not in done.err
    assert json.loads(home.index.read_text())["current"] == NEXT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"credentials": "gone.toml"}, "credentials: names no file"),
        ({"credentials": "ca.pem"}, "credentials: its file is not TOML"),
        ({"endpoint": "sftp://x.nl"}, "endpoint: not a URL of https"),
    ],
)
def test_what_a_mirror_needs_is_asked_before_anything(home: Home, change: dict[str, str], said: str) -> None:
    before = home.index.read_bytes()
    done = run(with_mirrors(home, {"url": URL} | change).root, "publish", NEXT)
    assert (done.code, said in done.err, len(done.err.splitlines())) == (2, True, 1)
    assert home.index.read_bytes() == before


def test_a_bucket_that_holds_something_else_is_left_alone(home: Home, bucket: Bucket) -> None:
    bucket.put(f"{PREFIX}index.html", b"Welkom")
    done = run(home.root, "publish", NEXT)
    assert (done.code, "nothing in it was touched" in done.err) == (7, True)
    assert bucket.held() == {"index.html": digest(b"Welkom")}


def test_a_mirror_within_another_is_refused(home: Home, moto: Moto) -> None:
    access = {"endpoint": moto.url, "ca": "ca.pem", "credentials": "mirror.toml"}
    places = ({"url": URL} | access, {"url": f"s3://{moto_server.BUCKET}"} | access)
    done = run(with_mirrors(home, *places).root, "publish", NEXT)
    assert (done.code, "overlaps another mirror" in done.err) == (2, True)
