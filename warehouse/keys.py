"""Keys in `secrets/`: made on first use, mode 0600; and what names a candidate without giving its inputs away."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.home import sync

if TYPE_CHECKING:
    from warehouse.home import Home

KEY_BYTES = 32
#: The key of candidate names and salts; it is never replaced, for the same inputs must keep their name.
NAMES = "names.key"
IDENTIFIER_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Name:
    """What follows from the inputs of a candidate under the key of the home.

    Attributes:
        candidate: its name, `<year>-<12 hexadecimal digits>`.
        salt: 64 hexadecimal digits that keep the digest of its internal manifest from being guessed.
    """

    candidate: str
    salt: str


def name(home: Home, year: int, inputs: bytes) -> Name:
    """The name and the salt of a candidate: HMAC-SHA-256 over its inputs, each under a label of its own.

    Raises:
        WrongUseError: the key in `secrets/` is none.
    """
    key = parsed(stored(home, NAMES), f"secrets/{NAMES}")
    digits = _keyed(key, b"candidate", inputs)[:IDENTIFIER_DIGITS]
    return Name(f"{year}-{digits}", _keyed(key, b"salt", inputs))


def stored(home: Home, file: str) -> str:
    """The text of a key in `secrets/`; a new key when there is none."""
    path = home.secrets / file
    if not path.exists():
        temporary = home.secrets / f".new-{file}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            os.fchmod(descriptor, 0o600)
            opened.write(secrets.token_hex(KEY_BYTES))
            opened.flush()
            os.fsync(opened.fileno())
        temporary.rename(path)
        sync(home.secrets)
    return path.read_text(encoding="ascii", errors="replace")


def parsed(text: str, where: str) -> bytes:
    """The bytes of a key; raises WrongUseError when the text is none, and says where it stands."""
    try:
        found = bytes.fromhex(text.strip())
    except ValueError:
        found = b""
    if len(found) < KEY_BYTES:
        message = f"key: not {2 * KEY_BYTES} or more hexadecimal digits; mend {where}"
        raise WrongUseError(message)
    return found


def _keyed(key: bytes, label: bytes, inputs: bytes) -> str:
    return hmac.new(key, label + b"\0" + inputs, "sha256").hexdigest()
