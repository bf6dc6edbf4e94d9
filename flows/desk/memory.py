"""What the desk remembers while it runs, and nowhere else: who is signed in, and what was asked to be signed.

A restart signs everybody out and forgets what was asked. Everything here is used by several threads.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

    from warehouse.review.passkeys import Passkey
    from warehouse.review.policies import Verb

T = TypeVar("T")

#: Seconds: a challenge; a text that is signed elsewhere; a session without a request, and at most.
CHALLENGE, ELSEWHERE, IDLE, LONGEST = 300, 1800, 1800, 28_800
#: So many of each are remembered; of more the oldest are forgotten.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who may look.

    Attributes:
        steward: the name, as the trail has it.
        passkey: the passkey that signed in; empty where a proxy vouches for the steward.
        csrf: what every form of the session holds.
        since: when it began.
    """

    steward: str
    passkey: str
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    since: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked to be signed with a passkey, and by whom; a challenge is for one answer.

    Attributes:
        kind: `sign-in`, `register`, `decide` or `enrol`.
        steward: who was asked; empty when anybody may sign in.
        session: the session that asked; empty without one.
        verb, subject: what is decided, and of which candidate or release.
        text, note, nonce: of the decision.
        passkey: which passkey is confirmed, ended or registered.
    """

    kind: str
    steward: str = ""
    session: str = ""
    verb: Verb | None = None
    subject: str = ""
    text: str = ""
    note: str = ""
    nonce: str = ""
    passkey: Passkey | None = None


class Kept(Generic[T]):
    """Values by key, each for some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._found: dict[Hashable, tuple[float, T]] = {}
        self._lock = threading.Lock()

    def put(self, key: Hashable, value: T) -> None:
        """Keeps a value; the oldest is forgotten when there are too many."""
        with self._lock:
            self._found.pop(key, None)
            self._found[key] = (time.monotonic() + self._seconds, value)
            while len(self._found) > MOST:
                del self._found[next(iter(self._found))]

    def get(self, key: Hashable) -> T | None:
        """The value, when it is there and not too old."""
        with self._lock:
            until, value = self._found.get(key, (0.0, None))
            return value if until > time.monotonic() else None

    def pop(self, key: Hashable) -> T | None:
        """The value, which is forgotten."""
        found = self.get(key)
        with self._lock:
            self._found.pop(key, None)
        return found


class Sessions:
    """Who is signed in, by the token in the cookie."""

    def __init__(self) -> None:
        self._kept: Kept[Session] = Kept(IDLE)

    def begin(self, session: Session) -> str:
        """Keeps a session and returns its token."""
        token = secrets.token_urlsafe(32)
        self._kept.put(token, session)
        return token

    def of(self, token: str) -> Session | None:
        """The session of a token, which lives on by it; None when it ended."""
        found = self._kept.get(token)
        if found is None or time.monotonic() - found.since > LONGEST:
            return None
        self._kept.put(token, found)
        return found

    def end(self, token: str) -> None:
        """Ends a session."""
        self._kept.pop(token)
