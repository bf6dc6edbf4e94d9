"""What a release keeps of each year beside its marts, exact, so that every mart can be computed again."""

from __future__ import annotations

from warehouse.registry.mart_columns import (
    AGREED,
    DISCLOSURE,
    FLAG,
    FORM,
    INTEGER,
    SECTOR,
    TEXT,
    YEAR,
    real,
    step,
    whole,
)
from warehouse.registry.model import Column, Mart

HOURS = Mart(
    "december_hours",
    "Decemberuren naar wat een wet onderscheidt, exact",
    "December hours by what a law tells apart, exact",
    ("year", "sector", "kind", "listed", "grounds", "period_days"),
    (
        YEAR,
        SECTOR,
        Column("kind", TEXT, "Soort werk", "Kind of work", source=f"code_aard.csv; {step(5)}"),
        Column("listed", TEXT, "Vorm volgens de codelijst", "Form of the code list", source="code_aard.csv"),
        Column("grounds", TEXT, "Grondslagen, op volgorde", "Grounds, in order", source=f"grondslag.csv; {step(4)}"),
        Column("period_days", INTEGER, "Dagen van het tijdvak", "Days of the period", "days", step(3)),
        Column(
            "hour_days",
            INTEGER,
            "Uren maal dagen in december",
            "Hours times days in December",
            "hour days",
            step(3),
        ),
    ),
    note="Hours are the sum of hour_days / period_days. Everybody in the register is in it, on a ground that counts or "
    "not: the law of a year, or a scenario, decides. Grounds are separated by +. Sector is that of the employer, also "
    "for loan; onbekend when the employer is not known.",
    of_year=True,
    facts=True,
)
PEOPLE = Mart(
    "people",
    "Getelde personen",
    "People counted",
    ("year", "sector", "form"),
    (YEAR, SECTOR, FORM, Column("persons", INTEGER, "Personen", "People", "persons", step(4))),
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
        Column("table", TEXT, "Tabel", "Table", source=AGREED),
        Column("measure", TEXT, "Maat", "Measure", source=AGREED),
        Column("value", INTEGER, "Waarde", "Value", "lines, hours or persons", AGREED),
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
        Column("stratum", TEXT, "Stratum", "Stratum", source=step(8)),
        Column("population", INTEGER, "Populatie", "Population", "lenders", step(8)),
        Column("units", INTEGER, "Benaderd", "Approached", "lenders", step(8)),
        Column("respondents", INTEGER, "Respondenten", "Respondents", "lenders", step(8)),
    ),
    of_year=True,
    facts=True,
)

AMOUNT = "hours, weighted hours, jobs or euro"
BASE_COUNTS = Mart(
    "base_counts",
    "Waarop cijfers berusten",
    "What figures rest on",
    ("year", "mart", "key", "measure"),
    (
        YEAR,
        Column("mart", TEXT, "Tabel", "Table", source=DISCLOSURE),
        Column("key", TEXT, "Sleutel van de rij zonder het jaar", "Key of the row without the year", source=DISCLOSURE),
        Column("measure", TEXT, "Maat", "Measure", source=DISCLOSURE),
        whole("persons", "Personen", "People", "persons", DISCLOSURE, nullable=True),
        whole("employers", "Werkgevers", "Employers", "employers", DISCLOSURE, nullable=True),
        whole(
            "public_employers",
            "Werkgevers van de overheid",
            "Employers of the government",
            "employers",
            DISCLOSURE,
            nullable=True,
        ),
        real("largest", "Grootste bijdrage", "Largest contribution", AMOUNT, DISCLOSURE, nullable=True),
        real("second", "Op een na grootste bijdrage", "Second largest contribution", AMOUNT, DISCLOSURE, nullable=True),
        real("total", "Alle bijdragen", "All contributions", AMOUNT, DISCLOSURE, nullable=True),
        Column("known", FLAG, "Bijdragers geleverd", "Contributors delivered", source=DISCLOSURE),
    ),
    note="What disclosure control goes by; internal. Employers are fiscal numbers, and contribute with more than 0 "
    "hours. The key is as in observations: name=value, separated by ;. Amounts are in hours (measure hours and moved), "
    "weighted hours, jobs (shortages; moved by social return) or euro. Empty is what does not apply, or was not "
    "delivered. A cohort is under its first year.",
    of_year=True,
    facts=True,
    about="mart",
)


STATUSES = Mart(
    "disclosure",
    "Geheimhouding per cijfer",
    "Disclosure control by figure",
    ("year", "mart", "key", "column"),
    (
        YEAR,
        Column("mart", TEXT, "Tabel", "Table", source=DISCLOSURE),
        Column("key", TEXT, "Dimensies", "Dimensions", source="observations"),
        Column("column", TEXT, "Kolom", "Column", source=DISCLOSURE),
        Column(
            "status", TEXT, "Status", "Status", source=DISCLOSURE, values=("vrij", "primair", "secundair", "eerder")
        ),
        Column("rule", TEXT, "Regel", "Rule", source=DISCLOSURE, nullable=True),
    ),
    note="Every figure that can be withheld, with its status: vrij, primair (it breaks a rule itself), secundair (it "
    "protects another) or eerder (an earlier release withheld it); and the first rule, P1 to P5, or S. A row of a "
    "cohort is under its first year.",
    facts=True,
    about="mart",
)


FACTS = {mart.name: mart for mart in (HOURS, PEOPLE, STATISTICS, STRATA, BASE_COUNTS, STATUSES)}
