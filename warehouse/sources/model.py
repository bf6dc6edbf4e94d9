"""What every kind of source offers, and how its refusals are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from warehouse import room
from warehouse.errors import DeliveryRejectedError, SourceRefusedError, SourceUnavailableError
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from warehouse.errors import BanenafspraakError

CHUNK_BYTES = 256 * 1024
#: More files than this in the folder of a year is no delivery.
MOST_FILES = 10_000


class Sink(Protocol):
    """Where the bytes of a file go; refuses more of them than were promised or may be unpacked.

    Attributes:
        promised: whether it knows from the delivery's manifest what must come, and compares.
    """

    promised: bool

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes."""

    def clone(self, descriptor: int) -> bool:
        """Takes all bytes of an open file as a copy-on-write copy; False when the disk cannot."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in the folder of a year.

    Attributes:
        files: names of files.
        others: names of links, devices and pipes, which are never followed.
        folders: names of folders, which are never looked into.
        complete: whether these are all; a web server need not list its folder.
    """

    files: tuple[str, ...]
    others: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    complete: bool = True


class Folder(Protocol):
    """The folder of a year at a source."""

    def listing(self) -> Listing:
        """What lies in it."""

    def fetch(self, name: str, into: Sink) -> str:
        """Hands all bytes of a file to `into`; returns how: clone, copy or download.

        Raises:
            NotDeliveredError: there is no such file.
            SourceUnavailableError, SourceRefusedError: it cannot be read, or may not be.
        """


class NotDeliveredError(DeliveryRejectedError):
    """There is no such file or folder."""


@dataclass(frozen=True, slots=True)
class Words:
    """Says what is wrong with a source, by the name that everybody may see."""

    source: str

    def missing(self, name: str) -> BanenafspraakError:
        """A file or folder is not there."""
        return NotDeliveredError(self._say(name, "is not there", "have it delivered and build again"))

    def refused(self, name: str, why: str, mend: str) -> BanenafspraakError:
        """The source does what may not be; another try would not help."""
        return SourceRefusedError(self._say(name, why, mend))

    def unavailable(self, name: str, why: str) -> BanenafspraakError:
        """The source cannot be read now."""
        return SourceUnavailableError(self._say(name, f"cannot be read ({why})", "try again later"))

    def fault(self, name: str, error: Exception) -> BanenafspraakError:
        """The source cannot be read now, as the system or a library says it.

        Raises:
            StorageError: it is our own memory or disk that is short; the words of a server do not count for that.
        """
        if isinstance(error, OSError):
            room.check(error, f"source {self.source}")
        return self.unavailable(name, getattr(error, "strerror", None) or type(error).__name__)

    def stalled(self, name: str, seconds: float) -> BanenafspraakError:
        """Nothing came for too long."""
        return self.unavailable(name, f"nothing came for {seconds:g} s, [source] stall_seconds")

    def _say(self, name: str, why: str, mend: str) -> str:
        where = f"source {self.source}: {masked(name)}" if name else f"source {self.source}"
        return f"{where}: {why}; {mend}"
