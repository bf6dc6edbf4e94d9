"""Columns that several published tables share (`marts.md`)."""

from __future__ import annotations

from warehouse.registry.model import Column, Kind

LETTERS = "kamerbrieven resultaten banenafspraak"
METHOD, AGREED, WORKING, DISCLOSURE, DISSEMINATION = (
    f"docs/spec/{page}.md" for page in ("measurement", "deliveries", "operation", "disclosure", "dissemination")
)
#: The headings of the steps in the contract.
STEPS = {
    3: "step-3-december-hours",
    4: "step-4-target-group",
    5: "step-5-form",
    8: "step-8-allocation-key",
    9: "step-9-levels",
    10: "step-10-extra-jobs",
}
TARGET_LAW = "Regeling Wfsv 3.33 (before its renumbering 3.29)"
FLOAT, INTEGER, TEXT, FLAG = Kind.FLOAT, Kind.INTEGER, Kind.TEXT, Kind.FLAG

YEAR = Column("year", INTEGER, "Meetjaar", "Measurement year", source=METHOD)
SECTOR = Column("sector", TEXT, "Sector", "Sector", source="Wfsv")
FORM = Column("form", TEXT, "Vorm", "Form", source="Wfsv")
SUB_SECTOR = Column("overheidssector", TEXT, "Overheidssector", "Government sub-sector", source="overheidssector.csv")
MINISTRY = Column("ministerie", TEXT, "Ministerie", "Ministry", source="werkgeversbestand; opgaven")
REGION = Column(
    "arbeidsmarktregio",
    TEXT,
    "Arbeidsmarktregio",
    "Labour-market region",
    source="doelgroepregister, with two digits: 01 to 35",
)
SIZE_CLASS = Column("size_class", TEXT, "Grootteklasse", "Size class", source="grootteklasse.csv")
COMMISSIONER = Column("opdrachtgever", TEXT, "Opdrachtgever", "Commissioning body", source="social_return")
SCENARIO = Column("scenario", TEXT, "Scenario", "Scenario", source="scenarios.toml")
GROUND = Column("ground", TEXT, "Grondslag", "Ground", source="grondslag.csv")
PERCENT, SHARE = "percent", "share 0-1"


def step(number: int) -> str:
    """Where the contract says a step of the measurement."""
    return f"{METHOD}#{STEPS[number]}"


def whole(name: str, title_nl: str, title_en: str, unit: str, source: str, *, nullable: bool = False) -> Column:
    """A whole number: a count, or a figure that was rounded once."""
    return Column(name, INTEGER, title_nl, title_en, unit, source, nullable)


def real(name: str, title_nl: str, title_en: str, unit: str, source: str, *, nullable: bool = False) -> Column:
    """A number with decimals."""
    return Column(name, FLOAT, title_nl, title_en, unit, source, nullable)


def percentage(
    name: str, title_nl: str, title_en: str, source: str, *, nullable: bool = False, decimals: int = 1
) -> Column:
    """A percentage, 0-100, with so many decimals."""
    return Column(name, FLOAT, title_nl, title_en, PERCENT, source, nullable, decimals=decimals)


def exact_and_rounded(
    name: str, title_nl: str, title_en: str, source: str, *, nullable: bool = False
) -> tuple[Column, Column]:
    """An unrounded figure in jobs and the one rounded once from it."""
    return (
        real(f"{name}_exact", f"{title_nl} (onafgerond)", f"{title_en} (unrounded)", "jobs", source, nullable=nullable),
        whole(name, title_nl, title_en, "jobs", source, nullable=nullable),
    )
