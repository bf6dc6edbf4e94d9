"""The same hours under other rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from flows.inputs import rule_sets
from tests.spec.laws import BOOK, book_with, measured
from tests.spec.letters import HOURS, KEYS
from tests.spec.marts import as_published
from tests.spec.model import Case, Chapter
from transforms.analyses.scenarios import RuleSet, scenarios
from transforms.levels import applied_shares
from warehouse.reference.lists import PACKAGED

NO_KEYS = pl.LazyFrame(schema={"year": pl.Int64, "sector": pl.String, "share_pct": pl.Float64})
NO_SOCIAL_RETURN = pl.LazyFrame(schema={"year": pl.Int64, "jobs": pl.Float64})
#: What an entry must have, and no figure depends on.
ABOUT: dict[str, Any] = dict.fromkeys(("title_nl", "title_en", "valid_from", "differs_nl", "differs_en", "source"), "")


def under(*names: str, entries: Sequence[RuleSet] = ()) -> Callable[..., pl.LazyFrame]:
    """The rows of some scenarios of `scenarios.toml`, or of other entries."""

    def call(**tables: pl.LazyFrame) -> pl.LazyFrame:
        book = book_with(targets=tables["targets"]) if "targets" in tables else BOOK
        rows = scenarios(
            measured(tables["december_hours"], tables["allocation_key"], book),
            applied_shares(tables.get("published_keys", NO_KEYS)),
            tables.get("social_return", NO_SOCIAL_RETURN),
            entries or rule_sets(PACKAGED),
        )
        return as_published("scenarios", rows).filter(pl.col("scenario").is_in(names))

    return call


def in_2023(*names: str) -> Callable[..., pl.LazyFrame]:
    return lambda **tables: under(*names)(**tables).filter(year=2023)


def new_entry(entry: pl.LazyFrame, **tables: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a scenario that is not in `scenarios.toml`: one entry, as its fields say."""
    fields = entry.collect().row(0, named=True)
    added = RuleSet(**(ABOUT | fields))
    return under(added.name, entries=(*rule_sets(PACKAGED), added))(**tables).filter(year=2023)


def of_letters(*names: str) -> Callable[..., pl.LazyFrame]:
    return lambda **tables: under(*names)(**tables).filter(pl.col("year") >= 2022)


HUNDREDS = """
    every line: period_days:int = 1
    year:int | sector   | kind    | listed  | grounds     | hour_days:int
    2012     | markt    | formeel | formeel | wajong      | 11092
    2012     | markt    | payroll | payroll | wajong      | 11092
    2012     | markt    | uitzend | inleen  | wajong      | 11092
    2012     | markt    | formeel | formeel | voorziening | 5546
    2012     | overheid | formeel | formeel | wajong      | 5546
    2023     | markt    | formeel | formeel | wajong      | 22184
    2023     | markt    | payroll | payroll | wajong      | 11092
    2023     | markt    | uitzend | inleen  | wajong      | 22184
    2023     | overheid | formeel | formeel | wajong      | 11092
    2023     | overheid | formeel | formeel | voorziening | 11092
    """
APPLIED = """
    year:int | sector   | share_pct:float
    2012     | markt    | 75.0
    2012     | overheid | 25.0
    2023     | markt    | 70.0
    2023     | overheid | 30.0
    """
TARGETS = """
    sector   | valid_from | valid_to   | jobs:int
    markt    | 2023-01-01 | 2023-12-31 | 150
    overheid | 2023-01-01 | 2023-12-31 | 100
    """
SMALL = {"december_hours": HUNDREDS, "allocation_key": APPLIED, "targets": TARGETS}

CHAPTER = Chapter(
    "Scenarios: the same hours under other rules",
    """
The same hours, measured under another law and side by side with the official one, by the same formulas (steps 9
and 10). A rule set is an entry of `scenarios.toml`, which names its source: the letters and notes that ask for it.
A new scenario is a new entry and no code; `huidige_wet` is the law and gives the official result.
`difference_to_official` is in extra jobs. An entry says whether extra jobs are against the *nulmeting* under its own
rules (`same_rules`) or against the official one *(choice)*; a scenario has no rows for a year that it says nothing
about, or for which what it needs was not delivered.

Under `each_earlier_year` the key of one year, measured or published, is held fixed for all later years. A
wider target group takes in people of other grounds in the register; payrolling moves between formal, loan and
not counting; social return moves jobs from market to government; under one target there is no row by sector.
In the first tables 11,092 hours are 100 jobs, and the targets are made up: officially there are 275 jobs in
the market in 2012 and 440 in 2023, with government 75 and 160.
""",
    (
        Case(
            "The law: the official result, which differs from itself by 0",
            SMALL,
            under("huidige_wet"),
            """
            year:int|sector  |level_jobs:int|extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            2012 | markt    | 275 | 0   |     |     | 0
            2012 | overheid | 75  | 0   |     |     | 0
            2012 | totaal   | 350 | 0   |     |     | 0
            2023 | markt    | 440 | 165 | 150 | 15  | 0
            2023 | overheid | 160 | 85  | 100 | -15 | 0
            2023 | totaal   | 600 | 250 | 250 | 0   | 0
            """,
        ),
        Case(
            "One target, without a distinction of market and government",
            SMALL,
            in_2023("zonder_onderscheid"),
            """
            year:int|sector|level_jobs:int|extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            2023    |totaal|600           |250           |250            |0           |0
            """,
        ),
        Case(
            "Payrolling as loan: 100 jobs more in the pool, in the nulmeting too; both sectors together stay the same",
            SMALL,
            under("payroll_als_inleen"),
            """
            year:int|sector  |level_jobs:int|extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            2012 | markt    | 250 | 0   |     |     | 0
            2012 | overheid | 100 | 0   |     |     | 0
            2012 | totaal   | 350 | 0   |     |     | 0
            2023 | markt    | 410 | 160 | 150 | 10  | -5
            2023 | overheid | 190 | 90  | 100 | -10 | 5
            2023 | totaal   | 600 | 250 | 250 | 0   | 0
            """,
        ),
        Case(
            "A wider target group: people on voorziening count, 50 jobs in the nulmeting and 100 in 2023",
            SMALL,
            under("bredere_doelgroep"),
            """
            year:int|sector  |level_jobs:int|extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            2012 | markt    | 325 | 0   |     |     | 0
            2012 | overheid | 75  | 0   |     |     | 0
            2012 | totaal   | 400 | 0   |     |     | 0
            2023 | markt    | 440 | 115 | 150 | -35 | -50
            2023 | overheid | 260 | 185 | 100 | 85  | 100
            2023 | totaal   | 700 | 300 | 250 | 50  | 50
            """,
        ),
        Case(
            "Of the wider group, hours with an unknown employer are in no scenario: nobody says what they are",
            {
                "december_hours": HUNDREDS
                + """
                    2023     | onbekend | formeel | formeel | voorziening | 11092
                    2023     | onbekend | uitzend | inleen  | voorziening | 22184
                """,
                "allocation_key": APPLIED,
                "targets": TARGETS,
            },
            in_2023("huidige_wet", "bredere_doelgroep"),
            """
            scenario          | sector   | level_jobs:int | extra_jobs:int | difference_to_official:int
            bredere_doelgroep | markt    | 440            | 115            | -50
            bredere_doelgroep | overheid | 260            | 185            | 100
            bredere_doelgroep | totaal   | 700            | 300            | 50
            huidige_wet       | markt    | 440            | 165            | 0
            huidige_wet       | overheid | 160            | 85             | 0
            huidige_wet       | totaal   | 600            | 250            | 0
            """,
        ),
        Case(
            "Social return at government: its 30 jobs of 2023 move; 2012 has none delivered, and no rows",
            {
                **SMALL,
                "social_return": """
                year:int | opdrachtgever   | jobs:float
                2023     | bzk             | 9.5
                2023     | rijkswaterstaat | 20.5
                """,
            },
            under("social_return_bij_overheid"),
            """
            year:int|sector  |level_jobs:int|extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            2023    |markt   |410           |135           |150            |-15         |-30
            2023    |overheid|190           |115           |100            |15          |30
            2023    |totaal  |600           |250           |250            |0           |0
            """,
        ),
        Case(
            "A key held fixed: a scenario for each year with a known key; a measured key goes before a published one",
            {
                **SMALL,
                "published_keys": """
                year:int | sector   | share_pct:float
                2012     | markt    | 50.0
                2012     | overheid | 50.0
                2016     | markt    | 72.2
                2016     | overheid | 27.8
                """,
            },
            under("sleutel_2012", "sleutel_2016", "sleutel_2023"),
            """
            scenario    |year:int|sector  |level_jobs:int|extra_jobs:int|gap_jobs:int|difference_to_official:int
            sleutel_2012|2023    |markt   |450           |175           |25          |10
            sleutel_2012|2023    |overheid|150           |75            |-25         |-10
            sleutel_2012|2023    |totaal  |600           |250           |0           |0
            sleutel_2016|2023    |markt   |444           |169           |19          |4
            sleutel_2016|2023    |overheid|156           |81            |-19         |-4
            sleutel_2016|2023    |totaal  |600           |250           |0           |0
            """,
        ),
        Case(
            "A new scenario is a new entry: here payrolling does not count at all, and there is one target",
            {
                "entry": """
                name              | payrolling_counts_as | one_target:flag | baseline
                payroll_telt_niet | telt_niet            | yes             | same_rules
                """,
                **SMALL,
            },
            new_entry,
            """
            scenario          | sector | level_jobs:int | extra_jobs:int | gap_jobs:int | difference_to_official:int
            payroll_telt_niet | totaal | 500            | 250            | 0            | 0
            """,
        ),
        Case(
            "The same entry against the official nulmeting, in which payrolling counts: 100 extra jobs less",
            {
                "entry": """
                name              | payrolling_counts_as | one_target:flag | baseline
                payroll_telt_niet | telt_niet            | yes             | official
                """,
                **SMALL,
            },
            new_entry,
            """
            scenario          | sector | level_jobs:int | extra_jobs:int | gap_jobs:int | difference_to_official:int
            payroll_telt_niet | totaal | 500            | 150            | -100         | -100
            """,
        ),
        Case(
            "The letters: with the key of 2021 held, government would have 12,364 extra jobs in 2022, not 10,004",
            {"december_hours": HOURS, "allocation_key": KEYS},
            of_letters("huidige_wet", "sleutel_2021"),
            """
            scenario    |year:int|sector  |extra_jobs:int|target_jobs:int|gap_jobs:int|difference_to_official:int
            huidige_wet |2022    |markt   |71113         |70000          |1113        |0
            huidige_wet |2022    |overheid|10004         |22500          |-12496      |0
            huidige_wet |2022    |totaal  |81117         |92500          |-11383      |0
            huidige_wet |2023    |markt   |74031         |80000          |-5969       |0
            huidige_wet |2023    |overheid|11634         |25000          |-13366      |0
            huidige_wet |2023    |totaal  |85665         |105000         |-19335      |0
            sleutel_2021|2022    |markt   |68753         |70000          |-1247       |-2360
            sleutel_2021|2022    |overheid|12364         |22500          |-10136      |2360
            sleutel_2021|2022    |totaal  |81117         |92500          |-11383      |0
            sleutel_2021|2023    |markt   |72348         |80000          |-7652       |-1683
            sleutel_2021|2023    |overheid|13317         |25000          |-11683      |1683
            sleutel_2021|2023    |totaal  |85665         |105000         |-19335      |0
            """,
        ),
    ),
    mart="scenarios",
)
