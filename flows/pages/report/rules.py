"""The words for rules and expectations, in one table: what the registry says of each, in plain Dutch and English."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from expectations.suites import checks
from warehouse.registry.deliveries import COHORT_YEARS, DELIVERIES, NO_UNKNOWN_COLUMNS

if TYPE_CHECKING:
    from warehouse.registry.model import Column

#: What the registry says -> (Dutch, English).
SAYS = {
    "not empty": ("is ingevuld", "is filled in"),
    "a text": ("is te lezen als tekst", "can be read as text"),
    "a code": ("is te lezen als code", "can be read as a code"),
    "a date": ("is te lezen als datum", "can be read as a date"),
    "a integer": ("is te lezen als geheel getal", "can be read as a whole number"),
    "a decimal": ("is te lezen als getal", "can be read as a number"),
    "a flag": ("is te lezen als J of N", "can be read as J or N"),
    "a known code": ("staat in de codelijst", "is in the code list"),
    "nine digits": ("heeft negen cijfers", "has nine digits"),
    "a number that passes the 11-test": ("voldoet aan de elfproef", "passes the 11-test"),
    "nine digits, L and a suffix other than 00": (
        "heeft negen cijfers, een L en een volgnummer anders dan 00",
        "has nine digits, an L and a suffix other than 00",
    ),
    "on or after datum_registratie": (
        "ligt niet vóór de datum van registratie",
        "is not before the day of registration",
    ),
    "on or after datum_aanvang_tijdvak": (
        "ligt niet vóór de aanvang van het tijdvak",
        "is not before the start of the period",
    ),
    "1 to 35": ("is 1 tot en met 35", "is 1 to 35"),
    "1 to 69, not 36 or 37": ("is 1 tot en met 69, niet 36 of 37", "is 1 to 69, not 36 or 37"),
    "0 to 1": ("ligt tussen 0 en 1", "is between 0 and 1"),
    "0 or more": ("is 0 of meer", "is 0 or more"),
    "1 or more": ("is 1 of meer", "is 1 or more"),
    "not empty when srtiv is employment": (
        "is ingevuld als de inkomstenverhouding een dienstbetrekking is",
        "is filled in when the income relation is employment",
    ),
    "at most 24 times the days of the period": (
        "is niet meer dan 24 uur per dag van het tijdvak",
        "is at most 24 hours for each day of the period",
    ),
    "no exact repeat of another line": ("herhaalt geen andere regel", "repeats no other line"),
    "a code that is valid on the first day of the period": (
        "is een code die geldt op de eerste dag van het tijdvak",
        "is a code that is valid on the first day of the period",
    ),
    "no two lines with the same identification, datum_ontvangst and volgnummer but different content": (
        "geen twee regels met dezelfde sleutel, ontvangstdatum en volgnummer maar een andere inhoud",
        "no two lines with the same key, day of receipt and sequence number but different content",
    ),
    COHORT_YEARS.says: (
        "de gepubliceerde jaren van hetzelfde cohort staan in de opslag zoals zij zijn gepubliceerd; anders "
        "heeft het cohort geen rijen",
        "the released years of the same cohort are in the warehouse as they were released; else the cohort has no rows",
    ),
    "empty for market employers": ("is leeg bij werkgevers in de markt", "is empty for employers in the market"),
    "empty unless overheidssector is rijk": (
        "is alleen ingevuld bij de overheidssector Rijk",
        "is filled in for central government only",
    ),
    "one line an employer": ("één regel per werkgever", "one line for each employer"),
    "one line a lender": ("één regel per uitlener", "one line for each lender"),
    "one line a person and employer": (
        "één regel per persoon en werkgever",
        "one line for each person and employer",
    ),
    "not empty when respons is J": ("is ingevuld bij wie heeft gereageerd", "is filled in for those who responded"),
    "empty when respons is N": ("is leeg bij wie niet heeft gereageerd", "is empty for those who did not respond"),
    "at least the number of units in the stratum": (
        "is niet kleiner dan het aantal eenheden in het stratum",
        "is not less than the number of units in the stratum",
    ),
    "one population a stratum": ("één populatie per stratum", "one population for each stratum"),
    "at least one respondent": ("ten minste één respondent", "at least one respondent"),
    "two respondents or more, or the whole population": (
        "twee of meer respondenten per stratum, of de hele populatie",
        "two or more respondents in each stratum, or its whole population",
    ),
    "a respondent in every stratum; one without is left out of the key": (
        "een respondent in elk stratum; een stratum zonder telt niet mee in de sleutel",
        "a respondent in every stratum; a stratum without is left out of the key",
    ),
    "an employer that counts as government in every sub-sector that has a share": (
        "een werkgever in elke overheidssector met een opgave",
        "an employer in every government sub-sector that has a share of the target",
    ),
    "no columns but those of deliveries.md; others are not read": (
        "geen andere kolommen dan afgesproken; andere worden niet gelezen",
        "no columns but those agreed on; others are not read",
    ),
    "the employer of every counted line is in werkgevers": (
        "de werkgever van elke getelde regel staat in het werkgeversbestand",
        "the employer of every counted line is in the employer file",
    ),
}

#: The same for what holds a number or a date: pattern -> (Dutch, English) with the parts of the pattern.
PATTERNS = (
    (r"at most (?P<number>\d+) days after datum_aanvang_tijdvak",
     "ligt hoogstens {number} dagen na de aanvang van het tijdvak",
     "is at most {number} days after the start of the period"),
    (r"quarantined lines of \w+ within quality\.quarantine_limit",
     "niet meer regels in quarantaine dan de instelling toestaat",
     "no more lines in quarantine than the setting allows"),
    (r"at least one period in December (?P<year>\d{4})",
     "ten minste één tijdvak in december {year}",
     "at least one period in December {year}"),
    (r"received on or before (?P<date>\d{4}-\d{2}-\d{2}); later lines are kept and change nothing",
     "ontvangen op of vóór {date}; latere regels worden bewaard en veranderen niets",
     "received on or before {date}; later lines are kept and change nothing"),
    (r"\w+ changed no more than quality\.max_change_\w+ since the year before",
     "sinds het jaar ervoor niet meer veranderd dan de instelling toestaat",
     "changed no more since the year before than the setting allows"),
)  # fmt: skip

#: What a rule over whole lines or the whole table is about: name -> (Dutch, English).
SUBJECTS = {
    "quarantine_limit": ("Quarantaine", "Quarantine"),
    "no_unknown_columns": ("Onbekende kolommen", "Unknown columns"),
    "lines_within_band": ("Aantal regels", "Number of lines"),
    "hours_within_band": ("Aantal uren", "Number of hours"),
    "persons_within_band": ("Aantal personen", "Number of people"),
    "cohort_years": ("Jaren van het cohort", "Years of the cohort"),
}
WHOLE_LINE = ("Hele regel", "Whole line")

#: What a steward looks at before deciding on a warning: name -> (Dutch, English).
ADVICE = {
    "received_at_the_cut": (
        "Late aangiften tellen volgens de wet niet mee. Vergelijk het aandeel met eerdere jaren: is het veel hoger, "
        "dan mist deze meting banen die er wel waren.",
        "By law late returns do not count. Compare the share with earlier years: when it is much higher, "
        "this measurement misses jobs that were there.",
    ),
    "no_singleton_strata": (
        "De spreiding binnen zo’n stratum is niet te schatten; het interval van de sleutel is minder zeker.",
        "The spread within such a stratum cannot be estimated; the interval of the key is less certain.",
    ),
    "response_in_stratum": (
        "De sleutel zegt niets over uitleners in zo’n stratum. Kijk hoe groot het stratum is.",
        "The key says nothing of lenders in such a stratum. See how large the stratum is.",
    ),
    "sub_sector_has_data": (
        "Deze overheidssectoren worden getoond als ontbrekend, niet als nul.",
        "These government sub-sectors are shown as missing, not as zero.",
    ),
    "no_unknown_columns": (
        "De levering heeft kolommen die niet zijn afgesproken. Vraag de leverancier of er iets is veranderd.",
        "The delivery has columns that were not agreed on. Ask the supplier whether something changed.",
    ),
    "cohort_years": (
        "Zonder deze jaren verdwijnt het cohort uit de publicatie. Bouw ze opnieuw uit het archief en daarna dit jaar.",
        "Without these years the cohort leaves the publication. Build them again from the archive, then this year.",
    ),
    "lines_within_band": (
        "Zo’n verandering kan echt zijn, of een levering die niet volledig is. Zoek de oorzaak vóór het besluit.",
        "Such a change can be real, or a delivery that is not complete. Find the cause before you decide.",
    ),
    "hours_within_band": (
        "Zo’n verandering kan echt zijn, of een levering die niet volledig is. Zoek de oorzaak vóór het besluit.",
        "Such a change can be real, or a delivery that is not complete. Find the cause before you decide.",
    ),
    "persons_within_band": (
        "Zo’n verandering kan echt zijn, of een levering die niet volledig is. Zoek de oorzaak vóór het besluit.",
        "Such a change can be real, or a delivery that is not complete. Find the cause before you decide.",
    ),
}

LANGUAGES = ("nl", "en")
MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def expected(language: str, says: str) -> str:
    """What is expected, in the language; what the registry says (English) when the table above does not have it."""
    which = LANGUAGES.index(language)
    if says in SAYS:
        return SAYS[says][which]
    for pattern, *words in PATTERNS:
        found = re.fullmatch(pattern, says)
        if found:
            return words[which].format(
                **{name: _part(language, name, part) for name, part in found.groupdict().items()}
            )
    return says


def subject(language: str, table: str, expectation: str) -> str:
    """What a rule is about: the title of its column, or a word for the whole line."""
    name, _, column = expectation.partition(":")
    which = LANGUAGES.index(language)
    if column in ("", "line"):
        return SUBJECTS.get(name, WHOLE_LINE)[which]
    return column_title(language, table, column)


def rule(language: str, table: str, expectation: str, year: int) -> str:
    """A rule or expectation in words: what it is about, and what must be true of it."""
    return f"{subject(language, table, expectation)}: {expected(language, says_of(table, expectation, year))}"


def advice(language: str, expectation: str) -> str:
    """What to look at before deciding on a broken warning; empty when there is nothing to add."""
    words = ADVICE.get(expectation.partition(":")[0])
    return words[LANGUAGES.index(language)] if words else ""


def says_of(table: str, expectation: str, year: int) -> str:
    """What the registry says of a rule or expectation by its name; the name itself when it does not know it."""
    return _says_of_registry(year).get((table, expectation), expectation)


def is_over_lines(table: str, expectation: str) -> bool:
    """Whether a check counts lines of its table, not something made of them (strata, sub-sectors)."""
    expectations = DELIVERIES[table].expectations if table in DELIVERIES else ()
    return all(each.batch == "" for each in expectations if each.label == expectation)


def table_title(language: str, name: str) -> str:
    """The title of a delivered table; its name when there is no such table."""
    table = DELIVERIES.get(name)
    return name if table is None else table.title_nl if language == "nl" else table.title_en


def column_title(language: str, table: str, name: str) -> str:
    """The title of a column of a delivered table; its name when there is no such column."""
    columns: tuple[Column, ...] = DELIVERIES[table].columns if table in DELIVERIES else ()
    titles = {column.name: (column.title_nl, column.title_en) for column in columns}
    return titles.get(name, (name, name))[LANGUAGES.index(language)]


@cache
def _says_of_registry(year: int) -> dict[tuple[str, str], str]:
    measured = {
        (table.name, expectation.label): expectation.says
        for table in DELIVERIES.values()
        for expectation in (*table.measured, NO_UNKNOWN_COLUMNS)
    }
    return measured | {(check.table, check.name): check.says for check in checks(year, set(DELIVERIES))}


def _part(language: str, name: str, part: str) -> str:
    if name == "date":
        year, month, day = (int(number) for number in part.split("-"))
        return f"{day}\N{NO-BREAK SPACE}{MONTHS[language][month - 1]}\N{NO-BREAK SPACE}{year}"
    return part
