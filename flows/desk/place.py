"""The desk of one home: what it is for, and what it remembers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.desk.memory import CHALLENGE, ELSEWHERE, Asked, Kept, Sessions
from flows.desk.reading import Reader
from warehouse.review import passkeys

if TYPE_CHECKING:
    from warehouse.home import Home
    from warehouse.review.enrolled import Held


@dataclass
class Desk:
    """What every page of the desk needs.

    Attributes:
        home: the home folder.
        origin: where browsers find the desk.
        is_unix: whether it listens on a Unix socket.
    """

    home: Home
    origin: str
    is_unix: bool = False
    reader: Reader = field(init=False)
    sessions: Sessions = field(default_factory=Sessions)
    challenges: Kept[Asked] = field(default_factory=lambda: Kept(CHALLENGE))
    strangers: Kept[Asked] = field(default_factory=lambda: Kept(CHALLENGE))
    elsewhere: Kept[Asked] = field(default_factory=lambda: Kept(ELSEWHERE))
    deciding: threading.Lock = field(default_factory=threading.Lock)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.home)

    @property
    def rp(self) -> str:
        """The relying party: the name of the host."""
        return passkeys.rp_of(self.origin)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by TLS."""
        return self.origin.startswith("https:")

    @property
    def cookie(self) -> str:
        """The name of the cookie, which by TLS no other host can set."""
        return "__Host-desk" if self.is_secure else "desk"

    def valid(self, passkey: str) -> Held | None:
        """A passkey that decides now; None when there is none of this identifier, or of another desk."""
        known = self.reader.trail().chain
        held = known.passkeys().get(passkey)
        good = held is not None and held.is_valid and held.passkey.origin == self.origin
        return held if good and held is not None and held.passkey.steward in known.stewards() else None
