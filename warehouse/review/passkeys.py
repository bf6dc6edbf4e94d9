"""Signatures of decisions with a steward's passkey (WebAuthn), checked here with `cryptography` alone.

A browser signs no text but a challenge, which is the SHA-256 of the text. What it hands over says for which origin it
was asked, and whether somebody was there and was recognised (user verification).
Source: Web Authentication, Level 3 (W3C), section 7.2; RFC 9053 for the kinds of keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Bits of the authenticator's flags: somebody was there, and was recognised.
PRESENT, VERIFIED = 0x01, 0x04
#: Where the flags stand, after the SHA-256 of the relying party; and what is there at least, with a counter of four.
FLAGS, SHORTEST = 32, 37
#: What a text that a passkey signs must hold, in its details, so that no two challenges are the same.
NONCE, NONCE_ALONE = re.compile(r"[0-9a-f]{32}"), re.compile(r'\{"nonce": "[0-9a-f]{32}"\}')
#: An origin as browsers write it: small letters, and no port that goes without saying.
ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)(:(?!80$|443$)[1-9][0-9]{0,4})?"
)
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
#: Bits of the smallest RSA key, as of SSH keys.
SMALLEST_RSA = 2048
#: The longest that any part of an assertion can be, in characters.
LONGEST = 8192
#: Characters of the code that two stewards compare: 64 bits of the digest of the key.
CODE = 16


@dataclass(frozen=True, slots=True)
class Passkey:
    """A public key that signs in a browser, as the trail has it.

    Attributes:
        id: what the authenticator calls it (base64url).
        steward: whose it is.
        key: the public key (SubjectPublicKeyInfo, DER in base64url).
        rp: the relying party that it is for: the name of the desk's host.
        origin: the origin of the desk that it is for.
    """

    id: str
    steward: str
    key: str
    rp: str
    origin: str

    @property
    def code(self) -> str:
        """What two stewards compare: the beginning of the SHA-256 of the public key, in groups of four."""
        digest = hashlib.sha256(decoded(self.key)).hexdigest()[:CODE]
        return "-".join(digest[at : at + 4] for at in range(0, CODE, 4))


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a passkey signed with, in base64url; its text is kept as the signature of a decision.

    Attributes:
        passkey: identifier of the passkey.
        clientDataJSON, authenticatorData, signature: as the browser hands them over.
    """

    passkey: str
    clientDataJSON: str  # noqa: N815 - as WebAuthn calls it
    authenticatorData: str  # noqa: N815 - as WebAuthn calls it
    signature: str

    def text(self) -> str:
        """One line of JSON, always the same for the same parts."""
        return json.dumps(asdict(self), sort_keys=True) + "\n"


def is_one(signature: str) -> bool:
    """Whether the signature of a decision was made with a passkey."""
    return signature.startswith("{")


def parsed(signature: str) -> Assertion | None:
    """The assertion that is kept as a signature; None when it is none, to the byte."""
    try:
        found = json.loads(signature)
        assertion = Assertion(**found)
        good = all(isinstance(one, str) and BASE64URL.fullmatch(one) and len(one) <= LONGEST for one in found.values())
    except (ValueError, TypeError, RecursionError):
        return None
    return assertion if good and assertion.text() == signature else None


def signer(signature: str) -> str:
    """The identifier of the passkey that a decision was signed with; empty when it was signed otherwise."""
    assertion = parsed(signature) if is_one(signature) else None
    return assertion.passkey if assertion else ""


def challenge(text: str) -> bytes:
    """What a passkey signs for a text: its SHA-256, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def details_with_nonce(details: Mapping[str, Any]) -> str:
    """The details of a text, with a random number."""
    return json.dumps({**details, "nonce": secrets.token_hex(16)}, sort_keys=True)


def has_nonce(details: str) -> bool:
    """Whether the details of a text hold a random number."""
    nonce = json.loads(details).get("nonce")
    return isinstance(nonce, str) and NONCE.fullmatch(nonce) is not None


def is_about(details: str, passkey: Passkey) -> bool:
    """Whether the details of a text hold a passkey, a random number, and nothing else."""
    found = json.loads(details)
    return has_nonce(details) and found == {"passkey": asdict(passkey), "nonce": found["nonce"]}


def is_nonce_alone(details: str) -> bool:
    """Whether the details of a text hold a random number and nothing else."""
    return NONCE_ALONE.fullmatch(details) is not None


def holds(text: str, signature: str, passkey: Passkey) -> bool:
    """Whether a passkey signed a text in the desk's origin, by somebody who was there and was recognised."""
    return answers(challenge(text), signature, passkey)


def answers(asked: bytes, signature: str, passkey: Passkey) -> bool:
    """Whether a passkey signed a challenge, as `holds` says of that of a text."""
    assertion = parsed(signature)
    if assertion is None or assertion.passkey != passkey.id:
        return False
    try:
        client, data = decoded(assertion.clientDataJSON), decoded(assertion.authenticatorData)
        if not (_is_asked(client, asked, passkey.origin) and _is_recognised(data, passkey.rp)):
            return False
        _check(decoded(passkey.key), decoded(assertion.signature), data + hashlib.sha256(client).digest())
    except (ValueError, TypeError, RecursionError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def challenge_of(signature: str) -> bytes:
    """The challenge that an assertion says it was asked for; empty when it says none."""
    assertion = parsed(signature)
    try:
        said = json.loads(decoded(assertion.clientDataJSON)) if assertion else {}
        return decoded(said["challenge"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""


def count_of(signature: str) -> int:
    """How often the authenticator says that the passkey was used; 0 where it does not count."""
    assertion = parsed(signature)
    return int.from_bytes(decoded(assertion.authenticatorData)[FLAGS + 1 : SHORTEST]) if assertion else 0


def is_key(key: str) -> bool:
    """Whether it is a public key of a kind that is accepted here."""
    try:
        found = load_der_public_key(decoded(key))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    if isinstance(found, rsa.RSAPublicKey):
        return found.key_size >= SMALLEST_RSA
    is_p256 = isinstance(found, ec.EllipticCurvePublicKey) and isinstance(found.curve, ec.SECP256R1)
    return is_p256 or isinstance(found, ed25519.Ed25519PublicKey)


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding; raises ValueError when it is none."""
    if not BASE64URL.fullmatch(text):
        raise ValueError
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(content: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def of_details(found: object) -> Passkey | None:
    """A passkey as the trail has it; None when it is none."""
    names = [field.name for field in fields(Passkey)]
    if not isinstance(found, dict) or sorted(found) != sorted(names):
        return None
    if not all(isinstance(one, str) for one in found.values()):
        return None
    passkey = Passkey(**found)
    good = BASE64URL.fullmatch(passkey.id) and is_key(passkey.key) and rp_of(passkey.origin) == passkey.rp
    return passkey if good else None


def rp_of(origin: str) -> str:
    """The relying party of an origin: the name of its host; empty when browsers give it no passkeys.

    An address is no relying party, and without TLS only the machine itself is one.
    """
    found = ORIGIN.fullmatch(origin)
    if found is None or (found["scheme"] == "http" and found["host"] != "localhost"):
        return ""
    return "" if found["host"].rpartition(".")[2].isdecimal() else found["host"]


def _is_asked(client: bytes, asked: bytes, origin: str) -> bool:
    """Whether the browser says that this challenge was to be signed, in this origin and no frame of another."""
    said = json.loads(client)
    wanted = {"type": "webauthn.get", "challenge": encoded(asked), "origin": origin}
    same = isinstance(said, dict) and all(said.get(name) == value for name, value in wanted.items())
    return same and said.get("crossOrigin", False) is False


def _is_recognised(data: bytes, rp: str) -> bool:
    """Whether the authenticator says that it is for this relying party, and who was there was recognised."""
    if len(data) < SHORTEST or data[:FLAGS] != hashlib.sha256(rp.encode()).digest():
        return False
    return data[FLAGS] & (PRESENT | VERIFIED) == PRESENT | VERIFIED


def _check(key: bytes, signature: bytes, signed: bytes) -> None:
    """Raises InvalidSignature or ValueError when a signature over some bytes is not the key's."""
    if not is_key(encoded(key)):
        raise InvalidSignature
    public = load_der_public_key(key)
    if isinstance(public, ed25519.Ed25519PublicKey):
        public.verify(signature, signed)
    elif isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    elif isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        raise InvalidSignature
