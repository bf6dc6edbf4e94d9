"""How the sources of the reference data are cited: the letters by name, the others by where they can be read."""

from __future__ import annotations

from collections.abc import Iterable

from flows.pages.kit.language import LANGUAGES

#: A source as the reference data name it -> how it is cited: (Dutch, English).
CITED = {
    "kamerbrief-resultaten-2022": (
        "Kamerbrief resultaten banenafspraak 2022",
        "Letter to parliament on the results of 2022",
    ),
    "kamerbrief-resultaten-2023": (
        "Kamerbrief resultaten banenafspraak 2023",
        "Letter to parliament on the results of 2023",
    ),
    "kamerbrief-resultaten-2022 and kamerbrief-resultaten-2023": (
        "Kamerbrieven resultaten banenafspraak 2022 en 2023",
        "Letters to parliament on the results of 2022 and 2023",
    ),
    "nota-resultaten-2023": (
        "Nota bij de Kamerbrief resultaten banenafspraak 2023",
        "Note to the letter on the results of 2023",
    ),
    "nota-voortgang-overheid-2023": (
        "Nota bij de Kamerbrieven voortgang banenafspraak overheid 2023",
        "Note to the letters on the progress of government in 2023",
    ),
    "press on the 2021 result (wspmiddenutrecht.nl); agrees with the growth printed in kamerbrief-resultaten-2022": (
        "Kamerbrief resultaten banenafspraak 2021 (via wspmiddenutrecht.nl), in overeenstemming met de groei in de "
        "Kamerbrief resultaten banenafspraak 2022",
        "Letter to parliament on the results of 2021 (through wspmiddenutrecht.nl), in agreement with the growth in "
        "the letter on the results of 2022",
    ),
    "parliamentary papers": ("Kamerstukken", "Parliamentary papers"),
    "tweedekamer.nl 2025D47106": (
        "Brief aan de Tweede Kamer, 2025D47106 (tweedekamer.nl)",
        "Letter to parliament, 2025D47106 (tweedekamer.nl)",
    ),
    "uwv.nl quotumregeling FAQ": (
        "UWV, vragen en antwoorden over de quotumregeling (uwv.nl)",
        "UWV, questions and answers on the quota (uwv.nl)",
    ),
    "vo-raad.nl; set 24-10-2017": (
        "VO-raad: vastgesteld op 24 oktober 2017 (vo-raad.nl)",
        "VO-raad: set on 24 October 2017 (vo-raad.nl)",
    ),
    "voion.nl": ("Voion (voion.nl)", "Voion (voion.nl)"),
    "voion.nl 11-9-2018": ("Voion, 11 september 2018 (voion.nl)", "Voion, 11 September 2018 (voion.nl)"),
    "denkdoeduurzaam.nl": ("denkdoeduurzaam.nl", "denkdoeduurzaam.nl"),
    "opnaarde125000.nl": ("opnaarde125000.nl", "opnaarde125000.nl"),
}
#: Where the totals of a letter that is not at hand were read -> the address that the colophon names.
READ_AT = {
    "binnenlandsbestuur.nl": "binnenlandsbestuur.nl",
    "oval.nl": "oval.nl",
    "2017.uwvjaarverslag.nl": "2017.uwvjaarverslag.nl",
    "adviesraadsociaaldomeinleiden.nl": "adviesraadsociaaldomeinleiden.nl",
    "quotumwet.nl (total = sum)": "quotumwet.nl",
    "rendement.nl 9-7-2021; arbeidsdeskundigen.nl": "rendement.nl, arbeidsdeskundigen.nl",
    "wspmiddenutrecht.nl": "wspmiddenutrecht.nl",
}
#: What a number that was computed from published ones has between its source and how it was computed.
COMPUTED = ": "


def cited(language: str, source: str) -> str:
    """The citation of a source in the language; the source itself when it has none."""
    for known in (source, source.partition(COMPUTED)[0]):
        if known in CITED:
            return CITED[known][LANGUAGES.index(language)]
    return source


def split(sources: Iterable[str]) -> tuple[list[str], list[str]]:
    """Sources of published totals as (addresses where the letters were read, sources to be cited themselves)."""
    found = dict.fromkeys(sources)
    return [READ_AT[one] for one in found if one in READ_AT], [one for one in found if one not in READ_AT]
