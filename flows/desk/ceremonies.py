"""What browsers are asked of passkeys, and what they answer (WebAuthn)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn import generate_authentication_options, generate_registration_options, options_to_json
from webauthn import verify_registration_response as verify_registration
from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Kind
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from flows.desk.memory import CHALLENGE
from flows.desk.visit import FORBIDDEN, WRONG, RefusedError
from warehouse.review import passkeys
from warehouse.review.passkeys import Assertion, Passkey
from warehouse.review.policies import person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.desk.place import Desk

#: The kinds of keys that are accepted (`passkeys.is_key`).
KINDS = [Kind.ECDSA_SHA_256, Kind.EDDSA, Kind.RSASSA_PKCS1_v1_5_SHA_256]
MILLISECONDS = 1000
NAME = "Banenafspraak"
#: The parts of an assertion that are kept.
PARTS = ("clientDataJSON", "authenticatorData", "signature")


def to_register(desk: Desk, steward: str, challenge: bytes, known: Iterable[str]) -> dict[str, Any]:
    """What a browser is asked to make a passkey; `known` are the identifiers that the steward has already."""
    options = generate_registration_options(
        rp_id=desk.rp,
        rp_name=NAME,
        user_name=steward,
        user_id=hashlib.sha256(person(steward).encode()).digest(),
        challenge=challenge,
        timeout=CHALLENGE * MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=passkeys.decoded(one)) for one in known],
        supported_pub_key_algs=KINDS,
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def to_sign(desk: Desk, challenge: bytes, known: Iterable[str] = ()) -> dict[str, Any]:
    """What a browser is asked to sign with one of some passkeys, or with any of the desk's."""
    options = generate_authentication_options(
        rp_id=desk.rp,
        challenge=challenge,
        timeout=CHALLENGE * MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=passkeys.decoded(one)) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def registered(desk: Desk, steward: str, credential: object, challenge: bytes) -> Passkey:
    """The passkey that a browser made; raises RefusedError when it did not as it was asked."""
    try:
        done = verify_registration(
            credential=json.loads(json.dumps(credential)),
            expected_challenge=challenge,
            expected_rp_id=desk.rp,
            expected_origin=desk.origin,
            require_user_verification=True,
            supported_pub_key_algs=KINDS,
        )
        public = decoded_public_key_to_cryptography(decode_credential_public_key(done.credential_public_key))
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise RefusedError("e_passkey", FORBIDDEN) from None
    key = passkeys.encoded(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    if not passkeys.is_key(key):
        raise RefusedError("e_passkey", FORBIDDEN)
    return Passkey(passkeys.encoded(done.credential_id), steward, key, desk.rp, desk.origin)


def signed(credential: object) -> str:
    """What a browser signed, as it is kept; raises RefusedError when it is no answer of a browser."""
    found = credential if isinstance(credential, dict) else {}
    response = found.get("response")
    response = response if isinstance(response, dict) else {}
    said = [found.get("id"), *(response.get(name) for name in PARTS)]
    if not all(isinstance(one, str) for one in said):
        raise RefusedError("e_body", WRONG)
    signature = Assertion(*map(str, said)).text()
    if passkeys.parsed(signature) is None:
        raise RefusedError("e_body", WRONG)
    return signature


def made_for(credential: object) -> bytes:
    """The challenge that a browser says it made a passkey for; empty when it says none."""
    try:
        client = passkeys.decoded(credential["response"]["clientDataJSON"])  # type: ignore[index]
        return passkeys.decoded(json.loads(client)["challenge"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""
