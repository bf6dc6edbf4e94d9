"""The oracle's dated law, each rule on a tiny country whose figures are worked out by hand.

A job is 110.92 hours, so that 2,773 hours are 25 jobs. Government's share of the loan hours is always 20 percent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.support.deliveries import Delivery, Row, line
from tests.support.identifiers import bsns, dice
from tests.support.oracle import counted_hours, marts, measure
from tests.support.oracle_analyses import (
    QuotaVariables,
    government_sectors_rows,
    hours_of_target_group,
    liv_rows,
    quota_rows,
    quota_variables,
    social_return_rows,
    target_group_rows,
)
from tests.support.oracle_cohort import cohort_rows
from tests.support.oracle_law import Law, Rules
from tests.support.oracle_marts import every_mart
from tests.support.reference import REFERENCE, aard_on, published_totals, target

BSNS = bsns(6, dice("law"))
HOURS_OF_25_JOBS = 2773
MARKET, GOVERNMENT = "800000001L01", "800000002L01"
MartRow = dict[str, Any]


@dataclass(frozen=True)
class Worker:
    """Somebody with one line of December."""

    grounds: tuple[str, ...]
    jobs: int  # a multiple of 25
    aard: str = "1"
    employer: str = MARKET
    since: date = date(2010, 1, 1)


def wajong(jobs: int, aard: str = "1", employer: str = MARKET) -> Worker:
    """Somebody on a ground that always counts."""
    return Worker(("wajong",), jobs, aard, employer)


def voorziening(jobs: int, aard: str = "1", employer: str = MARKET) -> Worker:
    """Somebody who is in the register for the quota only."""
    return Worker(("voorziening",), jobs, aard, employer)


def country(year: int, *workers: Worker, **tables: list[Row]) -> Delivery:
    """A delivery of some people, one employer of each sector, and a survey of two lenders."""
    numbers = dict(zip(BSNS, workers, strict=False))
    return Delivery(
        year,
        {
            "doelgroepregister": [
                registration(bsn, ground, one.since) for bsn, one in numbers.items() for ground in one.grounds
            ],
            "polis": [work(bsn, one.employer, year, one.jobs, one.aard) for bsn, one in numbers.items()],
            "werkgevers": [employer(MARKET), employer(GOVERNMENT, government=True)],
            "verdeelsleutel": [lender(), lender()],
            "wsw_detacheringen": [],
        }
        | tables,
    )


def registration(bsn: str, ground: str, begin: date, end: date | None = None) -> Row:
    return {
        "bsn": bsn,
        "grondslag": ground,
        "datum_registratie": begin,
        "datum_einde": end,
        "arbeidsmarktregio": 1,
    }


def work(bsn: str, number: str, year: int, jobs: int, aard: str = "1") -> Row:
    hours = Fraction(jobs * HOURS_OF_25_JOBS, 25)
    assert hours.denominator == 1
    return line(bsn, number, (date(year, 12, 1), date(year, 12, 31)), aard, int(hours))


def employer(number: str, *, government: bool = False, hours: int = 0, employees: int = 0) -> Row:
    return {
        "lhnr": number,
        "overheidswerkgever": government,
        "aandeel_sectorfonds": None,
        "overheidssector": "rijk" if government else None,
        "ministerie": None,
        "aantal_werknemers": employees,
        "verloonde_uren": hours,
    }


def lender() -> Row:
    return {
        "stratum": "a",
        "populatie": 2,
        "respons": True,
        "uren_markt": Decimal(80),
        "uren_overheid": Decimal(20),
    }


def cell(rows: list[MartRow], **key: object) -> MartRow:
    """The one row with these values."""
    (found,) = (row for row in rows if all(row[name] == value for name, value in key.items()))
    return found


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[..., Path]:
    """Writes a reference file of the home, whole or with further lines after those of the package."""

    def write(name: str, *lines: str, whole: bool = False) -> Path:
        head, *others = (REFERENCE / name).read_text(encoding="utf-8").splitlines()
        (tmp_path / name).write_text("\n".join([head, *([] if whole else others), *lines]) + "\n", encoding="utf-8")
        return tmp_path

    return write


# --- grounds ---


@pytest.mark.parametrize(
    ("ground", "last_year_without", "first_year"),
    [
        ("participatiewet", 2014, 2015),
        ("vso_pro", 2014, 2015),
        ("wajong_afgewezen", 2014, 2015),
        ("praktijkroute", 2016, 2017),
        ("iva_loondispensatie", 2025, 2026),
    ],
)
def test_a_ground_counts_from_the_year_of_its_law(ground: str, last_year_without: int, first_year: int) -> None:
    worker = Worker((ground,), 25)
    assert counted_hours(country(last_year_without, worker)) == []
    assert [one.hours for one in counted_hours(country(first_year, worker))] == [2773]


@pytest.mark.parametrize("ground", ["wsw", "wajong", "wiw_id"])
def test_grounds_without_dates_count_in_2012(ground: str) -> None:
    assert len(counted_hours(country(2012, Worker((ground,), 25)))) == 1


@pytest.mark.parametrize(("year", "wet_from", "counted"), [(2026, None, 0), (2025, 2026, 0), (2026, 2026, 1)])
def test_a_voorziening_counts_from_the_wet_on(year: int, wet_from: int | None, counted: int) -> None:
    delivery = country(year, voorziening(25))
    assert len(counted_hours(delivery, Rules(wet_from=wet_from))) == counted


@pytest.mark.parametrize(("last", "year", "counted"), [("2023-12-30", 2023, 0), ("2023-12-31", 2023, 1)])
def test_a_ground_counts_when_its_dates_hold_31_december(
    last: str, year: int, counted: int, overlay: Callable[..., Path]
) -> None:
    rules = Rules(overlay=overlay("grondslag.csv", f"wajong,1,yes,,{last},no,,,", whole=True))
    assert len(counted_hours(country(year, wajong(25)), rules)) == counted
    assert counted_hours(country(year + 1, wajong(25)), rules) == []


@pytest.mark.parametrize(("year", "ground"), [(2014, "wsw"), (2015, "participatiewet"), (2026, "participatiewet")])
def test_of_several_grounds_the_first_that_counts_then(year: int, ground: str) -> None:
    """Priorities: participatiewet 1, wsw 3, wajong 4, voorziening 9."""
    delivery = country(year, Worker(("voorziening", "wajong", "participatiewet", "wsw"), 25))
    assert {row["ground"] for row in target_group_rows(delivery)} == {ground, "totaal"}
    assert cell(target_group_rows(delivery), ground=ground, arbeidsmarktregio="01")["level_jobs"] == 25


# --- natures of employment ---


@pytest.mark.parametrize(
    ("begin", "code", "form"),
    [
        (date(2019, 12, 31), "81", "payroll"),
        (date(2020, 1, 1), "81", "formeel"),
        (date(2019, 12, 31), "82", "payroll"),
        (date(2012, 12, 1), "82", "payroll"),
        (date(2020, 1, 1), "82", "payroll"),
        (date(2021, 12, 1), "83", "formeel"),
        (date(2021, 12, 31), "2", "formeel"),
        (date(2026, 12, 1), "2", "formeel"),
        (date(2022, 1, 1), "17", "telt_niet"),
        (date(2022, 1, 1), "78", "telt_niet"),
        (date(2021, 12, 31), "10", "telt_niet"),
        (date(2022, 1, 1), "22", "inleen"),
    ],
)
def test_the_list_of_the_first_day_gives_the_form(begin: date, code: str, form: str) -> None:
    assert aard_on(begin)[code] == form


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (date(2022, 1, 1), "10"),
        (date(2022, 1, 1), "20"),
        (date(2022, 1, 1), "80"),
        (date(2021, 12, 31), "22"),
        (date(2019, 12, 31), "83"),
    ],
)
def test_a_date_that_is_not_inferred_holds(begin: date, code: str) -> None:
    assert code not in aard_on(begin)


@pytest.mark.parametrize(
    ("year", "code", "counts_as", "form"),
    [
        (2019, "81", "inleen", "inleen"),
        (2020, "81", "inleen", "formeel"),
        (2019, "82", "inleen", "inleen"),
        (2019, "82", "formeel", "formeel"),
        (2020, "82", "telt_niet", None),
        (2020, "81", "telt_niet", "formeel"),
    ],
)
def test_the_setting_fills_payrolling(year: int, code: str, counts_as: str, form: str | None) -> None:
    found = counted_hours(country(year, wajong(25, code)), Rules(payrolling=counts_as))
    assert [one.form for one in found] == ([form] if form else [])


def test_a_row_of_the_home_wins_over_the_setting(overlay: Callable[..., Path]) -> None:
    """Payrolling counts as loan from 2026: one row, and the setting still holds for the years before."""
    lines = ("82,2020-01-01,2025-12-31,payrolling,payroll,", "82,2026-01-01,,payrolling,inleen,", "1,,,x,formeel,")
    folder = overlay("code_aard.csv", *lines, whole=True)
    forms = [
        [one.form for one in counted_hours(country(year, wajong(25, "82")), Rules("formeel", overlay=folder))]
        for year in (2019, 2025, 2026)
    ]
    assert forms == [["formeel"], ["formeel"], ["inleen"]]


# --- targets ---


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2012, [None, None, None]),
        (2014, [None, None, None]),
        (2015, [6_000, 3_000, 9_000]),
        (2023, [80_000, 25_000, 105_000]),
        (2024, [90_000, 25_000, 115_000]),
        (2025, [100_000, 25_000, 125_000]),
        (2026, [100_000, 25_000, 125_000]),
        (2040, [100_000, 25_000, 125_000]),
    ],
)
def test_targets_hold_on(year: int, expected: list[int | None]) -> None:
    assert [target(year, sector) for sector in ("markt", "overheid", "totaal")] == expected


def test_the_wet_makes_one_target_of_both_rows() -> None:
    found = [[target(year, one, wet_from=2026) for one in ("markt", "overheid", "totaal")] for year in (2025, 2026)]
    assert found == [[100_000, 25_000, 125_000], [None, None, 125_000]]


@pytest.mark.parametrize("wet_from", [None, 2026])
def test_a_row_of_the_whole_leaves_sectors_without(wet_from: int | None, overlay: Callable[..., Path]) -> None:
    folder = overlay("targets.csv", "totaal,2027-01-01,2027-12-31,130000,a decree")
    found = [target(2027, one, wet_from, folder) for one in ("markt", "overheid", "totaal")]
    assert found == [None, None, 130_000]
    assert target(2028, "totaal", wet_from, folder) == 125_000


def test_an_open_row_ends_where_the_next_begins(overlay: Callable[..., Path]) -> None:
    lines = ("markt,2025-01-01,,100000,a", "overheid,2025-01-01,,25000,b", "markt,2027-01-01,2027-12-31,110000,c")
    folder = overlay("targets.csv", *lines, whole=True)
    assert [target(year, "markt", overlay=folder) for year in (2024, 2026, 2027, 2028)] == [
        None,
        100_000,
        110_000,
        None,
    ]
    assert [target(year, "totaal", overlay=folder) for year in (2026, 2027, 2028)] == [125_000, 135_000, None]


# --- extra jobs, growth and what is restated ---

#: Jobs of people on the Wajong and of people with a voorziening, all formal with a market employer.
AROUND_THE_WET = (
    country(2012, wajong(25), voorziening(50)),
    country(2025, wajong(100), voorziening(75)),
    country(2026, wajong(125), voorziening(100)),
)


def of_the_whole(rows: list[MartRow], year: int) -> tuple[object, ...]:
    row = cell(rows, year=year, sector="totaal", form="totaal")
    return tuple(row[f"{name}_jobs"] for name in ("level", "baseline", "extra", "growth"))


def test_without_the_wet_a_voorziening_changes_nothing() -> None:
    rows = marts(AROUND_THE_WET)["realisation"]
    assert of_the_whole(rows, 2012) == (25, 25, 0, None)
    assert of_the_whole(rows, 2025) == (100, 25, 75, None)
    assert of_the_whole(rows, 2026) == (125, 25, 100, 25)


def test_the_wet_counts_a_voorziening_in_both_years_that_are_held_against_each_other() -> None:
    """2026: 125 + 100 jobs against 25 + 50, so 150 extra. 2025 restated: 100 + 75 - 75 = 100. Growth is 50, not 75."""
    rows = marts(AROUND_THE_WET, wet_banenafspraak_from=2026)["realisation"]
    assert of_the_whole(rows, 2012) == (25, 25, 0, None)
    assert of_the_whole(rows, 2025) == (100, 25, 75, None)
    assert of_the_whole(rows, 2026) == (225, 75, 150, 50)
    assert cell(rows, year=2026, sector="totaal", form="totaal")["target_jobs"] == 125_000
    assert cell(rows, year=2026, sector="totaal", form="totaal")["gap_jobs"] == -124_850
    assert cell(rows, year=2026, sector="markt", form="totaal")["target_jobs"] is None
    assert cell(rows, year=2026, sector="markt", form="totaal")["extra_jobs"] == 150


def test_the_wet_is_no_news_in_its_second_year() -> None:
    """Both years by the same law: 150 extra in 2026, and 250 + 100 - 75 = 275 in 2027."""
    years = (*AROUND_THE_WET, country(2027, wajong(250), voorziening(100)))
    rows = marts(years, wet_banenafspraak_from=2026)["realisation"]
    assert of_the_whole(rows, 2027) == (350, 75, 275, 125)


def test_the_wet_restates_loan_jobs_too() -> None:
    """Loan of people with a voorziening: 50 jobs in 2012, 75 in 2025, 100 in 2026; a fifth is government's."""
    years = (
        country(2012, wajong(25), voorziening(50, "11")),
        country(2025, wajong(25), voorziening(75, "11")),
        country(2026, wajong(25), voorziening(100, "11")),
    )
    found = every_mart(years, wet_banenafspraak_from=2026)
    loan = cell(found["realisation"], year=2026, sector="overheid", form="inleen")
    assert (loan["level_jobs"], loan["baseline_jobs"], loan["extra_jobs"], loan["growth_jobs"]) == (20, 10, 10, 5)
    assert cell(found["decomposition"], year=2026, sector="overheid")["change_jobs"] == 5
    assert cell(found["decomposition"], year=2026, sector="overheid")["volume_effect_jobs"] == 5
    assert cell(found["uncertainty"], year=2026, sector="overheid", form="inleen")["ci_low_jobs"] == 10
    assert cell(found["realisation"], year=2025, sector="totaal", form="inleen")["level_jobs"] == 0


def test_people_restated_with_employers_that_are_not_known_are_left_out() -> None:
    stranger = voorziening(50, employer="700000000L01")
    years = (country(2012, wajong(25), stranger), country(2026, wajong(100), voorziening(50)))
    assert of_the_whole(marts(years, wet_banenafspraak_from=2026)["realisation"], 2026) == (150, 25, 125, None)
    with pytest.raises(AssertionError, match="employers of counted lines are unknown"):
        measure(country(2026, stranger), Rules(wet_from=2026))


def test_a_ground_that_did_not_exist_in_2012_changes_no_nulmeting() -> None:
    """The praktijkroute adds its 25 jobs to level and growth of 2017; in 2012 and 2016 nobody counts on it."""
    praktijkroute = Worker(("praktijkroute",), 25)
    years = [country(year, wajong(jobs), praktijkroute) for year, jobs in ((2012, 25), (2016, 50), (2017, 75))]
    rows = marts(years)["realisation"]
    assert of_the_whole(rows, 2012) == (25, 25, 0, None)
    assert of_the_whole(rows, 2016) == (50, 25, 25, None)
    assert of_the_whole(rows, 2017) == (100, 25, 75, 50)


def test_a_ground_of_the_home_may_restate(overlay: Callable[..., Path]) -> None:
    """As the praktijkroute, had its law said so: 25 + 25 in 2012, 50 + 25 in 2016, so growth is 25 of the Wajong."""
    lines = ("wajong,1,yes,,,no,,,", "praktijkroute,2,yes,2017-01-01,,yes,,,")
    folder = overlay("grondslag.csv", *lines, whole=True)
    praktijkroute = Worker(("praktijkroute",), 25)
    years = [country(year, wajong(jobs), praktijkroute) for year, jobs in ((2012, 25), (2016, 50), (2017, 75))]
    rows = marts(years, overlay=folder)["realisation"]
    assert of_the_whole(rows, 2016) == (50, 25, 25, None)
    assert of_the_whole(rows, 2017) == (100, 50, 50, 25)


# --- rule_set and series_break ---


def breaks(rules: Rules) -> list[int]:
    return [year for year in range(2012, 2031) if Law(year, rules).breaks_the_series()]


def test_breaks_are_where_the_law_changed_who_or_what_counts(overlay: Callable[..., Path]) -> None:
    assert breaks(Rules()) == [2015, 2017, 2026]
    assert breaks(Rules(wet_from=2028)) == [2015, 2017, 2026, 2028]
    assert breaks(Rules(wet_from=2026)) == [2015, 2017, 2026]
    assert breaks(Rules(payrolling="inleen")) == [2015, 2017, 2020, 2026]  # code 81 is payrolling no more
    lines = ("82,2020-01-01,2026-12-31,payrolling,payroll,", "82,2027-01-01,,payrolling,inleen,")
    assert breaks(Rules(overlay=overlay("code_aard.csv", *lines, whole=True))) == [2015, 2017, 2026, 2027]


def test_the_wet_is_a_break_whoever_it_adds(overlay: Callable[..., Path]) -> None:
    """Also where the home knows of nobody with a voorziening."""
    folder = overlay("grondslag.csv", "wajong,4,yes,,,no,,,", whole=True)
    assert breaks(Rules(overlay=folder)) == []
    assert breaks(Rules(wet_from=2028, overlay=folder)) == [2028]


def test_every_row_says_its_rules_and_measured_ones_their_breaks() -> None:
    rows = marts(AROUND_THE_WET, wet_banenafspraak_from=2026)["realisation"]
    found = {(row["year"], row["rule_set"], row["series_break"], row["origin"]) for row in rows}
    published = {(year, "banenafspraak-2013", False, "gepubliceerd") for year in range(2015, 2024)}
    assert found == published | {
        (2012, "banenafspraak-2013", False, "gemeten"),
        (2025, "banenafspraak-2013", False, "gemeten"),
        (2026, "wet-banenafspraak", True, "gemeten"),
    }


# --- published totals ---


def test_published_totals_stand_in_for_every_year_that_is_not_measured() -> None:
    rows = marts([country(2012, wajong(25)), country(2021, wajong(50))])["realisation"]
    published = {row["year"] for row in rows if row["origin"] == "gepubliceerd"}
    assert published == {2015, 2016, 2017, 2018, 2019, 2020, 2022, 2023}
    assert {row["year"] for row in rows if row["origin"] == "gemeten"} == {2012, 2021}


@pytest.mark.parametrize(
    ("year", "sector", "extra", "growth", "gap"),
    [
        (2015, "totaal", 21_057, None, 12_057),  # target 9,000; nothing was published of 2014
        (2016, "overheid", 3_597, -1_856, -2_903),  # 5,453 the year before; target 6,500
        (2022, "totaal", 81_117, 8_308, -11_383),  # 72,809 was published of 2021, which is measured here
        (2023, "markt", 74_031, 2_918, -5_969),  # 71,113 the year before; target 80,000
    ],
)
def test_published_rows_grow_by_what_was_published(
    year: int, sector: str, extra: int, growth: int | None, gap: int
) -> None:
    rows = marts([country(2012, wajong(25)), country(2021, wajong(50))])["realisation"]
    row = cell(rows, year=year, sector=sector)
    assert (row["extra_jobs"], row["growth_jobs"], row["gap_jobs"]) == (extra, growth, gap)
    assert row["growth_jobs_exact"] is row["level_jobs"] is None


def test_a_measured_year_does_not_grow_from_a_published_one() -> None:
    rows = marts([country(2012, wajong(25)), country(2021, wajong(50))])["realisation"]
    assert of_the_whole(rows, 2021) == (50, 25, 25, None)


def test_a_home_may_know_a_later_publication(overlay: Callable[..., Path]) -> None:
    folder = overlay("published_results.csv", "2024,markt,totaal,extra_tov_nulmeting,80000,banen,published,x,published")
    assert published_totals(folder)[2024, "markt"] == (80_000, "x")
    rows = marts([country(2012, wajong(25))], overlay=folder)["realisation"]
    row = cell(rows, year=2024)
    assert (row["sector"], row["growth_jobs"], row["target_jobs"]) == ("markt", 80_000 - 74_031, 90_000)


# --- employers by fiscal number ---

FIRST, SECOND, THIRD = "800000009L01", "800000009L02", "800000009L03"


def quota_of(delivery: Delivery, sector: str, given: QuotaVariables | None = None, **rules: Any) -> MartRow:
    return cell(quota_rows(delivery, given or {}, Rules(**rules)), sector=sector)


@pytest.mark.parametrize(
    ("hours_government", "hours_market", "liable"),
    [
        (30_000, 20_000, {"overheid": 1, "markt": 0}),  # 50,000 together
        (20_000, 30_000, {"overheid": 0, "markt": 1}),
        (25_000, 25_000, {"overheid": 1, "markt": 0}),  # a tie: the lowest number is government's
        (20_574, 20_000, {"overheid": 0, "markt": 0}),  # an hour short of 40,575
        (20_575, 20_000, {"overheid": 1, "markt": 0}),
    ],
)
def test_an_employer_is_all_its_numbers_together(
    hours_government: int, hours_market: int, liable: dict[str, int]
) -> None:
    parts = [employer(SECOND, hours=hours_market), employer(FIRST, government=True, hours=hours_government)]
    delivery = country(2024, werkgevers=parts)
    assert {sector: quota_of(delivery, sector)["employers_liable"] for sector in liable} == liable


def quota_delivery(*registrations: Row, worked: tuple[tuple[str, str, int], ...]) -> Delivery:
    """An employer of two numbers and 50,000 hours in 2024, and people who worked hours with one of its numbers."""
    december = (date(2024, 12, 1), date(2024, 12, 31))
    return country(
        2024,
        doelgroepregister=list(registrations),
        polis=[line(bsn, number, december, "1", hours) for bsn, number, hours in worked],
        werkgevers=[employer(FIRST, government=True, hours=30_000), employer(SECOND, hours=20_000)],
    )


LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("ground", "begin", "end", "hours"),
    [
        ("wajong", LONG_AGO, None, 40),
        ("voorziening", LONG_AGO, None, 40),
        ("iva_loondispensatie", LONG_AGO, None, 0),  # not in force before 2026
        ("wajong", LONG_AGO, date(2024, 12, 1), 40),
        ("wajong", LONG_AGO, date(2024, 11, 30), 0),
        ("wajong", date(2024, 12, 31), None, 40),
    ],
)
def test_hours_of_people_registered_on_a_ground_in_force(
    ground: str, begin: date, end: date | None, hours: int
) -> None:
    delivery = quota_delivery(registration(BSNS[0], ground, begin, end), worked=((BSNS[0], FIRST, 40),))
    assert sum(hours_of_target_group(delivery).values()) == hours


@pytest.mark.parametrize(("more", "shortage"), [(0, 1.0), (1, 0.9), (1_331, 0.0), (5_000, 0.0)])
def test_the_shortage_of_an_employer_is_that_of_all_its_numbers(more: int, shortage: float) -> None:
    """2.76% of 50,000 hours is 1,380. With 49 hours worked 1,331 are missing: one job."""
    registrations = [registration(BSNS[0], "wajong", LONG_AGO), registration(BSNS[1], "voorziening", LONG_AGO)]
    worked = ((BSNS[0], FIRST, 20), (BSNS[1], SECOND, 20), (BSNS[1], THIRD, 9), (BSNS[0], SECOND, more))
    delivery = quota_delivery(*registrations, worked=worked)
    delivery["polis"][3]["numiv"] = 1
    assert quota_of(delivery, "overheid")["shortage_jobs"] == shortage
    assert quota_of(delivery, "markt")["shortage_jobs"] is None


def test_size_is_that_of_the_fiscal_number() -> None:
    """2 + 3 employees are class 30 (5 to 9); a number that is not in the file is of the same employer."""
    parts = [employer(FIRST, employees=2), employer(SECOND, employees=3), employer(MARKET, employees=0)]
    paid: list[Row] = [
        {"lhnr": number, "bedrag": Decimal(amount)}
        for number, amount in ((FIRST, "100"), (SECOND, "50"), (THIRD, "25"), (MARKET, "1"), ("700000000L01", "2"))
    ]
    found = liv_rows(country(2023, werkgevers=parts, liv=paid))
    assert [(row["size_class"], row["employers"], row["amount_eur"]) for row in found] == [
        ("30", 1, 175.0),
        ("onbekend", 2, 3.0),
    ]


# --- quota: where the percentage is from ---


@pytest.mark.parametrize(
    ("year", "sector", "percentage", "source"),
    [
        (2018, "overheid", 1.93, "vastgesteld"),
        (2024, "overheid", 2.76, "vastgesteld"),
        (2019, "overheid", None, None),  # 2.14 was indicative
        (2023, "overheid", None, None),
        (2025, "overheid", None, None),
        (2024, "markt", None, None),
    ],
)
def test_a_percentage_that_was_set(year: int, sector: str, percentage: float | None, source: str | None) -> None:
    row = quota_of(country(year), sector)
    assert (row["quota_pct"], row["percentage_source"]) == (percentage, source)
    assert row["shortage_jobs"] == (None if percentage is None else 0.0)


def test_variables_go_before_what_was_set() -> None:
    """((13,504 + 25,000) * 1,331 + 0) / (1,000,000 * 1,623) is 3.1576 percent, rounded down to 3.15."""
    given = {2024: {"overheid": {"D": "1000000", "F": "0", "G": "0"}}}
    row = quota_of(country(2024), "overheid", given)
    assert (row["quota_pct"], row["percentage_source"]) == (3.15, "berekend")
    without_f = {2024: {"overheid": {"D": "1000000", "G": "0"}}}
    row = quota_of(country(2024), "overheid", without_f)
    assert (row["quota_pct"], row["percentage_source"]) == (2.76, "vastgesteld")


@pytest.mark.parametrize(
    ("year", "sector", "jobs"),
    [
        (2017, "overheid", 8_750),
        (2023, "overheid", 23_750),
        (2024, "overheid", 25_000),
        (2025, "overheid", 25_000),
        (2030, "overheid", 25_000),
        (2025, "markt", 95_000),
        (2026, "markt", 100_000),
        (2030, "markt", 100_000),
    ],
)
def test_the_last_b_stays_in_force(year: int, sector: str, jobs: int) -> None:
    assert quota_variables(year, sector)["B"] == jobs


def test_no_b_before_the_first() -> None:
    assert "B" not in quota_variables(2016, "overheid")


def test_no_shortage_without_the_hours_of_a_job(overlay: Callable[..., Path]) -> None:
    folder = overlay("quota_versions.csv", "A,overheid,2024,,13504,banen,x", whole=True)
    row = quota_of(quota_delivery(worked=()), "overheid", overlay=folder)
    assert (row["quota_pct"], row["employers_liable"], row["shortage_jobs"]) == (2.76, 1, None)


# --- scenarios ---


def scenario(years: tuple[Delivery, ...], **settings: Any) -> dict[tuple[str, int, str], MartRow]:
    rows: list[MartRow] = every_mart(years, **settings)["scenarios"]
    return {(row["scenario"], row["year"], row["sector"]): row for row in rows}


def figures(row: MartRow) -> tuple[object, ...]:
    return tuple(row[name] for name in ("level_jobs", "extra_jobs", "difference_to_official"))


def test_a_wider_group_counts_in_the_nulmeting_too() -> None:
    found = scenario(AROUND_THE_WET)
    assert figures(found["huidige_wet", 2025, "totaal"]) == (100, 75, 0)
    assert figures(found["bredere_doelgroep", 2025, "totaal"]) == (175, 100, 25)
    assert figures(found["bredere_doelgroep", 2012, "totaal"]) == (75, 0, 0)


def test_a_wider_group_is_no_wider_under_the_wet() -> None:
    found = scenario(AROUND_THE_WET, wet_banenafspraak_from=2026)
    assert figures(found["bredere_doelgroep", 2025, "totaal"]) == (175, 100, 25)
    assert figures(found["bredere_doelgroep", 2026, "totaal"]) == (225, 150, 0)
    assert found["bredere_doelgroep", 2026, "markt"]["target_jobs"] is None
    assert found["bredere_doelgroep", 2026, "totaal"]["target_jobs"] == 125_000


#: Payrolling with a government employer (25 jobs in 2012, then code 81; 100 in 2023), and social return.
PAYROLLING = (
    country(2012, wajong(25, "81", GOVERNMENT)),
    country(
        2023,
        wajong(100, "82", GOVERNMENT),
        social_return=[{"opdrachtgever": "A", "verplichting_eur": Decimal(1), "banen": Decimal("7.5")}] * 2,
    ),
)


def test_payrolling_as_loan_moves_government_jobs_to_the_pool() -> None:
    """By law government has 100 - 25 = 75 extra; as loan a fifth of 100 and of 25: 20 - 5 = 15; the market 80 - 20."""
    found = scenario(PAYROLLING)
    assert figures(found["huidige_wet", 2023, "overheid"]) == (100, 75, 0)
    assert figures(found["payroll_als_inleen", 2023, "overheid"]) == (20, 15, -60)
    assert figures(found["payroll_als_inleen", 2023, "markt"]) == (80, 60, 60)
    assert figures(found["payroll_als_inleen", 2023, "totaal"]) == (100, 75, 0)


def test_the_setting_is_under_every_scenario() -> None:
    found = scenario(PAYROLLING, payrolling_counts_as="inleen")
    assert figures(found["huidige_wet", 2023, "overheid"]) == (20, 15, 0)
    assert figures(found["payroll_als_inleen", 2023, "overheid"]) == (20, 15, 0)
    assert figures(found["sleutel_2021", 2023, "overheid"]) == (32, 27, 12)  # 32% of 100, against the official 5


def test_social_return_moves_what_was_delivered_once() -> None:
    found = scenario(PAYROLLING)
    assert figures(found["social_return_bij_overheid", 2023, "overheid"]) == (108, 83, 8)  # 107.5, 82.5 and 7.5
    assert figures(found["social_return_bij_overheid", 2023, "markt"]) == (-8, -8, -8)
    assert ("social_return_bij_overheid", 2012, "overheid") not in found


def test_one_target_has_the_whole_only() -> None:
    found = scenario(PAYROLLING)
    assert {sector for name, _, sector in found if name == "zonder_onderscheid"} == {"totaal"}
    row = found["zonder_onderscheid", 2023, "totaal"]
    assert (*figures(row), row["target_jobs"], row["gap_jobs"]) == (100, 75, 0, 105_000, -104_925)


# --- target group, cohort ---


def test_the_target_group_of_a_year_is_by_its_law() -> None:
    rows = [target_group_rows(country(year, Worker(("praktijkroute",), 25))) for year in (2016, 2017)]
    assert rows[0] == []
    assert cell(rows[1], ground="praktijkroute", arbeidsmarktregio="totaal")["registered"] == 1
    assert target_group_rows(country(2026, voorziening(25)), Rules(wet_from=2027)) == []
    assert len(target_group_rows(country(2026, voorziening(25)), Rules(wet_from=2026))) == 4


def test_who_left_on_30_december_is_registered_no_more() -> None:
    delivery = country(2023, wajong(25), Worker(("wsw",), 50))
    delivery["doelgroepregister"][0]["datum_einde"] = date(2023, 12, 30)
    found = cell(target_group_rows(delivery), ground="totaal", arbeidsmarktregio="totaal")
    assert (found["registered"], found["working"], found["level_jobs"]) == (1, 1, 50)
    assert measure(delivery).jobs("totaal", "totaal") == 75  # whole December


@pytest.mark.parametrize(("start", "grounds"), [(2014, ["totaal"]), (2015, ["praktijkroute", "totaal"])])
def test_a_cohort_goes_by_the_law_of_its_last_year(start: int, grounds: list[str]) -> None:
    """The praktijkroute is law in 2017, and so in the cohort of 2015 to 2017, although nobody counted on it before."""
    years = range(start, start + 3)
    found = cohort_rows({year: country(year, Worker(("praktijkroute",), 25)) for year in years}, start)
    assert [row["ground"] for row in found] == grounds
    assert cell(found, ground="totaal")["persons"] == len(grounds) - 1


def test_a_cohort_counts_registrations_on_counting_grounds_only() -> None:
    """A voorziening fills no gap between two registrations, unless the Wet is law in the last year."""
    gap = [
        registration(BSNS[0], "wajong", date(2010, 1, 1), date(2022, 3, 31)),
        registration(BSNS[0], "voorziening", date(2010, 1, 1)),
        registration(BSNS[0], "wsw", date(2022, 4, 2)),
    ]
    years = {year: country(year, wajong(25), doelgroepregister=gap) for year in (2021, 2022, 2023)}
    assert cell(cohort_rows(years, 2021), ground="totaal")["persons"] == 0
    assert cell(cohort_rows(years, 2021, Rules(wet_from=2023)), ground="wajong")["persons"] == 1


# --- exact repeats ---


def test_an_exact_repeat_counts_once() -> None:
    opgaven: list[Row] = [
        {"overheidssector": "rijk", "ministerie": name, "opgave_banen": jobs}
        for name, jobs in (("SZW", 10), ("SZW", 10), ("BZK", 5))
    ]
    paid: list[Row] = [{"lhnr": MARKET, "bedrag": Decimal(5)}] * 3
    delivery = country(2023, wajong(25, employer=GOVERNMENT), opgaven=opgaven, liv=paid)
    delivery.tables["social_return"] = PAYROLLING[1]["social_return"]
    rijk = cell(government_sectors_rows(delivery), overheidssector="rijk")
    assert (rijk["opgave_jobs"], rijk["realisation_pct"]) == (15, 166.7)
    assert [(row["employers"], row["amount_eur"]) for row in liv_rows(delivery)] == [(1, 5.0)]
    assert [(row["obligation_eur"], row["jobs"]) for row in social_return_rows(delivery)] == [(1.0, 7.5)]
