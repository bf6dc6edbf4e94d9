"""That the awkward deliveries reach what they are for: agreement about nothing would say nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from tests.integration.test_awkward import SEEDS, VARIABLES
from tests.support.awkward import COUNTRIES, awkward_years, years_of
from tests.support.deliveries import Delivery, Row
from tests.support.oracle import counted_hours, day, people_of_target_group
from tests.support.oracle_analyses import size_class
from tests.support.oracle_cohort import months_worked
from tests.support.oracle_law import Rules
from tests.support.oracle_marts import every_mart
from tests.support.reference import QUOTA_ONLY

MartRow = dict[str, Any]


@cache
def expected() -> dict[str, list[MartRow]]:
    """The rows of all marts of all seeds, with the variables of the quota."""
    found: dict[str, list[MartRow]] = {}
    for seed in SEEDS:
        for mart, rows in every_mart(awkward_years(seed), VARIABLES).items():
            found.setdefault(mart, []).extend(rows)
    return found


@cache
def deliveries() -> list[Delivery]:
    """All deliveries of all seeds."""
    return [delivery for seed in SEEDS for delivery in awkward_years(seed)]


def test_every_country_has_a_seed() -> None:
    assert {years_of(seed) for seed in SEEDS} == set(COUNTRIES)


REACHED: dict[str, tuple[str, Callable[[MartRow], bool]]] = {
    "an interval": ("uncertainty", lambda row: row["gap_ci_low_jobs"] not in (None, row["gap_ci_high_jobs"])),
    "no interval": ("uncertainty", lambda row: row["ci_low_jobs"] is None),
    "a sub-sector without data and with an opgave": (
        "government_sectors",
        lambda row: not row["has_data"] and row["opgave_jobs"],
    ),
    "a sub-sector with data and an opgave": ("government_sectors", lambda row: bool(row["realisation_pct"])),
    "a sub-sector with data and without people": ("government_sectors", lambda row: row["persons"] == 0),
    "an opgave of nothing": ("government_sectors", lambda row: row["has_data"] and row["opgave_jobs"] == 0),
    "government without a sub-sector": ("government_sectors", lambda row: row["overheidssector"] == "onbekend"),
    "the Rijk without a ministry": ("ministries", lambda row: row["ministerie"] == "onbekend"),
    "a ministry without an employer": ("ministries", lambda row: row["formal_jobs"] is None),
    "a ministry without an opgave": ("ministries", lambda row: row["formal_jobs"] and row["opgave_jobs"] is None),
    "a ministry with both": ("ministries", lambda row: bool(row["realisation_pct"])),
    "a part of the central financing": ("ministries", lambda row: 0 < (row["contribution_exact"] or 0) < 1),
    "no part of the central financing": (
        "ministries",
        lambda row: row["opgave_jobs"] == 0 and row["contribution_exact"] is None,
    ),
    "an unknown region": ("target_group", lambda row: row["arbeidsmarktregio"] == "onbekend"),
    "part of a cell at work": ("target_group", lambda row: 0 < row["working"] < row["registered"]),
    "jobs of people who do not work that day": ("target_group", lambda row: row["level_jobs"] and not row["working"]),
    "who never worked": ("participation_cohort", lambda row: row["never_worked"] > 0),
    "who worked less than a year": ("participation_cohort", lambda row: row["under_12_months"] > 0),
    "who worked a year or more": (
        "participation_cohort",
        lambda row: row["persons"] > row["never_worked"] + row["under_12_months"],
    ),
    "a shortage": ("quota", lambda row: bool(row["shortage_jobs"])),
    "no shortage of who is liable": ("quota", lambda row: row["shortage_jobs"] == 0 and row["employers_liable"]),
    "no percentage of who is liable": ("quota", lambda row: row["quota_pct"] is None and row["employers_liable"]),
    "a shortage by a percentage that was set": (
        "quota",
        lambda row: row["percentage_source"] == "vastgesteld" and row["shortage_jobs"],
    ),
    "a shortage by a percentage from variables": (
        "quota",
        lambda row: row["percentage_source"] == "berekend" and row["shortage_jobs"],
    ),
    "a break in the series": ("realisation", lambda row: row["series_break"] and row["growth_jobs"]),
    "growth of a published year": (
        "realisation",
        lambda row: row["origin"] == "gepubliceerd" and row["growth_jobs"] is not None,
    ),
    "a target that holds on": ("realisation", lambda row: row["year"] == 2026 and row["target_jobs"] == 125_000),
    "people on the ground of 2026": ("target_group", lambda row: row["ground"] == "iva_loondispensatie"),
    "benefit of unknown employers": ("liv_by_size", lambda row: row["size_class"] == "onbekend"),
    "benefit of the largest": ("liv_by_size", lambda row: row["size_class"] == "93"),
    "a commissioner with marks in its name": ("social_return", lambda row: "; " in row["opdrachtgever"]),
    "an escaped name": ("observations", lambda row: "%3B" in row["dimensions"] and "%25" in row["dimensions"]),
    "a published figure": ("observations", lambda row: row["origin"] == "gepubliceerd"),
    "a missing figure": ("observations", lambda row: row["value"] is None),
    "a measured percentage of a sub-sector": (
        "reconciliation",
        lambda row: row["measure"] == "realisation_pct" and row["measured"] is not None,
    ),
}


@pytest.mark.parametrize("what", REACHED)
def test_the_marts_hold(what: str) -> None:
    mart, there = REACHED[what]
    assert any(there(row) for row in expected()[mart])


@pytest.mark.parametrize(
    "scenario",
    [
        "payroll_als_inleen",
        "sleutel_2012",
        "sleutel_2016",
        "sleutel_2022",
        "social_return_bij_overheid",
        "bredere_doelgroep",
    ],
)
def test_scenarios_differ_from_the_law(scenario: str) -> None:
    rows = [row for row in expected()["scenarios"] if row["scenario"] == scenario]
    assert any(row["difference_to_official"] for row in rows)


def test_the_wider_group_works_with_employers_that_are_not_known() -> None:
    """Formal and loan hours, Wsw secondments among them, that no scenario may count."""
    forms = set()
    for delivery in deliveries():
        known = {row["lhnr"] for row in delivery["werkgevers"]}
        counting = people_of_target_group(delivery["doelgroepregister"], delivery.year)
        wider = counted_hours(delivery, Rules(further_grounds=(QUOTA_ONLY,)))
        unknown = [line for line in wider if line.bsn not in counting and line.lhnr not in known]
        forms |= {(delivery.year < 2022, line.form) for line in unknown}
    assert forms == {(True, "formeel"), (True, "inleen"), (False, "formeel"), (False, "inleen")}


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_registrations_of_one_person_adjoin_or_leave_a_gap(gap: int) -> None:
    assert any(
        one is not other
        and one["bsn"] == other["bsn"]
        and one["datum_einde"] == day(other["datum_registratie"]) - timedelta(gap)
        for delivery in deliveries()
        for one in delivery["doelgroepregister"]
        for other in delivery["doelgroepregister"]
    )


@pytest.mark.parametrize(
    ("column", "edge"),
    [
        ("datum_registratie", date(2021, 1, 1)),
        ("datum_registratie", date(2021, 1, 2)),
        ("datum_registratie", date(2020, 12, 31)),
        ("datum_einde", date(2023, 12, 30)),
        ("datum_einde", date(2023, 12, 31)),
        ("datum_einde", date(2022, 12, 31)),
        ("datum_einde", date(2023, 1, 1)),
    ],
)
def test_registrations_begin_and_end_at_the_edges_of_a_cohort(column: str, edge: date) -> None:
    registers = [one["doelgroepregister"] for one in deliveries() if one.year == 2023]
    assert any(row[column] == edge for register in registers for row in register)


@pytest.mark.parametrize("month", range(1, 13))
def test_people_work_in_every_month(month: int) -> None:
    for year in (2021, 2022, 2023):
        assert any(
            (bsn, month) in months_worked(one) for one in deliveries() if one.year == year for bsn in people(one)
        )


def people(delivery: Delivery) -> set[str]:
    """Who is in the register."""
    return {str(row["bsn"]) for row in delivery["doelgroepregister"]}


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13])
def test_people_of_the_register_work_so_many_months_of_three_years(count: int) -> None:
    assert count in {number for seed in SEEDS for number in months_of_people(awkward_years(seed)[1:])}


def months_of_people(years: list[Delivery]) -> list[int]:
    """In how many months each person of the last register worked."""
    worked = [(one.year, *found) for one in years for found in months_worked(one)]
    return [sum(bsn == person for _, bsn, _ in worked) for person in people(years[-1])]


@pytest.mark.parametrize("hours", [40_574, 40_575, 40_576])
def test_employers_are_around_the_threshold(hours: int) -> None:
    assert any(row["verloonde_uren"] == hours for one in deliveries() for row in one["werkgevers"])


def test_employers_of_every_kind_of_government() -> None:
    found = {kind(row) for one in deliveries() for row in one["werkgevers"]}
    assert {(True, "none"), (True, "rijk"), (True, "ministry"), (True, "other"), (False, "none")} <= found
    assert any(only_sector_funds(one) for one in deliveries())


def kind(employer: Row) -> tuple[bool, str]:
    """Government or not, and how much is said of where."""
    if employer["ministerie"] is not None:
        return bool(employer["overheidswerkgever"]), "ministry"
    sub_sector = {None: "none", "rijk": "rijk"}.get(str(employer["overheidssector"] or "") or None, "other")
    return bool(employer["overheidswerkgever"]), sub_sector


def only_sector_funds(delivery: Delivery) -> bool:
    """Whether all employers of a sub-sector are market, by their hours under a sector fund."""
    shares: dict[object, list[bool]] = {}
    for row in delivery["werkgevers"]:
        if row["overheidssector"]:
            shares.setdefault(row["overheidssector"], []).append(float(str(row["aandeel_sectorfonds"] or 0)) >= 0.5)
    return any(all(under_fund) for under_fund in shares.values())


@pytest.mark.parametrize("table", ["opgaven", "liv", "social_return"])
def test_a_table_may_be_left_out(table: str) -> None:
    assert {table in one.tables for one in deliveries() if one.year == 2022} == {True, False}


def test_several_lines_of_one_employer_or_commissioner() -> None:
    for table, name in (("liv", "lhnr"), ("social_return", "opdrachtgever")):
        lines = [[row[name] for row in one.tables.get(table, [])] for one in deliveries()]
        assert any(len(set(of_one)) < len(of_one) for of_one in lines)


@pytest.mark.parametrize(
    ("employees", "code"),
    [(None, "onbekend"), (0, "onbekend"), (1, "10"), (2, "21"), (3, "22"), (4, "22"), (9, "30"), (1999, "92")],
)
def test_size_classes(employees: int | None, code: str) -> None:
    assert size_class(employees) == code
