from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.authenticator import ORIGIN, PRESENT, VERIFIED, Authenticator, changed
from warehouse.review import passkeys

TEXT = "banenafspraak\nverb: approve\n"
ANNA = "Anna de Wit"


def holds(authenticator: Authenticator, signature: str = "", text: str = TEXT) -> bool:
    return passkeys.holds(text, signature or authenticator.sign(TEXT), authenticator.passkey(ANNA))


def test_a_signature_is_of_every_byte_of_a_text() -> None:
    one = Authenticator()
    assert holds(one)
    assert not holds(one, text=TEXT + "\n")
    assert not holds(one, text=TEXT.upper())


def test_another_passkey() -> None:
    one, other = Authenticator(), Authenticator()
    other.identifier = one.identifier
    assert not holds(one, other.sign(TEXT))
    assert not holds(one, Authenticator(key=one.key).sign(TEXT))


@pytest.mark.parametrize("flags", [0, PRESENT, VERIFIED])
def test_who_was_not_there_or_not_recognised(flags: int) -> None:
    assert not holds(Authenticator(flags=flags))


@pytest.mark.parametrize(
    "origin", ["http://localhost:8701", "https://localhost:8700", "http://localhost.evil.example:8700", ""]
)
def test_another_origin(origin: str) -> None:
    assert not holds(Authenticator(origin=origin or "null", rp="localhost"))


def test_another_relying_party() -> None:
    assert not holds(Authenticator(rp="evil.example"))


@pytest.mark.parametrize(
    "said", [{"type": "webauthn.create"}, {"crossOrigin": True}, {"crossOrigin": "no"}, {"challenge": "AAAA"}]
)
def test_what_the_browser_says_else(said: dict[str, object]) -> None:
    one = Authenticator()
    response = one.get(passkeys.encoded(passkeys.challenge(TEXT)), **said)["response"]
    parts = {name: response[name] for name in ("clientDataJSON", "authenticatorData", "signature")}
    assert not holds(one, passkeys.Assertion(one.id, **parts).text())


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("at", [0, 32, 36])
def test_a_changed_byte(part: str, at: int) -> None:
    one = Authenticator()
    assert not holds(one, changed(one.sign(TEXT), part, at))


@pytest.mark.parametrize("text", ["", "{}", "[]", "{", '{"passkey": 1}', "null", "[" * 100_000])
def test_what_is_no_assertion(text: str) -> None:
    assert passkeys.parsed(text) is None
    assert not holds(Authenticator(), text or "{}")


def test_an_assertion_is_kept_in_one_form() -> None:
    """It is published: nothing can stand beside it."""
    one = Authenticator().sign(TEXT)
    found = json.loads(one)
    for other in (one.strip(), " " + one, json.dumps(found | {"more": "x"}) + "\n", json.dumps(found, indent=1) + "\n"):
        assert passkeys.parsed(other) is None
    assert passkeys.parsed(json.dumps(found | {"signature": "A" * 9000}, sort_keys=True) + "\n") is None


def test_the_kinds_of_keys() -> None:
    keys: dict[bool, list[Any]] = {
        True: [ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()],
        False: [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 1024)],  # noqa: S505
    }
    for good, made in keys.items():
        for key in made:
            der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            assert passkeys.is_key(passkeys.encoded(der)) is good
    assert not passkeys.is_key("AAAA")
    assert not passkeys.is_key("é")


@pytest.mark.parametrize(
    ("origin", "rp"),
    [
        (ORIGIN, "localhost"),
        ("https://desk.example.nl", "desk.example.nl"),
        ("https://desk.example.nl:8443", "desk.example.nl"),
        ("http://desk.example.nl", ""),
        ("http://127.0.0.1:8700", ""),
        ("https://127.0.0.1", ""),
        ("https://[::1]", ""),
        ("https://desk.example.nl/", ""),
        ("https://DESK.example.nl", ""),
        ("https://desk.example.nl:443", ""),
        ("https://anna@desk.example.nl", ""),
        ("ftp://localhost", ""),
        ("null", ""),
    ],
)
def test_the_relying_party_of_an_origin(origin: str, rp: str) -> None:
    assert passkeys.rp_of(origin) == rp


def test_a_passkey_as_the_trail_has_it() -> None:
    one = Authenticator().passkey(ANNA)
    found = json.loads(passkeys.details_with_nonce({"passkey": {name: getattr(one, name) for name in one.__slots__}}))
    assert passkeys.of_details(found["passkey"]) == one
    assert passkeys.is_about(json.dumps(found), one)
    for other in ({"rp": "example.nl"}, {"origin": "https://localhost:1/"}, {"key": "AAAA"}, {"more": "x"}, {"id": 1}):
        assert passkeys.of_details(found["passkey"] | other) is None
    assert passkeys.of_details(None) is None
    assert not passkeys.is_about(json.dumps(found | {"more": 1}), one)
    assert not passkeys.is_about(json.dumps({"passkey": found["passkey"]}), one)


def test_the_code_that_two_stewards_compare() -> None:
    one = Authenticator().passkey(ANNA)
    assert len(one.code.replace("-", "")) == 16
    assert one.code != Authenticator().passkey(ANNA).code
