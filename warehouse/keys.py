"""Keys in `secrets/`, made by `init` and `key rotate`; and what names a candidate without giving its inputs away."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warehouse.errors import WrongUseError
from warehouse.home import write_durably

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
    """The name and the salt of a candidate: HMAC-SHA-256 over its inputs, each under a subkey of its own.

    Raises:
        WrongUseError: the key in `secrets/` is missing or none.
    """
    key = read(home, NAMES)
    digits = _keyed(key, "candidate", inputs)[:IDENTIFIER_DIGITS]
    return Name(f"{year}-{digits}", _keyed(key, "salt", inputs))


def subkey(secret: bytes, purpose: str) -> bytes:
    """The key for one purpose, 32 bytes: HKDF-SHA-256 of a key of the home (RFC 5869), the purpose as `info`.

    Neither the key nor the subkey of another purpose follows from it.
    """
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"banenafspraak {purpose}".encode()).derive(secret)


def read(home: Home, file: str) -> bytes:
    """The bytes of a key in `secrets/`; raises WrongUseError when it is missing or none."""
    try:
        text = (home.secrets / file).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        message = f"secrets/{file}: is missing; restore it from the backup of the keys"
        raise WrongUseError(message) from None
    return parsed(text, f"secrets/{file}")


def make(home: Home, file: str) -> None:
    """Makes a key in `secrets/` with mode 0600; one that is there stays."""
    if not (home.secrets / file).exists():
        write_durably(home.secrets / file, secrets.token_hex(KEY_BYTES).encode(), mode=0o600)


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


def _keyed(key: bytes, purpose: str, inputs: bytes) -> str:
    return hmac.new(subkey(key, purpose), inputs, "sha256").hexdigest()
