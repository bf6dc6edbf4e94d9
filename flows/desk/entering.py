"""How somebody gets in: signing in and out with a passkey, and getting one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from flows.desk import ceremonies
from flows.desk.memory import LONGEST, Asked, Session
from flows.desk.visit import FORBIDDEN, NOT_FOUND, RefusedError
from warehouse.review import desk as review
from warehouse.review import enrolment, passkeys
from warehouse.review.desk import Hand
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from starlette.responses import Response

    from flows.desk.place import Desk
    from flows.desk.visit import Visit
    from warehouse.review.enrolled import Held
    from warehouse.review.passkeys import Passkey

CHALLENGE_BYTES = 32


def ask_to_sign_in(desk: Desk, visit: Visit) -> Response:
    """Asks the browser to sign a random challenge with any passkey of the desk."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    desk.strangers.put(challenge, Asked("sign-in"))
    return visit.answer(options=ceremonies.to_sign(desk, challenge))


def sign_in(desk: Desk, visit: Visit) -> Response:
    """Begins the session of the steward whose passkey signed the challenge."""
    signature = ceremonies.signed(visit.said.get("credential"))
    challenge = passkeys.challenge_of(signature)
    asked = desk.strangers.pop(challenge)
    if asked is None or asked.kind != "sign-in":
        raise RefusedError("e_challenge", FORBIDDEN)
    held = recognised(desk, signature, challenge)
    answer = visit.answer(done=visit.link("/"))
    return with_cookie(desk, answer, desk.sessions.begin(Session(held.passkey.steward, held.passkey.id)))


def recognised(desk: Desk, signature: str, challenge: bytes) -> Held:
    """The valid passkey that signed a challenge; raises RefusedError when none did."""
    held = desk.valid(passkeys.signer(signature))
    if held is None or not passkeys.answers(challenge, signature, held.passkey):
        raise RefusedError("e_passkey", FORBIDDEN)
    count, before = passkeys.count_of(signature), desk.counts.get(held.passkey.id, 0)
    if count <= before and (count or before):
        raise RefusedError("e_count", FORBIDDEN)
    desk.counts[held.passkey.id] = count
    return held


def with_cookie(desk: Desk, answer: Response, token: str) -> Response:
    """An answer with the cookie of a session."""
    answer.set_cookie(
        desk.cookie, token, max_age=LONGEST, path="/", secure=desk.is_secure, httponly=True, samesite="strict"
    )
    return answer


def sign_out(desk: Desk, visit: Visit) -> Response:
    """Ends a session."""
    desk.sessions.end(visit.token)
    answer = visit.to("/")
    answer.delete_cookie(desk.cookie, path="/", secure=desk.is_secure, httponly=True, samesite="strict")
    return answer


def register_page(_: Desk, visit: Visit) -> Response:
    """Where a passkey is made."""
    return visit.page("register")


def ask_to_register(desk: Desk, visit: Visit) -> Response:
    """Asks the browser to make a passkey for a steward."""
    known = desk.reader.trail().chain
    steward = review.as_written(known.stewards(), visit.session.steward if visit.session else visit.text("name"))
    if steward not in known.stewards():
        raise RefusedError("e_listed", FORBIDDEN)
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    desk.strangers.put(challenge, Asked("register", steward))
    own = [name for name, one in known.passkeys().items() if one.passkey.steward == steward and not one.ended_at]
    return visit.answer(options=ceremonies.to_register(desk, steward, challenge, own))


def registered(desk: Desk, visit: Visit) -> Response:
    """Takes the passkey that the browser made, and says where its registration is signed."""
    challenge = ceremonies.made_for(visit.said.get("credential"))
    asked = desk.strangers.pop(challenge)
    if asked is None or asked.kind != "register":
        raise RefusedError("e_challenge", FORBIDDEN)
    passkey = ceremonies.registered(desk, asked.steward, visit.said.get("credential"), challenge)
    token = _to_be_signed(desk, Verb.PASSKEY, passkey, asked.steward)
    return visit.answer(done=visit.link("/sign-elsewhere", token=token))


def confirm_page(_: Desk, visit: Visit) -> Response:
    """Where the passkey of another steward is confirmed by its code."""
    return visit.page("confirm")


def ask_to_confirm(desk: Desk, visit: Visit) -> Response:
    """Says where the confirmation of a passkey is signed with an SSH key."""
    known = desk.reader.trail().chain
    held = enrolment.by_code(known, visit.text("code"))
    steward = review.as_written(known.stewards(), visit.text("name"))
    token = _to_be_signed(desk, Verb.PASSKEY_CONFIRMED, held.passkey, steward)
    return visit.to("/sign-elsewhere", token=token)


def elsewhere_page(desk: Desk, visit: Visit) -> Response:
    """The text that is signed with an SSH key, and where the signature is handed in."""
    token = visit.query.get("token", "")
    asked = _waiting(desk, token)
    own = [] if visit.session is None or visit.session.steward != asked.steward else [visit.session.passkey]
    return visit.page("elsewhere", asked=asked, token=token, can_use_passkey=any(own))


def elsewhere_text(desk: Desk, visit: Visit) -> Response:
    """That text as a file, byte by byte what is signed."""
    asked = _waiting(desk, visit.query.get("token", ""))
    kept_as = {"Content-Disposition": 'attachment; filename="decision.txt"'}
    return PlainTextResponse(asked.text, headers=kept_as)


def hand_in(desk: Desk, visit: Visit) -> Response:
    """Records what was signed with an SSH key."""
    token = visit.text("token")
    asked = _waiting(desk, token)
    signature = "\n".join(visit.text("signature").split("\r\n")).strip() + "\n"
    if passkeys.is_one(signature):
        raise RefusedError("e_signature", FORBIDDEN)
    record(desk, asked, signature)
    desk.elsewhere.pop(token)
    return visit.page("recorded", said=visit.words(f"handed_in_{handed_in(asked)}"))


def handed_in(asked: Asked) -> str:
    """The end of the name of the text that says what was recorded."""
    return "register" if asked.verb is Verb.PASSKEY else str(asked.verb)


def record(desk: Desk, asked: Asked, signature: str) -> None:
    """Adds what was said of a passkey to the trail."""
    assert asked.verb is not None  # noqa: S101 - whoever asked said which
    assert asked.passkey is not None  # noqa: S101 - and of which passkey
    hand = Hand(asked.steward, "", None, asked.text, signature)
    with desk.deciding, desk.home.deciding():
        enrolment.add(desk.home, desk.reader.settings(), asked.verb, asked.passkey, hand)


def said_of(desk: Desk, verb: Verb, passkey: Passkey, steward: str, session: str = "") -> Asked:
    """What a steward is asked to sign of a passkey; raises when the steward may not say it."""
    with desk.deciding, desk.home.deciding():
        text = enrolment.text_of(desk.home, desk.reader.settings(), verb, passkey, steward)
    return Asked("enrol", steward, session, verb, "", text, passkey=passkey)


def _to_be_signed(desk: Desk, verb: Verb, passkey: Passkey, steward: str) -> str:
    token = secrets.token_urlsafe(CHALLENGE_BYTES)
    desk.elsewhere.put(token, said_of(desk, verb, passkey, steward))
    return token


def _waiting(desk: Desk, token: str) -> Asked:
    """What waits for a signature that is made elsewhere."""
    asked = desk.elsewhere.get(token)
    if asked is None:
        raise RefusedError("e_challenge", NOT_FOUND)
    return asked
