"""Step 5."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.spec.model import Case, Chapter
from transforms import jobs
from transforms.law import Choices
from warehouse.reference import frames


def with_choices(choices: Choices, polis: pl.LazyFrame) -> pl.LazyFrame:
    natured = jobs.with_nature(polis, jobs.nature_windows(frames.natures(), choices))
    counted = jobs.as_counted(natured, choices).filter(pl.col("form") != "telt_niet")
    return counted.sort("datum_aanvang_tijdvak", "cdaard")


def with_form(polis: pl.LazyFrame) -> pl.LazyFrame:
    return with_choices(Choices(), polis)


def payrolling_is_loan(polis: pl.LazyFrame) -> pl.LazyFrame:
    return with_choices(Choices(payrolling_counts_as="inleen"), polis)


def payrolling_does_not_count(polis: pl.LazyFrame) -> pl.LazyFrame:
    return with_choices(Choices(payrolling_counts_as="telt_niet"), polis)


def changed_in_2013(polis: pl.LazyFrame) -> pl.LazyFrame:
    choices = Choices(payrolling_counts_as="inleen", code_81_payrolling_until=date(2013, 6, 30))
    return with_choices(choices, polis)


def seconded_2021(wsw_detacheringen: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.as_counted(jobs.secondment_lines(wsw_detacheringen, 2021), Choices())


def seconded_2022(wsw_detacheringen: pl.LazyFrame) -> pl.LazyFrame:
    return jobs.as_counted(jobs.secondment_lines(wsw_detacheringen, 2022), Choices())


PAYROLLED = """
    cdaard | datum_aanvang_tijdvak:date | aantverlu:int
    1      | 2023-12-01                 | 100
    82     | 2023-12-01                 | 60
    """
CODE_81 = """
    cdaard | datum_aanvang_tijdvak:date
    81     | 2013-06-30
    81     | 2013-07-01
    81     | 2015-12-31
    81     | 2016-01-01
    """
SECONDED = """
    person | employer | uren_december:int
    anna   | workshop | 96
    """

CHAPTER = Chapter(
    "Step 5: form",
    """
The nature of the employment (`cdaard`) says whether a line is *formeel*, *inleen* or does not count, by the
code list that is valid on the first day of the period (`code_aard.csv`). Payrolling counts as
`payrolling_counts_as` says, by default as *formeel* *(choice)*. The day on which code 81 changed its meaning
is not documented publicly: it is the setting `code_81_payrolling_until` *(choice)*. Before 2022 Wsw
secondment is not in the polis: its hours come from the delivery `wsw_detacheringen` and are *inleen*.
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
            "The list that is valid on the first day of the period counts, not the one of its last day",
            {
                "polis": """
                cdaard | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date
                80     | 2021-12-31                 | 2022-01-27
                83     | 2022-01-01                 | 2022-01-28
                """
            },
            with_form,
            """
            cdaard | form
            80     | formeel
            83     | formeel
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
            with_form,
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
            "Code 81 meant payrolling until 31 December 2015; here payrolling counts as loan, to see it",
            {"polis": CODE_81},
            payrolling_is_loan,
            """
            cdaard | datum_aanvang_tijdvak:date | form
            81     | 2013-06-30                 | inleen
            81     | 2013-07-01                 | inleen
            81     | 2015-12-31                 | inleen
            81     | 2016-01-01                 | formeel
            """,
            choice="code_81_payrolling_until",
        ),
        Case(
            "The same with the change put on 30 June 2013",
            {"polis": CODE_81},
            changed_in_2013,
            """
            cdaard | datum_aanvang_tijdvak:date | form
            81     | 2013-06-30                 | inleen
            81     | 2013-07-01                 | formeel
            81     | 2015-12-31                 | formeel
            81     | 2016-01-01                 | formeel
            """,
            choice="code_81_payrolling_until",
        ),
        Case(
            "Wsw secondment of 2021 comes from its own delivery, as loan",
            {"wsw_detacheringen": SECONDED},
            seconded_2021,
            """
            person | employer | form   | hour_days:int | period_days:int | on_last_day:flag
            anna   | workshop | inleen | 96            | 1               | yes
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
