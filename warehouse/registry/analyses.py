"""The published tables beside the measurement itself: the analyses that the letters ask for (`marts.md`)."""

from __future__ import annotations

from dataclasses import replace

from transforms.law import FORMAL, GOVERNMENT, RIJK
from transforms.protection.declared import (
    Copied,
    Empty,
    Figure,
    Internal,
    Legal,
    Moved,
    Open,
    Parts,
    Place,
    Protection,
    Ratio,
    Rounding,
    SumIs,
    SumIsKnown,
)
from transforms.protection.rules import Measure
from warehouse.registry.mart_columns import (
    COMMISSIONER,
    FLAG,
    FLOAT,
    FORM,
    GROUND,
    INTEGER,
    METHOD,
    MINISTRY,
    REGION,
    SCENARIO,
    SECTOR,
    SHARE,
    SIZE_CLASS,
    SUB_SECTOR,
    TARGET_LAW,
    TEXT,
    YEAR,
    exact_and_rounded,
    percentage,
    real,
    step,
    whole,
)
from warehouse.registry.model import Column, Mart

QUOTA_LAW = "Wfsv 38e-38g; Besluit Wfsv; Regeling Wfsv 3.31/3.35"

UNCERTAINTY = Mart(
    "uncertainty",
    "Onzekerheid door de verdeelsleutel",
    "Uncertainty from the allocation key",
    ("year", "sector", "form"),
    (
        YEAR,
        SECTOR,
        FORM,
        whole("extra_jobs", "Extra banen", "Extra jobs", "jobs", step(10)),
        whole(
            "ci_low_jobs",
            "Extra banen, ondergrens 95%-interval",
            "Extra jobs, lower bound of the 95% interval",
            "jobs",
            METHOD,
            nullable=True,
        ),
        whole(
            "ci_high_jobs",
            "Extra banen, bovengrens 95%-interval",
            "Extra jobs, upper bound of the 95% interval",
            "jobs",
            METHOD,
            nullable=True,
        ),
        whole(
            "gap_ci_low_jobs",
            "Verschil met de doelstelling, ondergrens 95%-interval",
            "Gap to the target, lower bound of the 95% interval",
            "jobs",
            METHOD,
            nullable=True,
        ),
        whole(
            "gap_ci_high_jobs",
            "Verschil met de doelstelling, bovengrens 95%-interval",
            "Gap to the target, upper bound of the 95% interval",
            "jobs",
            METHOD,
            nullable=True,
        ),
    ),
    answers=(
        "Hoe onzeker de extra banen per sector zijn door de steekproef achter de verdeelsleutel.",
        "How uncertain the extra jobs of each sector are because of the sample behind the allocation key.",
    ),
    note="The interval of the key of the year, carried into the jobs; the nulmeting is the fixed yardstick, as in law. "
    "The bounds come from the unrounded key, the figure from the key as applied. Both sectors together have none: the "
    "key only divides. The gap is of form totaal. The rows of 2012 say how uncertain the key of the "
    "nulmeting itself was.",
    figures=True,
    protection=Protection(
        {
            name: Legal("weighted_hours", empty=Empty.NOT_APPLICABLE)
            for name in ("extra_jobs", "ci_low_jobs", "ci_high_jobs", "gap_ci_low_jobs", "gap_ci_high_jobs")
        }
    ),
)

GOVERNMENT_SECTORS = Mart(
    "government_sectors",
    "Overheidssectoren",
    "Government sub-sectors",
    ("year", "overheidssector"),
    (
        YEAR,
        SUB_SECTOR,
        whole("persons", "Personen", "People", "persons", step(4), nullable=True),
        *exact_and_rounded("formal_jobs", "Formele banen", "Formal jobs", step(9), nullable=True),
        whole("opgave_jobs", "Opgave", "Opgave (jobs under the quota)", "jobs", "opgaven", nullable=True),
        percentage("realisation_pct", "Realisatiegraad", "Realisation", METHOD, nullable=True),
        Column("has_data", FLAG, "Gegevens beschikbaar", "Has data", source="werkgevers"),
    ),
    answers=(
        "Hoeveel formele banen elke overheidssector heeft en hoeveel dat er volgens het quotum zouden moeten zijn.",
        "How many formal jobs each government sub-sector has, and how many it should have under the quota.",
    ),
    note="Formal jobs only: the key is national. A sub-sector without a government employer in the delivery has no "
    "data: its figures are empty, not 0. `onbekend` are counted hours with government employers without a "
    "sub-sector, where there are any.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "persons": Figure(Measure.PERSONS, "hours", bundle="formal_jobs", rounding=Rounding.PERSONS),
            "formal_jobs_exact": Internal(),
            "formal_jobs": Figure(Measure.AMOUNT, "hours", bundle="formal_jobs", exact="formal_jobs_exact"),
            "opgave_jobs": Open(Empty.NOT_PUBLIC),
            "realisation_pct": Ratio("formal_jobs", "opgave_jobs"),
            "has_data": Open(),
        },
        relations=(
            SumIs("formal_jobs", "realisation", "level_jobs", {"sector": GOVERNMENT, "form": FORMAL}),
            SumIs("persons", "realisation", "persons", {"sector": GOVERNMENT, "form": FORMAL}, at_most=True),
        ),
    ),
)

MINISTRIES = Mart(
    "ministries",
    "Ministeries",
    "Ministries",
    ("year", "ministerie"),
    (
        YEAR,
        MINISTRY,
        *exact_and_rounded("formal_jobs", "Formele banen", "Formal jobs", step(9), nullable=True),
        whole("opgave_jobs", "Opgave", "Opgave (jobs under the quota)", "jobs", "opgaven", nullable=True),
        percentage("realisation_pct", "Realisatiegraad", "Realisation", METHOD, nullable=True),
        real(
            "contribution_exact",
            "Bijdrage aan de centrale financiering (onafgerond)",
            "Contribution to the central financing (unrounded)",
            SHARE,
            "kamerbrief resultaten 2022",
            nullable=True,
        ),
        percentage(
            "contribution_pct",
            "Bijdrage aan de centrale financiering",
            "Contribution to the central financing",
            "kamerbrief resultaten 2022",
            nullable=True,
        ),
    ),
    answers=(
        "Hoeveel formele banen elk ministerie heeft en hoeveel dat er volgens het quotum zouden moeten zijn.",
        "How many formal jobs each ministry has, and how many it should have under the quota.",
    ),
    note="The contribution is in proportion to the opgave, over all ministries with one. A ministry without an "
    "employer in the delivery has no level. `onbekend` are counted hours with employers of the Rijk without a "
    "ministry, where there are any.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "formal_jobs_exact": Internal(),
            "formal_jobs": Figure(Measure.AMOUNT, "hours", exact="formal_jobs_exact"),
            "opgave_jobs": Open(Empty.NOT_PUBLIC),
            "realisation_pct": Ratio("formal_jobs", "opgave_jobs"),
            "contribution_exact": Internal(),
            "contribution_pct": Open(Empty.NOT_PUBLIC),
        },
        relations=(SumIs("formal_jobs", "government_sectors", "formal_jobs", {"overheidssector": RIJK}),),
    ),
)

TARGET_GROUP = Mart(
    "target_group",
    "Doelgroep: geregistreerd en aan het werk",
    "Target group: registered and working",
    ("year", "ground", "arbeidsmarktregio"),
    (
        YEAR,
        GROUND,
        REGION,
        whole("registered", "Geregistreerd", "Registered", "persons", step(4)),
        whole("working", "Aan het werk", "Working", "persons", step(5)),
        percentage("working_pct", "Aandeel aan het werk", "Share working", METHOD, nullable=True),
        *exact_and_rounded("level_jobs", "Banen", "Jobs", step(9)),
    ),
    answers=(
        "Hoeveel mensen in het doelgroepregister staan en hoeveel van hen werken, naar grondslag en arbeidsmarktregio.",
        "How many people are registered and how many of them work, by ground and labour-market region.",
    ),
    note="On 31 December: people registered on a ground that counts, once each, and those of them with paid hours in a "
    "period that counts and holds that day. Jobs are hours, not people: the counted December hours of these people "
    "divided by 110.92. Cells without registered people are left out. Of several "
    "registrations on one ground the earliest gives the region.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "registered": Figure(Measure.PERSONS, "registered", rounding=Rounding.PERSONS, somebody=True),
            "working": Figure(Measure.PERSONS, "working", bundle="working", rounding=Rounding.PERSONS, of="registered"),
            "working_pct": Ratio("working", "registered"),
            "level_jobs_exact": Internal(),
            "level_jobs": Figure(
                Measure.AMOUNT, "hours", bundle="working", rounding=Rounding.DETAILED_JOBS, exact="level_jobs_exact"
            ),
        },
        totals=("ground", "arbeidsmarktregio"),
    ),
)

PARTICIPATION_COHORT = Mart(
    "participation_cohort",
    "Deelname aan werk over drie jaar",
    "Participation in work over three years",
    ("cohort_start", "ground"),
    (
        Column(
            "cohort_start",
            INTEGER,
            "Begin van het cohort (1 januari)",
            "Start of the cohort (1 January)",
            source=METHOD,
        ),
        GROUND,
        whole("persons", "Personen", "People", "persons", "kamerbrief resultaten 2023"),
        whole("never_worked", "Nooit aan het werk", "Never in paid work", "persons", "kamerbrief resultaten 2023"),
        percentage(
            "never_worked_pct",
            "Aandeel nooit aan het werk",
            "Share never in paid work",
            METHOD,
            nullable=True,
        ),
        whole(
            "under_12_months",
            "Korter dan 12 maanden aan het werk",
            "In paid work, less than 12 months",
            "persons",
            "kamerbrief resultaten 2023",
        ),
        percentage(
            "under_12_months_pct",
            "Aandeel korter dan 12 maanden aan het werk",
            "Share in paid work, less than 12 months",
            METHOD,
            nullable=True,
        ),
    ),
    answers=(
        "Hoeveel mensen uit het doelgroepregister in drie jaar niet of korter dan een jaar werkten.",
        "How many people in the register did not work in three years, or worked for less than a year.",
    ),
    note="People registered on 1 January of the first year and on every day of three years, by their ground on the "
    "first day. A month counts as worked with paid hours in employment of any kind, sheltered work too. Who worked "
    "less than 12 of the 36 months did work: never and less than a year do not overlap. Without all three years in the "
    "warehouse a cohort has no rows. Who was put in the register afterwards is not in the earlier deliveries, so the "
    "work of those years is not known: such people count as not at work then.",
    of_year=True,
    years=3,
    figures=True,
    protection=Protection(
        {
            "persons": Figure(Measure.PERSONS, "persons", rounding=Rounding.PERSONS, somebody=True),
            "never_worked": Figure(Measure.PERSONS, "never_worked", rounding=Rounding.PERSONS, of="persons"),
            "never_worked_pct": Ratio("never_worked", "persons"),
            "under_12_months": Figure(Measure.PERSONS, "under_12_months", rounding=Rounding.PERSONS, of="persons"),
            "under_12_months_pct": Ratio("under_12_months", "persons"),
        },
        totals=("ground",),
        relations=(Parts("persons", ("never_worked", "under_12_months")),),
    ),
)

QUOTA = Mart(
    "quota",
    "Quotum",
    "Quota",
    ("year", "sector"),
    (
        YEAR,
        SECTOR,
        real("variable_a", "A: banen in de nulmeting", "A: jobs in the nulmeting", "jobs", QUOTA_LAW, nullable=True),
        real("variable_b", "B: extra banen", "B: extra jobs", "jobs", QUOTA_LAW, nullable=True),
        real(
            "variable_c",
            "C: verloonde uren van een baan",
            "C: paid hours of a job",
            "hours a year",
            QUOTA_LAW,
            nullable=True,
        ),
        real("variable_d", "D: niet openbaar", "D: not public", "persons", "setting quota.variables", nullable=True),
        real(
            "variable_e",
            "E: verloonde uren van een werknemer",
            "E: paid hours of an employee",
            "hours a year",
            QUOTA_LAW,
            nullable=True,
        ),
        real("variable_f", "F: niet openbaar", "F: not public", "persons", "setting quota.variables", nullable=True),
        real(
            "variable_g", "G: niet openbaar", "G: not public", "hours a year", "setting quota.variables", nullable=True
        ),
        percentage("quota_pct", "Quotumpercentage", "Quota percentage", QUOTA_LAW, nullable=True, decimals=2),
        Column(
            "percentage_source",
            TEXT,
            "Herkomst van het percentage",
            "Source of the percentage",
            source="quota_parameters.csv: vastgesteld; the variables: berekend",
            nullable=True,
        ),
        whole("employers_liable", "Quotumplichtige werkgevers", "Employers liable", "employers", "Besluit Wfsv 2.21"),
        Column("shortage_jobs", FLOAT, "Tekort", "Shortage", "jobs", QUOTA_LAW, nullable=True, decimals=1),
        Column("reason", TEXT, "Waarom leeg", "Why empty", source=METHOD, nullable=True),
    ),
    answers=(
        "Hoe hoog het quotumpercentage per sector is, voor hoeveel werkgevers, en hoeveel banen zij tekortkomen.",
        "What the quota percentage of each sector is, how many employers it holds for, and how many jobs they lack.",
    ),
    note="Percentage = ((A + B) C + F G) / (D E) 100, rounded down as the law says. Without its variables it is "
    "the one that the minister set and published. An employer (fiscal number) with less than 40,575 "
    "paid hours a year is exempt. The shortage adds those of the liable employers, each rounded down to one decimal "
    "and never below 0. The levy of 5,000 euro a missing job is not imposed at present.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            **{f"variable_{letter}": Open(Empty.NOT_PUBLIC) for letter in "abcdefg"},
            "quota_pct": Open(Empty.NOT_PUBLIC),
            "percentage_source": Open(),
            "employers_liable": Figure(Measure.EMPLOYERS, "liable"),
            "shortage_jobs": Figure(Measure.AMOUNT, "shortages", rounding=Rounding.JOBS, empty=Empty.NOT_PUBLIC),
            "reason": Open(),
        }
    ),
)

LIV_BY_SIZE = Mart(
    "liv_by_size",
    "Lage-inkomensvoordeel naar grootte van de werkgever",
    "Low-income benefit by size of the employer",
    ("year", "size_class"),
    (
        YEAR,
        SIZE_CLASS,
        whole("employers", "Werkgevers", "Employers", "employers", "liv"),
        real("amount_eur", "Uitbetaald bedrag", "Amount paid", "euro", "liv"),
    ),
    answers=(
        "Hoeveel lage-inkomensvoordeel aan hoeveel werkgevers is uitbetaald, naar hun aantal werknemers.",
        "How much low-income benefit was paid to how many employers, by their number of employees.",
    ),
    note="By number of employees of the fiscal number in the employer file; `onbekend` for employers that "
    "are not in it or have none.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "employers": Figure(Measure.EMPLOYERS, "euro", bundle="amount_eur", somebody=True),
            "amount_eur": Figure(Measure.AMOUNT, "euro", bundle="amount_eur", rounding=Rounding.EUROS),
        },
        relations=(SumIsKnown("employers"), SumIsKnown("amount_eur")),
    ),
)

SOCIAL_RETURN = Mart(
    "social_return",
    "Social return",
    "Social return",
    ("year", "opdrachtgever"),
    (
        YEAR,
        COMMISSIONER,
        real("obligation_eur", "Verplichting", "Obligation", "euro", "social_return"),
        real("jobs", "Banen via social return", "Jobs through social return", "jobs", "social_return"),
    ),
    answers=(
        "Hoeveel banen leveranciers van de overheid hebben door afspraken over social return.",
        "How many jobs suppliers of government have because of agreements on social return.",
    ),
    note="Jobs that suppliers of government make count in the market sector: beside, never in, the government figure.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "obligation_eur": Figure(Measure.AMOUNT, "euro", bundle="jobs", rounding=Rounding.EUROS),
            "jobs": Figure(Measure.AMOUNT, "euro", bundle="jobs", rounding=Rounding.JOBS),
        },
        relations=(SumIs("jobs", "scenarios", "moved", {"scenario": "social_return_bij_overheid"}),),
    ),
)

SCENARIOS = Mart(
    "scenarios",
    "Scenario's: dezelfde uren onder andere regels",
    "Scenarios: the same hours under other rules",
    ("scenario", "year", "sector"),
    (
        SCENARIO,
        YEAR,
        SECTOR,
        whole("level_jobs", "Aantal banen", "Number of jobs", "jobs", step(9)),
        whole("extra_jobs", "Extra banen", "Extra jobs", "jobs", step(10)),
        whole("target_jobs", "Doelstelling", "Target", "jobs", TARGET_LAW, nullable=True),
        whole("gap_jobs", "Verschil met de doelstelling", "Gap to the target", "jobs", step(10), nullable=True),
        whole(
            "difference_to_official",
            "Verschil in extra banen met de officiële meting",
            "Difference in extra jobs from the official result",
            "jobs",
            METHOD,
        ),
    ),
    answers=(
        "Hoeveel extra banen er zouden zijn als andere regels golden.",
        "How many extra jobs there would be if other rules held.",
    ),
    note="Rule sets are data (`warehouse/reference/scenarios.toml`); `huidige_wet` is the official result. A scenario "
    "has no rows for a year for which it says nothing or what it needs was not delivered. Hours of employers that are "
    "not known are in no scenario.",
    figures=True,
    protection=Protection(
        {
            "level_jobs": Moved(),
            "extra_jobs": Moved(),
            "target_jobs": Open(),
            "gap_jobs": Moved(),
            "difference_to_official": Moved(),
        }
    ),
)

#: The dimensions of tables of figures: each has a column of its own in `observations`.
PLACES = tuple(
    replace(one, nullable=True)
    for one in (SECTOR, FORM, SUB_SECTOR, MINISTRY, GROUND, REGION, SIZE_CLASS, COMMISSIONER, SCENARIO)
)
OBSERVATIONS = Mart(
    "observations",
    "Alle cijfers in één tabel",
    "All figures in one table",
    ("measure", "year", "dimensions"),
    (
        Column("id", INTEGER, "Nummer", "Number", source="CBS OData v4: Id", marks_row=True),
        Column("measure", TEXT, "Maat", "Measure", source="CBS OData v4: Measure"),
        YEAR,
        Column("period", TEXT, "Periode", "Period", source="CBS OData v4: Perioden", codes_of=""),
        Column("dimensions", TEXT, "Dimensies", "Dimensions", source="CBS OData v4: dimensions", codes_of=""),
        *PLACES,
        real("value", "Waarde", "Value", "see unit", "CBS OData v4: Value", nullable=True),
        Column("unit", TEXT, "Eenheid", "Unit", source="CBS OData v4: Unit"),
        Column("origin", TEXT, "Herkomst", "Origin", source="gemeten, gepubliceerd"),
    ),
    answers=(
        "Elk cijfer van deze publicatie op een eigen regel, voor wie alles in één keer wil inlezen.",
        "Every figure of this release on a line of its own, for who wants to load all of them at once.",
    ),
    note="Every published figure, but not its unrounded twin: measure is `<mart>.<column>`, dimensions are the other "
    "key columns as name=value, separated by ; (a ;, = or % in a value is written as %3B, %3D or %25), and each "
    "dimension has a column as well, empty where it does not apply. The number of a figure is the same in every "
    "release. A cohort is under its first year.",
    protection=Protection(
        {
            "id": Open(),
            "period": Open(),
            **{one.name: Place() for one in PLACES},
            "value": Copied(),
            "unit": Open(),
            "origin": Open(),
        }
    ),
)

#: In the order in which they are made: each needs only what stands before it.
ANALYSES = (
    UNCERTAINTY,
    GOVERNMENT_SECTORS,
    MINISTRIES,
    TARGET_GROUP,
    PARTICIPATION_COHORT,
    QUOTA,
    LIV_BY_SIZE,
    SOCIAL_RETURN,
    SCENARIOS,
)
