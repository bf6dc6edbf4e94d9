"""One key, a subkey for each purpose (RFC 5869), and what a missing or a wrong key gets."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest

from warehouse import keys, pseudonyms
from warehouse.errors import WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from pathlib import Path

SECRET = bytes(range(32))
PURPOSES = ("person", "employer", "fiscal", "candidate", "salt", "fingerprint")


def by_hand(secret: bytes, purpose: str) -> bytes:
    """HKDF-SHA-256 for one block, as RFC 5869 writes it: extract with a salt of zeros, expand with `info`."""
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(extracted, f"banenafspraak {purpose}".encode() + b"\x01", hashlib.sha256).digest()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_subkey_is_hkdf_of_the_key(purpose: str) -> None:
    assert keys.subkey(SECRET, purpose) == by_hand(SECRET, purpose)


def test_every_purpose_and_every_key_has_a_subkey_of_its_own() -> None:
    made = [keys.subkey(secret, purpose) for secret in (SECRET, bytes(32)) for purpose in PURPOSES]
    assert len(set(made)) == len(made)


def test_a_pseudonym_is_the_hmac_under_the_subkey_of_its_kind() -> None:
    """A person and an employer of one number stay apart."""
    number = "123456782"
    made = {kind: pseudonyms.pseudonyms(SECRET, kind, [number])[0] for kind in ("person", "employer", "fiscal")}
    assert len(set(made.values())) == len(made)
    for kind, pseudonym in made.items():
        digest = hmac.new(by_hand(SECRET, kind), number.encode(), hashlib.sha256).digest()
        assert pseudonym == int.from_bytes(digest[:8], "big")


def test_a_fingerprint_tells_keys_apart_and_is_no_part_of_them() -> None:
    found = pseudonyms.fingerprint(SECRET)
    assert found == by_hand(SECRET, "fingerprint").hex()[:16] != pseudonyms.fingerprint(bytes(32))
    assert found not in SECRET.hex()


def test_names_and_salts_have_subkeys_of_the_key_of_names(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.secrets.mkdir(mode=0o700)
    (home.secrets / keys.NAMES).write_text(SECRET.hex())
    named = keys.name(home, 2023, b"inputs")
    digits, salt = (hmac.new(by_hand(SECRET, kind), b"inputs", "sha256").hexdigest() for kind in ("candidate", "salt"))
    assert (named.candidate, named.salt) == (f"2023-{digits[:12]}", salt)


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31])
def test_what_is_no_key_is_refused_without_its_text(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.secrets.mkdir(mode=0o700)
    with pytest.raises(WrongUseError, match="is missing"):
        pseudonyms.key(home)
    (home.secrets / pseudonyms.KEY).write_text(text)
    with pytest.raises(WrongUseError, match=r"mend secrets/pseudonym\.key") as refused:
        pseudonyms.key(home)
    assert not text or text not in str(refused.value)


def test_old_keys_are_known_by_their_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.secrets.mkdir(mode=0o700)
    old = pseudonyms.old_name(pseudonyms.fingerprint(SECRET))
    for name in (old, pseudonyms.KEY, "pseudonym-next.key", "pseudonym-1.key"):
        (home.secrets / name).write_text(SECRET.hex())
    assert pseudonyms.old_keys(home) == {pseudonyms.fingerprint(SECRET): SECRET}
