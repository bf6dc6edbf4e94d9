"""Keyed pseudonyms: HMAC-SHA-256 under a key that never leaves the home folder or the environment.

A payroll tax number is pseudonymised as well as a BSN: that of a sole proprietor begins with the BSN of the owner.
"""

from __future__ import annotations

import hmac
import os
import secrets
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.home import sync

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.home import Home

KEY_VARIABLE = "BANENAFSPRAAK_PSEUDONYM_KEY"
KEY_BYTES = 32
#: Hexadecimal digits kept of the 64: 128 bits, so that two people never share one.
PSEUDONYM_DIGITS = 32


def key(home: Home) -> bytes:
    """The key, from the environment or `secrets/`; made on first use with mode 0600."""
    text = os.environ.get(KEY_VARIABLE) or _stored(home)
    try:
        found = bytes.fromhex(text.strip())
    except ValueError:
        found = b""
    if len(found) < KEY_BYTES:
        message = f"pseudonym key: not {2 * KEY_BYTES} or more hexadecimal digits; mend {KEY_VARIABLE} or secrets/"
        raise WrongUseError(message)
    return found


def _stored(home: Home) -> str:
    path = home.secrets / "pseudonym.key"
    if not path.exists():
        temporary = home.secrets / f".new-{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        sync(home.secrets)
    return path.read_text(encoding="ascii")


def pseudonyms(secret: bytes, domain: str, values: Iterable[str]) -> list[str]:
    """The pseudonym of each value; `domain` keeps a person and an employer with the same number apart."""
    prefix = f"{domain}:".encode()
    return [hmac.digest(secret, prefix + value.encode(), "sha256").hex()[:PSEUDONYM_DIGITS] for value in values]
