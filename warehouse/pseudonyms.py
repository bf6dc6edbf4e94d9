"""Keyed pseudonyms: HMAC-SHA-256 under a key that never leaves the home folder or the environment.

A payroll tax number is pseudonymised as well as a BSN: that of a sole proprietor begins with the BSN of the owner.
"""

from __future__ import annotations

import hmac
import os
import re
from typing import TYPE_CHECKING

from warehouse import keys
from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.home import Home

KEY_VARIABLE = "BANENAFSPRAAK_PSEUDONYM_KEY"
KEY = "pseudonym.key"
#: A key of before, by its fingerprint: it stays while rows of a year are under it.
OLD = re.compile(r"pseudonym-([0-9a-f]{16})\.key")
#: Bytes kept of the 32: a 64-bit number, which joins fast; that no two share one is checked.
PSEUDONYM_BYTES = 8


class PseudonymClashError(WrongUseError):
    """Two people or employers would become one (about once in 10^8 keys)."""


def key(home: Home) -> bytes:
    """The key, from the environment or `secrets/`; raises WrongUseError when it is missing or none."""
    text = os.environ.get(KEY_VARIABLE)
    return keys.parsed(text, KEY_VARIABLE) if text else keys.read(home, KEY)


def old_name(fingerprint: str) -> str:
    """The file in `secrets/` of a key of before."""
    return f"pseudonym-{fingerprint}.key"


def old_keys(home: Home) -> dict[str, bytes]:
    """The keys of before that are kept, by fingerprint."""
    named = {path.name: OLD.fullmatch(path.name) for path in sorted(home.secrets.glob("pseudonym-*.key"))}
    return {found[1]: keys.read(home, name) for name, found in named.items() if found}


def fingerprint(secret: bytes) -> str:
    """What tells two keys apart without telling either; 16 hexadecimal digits."""
    return keys.subkey(secret, "fingerprint").hex()[: 2 * PSEUDONYM_BYTES]


def pseudonyms(secret: bytes, domain: str, values: Sequence[str]) -> list[int]:
    """The pseudonym of each of some distinct values, 0 to 2^64 - 1.

    `domain` keeps a person and an employer with the same number apart: each has a subkey of its own.

    Raises:
        PseudonymClashError: two of the values have the same pseudonym.
    """
    keyed = hmac.new(keys.subkey(secret, domain), digestmod="sha256")
    made = [_number(keyed.copy(), value) for value in values]
    if len(set(made)) != len(made):
        message = f"two {domain} numbers have one pseudonym; choose another key and build every year again"
        raise PseudonymClashError(message)
    return made


def _number(keyed: hmac.HMAC, value: str) -> int:
    keyed.update(value.encode())
    return int.from_bytes(keyed.digest()[:PSEUDONYM_BYTES])
