"""Serves the desk: on an address of this machine, or on a Unix socket behind a proxy."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from flows.desk.app import application
from flows.desk.place import Desk
from warehouse import process
from warehouse.errors import WrongUseError
from warehouse.home import Home
from warehouse.review import anchors, passkeys
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable

UNIX = "unix:"
ADDRESS = re.compile(r"(?P<host>[0-9.]+|\[[0-9a-f:]+\]|localhost):(?P<port>[0-9]{1,5})")
LAST_PORT = 65_535
#: Who may connect to the socket: the account and its group, in which the proxy is.
OF_GROUP = 0o660
#: Connections at a time, and seconds that one may wait for its next request.
MOST_CONNECTIONS, SECONDS = 200, 15


def serve(home: Path, bind: str, origin: str, say: Callable[[str], None]) -> None:
    """Serves until it is stopped.

    Raises:
        WrongUseError: the home is no place for a desk, or the address or origin cannot be used.
    """
    desk = checked(Home(home), bind, origin)
    with process.private(), listening(bind) as listener:
        threading.Thread(target=desk.reader.make_cards, daemon=True).start()
        say(f"desk: {origin} on {bind}; stop it with Ctrl-C")
        uvicorn.Server(configured(desk)).run(sockets=[listener])


def configured(desk: Desk) -> uvicorn.Config:
    """How the desk is served: no header of a proxy is believed, and nothing of a request is logged."""
    return uvicorn.Config(
        application(desk),
        http="h11",
        ws="none",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=SECONDS,
        timeout_graceful_shutdown=SECONDS,
    )


def checked(home: Home, bind: str, origin: str) -> Desk:
    """The desk of a home.

    Raises:
        WrongUseError: it was not made, is a trial or of another account, or browsers have no passkeys for the origin.
    """
    home.check_made()
    known = anchors.opened(home, load(home.root))
    if known.founding["signatures"] == "off":
        message = "desk: signatures are off in this home (a trial); decide at the command line"
        raise WrongUseError(message)
    if not passkeys.rp_of(origin):
        message = (
            f"--origin {origin}: browsers have no passkeys for it; give https:// and a name (no address, no path), or "
            "http://localhost with a port"
        )
        raise WrongUseError(message)
    return Desk(home, origin, is_unix=bind.startswith(UNIX))


def listening(bind: str) -> socket.socket:
    """A socket that listens; raises WrongUseError when the address cannot be used."""
    try:
        return _unix(bind.removeprefix(UNIX)) if bind.startswith(UNIX) else _tcp(bind)
    except OSError as error:
        message = f"--bind {bind}: cannot be listened on ({error.strerror}); choose another address"
        raise WrongUseError(message) from None


def _tcp(bind: str) -> socket.socket:
    found = ADDRESS.fullmatch(bind)
    if found is None or int(found["port"]) > LAST_PORT:
        message = f"--bind {bind}: is no address; give for example 127.0.0.1:8700, or unix:/run/desk/desk.sock"
        raise WrongUseError(message)
    host = found["host"].strip("[]").replace("localhost", "127.0.0.1")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return _bound(listener, (host, int(found["port"])))


def _unix(path: str) -> socket.socket:
    """Takes the place of a socket that a desk before left; of nothing else."""
    place = Path(path)
    with socket.socket(socket.AF_UNIX) as other:
        if place.is_socket() and other.connect_ex(path):
            place.unlink()
    listener = _bound(socket.socket(socket.AF_UNIX), path)
    place.chmod(OF_GROUP)
    return listener


def _bound(listener: socket.socket, address: tuple[str, int] | str) -> socket.socket:
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener
