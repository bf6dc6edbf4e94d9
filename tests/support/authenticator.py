"""An authenticator in software: makes passkeys and signs challenges as a browser with a security key would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from warehouse.review.passkeys import Assertion, Passkey, challenge, decoded, encoded

ORIGIN = "http://localhost:8700"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey; what it says of itself can be bent."""

    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    rp: str = ""
    count: int = 0

    @property
    def id(self) -> str:
        return encoded(self.identifier)

    def passkey(self, steward: str, origin: str = ORIGIN) -> Passkey:
        """The public half, as the trail has it."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Passkey(self.id, steward, encoded(der), str(urlsplit(origin).hostname), origin)

    def sign(self, text: str) -> str:
        """The signature of a decision, as it is kept."""
        response = self.get(encoded(challenge(text)))["response"]
        parts = {name: response[name] for name in ("clientDataJSON", "authenticatorData", "signature")}
        return Assertion(self.id, **parts).text()

    def get(self, wanted: str, **said: Any) -> dict[str, Any]:
        """What `navigator.credentials.get` hands over for a challenge in base64url."""
        client = self._client("webauthn.get", wanted, said)
        self.count += 1
        data = self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": encoded(client),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
        }
        return self._credential(response | {"userHandle": None})

    def create(self, wanted: str, **said: Any) -> dict[str, Any]:
        """What `navigator.credentials.create` hands over for a challenge in base64url."""
        client = self._client("webauthn.create", wanted, said)
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.identifier).to_bytes(2) + self.identifier + cbor2.dumps(cose)
        data = self._data(self.flags | ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential({"clientDataJSON": encoded(client), "attestationObject": encoded(made)})

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        about = {"id": self.id, "rawId": self.id, "type": "public-key", "clientExtensionResults": {}}
        return about | {"response": response, "authenticatorAttachment": "platform"}

    def _client(self, kind: str, wanted: str, said: dict[str, Any]) -> bytes:
        content = {"type": kind, "challenge": wanted, "origin": self.origin, "crossOrigin": False}
        return json.dumps(content | said).encode()

    def _data(self, flags: int) -> bytes:
        rp = self.rp or str(urlsplit(self.origin).hostname)
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)


def changed(signature: str, part: str, at: int = 40) -> str:
    """A signature with one byte of one of its parts changed."""
    found = json.loads(signature)
    content = bytearray(decoded(found[part]))
    content[at] ^= 1
    return Assertion(**(found | {part: encoded(bytes(content))})).text()
