"""The terms that the SQL of the registry is filled with: the codes, dates and shares of one year's law.

A rule in the registry names a term, as `{cut}` or `{grounds}`; what it stands for comes from the reference lists that
hold in the home and from `transforms.law`, and never from the time of import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from transforms.law import without_inferred_bounds
from warehouse.reference.book import law_book
from warehouse.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transforms.law import Law, Nature
    from warehouse.reference.lists import Reference

#: A term in a template. A repetition in a pattern, as `{9}`, is none.
TERM = re.compile(r"\{([a-z_]+)\}")
#: A list in SQL that no value is in.
NONE = "(NULL)"
#: SQL that is true of no line.
NEVER = "false"


@dataclass(frozen=True, slots=True)
class Terms:
    """What stands for each term in SQL, under the law of one year."""

    sql: Mapping[str, str]

    def fill(self, template: str) -> str:
        """The template with every `{term}` replaced; KeyError when there is no such term."""
        return TERM.sub(lambda found: self.sql[found[1]], template)


def terms(reference: Reference, law: Law) -> Terms:
    """The terms of the year of `law`, with the code lists that hold in a home."""
    natures = law_book(reference).natures
    return Terms(
        {
            "year": str(law.year),
            "cut": law.cut.isoformat(),
            "grounds": listed(dict.fromkeys(law.grounds)),
            "income_codes": listed(one.code for one in law.income),
            "employment_codes": listed(law.employment) if law.employment else NONE,
            "nature_codes": listed(dict.fromkeys(one.code for one in natures)),
            "government_sectors": listed(row["code"] for row in reference.rows("overheidssector")),
            "sector_fund_share": str(law.sector_fund_share),
            "nature_not_valid": _not_valid(without_inferred_bounds(natures)),
            "nature_inferred": _inferred(natures),
            "ground_not_in_force": _not_in_force(reference),
        }
    )


def _not_valid(natures: Sequence[Nature]) -> str:
    """SQL that is true when a known `cdaard` does not hold on the first day of the period.

    Codes that always hold are passed over at once; those with the same windows are tested together.
    """
    by_windows: dict[tuple[str, ...], list[str]] = {}
    for code in dict.fromkeys(one.code for one in natures):
        windows = tuple(_window(one) for one in natures if one.code == code)
        by_windows.setdefault(windows, []).append(code)
    limited = [(windows, codes) for windows, codes in by_windows.items() if "true" not in windows]
    if not limited:
        return NEVER
    broken = [f"(cdaard IN {listed(codes)} AND NOT ({' OR '.join(windows)}))" for windows, codes in limited]
    all_limited = listed(code for _, codes in limited for code in codes)
    return f"cdaard IN {all_limited} AND ({' OR '.join(broken)})"


def _inferred(natures: Sequence[Nature]) -> str:
    """SQL that is true when a `cdaard` holds on the first day only because an inferred date never rejects."""
    codes = list(dict.fromkeys(one.code for one in natures if one.inferred))
    if not codes:
        return NEVER
    written, opened = _not_valid(natures), _not_valid(without_inferred_bounds(natures))
    return f"cdaard IN {listed(codes)} AND ({written}) AND NOT ({opened})"


def _not_in_force(reference: Reference) -> str:
    """SQL that is true of a registration that begins before its ground was law (`counts_from`)."""
    first_days: dict[str, str] = {}
    for row in reference.rows("grondslag"):
        first_days[row["code"]] = min(first_days.get(row["code"], date.max.isoformat()), row["counts_from"])
    return _any(
        f"grondslag IN {listed([code])} AND datum_registratie < DATE '{first}'"
        for code, first in first_days.items()
        if first
    )


def _window(nature: Nature) -> str:
    bounds = []
    if nature.valid_from:
        bounds.append(f"datum_aanvang_tijdvak >= DATE '{nature.valid_from}'")
    if nature.valid_to:
        bounds.append(f"datum_aanvang_tijdvak <= DATE '{nature.valid_to}'")
    return " AND ".join(bounds) or "true"


def _any(conditions: Iterable[str]) -> str:
    return " OR ".join(f"({one})" for one in conditions) or NEVER
