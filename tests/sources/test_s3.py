"""s3: signed requests, every page of the list, whole objects only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.delivered import YEAR, promise
from tests.support.s3_server import ACCESS_KEY, BUCKET, REGION, S3, SECRET_KEY
from tests.support.sources import pulled_from, secret
from tests.support.web_server import Asked, Web, serving
from warehouse.errors import DeliveryRejectedError, SourceRefusedError, SourceUnavailableError
from warehouse.sources.credentials import Credentials
from warehouse.sources.signing import signed
from warehouse.sources.web import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.authority import Authority
    from transforms.law import Law
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home


@pytest.fixture
def bucket(folder: Path, tmp_path: Path, authority: Authority) -> Iterator[S3]:
    with serving(S3(folder.parent, authority.server(tmp_path))) as server:
        assert isinstance(server, S3)
        yield server


@pytest.fixture
def pull(home: Home, bucket: S3, authority: Authority, law: Law) -> Callable[..., Delivery]:
    """Pulls from the source named `uwv`, which is the bucket."""

    def pulled(url: str = f"s3://{BUCKET}", secret_key: str = SECRET_KEY, **more: Any) -> Delivery:
        keys = f'access_key = "{ACCESS_KEY}"\nsecret_key = "{secret_key}"\n'
        named = {
            "url": url,
            "endpoint": bucket.url,
            "region": REGION,
            "ca": secret(home, "ca.pem", authority.pem),
            "credentials": secret(home, "uwv.toml", keys),
        } | more
        return pulled_from(home, "uwv", law, named={"uwv": named}, stall_seconds=1)

    return pulled


def refused(pull: Callable[..., Delivery], home: Home, kind: type[Exception], says: str, **how: Any) -> None:
    """The pull ends with one line of this kind; nothing of polis.csv is in the archive, and no secret is shown."""
    with pytest.raises(DeliveryRejectedError, match=says) as error:
        pull(**how)
    assert type(error.value) is kind
    assert "\n" not in str(error.value)
    assert SECRET_KEY not in str(error.value)
    files = [path for path in (*home.archive.rglob("*"), *home.work.rglob("*")) if path.is_file()]
    assert not [path for path in files if b"polis" in path.read_bytes()]


@pytest.mark.parametrize(
    ("target", "signature"),
    [
        ("/?lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_signatures_are_those_of_amazons_own_examples(target: str, signature: str) -> None:
    """Amazon S3 API Reference, "Examples: Signature Calculations"."""
    keys = Credentials(access_key="AKIAIOSFODNN7EXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    asks = Request("GET", target, {"Host": "examplebucket.s3.amazonaws.com"})
    headers = signed(keys, "us-east-1", asks, datetime(2013, 5, 24, tzinfo=UTC))
    assert headers["authorization"].endswith(f"Signature={signature}")


def test_the_signature_of_what_is_put_is_that_of_amazons_own_example() -> None:
    keys = Credentials(access_key="AKIAIOSFODNN7EXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    headers = {"Host": "examplebucket.s3.amazonaws.com", "Date": "Fri, 24 May 2013 00:00:00 GMT"}
    headers |= {"x-amz-storage-class": "REDUCED_REDUNDANCY"}
    asks = Request("PUT", "/test%24file.text", headers, b"Welcome to Amazon S3.")
    signature = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    assert signed(keys, "us-east-1", asks, datetime(2013, 5, 24, tzinfo=UTC))["authorization"].endswith(signature)


def test_a_delivery_comes_from_a_bucket(pull: Callable[..., Delivery], home: Home, folder: Path, bucket: S3) -> None:
    (folder / "deeper").mkdir()
    (folder / "deeper" / "polis-1.csv").write_text("")
    delivery = pull()
    assert delivery.source == "uwv"
    assert {file.name for file in delivery.files} == {path.name for path in folder.iterdir() if path.is_file()} - {
        "manifest.json"
    }
    for file in delivery.files:
        assert file.path(home).read_bytes() == (folder / file.name).read_bytes()
    lists = [path for path, _ in bucket.asked if "list-type" in path]
    assert len(lists) == 3, "the list has several pages"


def test_a_delivery_below_a_prefix_with_names_that_need_quoting(pull: Callable[..., Delivery], folder: Path) -> None:
    (folder / "polis.csv").rename(folder / "polis-deel 1 & é+.csv")
    promise(folder)
    below = folder.parent / "jaar lijks" / str(YEAR)
    below.parent.mkdir()
    folder.rename(below)
    delivery = pull(url=f"s3://{BUCKET}/jaar%20lijks/")
    assert "polis-deel 1 & é+.csv" in {file.name for file in delivery.files}


def test_a_public_bucket_gets_no_signature(pull: Callable[..., Delivery], bucket: S3) -> None:
    bucket.private = False
    assert pull(credentials="").files
    assert not [headers for _, headers in bucket.asked if "Authorization" in headers]


def test_a_wrong_secret_key(pull: Callable[..., Delivery], home: Home) -> None:
    refused(pull, home, SourceRefusedError, "list of the bucket: does not let us in", secret_key="andere")


def test_a_bucket_that_is_not_there(pull: Callable[..., Delivery]) -> None:
    with pytest.raises(DeliveryRejectedError, match="list of the bucket: is not there"):
        pull(url="s3://andere")


def test_no_redirect_is_followed(pull: Callable[..., Delivery], home: Home, bucket: S3, folder: Path) -> None:
    with serving(Web(folder.parent, None)) as other:
        bucket.told["polis.csv"] = lambda asked: asked.answer(307, Location=f"{other.url}{asked.path}")
        refused(pull, home, SourceRefusedError, "polis.csv: redirects us, which is not followed")
        assert other.asked == []


def test_a_cut_transfer(pull: Callable[..., Delivery], home: Home, bucket: S3) -> None:
    bucket.told["polis.csv"] = lambda asked: asked.answer(200, b"polis\n", Content_Length="600")
    refused(pull, home, SourceUnavailableError, "polis.csv: cannot be read .6 of 600 bytes came")
    bucket.told.clear()
    assert len(pull().files) == 4


def test_a_part_of_an_object(pull: Callable[..., Delivery], home: Home, bucket: S3) -> None:
    bucket.told["polis.csv"] = lambda asked: asked.answer(206, b"polis\n", Content_Range="bytes 0-5/600")
    refused(pull, home, SourceRefusedError, "polis.csv: is answered with HTTP 206, not with the whole file")


def nothing(asked: Asked) -> None:
    asked.server.over.wait(4)


def test_a_server_that_stalls(pull: Callable[..., Delivery], home: Home, bucket: S3) -> None:
    bucket.told["polis.csv"] = nothing
    refused(pull, home, SourceUnavailableError, "polis.csv: .*nothing came for 1 s")


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>Welcome",
        b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
        b"<a>" + b" " * (8 * 1024 * 1024) + b"</a>",
    ],
    ids=["no xml", "entities", "without end"],
)
def test_a_list_that_is_none(pull: Callable[..., Delivery], home: Home, bucket: S3, answer: bytes) -> None:
    bucket.told["%2F"] = lambda asked: asked.answer(200, answer)
    refused(pull, home, SourceRefusedError, "list of the bucket: is no answer of S3")


def test_an_object_that_the_manifest_does_not_list(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "polis-2.csv.bak").write_text("")
    refused(pull, home, DeliveryRejectedError, r"polis-2\.csv\.bak: delivered but not listed in manifest\.json")


def test_an_object_that_nobody_delivered(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "werkgevers-1.txt").write_text("")
    promise(folder)
    (folder / "werkgevers-1.txt").unlink()
    refused(pull, home, DeliveryRejectedError, r"werkgevers-1\.txt: listed in manifest\.json but not delivered")


def test_a_bucket_without_a_manifest(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    refused(pull, home, DeliveryRejectedError, r"manifest\.json: missing, a delivery from uwv must have it")
