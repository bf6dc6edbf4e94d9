"""Who publishes a release, when, where and under which licence, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.pages.kit.language import Words


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the settings `[publication]` say, for the pages; what is empty is left out of them.

    Attributes:
        publisher: name of the organisation.
        contact: its e-mail address.
        licence: URL.
        address: URL of the folder of the release, with a slash at its end.
        date: the date of the release, as 2024-07-01.
    """

    publisher: str = ""
    contact: str = ""
    licence: str = ""
    address: str = ""
    date: str = ""

    def cite(self, words: Words, year: int, release: str) -> str:
        """How to cite the release about a year; empty when nobody publishes it."""
        if not (self.publisher and self.date and self.address):
            return ""
        issued = self.date[:4]
        return words("cited", publisher=self.publisher, issued=issued, year=year, release=release, address=self.address)
