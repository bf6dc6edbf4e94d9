"""Which rules hold in which year, and how years under different rules are held against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from tests.spec.laws import BOOK, book_adding, book_with, law, measured, with_choices
from tests.spec.letters import NOBODY, NOTHING_PUBLISHED
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms import jobs, returns
from transforms.law import GOVERNMENT, MARKET, NOT_COUNTED, TOTAL, Law, LawBook, breaks, december, differences, says
from transforms.realisation import realisation
from transforms.register import people_in_register

#: The law book with the Wet banenafspraak in force from 2026.
REFORMED = with_choices(BOOK, wet_banenafspraak_from=2026)
TODAY = law(2026)

# --- grounds ------------------------------------------------------------------------------------------------


def counting_grounds() -> pl.LazyFrame:
    """Of every ground whether it counts, by year; the last column is 2026 with the Wet banenafspraak in force."""
    laws = {str(year): law(year) for year in (2012, 2014, 2015, 2017, 2026)} | {"2026, Wet": REFORMED.law(2026)}
    return pl.LazyFrame(
        [{"ground": code} | {name: code in one.counting for name, one in laws.items()} for code in TODAY.grounds]
    )


def counted_in(*laws: Law) -> Callable[..., pl.LazyFrame]:
    """The people in the register in December of years, and whether and on which ground they count."""

    def call(doelgroepregister: pl.LazyFrame) -> pl.LazyFrame:
        found = [
            people_in_register(doelgroepregister, one, *december(one.year)).select(
                pl.lit(one.year, pl.Int64).alias("year"), "person", "grondslag", "counts"
            )
            for one in laws
        ]
        return pl.concat(found)

    return call


# --- years against each other -------------------------------------------------------------------------------


def realised(book: LawBook, **tables: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `realisation` of the years after 2012, its totals over form."""
    found = measured(tables["december_hours"], tables["allocation_key"], book)
    rows = as_published("realisation", realisation(found, NOBODY, NOTHING_PUBLISHED))
    return rows.filter((pl.col("year") > 2012) & (pl.col("form") == TOTAL))


def reformed(**tables: pl.LazyFrame) -> pl.LazyFrame:
    """With the Wet banenafspraak in force from 2026, against the targets of the case."""
    return realised(with_choices(book_with(targets=tables["targets"]), wet_banenafspraak_from=2026), **tables)


def not_reformed(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return realised(book_with(targets=tables["targets"]), **tables)


def by_law(**tables: pl.LazyFrame) -> pl.LazyFrame:
    return realised(BOOK, **tables).filter(sector=TOTAL)


def notes(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Year, flag and each part of the note, a row each."""
    of_total = rows.filter(sector=TOTAL).select("year", "rule_set", "series_break", note="series_break_note")
    return of_total.with_columns(pl.col("note").str.split("; ")).explode("note")


def by_form_of_2026(code_aard: pl.LazyFrame, **tables: pl.LazyFrame) -> pl.LazyFrame:
    """Extra jobs of both sectors together by form, with rows added to the code list."""
    found = measured(tables["december_hours"], tables["allocation_key"], book_adding(code_aard=code_aard))
    rows = as_published("realisation", realisation(found, NOBODY, NOTHING_PUBLISHED))
    return rows.filter((pl.col("year") > 2012) & (pl.col("sector") == TOTAL))


# --- targets ------------------------------------------------------------------------------------------------


def targets_of(book: LawBook, *years: int) -> pl.LazyFrame:
    """The targets of years, and whether that of both sectors together is a sum."""
    rows = []
    for year in years:
        of_year = book.law(year)
        found = [of_year.targets.get(sector) for sector in (MARKET, GOVERNMENT, TOTAL)]
        rows.append((year, *found, of_year.target_is_sum, of_year.one_target))
    numbers = {name: pl.Int64() for name in ("year", MARKET, GOVERNMENT, TOTAL)}
    flags = {name: pl.Boolean() for name in ("is_sum", "one_target")}
    return pl.LazyFrame(rows, schema={**numbers, **flags}, orient="row")


# --- codes --------------------------------------------------------------------------------------------------


def forms(book: LawBook, *years: int) -> Callable[..., pl.LazyFrame]:
    """Lines with the year whose law they are measured under: the form of the list, and what it counts as."""

    def call(polis: pl.LazyFrame, code_aard: pl.LazyFrame | None = None) -> pl.LazyFrame:
        chosen = book if code_aard is None else with_choices_of(book, book_adding(code_aard=code_aard))
        found = []
        for year in years:
            starts = pl.col("datum_aanvang_tijdvak").dt.year() == year
            of_year = chosen.law(year)
            lines = jobs.as_counted(jobs.with_nature(polis.filter(starts), of_year), of_year)
            found.append(lines.filter(pl.col("form") != NOT_COUNTED))
        return pl.concat(found).sort("cdaard", "datum_aanvang_tijdvak")

    return call


def with_choices_of(chosen: LawBook, book: LawBook) -> LawBook:
    return with_choices(book, payrolling_counts_as=chosen.choices.payrolling_counts_as)


def wsw_hours(polis: pl.LazyFrame, wsw_detacheringen: pl.LazyFrame) -> pl.LazyFrame:
    """The Wsw secondment that counts in December 2021 and in December 2022, when both sources hold some."""
    found = []
    for year in (2021, 2022):
        of_year = law(year)
        returned = returns.december_hours(returns.in_december(polis, year), year, of_year.choices)
        lines = [jobs.with_nature(returned, of_year), jobs.secondment_lines(wsw_detacheringen, of_year)]
        both = pl.concat([one.select("person", "kind", "listed") for one in lines])
        found.append(both.select(pl.lit(year, pl.Int64).alias("year"), "person", "kind", "listed"))
    return pl.concat(found)


def breaks_of(book: LawBook, *years: int) -> pl.LazyFrame:
    """What differs between the law of each year and that of the year before."""
    rows = [(year, what) for year in years for what in breaks(book.law(year - 1), book.law(year))]
    return pl.LazyFrame(rows, schema={"year": pl.Int64, "what": pl.String}, orient="row")


def at_another_cut(parameters: pl.LazyFrame, polis: pl.LazyFrame) -> pl.LazyFrame:
    """The lines of 2025 and of 2026 that count, each under the law of its year."""
    book = book_adding(parameters=parameters)
    of_years = [
        returns.at_the_cut(polis.filter(pl.col("datum_einde_tijdvak") == date(year, 12, 31)), book.law(year))
        for year in (2025, 2026)
    ]
    return pl.concat(of_years)


# --- two laws of one year -----------------------------------------------------------------------------------


def changed(book: LawBook) -> pl.LazyFrame:
    """What the law of 2026 that a book holds says differently from the package's, as far as it changes a figure."""
    found = differences(says(TODAY), says(book.law(2026)))
    return pl.LazyFrame({"differs": found}, schema={"differs": pl.String})


HUNDREDS = """
    every line: kind = formeel, listed = formeel, period_days:int = 1
    year:int | sector   | grounds     | hour_days:int
    2012     | markt    | wajong      | 33276
    2012     | markt    | voorziening | 11092
    2012     | overheid | wajong      | 11092
    2025     | markt    | wajong      | 55460
    2025     | markt    | voorziening | 22184
    2025     | overheid | wajong      | 22184
    2025     | overheid | voorziening | 5546
    2026     | markt    | wajong      | 66552
    2026     | markt    | voorziening | 33276
    2026     | overheid | wajong      | 27730
    2026     | overheid | voorziening | 11092
    """
KEYS = """
    year:int | sector   | share_pct:float
    2012     | markt    | 75.0
    2012     | overheid | 25.0
    2025     | markt    | 75.0
    2025     | overheid | 25.0
    2026     | markt    | 75.0
    2026     | overheid | 25.0
    """
TARGETS = """
    sector   | valid_from | valid_to | jobs:int
    markt    | 2025-01-01 |          | 250
    overheid | 2025-01-01 |          | 50
    """
TWO_YEARS = {"december_hours": HUNDREDS, "allocation_key": KEYS, "targets": TARGETS}
AROUND_2020 = """
    cdaard | datum_aanvang_tijdvak:date
    81     | 2019-12-01
    81     | 2020-12-01
    82     | 2019-12-01
    82     | 2020-12-01
    83     | 2019-12-01
    83     | 2020-12-01
    """
PAYROLLED = """
    cdaard | datum_aanvang_tijdvak:date
    1      | 2025-12-01
    1      | 2026-12-01
    82     | 2025-12-01
    82     | 2026-12-01
    """
LOAN_BY_ROW = """
    code | valid_from | valid_to | meaning              | form   | note
    82   | 2026-01-01 |          | payrolling (made up) | inleen |
    """

CHAPTER = Chapter(
    "The law has dates",
    """
Every rule that can change is a row with the dates from which and to which it holds; a measured year is measured
under the rows that hold on 31 December of it, and nothing else decides. The rows are those of the reference files,
or of the home's own `reference/` folder: a new year needs no new version of the program.

**Grounds** count from and to their dates (`grondslag.csv`). A ground that did not exist in 2012 changes no
*nulmeting*. The Wet banenafspraak (BWBR0051018), in force from the year in the setting `wet_banenafspraak_from`,
makes people with a *voorziening* full target group, and that ground restates: the year is held against a *nulmeting*
in which they are counted too. Growth then compares with extra jobs of the year before under its own law plus only
the grounds that the year restates. Where two laws differ in who or what counts, the row says `series_break`, and
the note says what differs. With that act the sectors have no targets of their own; the division over sectors stays.

**Targets** hold until changed: 100,000 and 25,000 from 2025. A row *totaal* is a law too: then the two sectors
have no target. While no decree has set the one target, it is the sum of both rows *(choice)*.

**Codes** have the form of the list that is valid on the first day of the period. A date that the list calls
inferred decides between two rows of a code, and never rejects. In the tables 11,092 hours are 100 jobs; hours,
and all rows that are given, are made up.
""",
    (
        Case(
            "Which grounds count in December of a year; the last column is 2026 with the Wet banenafspraak in force",
            {},
            counting_grounds,
            """
            ground              | 2012:flag | 2014:flag | 2015:flag | 2017:flag | 2026:flag | 2026, Wet:flag
            participatiewet     | no        | no        | yes       | yes       | yes       | yes
            praktijkroute       | no        | no        | no        | yes       | yes       | yes
            wsw                 | yes       | yes       | yes       | yes       | yes       | yes
            wajong              | yes       | yes       | yes       | yes       | yes       | yes
            vso_pro             | no        | no        | yes       | yes       | yes       | yes
            wajong_afgewezen    | no        | no        | yes       | yes       | yes       | yes
            wiw_id              | yes       | yes       | yes       | yes       | yes       | yes
            iva_loondispensatie | no        | no        | no        | no        | yes       | yes
            voorziening         | no        | no        | no        | no        | no        | yes
            """,
        ),
        Case(
            "Who is registered before the ground is law counts from that year on, or before on another ground",
            {
                "doelgroepregister": """
                every line: datum_einde:date =, arbeidsmarktregio:int = 7
                person | grondslag           | datum_registratie:date
                anna   | praktijkroute       | 2016-03-01
                bram   | praktijkroute       | 2016-03-01
                bram   | wajong              | 2010-01-01
                """
            },
            counted_in(law(2016), law(2017)),
            """
            year:int | person | grondslag     | counts:flag
            2016     | anna   | praktijkroute | no
            2016     | bram   | wajong        | yes
            2017     | anna   | praktijkroute | yes
            2017     | bram   | praktijkroute | yes
            """,
        ),
        Case(
            "With the Wet banenafspraak from 2026 people with a voorziening count in 2026, and not in 2025",
            {
                "doelgroepregister": """
                every line: datum_einde:date =, arbeidsmarktregio:int = 7, datum_registratie:date = 2018-01-01
                person | grondslag
                anna   | voorziening
                """
            },
            counted_in(REFORMED.law(2025), REFORMED.law(2026)),
            """
            year:int | person | grondslag   | counts:flag
            2025     | anna   | voorziening | no
            2026     | anna   | voorziening | yes
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "2026 is held against a restated nulmeting of 500, not 400; all grow by 300, and not by 750 less 300",
            TWO_YEARS,
            reformed,
            """
            year:int | sector   | level_jobs:int | baseline_jobs:int | extra_jobs:int | growth_jobs:int
            2025     | markt    | 500            | 300               | 200            |
            2025     | overheid | 200            | 100               | 100            |
            2025     | totaal   | 700            | 400               | 300            |
            2026     | markt    | 900            | 400               | 500            | 200
            2026     | overheid | 350            | 100               | 250            | 100
            2026     | totaal   | 1250           | 500               | 750            | 300
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "In 2026 there is one target, the sum of both rows; 2025 keeps its two",
            TWO_YEARS,
            reformed,
            """
            year:int | sector   | extra_jobs:int | target_jobs:int | gap_jobs:int | target_met:flag
            2025     | markt    | 200            | 250             | -50          | no
            2025     | overheid | 100            | 50              | 50           | yes
            2025     | totaal   | 300            | 300             | 0            | yes
            2026     | markt    | 500            |                 |              |
            2026     | overheid | 250            |                 |              |
            2026     | totaal   | 750            | 300             | 450          | yes
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "The row of 2026 says that the series is broken, and by what",
            TWO_YEARS,
            lambda **tables: notes(reformed(**tables)),
            """
            year:int | rule_set           | series_break:flag | note
            2025     | banenafspraak-2013 | no                |
            2026     | wet-banenafspraak  | yes               | vanaf 2026 gelden andere regels: wet-banenafspraak
            2026     | wet-banenafspraak  | yes               | grondslag iva_loondispensatie telt mee vanaf 2026
            2026     | wet-banenafspraak  | yes               | grondslag voorziening telt mee vanaf 2026
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "The same hours while the act is not in force: voorziening counts in no year, and nothing is restated",
            TWO_YEARS,
            not_reformed,
            """
            year:int|sector  |level_jobs:int|baseline_jobs:int|extra_jobs:int|growth_jobs:int|target_jobs:int
            2025    |markt   |500           |300              |200           |               |250
            2025    |overheid|200           |100              |100           |               |50
            2025    |totaal  |700           |400              |300           |               |300
            2026    |markt   |600           |300              |300           |100            |250
            2026    |overheid|250           |100              |150           |50             |50
            2026    |totaal  |850           |400              |450           |150            |300
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "A ground that is new and restates nothing is growth: of the 80 jobs 60 are the IVA's, in a broken series",
            {
                "december_hours": """
                every line: sector = markt, kind = formeel, listed = formeel, period_days:int = 100
                year:int | grounds             | hour_days:int
                2012     | wajong              | 1109200
                2012     | iva_loondispensatie | 443680
                2025     | wajong              | 2218400
                2025     | iva_loondispensatie | 554600
                2026     | wajong              | 2440240
                2026     | iva_loondispensatie | 665520
                """,
                "allocation_key": KEYS,
            },
            by_law,
            """
            year:int | level_jobs:int | baseline_jobs:int | extra_jobs:int | growth_jobs:int | series_break:flag
            2025     | 200            | 100               | 100            |                 | no
            2026     | 280            | 100               | 180            | 80              | yes
            """,
        ),
        Case(
            "Who is on two grounds is counted once, on whichever counts: also in the restated nulmeting",
            {
                "december_hours": """
                every line: sector = markt, kind = formeel, listed = formeel, period_days:int = 100
                year:int | grounds            | hour_days:int
                2012     | wajong+voorziening | 1109200
                2012     | voorziening        | 554600
                2025     | wajong+voorziening | 2218400
                2025     | voorziening        | 554600
                2026     | wajong+voorziening | 2218400
                2026     | voorziening        | 1109200
                """,
                "allocation_key": KEYS,
                "targets": TARGETS,
            },
            lambda **tables: reformed(**tables).filter(sector="totaal"),
            """
            year:int | level_jobs:int | baseline_jobs:int | extra_jobs:int | growth_jobs:int
            2025     | 200            | 100               | 100            |
            2026     | 300            | 150               | 150            | 50
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "The targets of the law: none before 2015, and those of 2025 until they are changed",
            {},
            lambda: targets_of(BOOK, 2014, 2015, 2024, 2025, 2026, 2030),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2014     |           |              |            | no          | no
            2015     | 6000      | 3000         | 9000       | yes         | no
            2024     | 90000     | 25000        | 115000     | yes         | no
            2025     | 100000    | 25000        | 125000     | yes         | no
            2026     | 100000    | 25000        | 125000     | yes         | no
            2030     | 100000    | 25000        | 125000     | yes         | no
            """,
        ),
        Case(
            "One target by the Wet banenafspraak from 2026: the sum of both rows, while no decree has set another",
            {},
            lambda: targets_of(REFORMED, 2025, 2026),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2025     | 100000    | 25000        | 125000     | yes         | no
            2026     |           |              | 125000     | yes         | yes
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "Once a decree sets the one target, a row totaal, it is no sum any more",
            {
                "targets": """
                sector   | valid_from | valid_to | jobs:int
                markt    | 2025-01-01 |          | 100000
                overheid | 2025-01-01 |          | 25000
                totaal   | 2027-01-01 |          | 128000
                """
            },
            lambda targets: targets_of(
                with_choices(book_with(targets=targets), wet_banenafspraak_from=2026), 2025, 2026, 2027
            ),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2025     | 100000    | 25000        | 125000     | yes         | no
            2026     |           |              | 125000     | yes         | yes
            2027     |           |              | 128000     | no          | yes
            """,
            choice="wet_banenafspraak_from",
        ),
        Case(
            "One target by a row totaal, without the act: the sectors then have none, though their own rows are open",
            {
                "targets": """
                sector   | valid_from | valid_to | jobs:int
                markt    | 2025-01-01 |          | 100000
                overheid | 2025-01-01 |          | 25000
                totaal   | 2027-01-01 |          | 130000
                """
            },
            lambda targets: targets_of(book_with(targets=targets), 2026, 2027),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2026     | 100000    | 25000        | 125000     | yes         | no
            2027     |           |              | 130000     | no          | yes
            """,
        ),
        Case(
            "An open row ends on the day before the next row of its sector begins",
            {
                "targets": """
                sector   | valid_from | valid_to | jobs:int
                markt    | 2025-01-01 |          | 100000
                overheid | 2025-01-01 |          | 25000
                markt    | 2027-01-01 |          | 110000
                markt    | 2029-01-01 |          | 120000
                """
            },
            lambda targets: targets_of(book_with(targets=targets), 2026, 2027, 2028, 2029),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2026     | 100000    | 25000        | 125000     | yes         | no
            2027     | 110000    | 25000        | 135000     | yes         | no
            2028     | 110000    | 25000        | 135000     | yes         | no
            2029     | 120000    | 25000        | 145000     | yes         | no
            """,
        ),
        Case(
            "A row that has ended holds no longer; with one sector's target known there is none for both together",
            {
                "targets": """
                sector   | valid_from | valid_to   | jobs:int
                markt    | 2025-01-01 | 2026-12-31 | 100000
                overheid | 2025-01-01 |            | 25000
                """
            },
            lambda targets: targets_of(book_with(targets=targets), 2026, 2027),
            """
            year:int | markt:int | overheid:int | totaal:int | is_sum:flag | one_target:flag
            2026     | 100000    | 25000        | 125000     | yes         | no
            2027     |           | 25000        |            | no          | no
            """,
        ),
        Case(
            "Codes 81, 82 and 83 around 2020: 82 is payrolling before it too, since its date is inferred; 83 is not",
            {"polis": AROUND_2020},
            forms(BOOK, 2019, 2020),
            """
            cdaard | datum_aanvang_tijdvak:date | listed
            81     | 2019-12-01                 | payroll
            81     | 2020-12-01                 | formeel
            82     | 2019-12-01                 | payroll
            82     | 2020-12-01                 | payroll
            83     | 2020-12-01                 | formeel
            """,
        ),
        Case(
            "An inferred last day rejects nothing either: code 2 of the old list still counts, code 80 does not",
            {
                "polis": """
                cdaard | datum_aanvang_tijdvak:date | what the list says of its last day
                2      | 2021-12-01                 |
                2      | 2023-12-01                 | 31 December 2021, inferred
                80     | 2021-12-01                 |
                80     | 2023-12-01                 | 31 December 2021
                """
            },
            forms(BOOK, 2021, 2023),
            """
            cdaard | datum_aanvang_tijdvak:date | form
            2      | 2021-12-01                 | formeel
            2      | 2023-12-01                 | formeel
            80     | 2021-12-01                 | formeel
            """,
        ),
        Case(
            "Payrolling is loan from 2026 by one row; the row of before ends by itself",
            {"polis": PAYROLLED, "code_aard": LOAN_BY_ROW},
            forms(BOOK, 2025, 2026),
            """
            cdaard | datum_aanvang_tijdvak:date | kind    | listed  | form
            1      | 2025-12-01                 | formeel | formeel | formeel
            1      | 2026-12-01                 | formeel | formeel | formeel
            82     | 2025-12-01                 | payroll | payroll | formeel
            82     | 2026-12-01                 | payroll | inleen  | inleen
            """,
        ),
        Case(
            "Such a row wins over the setting, which says what payrolling of the list counts as: here telt_niet",
            {"polis": PAYROLLED, "code_aard": LOAN_BY_ROW},
            forms(with_choices(BOOK, payrolling_counts_as="telt_niet"), 2025, 2026),
            """
            cdaard | datum_aanvang_tijdvak:date | form
            1      | 2025-12-01                 | formeel
            1      | 2026-12-01                 | formeel
            82     | 2026-12-01                 | inleen
            """,
            choice="payrolling_counts_as",
        ),
        Case(
            "With that row 250 payrolled jobs move from formal to loan in 2026, against 100 formal ones in 2012",
            {
                "december_hours": """
                every line: sector = markt, kind = payroll, grounds = wajong, period_days:int = 1
                year:int | listed  | hour_days:int
                2012     | payroll | 11092
                2025     | payroll | 22184
                2026     | inleen  | 27730
                """,
                "allocation_key": KEYS,
                "code_aard": LOAN_BY_ROW,
            },
            by_form_of_2026,
            """
            year:int|form   |level_jobs:int|baseline_jobs:int|extra_jobs:int|growth_jobs:int|series_break:flag
            2025    |formeel|200           |100              |100           |               |no
            2025    |inleen |0             |0                |0             |               |no
            2025    |totaal |200           |100              |100           |               |no
            2026    |formeel|0             |100              |-100          |-200           |yes
            2026    |inleen |250           |0                |250           |250            |yes
            2026    |totaal |250           |100              |150           |50             |yes
            """,
        ),
        Case(
            "Wsw secondment comes from its own delivery until 2021 and from the polis from 2022, never from both",
            {
                "polis": """
                every line: cdaard = 22, aantverlu:int = 100
                person | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date
                anna   | 2021-12-01                 | 2021-12-31
                anna   | 2022-12-01                 | 2022-12-31
                """,
                "wsw_detacheringen": """
                person | employer | uren_december:int
                bram   | workshop | 96
                """,
            },
            wsw_hours,
            """
            year:int | person | kind            | listed
            2021     | bram   | wsw_detachering | inleen
            2022     | anna   | wsw_detachering | inleen
            """,
        ),
        Case(
            "The years whose law differs from that of the year before in who or what counts, 2013 to 2026",
            {},
            lambda: breaks_of(BOOK, *range(2013, 2027)),
            """
            year:int | what
            2015     | grondslag participatiewet telt mee vanaf 2015
            2015     | grondslag vso_pro telt mee vanaf 2015
            2015     | grondslag wajong_afgewezen telt mee vanaf 2015
            2017     | grondslag praktijkroute telt mee vanaf 2017
            2026     | grondslag iva_loondispensatie telt mee vanaf 2026
            """,
        ),
        Case(
            "What the note of 2026 says of a code that moves, of a job of other hours, and of another cut",
            {
                "code_aard": LOAN_BY_ROW,
                "parameters": """
                name          | valid_from | valid_to | value
                cut           | 2026-01-01 |          | 06-01
                hours_per_job | 2026-01-01 |          | 108.75
                """,
            },
            lambda **lists: breaks_of(book_adding(**lists), 2026),
            """
            year:int | what
            2026     | grondslag iva_loondispensatie telt mee vanaf 2026
            2026     | aard 82 telt vanaf 2026 als inleen
            2026     | uren per baan is anders vanaf 2026
            2026     | de peildatum van de aangiften is anders vanaf 2026
            """,
        ),
        Case(
            "A parameter is a row too: with the cut on 1 June from 2026, a return of 20 May counts for 2026 only",
            {
                "parameters": """
                name | valid_from | valid_to | value
                cut  | 2026-01-01 |          | 06-01
                """,
                "polis": """
                every line: employer = bakery, person = anna, numiv:int = 1, volgnummer:int = 1, status = initieel
                datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | datum_ontvangst:date
                2025-12-01                 | 2025-12-31               | 2026-05-20
                2026-12-01                 | 2026-12-31               | 2027-05-20
                """,
            },
            at_another_cut,
            """
            datum_einde_tijdvak:date | datum_ontvangst:date
            2026-12-31               | 2027-05-20
            """,
        ),
        Case(
            "Two laws of 2026 that differ in their target and in a code: what differs is named",
            {
                "targets": """
                sector | valid_from | valid_to | jobs:int
                totaal | 2026-01-01 |          | 130000
                """,
                "code_aard": LOAN_BY_ROW,
            },
            lambda targets, code_aard: changed(book_adding(targets=targets, code_aard=code_aard)),
            """
            differs
            one_target
            target_is_sum
            targets
            natures 82
            """,
        ),
        Case(
            "A row that changes no figure of 2026 is no difference: a target of 2027, or a code that nobody had",
            {
                "targets": """
                sector | valid_from | valid_to | jobs:int
                totaal | 2027-01-01 |          | 130000
                """,
                "code_aard": """
                code | valid_from | valid_to | meaning           | form    | note
                84   | 2026-01-01 |          | made up, new code | formeel |
                """,
            },
            lambda targets, code_aard: changed(book_adding(targets=targets, code_aard=code_aard)),
            "differs",
        ),
        Case(
            "Another choice is a difference, and so is what it makes of the codes: 82 is payrolling in 2026",
            {},
            lambda: changed(with_choices(BOOK, payrolling_counts_as="inleen")),
            """
            differs
            payrolling_counts_as
            natures 82
            """,
            choice="payrolling_counts_as",
        ),
    ),
)
