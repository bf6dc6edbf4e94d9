"""A mirror in a bucket of S3, or of a server that speaks the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from warehouse.sources.s3 import Sent, texts

if TYPE_CHECKING:
    from warehouse.mirrors.model import MirrorWords
    from warehouse.sources.s3 import Bucket

#: What a file is, by the end of its name (those of the data package too, which is not imported for it).
MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "sav": "application/x-spss-sav",
    "ttl": "text/turtle; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
#: Documents of OData have no ending; of other files a browser need know nothing.
ODATA, OTHER = "/odata/", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class BucketMirror:
    """The objects whose names begin with a prefix, which ends with a slash or is empty; each is put whole."""

    bucket: Bucket
    prefix: str
    words: MirrorWords

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.words.source

    def listing(self) -> dict[str, int]:
        """Every object, however deep; there are no folders."""
        found: dict[str, int] = {}
        for page in self.bucket.pages(self.prefix):
            names = [name.removeprefix(self.prefix) for name in texts(page, "Contents/Key")]
            found |= dict(zip(names, map(int, texts(page, "Contents/Size")), strict=True))
        found.pop("", None)  # what some programs make of a folder
        return found

    def digest(self, name: str) -> str:
        """Of the bytes themselves: what a bucket says of an object need not be its SHA-256."""
        whole = _Digest()
        with self.bucket.ask("GET", self.prefix + name, name) as answer:
            if answer.status == HTTPStatus.NOT_FOUND:
                return ""
            answer.send(whole, promised=True)
        return whole.digest.hexdigest()

    def put(self, name: str, data: bytes) -> None:
        """One request, which S3 does wholly or not at all."""
        headers = {"content-length": str(len(data)), "content-type": media_type(name)}
        with self.bucket.ask("PUT", self.prefix + name, name, Sent(headers, data)) as answer:
            answer.check()

    def remove(self, name: str) -> None:
        """One that is gone is as good as removed."""
        with self.bucket.ask("DELETE", self.prefix + name, name) as answer:
            if answer.status != HTTPStatus.NOT_FOUND:
                answer.check(HTTPStatus.NO_CONTENT)


def media_type(name: str) -> str:
    """What a file is, as browsers are told."""
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    if not dot and ODATA in name:
        return MEDIA_TYPES["json"]
    return MEDIA_TYPES.get(ending, OTHER)


class _Digest:
    """Takes the bytes of an object and keeps their digest; a sink."""

    promised = True

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """The next bytes."""
        self.digest.update(chunk)

    def clone(self, descriptor: int) -> bool:
        """It comes from no file."""
        _ = descriptor
        return False
