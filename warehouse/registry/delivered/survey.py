"""The delivered survey of lenders, from which the allocation key comes."""

from __future__ import annotations

from warehouse.registry.delivered.shared import at_least, quarantine
from warehouse.registry.model import Column, DeliveryTable, Expectation, Kind, RowRule, Severity, Words

SOURCE = "onderzoek verdeelsleutel (SEO)"


def _hours(name: str, title_nl: str, title_en: str) -> Column:
    """The hours of a lender: of respondents only, and of all of them."""
    rules = (
        *at_least(name, 0),
        RowRule(
            "missing",
            name,
            f"respons AND {name} IS NULL",
            Words(
                "ontbreekt bij een uitlener die heeft gereageerd",
                "is missing for a lender that responded",
                "Lever de uren van elke respondent, ook als het er 0 zijn.",
                "Deliver the hours of every respondent, also when there are 0.",
            ),
        ),
        RowRule(
            "empty",
            name,
            f"NOT respons AND {name} IS NOT NULL",
            Words(
                "is ingevuld bij een uitlener die niet heeft gereageerd",
                "is filled in for a lender that did not respond",
                "Laat de uren leeg bij wie niet heeft gereageerd.",
                "Leave the hours empty for those who did not respond.",
            ),
        ),
    )
    return Column(name, Kind.DECIMAL, title_nl, title_en, unit="hours", source=SOURCE, nullable=True, rules=rules)


FITS_IN_POPULATION = RowRule(
    "range_of_stratum",
    "populatie",
    "SELECT rowid FROM verdeelsleutel WHERE _rule = 0 AND stratum IN (SELECT stratum FROM verdeelsleutel "
    "WHERE _rule = 0 GROUP BY stratum HAVING count(*) > max(populatie))",
    Words(
        "is kleiner dan het aantal eenheden in het stratum",
        "is less than the number of units in the stratum",
        "Lever het aantal uitleners van het stratum in de populatie.",
        "Deliver the number of lenders of the stratum in the population.",
    ),
    needs_all_lines=True,
)

SURVEY_TABLE = DeliveryTable(
    "verdeelsleutel",
    "Onderzoek verdeelsleutel",
    "Allocation-key survey",
    (
        Column("eenheid", Kind.TEXT, "Eenheid", "Lender", source=SOURCE),
        Column("stratum", Kind.TEXT, "Stratum", "Stratum", source=SOURCE),
        Column(
            "populatie",
            Kind.INTEGER,
            "Populatie van het stratum",
            "Population of the stratum",
            unit="lenders",
            source=SOURCE,
            rules=at_least("populatie", 1),
        ),
        Column("respons", Kind.FLAG, "Respons", "Responded", source=SOURCE),
        _hours("uren_markt", "Uren uitgeleend aan de markt", "Hours lent to the market"),
        _hours("uren_overheid", "Uren uitgeleend aan de overheid", "Hours lent to government"),
    ),
    key=("eenheid",),
    line_rules=(FITS_IN_POPULATION,),
    expectations=(
        quarantine("verdeelsleutel"),
        Expectation(
            "unique_key",
            "eenheid",
            "lines > 1",
            Words(
                "staat op meer dan één regel",
                "is on more than one line",
                "Lever één regel per uitlener.",
                "Deliver one line per lender.",
            ),
            batch="keys_of_verdeelsleutel",
        ),
        Expectation(
            "equal_population",
            "populatie",
            "NOT equal",
            Words(
                "verschilt binnen een stratum",
                "differs within a stratum",
                "Lever voor elk stratum één populatie.",
                "Deliver one population for each stratum.",
            ),
            batch="strata",
        ),
        Expectation(
            "has_respondents",
            "respons",
            "NOT found",
            Words(
                "geen enkele uitlener heeft gereageerd",
                "no lender responded",
                "Lever een onderzoek met respondenten.",
                "Deliver a survey with respondents.",
            ),
            batch="respondents",
        ),
        Expectation(
            "no_singleton_strata",
            "stratum",
            "respondents = 1 AND population > 1",
            Words(
                "heeft één respondent en een grotere populatie",
                "has one respondent and a larger population",
                "De spreiding binnen zo’n stratum is niet te schatten; het interval van de sleutel is minder zeker. "
                "Vraag of het stratum is samen te voegen.",
                "The spread within such a stratum cannot be estimated; the interval of the key is less certain. "
                "Ask whether the stratum can be merged with another.",
            ),
            severity=Severity.WARNING,
            batch="strata",
        ),
        Expectation(
            "response_in_stratum",
            "stratum",
            "respondents = 0",
            Words(
                "heeft geen respondent en telt niet mee in de sleutel",
                "has no respondent and is left out of the key",
                "De sleutel zegt niets over uitleners in zo’n stratum. Kijk hoe groot het stratum is.",
                "The key says nothing of lenders in such a stratum. See how large the stratum is.",
            ),
            severity=Severity.WARNING,
            batch="strata",
        ),
    ),
    views=(
        (
            "keys_of_verdeelsleutel",
            "SELECT eenheid, count(*) AS lines, 0::UTINYINT AS _rule FROM verdeelsleutel "
            "WHERE eenheid IS NOT NULL GROUP BY eenheid",
        ),
        (
            "strata",
            "SELECT stratum, count(DISTINCT populatie) = 1 AS equal, max(populatie) AS population, "
            "count(*) FILTER (respons) AS respondents, 0::UTINYINT AS _rule FROM verdeelsleutel "
            "WHERE _rule = 0 GROUP BY stratum",
        ),
        (
            "respondents",
            "SELECT count(*) > 0 AS found, 0::UTINYINT AS _rule FROM verdeelsleutel WHERE _rule = 0 AND respons",
        ),
    ),
)
