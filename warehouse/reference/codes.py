"""Codes, titles and scenario entries, read from the lists beside this module (`README.md`, sources)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from warehouse import sql
from warehouse.reference.lists import FOLDER, PACKAGED

if TYPE_CHECKING:
    from collections.abc import Iterable


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list of the package as text."""
    return PACKAGED.rows(name)


def grounds() -> tuple[str, ...]:
    """Codes of the grounds of registration."""
    return tuple(row["code"] for row in rows("grondslag"))


def income_codes() -> tuple[str, ...]:
    """Codes of the kind of income relation."""
    return tuple(row["code"] for row in rows("code_soort_ikv"))


def employment_codes() -> tuple[str, ...]:
    """The income relation codes that are employment (measurement.md, step 2)."""
    return tuple(row["code"] for row in rows("code_soort_ikv") if row["employment"] == "yes")


def nature_codes() -> tuple[str, ...]:
    """Codes of the nature of the employment, of any date."""
    return tuple(dict.fromkeys(row["code"] for row in rows("code_aard")))


def government_sectors() -> tuple[str, ...]:
    """Codes of the government sub-sectors."""
    return tuple(row["code"] for row in rows("overheidssector"))


def titles(name: str, language: str) -> dict[str, str]:
    """The titles of the codes of `<name>.csv` in a language (nl or en), in the order of the list."""
    return {row["code"]: row[f"title_{language}"] for row in rows(name)}


def sql_list(values: Iterable[str]) -> str:
    """Values of our own code lists as an SQL list, quoted."""
    return sql.listed(values)


def nature_not_valid_sql() -> str:
    """SQL that is true when a known `cdaard` is not valid on the first day of the period.

    Codes that are always valid are passed over at once; those with the same windows are tested together.
    """
    by_windows: dict[tuple[str, ...], list[str]] = {}
    for code in nature_codes():
        windows = tuple(_window_sql(row) for row in rows("code_aard") if row["code"] == code)
        by_windows.setdefault(windows, []).append(code)
    limited = [(windows, codes) for windows, codes in by_windows.items() if "true" not in windows]
    broken = [f"(cdaard IN {sql_list(codes)} AND NOT ({' OR '.join(windows)}))" for windows, codes in limited]
    all_limited = sql_list(code for _, codes in limited for code in codes)
    return f"cdaard IN {all_limited} AND ({' OR '.join(broken)})"


def _window_sql(row: dict[str, str]) -> str:
    bounds = []
    if row["valid_from"]:
        bounds.append(f"datum_aanvang_tijdvak >= DATE '{row['valid_from']}'")
    if row["valid_to"]:
        bounds.append(f"datum_aanvang_tijdvak <= DATE '{row['valid_to']}'")
    return " AND ".join(bounds) or "true"


@cache
def scenarios() -> tuple[dict[str, Any], ...]:
    """The entries of `scenarios.toml`, their lists as tuples."""
    found = tomllib.loads((FOLDER / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
    return tuple(
        {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()} for entry in found
    )
