"""The delivered register of the target group."""

from __future__ import annotations

from warehouse.registry.delivered.shared import BSN_HELPER, band, between, bsn, known, quarantine
from warehouse.registry.model import Column, DeliveryTable, Expectation, Kind, RowRule, Severity, Words

SOURCE = "doelgroepregister (UWV)"
#: The labour-market regions are numbered 1 to 35.
LAST_REGION = 35
#: From this month and day of the measured year on a register has registrations, when it is of that year.
LAST_QUARTER = "10-01"

WITHDRAWN_YEARS = Expectation(
    "withdrawn_years",
    "line",
    "",
    Words(
        "komen uit een ingetrokken publicatie en verschijnen opnieuw zoals zij waren",
        "come from a release that was withdrawn and are published again as they were",
        "Bouw deze jaren opnieuw in dezelfde kandidaat, tenzij er met hun cijfers niets mis was.",
        "Build these years again in the same candidate, unless nothing was wrong with their figures.",
        "Jaren uit een ingetrokken publicatie",
        "Years of a withdrawn release",
    ),
    severity=Severity.WARNING,
)
COHORT_YEARS = Expectation(
    "cohort_years",
    "line",
    "",
    Words(
        "staan niet in de opslag zoals zij zijn gepubliceerd; het cohort heeft geen rijen",
        "are not in the warehouse as they were released; the cohort has no rows",
        "Zonder deze jaren verdwijnt het cohort uit de publicatie. Bouw ze opnieuw uit het archief en daarna dit jaar.",
        "Without these years the cohort leaves the publication. Build them again from the archive, then this year.",
        "Jaren van het cohort",
        "Years of the cohort",
    ),
    severity=Severity.WARNING,
)

REGISTER_TABLE = DeliveryTable(
    "doelgroepregister",
    "Doelgroepregister",
    "Target-group register",
    (
        bsn(SOURCE),
        Column("grondslag", Kind.CODE, "Grondslag", "Ground", source=SOURCE, code_list="grondslag"),
        Column("datum_registratie", Kind.DATE, "Datum registratie", "Registered from", source=SOURCE),
        Column(
            "datum_einde",
            Kind.DATE,
            "Datum einde",
            "Registered until",
            source=SOURCE,
            nullable=True,
            rules=(
                RowRule(
                    "order",
                    "datum_einde",
                    "datum_einde < datum_registratie",
                    Words(
                        "ligt vóór de datum van registratie",
                        "is before datum_registratie",
                        "Lever een einde op of na de registratie, of laat het leeg.",
                        "Deliver an end on or after the registration, or leave it empty.",
                    ),
                ),
            ),
        ),
        Column(
            "arbeidsmarktregio",
            Kind.INTEGER,
            "Arbeidsmarktregio",
            "Labour-market region",
            source=SOURCE,
            nullable=True,
            rules=between("arbeidsmarktregio", 1, LAST_REGION),
        ),
    ),
    expectations=(
        quarantine("doelgroepregister"),
        known("grondslag", "grounds", "grondslag"),
        Expectation(
            "ground_in_force",
            "grondslag",
            "_rule = 0 AND ({ground_not_in_force})",
            Words(
                "begint voordat de grondslag in de wet stond",
                "begins before its ground was law",
                "Vraag het UWV waarom deze registraties ouder zijn dan hun grondslag.",
                "Ask the UWV why these registrations are older than their ground.",
                "Registratie",
                "Registration",
            ),
            severity=Severity.WARNING,
        ),
        Expectation(
            "register_current",
            "datum_registratie",
            "NOT found",
            Words(
                "er is geen registratie in de laatste drie maanden van het jaar of later",
                "there is no registration in the last three months of the year or later",
                "Het register kan ouder zijn dan het meetjaar. Vraag de leverancier van welke dag het is.",
                "The register may be older than the measured year. Ask the supplier of which day it is.",
            ),
            severity=Severity.WARNING,
            batch="latest_registrations",
        ),
    ),
    measured=(band("lines"), band("persons"), COHORT_YEARS, WITHDRAWN_YEARS),
    helpers=(BSN_HELPER,),
    views=(
        (
            "latest_registrations",
            "SELECT count(*) > 0 AS found, 0::UTINYINT AS _rule FROM doelgroepregister WHERE _rule = 0 "
            f"AND datum_registratie >= DATE '{{year}}-{LAST_QUARTER}'",
        ),
    ),
)
