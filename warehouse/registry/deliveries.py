"""The tables of the yearly delivery: every column, rule and expectation, once (`deliveries.md`)."""

from __future__ import annotations

from warehouse.registry.delivered.employers import EMPLOYERS_TABLE
from warehouse.registry.delivered.others import LIV_TABLE, SECONDMENT_TABLE, SHARES_TABLE, SOCIAL_RETURN_TABLE
from warehouse.registry.delivered.polis import POLIS_TABLE
from warehouse.registry.delivered.register import REGISTER_TABLE
from warehouse.registry.delivered.shared import FILE_OF_ANOTHER_YEAR, NO_UNKNOWN_COLUMNS, SAME_AFTER_TRIMMING
from warehouse.registry.delivered.survey import SURVEY_TABLE
from warehouse.registry.model import Expectation, Severity, Words

__all__ = [
    "DELIVERIES",
    "EMPLOYERS_TABLE",
    "LIV_TABLE",
    "OF_EVERY_TABLE",
    "POLIS_TABLE",
    "REGISTER_TABLE",
    "SECONDMENT_TABLE",
    "SHARES_TABLE",
    "SOCIAL_RETURN_TABLE",
    "SURVEY_TABLE",
    "TARGETS",
    "TARGET_KNOWN",
]

#: What the load and other years decide of every table that is delivered.
OF_EVERY_TABLE = (NO_UNKNOWN_COLUMNS, SAME_AFTER_TRIMMING, FILE_OF_ANOTHER_YEAR)

#: The list that `target_known` is about: it is no delivered table.
TARGETS = "targets"
TARGET_KNOWN = Expectation(
    "target_known",
    "line",
    "",
    Words(
        "dit programma heeft voor dit jaar geen doelstelling",
        "this program has no target for this year",
        "Zoek de doelstelling op in de Regeling Wfsv en zet haar in reference/targets.csv.",
        "Look up the target in the Regeling Wfsv and put it in reference/targets.csv.",
        "Doelstelling",
        "Target",
    ),
    severity=Severity.WARNING,
)

DELIVERIES = {
    table.name: table
    for table in (
        REGISTER_TABLE,
        POLIS_TABLE,
        EMPLOYERS_TABLE,
        SURVEY_TABLE,
        SECONDMENT_TABLE,
        SHARES_TABLE,
        LIV_TABLE,
        SOCIAL_RETURN_TABLE,
    )
}
