"""Which code lists, targets and grounds hold for a year, where they come from, and what the home changes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transforms.law import SECTORS, TOTAL, december, in_force, says
from warehouse.home import Home
from warehouse.reference import lists
from warehouse.reference.book import law_book
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.law import Law
    from warehouse.reference.lists import Reference


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for a year: the lines that show it, and the same as values."""

    lines: list[str]
    values: dict[str, Any]


def show(folder: Path, year: int) -> InForce:
    """The law of a year and the lists that it comes from.

    Raises:
        WrongUseError: a list of the home's own is wrong.
    """
    reference = lists.opened(Home(folder).reference)
    law = law_book(reference, load(folder)).law(year)
    files = [_file(reference, name) for name in lists.names()]
    return InForce([*_of_law(law), "", *_of_files(files)], {"year": year, "law": says(law), "lists": files})


def _file(reference: Reference, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "origin": reference.origin(name),
        "rows": len(reference.rows(name)),
        "sha256": reference.digest(name),
        "changes": reference.changes(name),
    }


def _of_law(law: Law) -> list[str]:
    targets = ", ".join(f"{sector} {law.targets[sector]}" for sector in (*SECTORS, TOTAL) if sector in law.targets)
    held = in_force(law.natures, december(law.year)[1])
    forms = {form: [one.code for one in held if law.form(one.form) == form] for form in _forms(law)}
    return [
        f"{law.year}: rule set {law.rule_set}",
        f"targets: {targets or 'none in this program'}",
        f"grounds that count: {', '.join(law.counting)}",
        f"grounds that the nulmeting is restated for: {', '.join(law.restated) or 'none'}",
        f"returns received until {law.cut}; {float(law.hours_per_job)} hours per job",
        *(f"cdaard that counts as {form}: {', '.join(codes)}" for form, codes in forms.items()),
        f"srtiv that is employment: {', '.join(law.employment)}",
    ]


def _forms(law: Law) -> list[str]:
    return sorted({law.form(one.form) for one in law.natures})


def _of_files(files: list[dict[str, Any]]) -> list[str]:
    lines = []
    for file in files:
        lines.append(f"{file['name']:22} {file['origin']:8} {file['rows']:4} rows  sha256 {file['sha256'][:12]}")
        lines += [f"    {change}" for change in file["changes"]]
    return lines
