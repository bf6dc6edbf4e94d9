"""Names of delivered files: which table a file is of, or was meant to be of (docs/spec/deliveries.md, "Files").

A file that only looks like one of a table is never left out unsaid: a part that is not read makes the figures too low.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from warehouse.registry.deliveries import DELIVERIES

if TYPE_CHECKING:
    from transforms.law import Law

FORMATS = ("csv.gz", "csv", "parquet")
_TABLES, _FORMATS = ("|".join(map(re.escape, words)) for words in (sorted(DELIVERIES, key=len, reverse=True), FORMATS))
NAMED = re.compile(rf"(?P<table>{_TABLES})(?P<part>-[^/]*)?\.(?P<format>{_FORMATS})")
#: The same in other letters, or with something else between the table and its part: a letter makes another word.
ALIKE = re.compile(rf"(?P<table>{_TABLES})(?P<part>[\W\d_].*)?\.(?P<format>{_FORMATS})", re.IGNORECASE)


class Named(NamedTuple):
    """The table and the format that a name says."""

    table: str
    format: str


def named(name: str) -> Named | None:
    """What a name says; None when it is not that of a table's file."""
    found = NAMED.fullmatch(name)
    return Named(found["table"], found["format"]) if found else None


def meant(name: str, law: Law) -> str | None:
    """The name that a file should have which looks like one of a table, under `law`; None when it does not, or has it.

    Letters are compared without case and composition, and without spaces around the name.
    """
    found = ALIKE.fullmatch(unicodedata.normalize("NFKC", name).strip())
    if named(name) is not None or found is None:
        return None
    table = found["table"].lower()
    part = re.sub(r"\W+|_+", "-", found["part"] or "").strip("-")
    right = f"{table}{f'-{part}' if part else ''}.{found['format'].lower()}"
    return right if DELIVERIES[table].belongs_to(law) else None
