"""The register on 31 December, and who of it works."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.target_group import target_group

NOBODY_WORKS = "person | period_days:int | hour_days:int | on_last_day:flag"


def by_ground_and_region(register: pl.LazyFrame, counted: pl.LazyFrame) -> pl.LazyFrame:
    return as_published("target_group", target_group(register, counted, law(2023)))


def in_total(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return by_ground_and_region(**tables).filter(ground="totaal", arbeidsmarktregio="totaal")


CHAPTER = Chapter(
    "Target group: registered and working",
    """
How many people are in the register, and how many of them work, by ground and labour-market region *(letter)*.
The day is 31 December *(choice)*: registered is a registration on a counting ground on that day, once a person,
on the ground that step 4 gives; working is more than 0 counted hours on a line whose period holds that day.
Jobs are hours, not people: the counted December hours of the registered people divided by 110.92. A region
that was not delivered is *onbekend*. Cells without registered people are left out; `totaal` on ground, region
or both adds the cells up. Real figures for comparison: in July 2024 about 265,000 people were registered and
about 138,000 of them worked, which is 52.1% *(letter over 2023, rounded)*. The people below are made up; the
tables are over 2023.
""",
    (
        Case(
            "Registered is registered on 31 December; one other day of December is not enough, as it is in step 4",
            {
                "register": """
                every line: arbeidsmarktregio:int = 7
                person                 | grondslag   | datum_registratie:date | datum_einde:date
                a never ended          | wajong      | 2015-03-01             |
                b ended on 30 December | wajong      | 2015-03-01             | 2023-12-30
                c ended on 31 December | wajong      | 2015-03-01             | 2023-12-31
                d began on 31 December | wajong      | 2023-12-31             |
                e began on 1 January   | wajong      | 2024-01-01             |
                f does not count       | voorziening | 2015-03-01             |
                """,
                "counted": NOBODY_WORKS,
            },
            by_ground_and_region,
            """
            ground | arbeidsmarktregio | registered:int | working:int | working_pct:float | level_jobs:int
            totaal | 07                | 3              | 0           | 0.0               | 0
            totaal | totaal            | 3              | 0           | 0.0               | 0
            wajong | 07                | 3              | 0           | 0.0               | 0
            wajong | totaal            | 3              | 0           | 0.0               | 0
            """,
        ),
        Case(
            "Working is paid hours on a line that holds 31 December; jobs are all hours: 100 + 60 + 96 is 2.3 jobs",
            {
                "register": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7, datum_registratie:date = 2015-03-01
                person | datum_einde:date
                anna   |
                bram   |
                carla  |
                dirk   |
                eva    |
                frank  | 2023-12-30
                """,
                "counted": """
                every line: period_days:int = 1
                person | hour_days:int | on_last_day:flag | what it is
                anna   | 60            | no               | her period of four weeks until 3 December
                anna   | 100           | yes              | and the one after
                bram   | 96            | no               | his job ended on 15 December
                carla  | 0             | yes              | no hours
                frank  | 100           | yes              | no longer in the register
                """,
            },
            in_total,
            """
            registered:int | working:int | working_pct:float | level_jobs:int
            5              | 1           | 20.0              | 2
            """,
        ),
        Case(
            "By ground and region, with every total; Bram's region was not delivered",
            {
                "register": """
                every line: datum_registratie:date = 2015-03-01, datum_einde:date =
                person | grondslag       | arbeidsmarktregio:int
                anna   | participatiewet | 7
                bram   | participatiewet |
                carla  | wajong          | 7
                """,
                "counted": """
                every line: period_days:int = 100, hour_days:int = 11092, on_last_day:flag = yes
                person
                anna
                bram
                """,
            },
            by_ground_and_region,
            """
            ground          | arbeidsmarktregio | registered:int | working:int | working_pct:float | level_jobs:int
            participatiewet | 07                | 1              | 1           | 100.0             | 1
            participatiewet | onbekend          | 1              | 1           | 100.0             | 1
            participatiewet | totaal            | 2              | 2           | 100.0             | 2
            totaal          | 07                | 2              | 1           | 50.0              | 1
            totaal          | onbekend          | 1              | 1           | 100.0             | 1
            totaal          | totaal            | 3              | 2           | 66.7              | 2
            wajong          | 07                | 1              | 0           | 0.0               | 0
            wajong          | totaal            | 1              | 0           | 0.0               | 0
            """,
        ),
        Case(
            "Who is registered twice is one person, on one ground, in the region of that registration",
            {
                "register": """
                every line: datum_einde:date =
                person | grondslag       | arbeidsmarktregio:int | datum_registratie:date
                anna   | wajong          | 7                     | 2012-01-01
                anna   | participatiewet | 35                    | 2020-01-01
                anna   | voorziening     | 12                    | 2010-01-01
                """,
                "counted": """
                person | period_days:int | hour_days:int | on_last_day:flag
                anna   | 1               | 160           | yes
                """,
            },
            by_ground_and_region,
            """
            ground          | arbeidsmarktregio | registered:int | working:int
            participatiewet | 35                | 1              | 1
            participatiewet | totaal            | 1              | 1
            totaal          | 35                | 1              | 1
            totaal          | totaal            | 1              | 1
            """,
        ),
        Case(
            "Two people work, and their 55 hours are not half a job: 0 jobs",
            {
                "register": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2015-03-01, datum_einde:date =
                person
                anna
                bram
                """,
                "counted": """
                every line: period_days:int = 1, on_last_day:flag = yes
                person | hour_days:int
                anna   | 20
                anna   | 10
                bram   | 25
                """,
            },
            in_total,
            """
            registered:int | working:int | level_jobs:int
            2              | 2           | 0
            """,
        ),
        Case(
            "Without anybody in the register there are no rows",
            {
                "register": "person | grondslag | arbeidsmarktregio:int | datum_registratie:date | datum_einde:date",
                "counted": NOBODY_WORKS,
            },
            by_ground_and_region,
            """
            ground | arbeidsmarktregio | registered:int | working:int | working_pct:float | level_jobs:int
            """,
        ),
    ),
    mart="target_group",
)
