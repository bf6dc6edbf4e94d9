"""The service's key: an Ed25519 key in `secrets/`, made by `init`, that seals every entry of the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from warehouse import keys
from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from warehouse.home import Home

#: The file in `secrets/`.
SERVICE = "service.key"


def seal(home: Home, content: bytes) -> str:
    """The signature of the service over some bytes; hexadecimal."""
    return _key(home).sign(content).hex()


def public_key(home: Home) -> str:
    """The public half of the service's key; 64 hexadecimal digits."""
    return _key(home).public_key().public_bytes_raw().hex()


def holds(public: str, content: bytes, signature: str) -> bool:
    """Whether a signature over some bytes was made with the key of which this is the public half."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (ValueError, TypeError, AttributeError, InvalidSignature):
        return False
    return True


def _key(home: Home) -> Ed25519PrivateKey:
    """The service's key; raises WrongUseError when it is missing, none, or of another length."""
    found = keys.read(home, SERVICE)
    if len(found) != keys.KEY_BYTES:
        message = f"secrets/{SERVICE}: is not {2 * keys.KEY_BYTES} hexadecimal digits; restore it from its backup"
        raise WrongUseError(message)
    return Ed25519PrivateKey.from_private_bytes(found)
