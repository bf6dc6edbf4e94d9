"""One web server, as strictly as it can be asked: TLS checked, no other host, nothing waited for without end."""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from warehouse.sources import urls
from warehouse.sources.model import CHUNK_BYTES
from warehouse.sources.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.errors import BanenafspraakError
    from warehouse.sources.model import Sink, Words

FAULTS = (OSError, http.client.HTTPException)
REDIRECTS = range(300, 400)
#: What a busy server says; the same question may be answered later.
LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status and headers; the body is read once, in chunks."""

    response: http.client.HTTPResponse
    watchdog: Watchdog
    words: Words
    name: str

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return self.response.status

    @property
    def redirects_to(self) -> str:
        """Where the server sends us; empty when it does not."""
        return self.response.getheader("Location", "") if self.status in REDIRECTS else ""

    def send(self, into: Sink, *, promised: bool) -> None:
        """Hands the body to `into`, whole.

        The length must be known: from the server, or `promised` by the delivery's manifest, which `into` compares.

        Raises:
            SourceUnavailableError, SourceRefusedError: the body was cut off, or cannot be known to be whole.
        """
        self.check()
        length, came = self.response.length, 0
        if length is None and not promised:
            raise self.words.refused(self.name, "comes without its length", "have it delivered with a manifest.json")
        for chunk in self._chunks():
            came += len(chunk)
            into.write(chunk)
        if self.watchdog.stalled:
            raise self.words.stalled(self.name, self.watchdog.seconds)
        if length is not None and came != length:
            raise self.words.unavailable(self.name, f"{came} of {length} bytes came")

    def _chunks(self) -> Iterator[bytes]:
        try:
            while chunk := self.response.read(CHUNK_BYTES):
                self.watchdog.moved()
                yield chunk
        except FAULTS as error:
            raise self.fault(error) from None

    def check(self, *others: HTTPStatus) -> None:
        """Refuses an answer that is not the whole file, as it is; `others` are as good as OK."""
        if self.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise self.words.missing(self.name)
        if self.redirects_to or self.status in REDIRECTS:
            raise self.words.refused(self.name, "redirects us, which is not followed", "mend the URL of the source")
        if self.status in LATER or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self.words.unavailable(self.name, f"HTTP {self.status}")
        if self.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            why = f"does not let us in (HTTP {self.status})"
            raise self.words.refused(self.name, why, "mend the credentials in secrets/")
        if self.status not in {HTTPStatus.OK, *others}:
            why = f"is answered with HTTP {self.status}, not with the whole file"
            raise self.words.refused(self.name, why, "ask the supplier to mend the server")
        if self.response.getheader("Content-Encoding", "identity") != "identity":
            raise self.words.refused(self.name, "comes in an encoding of its own", "ask the supplier to switch it off")

    def fault(self, error: Exception) -> BanenafspraakError:
        """What is said when the connection fails."""
        return said(self.words, self.watchdog, self.name, error)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a method, path and query, headers, and a body whose length the headers then say."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    def sent(self, watchdog: Watchdog) -> Iterator[bytes] | None:
        """The body in chunks, each a step that was made; None without one."""
        return self._chunks(watchdog) if self.body else None

    def _chunks(self, watchdog: Watchdog) -> Iterator[bytes]:
        for start in range(0, len(self.body), CHUNK_BYTES):
            yield self.body[start : start + CHUNK_BYTES]
            watchdog.moved()


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and how its certificate is checked; `context` is None for clear text on this machine."""

    address: urls.Address
    context: ssl.SSLContext | None
    stall: float
    words: Words

    @property
    def port(self) -> int:
        """Its port."""
        return self.address.port or (http.client.HTTP_PORT if self.context is None else http.client.HTTPS_PORT)

    @property
    def host(self) -> str:
        """What the header Host says."""
        host = f"[{self.address.host}]" if ":" in self.address.host else self.address.host
        return host if self.address.port is None else f"{host}:{self.port}"

    @contextmanager
    def get(self, target: str, headers: Mapping[str, str], name: str) -> Iterator[Answer]:
        """Gets `target`, path and query; `name` is what messages call it."""
        with self.ask(Request("GET", target, headers), name) as answer:
            yield answer

    @contextmanager
    def ask(self, request: Request, name: str) -> Iterator[Answer]:
        """Sends a request on a connection of its own; `name` is what messages call it."""
        try:
            connected = socket.create_connection((self.address.host, self.port), timeout=self.stall)
        except OSError as error:
            raise self.words.fault(name, error) from None
        if self.context is not None:
            host = self.address.host
            connected = self.context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)
        with connected, Watchdog(self.stall, lambda: _cut(connected)) as watchdog:
            try:
                response = self._asked(connected, request, watchdog)
            except FAULTS as error:
                raise said(self.words, watchdog, name, error) from None
            watchdog.moved()
            with response:
                yield Answer(response, watchdog, self.words, name)

    def _asked(self, connected: socket.socket, asks: Request, watchdog: Watchdog) -> http.client.HTTPResponse:
        if isinstance(connected, ssl.SSLSocket):
            connected.do_handshake()
        connection = http.client.HTTPConnection(self.address.host, self.port, timeout=self.stall)
        connection.sock = connected
        named = {name.title(): value for name, value in asks.headers.items()}  # one Host, however it is written
        headers = {"Host": self.host, "Connection": "close"} | named
        connection.request(asks.method, asks.target, body=asks.sent(watchdog), headers=headers)
        return connection.getresponse()


def said(words: Words, watchdog: Watchdog, name: str, error: Exception) -> BanenafspraakError:
    """A fault of the connection in one line."""
    if watchdog.stalled or isinstance(error, TimeoutError):
        return words.stalled(name, watchdog.seconds)
    if isinstance(error, ssl.SSLCertVerificationError):
        return words.refused(name, "its certificate is not trusted", "set `ca` of the source, or ask the supplier")
    return words.fault(name, error)


def _cut(connected: socket.socket) -> None:
    """Ends a connection for whoever waits for it; it may be closed already.

    Not `shutdown` of an `SSLSocket`, which takes TLS away from under the thread that reads.
    """
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return
