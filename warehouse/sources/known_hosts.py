"""The host keys that an sftp source may have, in OpenSSH's format of `known_hosts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.sources.credentials import Secrets

FIELD = "known_hosts"
SSH_PORT = 22
#: How a line with a hashed host name begins.
HASHED = "|1|"


@dataclass(frozen=True, slots=True)
class KnownHosts:
    """Pairs of a host's name, as OpenSSH writes it, and one of its keys (paramiko's `PKey`)."""

    keys: tuple[tuple[str, Any], ...]

    def of(self, host: str, port: int) -> tuple[Any, ...]:
        """The keys of a host; it is written in brackets with its port, but for port 22."""
        name = host if port == SSH_PORT else f"[{host}]:{port}"
        return tuple(key for written, key in self.keys if _is(name, written))


def _is(name: str, written: str) -> bool:
    from paramiko import HostKeys

    return written == (HostKeys.hash_host(name, written) if written.startswith(HASHED) else name)


def read(secrets: Secrets, file: str) -> KnownHosts:
    """The host keys of a file in `secrets/`.

    Raises:
        WrongUseError: paramiko is not installed, or a line is not understood: one that is passed over could be the one
            that revokes a key.
    """
    found = KnownHosts(tuple(_pairs(secrets, secrets.text(file, FIELD))))
    if not found.keys:
        raise secrets.wrong(FIELD, "its file in secrets/ holds no host key; put the supplier's key there")
    return found


def _pairs(secrets: Secrets, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            entry = _entry(line.strip())
            if entry is None:
                raise secrets.wrong(FIELD, f"line {number} is no host key, or has a marker; mend or remove it")
            yield from ((name.lower() if HASHED not in name else name, entry.key) for name in entry.hostnames)


def _entry(line: str) -> Any:  # noqa: ANN401 - paramiko brings no types
    try:
        from paramiko.hostkeys import HostKeyEntry, InvalidHostKey
        from paramiko.ssh_exception import SSHException
    except ModuleNotFoundError:
        message = "source: sftp needs the extra `sftp`; install banenafspraak[sftp]"
        raise WrongUseError(message) from None
    try:
        return None if line.startswith("@") else HostKeyEntry.from_line(line)
    except (InvalidHostKey, SSHException, ValueError):
        return None
