"""An entry of the trail: what it says, in the text that is signed, and what binds it to the entry before it; pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

from warehouse.errors import TamperedError

TITLE = "banenafspraak"
#: What the first entry names as the entry before it.
NONE_BEFORE = "0" * 64
#: What an entry leaves out that was not handed in through `inbox/`.
NO_ACCOUNT = ("account", "")


@dataclass(frozen=True, slots=True)
class Statement:
    """What an entry says; its text is what is signed (docs/spec/review.md, "Audit").

    Attributes:
        home: identifier of the home folder, 32 hexadecimal digits.
        verb: what was done.
        release: the candidate or release that it is about; empty when about none.
        internal_manifest_sha256, public_manifest_sha256: digests of its manifests; empty when about none.
        by: the steward, or `service`.
        moment: when it was said (ISO, UTC).
        head: SHA-256 of the last entry of the trail at that moment.
        review_sha256: digest of the settings `[review]`.
        note_sha256: digest of a nonce and the note, which stay in the trail; empty without a note.
        details: what else the verb needs, as one line of JSON.
    """

    home: str
    verb: str
    release: str = ""
    internal_manifest_sha256: str = ""
    public_manifest_sha256: str = ""
    by: str = "service"
    moment: str = ""
    head: str = NONE_BEFORE
    review_sha256: str = ""
    note_sha256: str = ""
    details: str = "{}"

    def text(self) -> str:
        """One field per line, with its name; the whole of it is signed."""
        lines = [f"{name}: {value}".rstrip() for name, value in asdict(self).items()]
        return "\n".join([TITLE, *lines, ""])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail.

    Attributes:
        number: its place, from 1.
        before: SHA-256 of the file of the entry before it.
        moment: when it was added (ISO, UTC).
        text: what is said, as it was signed.
        signature: of the steward; empty for what the service says, and where signatures are off.
        note, nonce: what `note_sha256` is the digest of.
        seal: signature of the service's key over all of the rest.
        sha256: of the file of the entry.
        account: the account that handed it in through `inbox/`; empty when it was not.
    """

    number: int
    before: str
    moment: str
    text: str
    signature: str
    note: str
    nonce: str
    seal: str
    sha256: str = ""
    account: str = ""

    @property
    def says(self) -> Statement:
        """What the text says."""
        return parsed(self.text)

    @property
    def details(self) -> dict[str, Any]:
        """What the text says besides."""
        found: dict[str, Any] = json.loads(self.says.details)
        return found

    def sealed(self) -> bytes:
        """What the service's key signs."""
        content = {name: value for name, value in self._kept().items() if name != "seal"}
        return json.dumps(content, sort_keys=True).encode()

    def content(self) -> bytes:
        """The bytes of its file."""
        return (json.dumps(self._kept(), indent=1, ensure_ascii=False) + "\n").encode()

    def _kept(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "sha256" and (name, value) != NO_ACCOUNT}


@lru_cache(maxsize=8192)  # a chain is gone through many times
def parsed(text: str) -> Statement:
    """What a text says.

    Raises:
        TamperedError: it is not the text of a statement, to the byte.
    """
    values = [line.partition(":")[2].strip() for line in text.split("\n")[1:-1]]
    names = [field.name for field in fields(Statement)]
    said = Statement(**dict(zip(names, values, strict=False))) if len(values) == len(names) else None
    if said is None or said.text() != text or not _is_object(said.details):
        message = "trail: a text that is not the program's; give the text as `banenafspraak decision` printed it"
        raise TamperedError(message)
    return said


def read(data: bytes) -> Entry | None:
    """The entry in the bytes of a file; None when they hold none."""
    try:
        content = json.loads(data)
        entry = Entry(**content, sha256=hashlib.sha256(data).hexdigest())
        good = _has_types(entry) and entry.content() == data
        parsed(entry.text)
    except (ValueError, TypeError, AttributeError, RecursionError, TamperedError):
        return None
    return entry if good else None


def _has_types(entry: Entry) -> bool:
    """Whether its number is a number, and all else text."""
    return all(type(value) is (int if name == "number" else str) for name, value in asdict(entry).items())


def digest_of_note(nonce: str, note: str) -> str:
    """What a text says of a note: SHA-256 over the nonce and the note; empty without a note."""
    return hashlib.sha256(f"{nonce}\n{note}".encode()).hexdigest() if note else ""


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
