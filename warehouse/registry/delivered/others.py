"""The smaller delivered tables: Wsw secondments, opgaven, low-income benefit and social return."""

from __future__ import annotations

from warehouse.registry.delivered.shared import (
    BSN_HELPER,
    POLIS_SOURCE,
    at_least,
    bsn,
    known,
    lhnr,
    one_line_a_key,
    quarantine,
    views_of_keys,
)
from warehouse.registry.model import WHOLE_LINE, Column, DeliveryTable, Expectation, Kind, RowRule, Severity, Words

SHARES_SOURCE = "Ministerie van BZK"
BENEFIT_SOURCE = "UWV, Belastingdienst"
SOCIAL_RETURN_SOURCE = "Netwerkorganisatie Social Return"

SECONDMENT_TABLE = DeliveryTable(
    "wsw_detacheringen",
    "Wsw-detacheringen",
    "Wsw secondments",
    (
        bsn(POLIS_SOURCE),
        lhnr(POLIS_SOURCE),
        Column(
            "uren_december",
            Kind.INTEGER,
            "Uren in december",
            "Hours in December",
            unit="hours",
            source="Wsw-statistiek",
            rules=at_least("uren_december", 0),
        ),
    ),
    helpers=(BSN_HELPER,),
    key=("bsn", "lhnr"),
    line_rules=(
        RowRule(
            "repeat",
            "line",
            "SELECT rowid FROM wsw_detacheringen WHERE _rule = 0 AND (bsn, lhnr) IN (SELECT (bsn, lhnr) "
            "FROM wsw_detacheringen WHERE _rule = 0 GROUP BY bsn, lhnr HAVING count(*) > 1)",
            Words(
                "is niet de enige van deze persoon en werkgever",
                "is not the only one of this person and employer",
                "Lever één regel per persoon en werkgever.",
                "Deliver one line per person and employer.",
                *WHOLE_LINE,
            ),
            needs_all_lines=True,
        ),
    ),
    expectations=(quarantine("wsw_detacheringen"),),
    until_in_polis=True,
)

_SHARES_KEY = ("overheidssector", "ministerie")
_SHARES_COLUMNS = (
    Column(
        "overheidssector",
        Kind.CODE,
        "Overheidssector",
        "Government sub-sector",
        source=SHARES_SOURCE,
        code_list="overheidssector",
    ),
    Column("ministerie", Kind.TEXT, "Ministerie", "Ministry", source=SHARES_SOURCE, nullable=True),
    Column(
        "opgave_banen",
        Kind.INTEGER,
        "Opgave",
        "Share of the target",
        unit="jobs",
        source=SHARES_SOURCE,
        rules=at_least("opgave_banen", 0),
    ),
)
SHARES_TABLE = DeliveryTable(
    "opgaven",
    "Opgaven van de overheidssectoren",
    "Shares of the government sub-sectors",
    _SHARES_COLUMNS,
    key=_SHARES_KEY,
    expectations=(
        quarantine("opgaven"),
        known("overheidssector", "government_sectors", "overheidssector"),
        *one_line_a_key(
            "opgaven", _SHARES_KEY, "één overheidssector en ministerie", "one overheidssector and ministerie"
        ),
        Expectation(
            "sub_sector_has_data",
            "overheidssector",
            "NOT has_data",
            Words(
                "heeft een opgave en geen werkgever in de levering",
                "has an opgave and no government employer in the delivery",
                "Deze overheidssectoren staan er als ontbrekend, niet als nul. Vraag of hun werkgevers ontbreken.",
                "These sub-sectors are shown as missing, not as zero. Ask whether their employers are missing.",
            ),
            severity=Severity.WARNING,
            batch="sub_sectors",
        ),
    ),
    views=(
        *views_of_keys("opgaven", _SHARES_KEY, _SHARES_COLUMNS),
        (
            "sub_sectors",
            "SELECT o.overheidssector, count(w.lhnr) > 0 AS has_data, 0::UTINYINT AS _rule FROM opgaven o "
            "LEFT JOIN werkgevers w ON w.overheidssector = o.overheidssector AND w._rule = 0 AND w.overheidswerkgever "
            "AND coalesce(w.aandeel_sectorfonds, 0) < {sector_fund_share} GROUP BY o.overheidssector",
        ),
    ),
    optional=True,
    repeats_count_once=True,
    may_stay_the_same=True,
)

_BENEFIT_COLUMNS = (
    lhnr(BENEFIT_SOURCE),
    Column(
        "bedrag",
        Kind.DECIMAL,
        "Uitbetaald bedrag",
        "Amount paid",
        unit="euro",
        source=BENEFIT_SOURCE,
        rules=at_least("bedrag", 0),
    ),
)
LIV_TABLE = DeliveryTable(
    "liv",
    "Lage-inkomensvoordeel",
    "Low-income benefit",
    _BENEFIT_COLUMNS,
    key=("lhnr",),
    expectations=(
        quarantine("liv"),
        *one_line_a_key("liv", ("lhnr",), "één loonheffingennummer", "one lhnr"),
    ),
    views=views_of_keys("liv", ("lhnr",), _BENEFIT_COLUMNS),
    optional=True,
    repeats_count_once=True,
)

_SOCIAL_RETURN_COLUMNS = (
    Column("opdrachtgever", Kind.TEXT, "Opdrachtgever", "Commissioning body", source=SOCIAL_RETURN_SOURCE),
    Column("verplichting_eur", Kind.DECIMAL, "Verplichting", "Obligation", unit="euro", source=SOCIAL_RETURN_SOURCE),
    Column("banen", Kind.DECIMAL, "Banen", "Jobs", unit="jobs", source=SOCIAL_RETURN_SOURCE),
    Column(
        "opdrachtnemers",
        Kind.INTEGER,
        "Opdrachtnemers",
        "Contractors",
        unit="employers",
        source=SOCIAL_RETURN_SOURCE,
        nullable=True,
        optional=True,
        rules=at_least("opdrachtnemers", 0),
    ),
    Column(
        "grootste_eur",
        Kind.DECIMAL,
        "Grootste verplichting van een opdrachtnemer",
        "Largest obligation of a contractor",
        unit="euro",
        source=SOCIAL_RETURN_SOURCE,
        nullable=True,
        optional=True,
        rules=(
            *at_least("grootste_eur", 0),
            RowRule(
                "at_most_the_obligation",
                "grootste_eur",
                "grootste_eur > verplichting_eur",
                Words(
                    "is groter dan de hele verplichting",
                    "is more than the whole obligation",
                    "Lever de grootste verplichting van één opdrachtnemer; zij is een deel van verplichting_eur.",
                    "Deliver the largest obligation of one contractor; it is a part of verplichting_eur.",
                ),
            ),
        ),
    ),
)
SOCIAL_RETURN_TABLE = DeliveryTable(
    "social_return",
    "Social return",
    "Social return",
    _SOCIAL_RETURN_COLUMNS,
    key=("opdrachtgever",),
    expectations=(
        quarantine("social_return"),
        *one_line_a_key("social_return", ("opdrachtgever",), "één opdrachtgever", "one opdrachtgever"),
    ),
    views=views_of_keys("social_return", ("opdrachtgever",), _SOCIAL_RETURN_COLUMNS),
    optional=True,
    repeats_count_once=True,
)
