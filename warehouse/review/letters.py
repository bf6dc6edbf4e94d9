"""A decision as another account hands it in: one file in `inbox/`, written by the steward, read by the service.

Whoever may write in `inbox/` may write anything there. So a letter is read as a stranger's: a plain file of limited
size with one name, that holds four texts, of which one is the text of a decision of this home, to the byte.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from warehouse.errors import TamperedError, WrongUseError
from warehouse.releases import IDENTIFIER
from warehouse.review import entries
from warehouse.review.policies import DECISIONS, ON_STEWARDS

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.review.entries import Statement

NAME_BYTES = 16
LARGEST_BYTES = 65_536
#: The account reads and writes, and so does the group, in which the service is; nobody else in it knows the name.
GROUP_FILE = 0o640
#: What can be handed in; a change of stewards concerns `config.toml`, which is the operator's, and a passkey the desk.
VERBS = tuple(verb for verb in DECISIONS if verb not in ON_STEWARDS)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
DIGEST = re.compile(r"[0-9a-f]{64}")
NONCE = re.compile(r"([0-9a-f]{32})?")
LONG_NUMBER = re.compile(r"\d{8,}")
#: Why something is refused of which nothing is repeated.
UNREADABLE, NOT_PLAIN = "is no text of JSON that can be read", "is no plain file"
TOO_LONG = f"has more than {LARGEST_BYTES} bytes"
NO_LETTER, NO_DECISION = "is no text that the program wrote", "is no decision that can be handed in"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed in: the text, its signature, and the note with its nonce."""

    text: str
    signature: str
    note: str
    nonce: str

    @property
    def says(self) -> Statement:
        """What the text says."""
        return entries.parsed(self.text)


def write(home: Home, letter: Letter) -> None:
    """Puts a letter into the inbox, whole, under a name that nobody can guess.

    Raises:
        WrongUseError: this account may not, or the letter is too long.
    """
    content = json.dumps(asdict(letter)).encode()
    if len(content) > LARGEST_BYTES:
        message = f"inbox: the decision {TOO_LONG}; write a shorter note"
        raise WrongUseError(message)
    place = home.inbox / f"{secrets.token_hex(NAME_BYTES)}.json"
    try:
        _write_new(place, content, home.inbox.stat().st_gid)
    except PermissionError:
        message = (
            f"home folder {home.root}: this account cannot write in {home.inbox.name}; ask the operator for a place in "
            "the group of security.steward_group"
        )
        raise WrongUseError(message) from None


def _write_new(place: Path, content: bytes, group: int) -> None:
    temporary = place.with_name(f".new-{place.name}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, GROUP_FILE)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    temporary.rename(place)


def read(folder: int, name: str) -> Letter:
    """The letter in a file; nothing of what it says is proven but that it has the shape of a decision.

    Args:
        folder: the descriptor of the inbox.
        name: the name of the file in it.

    Raises:
        WrongUseError: it is none; the message holds nothing of the file.
    """
    try:
        letter = _parsed(_bytes(folder, name))
        good = _has_shape(letter)
    except (OSError, ValueError, RecursionError):
        raise WrongUseError(UNREADABLE) from None
    except TamperedError:
        raise WrongUseError(NO_LETTER) from None
    if not good:
        raise WrongUseError(NO_DECISION)
    return letter


def _bytes(folder: int, name: str) -> bytes:
    """The bytes of a plain file that has one name; no link is followed and no pipe waited for."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise WrongUseError(NOT_PLAIN)
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise WrongUseError(TOO_LONG)
    return content


def _parsed(content: bytes) -> Letter:
    found = json.loads(content)
    names = {field.name for field in fields(Letter)}
    if not isinstance(found, dict) or found.keys() != names or not all(isinstance(one, str) for one in found.values()):
        raise WrongUseError(NO_LETTER)
    json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
    return Letter(**found)


def _has_shape(letter: Letter) -> bool:
    says = letter.says
    digests = (says.internal_manifest_sha256, says.public_manifest_sha256, says.head, says.review_sha256)
    return (
        says.verb in VERBS
        and IDENTIFIER.fullmatch(says.release) is not None
        and all(DIGEST.fullmatch(one) for one in digests)
        and MOMENT.fullmatch(says.moment) is not None
        and NONCE.fullmatch(letter.nonce) is not None
        and says.by.isprintable()
        and not LONG_NUMBER.search(says.by)
        and says.note_sha256 == entries.digest_of_note(letter.nonce, letter.note)
    )
