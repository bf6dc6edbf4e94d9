"""The oracle of `base_counts` against one small year that was counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.support.deliveries import Delivery, Row, line
from tests.support.oracle import MartRow
from tests.support.oracle_counts import base_counts, release_counts

DECEMBER = date(2023, 12, 1), date(2023, 12, 31)
#: Two numbers of one employer, market and government; it is government, by its hours. And a firm.
MARKET_PART, GOVERNMENT_PART, FIRM = "800000000L01", "800000000L02", "900000000L01"


def registration(bsn: str, ground: str) -> Row:
    begin = date(2015, 1, 1)
    about: Row = {"bsn": bsn, "grondslag": ground, "datum_registratie": begin, "datum_einde": None}
    return about | {"arbeidsmarktregio": 7}


def employer(lhnr: str, part: str | None, hours: int) -> Row:
    about: Row = {"lhnr": lhnr, "overheidswerkgever": part is not None, "aandeel_sectorfonds": Decimal(0)}
    return about | {
        "overheidssector": part,
        "ministerie": part and "SZW",
        "aantal_werknemers": 1,
        "verloonde_uren": hours,
    }


def lender(population: int, market: int, government: int) -> Row:
    about: Row = {"stratum": str(population), "populatie": population, "respons": True}
    return about | {"uren_markt": Decimal(market), "uren_overheid": Decimal(government)}


def a_year() -> Delivery:
    """Anna (a) has two formal jobs, Bram (b) a loan job and a payroll job; Quinten (q) is there for the quota only."""
    returns = (
        ("a", MARKET_PART, "1", 100),
        ("a", FIRM, "1", 60),
        ("b", FIRM, "11", 30),
        ("b", GOVERNMENT_PART, "82", 20),
        ("q", FIRM, "1", 7),
        ("a", GOVERNMENT_PART, "1", 0),
    )
    body: Row = {"verplichting_eur": Decimal(100), "banen": Decimal("2.5")}
    return Delivery(
        2023,
        {
            "doelgroepregister": [
                registration("a", "wajong"),
                registration("b", "wajong"),
                registration("q", "voorziening"),
            ],
            "polis": [line(bsn, lhnr, DECEMBER, aard, hours) for bsn, lhnr, aard, hours in returns],
            "werkgevers": [
                employer(MARKET_PART, None, 100),
                employer(GOVERNMENT_PART, "rijk", 200),
                employer(FIRM, None, 50_000),
            ],
            "verdeelsleutel": [lender(30, 10, 0), lender(30, 20, 5), lender(1, 100, 50)],
            "liv": [
                {"lhnr": MARKET_PART, "bedrag": Decimal(10)},
                {"lhnr": GOVERNMENT_PART, "bedrag": Decimal(5)},
                {"lhnr": "700000000L01", "bedrag": Decimal(0)},
            ],
            "social_return": [{"opdrachtgever": "A", **body, "opdrachtnemers": 3, "grootste_eur": Decimal(70)}],
        },
    )


OF_ALL = (2, 2, 1, 120.0, 90.0, 210.0)
POOL = (1, 1, 0, 30.0, 0.0, 30.0)
OF_GOVERNMENT = (1, 1, 1, 20.0, 0.0, 20.0)
OF_QUINTEN = (1, 1, 0, 7.0, 0.0, 7.0)
OF_MARKET_LENDERS = (None, 3, None, 300.0, 150.0, 550.0)
#: (mart, key, measure) -> persons, employers, public employers, largest, second, total.
BY_HAND = {
    ("realisation", "sector=markt;form=formeel", "hours"): (1, 2, 1, 100.0, 60.0, 160.0),
    ("realisation", "sector=overheid;form=formeel", "hours"): OF_GOVERNMENT,
    ("realisation", "sector=overheid;form=inleen", "hours"): POOL,
    ("realisation", "sector=overheid;form=totaal", "hours"): (1, 2, 1, 30.0, 20.0, 50.0),
    ("realisation", "sector=totaal;form=totaal", "hours"): OF_ALL,
    ("government_sectors", "overheidssector=rijk", "hours"): OF_GOVERNMENT,
    ("ministries", "ministerie=SZW", "hours"): OF_GOVERNMENT,
    ("target_group", "ground=wajong;arbeidsmarktregio=07", "hours"): OF_ALL,
    ("target_group", "ground=totaal;arbeidsmarktregio=totaal", "registered"): (2, None, None, None, None, None),
    ("target_group", "ground=totaal;arbeidsmarktregio=totaal", "working"): (2, None, None, None, None, None),
    ("quota", "sector=markt", "liable"): (None, 1, 0, None, None, None),
    ("quota", "sector=overheid", "liable"): (None, 0, 0, None, None, None),
    # 50,000 hours of the firm owe 10% less 97 hours, in jobs of 1,331 hours: 3.68.
    ("quota", "sector=markt", "shortages"): (None, 1, 0, 3.6, 0.0, 3.6),
    ("liv_by_size", "size_class=21", "euro"): (None, 1, 1, 15.0, 0.0, 15.0),
    ("liv_by_size", "size_class=onbekend", "euro"): (None, 1, 0, 0.0, 0.0, 0.0),
    ("social_return", "opdrachtgever=A", "euro"): (None, 3, 0, 70.0, 30.0, 100.0),
    ("allocation_key", "sector=markt", "weighted_hours"): OF_MARKET_LENDERS,
    ("decomposition", "sector=overheid", "weighted_hours"): (None, 2, None, 75.0, 50.0, 125.0),
    ("uncertainty", "sector=markt;form=inleen", "weighted_hours"): OF_MARKET_LENDERS,
    ("scenarios", "scenario=payroll_als_inleen", "moved"): OF_GOVERNMENT,
    ("scenarios", "scenario=payroll_als_inleen;sector=overheid;from=formeel;to=inleen", "moved"): OF_GOVERNMENT,
    ("scenarios", "scenario=bredere_doelgroep;sector=markt;from=telt_niet;to=formeel", "moved"): OF_QUINTEN,
    ("scenarios", "scenario=social_return_bij_overheid", "moved"): (None, 3, 0, None, None, 2.5),
}
#: 10% for the market: ((A + B) C + F G) / (D E), with what the law gives of A, B, C and E of 2023.
QUOTA = {2023: {"markt": {"A": "0", "B": "0", "C": "1331", "D": "10", "E": "1", "F": "1", "G": "1"}}}


def counted(row: MartRow) -> tuple[object, ...]:
    return tuple(row[name] for name in ("persons", "employers", "public_employers", "largest", "second", "total"))


@pytest.mark.parametrize("place", BY_HAND, ids=" ".join)
def test_the_oracle_counts_as_by_hand(place: tuple[str, str, str]) -> None:
    found = {(row["mart"], row["key"], row["measure"]): row for row in base_counts({2023: a_year()}, 2023, QUOTA)}
    assert counted(found[place]) == BY_HAND[place]
    assert found[place]["known"] is True


def test_scenarios_that_move_nobody_have_no_rows() -> None:
    keys = [str(row["key"]) for row in base_counts({2023: a_year()}, 2023) if row["mart"] == "scenarios"]
    named = {key.partition(";")[0].removeprefix("scenario=") for key in keys}
    assert named == {"payroll_als_inleen", "bredere_doelgroep", "social_return_bij_overheid"}


@pytest.mark.parametrize("missing", ["opdrachtnemers", "grootste_eur"])
def test_contractors_are_known_with_both_columns(missing: str) -> None:
    year = a_year()
    year["social_return"][0][missing] = None
    rows = {(row["mart"], row["key"]): row for row in base_counts({2023: year}, 2023)}
    for place in (("social_return", "opdrachtgever=A"), ("scenarios", "scenario=social_return_bij_overheid")):
        assert rows[place]["known"] is False
        assert counted(rows[place])[:5] == (None,) * 5


def test_a_cohort_is_there_once_and_is_of_its_first_year() -> None:
    deliveries = []
    for year in (2021, 2022, 2023):
        one = a_year()
        one.year = year
        one.tables["wsw_detacheringen"] = []
        deliveries.append(one)
    rows = [row for row in release_counts(deliveries) if row["mart"] == "participation_cohort"]
    assert [(row["year"], row["key"], row["measure"], row["persons"]) for row in rows] == [
        (2021, f"ground={ground}", measure, persons)
        for ground in ("totaal", "wajong")
        for measure, persons in (("never_worked", 0), ("persons", 2), ("under_12_months", 2))
    ]
