"""Who never works in three years, and who less than one of them."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import BOOK, law
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.participation_cohort import MONTHS, participation_cohort, worked_months
from transforms.law import Choices
from transforms.returns import at_the_cut, employment_only

COHORT_YEARS = (2021, 2022, 2023)
NO_WORK = "year:int | person | months"


def months_of(polis: pl.LazyFrame, choices: Choices) -> pl.LazyFrame:
    """The months of 2023 in paid work of each person, written as numbers."""
    employed = employment_only(at_the_cut(polis, law(2023)), law(2023))
    found = worked_months(employed, 2023, choices).collect().rows()
    return pl.LazyFrame([(person, as_text(bits)) for person, bits in found], schema=["person", "months"], orient="row")


def by_day(polis: pl.LazyFrame) -> pl.LazyFrame:
    return months_of(polis, Choices())


def by_last_day(polis: pl.LazyFrame) -> pl.LazyFrame:
    return months_of(polis, Choices(four_week_returns="by_last_day"))


def as_text(bits: int) -> str:
    return " ".join(str(month) for month in MONTHS if bits >> (month - 1) & 1)


def as_bits(text: str) -> int:
    """Months written as numbers, or as `4 to 9`, in the bits that the program keeps."""
    first, _, last = text.partition(" to ")
    months = range(int(first), int(last) + 1) if last else map(int, text.split())
    return sum(1 << (month - 1) for month in months)


def cohorts(year: int, registers: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    """The mart of a year; `registers` and `worked` have a column with the year of their delivery."""
    bits = pl.col("months").map_elements(as_bits, return_dtype=pl.Int64).cast(pl.UInt16)
    rows = participation_cohort(registers, worked.with_columns(bits), year, BOOK.law)
    return as_published("participation_cohort", rows)


def of_2021(register: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    """The cohort of 2021 to 2023; the register is the same in the deliveries of all three years."""
    registers = [register.with_columns(year=pl.lit(year, pl.Int64)) for year in COHORT_YEARS]
    return cohorts(COHORT_YEARS[-1], pl.concat(registers), worked)


def in_cohort(register: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    """Of each person whether they are in the cohort: found by measuring each alone."""
    alone = {person: register.filter(person=person) for person in register.collect()["person"].unique().sort()}
    counts = {name: of_2021(lines, worked).filter(ground="totaal").collect() for name, lines in alone.items()}
    return pl.LazyFrame([{"person": name, "in_cohort": count["persons"].item() == 1} for name, count in counts.items()])


def measured_2022(registers: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    return cohorts(2022, registers, worked)


def measured_2025(registers: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    return cohorts(2025, registers, worked)


def measured_2023(registers: pl.LazyFrame, worked: pl.LazyFrame) -> pl.LazyFrame:
    return cohorts(2023, registers, worked)


PERIODS = """
    every line: employer = bakery, numiv:int = 1, srtiv = 15, cdaard = 1
    every line: datum_ontvangst:date = 2024-02-01, volgnummer:int = 1, status = initieel
    person | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | aantverlu:int
    anna   | 2023-01-01                 | 2023-01-31               | 100
    bram   | 2023-01-30                 | 2023-02-26               | 1
    carla  | 2022-12-05                 | 2023-01-01               | 60
    dirk   | 2023-12-25                 | 2024-01-21               | 60
    eva    | 2023-03-01                 | 2023-05-31               | 300
    frank  | 2023-01-01                 | 2023-12-31               | 0
    """

CHAPTER = Chapter(
    "Participation cohort: who never works",
    """
People who were registered on 1 January of a year and on every day of three years; the share of them never in
paid work in those 36 months, and the share in paid work in fewer than 12 of them *(letter)*. The two do not
overlap: who worked less than a year did work. By ground, that of the first day.

Registered is on grounds that count for the agreement under the law of the last of the three years; one
registration that adjoins another, without a day between them, goes on *(choice)*. The register is that of the
delivery of that year. A month is worked when a period with more than 0 paid hours touches it, in employment
(step 2) of any nature, sheltered work too: being in paid work is not the same as counting for the agreement
*(choice)*. Returns are those at the cut of their year (step 1). Without all three years in the warehouse a cohort
has no rows.

Real figures for comparison: of 190,769 people who were registered on 1 January 2019 and the full three years
after, 35% never worked and 11% less than a year *(letter over 2023)*. The people below are made up.
""",
    (
        Case(
            "A month is worked when a period with paid hours has a day in it",
            {"polis": PERIODS},
            by_day,
            """
            person | months
            anna   | 1
            bram   | 1 2
            carla  | 1
            dirk   | 12
            eva    | 3 4 5
            """,
            choice="four_week_returns",
        ),
        Case(
            "With the choice by_last_day it is the month that the period ends in",
            {"polis": PERIODS},
            by_last_day,
            """
            person | months
            anna   | 1
            bram   | 2
            carla  | 1
            eva    | 5
            """,
            choice="four_week_returns",
        ),
        Case(
            "Sheltered work counts, a benefit does not; nor does what was withdrawn, or received after the cut",
            {
                "polis": """
                every line: person = anna, employer = workshop, numiv:int = 1, aantverlu:int = 100, volgnummer:int = 1
                datum_aanvang_tijdvak:date|datum_einde_tijdvak:date|srtiv|cdaard|datum_ontvangst:date|status
                2023-01-01                |2023-01-31              |15   |21    |2024-02-01          |initieel
                2023-02-01                |2023-02-28              |15   |24    |2024-02-01          |initieel
                2023-03-01                |2023-03-31              |15   |11    |2024-02-01          |initieel
                2023-04-01                |2023-04-30              |37   |      |2024-02-01          |initieel
                2023-05-01                |2023-05-31              |15   |1     |2024-02-01          |initieel
                2023-05-01                |2023-05-31              |15   |1     |2024-03-01          |intrekking
                2023-06-01                |2023-06-30              |15   |1     |2024-05-02          |initieel
                """
            },
            by_day,
            """
            person | months
            anna   | 1 2 3
            """,
        ),
        Case(
            "Registered on every day from 1 January 2021 to 31 December 2023",
            {
                "register": """
                every line: arbeidsmarktregio:int = 7
                person                    | grondslag       | datum_registratie:date | datum_einde:date
                a always                  | wajong          | 2015-01-01             |
                b from the first day      | wajong          | 2021-01-01             |
                c from the second day     | wajong          | 2021-01-02             |
                d until the last day      | wajong          | 2015-01-01             | 2023-12-31
                e until the day before it | wajong          | 2015-01-01             | 2023-12-30
                f adjoining               | wajong          | 2015-01-01             | 2022-05-31
                f adjoining               | participatiewet | 2022-06-01             |
                g one day between         | wajong          | 2015-01-01             | 2022-05-31
                g one day between         | participatiewet | 2022-06-02             |
                h a short one inside      | wajong          | 2015-01-01             |
                h a short one inside      | participatiewet | 2021-03-01             | 2021-04-30
                i a long, a short, a next | wajong          | 2015-01-01             | 2022-12-31
                i a long, a short, a next | participatiewet | 2021-03-01             | 2021-04-30
                i a long, a short, a next | wajong          | 2023-01-01             |
                j bridged by voorziening  | wajong          | 2015-01-01             | 2022-05-31
                j bridged by voorziening  | voorziening     | 2022-06-01             | 2022-06-30
                j bridged by voorziening  | wajong          | 2022-07-01             |
                """,
                "worked": NO_WORK,
            },
            in_cohort,
            """
            person                    | in_cohort:flag
            a always                  | yes
            b from the first day      | yes
            c from the second day     | no
            d until the last day      | yes
            e until the day before it | no
            f adjoining               | yes
            g one day between         | no
            h a short one inside      | yes
            i a long, a short, a next | yes
            j bridged by voorziening  | no
            """,
        ),
        Case(
            "0 months is never, 1 to 11 is less than a year, 12 is neither; months of other years do not count",
            {
                "register": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2015-01-01, datum_einde:date =
                person
                a never
                b one month
                c eleven months
                d twelve months
                e every month
                f only in other years
                """,
                "worked": """
                year:int | person                | months
                2022     | b one month           | 7
                2021     | c eleven months       | 8 to 12
                2023     | c eleven months       | 1 to 6
                2021     | d twelve months       | 7 to 12
                2022     | d twelve months       | 1 to 6
                2021     | e every month         | 1 to 12
                2022     | e every month         | 1 to 12
                2023     | e every month         | 1 to 12
                2020     | f only in other years | 1 to 12
                2024     | f only in other years | 1 to 12
                """,
            },
            of_2021,
            """
            cohort_start:int|ground|persons:int|never_worked:int|never_worked_pct:float|under_12_months:int|under_12_months_pct:float
            2021            |totaal|6          |2               |33.3                  |2                  |33.3
            2021            |wajong|6          |2               |33.3                  |2                  |33.3
            """,
        ),
        Case(
            "The ground is that of the first day, by step 4; who changes ground stays one person",
            {
                "register": """
                every line: arbeidsmarktregio:int = 7
                person | grondslag       | datum_registratie:date | datum_einde:date
                anna   | wajong          | 2015-01-01             | 2021-06-30
                anna   | participatiewet | 2021-07-01             |
                bram   | wajong          | 2015-01-01             |
                bram   | participatiewet | 2021-01-01             | 2021-01-01
                carla  | voorziening     | 2015-01-01             |
                """,
                "worked": """
                year:int | person | months
                2023     | anna   | 12
                """,
            },
            of_2021,
            """
            ground          | persons:int | never_worked:int | never_worked_pct:float | under_12_months:int
            participatiewet | 1           | 1                | 100.0                  | 0
            totaal          | 2           | 1                | 50.0                   | 1
            wajong          | 1           | 0                | 0.0                    | 1
            """,
        ),
        Case(
            "The register delivered with the last year says who was registered when: Anna's end was entered later",
            {
                "registers": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7, datum_registratie:date = 2015-01-01
                year:int | person | datum_einde:date
                2021     | anna   |
                2021     | bram   | 2022-03-31
                2022     | anna   |
                2022     | bram   | 2022-03-31
                2023     | anna   | 2022-03-31
                2023     | bram   |
                """,
                "worked": """
                year:int | person | months
                2023     | bram   | 1 to 12
                """,
            },
            measured_2023,
            """
            cohort_start:int | ground | persons:int | never_worked:int
            2021             | totaal | 1           | 0
            2021             | wajong | 1           | 0
            """,
        ),
        Case(
            "Grounds are those of the last year's law: the IVA with wage dispensation counts in the cohort to 2026",
            {
                "registers": """
                every line: person = anna, grondslag = iva_loondispensatie, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2015-01-01, datum_einde:date =
                year:int
                2023
                2024
                2025
                2026
                """,
                "worked": NO_WORK,
            },
            measured_2025,
            """
            cohort_start:int | ground              | persons:int | never_worked:int
            2023             | totaal              | 0           | 0
            2024             | iva_loondispensatie | 1           | 1
            2024             | totaal              | 1           | 1
            """,
        ),
        Case(
            "A year is in up to three cohorts: measuring 2022 makes those whose three years are all there",
            {
                "registers": """
                every line: person = anna, grondslag = wajong, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2021-07-01, datum_einde:date =
                year:int
                2020
                2021
                2022
                2023
                2024
                """,
                "worked": NO_WORK,
            },
            measured_2022,
            """
            cohort_start:int | ground | persons:int | never_worked:int | never_worked_pct:float
            2020             | totaal | 0           | 0                |
            2021             | totaal | 0           | 0                |
            2022             | totaal | 1           | 1                | 100.0
            2022             | wajong | 1           | 1                | 100.0
            """,
        ),
        Case(
            "With a year missing from the warehouse there is no cohort",
            {
                "registers": """
                every line: person = anna, grondslag = wajong, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2015-01-01, datum_einde:date =
                year:int
                2021
                2023
                2024
                """,
                "worked": NO_WORK,
            },
            measured_2023,
            "cohort_start:int | ground | persons:int",
        ),
    ),
    mart="participation_cohort",
)
