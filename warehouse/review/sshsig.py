"""Signatures as OpenSSH makes them (`ssh-keygen -Y sign`), checked here and not by a program that the settings name.

Sources: PROTOCOL.sshsig and PROTOCOL.u2f of OpenSSH; RFC 4253 (keys), 5656 (ECDSA), 8332 (RSA), 8709 (Ed25519).
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

MAGIC, VERSION = b"SSHSIG", 1
HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
Digest = type[hashes.SHA256] | type[hashes.SHA384] | type[hashes.SHA512]
RSA_HASHES: dict[bytes, Digest] = {b"rsa-sha2-256": hashes.SHA256, b"rsa-sha2-512": hashes.SHA512}
CURVE_HASHES: dict[int, Digest] = {256: hashes.SHA256, 384: hashes.SHA384, 521: hashes.SHA512}
#: The kinds of a key on a security token: what the token signs holds more than the text.
TOKENS = {b"sk-ssh-ed25519@openssh.com": b"ssh-ed25519", b"sk-ecdsa-sha2-nistp256@openssh.com": b"ecdsa-sha2-nistp256"}
#: Bit of a token's flags: somebody touched it.
TOUCHED = 1
#: Bits of the smallest RSA key that OpenSSH accepts (RequiredRSASize).
SMALLEST_RSA = 2048


@dataclass
class _Reader:
    """Reads the parts of a message in OpenSSH's form; ValueError when it ends too early."""

    data: bytes

    def take(self, count: int) -> bytes:
        if len(self.data) < count:
            raise ValueError
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self) -> int:
        return int(struct.unpack(">I", self.take(4))[0])

    def text(self) -> bytes:
        return self.take(self.number())

    def end(self) -> None:
        if self.data:
            raise ValueError


def _text(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def holds(text: bytes, armoured: str, public_key: str, namespace: str) -> bool:
    """Whether a signature of a text was made with the private half of a public key, for a namespace.

    Args:
        text: what was signed.
        armoured: the signature between its BEGIN and END lines.
        public_key: a line as in `id_ed25519.pub`.
        namespace: what the signature must be for.
    """
    try:
        signature = base64.b64decode("".join(armoured.strip().splitlines()[1:-1]), validate=True)
        return _holds(text, signature, public_key, namespace)
    except (ValueError, IndexError, InvalidSignature, UnsupportedAlgorithm):
        return False


def _holds(text: bytes, signature: bytes, public_key: str, namespace: str) -> bool:
    reader = _Reader(signature)
    if reader.take(len(MAGIC)) != MAGIC or reader.number() != VERSION:
        return False
    key, said, reserved, hash_name, made = (reader.text() for _ in range(5))
    reader.end()
    listed = base64.b64decode(public_key.split()[1], validate=True)
    if key != listed or said != namespace.encode() or hash_name not in HASHES:
        return False
    signed = MAGIC + _text(said) + _text(reserved) + _text(hash_name) + _text(HASHES[hash_name](text).digest())
    _check(listed, made, signed)
    return True


def _check(listed: bytes, made: bytes, signed: bytes) -> None:
    """Raises InvalidSignature or ValueError when a signature over some bytes is not the key's."""
    kind = _Reader(listed).text()
    reader = _Reader(made)
    algorithm, blob = reader.text(), reader.text()
    if kind in TOKENS:
        if algorithm != kind:
            raise InvalidSignature
        listed, signed = _of_token(listed, reader, signed)
        algorithm = TOKENS[kind]
    reader.end()
    key = load_ssh_public_key(_Reader(listed).text() + b" " + base64.b64encode(listed))
    if isinstance(key, ed25519.Ed25519PublicKey) and algorithm == b"ssh-ed25519":
        key.verify(blob, signed)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm in RSA_HASHES and key.key_size >= SMALLEST_RSA:
        key.verify(blob, signed, padding.PKCS1v15(), RSA_HASHES[algorithm]())
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == _Reader(listed).text():
        key.verify(_as_der(blob), signed, ec.ECDSA(CURVE_HASHES[key.curve.key_size]()))
    else:
        raise InvalidSignature


def _as_der(blob: bytes) -> bytes:
    """The two numbers of an ECDSA signature, as `cryptography` takes them."""
    reader = _Reader(blob)
    r, s = (int.from_bytes(reader.text(), signed=True) for _ in range(2))
    reader.end()
    return encode_dss_signature(r, s)


def _of_token(listed: bytes, made: _Reader, signed: bytes) -> tuple[bytes, bytes]:
    """The plain key within a token's, and what the token signed: application, flags, counter and the text."""
    reader = _Reader(listed)
    kind = TOKENS[reader.text()]
    parts = [reader.text() for _ in range(2 if kind.startswith(b"ecdsa") else 1)]
    application = reader.text()
    reader.end()
    flags, counter = made.take(1), made.take(4)
    if not flags[0] & TOUCHED:
        raise InvalidSignature
    plain = _text(kind) + b"".join(map(_text, parts))
    return plain, hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(signed).digest()
