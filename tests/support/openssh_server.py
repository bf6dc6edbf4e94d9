"""OpenSSH's own server on this machine, which serves a folder by sftp to the account of the tests, by its key alone."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where sshd of root wants an empty folder.
PRIVILEGE_SEPARATION = Path("/run/sshd")
BEGIN_SECONDS = 20


@dataclass(frozen=True, slots=True)
class OpenSsh:
    """A server: where it serves, and the line of `known_hosts` that is its own."""

    url: str
    known: str


def key_pair(file: Path) -> Path:
    """Makes an Ed25519 key pair in OpenSSH's own format; its public half is in `<file>.pub`."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
    return file


@contextmanager
def serving(deliveries: Path, work: Path, accepted: Path) -> Iterator[OpenSsh]:
    """Serves a folder until the end of the block.

    Args:
        deliveries: the folder.
        work: a folder for the server's own files.
        accepted: the file of the public key that may come in.
    """
    host_key = key_pair(work / "host_key")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = work / "sshd_config"
    lines = [
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {host_key}",
        f"AuthorizedKeysFile {accepted}",
        "PidFile none",
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "PermitRootLogin yes",
        f"ForceCommand internal-sftp -R -d {deliveries}",
        "Subsystem sftp internal-sftp",
    ]
    config.write_text("\n".join([*lines, ""]), encoding="utf-8")
    if os.getuid() == 0:
        PRIVILEGE_SEPARATION.mkdir(exist_ok=True)
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "install openssh-server"
    with (work / "sshd.log").open("wb") as log:
        server = subprocess.Popen([program, "-D", "-e", "-f", str(config)], stderr=log)
    try:
        _wait(port)
        kind, key = (host_key.with_suffix(".pub")).read_text(encoding="utf-8").split()[:2]
        yield OpenSsh(f"sftp://127.0.0.1:{port}{deliveries}", f"[127.0.0.1]:{port} {kind} {key}\n")
    finally:
        server.terminate()
        server.wait()


def user() -> str:
    """The account that the server lets in."""
    return getpass.getuser()


def _wait(port: int) -> None:
    end = time.monotonic() + BEGIN_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"sshd did not begin within {BEGIN_SECONDS} s"
    raise TimeoutError(message)
