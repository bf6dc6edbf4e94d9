"""The delivered employers."""

from __future__ import annotations

from warehouse.registry.delivered.shared import at_least, band, between, known, lhnr, quarantine
from warehouse.registry.model import Column, DeliveryTable, Expectation, Kind, RowRule, Words

SOURCE = "werkgeversbestand (UWV, Belastingdienst)"
#: The last sector of the list, and those that it does not have (deliveries.md).
LAST_SECTOR = 69
SECTORS_NOT_IN_USE = (36, 37)

SECTOR_RULES = (
    RowRule(
        "range",
        "sector",
        f"sector NOT BETWEEN 1 AND {LAST_SECTOR} OR sector IN {SECTORS_NOT_IN_USE}",
        Words(
            f"is geen sector van 1 tot en met {LAST_SECTOR}; 36 en 37 bestaan niet",
            f"is no sector from 1 to {LAST_SECTOR}; 36 and 37 do not exist",
            "Lever het nummer van de sector volgens de Belastingdienst.",
            "Deliver the number of the sector as the tax authority has it.",
        ),
    ),
)
SUB_SECTOR_RULES = (
    RowRule(
        "empty",
        "overheidssector",
        "overheidssector IS NOT NULL AND NOT overheidswerkgever",
        Words(
            "is ingevuld bij een werkgever in de markt",
            "is filled in for an employer in the market",
            "Laat de overheidssector leeg bij werkgevers in de markt.",
            "Leave overheidssector empty for employers in the market.",
        ),
    ),
)
MINISTRY_RULES = (
    RowRule(
        "empty",
        "ministerie",
        "ministerie IS NOT NULL AND overheidssector IS DISTINCT FROM 'rijk'",
        Words(
            "is ingevuld buiten de overheidssector Rijk",
            "is filled in where overheidssector is not rijk",
            "Vul een ministerie alleen in bij de overheidssector Rijk.",
            "Fill in a ministry for the overheidssector rijk only.",
        ),
    ),
)

EMPLOYERS_TABLE = DeliveryTable(
    "werkgevers",
    "Werkgevers",
    "Employers",
    (
        lhnr(SOURCE),
        Column("naam", Kind.TEXT, "Naam", "Name", source=SOURCE),
        Column("sector", Kind.INTEGER, "Sector", "Sector", source=SOURCE, rules=SECTOR_RULES),
        Column("overheidswerkgever", Kind.FLAG, "Overheidswerkgever", "Government employer", source=SOURCE),
        Column(
            "aandeel_sectorfonds",
            Kind.DECIMAL,
            "Aandeel sectorfonds",
            "Share of hours under a sector fund",
            unit="share 0-1",
            source=SOURCE,
            nullable=True,
            rules=between("aandeel_sectorfonds", 0, 1),
        ),
        Column(
            "overheidssector",
            Kind.CODE,
            "Overheidssector",
            "Government sub-sector",
            source=SOURCE,
            nullable=True,
            code_list="overheidssector",
            rules=SUB_SECTOR_RULES,
        ),
        Column("ministerie", Kind.TEXT, "Ministerie", "Ministry", source=SOURCE, nullable=True, rules=MINISTRY_RULES),
        Column(
            "aantal_werknemers",
            Kind.INTEGER,
            "Aantal werknemers",
            "Employees",
            unit="persons",
            source=SOURCE,
            rules=at_least("aantal_werknemers", 0),
        ),
        Column(
            "verloonde_uren",
            Kind.INTEGER,
            "Verloonde uren in het kalenderjaar",
            "Paid hours in the calendar year",
            unit="hours",
            source=SOURCE,
            rules=at_least("verloonde_uren", 0),
        ),
    ),
    key=("lhnr",),
    expectations=(
        quarantine("werkgevers"),
        known("overheidssector", "government_sectors", "overheidssector"),
        Expectation(
            "unique_key",
            "lhnr",
            "lines > 1",
            Words(
                "staat op meer dan één regel",
                "is on more than one line",
                "Lever één regel per werkgever.",
                "Deliver one line per employer.",
            ),
            batch="keys_of_werkgevers",
        ),
    ),
    measured=(band("lines"),),
    views=(
        (
            "keys_of_werkgevers",
            "SELECT lhnr, count(*) AS lines, 0::UTINYINT AS _rule FROM werkgevers WHERE lhnr IS NOT NULL GROUP BY lhnr",
        ),
    ),
)
