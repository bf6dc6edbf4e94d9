"""Step 5."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.model import Case, Chapter
from transforms import jobs
from transforms.law import NOT_COUNTED, Law


def that_count(polis: pl.LazyFrame, of_year: Law) -> pl.LazyFrame:
    counted = jobs.as_counted(jobs.with_nature(polis, of_year), of_year).filter(pl.col("form") != NOT_COUNTED)
    return counted.sort("datum_aanvang_tijdvak", "cdaard")


def with_form(polis: pl.LazyFrame) -> pl.LazyFrame:
    return that_count(polis, law(2023))


def in_2022(polis: pl.LazyFrame) -> pl.LazyFrame:
    return that_count(polis, law(2022))


def in_2021(polis: pl.LazyFrame) -> pl.LazyFrame:
    return that_count(polis, law(2021))


def payrolling_is_loan(polis: pl.LazyFrame) -> pl.LazyFrame:
    return that_count(polis, law(2023, payrolling_counts_as="inleen"))


def payrolling_does_not_count(polis: pl.LazyFrame) -> pl.LazyFrame:
    return that_count(polis, law(2023, payrolling_counts_as="telt_niet"))


def seconded_2021(wsw_detacheringen: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.as_counted(jobs.secondment_lines(wsw_detacheringen, law(2021)), law(2021))


def seconded_2022(wsw_detacheringen: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.as_counted(jobs.secondment_lines(wsw_detacheringen, law(2022)), law(2022))


PAYROLLED = """
    cdaard | datum_aanvang_tijdvak:date | aantverlu:int
    1      | 2023-12-01                 | 100
    82     | 2023-12-01                 | 60
    """
SECONDED = """
    person | employer | uren_december:int
    anna   | workshop | 96
    """

CHAPTER = Chapter(
    "Step 5: form",
    """
The nature of the employment (`cdaard`) says whether a line is *formeel*, *inleen* or does not count, by the
code list that is valid on the first day of the period (`code_aard.csv`). Where the list says *payroll*, the
line counts as `payrolling_counts_as` says, by default as *formeel* *(choice)*; what the list says is kept as
`listed`, so that the same hours can be measured under another law. `kind` says which work it is: formal,
agency work, Wsw secondment or payrolling. Before 2022 Wsw secondment is not in the polis: its hours come from
the delivery `wsw_detacheringen` and are *inleen*.
""",
    (
        Case(
            "Form of each code that is valid in 2023",
            {
                "polis": """
                every line: datum_aanvang_tijdvak:date = 2023-12-01
                cdaard | what it is
                1      | contract of employment
                11     | agency worker
                18     | public appointment
                21     | Wsw, sheltered
                22     | Wsw, seconded
                23     | Wsw, guided employment
                24     | sheltered, Participation Act
                7      | trainee
                79     | opting in
                81     | other fictitious employment
                82     | payrolling
                83     | learning on the job (BBL)
                """
            },
            with_form,
            """
            cdaard | what it is                  | form
            1      | contract of employment      | formeel
            11     | agency worker               | inleen
            18     | public appointment          | formeel
            22     | Wsw, seconded               | inleen
            23     | Wsw, guided employment      | formeel
            7      | trainee                     | formeel
            79     | opting in                   | formeel
            81     | other fictitious employment | formeel
            82     | payrolling                  | formeel
            83     | learning on the job (BBL)   | formeel
            """,
        ),
        Case(
            "Kind of work, and the form of the list beside the one that it counts as: payrolling stays payrolling",
            {
                "polis": """
                every line: datum_aanvang_tijdvak:date = 2023-12-01
                cdaard
                1
                11
                22
                82
                """
            },
            with_form,
            """
            cdaard | kind            | listed  | form
            1      | formeel         | formeel | formeel
            11     | uitzend         | inleen  | inleen
            22     | wsw_detachering | inleen  | inleen
            82     | payroll         | payroll | formeel
            """,
        ),
        Case(
            "The list that is valid on the first day of the period counts, not the one of its last day",
            {
                "polis": """
                cdaard | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date
                80     | 2021-12-31                 | 2022-01-27
                80     | 2022-01-01                 | 2022-01-28
                22     | 2021-12-31                 | 2022-01-27
                22     | 2022-01-01                 | 2022-01-28
                """
            },
            in_2022,
            """
            cdaard | datum_aanvang_tijdvak:date | form
            80     | 2021-12-31                 | formeel
            22     | 2022-01-01                 | inleen
            """,
        ),
        Case(
            "Sheltered work and Wsw work of unknown form did not count before 2022",
            {
                "polis": """
                every line: datum_aanvang_tijdvak:date = 2021-12-01
                cdaard | what it is
                1      | contract of employment
                10     | Wsw, form not told apart
                20     | sheltered
                """
            },
            in_2021,
            """
            cdaard | form
            1      | formeel
            """,
        ),
        Case(
            "Payrolling counts as formal",
            {"polis": PAYROLLED},
            with_form,
            """
            cdaard | aantverlu:int | form
            1      | 100           | formeel
            82     | 60            | formeel
            """,
            choice="payrolling_counts_as",
        ),
        Case(
            "With the choice inleen it counts as loan",
            {"polis": PAYROLLED},
            payrolling_is_loan,
            """
            cdaard | aantverlu:int | form
            1      | 100           | formeel
            82     | 60            | inleen
            """,
            choice="payrolling_counts_as",
        ),
        Case(
            "With the choice telt_niet it does not count",
            {"polis": PAYROLLED},
            payrolling_does_not_count,
            """
            cdaard | aantverlu:int | form
            1      | 100           | formeel
            """,
            choice="payrolling_counts_as",
        ),
        Case(
            "Wsw secondment of 2021 comes from its own delivery, as loan",
            {"wsw_detacheringen": SECONDED},
            seconded_2021,
            """
            person | employer | form   | kind            | hour_days:int | period_days:int | on_last_day:flag
            anna   | workshop | inleen | wsw_detachering | 96            | 1               | yes
            """,
        ),
        Case(
            "From 2022 on it is in the polis, and a delivery of its own counts for nothing",
            {"wsw_detacheringen": SECONDED},
            seconded_2022,
            "person | employer | form | hour_days:int",
        ),
    ),
)
