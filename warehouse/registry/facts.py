"""What a release keeps of each year beside its marts, exact, so that every mart can be computed again."""

from __future__ import annotations

from warehouse.registry.mart_columns import FORM, GROUND, INTEGER, SECTOR, TEXT, YEAR
from warehouse.registry.model import Column, Mart

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
    made_by="jobs.hours",
    of_year=True,
    facts=True,
)
PEOPLE = Mart(
    "people",
    "Getelde personen",
    "People counted",
    ("year", "sector", "form"),
    (YEAR, SECTOR, FORM, Column("persons", INTEGER, "Personen", "People", "persons", "step 4")),
    made_by="jobs.people",
    of_year=True,
    facts=True,
)
RULE_HOURS = Mart(
    "rule_hours",
    "Decemberuren naar wat regels onderscheiden, exact",
    "December hours by what rules tell apart, exact",
    ("year", "sector", "nature", "form", "ground"),
    (
        YEAR,
        SECTOR,
        Column("nature", TEXT, "Aard: formeel, inleen of payroll", "Nature: formal, loan or payroll", source="step 5"),
        Column("form", TEXT, "Vorm zoals geteld", "Form as counted", source="step 5"),
        GROUND,
        Column("hours", TEXT, "Uren, als exacte breuk", "Hours, as an exact fraction", "hours", "step 3"),
    ),
    note="Sector is that of the employer, also for loan; onbekend when the employer is not known. Ground is telt_mee "
    "for all grounds of the law together; people in the register on another ground are in it too: scenarios need them.",
    made_by="jobs.rule_hours",
    of_year=True,
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
    of_year=True,
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
    made_by="allocation_key.response",
    of_year=True,
    facts=True,
)


FACTS = {mart.name: mart for mart in (HOURS, PEOPLE, RULE_HOURS, STATISTICS, STRATA)}
