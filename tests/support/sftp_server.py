"""An SFTP server on this machine that serves a folder, remembers who tried to get in, and misbehaves where told to."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import paramiko

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER, PASSWORD = "cbs", "geheim-wachtwoord"


@dataclass
class Sftp:
    """What it serves, under which key, and what came.

    Attributes:
        tried: each credential that was sent.
        read: what reading a file gives, by offset and length; None for what is really there.
        over: set when the test ends.
    """

    folder: Path
    key: paramiko.PKey
    accepted: paramiko.PKey | None = None
    tried: list[str] = field(default_factory=list)
    read: Callable[[Sftp, int, int], Any] | None = None
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def known(self, key: paramiko.PKey | None = None) -> str:
        """Its line of `known_hosts`, or the same with another key."""
        shown = key or self.key
        return f"[127.0.0.1]:{self.port} {shown.get_name()} {shown.get_base64()}\n"

    @property
    def url(self) -> str:
        """Its address."""
        return f"sftp://127.0.0.1:{self.port}/deliveries"


class Door(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko brings no types
    """Lets in who knows the password or has the key."""

    def __init__(self, sftp: Sftp) -> None:
        self.sftp = sftp

    def check_auth_password(self, username, password):
        self.sftp.tried.append(password)
        return paramiko.AUTH_SUCCESSFUL if (username, password) == (USER, PASSWORD) else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        self.sftp.tried.append(key.get_base64())
        known = username == USER and key == self.sftp.accepted
        return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

    def get_allowed_auths(self, *_):
        return "password,publickey"

    def check_channel_request(self, *_):
        return paramiko.OPEN_SUCCEEDED


class File(paramiko.SFTPHandle):  # type: ignore[misc]
    """An open file."""

    sftp: Sftp

    def read(self, offset, length):
        if self.sftp.read is not None:
            return self.sftp.read(self.sftp, offset, length)
        return super().read(offset, length)


class Files(paramiko.SFTPServerInterface):  # type: ignore[misc]
    """The folder, as `/deliveries`; links are followed when a file is opened, as OpenSSH does."""

    def __init__(self, server, *_, **__):
        self.sftp = server.sftp

    def _place(self, path):
        return self.sftp.folder / path.removeprefix("/deliveries").lstrip("/")

    def list_folder(self, path):
        try:
            found = sorted(self._place(path).iterdir())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return [paramiko.SFTPAttributes.from_stat(one.lstat(), filename=one.name) for one in found]

    def lstat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(self._place(path).lstat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def open(self, path, flags, _):
        opened = File(flags)
        opened.sftp = self.sftp
        opened.readfile = self._place(path).open("rb")
        opened.filename = os.fspath(self._place(path))
        return opened


def _serve(listening: socket.socket, sftp: Sftp) -> None:
    while not sftp.over.is_set():
        try:
            connected, _ = listening.accept()
        except OSError:
            return
        with connected:
            transport = paramiko.Transport(connected)
            transport.add_server_key(sftp.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
            try:
                transport.start_server(server=Door(sftp))
                while transport.is_active() and not sftp.over.wait(0.02):
                    pass
            except (paramiko.SSHException, EOFError):
                continue
            finally:
                transport.close()


@contextmanager
def serving(sftp: Sftp) -> Iterator[Sftp]:
    """Serves one client after another until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sftp.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, sftp), daemon=True)
        thread.start()
        try:
            yield sftp
        finally:
            sftp.over.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
