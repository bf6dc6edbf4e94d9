"""A folder on an SFTP server whose host key is known; nothing is sent to another one, least of all a password."""

from __future__ import annotations

import logging
import socket
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import paramiko

from warehouse.sources import known_hosts, private_key
from warehouse.sources.model import MOST_FILES, Listing
from warehouse.sources.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.errors import BanenafspraakError
    from warehouse.sources.credentials import Credentials
    from warehouse.sources.model import Sink, Words
    from warehouse.sources.places import Place

#: The names under which a host shows a key of RSA, the best first (RFC 8332).
RSA = ("rsa-sha2-512", "rsa-sha2-256")
#: What OpenSSH's server hands out at most for one request (`SFTP_MAX_READ_LENGTH`).
REQUEST_BYTES = 255 * 1024
#: How often a connection says that it is there while a large file is looked at before the next one.
KEEP_ALIVE_SECONDS = 15
FAULTS = (paramiko.SSHException, EOFError, OSError, UnicodeError)

# Its threads log what went wrong on standard error otherwise, beside our one line.
logging.getLogger("paramiko").addHandler(logging.NullHandler())
logging.getLogger("paramiko").propagate = False


@dataclass(frozen=True, slots=True)
class SftpFolder:
    """The folder of a year on an open connection; each request of it is watched, what is done in between is not."""

    transport: Any
    client: Any
    path: str
    words: Words
    stall: float

    def listing(self) -> Listing:
        """Its files, its folders, and what else is in it, none of it followed."""
        with self._watched("folder of the year") as watchdog:
            if not stat.S_ISDIR(self.client.lstat(self.path).st_mode or 0):
                raise self.words.refused("folder of the year", "is a link or no folder", "deliver the folder itself")
            modes = self._modes(watchdog)
        files = sorted(name for name, mode in modes.items() if stat.S_ISREG(mode))
        folders = sorted(name for name, mode in modes.items() if stat.S_ISDIR(mode))
        return Listing(tuple(files), tuple(sorted(modes.keys() - {*files, *folders})), tuple(folders))

    def _modes(self, watchdog: Watchdog) -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in self.client.listdir_iter(self.path):
            watchdog.moved()
            found[entry.filename] = entry.st_mode or 0
            if len(found) > MOST_FILES:
                raise self.words.refused("", f"more than {MOST_FILES} files", "deliver a folder for each year")
        return found

    def fetch(self, name: str, into: Sink) -> str:
        """Reads a file whole: as many bytes as the server said it has."""
        came, size = 0, self._size(name)
        for chunk in self._chunks(name):
            came += len(chunk)
            into.write(chunk)
        if came != size:
            raise self.words.unavailable(name, f"{came} of {size} bytes came")
        return "download"

    def _size(self, name: str) -> int:
        with self._watched(name):
            about = self.client.lstat(f"{self.path}/{name}")
        if not stat.S_ISREG(about.st_mode or 0):
            raise self.words.refused(name, "is no file", "deliver the file itself")
        return int(about.st_size or 0)

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._watched(name):
            remote = self.client.open(f"{self.path}/{name}", "rb", bufsize=0)
        remote.MAX_REQUEST_SIZE = REQUEST_BYTES
        with remote:
            while chunk := self._read(remote, name):
                yield chunk

    def _read(self, remote: Any, name: str) -> bytes:  # noqa: ANN401 - paramiko brings no types
        with self._watched(name):
            return bytes(remote.read(REQUEST_BYTES))

    @contextmanager
    def _watched(self, name: str) -> Iterator[Watchdog]:
        """Ends a request that stalls, and says in one line what went wrong with it."""
        with Watchdog(self.stall, self.transport.close) as watchdog:
            try:
                yield watchdog
            except FileNotFoundError:
                raise self.words.missing(name) from None
            except FAULTS as error:
                raise said(self.words, watchdog, name, error) from None


def said(words: Words, watchdog: Watchdog, name: str, error: Exception) -> BanenafspraakError:
    """A fault of the connection in one line."""
    if watchdog.stalled:
        return words.stalled(name, watchdog.seconds)
    return words.fault(name, error)


@contextmanager
def opened(place: Place, year: int) -> Iterator[SftpFolder]:
    """Connects, compares the host key, and only then says who we are."""
    stall = place.limits.stall_seconds
    transport = _connected(place)
    try:
        with Watchdog(stall, transport.close) as watchdog:
            try:
                client = _let_in(place, transport)
            except FAULTS as error:
                raise said(place.words, watchdog, "", error) from None
        transport.set_keepalive(KEEP_ALIVE_SECONDS)
        yield SftpFolder(transport, client, f"{unquote(place.address.path)}/{year}", place.words, stall)
    finally:
        transport.close()


def _connected(place: Place) -> Any:  # noqa: ANN401 - paramiko brings no types
    host, port = place.address.host, place.address.port or known_hosts.SSH_PORT
    keys = known_hosts.read(place.secrets, place.settings.known_hosts).of(host, port)
    if not keys:
        raise place.words.refused("", "its host key is not in known_hosts", "ask the supplier for the key and add it")
    stall = place.limits.stall_seconds
    try:
        transport = paramiko.Transport(socket.create_connection((host, port), timeout=stall))
    except FAULTS as error:
        raise place.words.fault("", error) from None
    transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = stall
    transport.channel_timeout = stall
    kinds = dict.fromkeys(kind for key in keys for kind in _kinds(key))
    transport.get_security_options().key_types = tuple(kinds)
    return transport


def _kinds(key: Any) -> tuple[str, ...]:  # noqa: ANN401
    return RSA if key.get_name() == "ssh-rsa" else (key.get_name(),)


def _let_in(place: Place, transport: Any) -> Any:  # noqa: ANN401
    """A client on a connection whose host key is one of the known ones."""
    address, words = place.address, place.words
    keys = known_hosts.read(place.secrets, place.settings.known_hosts)
    known = {key.asbytes() for key in keys.of(address.host, address.port or known_hosts.SSH_PORT)}
    changed = words.refused(
        "", "its host key is another one than in known_hosts", "ask the supplier whether it changed; nothing was sent"
    )
    try:
        transport.start_client(timeout=place.limits.stall_seconds)
    except paramiko.ssh_exception.IncompatiblePeer:
        raise changed from None
    if transport.get_remote_server_key().asbytes() not in known:
        raise changed
    try:
        _authenticate(transport, place, place.secrets.credentials(place.settings.credentials, address.scheme))
    except paramiko.AuthenticationException:
        raise words.refused("", "does not accept our credentials", "mend them in secrets/") from None
    return paramiko.SFTPClient.from_transport(transport)


def _authenticate(transport: Any, place: Place, credentials: Credentials) -> None:  # noqa: ANN401
    if not credentials.private_key:
        transport.auth_password(credentials.user, credentials.password)
        return
    transport.auth_publickey(credentials.user, private_key.read(place.secrets, credentials))
