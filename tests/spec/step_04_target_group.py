"""Step 4."""

from __future__ import annotations

import polars as pl

from tests.spec.laws import law
from tests.spec.model import Case, Chapter
from transforms.law import Law, december
from transforms.register import people_in_register


def in_december(register: pl.LazyFrame, of_year: Law) -> pl.LazyFrame:
    return people_in_register(register, of_year, *december(of_year.year))


def everybody(doelgroepregister: pl.LazyFrame) -> pl.LazyFrame:
    return in_december(doelgroepregister, law(2023))


def counted_people(doelgroepregister: pl.LazyFrame) -> pl.LazyFrame:
    return everybody(doelgroepregister).filter("counts")


def by_earliest_registration(doelgroepregister: pl.LazyFrame) -> pl.LazyFrame:
    return in_december(doelgroepregister, law(2023, ground_of_several="earliest_registration")).filter("counts")


SEVERAL = """
    every line: arbeidsmarktregio:int = 7
    person | grondslag       | datum_registratie:date | datum_einde:date
    anna   | wajong          | 2012-01-01             |
    anna   | participatiewet | 2020-06-01             |
    anna   | wsw             | 2005-01-01             | 2021-12-31
    """

CHAPTER = Chapter(
    "Step 4: target group",
    """
A person counts when a registration on a counting ground overlaps December: `datum_registratie` on or before
31 December, and `datum_einde` empty or on or after 1 December *(law)*. A ground counts in a year when its dates
hold 31 December of it (`grondslag.csv`; the years are in the chapter on the dates of the law); *voorziening*
(article 38b, second paragraph) counts for the quota only. A person with several such registrations counts once,
on the ground with the lowest `priority` *(choice)*. All grounds of a person are kept beside that one, so that
the same people can be measured under another law. The tables are over 2023.
""",
    (
        Case(
            "One day of December is enough",
            {
                "doelgroepregister": """
                every line: grondslag = participatiewet, arbeidsmarktregio:int = 7
                person                 | datum_registratie:date | datum_einde:date
                a never ended          | 2015-03-01             |
                b ended on 30 November | 2015-03-01             | 2023-11-30
                c ended on 1 December  | 2015-03-01             | 2023-12-01
                d began on 31 December | 2023-12-31             |
                e began on 1 January   | 2024-01-01             |
                f one day in December  | 2023-12-15             | 2023-12-15
                """
            },
            counted_people,
            """
            person                 | grondslag
            a never ended          | participatiewet
            c ended on 1 December  | participatiewet
            d began on 31 December | participatiewet
            f one day in December  | participatiewet
            """,
        ),
        Case(
            "Two grounds do not count in 2023: IVA with wage dispensation is law from 2026, voorziening is quota only",
            {
                "doelgroepregister": """
                every line: datum_registratie:date = 2015-01-01, datum_einde:date =, arbeidsmarktregio:int = 7
                person | grondslag
                a      | participatiewet
                b      | praktijkroute
                c      | wsw
                d      | wajong
                e      | vso_pro
                f      | wajong_afgewezen
                g      | wiw_id
                h      | iva_loondispensatie
                i      | voorziening
                """
            },
            counted_people,
            """
            person | grondslag
            a      | participatiewet
            b      | praktijkroute
            c      | wsw
            d      | wajong
            e      | vso_pro
            f      | wajong_afgewezen
            g      | wiw_id
            """,
        ),
        Case(
            "Of several registrations in December the ground with the lowest priority is the person's",
            {"doelgroepregister": SEVERAL},
            counted_people,
            """
            person | grondslag
            anna   | participatiewet
            """,
            choice="ground_of_several",
        ),
        Case(
            "With the other choice, earliest_registration, it is the ground of the first of them",
            {"doelgroepregister": SEVERAL},
            by_earliest_registration,
            """
            person | grondslag
            anna   | wajong
            """,
            choice="ground_of_several",
        ),
        Case(
            "A ground that does not count takes nothing away from one that does",
            {
                "doelgroepregister": """
                every line: arbeidsmarktregio:int = 7
                person | grondslag   | datum_registratie:date | datum_einde:date
                anna   | voorziening | 2012-01-01             |
                anna   | wiw_id      | 2018-01-01             |
                """
            },
            counted_people,
            """
            person | grondslag
            anna   | wiw_id
            """,
        ),
        Case(
            "Nor with the other choice, though its registration is the earliest",
            {
                "doelgroepregister": """
                every line: arbeidsmarktregio:int = 7
                person | grondslag   | datum_registratie:date | datum_einde:date
                anna   | voorziening | 2012-01-01             |
                anna   | wiw_id      | 2018-01-01             |
                """
            },
            by_earliest_registration,
            """
            person | grondslag
            anna   | wiw_id
            """,
            choice="ground_of_several",
        ),
        Case(
            "All grounds of December are kept in order of priority; who is on none that counts is not counted",
            {
                "doelgroepregister": """
                every line: arbeidsmarktregio:int = 7
                person | grondslag           | datum_registratie:date | datum_einde:date
                anna   | voorziening         | 2012-01-01             |
                anna   | wajong              | 2013-01-01             |
                anna   | participatiewet     | 2018-01-01             |
                anna   | wsw                 | 2005-01-01             | 2021-12-31
                bram   | voorziening         | 2019-01-01             |
                bram   | iva_loondispensatie | 2020-01-01             |
                """
            },
            everybody,
            """
            person | grondslag           | counts:flag | grounds
            anna   | participatiewet     | yes         | participatiewet+wajong+voorziening
            bram   | iva_loondispensatie | no          | iva_loondispensatie+voorziening
            """,
        ),
        Case(
            "A person who left the register and came back counts once",
            {
                "doelgroepregister": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7
                person | datum_registratie:date | datum_einde:date
                anna   | 2010-01-01             | 2023-12-10
                anna   | 2023-12-11             |
                """
            },
            counted_people,
            """
            person | grondslag
            anna   | wajong
            """,
        ),
    ),
)
