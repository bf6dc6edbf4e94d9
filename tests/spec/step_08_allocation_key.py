"""Step 8."""

from __future__ import annotations

import polars as pl

from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms import allocation_key
from warehouse.reference.lists import FOLDER

NINE_DIGITS = ".9g"


def exact_key(verdeelsleutel: pl.LazyFrame) -> pl.LazyFrame:
    """Government's share and variance as fractions, the applied percentage, the basis of both."""
    key = allocation_key.estimate(verdeelsleutel)
    return pl.LazyFrame(
        {
            "share": [str(key.government)],
            "applied_pct": [str(float(key.applied_pct))],
            "variance": [str(key.variance)],
            "respondents": [key.respondents],
            "population": [key.population],
            "strata": [key.strata],
        }
    )


def mart(verdeelsleutel: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("allocation_key", allocation_key.allocation_key(verdeelsleutel, 2023))


def response(verdeelsleutel: pl.LazyFrame) -> pl.LazyFrame:
    return allocation_key.response(verdeelsleutel, 2023)


def check_figures() -> pl.LazyFrame:
    """Both sets of allocation_key_check.md, to nine digits."""
    survey = made_up_lenders()
    sets = {
        "all six strata": survey,
        "without payroll_groot": survey.filter(pl.col("stratum") != "payroll_groot"),
    }
    return pl.LazyFrame([{"set": name} | nine_digits(lenders) for name, lenders in sets.items()])


def nine_digits(survey: pl.LazyFrame) -> dict[str, object]:
    key = allocation_key.estimate(survey)
    government = allocation_key.rows(key, 2023).filter(pl.col("sector") == "overheid").collect().row(0, named=True)
    figures = ("share_exact", "standard_error_exact", "ci_low_exact", "ci_high_exact")
    rounded = {name: format(government[name], NINE_DIGITS) for name in figures}
    return {**rounded, "df": key.respondents - key.strata}


def made_up_lenders() -> pl.LazyFrame:
    hours = [pl.col(name).str.replace(",", ".").cast(pl.Decimal(38, 18)) for name in ("uren_markt", "uren_overheid")]
    lenders = pl.read_csv(FOLDER / "allocation_key_check.csv", separator=";", infer_schema=False).lazy()
    return lenders.with_columns(*hours, populatie=pl.col("populatie").cast(pl.Int64), respons=pl.col("respons") == "J")


CHAPTER = Chapter(
    "Step 8: allocation key",
    """
Government's share of the loan hours is a stratified combined ratio estimate from a yearly survey of lenders:

R = Σ_h w_h Σ_i g_hi / Σ_h w_h Σ_i (g_hi + m_hi), with w_h = N_h / n_h

over the responding lenders i of stratum h; N_h is the stratum's population, n_h its number of respondents, g
and m the hours lent to government and market. The variance is by Taylor linearisation with finite population
correction, with
e_hi = (g_hi − R (g_hi + m_hi)) / X̂ and X̂ the denominator above:

Var = Σ_h (1 − n_h/N_h) n_h/(n_h−1) Σ_i (w_h e_hi − mean_h)²

A stratum with n_h = N_h adds no variance. A stratum with one respondent of more is centred on the mean of
all strata and is a warning. The interval of 95% goes by the t distribution with respondents − strata
degrees of freedom. The key that is **applied** is R in percent, rounded half up to **one decimal**; the
market's share is 100 minus it *(letter)*.
""",
    (
        Case(
            "Two strata, by hand: R = (2 × 30 + 50) / (2 × 80 + 100)",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                small   | 4             | yes          | 10                | 30
                small   | 4             | yes          | 20                | 20
                large   | 1             | yes          | 50                | 50
                """
            },
            exact_key,
            """
            share | applied_pct | variance | respondents:int | population:int | strata:int
            11/26 | 42.3        | 1/338    | 3               | 5              | 2
            """,
        ),
        Case(
            "Who does not respond is weighed by who does",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                small   | 4             | yes          | 10                | 30
                small   | 4             | no           |                   |
                small   | 4             | yes          | 20                | 20
                large   | 1             | yes          | 50                | 50
                """
            },
            exact_key,
            """
            share | applied_pct | variance | respondents:int | population:int | strata:int
            11/26 | 42.3        | 1/338    | 3               | 5              | 2
            """,
        ),
        Case(
            "A certainty stratum, where everybody responded, adds no variance",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                large   | 2             | yes          | 10                | 90
                large   | 2             | yes          | 60                | 40
                """
            },
            exact_key,
            """
            share | applied_pct | variance | strata:int
            7/20  | 35.0        | 0        | 1
            """,
        ),
        Case(
            "A lone respondent of three is centred on the mean of all strata, which is 0: (1 − 1/3) / 10²",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                lone    | 3             | yes          | 50                | 50
                large   | 1             | yes          | 30                | 270
                """
            },
            exact_key,
            """
            share | applied_pct | variance | respondents:int | strata:int
            3/10  | 30.0        | 1/150    | 2               | 2
            """,
        ),
        Case(
            "A stratum without respondents is left out, with its population",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                large   | 2             | yes          | 10                | 90
                large   | 2             | yes          | 60                | 40
                small   | 900           | no           |                   |
                """
            },
            exact_key,
            """
            share | respondents:int | population:int | strata:int
            7/20  | 2               | 2              | 1
            """,
        ),
        Case(
            "Of each stratum the response is kept, also where nobody responded",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                small   | 900           | no           |                   |
                large   | 4             | yes          | 10                | 90
                large   | 4             | no           |                   |
                large   | 4             | yes          | 60                | 40
                """
            },
            response,
            """
            year:int | stratum | population:int | units:int | respondents:int
            2023     | large   | 4              | 3         | 2
            2023     | small   | 900            | 1         | 0
            """,
        ),
        Case(
            "Half up: 25.05% is 25.1%, the market gets the rest; no degrees of freedom, no interval",
            {
                "verdeelsleutel": """
                stratum | populatie:int | respons:flag | uren_overheid:dec | uren_markt:dec
                large   | 1             | yes          | 50.1              | 149.9
                """
            },
            mart,
            """
            sector   | share_exact:float | share_pct:float | standard_error_pct:float | ci_low_pct:float
            markt    | 0.7495            | 74.9            | 0                        |
            overheid | 0.2505            | 25.1            | 0                        |
            """,
        ),
        Case(
            "The made-up lenders of allocation_key_check.csv give what R's survey gives, to nine digits",
            {},
            check_figures,
            """
            set                   | share_exact | standard_error_exact | df:int | ci_low_exact | ci_high_exact
            all six strata        | 0.302497806 | 0.0189241248         | 87     | 0.264884059  | 0.340111554
            without payroll_groot | 0.302464481 | 0.0189482747         | 87     | 0.264802734  | 0.340126229
            """,
        ),
    ),
    mart="allocation_key",
    facts=("strata",),
)
