"""Codes, titles and scenario entries, read from the lists beside this module (`README.md`, sources)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from warehouse.reference.lists import FOLDER, PACKAGED


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list of the package as text."""
    return PACKAGED.rows(name)


def grounds() -> tuple[str, ...]:
    """Codes of the grounds of registration."""
    return tuple(row["code"] for row in rows("grondslag"))


def employment_codes() -> tuple[str, ...]:
    """The income relation codes that are employment (measurement.md, step 2)."""
    return tuple(row["code"] for row in rows("code_soort_ikv") if row["employment"] == "yes")


@cache
def scenarios() -> tuple[dict[str, Any], ...]:
    """The entries of `scenarios.toml`, their lists as tuples."""
    found = tomllib.loads((FOLDER / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
    return tuple(
        {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()} for entry in found
    )
