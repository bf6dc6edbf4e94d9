"""Makes a home folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.home import Home
from warehouse.review import desk, founding, trail

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(home: Path, *, trial: bool, of: Path | None, stewards: Sequence[str]) -> str:
    """Makes a home with stewards given as NAME=KEYFILE, and returns its identifier."""
    place = Home(home)
    founding.make(place, trial=trial, stewards=dict(_listed(one) for one in stewards), of=of)
    return trail.opened(place).home


def _listed(text: str) -> tuple[str, str]:
    """A steward's name and public key; raises WrongUseError when the file holds none."""
    name, _, file = text.partition("=")
    try:
        key = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        key = ""
    if len(key.splitlines()) != 1 or "PRIVATE" in key:
        message = f"--steward {name}: give NAME=KEYFILE with the file of the public SSH key (it ends in .pub)"
        raise WrongUseError(message)
    return desk.named(name), key
