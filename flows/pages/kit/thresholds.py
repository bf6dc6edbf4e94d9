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

#: The source of a threshold, as the settings have it -> how it is cited: (Dutch, English).
CITED = {
    "ACRO, `safe_threshold`": ("ACRO (safe_threshold)", "ACRO (safe_threshold)"),
    "ACRO, `zeros_are_disclosive`": ("ACRO (zeros_are_disclosive)", "ACRO (zeros_are_disclosive)"),
    "ACRO, `safe_pratio_p`": ("ACRO (safe_pratio_p)", "ACRO (safe_pratio_p)"),
    "ESSnet handbook on statistical disclosure control, practice of tau-Argus": (
        "ESSnet-handboek over statistische geheimhouding; praktijk van tau-Argus",
        "ESSnet handbook on statistical disclosure control; practice of tau-Argus",
    ),
    "ours, the careful choice": ("eigen keuze, de voorzichtige", "our own, the careful choice"),
    "ours, for public bodies account for their jobs in public": (
        "eigen keuze: overheden verantwoorden hun banen in het openbaar",
        "our own: public bodies account for their jobs in public",
    ),
    "ours": ("eigen keuze", "our own"),
}
#: A setting that decides on no figure.
NO_THRESHOLD = "seconds"


def title(language: str, name: str) -> str:
    """What a threshold is called; its name when there is no title."""
    return TITLES[name][LANGUAGES.index(language)] if name in TITLES else name


def value(found: object, words: Words) -> str:
    """The value of a threshold as it is read."""
    text = str(found)
    return VALUES[text][LANGUAGES.index(words.language)] if text in VALUES else words.numbers.plain(text)


def cited(language: str, source: str) -> str:
    """The citation of a source; the source itself when it has none."""
    return CITED[source][LANGUAGES.index(language)] if source in CITED else source


def by_value(rows: Iterable[Row], words: Words) -> list[tuple[str, str, str, str, str]]:
    """(name, title, value, years, source) of each threshold; one that changed has a row for each of its values.

    Args:
        rows: year, name, value, source.
        words: the words of the page.
    """
    years: dict[tuple[str, str, str], list[int]] = {}
    for row in (row for row in rows if row["name"] != NO_THRESHOLD):
        years.setdefault((row["name"], str(row["value"]), row["source"]), []).append(row["year"])
    names = list(dict.fromkeys(name for name, *_ in years))
    return [
        (name, title(words.language, name), value(found, words), spans(sorted(of_value)), cited(words.language, source))
        for (name, found, source), of_value in sorted(years.items(), key=lambda item: names.index(item[0][0]))
    ]
