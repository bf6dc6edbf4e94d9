from __future__ import annotations

import hashlib
import http.server
import json
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.deliveries import Packaging, make_delivery
from warehouse.delivery import archive
from warehouse.errors import DeliveryRejectedError, SourceUnavailableError
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "home")
    place.create()
    return place


@pytest.fixture
def source(tmp_path: Path) -> Path:
    make_delivery(2022, 1).write(tmp_path / "source", Packaging())
    return tmp_path / "source"


def test_files_are_kept_under_their_digest_and_read_only(home: Home, source: Path) -> None:
    delivery = archive.pull(home, str(source), 2022)
    for file in delivery.files:
        kept = file.path(home)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == file.sha256
        assert kept.read_bytes() == (source / "2022" / file.name).read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o444


def test_writing_into_the_source_does_not_change_the_archive(home: Home, source: Path) -> None:
    before = archive.pull(home, str(source), 2022)
    with (source / "2022" / "polis.csv").open("a") as delivered:
        delivered.write("more\n")
    after = archive.pull(home, str(source), 2022)
    assert before.digest() != after.digest()
    for file in (*before.files, *after.files):
        assert hashlib.sha256(file.path(home).read_bytes()).hexdigest() == file.sha256


def test_a_large_local_file_is_linked(home: Home, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "HARD_LINK_FROM_BYTES", 1)
    delivery = archive.pull(home, str(source), 2022)
    assert {file.archived_by for file in delivery.files} <= {"hard link", "clone"}
    assert archive.pull(home, str(source), 2022) == delivery


def test_when_and_from_where_is_recorded(home: Home, source: Path) -> None:
    archive.pull(home, str(source), 2022)
    (record,) = [json.loads(path.read_text()) for path in (home.archive / "records").iterdir()]
    assert record["year"] == 2022
    assert record["source"] == "source"
    assert record["pulled_at"].endswith("+00:00")


@pytest.fixture
def url(source: Path) -> Iterator[str]:
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(source))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_delivery_comes_from_a_url_as_well(home: Home, source: Path, url: str) -> None:
    from_url = archive.pull(home, url, 2022)
    from_disk = archive.pull(home, str(source), 2022)
    assert [file.sha256 for file in from_url.files] == [file.sha256 for file in from_disk.files]
    assert {file.archived_by for file in from_url.files} == {"download"}


def test_file_urls(home: Home, source: Path) -> None:
    assert archive.pull(home, source.as_uri(), 2022).digest() == archive.pull(home, str(source), 2022).digest()


@pytest.mark.parametrize(
    ("where", "may_recover"),
    [("/nowhere", False), ("http://user:geheim@127.0.0.1:9/x?token=geheim", True), ("ssh2://x", True)],
)
def test_a_source_that_is_not_there(home: Home, where: str, *, may_recover: bool) -> None:
    with pytest.raises(DeliveryRejectedError) as refused:
        archive.pull(home, where, 2022)
    assert isinstance(refused.value, SourceUnavailableError) is may_recover
    assert "geheim" not in str(refused.value)
    assert "\n" not in str(refused.value)
