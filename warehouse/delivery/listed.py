"""A delivery's own `manifest.json`: what was sent, to compare with what arrived."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import DeliveryRejectedError
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "manifest.json"
#: A manifest is small: a delivery has tens of files.
LARGEST = 4 * 1024 * 1024
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
RULE = '(rule: {"files": [{"name", "sha256", "rows", "bytes"}]}, the last two optional)'


@dataclass(frozen=True, slots=True)
class Promise:
    """What a manifest says of a file; `rows` as it stands there, None when it does not say."""

    sha256: str
    rows: Any
    size: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a delivery says of itself: its files by name, and whether they are synthetic."""

    files: Mapping[str, Promise]
    synthetic: bool


class Text:
    """Takes a manifest from its source; a sink."""

    promised = True

    def __init__(self, year: int) -> None:
        self._year = year
        self._text = bytearray()

    def write(self, chunk: bytes) -> None:
        """Takes bytes until there are more than a manifest has."""
        self._text += chunk
        if len(self._text) > LARGEST:
            raise _rejected(self._year, f"larger than {LARGEST} bytes {RULE}; mend it")

    def clone(self, descriptor: int) -> bool:
        """It goes into memory."""
        _ = descriptor
        return False

    def parsed(self) -> Manifest:
        """The manifest.

        Raises:
            DeliveryRejectedError: it cannot be parsed, names a file twice, or one outside the folder.
        """
        try:
            content = json.loads(bytes(self._text))
            entries = [(_name(entry), _promise(entry)) for entry in content["files"]]
            synthetic = content.get("synthetic") is True
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _rejected(self._year, f"1 file cannot be parsed {RULE}; mend or remove it") from None
        self._check_names([name for name, _ in entries])
        return Manifest(dict(entries), synthetic)

    def _check_names(self, names: list[str]) -> None:
        outside = [name for name in names if not is_plain(name)]
        if outside:
            raise _rejected(self._year, f"names a file outside the folder, {masked(outside[0])!r}; mend it")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise _rejected(self._year, f"has two entries for {masked(twice[0])}; mend it")


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in the folder itself."""
    return "\0" not in name and name not in {"", ".", ".."} and not {"/", "\\"} & set(name)


def _name(entry: dict[str, Any]) -> str:
    name = entry["name"]
    if not isinstance(name, str):
        raise TypeError
    name.encode()  # half a character, as "\ud800" is, is a ValueError
    return name


def _promise(entry: dict[str, Any]) -> Promise:
    sha256, size = str(entry["sha256"]), entry.get("bytes")
    if not SHA256.fullmatch(sha256) or not (size is None or (type(size) is int and size >= 0)):
        raise ValueError
    return Promise(sha256.lower(), entry.get("rows"), size)


def _rejected(year: int, why: str) -> DeliveryRejectedError:
    return DeliveryRejectedError(f"delivery {year}: {NAME}: {why}")
