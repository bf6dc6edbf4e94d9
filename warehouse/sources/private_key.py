"""The private key that an sftp source lets us in with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.sources.credentials import Credentials, Secrets

FIELD = "private_key"


def read(secrets: Secrets, credentials: Credentials) -> Any:  # noqa: ANN401 - paramiko brings no types
    """The key of a file in `secrets/`, opened with its passphrase; Ed25519, ECDSA or RSA.

    Raises:
        WrongUseError: the file is not there or no such key, or the passphrase is not its.
    """
    from paramiko import ECDSAKey, Ed25519Key, RSAKey, SSHException

    text = secrets.text(credentials.private_key, FIELD)
    for kind in (Ed25519Key, ECDSAKey, RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text), password=credentials.passphrase or None)
        except (SSHException, ValueError, TypeError, IndexError):
            continue
    raise secrets.wrong(FIELD, "its file is no private key, or `passphrase` is not its passphrase; mend it")
