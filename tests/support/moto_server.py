"""moto's S3 on this machine, over https, which lets in one access key by its signature."""

from __future__ import annotations

import http
import http.client
import json
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUCKET, REGION = "leveringen", "eu-west-1"
#: So many requests moto takes without looking at their signature.
UNCHECKED = b"inf"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@dataclass(frozen=True, slots=True)
class Moto:
    """A server, and the access key that it lets in."""

    url: str
    access_key: str
    secret_key: str


@contextmanager
def serving(deliveries: Path, context: ssl.SSLContext, ca: Path) -> Iterator[Moto]:
    """Serves the files of a folder as objects of one bucket, until the end of the block."""
    server = make_server(
        "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, ssl_context=context
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"https://127.0.0.1:{server.server_port}"
    try:
        _tell(url, ca, "reset")
        access_key, secret_key = _filled(url, str(ca), deliveries)
        _tell(url, ca, "reset-auth", b"0")
        yield Moto(url, access_key, secret_key)
    finally:
        _tell(url, ca, "reset-auth", UNCHECKED)
        server.shutdown()
        thread.join()
        server.server_close()


def _filled(url: str, ca: str, deliveries: Path) -> tuple[str, str]:
    """Makes the bucket, its objects, and an account that may read them; returns the account's key."""
    known = {"aws_access_key_id": "begin", "aws_secret_access_key": "begin", "region_name": REGION}
    s3, iam = (boto3.client(service, endpoint_url=url, verify=ca, **known) for service in ("s3", "iam"))
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for path in sorted(deliveries.rglob("*")):
        if path.is_file():
            s3.upload_file(str(path), BUCKET, str(path.relative_to(deliveries)))
    iam.create_user(UserName="uwv")
    iam.put_user_policy(UserName="uwv", PolicyName="read", PolicyDocument=json.dumps(EVERYTHING))
    made = iam.create_access_key(UserName="uwv")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def _tell(url: str, ca: Path, what: str, body: bytes = b"") -> None:
    """Tells moto to forget everything, or from which request on it looks at signatures."""
    context = ssl.create_default_context(cafile=str(ca))
    connection = http.client.HTTPSConnection(url.removeprefix("https://"), context=context)
    connection.request("POST", f"/moto-api/{what}", body, {"Content-Type": "text/plain"})
    assert connection.getresponse().status == http.HTTPStatus.OK
    connection.close()
