"""The quota: its percentage, who is liable, and the shortage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import polars as pl

from tests.spec.marts import made
from tests.spec.model import Case, Chapter
from transforms.analyses import quota
from transforms.analyses.quota import LETTERS, QuotaRules
from transforms.exact import floating
from warehouse.reference import codes

NO_LINES = "person | employer | datum_aanvang_tijdvak:date | datum_einde_tijdvak:date | period_days:int | hour_days:int"
NOBODY = "person | datum_registratie:date | datum_einde:date"
NO_EMPLOYERS = "employer | sector | verloonde_uren:int"
NO_TABLES = {"sectors": NO_EMPLOYERS, "year_lines": NO_LINES, "register": NOBODY}
#: Made up so that the percentage is 5.00; D, F and G are not public.
FIVE_PERCENT = """
    sector | A:dec | B:dec | C:dec | D:dec | E:dec | F:dec | G:dec
    markt  | 1000  | 623   | 1331  | 26620 | 1623  | 0     | 0
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


def hours_of_workers(year_lines: pl.LazyFrame, register: pl.LazyFrame) -> pl.LazyFrame:
    """The hours that count as those of an employer's workers, as fractions."""
    rows = [(name, str(hours)) for name, hours in sorted(quota.worked_hours(year_lines, register).items())]
    return pl.LazyFrame(rows, schema=["employer", "hours"], orient="row")


def with_variables(variables: pl.LazyFrame, **tables: pl.LazyFrame) -> pl.LazyFrame:
    """The mart of 2024 with made-up variables, and the threshold of the law."""
    known = {row.pop("sector"): row for row in variables.collect().rows(named=True)}
    return made("quota", quota_rules=QuotaRules(known, codes.quota_threshold()), year=2024)(**tables)


def by_law(*years: int) -> Callable[..., pl.LazyFrame]:
    """The mart of years with the variables that the law gives, and nothing from the settings."""

    def call(**tables: pl.LazyFrame) -> pl.LazyFrame:
        return pl.concat(of_years(years, tables))

    return call


def of_years(years: Iterable[int], tables: dict[str, pl.LazyFrame]) -> Iterable[pl.LazyFrame]:
    for year in years:
        rules = QuotaRules(codes.quota_variables(year), codes.quota_threshold())
        yield made("quota", quota_rules=rules, year=year)(**tables)


CHAPTER = Chapter(
    "Quota",
    """
Percentage = ((A + B) · C + F · G) / (D · E) · 100, rounded down to two decimals *(law)*: A the jobs of the
*nulmeting*, B the extra jobs, C = 1,331 paid hours of a job in a year, E = 1,623 of an employee. A changed on 1
January 2024, and B is what the law says for the year (`quota_versions.csv`, `quota_parameters.csv`). D, F and G
are not public: they come from the setting `quota.variables`, and without them there is no percentage, but the
reason.

An employer with fewer than 40,575 paid hours a year (25 · 1,623) is exempt. The shortage of an employer is its
hours times the percentage, minus the hours of its workers in the register, divided by C: rounded down to one
decimal *(law)*, never below 0. A line is a worker's when a registration of the person, on any ground, overlaps
its period *(choice)*; hours are those of the calendar year, of forms that count. The levy is 5,000 euro a
missing job; none is imposed at present. Published for comparison: 1.93% for government in 2018 and 2.76% in
2024. Every variable D, F and G below is made up.
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
            year:int|sector  |variable_a:float|variable_b:float|variable_c:float|variable_e:float|percentage:float
            2017    |markt   |35397           |19500           |1331            |1623            |
            2023    |markt   |35397           |75000           |1331            |1623            |
            2024    |markt   |35927           |85000           |1331            |1623            |
            2017    |overheid|12196           |8750            |1331            |1623            |
            2023    |overheid|12196           |23750           |1331            |1623            |
            2024    |overheid|13504           |25000           |1331            |1623            |
            """,
        ),
        Case(
            "Without all variables there is no percentage; the reason says which are missing",
            NO_TABLES,
            lambda **tables: by_law(2014, 2024)(**tables).filter(sector="overheid"),
            """
            year:int|reason
            2014    |niet bekend: A, B, C, D, E, F, G (niet openbaar: D, F, G; instelling quota.variables)
            2024    |niet bekend: D, F, G (niet openbaar: D, F, G; instelling quota.variables)
            """,
        ),
        Case(
            "With 40,574 paid hours an employer is exempt, with 40,575 it is liable, also without a percentage",
            {
                **NO_TABLES,
                "sectors": """
                employer | sector   | verloonde_uren:int
                a        | markt    | 40574
                b        | markt    | 40575
                c        | markt    | 900000
                d        | overheid | 40574
                """,
            },
            by_law(2024),
            """
            sector   | employers_liable:int | shortage_jobs:float
            markt    | 2                    |
            overheid | 0                    |
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
            "A line counts for its employer when a registration on any ground overlaps its period, and once",
            {
                "year_lines": """
                every line: period_days:int = 31, hour_days:int = 3100
                every line: datum_aanvang_tijdvak:date = 2024-03-01, datum_einde_tijdvak:date = 2024-03-31
                person | employer
                a      | a voorziening
                b      | b ended on the first day
                c      | c ended the day before
                d      | d began on the last day
                e      | e began the day after
                f      | f registered twice
                g      | g not registered
                """,
                "register": """
                person | grondslag   | datum_registratie:date | datum_einde:date
                a      | voorziening | 2015-01-01             |
                b      | wajong      | 2015-01-01             | 2024-03-01
                c      | wajong      | 2015-01-01             | 2024-02-29
                d      | wajong      | 2024-03-31             |
                e      | wajong      | 2024-04-01             |
                f      | wajong      | 2015-01-01             |
                f      | voorziening | 2015-01-01             |
                """,
            },
            hours_of_workers,
            """
            employer                 | hours
            a voorziening            | 100
            b ended on the first day | 100
            d began on the last day  | 100
            f registered twice       | 100
            """,
        ),
        Case(
            "The shortage of a sector adds those of its liable employers, each rounded down: 1.6 + 1.6 + 0 is 3.2",
            {
                "variables": FIVE_PERCENT,
                "sectors": """
                employer | sector   | verloonde_uren:int
                bakery   | markt    | 45253
                butcher  | markt    | 45253
                florist  | markt    | 40574
                workshop | markt    | 50000
                school   | overheid | 50000
                """,
                "year_lines": """
                every line: datum_aanvang_tijdvak:date = 2024-01-01, datum_einde_tijdvak:date = 2024-12-31
                person | employer | period_days:int | hour_days:int
                anna   | workshop | 1               | 2500
                """,
                "register": """
                person | datum_registratie:date | datum_einde:date
                anna   | 2015-01-01             |
                """,
            },
            with_variables,
            """
            sector   | percentage:float | employers_liable:int | shortage_jobs:float
            markt    | 5.0              | 3                    | 3.2
            overheid |                  | 1                    |
            """,
        ),
    ),
    mart="quota",
)
