"""The published tables: every column with its titles, unit and source, once (`marts.md`)."""

from __future__ import annotations

from transforms.law import FORMAL, GOVERNMENT, LOAN, MARKET, TOTAL
from transforms.protection.declared import (
    Copied,
    Empty,
    Figure,
    Internal,
    Legal,
    Open,
    Protection,
    Ratio,
    Rounding,
    SumIs,
)
from transforms.protection.rules import Measure
from warehouse.registry import analyses
from warehouse.registry.mart_columns import (
    AGREED,
    FLAG,
    FLOAT,
    FORM,
    INTEGER,
    LETTERS,
    METHOD,
    PERCENT,
    SECTOR,
    SHARE,
    TARGET_LAW,
    TEXT,
    WORKING,
    YEAR,
    exact_and_rounded,
    percentage,
    real,
    step,
    whole,
)
from warehouse.registry.model import Column, Mart

#: Decimals of the standard error and the interval of the key, in percent (disclosure.md, section 4).
KEY_DECIMALS = 4

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
            step(9),
            nullable=True,
        ),
        *exact_and_rounded("level_jobs", "Aantal banen", "Number of jobs", step(9), nullable=True),
        *exact_and_rounded(
            "baseline_jobs", "Aantal banen in de nulmeting", "Number of jobs in the nulmeting", step(10), nullable=True
        ),
        real("extra_jobs_exact", "Extra banen (onafgerond)", "Extra jobs (unrounded)", "jobs", step(10), nullable=True),
        whole("extra_jobs", "Extra banen", "Extra jobs", "jobs", step(10)),
        *exact_and_rounded(
            "growth_jobs",
            "Groei ten opzichte van het vorige jaar",
            "Growth since the year before",
            step(10),
            nullable=True,
        ),
        Column("target_jobs", INTEGER, "Doelstelling", "Target", "jobs", TARGET_LAW, nullable=True),
        Column(
            "gap_jobs",
            INTEGER,
            "Verschil met de doelstelling",
            "Gap to the target",
            "jobs",
            step(10),
            nullable=True,
        ),
        Column("target_met", FLAG, "Doelstelling gehaald", "Target met", source=step(10), nullable=True),
        Column("persons", INTEGER, "Personen", "People", "persons", step(4), nullable=True),
        Column("rule_set", TEXT, "Regels", "Rule set", source="parameters.csv"),
        Column("series_break", FLAG, "Reeksbreuk", "Series break", source="law of the year and of the year before"),
        Column(
            "series_break_note", TEXT, "Wat er anders is", "What differs", source="parameters.csv, lists", nullable=True
        ),
        Column("origin", TEXT, "Herkomst", "Origin", source="gemeten, gepubliceerd"),
        Column("source", TEXT, "Bron", "Source", source="published_results.csv", nullable=True),
    ),
    answers=(
        "Hoeveel extra banen er per sector en vorm zijn, in elk jaar sinds 2012, en of de doelstelling is gehaald.",
        "How many extra jobs there are by sector and form in each year since 2012, and whether the target was met.",
    ),
    note="Persons are empty for loan and totals of one sector: the key allocates hours, not people. Years from 2015 on "
    "without a delivery have the published totals of extra jobs with the target and the gap: `origin` is "
    "gepubliceerd, `source` names the publication, growth is between two published totals, and what was not published "
    "is empty. Each year is measured under its own law; `series_break` says that it differs from that of the year "
    "before in who or what counts. Grounds that a law restates are counted in the nulmeting of that year, and in the "
    "year before for its growth.",
    figures=True,
    protection=Protection(
        {
            "hours_december": Internal(),
            "level_jobs_exact": Internal(),
            "level_jobs": Legal("hours"),
            "baseline_jobs_exact": Internal(),
            "baseline_jobs": Legal(""),
            "extra_jobs_exact": Internal(),
            "extra_jobs": Legal(""),
            "growth_jobs_exact": Internal(),
            "growth_jobs": Legal(""),
            "target_jobs": Open(),
            "gap_jobs": Open(),
            "target_met": Open(),
            "persons": Figure(Measure.PERSONS, rounding=Rounding.PERSONS, empty=Empty.NOT_APPLICABLE),
            "rule_set": Open(),
            "series_break": Open(),
            "series_break_note": Open(),
            "origin": Open(),
            "source": Open(),
        },
        relations=(
            SumIs(
                "persons",
                "realisation",
                "persons",
                {"sector": TOTAL, "form": FORMAL},
                {"sector": (MARKET, GOVERNMENT), "form": (FORMAL,)},
                at_most=True,
            ),
            SumIs(
                "persons",
                "realisation",
                "persons",
                {"sector": TOTAL, "form": TOTAL},
                {"sector": (TOTAL,), "form": (FORMAL, LOAN)},
                at_most=True,
            ),
        ),
    ),
)


def _bound(name: str, title_nl: str, title_en: str) -> tuple[Column, Column]:
    """A bound of the interval of the key, as a share and in percent; empty without degrees of freedom."""
    return (
        real(f"{name}_exact", f"{title_nl} (onafgerond)", f"{title_en} (unrounded)", SHARE, step(8), nullable=True),
        percentage(f"{name}_pct", title_nl, title_en, step(8), nullable=True, decimals=KEY_DECIMALS),
    )


ALLOCATION_KEY = Mart(
    "allocation_key",
    "Verdeelsleutel inleenverbanden",
    "Allocation key of loan hours",
    ("year", "sector"),
    (
        YEAR,
        SECTOR,
        real("share_exact", "Aandeel (onafgerond)", "Share (unrounded)", SHARE, step(8)),
        percentage("share_pct", "Toegepast aandeel", "Share as applied", step(8)),
        real("standard_error_exact", "Standaardfout (onafgerond)", "Standard error (unrounded)", SHARE, step(8)),
        percentage("standard_error_pct", "Standaardfout", "Standard error", step(8), decimals=KEY_DECIMALS),
        *_bound("ci_low", "Ondergrens 95%-interval", "Lower bound of the 95% interval"),
        *_bound("ci_high", "Bovengrens 95%-interval", "Upper bound of the 95% interval"),
        Column("respondents", INTEGER, "Respondenten", "Respondents", "lenders", step(8)),
        Column("population", INTEGER, "Populatie", "Population", "lenders", step(8)),
        Column("strata", INTEGER, "Strata", "Strata", "strata", step(8)),
    ),
    answers=(
        "Hoe de banen via inleenverbanden over markt en overheid zijn verdeeld, en hoe nauwkeurig dat is geschat.",
        "How loan jobs are divided between market sector and government, and how accurate that estimate is.",
    ),
    note="Strata with a respondent only. The interval is empty without degrees of freedom and is not clipped to 0-100.",
    of_year=True,
    figures=True,
    protection=Protection(
        {
            "share_exact": Internal(),
            "share_pct": Legal("weighted_hours"),
            "standard_error_exact": Internal(),
            "standard_error_pct": Open(),
            "ci_low_exact": Internal(),
            "ci_low_pct": Open(),
            "ci_high_exact": Internal(),
            "ci_high_pct": Open(),
            "respondents": Open(),
            "population": Open(),
            "strata": Open(),
        }
    ),
)
DECOMPOSITION = Mart(
    "decomposition",
    "Ontleding van de verandering van banen via inleenverbanden",
    "Decomposition of the change in loan jobs",
    ("year", "sector"),
    (
        YEAR,
        SECTOR,
        *exact_and_rounded("change_jobs", "Verandering", "Change", METHOD),
        *exact_and_rounded("volume_effect_jobs", "Volume-effect", "Volume effect", METHOD),
        *exact_and_rounded("key_effect_jobs", "Sleuteleffect", "Key effect", METHOD),
    ),
    answers=(
        "Waardoor het aantal banen via inleenverbanden verandert: een ander totaal of een andere verdeelsleutel.",
        "Why the number of loan jobs changes: because of another total or of another allocation key.",
    ),
    note="Form inleen only; a year without a measured year before it has no rows.",
    figures=True,
    protection=Protection(
        {
            "change_jobs_exact": Internal(),
            "change_jobs": Legal("weighted_hours"),
            "volume_effect_jobs_exact": Internal(),
            "volume_effect_jobs": Legal("weighted_hours"),
            "key_effect_jobs_exact": Internal(),
            "key_effect_jobs": Legal("weighted_hours"),
        }
    ),
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
        real("measured", "Gemeten", "Measured", "jobs, or percent where the measure says so", METHOD, nullable=True),
        real("published", "Gepubliceerd", "Published", "as measured", LETTERS),
        real("difference", "Verschil", "Difference", "as measured", METHOD, nullable=True),
        Column("source", TEXT, "Bron", "Source", source=LETTERS),
        Column("agrees", FLAG, "Komt overeen", "Agrees", source=METHOD, nullable=True),
    ),
    answers=(
        "Of deze meting gelijk is aan wat eerder in Kamerbrieven en andere bronnen is gepubliceerd.",
        "Whether this measurement agrees with what letters to parliament and other sources published before.",
    ),
    note="Measured figures are rounded as the published number is. Published numbers that contradict each other stand "
    "beside each other, each with its source.",
    protection=Protection(
        {
            "measured": Copied(),
            "published": Open(),
            "difference": Copied(),
            "source": Open(),
            "agrees": Copied(),
        }
    ),
)
QUALITY = Mart(
    "quality",
    "Kwaliteitscontroles",
    "Quality checks",
    ("year", "delivery_table", "expectation"),
    (
        YEAR,
        Column("delivery_table", TEXT, "Geleverde tabel", "Delivered table", source=AGREED),
        Column("expectation", TEXT, "Controle", "Expectation", source=AGREED),
        Column("severity", TEXT, "Ernst", "Severity", source=AGREED),
        Column("passed", FLAG, "Voldaan", "Passed", source=AGREED),
        Column("checked_rows", INTEGER, "Gecontroleerde regels", "Rows checked", "rows", AGREED),
        Column("failed_rows", INTEGER, "Afwijkende regels", "Rows that fail", "rows", AGREED),
        Column("failed_pct", FLOAT, "Afwijkend", "Share that fails", PERCENT, AGREED),
    ),
    answers=(
        "Welke controles de gegevens hebben doorlopen en hoe die zijn afgelopen.",
        "Which checks the data went through, and how these went.",
    ),
    of_year=True,
    protection=Protection(
        {
            "severity": Open(),
            "passed": Open(),
            "checked_rows": Open(rounding=Rounding.HUNDREDS),
            "failed_rows": Figure(Measure.PERSONS, rounding=Rounding.HUNDREDS),
            "failed_pct": Ratio("failed_rows", "checked_rows"),
        }
    ),
)

REVISIONS = Mart(
    "revisions",
    "Herziene cijfers",
    "Revised figures",
    ("release", "mart", "cell", "mart_column"),
    (
        Column("release", TEXT, "Publicatie", "Release", source=WORKING, codes_of=""),
        Column("supersedes", TEXT, "Vervangt", "Supersedes", source=WORKING),
        Column("change_type", TEXT, "Soort wijziging", "Kind of change", source=WORKING),
        Column("mart", TEXT, "Tabel", "Table", source=WORKING),
        Column("cell", TEXT, "Cel", "Cell", source=WORKING, codes_of=""),
        Column("mart_column", TEXT, "Kolom", "Column", source=WORKING),
        Column("old", TEXT, "Oud", "Old", source=WORKING, nullable=True),
        Column("new", TEXT, "Nieuw", "New", source=WORKING, nullable=True),
        Column("difference", FLOAT, "Verschil", "Difference", "unit of the column", WORKING, nullable=True),
    ),
    answers=(
        "Welke gepubliceerde cijfers later zijn gewijzigd, en waarom.",
        "Which published figures were changed later, and why.",
    ),
    note="Every published figure that a later release changed; empty while nothing was revised. For readers there is "
    "also a row for each figure of a year built again that is withheld now or was before, changed or not: a list of "
    "changed ones alone would tell of the others that they are as they were.",
    protection=Protection(
        {
            "supersedes": Open(),
            "change_type": Open(),
            "old": Copied(),
            "new": Copied(),
            "difference": Copied(),
        }
    ),
)


MARTS = {
    mart.name: mart
    for mart in (
        REALISATION,
        ALLOCATION_KEY,
        DECOMPOSITION,
        *analyses.ANALYSES,
        RECONCILIATION,
        QUALITY,
        analyses.OBSERVATIONS,
        REVISIONS,
    )
}
