from __future__ import annotations

import base64
import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from warehouse.errors import WrongUseError
from warehouse.review import signatures

TEXT = b"banenafspraak\nverb: approve\n"
KEYGEN = "/usr/bin/ssh-keygen"


def new_key(folder: Path, name: str) -> tuple[Path, str]:
    assert Path(KEYGEN).exists(), "install OpenSSH: signatures are made with it"
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    return folder / name, (folder / f"{name}.pub").read_text().strip()


def test_a_signature_is_of_every_byte_of_a_text(tmp_path: Path) -> None:
    key, public = new_key(tmp_path, "one")
    signature = signatures.sign(TEXT, key, KEYGEN)
    assert signatures.holds(TEXT, signature, public)
    assert not signatures.holds(TEXT + b"\n", signature, public)
    assert not signatures.holds(TEXT.upper(), signature, public)


def test_bad_signatures_are_refused(tmp_path: Path) -> None:
    key, public = new_key(tmp_path, "one")
    _, other = new_key(tmp_path, "two")
    signature = signatures.sign(TEXT, key, KEYGEN)
    assert not signatures.holds(TEXT, signature, other)
    assert not signatures.holds(TEXT, "", public)
    assert not signatures.holds(TEXT, "gibberish é", public)


def test_nothing_stands_beside_a_signature(tmp_path: Path) -> None:
    """OpenSSH ignores what follows the last line, but a signature is published as it was handed in."""
    key, public = new_key(tmp_path, "one")
    signature = signatures.sign(TEXT, key, KEYGEN)
    for more in (signature + "een naam\n", f"een naam\n{signature}", signature.replace("\n", "\nx: y\n", 1)):
        assert not signatures.holds(TEXT, more, public)


def test_a_key_that_cannot_sign(tmp_path: Path) -> None:
    (tmp_path / "nokey").write_text("no key")
    with pytest.raises(WrongUseError, match="nokey: cannot sign"):
        signatures.sign(TEXT, tmp_path / "nokey", KEYGEN)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    key, _ = new_key(tmp_path, "one")
    with pytest.raises(WrongUseError, match=r"set review\.ssh_keygen"):
        signatures.sign(TEXT, key, str(tmp_path / "ssh-keygen"))


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048"])
@pytest.mark.parametrize("hashed", ["sha256", "sha512"])
def test_every_kind_of_key_that_openssh_makes(tmp_path: Path, kind: str, hashed: str) -> None:
    """Checked here as OpenSSH checks it, and of another namespace or a changed byte it holds for neither."""
    key = tmp_path / "key"
    subprocess.run([KEYGEN, "-q", "-t", *kind.split(), "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text()
    for namespace, holds in ((signatures.NAMESPACE, True), ("file", False)):
        arguments = [KEYGEN, "-Y", "sign", "-q", "-n", namespace, "-O", f"hashalg={hashed}", "-f", str(key)]
        made = subprocess.run(arguments, input=TEXT, capture_output=True, check=True).stdout.decode()
        assert signatures.holds(TEXT, made, public) is holds
        assert not signatures.holds(TEXT + b"x", made, public)


def test_no_changed_bit_of_a_signature_holds(tmp_path: Path) -> None:
    key, public = new_key(tmp_path, "one")
    first, *lines, last = signatures.sign(TEXT, key, KEYGEN).splitlines()
    made = base64.b64decode("".join(lines))
    assert len(made) > 100
    for place in range(len(made)):
        changed = bytearray(made)
        changed[place] ^= 1
        armoured = "\n".join([first, base64.b64encode(changed).decode(), last, ""])
        assert not signatures.holds(TEXT, armoured, public), place
    for length in range(len(made)):
        armoured = "\n".join([first, base64.b64encode(made[:length]).decode(), last, ""])
        assert not signatures.holds(TEXT, armoured, public), length


def test_the_signature_of_a_token(tmp_path: Path) -> None:
    """As PROTOCOL.u2f writes it: somebody touched the token, and it signs its application, flags and counter too."""
    secret = Ed25519PrivateKey.generate()
    application, flags, counter = b"ssh:", b"\x01", bytes(3) + b"\x07"
    kind, public = b"sk-ssh-ed25519@openssh.com", secret.public_key().public_bytes_raw()
    listed = packed(kind) + packed(public) + packed(application)
    line = f"{kind.decode()} {base64.b64encode(listed).decode()}"

    def armoured(flags: bytes) -> str:
        said = packed(b"banenafspraak") + packed(b"") + packed(b"sha512")
        signed = b"SSHSIG" + said + packed(hashlib.sha512(TEXT).digest())
        told = hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(signed).digest()
        made = packed(kind) + packed(secret.sign(told)) + flags + counter
        blob = b"SSHSIG" + bytes(3) + b"\x01" + packed(listed) + said + packed(made)
        return f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(blob).decode()}\n-----END SSH SIGNATURE-----\n"

    assert signatures.holds(TEXT, armoured(flags), line)
    assert not signatures.holds(TEXT, armoured(b"\x00"), line), "nobody touched it"
    assert not signatures.holds(TEXT + b"x", armoured(flags), line)


def packed(content: bytes) -> bytes:
    return len(content).to_bytes(4) + content
