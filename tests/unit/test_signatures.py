from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

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
    assert signatures.holds(TEXT, signature, public, KEYGEN)
    assert not signatures.holds(TEXT + b"\n", signature, public, KEYGEN)
    assert not signatures.holds(TEXT.upper(), signature, public, KEYGEN)


def test_bad_signatures_are_refused(tmp_path: Path) -> None:
    key, public = new_key(tmp_path, "one")
    _, other = new_key(tmp_path, "two")
    signature = signatures.sign(TEXT, key, KEYGEN)
    assert not signatures.holds(TEXT, signature, other, KEYGEN)
    assert not signatures.holds(TEXT, "", public, KEYGEN)
    assert not signatures.holds(TEXT, "gibberish é", public, KEYGEN)


def test_nothing_stands_beside_a_signature(tmp_path: Path) -> None:
    """OpenSSH ignores what follows the last line, but a signature is published as it was handed in."""
    key, public = new_key(tmp_path, "one")
    signature = signatures.sign(TEXT, key, KEYGEN)
    for more in (signature + "een naam\n", f"een naam\n{signature}", signature.replace("\n", "\nx: y\n", 1)):
        assert not signatures.holds(TEXT, more, public, KEYGEN)


def test_a_key_that_cannot_sign(tmp_path: Path) -> None:
    (tmp_path / "nokey").write_text("no key")
    with pytest.raises(WrongUseError, match="nokey: cannot sign"):
        signatures.sign(TEXT, tmp_path / "nokey", KEYGEN)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    key, _ = new_key(tmp_path, "one")
    with pytest.raises(WrongUseError, match=r"set review\.ssh_keygen"):
        signatures.sign(TEXT, key, str(tmp_path / "ssh-keygen"))
