"""A server that speaks S3's two requests over a folder, and lets in by signature, which it works out for itself."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.support.web_server import Asked, Web

if TYPE_CHECKING:
    import ssl

BUCKET, ACCESS_KEY, SECRET_KEY, REGION = "leveringen", "AKIATEST", "geheime/sleutel+", "eu-west-1"
#: Few names a page, so that a small folder has several.
PAGE = 2
NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class AskedS3(Asked):
    """One request to the bucket."""

    server: S3

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        """Checks the signature, then lists or hands out; a test may tell it otherwise, as of any path."""
        if self.server.private and self.headers.get("Authorization") != self.expected():
            self.server.asked.append((self.path, dict(self.headers)))
            self.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            return
        super().do_GET()

    def send_head(self):
        """What `http.server` calls for a path that nobody told otherwise."""
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        if bucket != BUCKET:
            self.answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        elif not key:
            self.list(parse_qs(parts.query))
        elif (self.server.root / key).is_file():
            self.answer(200, (self.server.root / key).read_bytes())
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def list(self, asked: dict[str, list[str]]) -> None:
        """A page of the keys below a prefix, without what lies deeper."""
        assert asked["list-type"] == ["2"]
        (prefix,), (delimiter,) = asked["prefix"], asked["delimiter"]
        every = sorted(
            path.relative_to(self.server.root).as_posix() for path in self.server.root.rglob("*") if path.is_file()
        )
        keys = [key for key in every if key.startswith(prefix) and delimiter not in key.removeprefix(prefix)]
        first = int(asked.get("continuation-token", ["0"])[0])
        found = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in keys[first : first + PAGE])
        after = first + PAGE
        more = f"<NextContinuationToken>{after}</NextContinuationToken>" if after < len(keys) else ""
        self.answer(200, f"<ListBucketResult{NAMESPACE}>{found}{more}</ListBucketResult>".encode())

    def expected(self) -> str:
        """The header that who has the secret key sends with this request."""
        given = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,SignedHeaders=([a-z0-9;-]+),"
            r"Signature=[0-9a-f]{64}",
            self.headers.get("Authorization", ""),
        )
        if given is None or (given[1], given[3]) != (ACCESS_KEY, REGION):
            return "none"
        _, day, region, names = given.groups()
        path, _, query = self.path.partition("?")
        headers = "".join(f"{name}:{self.headers[name]}\n" for name in names.split(";"))
        request = "\n".join(["GET", path, query, headers, names, hashlib.sha256().hexdigest()])
        scope = f"{day}/{region}/s3/aws4_request"
        text = "\n".join(
            ["AWS4-HMAC-SHA256", self.headers["X-Amz-Date"], scope, hashlib.sha256(request.encode()).hexdigest()]
        )
        key = b"AWS4" + SECRET_KEY.encode()
        for part in (day, region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        start = self.headers["Authorization"].partition("Signature=")[0]
        return f"{start}Signature={signature}"


class S3(Web):
    """The server of one bucket; `private` says whether requests must be signed."""

    def __init__(self, folder: Path, context: ssl.SSLContext | None) -> None:
        self.root = folder
        self.private = True
        super().__init__(folder, context, AskedS3)
