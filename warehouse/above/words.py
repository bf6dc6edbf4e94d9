"""What the page and the feed above the releases say, in Dutch and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.above.listed import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.above.listed import Release

LANGUAGES = ("nl", "en")
#: Each text in both languages.
TEXTS = {
    "title": ("Banenafspraak: publicaties", "Jobs agreement: releases"),
    "of_years": ("Banenafspraak, cijfers over {years}", "Jobs agreement, figures of {years}"),
    "withdrawn_title": ("Publicatie {release} is ingetrokken", "Release {release} was withdrawn"),
    "intro": (
        "Alle publicaties, de nieuwste eerst. Een gepubliceerd cijfer verandert nooit: wat verandert, staat in een "
        "nieuwe publicatie. Verwijs daarom naar de map van een publicatie, niet naar de actuele.",
        "All releases, the newest first. A released figure never changes: what changes stands in a new release. So "
        "refer to the folder of a release, not to the current one.",
    ),
    "none": ("Er is nu geen publicatie.", "There is no release now."),
    "files": ("Voor programma's: ", "For programs: "),
    "release": ("Publicatie", "Release"),
    "date": ("Datum", "Date"),
    "years": ("Jaren", "Years"),
    "changed": ("Wat is er veranderd", "What changed"),
    "current": ("actueel", "current"),
    "synthetic": ("synthetische gegevens", "synthetic data"),
    "trial": ("proef", "trial"),
    "new": ("Nieuw: {years}.", "New: {years}."),
    "again": ("Opnieuw berekend: {years} ({kind}).", "Computed again: {years} ({kind})."),
    "supersedes": ("In plaats van {release}.", "In place of {release}."),
    "nothing": ("Geen nieuwe jaren.", "No new years."),
    "changes": ("Veranderde cijfers", "Changed figures"),
    "withdrawn": ("Ingetrokken op {date}.", "Withdrawn on {date}."),
    "bijstelling": ("bijstelling", "adjustment"),
    "correctie": ("correctie", "correction"),
    "revisie": ("revisie", "revision"),
    "unchanged": ("cijfers gelijk", "figures the same"),
}


def say(language: str, text: str, **values: str) -> str:
    """A text in a language, with its values filled in."""
    return TEXTS[text][LANGUAGES.index(language)].format(**values)


def in_short(years: Sequence[int]) -> str:
    """Years as `2012, 2021–2023`."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in spans)


def changed(language: str, one: Release | Withdrawn) -> str:
    """What changed with a release, in sentences."""
    if isinstance(one, Withdrawn):
        return say(language, "withdrawn", date=one.withdrawn_on)
    said = [say(language, "new", years=in_short(one.new_years))] if one.new_years else []
    if one.changed_years:
        kind = say(language, one.change_type if one.change_type in TEXTS else "unchanged")
        said.append(say(language, "again", years=in_short(one.changed_years), kind=kind))
    if one.supersedes:
        said.append(say(language, "supersedes", release=one.supersedes))
    return " ".join(said or [say(language, "nothing")])


def marks(language: str, one: Release | Withdrawn, current: str | None) -> list[str]:
    """What a reader has to know of a release beside its name."""
    if isinstance(one, Withdrawn):
        return []
    so = {"current": one.id == current, "synthetic": one.synthetic, "trial": one.trial}
    return [say(language, name) for name, holds in so.items() if holds]
