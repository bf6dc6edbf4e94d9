"""The package's reference files, as far as the makers go by them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

REFERENCE: Final = Path(__file__).resolve().parents[1] / "reference"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of `reference/<name>.csv`, as texts."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def codes(name: str) -> tuple[str, ...]:
    """Codes of a reference code list, in file order (for example `grondslag`)."""
    return tuple(row["code"] for row in rows(name))


def first_day(text: str) -> date:
    """The first day that a rule holds; an empty cell is the first day there is."""
    return date.fromisoformat(text) if text else date.min
