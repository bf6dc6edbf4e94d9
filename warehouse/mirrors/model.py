"""What a mirror offers, of whatever kind, and how its faults are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from warehouse.errors import MirrorBehindError
from warehouse.sources.model import Words
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from warehouse.errors import BanenafspraakError

#: The size of what is no file: a folder; a link, a device.
FOLDER, OTHER = -1, -2
#: What is done about a mirror that lags.
REMEDY = "readers there may see what is no longer so; give `banenafspraak mirror` when that is mended"


class Mirror(Protocol):
    """A place that holds what `published/` holds and nothing else; names are paths in it, with slashes.

    Each method raises MirrorBehindError when the place cannot be reached, read or written.
    """

    @property
    def shown(self) -> str:
        """What messages call it."""

    def listing(self) -> dict[str, int]:
        """The size of every file, in bytes; FOLDER or OTHER for what is none. No link is followed."""

    def digest(self, name: str) -> str:
        """SHA-256 of a file, 64 hexadecimal digits; empty when it is gone."""

    def put(self, name: str, data: bytes) -> None:
        """Makes or replaces a file in one step."""

    def remove(self, name: str) -> None:
        """Takes away whatever has that name, and what lies in it; nothing when it is gone."""


@dataclass(frozen=True, slots=True)
class MirrorWords(Words):
    """Says what is wrong with a mirror, by the name that everybody may see; all of it means that it lags."""

    def missing(self, name: str) -> BanenafspraakError:
        """Something is not there that has to be."""
        return self._behind(name, "is not there")

    def refused(self, name: str, why: str, mend: str) -> BanenafspraakError:
        """The place does what may not be; what a source would have mended is not what a mirror needs."""
        _ = mend
        return self._behind(name, why)

    def unavailable(self, name: str, why: str) -> BanenafspraakError:
        """The place cannot be used now."""
        return self._behind(name, f"cannot be reached or written ({why})")

    def fault(self, name: str, error: Exception) -> BanenafspraakError:
        """The system or a library says it; that memory or disk is short is said of the mirror's."""
        return self.unavailable(name, getattr(error, "strerror", None) or type(error).__name__)

    def stalled(self, name: str, seconds: float) -> BanenafspraakError:
        """Nothing moved for too long."""
        return self.unavailable(name, f"nothing moved for {seconds:g} s, [source] stall_seconds")

    def _behind(self, name: str, why: str) -> BanenafspraakError:
        where = f"mirror {self.source}: {masked(name)}" if name else f"mirror {self.source}"
        return MirrorBehindError(f"{where}: {why}; {REMEDY}")
