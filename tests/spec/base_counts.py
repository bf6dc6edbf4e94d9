"""What figures rest on, for disclosure control."""

from __future__ import annotations

from typing import Any

import polars as pl

from tests.spec.laws import BOOK, law
from tests.spec.model import Case, Chapter
from transforms.analyses.scenarios import RuleSet
from transforms.analyses.target_group import target_group
from transforms.protection import counts_of_deliveries, counts_of_hours, counts_of_scenarios
from transforms.protection.contributions import base_counts
from warehouse import tables
from warehouse.registry.facts import BASE_COUNTS

NO_SECTORS = "fiscal:int | suffix:int | sector | aantal_werknemers:int | verloonde_uren:int"
TEXTS = ("title_nl", "title_en", "valid_from", "differs_nl", "differs_en", "source")


def kept(mart: str, part: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a mart as the fact has them."""
    return tables.conform(base_counts({mart: part}), BASE_COUNTS).lazy()


def of_realisation(counted: pl.LazyFrame, sectors: pl.LazyFrame) -> pl.LazyFrame:
    return kept("realisation", counts_of_hours.of_realisation(counted, sectors, 2023))


def of_target_group(register: pl.LazyFrame, counted: pl.LazyFrame, sectors: pl.LazyFrame) -> pl.LazyFrame:
    mart = target_group(register, counted, law(2023))
    found = counts_of_hours.of_target_group(register, counted, sectors, mart, law(2023))
    return kept("target_group", found).filter(pl.col("key") == "ground=wajong;arbeidsmarktregio=totaal")


def of_scenarios(of_register: pl.LazyFrame, sectors: pl.LazyFrame) -> pl.LazyFrame:
    nothing = pl.LazyFrame(schema=dict.fromkeys(SOCIAL_RETURN, pl.String))
    about: dict[str, Any] = dict.fromkeys(TEXTS, "")
    entries = [
        RuleSet("huidige_wet", **about),
        RuleSet("payroll_als_inleen", payrolling_counts_as="inleen", **about),
        RuleSet("breder", further_grounds=("voorziening",), **about),
        RuleSet("zonder_onderscheid", one_target=True, **about),
    ]
    return kept("scenarios", counts_of_scenarios.of_scenarios(of_register, sectors, nothing, entries, BOOK, 2023))


SOCIAL_RETURN = ("opdrachtgever", "verplichting_eur", "banen", "opdrachtnemers", "grootste_eur")


def of_liv(liv: pl.LazyFrame, sectors: pl.LazyFrame) -> pl.LazyFrame:
    classes = pl.LazyFrame({"code": ["10"], "from_employees": [1], "to_employees": [None]})
    return kept("liv_by_size", counts_of_deliveries.of_liv_by_size(liv, sectors, classes, 2023))


def of_social_return(social_return: pl.LazyFrame) -> pl.LazyFrame:
    return kept("social_return", counts_of_deliveries.of_social_return(social_return, 2023))


def of_allocation_key(survey: pl.LazyFrame) -> pl.LazyFrame:
    return kept("allocation_key", counts_of_deliveries.of_allocation_key(survey, 2023))


CHAPTER = Chapter(
    "What figures rest on",
    """
Before a figure is published it must be known how many people and employers it rests on, and how much of it the
two largest employers are: the fact `base_counts`, kept exact and never published
([disclosure.md](spec/disclosure.md), section 2). It is counted over the same lines as the figure. An employer is
a fiscal number and contributes with more than 0 hours; one with payroll tax numbers in both sectors is
of the sector of the number with most paid hours. The key is that of the row without its year. What does not apply
is empty. Everything below is made up.
""",
    (
        Case(
            "Nine cells: formal by sector, and in each cell of loan the whole pool; totaal is everybody once",
            {
                "counted": """
                every line: period_days:int = 1
                person | fiscal:int | sector   | form    | hour_days:int | what it is
                anna   | 1          | markt    | formeel | 100           |
                anna   | 2          | markt    | formeel | 10            | a second job
                bram   | 2          | overheid | formeel | 30            | a part of 2 that is government
                carla  | 3          | markt    | inleen  | 7             |
                dirk   | 3          | markt    | formeel | 0             | no hours: nobody
                """,
                "sectors": """
                every line: aantal_werknemers:int = 1
                fiscal:int | suffix:int | sector   | verloonde_uren:int
                1          | 1          | markt    | 10
                2          | 1          | markt    | 5
                2          | 2          | overheid | 20
                3          | 1          | markt    | 10
                """,
            },
            of_realisation,
            """
            key |persons:int|employers:int|public_employers:int|largest:float|second:float|total:float
            sector=markt;form=formeel   |1          |2            |1                   |100          |10          |110
            sector=markt;form=inleen    |1          |1            |0                   |7            |0           |7
            sector=markt;form=totaal    |2          |3            |1                   |100          |10          |117
            sector=overheid;form=formeel|1          |1            |1                   |30           |0           |30
            sector=overheid;form=inleen |1          |1            |0                   |7            |0           |7
            sector=overheid;form=totaal |2          |2            |1                   |30           |7           |37
            sector=totaal;form=formeel  |2          |2            |1                   |100          |40          |140
            sector=totaal;form=inleen   |1          |1            |0                   |7            |0           |7
            sector=totaal;form=totaal   |3          |3            |1                   |100          |40          |147
            """,
        ),
        Case(
            "Of the target group three measures: two registered, one works, and her hours are with two employers",
            {
                "register": """
                every line: grondslag = wajong, arbeidsmarktregio:int = 7
                every line: datum_registratie:date = 2015-03-01, datum_einde:date =
                person
                anna
                bram
                """,
                "counted": """
                every line: person = anna
                fiscal:int | period_days:int | hour_days:int | on_last_day:flag
                1          | 30              | 100           | yes
                1          | 20              | 100           | no
                2          | 3               | 4             | no
                """,
                "sectors": """
                every line: suffix:int = 1, sector = overheid, aantal_werknemers:int = 1, verloonde_uren:int = 1
                fiscal:int
                1
                2
                """,
            },
            of_target_group,
            """
            measure    | persons:int | employers:int | public_employers:int | largest:float | second:float | total:float
            hours      | 1           | 2             | 2                    | 25 / 3        | 4 / 3        | 29 / 3
            registered | 2           |               |                      |               |              |
            working    | 1           |               |                      |               |              |
            """,
        ),
        Case(
            "A scenario rests on what it counts otherwise than the law; one that moves nothing has no rows",
            {
                "of_register": """
                every line: period_days:int = 1
                person | fiscal:int | sector   | listed  | grounds            | hour_days:int
                anna   | 1          | markt    | payroll | wajong             | 60
                bram   | 2          | markt    | payroll | wajong             | 50
                carla  | 2          | overheid | payroll | wsw+voorziening    | 4
                dirk   | 1          | overheid | formeel | voorziening        | 9
                eva    | 1          | overheid | payroll | voorziening        | 8
                frank  | 1          | markt    | formeel | wajong             | 7
                greet  |            |          | payroll | wajong             | 6
                hans   | 1          | markt    | payroll | wajong             | 0
                """,
                "sectors": NO_SECTORS,
            },
            of_scenarios,
            """
            key | persons:int | employers:int | largest:float | second:float | total:float
            scenario=breder                                                      | 2 | 1 | 17 | 0  | 17
            scenario=breder;sector=overheid;from=telt_niet;to=formeel            | 2 | 1 | 17 | 0  | 17
            scenario=payroll_als_inleen                                          | 3 | 2 | 60 | 54 | 114
            scenario=payroll_als_inleen;sector=markt;from=formeel;to=inleen      | 2 | 2 | 60 | 50 | 110
            scenario=payroll_als_inleen;sector=overheid;from=formeel;to=inleen   | 1 | 1 | 4  | 0  | 4
            """,
        ),
        Case(
            "The benefit by size: two numbers of one employer are one; who is paid nothing counts as the mart counts",
            {
                "liv": """
                fiscal:int | bedrag:dec
                1          | 10.50
                1          | 0.25
                2          | 3
                2          | 0
                4          | 0
                """,
                "sectors": """
                every line: suffix:int = 1, verloonde_uren:int = 1
                fiscal:int | sector   | aantal_werknemers:int
                1          | overheid | 5
                2          | markt    | 5
                """,
            },
            of_liv,
            """
            key                 | employers:int | public_employers:int | largest:float | second:float | total:float
            size_class=10       | 2             | 1                    | 10.75         | 3            | 13.75
            size_class=onbekend | 1             | 0                    | 0             | 0            | 0
            """,
        ),
        Case(
            "Social return: the second largest is the most it can be; without both columns, or where they cannot make "
            "up the whole, the contractors are not known",
            {
                "social_return": """
                every line: banen:dec = 1
                opdrachtgever | verplichting_eur:dec | opdrachtnemers:int | grootste_eur:dec
                a             | 100                  | 5                  | 70
                b             | 100                  | 5                  | 40
                c             | 100                  | 1                  | 100
                d             | 100                  |                    | 40
                e             | 100                  | 5                  |
                f             | 100                  | 2                  | 40
                g             | 0                    | 0                  | 0
                """
            },
            of_social_return,
            """
            key             | employers:int | largest:float | second:float | total:float | known:flag
            opdrachtgever=a | 5             | 70            | 30           | 100         | yes
            opdrachtgever=b | 5             | 40            | 40           | 100         | yes
            opdrachtgever=c | 1             | 100           | 0            | 100         | yes
            opdrachtgever=d |               |               |              | 100         | no
            opdrachtgever=e |               |               |              | 100         | no
            opdrachtgever=f |               |               |              | 100         | no
            opdrachtgever=g | 0             | 0             | 0            | 0           | yes
            """,
        ),
        Case(
            "The key: respondents with hours to the sector, each with the weight of its stratum",
            {
                "survey": """
                stratum | populatie:int | respons:flag | uren_markt:dec | uren_overheid:dec
                klein   | 30            | yes          | 10             | 0
                klein   | 30            | yes          | 20             | 5
                klein   | 30            | no           |                |
                groot   | 1             | yes          | 100            | 50
                """
            },
            of_allocation_key,
            """
            key | persons:int | employers:int | public_employers:int | largest:float | second:float | total:float
            sector=markt    |             | 3             |                      | 300           | 150          | 550
            sector=overheid |             | 2             |                      | 75            | 50           | 125
            """,
        ),
    ),
    facts=("base_counts",),
)
