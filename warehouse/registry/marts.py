"""The published tables: every column with its titles, unit and source, once (`marts.md`)."""

from __future__ import annotations

from warehouse.registry.model import Column, Kind, Mart

LETTERS = "kamerbrieven resultaten banenafspraak"
METHOD = "measurement.md"
FLOAT, INTEGER, TEXT, FLAG = Kind.FLOAT, Kind.INTEGER, Kind.TEXT, Kind.FLAG

YEAR = Column("year", INTEGER, "Meetjaar", "Measurement year", source=METHOD)
SECTOR = Column("sector", TEXT, "Sector", "Sector", source="Wfsv")
FORM = Column("form", TEXT, "Vorm", "Form", source="Wfsv")


def _jobs(name: str, title_nl: str, title_en: str, step: str, *, nullable: bool = False) -> tuple[Column, Column]:
    """An unrounded figure in jobs and the one rounded once from it."""
    return (
        Column(
            f"{name}_exact",
            FLOAT,
            f"{title_nl} (onafgerond)",
            f"{title_en} (unrounded)",
            "jobs",
            step,
            nullable,
        ),
        Column(name, INTEGER, title_nl, title_en, "jobs", step, nullable),
    )


REALISATION = Mart(
    "realisation",
    "Realisatie banenafspraak",
    "Realisation of the jobs agreement",
    ("year", "sector", "form"),
    (
        YEAR,
        SECTOR,
        FORM,
        Column(
            "hours_december",
            FLOAT,
            "Verloonde uren in december",
            "Paid hours in December",
            "hours",
            "steps 3, 7, 9",
        ),
        *_jobs("level_jobs", "Aantal banen", "Number of jobs", "step 9"),
        *_jobs("baseline_jobs", "Aantal banen in de nulmeting", "Number of jobs in the nulmeting", "step 10"),
        *_jobs("extra_jobs", "Extra banen", "Extra jobs", "step 10"),
        *_jobs(
            "growth_jobs",
            "Groei ten opzichte van het vorige jaar",
            "Growth on the year before",
            "step 10",
            nullable=True,
        ),
        Column("target_jobs", INTEGER, "Doelstelling", "Target", "jobs", "Regeling Wfsv 3.29/3.33", nullable=True),
        Column(
            "gap_jobs",
            INTEGER,
            "Verschil met de doelstelling",
            "Gap to the target",
            "jobs",
            "step 10",
            nullable=True,
        ),
        Column("target_met", FLAG, "Doelstelling gehaald", "Target met", source="step 10", nullable=True),
        Column("persons", INTEGER, "Personen", "People", "persons", "step 4", nullable=True),
    ),
    note="Persons are empty for loan and totals of one sector: the key allocates hours, not people.",
)
ALLOCATION_KEY = Mart(
    "allocation_key",
    "Verdeelsleutel inleenverbanden",
    "Allocation key of loan hours",
    ("year", "sector"),
    (
        YEAR,
        SECTOR,
        Column("share_exact", FLOAT, "Aandeel (onafgerond)", "Share (unrounded)", "share 0-1", "step 8"),
        Column("share_pct", FLOAT, "Toegepast aandeel", "Share as applied", "percent, one decimal", "step 8"),
        Column("standard_error", FLOAT, "Standaardfout", "Standard error", "share 0-1", "step 8"),
        Column(
            "ci_low",
            FLOAT,
            "Ondergrens 95%-interval",
            "Lower bound of the 95% interval",
            "share 0-1",
            "step 8",
            nullable=True,
        ),
        Column(
            "ci_high",
            FLOAT,
            "Bovengrens 95%-interval",
            "Upper bound of the 95% interval",
            "share 0-1",
            "step 8",
            nullable=True,
        ),
        Column("respondents", INTEGER, "Respondenten", "Respondents", "lenders", "step 8"),
        Column("population", INTEGER, "Populatie", "Population", "lenders", "step 8"),
        Column("strata", INTEGER, "Strata", "Strata", "strata", "step 8"),
    ),
    note="Strata with a respondent only. The interval is empty without degrees of freedom and is not clipped to 0-1.",
)
DECOMPOSITION = Mart(
    "decomposition",
    "Ontleding van de verandering in inleenbanen",
    "Decomposition of the change in loan jobs",
    ("year", "sector"),
    (
        YEAR,
        SECTOR,
        *_jobs("change_jobs", "Verandering", "Change", METHOD),
        *_jobs("volume_effect_jobs", "Volume-effect", "Volume effect", METHOD),
        *_jobs("key_effect_jobs", "Sleuteleffect", "Key effect", METHOD),
    ),
    note="Form inleen only; a year without a measured year before it has no rows.",
)
RECONCILIATION = Mart(
    "reconciliation",
    "Aansluiting op gepubliceerde cijfers",
    "Reconciliation with published numbers",
    ("year", "sector", "form", "measure"),
    (
        YEAR,
        SECTOR,
        FORM,
        Column("measure", TEXT, "Maat", "Measure", source=LETTERS),
        Column("measured", INTEGER, "Gemeten", "Measured", "jobs", METHOD, nullable=True),
        Column("published", INTEGER, "Gepubliceerd", "Published", "jobs", LETTERS),
        Column("difference", INTEGER, "Verschil", "Difference", "jobs", METHOD, nullable=True),
        Column("source", TEXT, "Bron", "Source", source=LETTERS),
        Column("agrees", FLAG, "Komt overeen", "Agrees", source=METHOD, nullable=True),
    ),
)
QUALITY = Mart(
    "quality",
    "Kwaliteitscontroles",
    "Quality checks",
    ("year", "table", "expectation"),
    (
        YEAR,
        Column("table", TEXT, "Tabel", "Table", source="deliveries.md"),
        Column("expectation", TEXT, "Controle", "Expectation", source="deliveries.md"),
        Column("severity", TEXT, "Ernst", "Severity", source="deliveries.md"),
        Column("passed", FLAG, "Voldaan", "Passed", source="deliveries.md"),
        Column("checked_rows", INTEGER, "Gecontroleerde regels", "Rows checked", "rows", "deliveries.md"),
        Column("failed_rows", INTEGER, "Afwijkende regels", "Rows that fail", "rows", "deliveries.md"),
        Column("failed_pct", FLOAT, "Afwijkend", "Share that fails", "percent", "deliveries.md"),
    ),
)

REVISIONS = Mart(
    "revisions",
    "Herziene cijfers",
    "Revised figures",
    ("release", "mart", "cell", "column"),
    (
        Column("release", TEXT, "Publicatie", "Release", source="operation.md"),
        Column("supersedes", TEXT, "Vervangt", "Supersedes", source="operation.md"),
        Column("change_type", TEXT, "Soort wijziging", "Kind of change", source="operation.md"),
        Column("mart", TEXT, "Tabel", "Table", source="operation.md"),
        Column("cell", TEXT, "Cel", "Cell", source="operation.md"),
        Column("column", TEXT, "Kolom", "Column", source="operation.md"),
        Column("old", TEXT, "Oud", "Old", source="operation.md", nullable=True),
        Column("new", TEXT, "Nieuw", "New", source="operation.md", nullable=True),
        Column("difference", FLOAT, "Verschil", "Difference", "unit of the column", "operation.md", nullable=True),
    ),
    note="Every published figure that a later release changed; empty while nothing was revised.",
)

HOURS = Mart(
    "december_hours",
    "Decemberuren, exact",
    "December hours, exact",
    ("year", "sector", "form", "period_days"),
    (
        YEAR,
        SECTOR,
        FORM,
        Column("period_days", INTEGER, "Dagen van het tijdvak", "Days of the period", "days", "step 3"),
        Column(
            "hour_days",
            INTEGER,
            "Uren maal dagen in december",
            "Hours times days in December",
            "hour days",
            "step 3",
        ),
    ),
    note="Hours are the sum of hour_days / period_days.",
    facts=True,
)
PEOPLE = Mart(
    "people",
    "Getelde personen",
    "People counted",
    ("year", "sector", "form"),
    (YEAR, SECTOR, FORM, Column("persons", INTEGER, "Personen", "People", "persons", "step 4")),
    facts=True,
)
STATISTICS = Mart(
    "statistics",
    "Omvang van de levering",
    "Size of the delivery",
    ("year", "table", "measure"),
    (
        YEAR,
        Column("table", TEXT, "Tabel", "Table", source="deliveries.md"),
        Column("measure", TEXT, "Maat", "Measure", source="deliveries.md"),
        Column("value", INTEGER, "Waarde", "Value", "lines, hours or persons", "deliveries.md"),
    ),
    note="Compared with the year after, as warnings.",
    facts=True,
)

STRATA = Mart(
    "strata",
    "Respons op het onderzoek verdeelsleutel",
    "Response to the allocation-key survey",
    ("year", "stratum"),
    (
        YEAR,
        Column("stratum", TEXT, "Stratum", "Stratum", source="step 8"),
        Column("population", INTEGER, "Populatie", "Population", "lenders", "step 8"),
        Column("units", INTEGER, "Benaderd", "Approached", "lenders", "step 8"),
        Column("respondents", INTEGER, "Respondenten", "Respondents", "lenders", "step 8"),
    ),
    facts=True,
)

MARTS = {mart.name: mart for mart in (REALISATION, ALLOCATION_KEY, DECOMPOSITION, RECONCILIATION, QUALITY, REVISIONS)}
FACTS = {mart.name: mart for mart in (HOURS, PEOPLE, STATISTICS, STRATA)}
