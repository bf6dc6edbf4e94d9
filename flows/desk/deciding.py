"""What stewards decide at the desk: the text is made, signed by the browser, checked, and added to the trail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands import decide
from flows.desk import ceremonies, checklist
from flows.desk.entering import handed_in, recognised, record, said_of
from flows.desk.memory import Asked
from flows.desk.visit import FORBIDDEN, NOT_FOUND, WRONG, RefusedError
from warehouse.review import desk as review
from warehouse.review import passkeys, policies
from warehouse.review.desk import Hand
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from starlette.responses import Response

    from flows.desk.place import Desk
    from flows.desk.visit import Visit
    from warehouse.releases import Built
    from warehouse.review.passkeys import Passkey

#: What each decision of the desk does; those on releases move what readers see.
DECIDE = {
    Verb.APPROVE: decide.approve,
    Verb.REJECT: decide.reject,
    Verb.COMMENT: decide.comment,
    Verb.ROLLBACK: decide.rollback,
    Verb.WITHDRAW: decide.withdraw,
}
ON_PASSKEYS = (Verb.PASSKEY_CONFIRMED, Verb.PASSKEY_ENDED)


def ask(desk: Desk, visit: Visit) -> Response:
    """Makes the text of a decision on a candidate or release, and asks the browser to sign it."""
    verb = _verb(visit, tuple(DECIDE))
    built = desk.reader.one(visit.parts["id"])
    if built is None:
        raise RefusedError("e_not_found", NOT_FOUND)
    if visit.text("digest") != built.digest():
        raise RefusedError("e_other")
    note = _note(desk, visit, built, verb)
    with desk.deciding, desk.home.deciding():
        given = Hand(visit.who.steward, note)
        text, nonce = review.asked(desk.home, desk.reader.settings(), built.id, verb, given)
    return _asked(desk, visit, Asked("decide", visit.who.steward, visit.token, verb, built.id, text, note, nonce))


def ask_on_passkey(desk: Desk, visit: Visit) -> Response:
    """Makes the text that confirms or ends a passkey, and asks the browser to sign it."""
    verb = _verb(visit, ON_PASSKEYS)
    held = desk.reader.trail().chain.passkeys().get(visit.text("passkey"))
    if held is None:
        raise RefusedError("e_code", NOT_FOUND)
    return _asked(desk, visit, said_of(desk, verb, held.passkey, visit.who.steward, visit.token))


def ask_on_registration(desk: Desk, visit: Visit) -> Response:
    """Asks the browser to sign the registration of another passkey with one that is valid."""
    asked = desk.elsewhere.pop(visit.text("token"))
    if asked is None or asked.steward != visit.who.steward:
        raise RefusedError("e_challenge", FORBIDDEN)
    return _asked(desk, visit, replace(asked, session=visit.token))


def sign(desk: Desk, visit: Visit) -> Response:
    """Records the decision whose text the browser signed; a challenge is good for one answer."""
    signature = ceremonies.signed(visit.said.get("credential"))
    challenge = passkeys.challenge_of(signature)
    asked = desk.challenges.pop(challenge)
    if asked is None or asked.session != visit.token:
        raise RefusedError("e_challenge", FORBIDDEN)
    held = recognised(desk, signature, challenge)
    if policies.person(held.passkey.steward) != policies.person(asked.steward):
        raise RefusedError("e_passkey", FORBIDDEN)
    if asked.kind == "enrol":
        record(desk, asked, signature)
        return visit.answer(done=visit.link("/stewards"), said=visit.words(f"handed_in_{handed_in(asked)}"))
    _decided(desk, asked, signature)
    return visit.answer(done=visit.link(f"/c/{asked.subject}"), said=visit.words("js_done"))


def _decided(desk: Desk, asked: Asked, signature: str) -> None:
    hand = Hand(asked.steward, asked.note, None, asked.text, signature, asked.nonce)
    assert asked.verb is not None  # noqa: S101 - a decision has one
    with desk.deciding:
        DECIDE[asked.verb](Path(desk.home.root), asked.subject, hand)


def _asked(desk: Desk, visit: Visit, asked: Asked) -> Response:
    """Asks the browser to sign a text with a passkey of who is signed in."""
    challenge = passkeys.challenge(asked.text)
    own = _own(desk, asked.steward)
    if not own:
        raise RefusedError("e_passkey", FORBIDDEN)
    desk.challenges.put(challenge, asked)
    return visit.answer(text=asked.text, options=ceremonies.to_sign(desk, challenge, [one.id for one in own]))


def _own(desk: Desk, steward: str) -> list[Passkey]:
    """The passkeys of a steward that are valid here."""
    known = desk.reader.trail().chain.passkeys()
    return [one.passkey for name, one in known.items() if one.passkey.steward == steward and desk.valid(name)]


def _note(desk: Desk, visit: Visit, built: Built, verb: Verb) -> str:
    """The note of a decision: of an approval with a note on each item of the list."""
    more = visit.text("note")
    if verb is not Verb.APPROVE:
        if not more.strip():
            raise RefusedError("e_note", WRONG)
        return more.strip()
    found = checklist.items(built.manifest, desk.reader.card(built), visit.words)
    notes = _notes(visit.said.get("notes"))
    missing = checklist.missing(found, notes)
    if missing:
        raise RefusedError("e_notes", WRONG, missing="; ".join(one.title for one in missing))
    return checklist.note(found, notes, more)


def _notes(said: Any) -> dict[str, str]:  # noqa: ANN401 - whatever a browser sent
    """The notes by item; those that are no text are left out, and so are those of items that are not ticked."""
    found = said if isinstance(said, dict) else {}
    return {str(name): one for name, one in found.items() if isinstance(one, str)}


def _verb(visit: Visit, known: tuple[Verb, ...]) -> Verb:
    for verb in known:
        if visit.text("verb") == verb:
            return verb
    raise RefusedError("e_verb", WRONG)
