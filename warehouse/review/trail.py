"""The trail on disk: one file per entry, added and never changed (docs/spec/review.md, "The trail").

An entry is written whole or not at all, so a killed command leaves the chain as it was, or longer by an entry.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse import manifests
from warehouse.errors import DecisionRefusedError, TamperedError, WrongUseError
from warehouse.home import PRIVATE, write_durably
from warehouse.review import chain, entries, seals
from warehouse.review.chain import Chain
from warehouse.review.entries import NONE_BEFORE, Entry, Statement
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from warehouse.home import Home
    from warehouse.review.policies import Decision

ENTRY_FILE = 0o400
NONCE_BYTES = 16
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Signed:
    """What comes with a decision: the signature, the note with its nonce, and the account that handed it in."""

    signature: str = ""
    note: str = ""
    nonce: str = ""
    account: str = ""


def opened(home: Home) -> Chain:
    """The trail of a home, checked.

    Raises:
        TamperedError: an entry is missing, edited, out of order, of another home or dated before the one before.
        WrongUseError: the home was not made with `init`.
    """
    said = manifests.read_json(home.trail_head)  # before the entries: another command may be adding one
    found = files(home)
    for fault in chain.faults(found):
        message = f"trail: {fault}; restore the home folder from its backup"
        raise TamperedError(message)
    if not found:
        home.check_made()
    known = Chain(tuple(entry for _, entry in found if entry is not None))
    if (home.secrets / seals.SERVICE).exists() and seals.public_key(home) != known.founding["service"]:
        message = f"trail: was sealed with another key than secrets/{seals.SERVICE}; restore the home folder"
        raise TamperedError(message)
    _check_head(home, known, said)
    return known


def _check_head(home: Home, known: Chain, said: dict[str, Any] | None) -> None:
    """Raises TamperedError when the trail ends before its last entry; a killed command may have added one more."""
    number, sha256, seal = ((said or {}).get(name) for name in ("number", "head", "seal"))
    whole = isinstance(number, int) and known.holds(number, str(sha256))
    sealed = seals.holds(known.founding["service"], _of_head(number, sha256), str(seal))
    first = len(known.entries) == 1 and said is None
    if home.secrets.is_dir() and not first and not (whole and sealed):
        message = (
            f"trail: is older, shorter or another than secrets/{home.trail_head.name} says; restore the home folder"
        )
        raise TamperedError(f"{message} from its backup")


def _of_head(number: object, sha256: object) -> bytes:
    return f"head {number} {sha256}".encode(errors="backslashreplace")


def is_there(home: Home) -> bool:
    """Whether a home has a trail."""
    return bool(files(home))


def files(home: Home) -> list[tuple[str, Entry | None]]:
    """Whatever stands in the folder of the trail, by name; None for what is no entry."""
    found = sorted(home.trail.iterdir()) if home.trail.is_dir() and not home.trail.is_symlink() else []
    whole = [path for path in found if not path.name.startswith(".new-")]
    plain = [(path, path.is_file() and not path.is_symlink()) for path in whole]
    return [(path.name, entries.read(path.read_bytes()) if good else None) for path, good in plain]


def read(home: Home, candidate: str) -> list[Decision]:
    """The decisions about a candidate, and every move of what readers see; oldest first."""
    return opened(home).about(candidate)


def stated(known: Chain, statement: Statement, note: str = "") -> tuple[Statement, str]:
    """A statement with its home, head and moment, and the nonce of its note."""
    at = {"home": known.home, "head": known.head.sha256, "moment": max(now(), known.head.moment)}
    return noted(replace(statement, **at), note)


def noted(statement: Statement, note: str) -> tuple[Statement, str]:
    """A statement with the digest of its note, and the nonce of that."""
    nonce = secrets.token_hex(NONCE_BYTES) if note else ""
    return replace(statement, note_sha256=entries.digest_of_note(nonce, note)), nonce


def add(home: Home, statement: Statement, signed: Signed) -> Entry:
    """Adds what somebody decided, sealed with the service's key.

    Raises:
        DecisionRefusedError: the decision was made before something else happened, or is in the trail already.
        HomeBusyError: another command is adding to the trail.
    """
    with home.trail_held():
        known = opened(home)
        head, moment = known.head, max(now(), known.head.moment)
        entry = Entry(head.number + 1, head.sha256, moment, statement.text(), **asdict(signed), seal="")
        why = chain.stale(entry, known.entries)
        if why:
            message = f"{statement.verb} {statement.release}: the decision {why}"
            raise DecisionRefusedError(message)
        return _write(home, entry)


def say(home: Home, statement: Statement, note: str = "") -> Entry:
    """Adds what the service says; raises HomeBusyError when another command is adding to the trail."""
    with home.trail_held():
        known = opened(home)
        placed, nonce = stated(known, statement, note)
        head = known.head
        return _write(home, Entry(head.number + 1, head.sha256, placed.moment, placed.text(), "", note, nonce, ""))


def keep_note(folder: Path, digest: str, nonce: str, note: str) -> None:
    """Keeps the note of a decision that is signed elsewhere, until it is handed in."""
    if digest:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        write_durably(folder / f"{digest}.json", json.dumps({"nonce": nonce, "note": note}).encode(), mode=0o600)


def kept_note(folder: Path, digest: str) -> tuple[str, str]:
    """The nonce and the note with a digest; both empty without a note.

    Raises:
        WrongUseError: the note is not there.
    """
    if not digest:
        return "", ""
    content = manifests.read_json(folder / f"{digest}.json") if DIGEST.fullmatch(digest) else None
    nonce, note = (str((content or {}).get(name, "")) for name in ("nonce", "note"))
    if entries.digest_of_note(nonce, note) != digest:
        message = "note: that of this text is not there; print the text again with `banenafspraak decision`"
        raise WrongUseError(message)
    return nonce, note


def forget_note(folder: Path, digest: str) -> None:
    """Removes a note that was kept, when it is there."""
    if DIGEST.fullmatch(digest):
        (folder / f"{digest}.json").unlink(missing_ok=True)


def found(home: Home, details: dict[str, Any]) -> Entry:
    """Writes the first entry of a trail."""
    moment = now()
    details = details | {"service": seals.public_key(home)}
    text = Statement(secrets.token_hex(NONCE_BYTES), Verb.INIT, moment=moment, details=as_json(details)).text()
    with home.trail_held():
        return _write(home, Entry(1, NONE_BEFORE, moment, text, "", "", "", ""))


def as_json(details: dict[str, Any]) -> str:
    """What else an entry says, on one line."""
    return json.dumps(details, sort_keys=True)


def now() -> str:
    """The moment, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def user() -> str:
    """The account that runs the command, whatever its environment says."""
    return account(os.geteuid())


def account(number: int) -> str:
    """The name of an account; its number when it has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _write(home: Home, entry: Entry) -> Entry:
    sealed = replace(entry, seal=seals.seal(home, entry.sealed()))
    path = home.trail / f"{entry.number:06d}-{entry.says.verb}.json"
    write_durably(path, sealed.content(), mode=ENTRY_FILE)
    written = entries.read(path.read_bytes())
    assert written is not None  # noqa: S101 - what was written is read back
    seal = seals.seal(home, _of_head(written.number, written.sha256))
    head = as_json({"number": written.number, "head": written.sha256, "seal": seal})
    write_durably(home.trail_head, head.encode(), mode=0o600)
    return written
