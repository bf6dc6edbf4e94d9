"""The quota: its percentage, who is liable, and the shortage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from tests.spec.laws import BOOK, law
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses import quota
from transforms.analyses.quota import LETTERS
from transforms.exact import floating
from transforms.law import Law, QuotaValue

NO_LINES = "person | fiscal | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | period_days:int | hour_days:int"
NOBODY = "person | grondslag | datum_registratie:date | datum_einde:date"
NO_EMPLOYERS = "fiscal | suffix:int | sector | aantal_werknemers:int | verloonde_uren:int"
NO_TABLES = {"sectors": NO_EMPLOYERS, "year_lines": NO_LINES, "register": NOBODY}
#: Made up so that the percentage is 5.00; D, F and G are not public.
FIVE_PERCENT = """
    sector | A:dec | B:dec | C:dec | D:dec | E:dec | F:dec | G:dec
    markt  | 1000  | 623   | 1331  | 26620 | 1623  | 0     | 0
    """
EMPLOYED_2024 = """
    every line: datum_aanvang_tijdvak:date = 2024-01-01, datum_einde_tijdvak:date = 2024-12-31, period_days:int = 1
    person | fiscal   | hour_days:int
    anna   | workshop | 2500
    """
REGISTERED = """
    every line: grondslag = wajong, datum_registratie:date = 2015-01-01, datum_einde:date =
    person
    anna
    """


def percentages(variables: pl.LazyFrame) -> pl.LazyFrame:
    """The percentage of each row of variables."""
    rows = variables.select(LETTERS).collect().rows(named=True)
    return variables.with_columns(percentage=pl.Series([floating(quota.quota_percentage(row)) for row in rows]))


def shortages(employers: pl.LazyFrame) -> pl.LazyFrame:
    """The shortage of each employer, with a percentage of 5.00 and jobs of 1,331 hours."""
    rows = employers.select("hours", "hours_of_workers").collect().rows()
    found = [floating(quota.shortage(hours, Fraction(worked), Fraction(5), Fraction(1331))) for hours, worked in rows]
    return employers.with_columns(shortage=pl.Series(found))


def hours_of_workers(year: int) -> Callable[..., pl.LazyFrame]:
    """The hours that count as those of an employer's workers, as fractions."""

    def call(year_lines: pl.LazyFrame, register: pl.LazyFrame) -> pl.LazyFrame:
        found = quota.worked_hours(year_lines, register, law(year))
        rows = [(employer, str(hours)) for employer, hours in sorted(found.items())]
        return pl.LazyFrame(rows, schema=["fiscal", "hours"], orient="row")

    return call


def under(of_year: Law, **tables: pl.LazyFrame) -> pl.LazyFrame:
    rows = quota.quota(tables["sectors"], tables["year_lines"], tables["register"], of_year)
    return as_published("quota", rows)


def with_variables(variables: pl.LazyFrame, **tables: pl.LazyFrame) -> pl.LazyFrame:
    """The mart of 2024 with variables of a table beside those of the law, as the setting gives them."""
    year = (date(2024, 1, 1), date(2024, 12, 31))
    added = [
        QuotaValue(letter, row["sector"], *year, row[letter])
        for row in variables.collect().iter_rows(named=True)
        for letter in row
        if letter in LETTERS
    ]
    return under(replace(BOOK, quota=(*BOOK.quota, *added)).law(2024), **tables)


def by_law(*years: int) -> Callable[..., pl.LazyFrame]:
    """The mart of years with the variables that the law gives, and nothing from the settings."""
    return lambda **tables: pl.concat([under(law(year), **tables) for year in years])


def in_parts(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with a line for each part of the reason."""
    return rows.with_columns(pl.col("reason").str.split("; ")).explode("reason")


CHAPTER = Chapter(
    "Quota",
    """
Percentage = ((A + B) · C + F · G) / (D · E) · 100, rounded down to two decimals *(law)*: A the jobs of the
*nulmeting*, B the extra jobs, C = 1,331 paid hours of a job in a year, E = 1,623 of an employee. A changed on 1
January 2024, and B is what the law says for the year (`quota_versions.csv`, `quota_parameters.csv`). D, F and G
are not public: they come from the setting `quota.variables`. With all variables the percentage is computed
(`percentage_source` *berekend*); without them it is the one that the minister set and published (*vastgesteld*:
1.93% for government in 2018, 2.76% in 2024), and where there is none either the reason says what is missing. A
percentage that was only indicative is never used.

An employer is a fiscal number, with all its payroll tax numbers. With fewer than 40,575 paid hours a year
(25 · 1,623) it is exempt. Its shortage is its hours times the percentage, minus the hours of its workers in the
register, divided by C: rounded down to one decimal *(law)*, never below 0. A line is a worker's when a
registration of the person overlaps its period, on any ground that is in force in the year, counting or only for
the quota *(choice)*; hours are those of the calendar year, of forms that count. The levy is 5,000 euro a missing
job; none is imposed at present. Every variable D, F and G below is made up.
""",
    (
        Case(
            "The percentage: ((100 + 50) · 10 + 5 · 100) / (1,000 · 20) is 10%; rounded down at the second decimal",
            {
                "variables": """
                A:dec | B:dec | C:dec | D:dec | E:dec | F:dec | G:dec | unrounded
                100   | 50    | 10    | 1000  | 20    | 5     | 100   | 10
                30    | 20    | 10    | 1000  | 20    | 4     | 13    | 2.76
                30    | 20    | 10    | 1000  | 20    | 4     | 12.95 | 2.759
                30    | 20    | 10    | 1000  | 20    | 4     | 13.49 | 2.7698
                30    | 20    | 10    | 0     | 20    | 4     | 13    | nothing to divide by
                """
            },
            percentages,
            """
            unrounded            | percentage:float
            10                   | 10
            2.76                 | 2.76
            2.759                | 2.75
            2.7698               | 2.76
            nothing to divide by |
            """,
        ),
        Case(
            "The variables of the law: B of 2017, and A before and after 1 January 2024; the others are not public",
            NO_TABLES,
            lambda **tables: by_law(2017, 2023, 2024)(**tables).sort("sector", "year"),
            """
            year:int|sector  |variable_a:float|variable_b:float|variable_c:float|variable_e:float|quota_pct:float
            2017    |markt   |35397           |19500           |1331            |1623            |
            2023    |markt   |35397           |75000           |1331            |1623            |
            2024    |markt   |35927           |85000           |1331            |1623            |
            2017    |overheid|12196           |8750            |1331            |1623            |
            2023    |overheid|12196           |23750           |1331            |1623            |
            2024    |overheid|13504           |25000           |1331            |1623            |2.76
            """,
        ),
        Case(
            "Without all variables it is the percentage that was set; an indicative one, as 2.99% of 2023, is not used",
            NO_TABLES,
            lambda **tables: by_law(2014, 2018, 2023, 2024)(**tables).filter(sector="overheid"),
            """
            year:int | quota_pct:float | percentage_source
            2014     |                 |
            2018     | 1.93            | vastgesteld
            2023     |                 |
            2024     | 2.76            | vastgesteld
            """,
        ),
        Case(
            "The reason, part by part: before 2015 the law has no variables, and three are never public",
            NO_TABLES,
            lambda **tables: in_parts(by_law(2014, 2018, 2023)(**tables).filter(sector="overheid")),
            """
            year:int | reason
            2014     | A, B, C en E zijn niet bekend voor dit jaar
            2014     | D, F en G zijn niet openbaar
            2014     | vul ze in bij de instellingen (quota.variables)
            2018     |
            2023     | D, F en G zijn niet openbaar
            2023     | vul ze in bij de instellingen (quota.variables)
            """,
        ),
        Case(
            "With all variables it is computed, also where one was set: 38,504 · 1,331 / (1,331,000 · 1,623) is 2.372%",
            {
                "variables": """
                sector   | D:dec   | F:dec | G:dec
                overheid | 1331000 | 0     | 0
                """,
                **NO_TABLES,
            },
            with_variables,
            """
            sector   | quota_pct:float | percentage_source
            markt    |                 |
            overheid | 2.37            | berekend
            """,
        ),
        Case(
            "With 40,574 paid hours an employer is exempt, with 40,575 it is liable, also without a percentage",
            {
                **NO_TABLES,
                "sectors": """
                every line: suffix:int = 1, aantal_werknemers:int = 25
                fiscal | sector   | verloonde_uren:int
                a      | markt    | 40574
                b      | markt    | 40575
                c      | markt    | 900000
                d      | overheid | 40574
                """,
            },
            by_law(2024),
            """
            sector   | employers_liable:int | shortage_jobs:float
            markt    | 2                    |
            overheid | 0                    | 0.0
            """,
        ),
        Case(
            "The shortage of an employer at 5.00%: exactly 1.7 stays, one hour less is 1.6; never below 0",
            {
                "employers": """
                hours:int | hours_of_workers | unrounded
                45254     | 0                | 2262.7 hours, 1.7 jobs
                45253     | 0                | 2262.65 hours, 1.69996
                53240     | 0                | 2662 hours, 2 jobs
                53240     | 1/7              | 1.9999
                53240     | 2662             | none is missing
                53240     | 5000             | more than enough
                """
            },
            shortages,
            """
            unrounded              | shortage:float
            2262.7 hours, 1.7 jobs | 1.7
            2262.65 hours, 1.69996 | 1.6
            2662 hours, 2 jobs     | 2.0
            1.9999                 | 1.9
            none is missing        | 0.0
            more than enough       | 0.0
            """,
        ),
        Case(
            "A line counts for its employer when a registration on a ground in force overlaps its period, and once",
            {
                "year_lines": """
                every line: period_days:int = 31, hour_days:int = 3100
                every line: datum_aanvang_tijdvak:date = 2024-03-01, datum_einde_tijdvak:date = 2024-03-31
                person | fiscal
                a      | a voorziening: for the quota only
                b      | b ended on the first day
                c      | c ended the day before
                d      | d began on the last day
                e      | e began the day after
                f      | f registered twice
                g      | g not registered
                h      | h on a ground that is law from 2026
                """,
                "register": """
                person | grondslag           | datum_registratie:date | datum_einde:date
                a      | voorziening         | 2015-01-01             |
                b      | wajong              | 2015-01-01             | 2024-03-01
                c      | wajong              | 2015-01-01             | 2024-02-29
                d      | wajong              | 2024-03-31             |
                e      | wajong              | 2024-04-01             |
                f      | wajong              | 2015-01-01             |
                f      | voorziening         | 2015-01-01             |
                h      | iva_loondispensatie | 2015-01-01             |
                """,
            },
            hours_of_workers(2024),
            """
            fiscal                            | hours
            a voorziening: for the quota only | 100
            b ended on the first day          | 100
            d began on the last day           | 100
            f registered twice                | 100
            """,
        ),
        Case(
            "Two payroll tax numbers are one employer: 20,288 and 20,287 hours make 40,575; its workers' are added too",
            {
                "variables": FIVE_PERCENT,
                "sectors": """
                every line: sector = markt, aantal_werknemers:int = 12
                fiscal | suffix:int | verloonde_uren:int | what it is
                baker  | 1          | 20288              | the bakery
                baker  | 2          | 20287              | its shop
                """,
                "year_lines": """
                every line: datum_aanvang_tijdvak:date = 2024-01-01, datum_einde_tijdvak:date = 2024-12-31
                every line: person = anna, period_days:int = 1
                fiscal | hour_days:int | what it is
                baker  | 300           | in the bakery
                baker  | 66            | in its shop
                """,
                "register": REGISTERED,
            },
            lambda **tables: with_variables(**tables).filter(sector="markt"),
            """
            sector | employers_liable:int | shortage_jobs:float
            markt  | 1                    | 1.2
            """,
        ),
        Case(
            "The shortage of a sector adds those of its liable employers, each rounded down: 1.6 + 1.6 + 0 is 3.2",
            {
                "variables": FIVE_PERCENT,
                "sectors": """
                every line: suffix:int = 1, aantal_werknemers:int = 30
                fiscal   | sector   | verloonde_uren:int
                bakery   | markt    | 45253
                butcher  | markt    | 45253
                florist  | markt    | 40574
                workshop | markt    | 50000
                """,
                "year_lines": EMPLOYED_2024,
                "register": REGISTERED,
            },
            lambda **tables: with_variables(**tables).filter(sector="markt"),
            """
            sector   | quota_pct:float | employers_liable:int | shortage_jobs:float
            markt    | 5.0             | 3                    | 3.2
            """,
        ),
        Case(
            "At the 2.76% that was set for government, 200,000 hours owe 5,520; less 2,500 worked they are 2.2 jobs",
            {
                "sectors": """
                every line: suffix:int = 1, aantal_werknemers:int = 120
                fiscal   | sector   | verloonde_uren:int
                workshop | overheid | 200000
                """,
                "year_lines": EMPLOYED_2024,
                "register": REGISTERED,
            },
            lambda **tables: by_law(2024)(**tables).filter(sector="overheid"),
            """
            sector   | percentage_source | employers_liable:int | shortage_jobs:float
            overheid | vastgesteld       | 1                    | 2.2
            """,
        ),
    ),
    mart="quota",
)
