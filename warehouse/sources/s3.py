"""A folder in a bucket of S3, or of a server that speaks the same: two requests, to list and to get."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree import ElementTree

from warehouse.sources import urls
from warehouse.sources.https import server_of
from warehouse.sources.model import MOST_FILES, Listing
from warehouse.sources.signing import signed
from warehouse.sources.web import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.sources.credentials import Credentials
    from warehouse.sources.model import Sink
    from warehouse.sources.places import Place
    from warehouse.sources.web import Answer, Server

#: A page of a list has a thousand names of at most 1,024 bytes, and about as much beside each.
PAGE_BYTES = 8 * 1024 * 1024
AMAZON = "https://s3.{region}.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes with a request: headers and a body."""

    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


NOTHING = Sent()


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and what gets into it."""

    server: Server
    name: str
    region: str
    credentials: Credentials

    def pages(self, prefix: str, **asked: str) -> Iterator[ElementTree.Element]:
        """The list of the objects whose names begin with `prefix`, page by page."""
        token = ""
        while True:
            page = self._page({"list-type": "2", "prefix": prefix} | asked, token)
            yield page
            token = next(iter(texts(page, "NextContinuationToken")), "")
            if not token:
                return

    def _page(self, asked: dict[str, str], token: str) -> ElementTree.Element:
        if token:
            asked["continuation-token"] = token
        query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(asked.items()))
        found = Xml(self.server)
        with self._asked(Request("GET", f"/{self.name}?{query}", {}), "list of the bucket") as answer:
            answer.send(found, promised=found.promised)
        return found.parsed()

    @contextmanager
    def ask(self, method: str, key: str, shown: str, sent: Sent = NOTHING) -> Iterator[Answer]:
        """Asks something of an object; `shown` is what messages call it."""
        target = f"/{quote(f'{self.name}/{key}', safe='/-_.~')}"
        with self._asked(Request(method, target, sent.headers, sent.body), shown) as answer:
            yield answer

    @contextmanager
    def _asked(self, request: Request, shown: str) -> Iterator[Answer]:
        asks = replace(request, headers={"Host": self.server.host} | dict(request.headers))
        if self.credentials.access_key:
            asks = replace(asks, headers=signed(self.credentials, self.region, asks, datetime.now(UTC)))
        with self.server.ask(asks, shown) as answer:
            yield answer


@dataclass(frozen=True, slots=True)
class S3Folder:
    """The folder of a year: a bucket and what the names of its objects begin with, without a slash at the end."""

    bucket: Bucket
    prefix: str

    def listing(self) -> Listing:
        """The objects directly in it, and what looks like folders."""
        names: list[str] = []
        folders: list[str] = []
        for page in self.bucket.pages(f"{self.prefix}/", delimiter="/"):
            if len(names) + len(folders) > MOST_FILES:
                words = self.bucket.server.words
                raise words.refused("", f"more than {MOST_FILES} files", "deliver a folder for each year")
            names += self._inside(page, "Contents/Key")
            folders += self._inside(page, "CommonPrefixes/Prefix")
        return Listing(tuple(sorted(names)), folders=tuple(sorted(folders)))

    def _inside(self, page: ElementTree.Element, path: str) -> list[str]:
        """The names that a page of the list holds, within the folder."""
        found = (text.removeprefix(f"{self.prefix}/").removesuffix("/") for text in texts(page, path))
        return [name for name in found if name]

    def fetch(self, name: str, into: Sink) -> str:
        """Downloads an object; its length must match."""
        with self.bucket.ask("GET", f"{self.prefix}/{name}", name) as answer:
            answer.send(into, promised=into.promised)
        return "download"


class Xml:
    """An answer in XML; a sink."""

    promised = True

    def __init__(self, server: Server) -> None:
        self._server = server
        self._text = bytearray()

    def write(self, chunk: bytes) -> None:
        """Takes an answer of a size that it may have."""
        self._text += chunk
        if len(self._text) > PAGE_BYTES:
            raise self._wrong()

    def clone(self, descriptor: int) -> bool:
        """It comes from no file."""
        _ = descriptor
        return False

    def parsed(self) -> ElementTree.Element:
        """The answer; one that declares entities is refused unread."""
        try:
            if b"<!" in self._text:
                raise self._wrong()
            return ElementTree.fromstring(bytes(self._text))  # noqa: S314 - no entities, and no longer than PAGE_BYTES
        except ElementTree.ParseError:
            raise self._wrong() from None

    def _wrong(self) -> Exception:
        return self._server.words.refused("list of the bucket", "is no answer of S3", "mend `endpoint` of the source")


def texts(page: ElementTree.Element, path: str) -> list[str]:
    """The texts of elements in any namespace: Amazon has one, others have none."""
    return [found.text or "" for found in page.findall("/".join(f"{{*}}{part}" for part in path.split("/")))]


@contextmanager
def opened(place: Place, year: int) -> Iterator[S3Folder]:
    """Says where the folder is; each file is a connection of its own."""
    yield S3Folder(bucket_of(place), f"{prefix_of(place)}/{year}".lstrip("/"))


def bucket_of(place: Place) -> Bucket:
    """The bucket of a place."""
    settings = place.settings
    address = urls.parsed(settings.endpoint or AMAZON.format(region=settings.region))
    credentials = place.secrets.credentials(settings.credentials, urls.S3)
    return Bucket(server_of(place, address), place.address.host, settings.region, credentials)


def prefix_of(place: Place) -> str:
    """What the names of a place's objects begin with, without a slash at either end."""
    return unquote(place.address.path).strip("/")
