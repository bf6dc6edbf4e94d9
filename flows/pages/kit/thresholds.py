"""The thresholds of disclosure control as a reader needs them: what each is called, its value, and for which years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.numbers import spans
from flows.pages.kit.statuses import Row

if TYPE_CHECKING:
    from flows.pages.kit.language import Words

#: A setting of [disclosure] -> what it is called: (Dutch, English).
TITLES = {
    "min_persons": ("Kleinste aantal personen onder een cijfer", "Fewest people that a figure may rest on"),
    "min_employers": ("Kleinste aantal werkgevers onder een cijfer", "Fewest employers that a figure may rest on"),
    "dominance_p": (
        "Marge waarbinnen de grootste werkgever niet te schatten mag zijn (%)",
        "Margin within which the largest employer may not be estimated (%)",
    ),
    "zeros": ("Cijfer nul: niemand van een groep", "Figure of zero: nobody of a group"),
    "unknown_contributors": (
        "Cijfer waarvan niet is geleverd wie eraan bijdraagt",
        "Figure whose contributors were not delivered",
    ),
    "public_bodies": ("Overheidswerkgevers", "Government employers"),
    "round_persons_to": (
        "Personen en werkgevers: afgerond op veelvouden van",
        "People and employers: rounded to multiples of",
    ),
    "round_detailed_jobs_to": (
        "Banen in gedetailleerde tabellen: afgerond op veelvouden van",
        "Jobs in detailed tables: rounded to multiples of",
    ),
    "round_euros_to": ("Bedragen in euro: afgerond op veelvouden van", "Amounts in euro: rounded to multiples of"),
}
#: A value in words -> how it is said: (Dutch, English).
VALUES = {
    "disclosive": ("geheim", "confidential"),
    "harmless": ("wordt getoond", "shown"),
    "withhold": ("geheim", "confidential"),
    "publish": ("wordt getoond", "shown"),
    "no_objection": ("niet als werkgever beschermd", "not protected as employers"),
    "protected": ("beschermd als elke andere werkgever", "protected as any other employer"),
}


def title(language: str, name: str) -> str:
    """What a threshold is called; its name when there is no title."""
    return TITLES[name][LANGUAGES.index(language)] if name in TITLES else name


def value(found: object, words: Words) -> str:
    """The value of a threshold as it is read."""
    text = str(found)
    return VALUES[text][LANGUAGES.index(words.language)] if text in VALUES else words.numbers.plain(text)


def by_value(rows: Iterable[Row], words: Words) -> list[tuple[str, str, str, str, str]]:
    """(name, title, value, years, source) of each threshold; one that changed has a row for each of its values.

    Args:
        rows: year, name, value, source.
        words: the words of the page.
    """
    years: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        years.setdefault((row["name"], str(row["value"]), row["source"]), []).append(row["year"])
    return [
        (name, title(words.language, name), value(found, words), spans(sorted(of_value)), source)
        for (name, found, source), of_value in years.items()
    ]
