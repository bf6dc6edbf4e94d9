"""Columns, rules and expectations that more than one delivered table has."""

from __future__ import annotations

from warehouse.registry.model import WHOLE_LINE, Column, Expectation, Kind, RowRule, Severity, Words, matches
from warehouse.registry.patterns import Days, Digits, Number, Regex, WeightedSum

POLIS_SOURCE = "polisadministratie (UWV)"

#: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i must be divisible by 11.
ELEVEN_TEST = WeightedSum("bsn", (9, 8, 7, 6, 5, 4, 3, 2, -1), 11)
BSN_HELPER = Number("bsn")
PERIOD_HELPER = Days("period_days", "datum_aanvang_tijdvak", "datum_einde_tijdvak")

BSN_RULES = (
    matches(
        "pattern",
        Digits("bsn", 9),
        Words(
            "bestaat niet uit negen cijfers",
            "is not nine digits",
            "Lever negen cijfers, met de nullen vooraan.",
            "Deliver nine digits, with the zeros in front.",
        ),
    ),
    matches(
        "eleven_test",
        ELEVEN_TEST,
        Words(
            "voldoet niet aan de elfproef",
            "does not pass the 11-test",
            "Lever het burgerservicenummer zoals het is geregistreerd.",
            "Deliver the citizen service number as it is registered.",
        ),
    ),
)
LHNR_RULES = (
    matches(
        "pattern",
        Regex("lhnr", "[0-9]{9}L(0[1-9]|[1-9][0-9])"),
        Words(
            "bestaat niet uit negen cijfers, een L en een volgnummer anders dan 00",
            "is not nine digits, an L and a suffix other than 00",
            "Lever het loonheffingennummer voluit, als 123456789L01.",
            "Deliver the payroll tax number in full, as 123456789L01.",
        ),
    ),
)

_FIND_THE_CAUSE = (
    "Zo’n verandering kan echt zijn, of een levering die niet volledig is. Zoek de oorzaak vóór het besluit.",
    "Such a change can be real, or a delivery that is not complete. Find the cause before you decide.",
)
#: Measure -> its title in Dutch and English.
MEASURES = {
    "lines": ("Aantal regels", "Number of lines"),
    "hours": ("Aantal uren", "Number of hours"),
    "persons": ("Aantal personen", "Number of people"),
    "persons_counted": ("Aantal getelde personen", "Number of people counted"),
    "hours_counted": ("Aantal getelde uren", "Number of hours counted"),
    "hours_formeel": ("Aantal formele uren", "Number of formal hours"),
    "hours_inleen": ("Aantal inleenuren", "Number of loan hours"),
}

NO_UNKNOWN_COLUMNS = Expectation(
    "no_unknown_columns",
    "line",
    "",
    Words(
        "de levering heeft kolommen die niet zijn afgesproken; zij worden niet gelezen",
        "the delivery has columns that were not agreed on; they are not read",
        "Vraag de leverancier of er iets aan de levering is veranderd.",
        "Ask the supplier whether something changed in the delivery.",
        "Onbekende kolommen",
        "Unknown columns",
    ),
    severity=Severity.WARNING,
)
SAME_AFTER_TRIMMING = Expectation(
    "same_after_trimming",
    "line",
    "",
    Words(
        "een tekst is pas gelijk aan een andere zonder spaties eromheen of anders samengestelde letters; hij telt als "
        "die andere",
        "a text equals another only without blanks around it or letters composed otherwise; it counts as that other",
        "Vraag de leverancier of hetzelfde is bedoeld, en de teksten op één manier te leveren.",
        "Ask the supplier whether the same is meant, and to deliver the texts in one way.",
        "Teksten",
        "Texts",
    ),
    severity=Severity.WARNING,
)
FILE_OF_ANOTHER_YEAR = Expectation(
    "file_of_another_year",
    "line",
    "",
    Words(
        "is gelijk aan een bestand van een ander jaar",
        "is the same as a file of another year",
        "Vraag de leverancier of het bestand van dit jaar is geleverd, en niet dat van een ander jaar.",
        "Ask the supplier whether the file of this year was delivered, and not that of another year.",
        "Bestand",
        "File",
    ),
    severity=Severity.WARNING,
)


def bsn(source: str) -> Column:
    """The column with the citizen service number."""
    return Column(
        "bsn", Kind.TEXT, "Burgerservicenummer", "Citizen service number", source=source, length=9, rules=BSN_RULES
    )


def lhnr(source: str) -> Column:
    """The column with the payroll tax number."""
    return Column(
        "lhnr", Kind.TEXT, "Loonheffingennummer", "Payroll tax number", source=source, length=12, rules=LHNR_RULES
    )


def at_least(column: str, lowest: int) -> tuple[RowRule, ...]:
    """The rule that a number is not below a lowest one."""
    words = Words(
        f"is kleiner dan {lowest}",
        f"is less than {lowest}",
        f"Lever een getal van {lowest} of meer.",
        f"Deliver a number of {lowest} or more.",
    )
    return (RowRule("range", column, f"{column} < {lowest}", words),)


def between(column: str, low: int, high: int) -> tuple[RowRule, ...]:
    """The rule that a number lies between two others, both included."""
    words = Words(
        f"ligt niet tussen {low} en {high}",
        f"is not between {low} and {high}",
        f"Lever een getal van {low} tot en met {high}.",
        f"Deliver a number from {low} to {high}.",
    )
    return (RowRule("range", column, f"{column} NOT BETWEEN {low} AND {high}", words),)


def known(column: str, term: str, code_list: str) -> Expectation:
    """Codes are in their reference list; `term` is the list of codes in SQL."""
    return Expectation(
        f"known_{column}",
        column,
        f"{column} IS NOT NULL AND {column} NOT IN {{{term}}}",
        Words(
            "staat niet in de codelijst",
            "is not in the code list",
            f"Lever een code uit de lijst, of zet de nieuwe code in reference/{code_list}.csv.",
            f"Deliver a code of the list, or put the new code in reference/{code_list}.csv.",
        ),
    )


def quarantine(table: str) -> Expectation:
    """No more lines of a table in quarantine than the setting allows."""
    return Expectation(
        "quarantine_limit",
        "line",
        "_rule <> 0",
        Words(
            "er zijn meer regels in quarantaine dan de instelling toestaat",
            "more lines are in quarantine than quality.quarantine_limit allows",
            f"Herstel de regels in quarantaine en lever {table} opnieuw.",
            f"Mend the lines in quarantine and deliver {table} again.",
            "Quarantaine",
            "Quarantine",
        ),
        share_allowed="quarantine_limit",
    )


def band(measure: str, what: str = "") -> Expectation:
    """A figure of the table against the year before, by the setting `quality.max_change_<what>`; the measure's own."""
    setting = f"max_change_{what or measure}"
    subject_nl, subject_en = MEASURES[measure]
    return Expectation(
        f"{measure}_within_band",
        "line",
        "",
        Words(
            "is sinds het jaar ervoor meer veranderd dan de instelling toestaat",
            f"changed more since the year before than quality.{setting} allows",
            *_FIND_THE_CAUSE,
            subject_nl,
            subject_en,
        ),
        severity=Severity.WARNING,
        measure=measure,
        setting=setting,
    )


def one_line_a_key(table: str, key: tuple[str, ...], key_nl: str, key_en: str) -> tuple[Expectation, Expectation]:
    """Lines of one key with different content reject; an exact repeat is a warning, and is counted once.

    They look at the views of `views_of_keys`.
    """
    return (
        Expectation(
            "one_line_per_key",
            key[0],
            "contents > 1",
            Words(
                f"komt bij {key_nl} voor met verschillende inhoud",
                f"is there with different content for {key_en}",
                f"Lever één regel voor {key_nl}.",
                f"Deliver one line for {key_en}.",
            ),
            batch=f"keys_of_{table}",
        ),
        Expectation(
            "repeated_lines",
            "line",
            "copies > 1",
            Words(
                "is meer dan één keer geleverd en telt één keer mee",
                "was delivered more than once and counts once",
                "Vraag de leverancier of dit een vergissing is, of een tweede regel die anders had moeten zijn.",
                "Ask the supplier whether the repeat is a mistake, or a second line that should have been another.",
                *WHOLE_LINE,
            ),
            severity=Severity.WARNING,
            batch=f"contents_of_{table}",
        ),
    )


def views_of_keys(table: str, key: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    """Views of the different accepted lines of a table with their copies, and of the keys with their contents."""
    names = ", ".join(column.name for column in columns)
    return (
        (
            f"contents_of_{table}",
            f"SELECT {names}, count(*) AS copies, 0::UTINYINT AS _rule FROM {table} WHERE _rule = 0 GROUP BY {names}",
        ),
        (
            f"keys_of_{table}",
            f"SELECT {', '.join(key)}, count(*) AS contents, 0::UTINYINT AS _rule FROM contents_of_{table} "
            f"GROUP BY {', '.join(key)}",
        ),
    )
