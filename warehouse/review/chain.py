"""The trail as one chain: what is wrong with it, and what follows from it; pure (docs/spec/review.md, "The trail")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from warehouse.review import enrolled, entries, passkeys, seals
from warehouse.review.policies import ABOUT_ONE, DECISIONS, MOVES, Decision, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.review.enrolled import Held
    from warehouse.review.entries import Entry

#: What the first entry says.
FOUNDING = {"stewards", "signatures", "service", "taken_over", "releases", "withdrawn", "current", "base"}


@dataclass(frozen=True, slots=True)
class Chain:
    """A trail in which nothing is wrong; at least its first entry is there."""

    entries: tuple[Entry, ...]

    @property
    def home(self) -> str:
        """The identifier of the home folder."""
        return self.entries[0].says.home

    @property
    def head(self) -> Entry:
        """The last entry."""
        return self.entries[-1]

    @property
    def founding(self) -> dict[str, Any]:
        """What the first entry says: stewards, whether they sign, the service's key, and what was taken over."""
        return self.entries[0].details

    @property
    def current(self) -> str | None:
        """The release that readers see; None when there is none."""
        found: str | None = self.founding["current"]
        for entry in self.entries:
            if entry.says.verb in MOVES:
                found = entry.details["current"]
        return found

    @property
    def base(self) -> str | None:
        """The release that the next candidate is built on: the one published, or rolled back to, last."""
        found: str | None = self.founding["base"]
        for entry in self.entries:
            if entry.says.verb in {Verb.PUBLISH, Verb.ROLLED_BACK}:
                found = entry.says.release
        return found

    @property
    def published(self) -> dict[str, str]:
        """The digest of the internal manifest of every release, by its identifier; also of those withdrawn."""
        taken: dict[str, str] = dict(self.founding["releases"])
        return taken | {
            one.says.release: one.says.internal_manifest_sha256 for one in self.entries if one.says.verb == Verb.PUBLISH
        }

    @property
    def built(self) -> dict[str, str]:
        """The digest of the internal manifest of every candidate as its last build recorded it, by its identifier."""
        made = [one.says for one in self.entries if one.says.verb == Verb.BUILD]
        return {one.release: one.internal_manifest_sha256 for one in made}

    @property
    def withdrawn(self) -> dict[str, str]:
        """The date on which a release was withdrawn, by its identifier."""
        taken: dict[str, str] = dict(self.founding["withdrawn"])
        made = {one.says.release: one.details["on"] for one in self.entries if one.says.verb == Verb.WITHDRAWN}
        return taken | made

    def sealed(self, release: str) -> dict[str, str]:
        """The digests of what publication added to a release, or of what one that was taken over had, by file."""
        made = [one for one in self.entries if one.says.verb == Verb.PUBLISH and one.says.release == release]
        return dict(made[0].details["files"] if made else self.founding.get("added", {}).get(release, {}))

    @property
    def destroyed(self) -> dict[int, str]:
        """The date on which a year was destroyed wholly, by year; it may have been delivered again since."""
        made = [one for one in self.entries if one.says.verb == Verb.DESTROY and one.details["done"]]
        return {int(one.details["year"]): one.moment[: len("YYYY-MM-DD")] for one in made}

    @property
    def pseudonym_key(self) -> str:
        """The fingerprint of the pseudonym key that was rotated to last; empty when none was."""
        made = [one.details["to"] for one in self.entries if one.says.verb == Verb.ROTATE]
        return str(made[-1]) if made else ""

    def stewards(self, number: int | None = None) -> dict[str, dict[str, Any]]:
        """The stewards with their keys after the entry with a number, by default after the last."""
        found: dict[str, dict[str, Any]] = {}
        for entry in self.entries[:number]:
            if entry.says.verb in {Verb.INIT, Verb.STEWARDS}:
                found = entry.details["stewards"]
        return found

    def passkeys(self, number: int | None = None) -> dict[str, Held]:
        """The passkeys by their identifier after the entry with a number, by default after the last."""
        return enrolled.after(self.entries[:number])

    def about(self, release: str) -> list[Decision]:
        """The decisions about a candidate or release, and every move of what readers see; oldest first."""
        return [one for one in self.decisions() if one.candidate == release or one.verb in MOVES]

    def decisions(self) -> list[Decision]:
        """What every entry decides, oldest first."""
        ended = {name for name, one in self.passkeys().items() if one.ended_at}
        return [replace(decision(one), void=passkeys.signer(one.signature) in ended) for one in self.entries]

    def holds(self, number: int, sha256: str) -> bool:
        """Whether the entry with a number has this digest."""
        return 0 < number <= len(self.entries) and self.entries[number - 1].sha256 == sha256


def decision(entry: Entry) -> Decision:
    """What an entry decides."""
    says, details = entry.says, entry.details
    return Decision(
        Verb(says.verb),
        says.release,
        says.internal_manifest_sha256,
        details.get("builder", says.by),
        says.moment,
        entry.note,
        entry.signature,
        says.review_sha256,
        details.get("left") or "",
        entry.text,
    )


def faults(found: Sequence[tuple[str, Entry | None]]) -> Iterator[str]:
    """What is wrong with the files of a trail, by name in order; nothing when it is whole."""
    good: list[Entry] = []
    for place, (name, entry) in enumerate(found, start=1):
        number = name.partition("-")[0]
        if number != f"{place:06d}":
            yield f"entry {place} is missing, or {name} does not belong there"
            return
        if entry is None:
            yield f"entry {name} is not as it was written"
            return
        wrong = _wrong(name, place, entry, good)
        if wrong:
            yield f"entry {name} {wrong}"
            return
        good.append(entry)


def _wrong(name: str, place: int, entry: Entry, before: Sequence[Entry]) -> str:
    """What is wrong with an entry after those before it; empty when nothing is."""
    says = entry.says
    if entry.number != place or says.verb not in list(Verb) or name != f"{place:06d}-{says.verb}.json":
        return "is out of order"
    if (says.verb == Verb.INIT) is not (not before):
        return "cannot stand there: `init` is the first entry, and no other"
    if before and says.home != before[0].says.home:
        return "is of another home"
    return _wrong_place(entry, before) or _wrong_inside(entry, before)


def _wrong_place(entry: Entry, before: Sequence[Entry]) -> str:
    if entry.before != (before[-1].sha256 if before else entries.NONE_BEFORE):
        return "does not follow the entry before it: that one was changed, or one between them is missing"
    if before and entry.moment < before[-1].moment:
        return "is dated before the one before"
    return ""


def _wrong_inside(entry: Entry, before: Sequence[Entry]) -> str:
    says = entry.says
    founding = (before[0] if before else entry).details
    service = founding["service"] if founding.keys() >= FOUNDING else ""
    if not seals.holds(service, entry.sealed(), entry.seal):
        return "does not have the seal of the service's key"
    if says.note_sha256 != entries.digest_of_note(entry.nonce, entry.note):
        return "has another note than the one that was signed"
    if says.verb not in DECISIONS and (says.head, says.moment) != (entry.before, entry.moment):
        return "says another place in the trail than it has"
    return stale(entry, before) if says.verb in DECISIONS else ""


def stale(entry: Entry, before: Sequence[Entry]) -> str:
    """Why a decision does not hold after what came before it, and since the head that it names; empty when it does."""
    says = entry.says
    if any(one.text == entry.text for one in before):
        return "is in the trail already"
    heads = [one.sha256 for one in before]
    if says.head not in heads or says.moment > entry.moment:
        return "names a head that is not in the trail before it"
    named = heads.index(says.head)
    if says.moment < before[named].moment:
        return "is dated before the head that it names"
    since = before[named + 1 :]
    if any(one.says.verb not in ABOUT_ONE or one.says.release != says.release for one in since):
        return "was made before something else happened: decide again"
    return ""
