"""Which passkeys stewards have, as the entries of the trail say; pure (docs/spec/review.md, "Passkeys").

A passkey is registered by its steward, counts once another steward confirmed it, and ends for good: when a steward says
so, or when its steward is no longer listed with the same SSH key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from warehouse.review import passkeys
from warehouse.review.policies import Verb, person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.review.entries import Entry
    from warehouse.review.passkeys import Passkey

VERBS = (Verb.PASSKEY, Verb.PASSKEY_CONFIRMED, Verb.PASSKEY_ENDED)


@dataclass(frozen=True, slots=True)
class Held:
    """A passkey of a steward.

    Attributes:
        passkey: the key itself.
        listed: the SSH key of its steward when it was registered.
        since: when it was registered (ISO, UTC).
        confirmed_by, confirmed_at: who confirmed it, and when; empty when nobody did.
        ended_at: when it ended; empty when it did not.
    """

    passkey: Passkey
    listed: str
    since: str
    confirmed_by: str = ""
    confirmed_at: str = ""
    ended_at: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether decisions can be signed with it."""
        return bool(self.confirmed_by) and not self.ended_at

    @property
    def is_pending(self) -> bool:
        """Whether another steward has to confirm it still."""
        return not self.confirmed_by and not self.ended_at


def after(entries: Sequence[Entry]) -> dict[str, Held]:
    """The passkeys by identifier after some entries of a trail, in the order in which they were registered."""
    found, _ = _followed(entries)
    return found


def _followed(entries: Sequence[Entry]) -> tuple[dict[str, Held], list[str]]:
    """The passkeys after some entries, and what is wrong with those about passkeys."""
    found: dict[str, Held] = {}
    wrong: list[str] = []
    stewards: dict[str, dict[str, Any]] = {}
    for entry in entries:
        verb = entry.says.verb
        if verb in {Verb.INIT, Verb.STEWARDS}:
            stewards = entry.details["stewards"]
            found = {name: _kept(one, stewards, entry.moment) for name, one in found.items()}
        if verb in VERBS:
            why = fault(found, stewards, entry)
            found = found if why else found | _changed(found, stewards, entry)
            wrong += [f"entry {entry.number} {why}"] if why else []
    return found, wrong


def fault(before: Mapping[str, Held], stewards: Mapping[str, Any], entry: Entry) -> str:
    """Why an entry about a passkey changes nothing, after those before it; empty when it does."""
    verb, passkey, by = entry.says.verb, passkeys.of_details(entry.details.get("passkey")), person(entry.says.by)
    if passkey is None or by not in {person(name) for name in stewards}:
        return "is about no passkey, or of no steward that the trail lists"
    known = before.get(passkey.id)
    if verb == Verb.PASSKEY:
        taken = known is not None or any(one.passkey.key == passkey.key for one in before.values())
        return "registers a passkey of another steward, or once more" if taken or by != person(passkey.steward) else ""
    if known is None or known.passkey != passkey or known.ended_at:
        return "is about a passkey that is not registered, or ended"
    alone = verb == Verb.PASSKEY_CONFIRMED and (by == person(passkey.steward) or not known.is_pending)
    return "confirms a passkey that no other steward confirmed, or once more" if alone else ""


def faults(entries: Sequence[Entry]) -> Iterator[str]:
    """Entries about passkeys that change nothing: the program writes none."""
    _, found = _followed(entries)
    yield from found


def _kept(held: Held, stewards: Mapping[str, Any], moment: str) -> Held:
    """A passkey after a change of stewards."""
    listed = stewards.get(held.passkey.steward)
    stays = listed is not None and listed["key"] == held.listed
    return held if stays or held.ended_at else replace(held, ended_at=moment)


def _changed(before: Mapping[str, Held], stewards: Mapping[str, Any], entry: Entry) -> dict[str, Held]:
    passkey = passkeys.of_details(entry.details["passkey"])
    assert passkey is not None  # noqa: S101 - `fault` looked
    if entry.says.verb == Verb.PASSKEY:
        listed = next(one["key"] for name, one in stewards.items() if person(name) == person(passkey.steward))
        return {passkey.id: Held(passkey, listed, entry.moment)}
    known = before[passkey.id]
    if entry.says.verb == Verb.PASSKEY_CONFIRMED:
        return {passkey.id: replace(known, confirmed_by=entry.says.by, confirmed_at=entry.moment)}
    return {passkey.id: replace(known, ended_at=entry.moment)}
