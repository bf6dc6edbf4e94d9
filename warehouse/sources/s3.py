"""A folder in a bucket of S3, or of a server that speaks the same: two requests, to list and to get."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree import ElementTree

from warehouse.sources import urls
from warehouse.sources.https import server_of
from warehouse.sources.model import MOST_FILES, Listing
from warehouse.sources.signing import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.sources.credentials import Credentials
    from warehouse.sources.model import Sink
    from warehouse.sources.places import Place
    from warehouse.sources.web import Server

#: A page of a list has a thousand names of at most 1,024 bytes, and about as much beside each.
PAGE_BYTES = 8 * 1024 * 1024
AMAZON = "https://s3.{region}.amazonaws.com"


@dataclass(frozen=True, slots=True)
class S3Folder:
    """The folder of a year: a bucket and what the names of its objects begin with, without a slash at the end."""

    server: Server
    bucket: str
    prefix: str
    region: str
    credentials: Credentials

    def listing(self) -> Listing:
        """The objects directly in it, and what looks like folders."""
        names: list[str] = []
        folders: list[str] = []
        token = ""
        while True:
            page = self._page(token)
            names += self._inside(page, "Contents/Key")
            folders += self._inside(page, "CommonPrefixes/Prefix")
            token = next(iter(_texts(page, "NextContinuationToken")), "")
            if not token:
                return Listing(tuple(sorted(names)), folders=tuple(sorted(folders)))
            if len(names) + len(folders) > MOST_FILES:
                raise self.server.words.refused("", f"more than {MOST_FILES} files", "deliver a folder for each year")

    def _inside(self, page: ElementTree.Element, path: str) -> list[str]:
        """The names that a page of the list holds, within the folder."""
        found = (text.removeprefix(f"{self.prefix}/").removesuffix("/") for text in _texts(page, path))
        return [name for name in found if name]

    def fetch(self, name: str, into: Sink) -> str:
        """Downloads an object; its length must match."""
        self._get(f"/{quote(f'{self.bucket}/{self.prefix}/{name}', safe='/-_.~')}", name, into)
        return "download"

    def _page(self, token: str) -> ElementTree.Element:
        asked = {"list-type": "2", "delimiter": "/", "prefix": f"{self.prefix}/"}
        if token:
            asked["continuation-token"] = token
        query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(asked.items()))
        found = Xml(self.server)
        self._get(f"/{self.bucket}?{query}", "list of the bucket", found)
        return found.parsed()

    def _get(self, target: str, name: str, into: Sink) -> None:
        headers = {"Host": self.server.host}
        if self.credentials.access_key:
            headers = signed(self.credentials, self.region, target, headers, datetime.now(UTC))
        with self.server.get(target, headers, name) as answer:
            answer.send(into, promised=into.promised)


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


def _texts(page: ElementTree.Element, path: str) -> list[str]:
    """The texts of elements in any namespace: Amazon has one, others have none."""
    return [found.text or "" for found in page.findall("/".join(f"{{*}}{part}" for part in path.split("/")))]


@contextmanager
def opened(place: Place, year: int) -> Iterator[S3Folder]:
    """Says where the folder is; each file is a connection of its own."""
    settings = place.settings
    address = urls.parsed(settings.endpoint or AMAZON.format(region=settings.region))
    credentials = place.secrets.credentials(settings.credentials, urls.S3)
    prefix = f"{unquote(place.address.path).strip('/')}/{year}".lstrip("/")
    yield S3Folder(server_of(place, address), place.address.host, prefix, settings.region, credentials)
