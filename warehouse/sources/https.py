"""A folder on a web server. The manifest says what its files are; a page that lists them is read where there is one."""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from warehouse.sources import urls
from warehouse.sources.model import MOST_FILES, Listing
from warehouse.sources.web import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.sources.credentials import Credentials
    from warehouse.sources.model import Sink
    from warehouse.sources.places import Place
    from warehouse.sources.web import Answer

MOST_REDIRECTS = 3
PAGE_BYTES = 4 * 1024 * 1024
LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HttpsFolder:
    """The folder of a year, by its path on the server."""

    server: Server
    path: str
    headers: dict[str, str]

    def listing(self) -> Listing:
        """The files that its page links to, when it has one; never known to be all."""
        with self._got(f"{self.path}/", "folder of the year") as answer:
            if answer.status != HTTPStatus.OK:
                return Listing((), complete=False)
            page = Page()
            answer.send(page, promised=True)
        return Listing(tuple(sorted(page.files())[:MOST_FILES]), complete=False)

    def fetch(self, name: str, into: Sink) -> str:
        """Downloads a file; its length or the manifest must match."""
        with self._got(f"{self.path}/{quote(name)}", name) as answer:
            answer.send(into, promised=into.promised)
        return "download"

    @contextmanager
    def _got(self, target: str, name: str) -> Iterator[Answer]:
        """The answer for a path, by way of redirects within the same server only."""
        for _ in range(MOST_REDIRECTS):
            with self.server.get(target, self.headers, name) as answer:
                if not answer.redirects_to:
                    yield answer
                    return
                target = self._followed(target, answer, name)
        raise self.server.words.refused(name, "redirects without end", "mend the URL of the source")

    def _followed(self, target: str, answer: Answer, name: str) -> str:
        here = self.server.address
        origin = f"{here.scheme}://{self.server.host}"
        to = urljoin(f"{origin}{target}", answer.redirects_to)
        if not to.startswith(f"{origin}/") or not urls.WRITTEN.fullmatch(to):
            raise self.server.words.refused(
                name, "redirects to another host or to clear text, which is not followed", "mend the URL of the source"
            )
        parts = urlsplit(to)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Page:
    """A page that lists a folder; a sink."""

    promised = True

    def __init__(self) -> None:
        self._text = bytearray()

    def write(self, chunk: bytes) -> None:
        """Takes the page as far as a list of files may be long."""
        self._text += chunk[: PAGE_BYTES - len(self._text)]

    def clone(self, descriptor: int) -> bool:
        """It comes from no file."""
        _ = descriptor
        return False

    def files(self) -> set[str]:
        """The names that it links to within its own folder."""
        links = {unquote(unescape(link)) for link in LINK.findall(self._text.decode("utf-8", errors="replace"))}
        plain = {link.removeprefix("./") for link in links}
        return {name for name in plain if name and not {"/", "?", "#", ":", "\\"} & set(name) and name != ".."}


@contextmanager
def opened(place: Place, year: int) -> Iterator[HttpsFolder]:
    """Says where the folder is; each file is a connection of its own."""
    credentials = place.secrets.credentials(place.settings.credentials, place.address.scheme)
    yield HttpsFolder(server_of(place, place.address), f"{place.address.path}/{year}", _headers(credentials))


def server_of(place: Place, address: urls.Address) -> Server:
    """The server of a source, trusted by the source's own authority when it has one."""
    secure = address.scheme == urls.HTTPS
    context = place.secrets.trusted(place.settings.ca) if secure else None
    return Server(address, context, place.limits.stall_seconds, place.words)


def _headers(credentials: Credentials) -> dict[str, str]:
    if credentials.token:
        return {"Authorization": f"Bearer {credentials.token}"}
    if credentials.user:
        both = f"{credentials.user}:{credentials.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(both).decode()}"}
    return {}
