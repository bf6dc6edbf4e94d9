"""A web server on this machine that serves a folder, remembers what it was asked, and misbehaves where told to."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


class Asked(http.server.SimpleHTTPRequestHandler):
    """One request."""

    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answers as told for this path, else from the folder; a request must name one host."""
        self.close_connection = True
        if len(self.headers.get_all("Host", [])) != 1:
            self.answer(400)
            return
        self.server.asked.append((self.path, dict(self.headers)))
        for end, misbehave in self.server.told.items():
            if self.path.endswith(end):
                misbehave(self)
                return
        super().do_GET()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """An answer with these headers; the length is the body's unless it is given."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        """What is really at this path."""
        return Path(self.translate_path(self.path)).read_bytes()

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - http.server's name
        """Says nothing."""


class Web(http.server.ThreadingHTTPServer):
    """What was asked, and what is told for paths by their end; `over` is set when the test ends."""

    daemon_threads = True

    def __init__(self, folder: Path, context: ssl.SSLContext | None, handler: type[Asked] = Asked) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.told: dict[str, Callable[[Asked], None]] = {}
        self.over = threading.Event()
        self.context = context
        super().__init__(("127.0.0.1", 0), lambda *given: handler(*given, directory=str(folder)))

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'http' if self.context is None else 'https'}://127.0.0.1:{self.server_port}"

    def finish_request(self, request, client_address) -> None:
        """Shakes hands in the thread of the request, so that one that stalls does not stop the server."""
        if self.context is None:
            super().finish_request(request, client_address)
            return
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what the tests are about."""


@contextmanager
def serving(web: Web) -> Iterator[Web]:
    """Serves until the end of the block."""
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    with web:
        thread.start()
        try:
            yield web
        finally:
            web.over.set()
            web.shutdown()
            thread.join()
