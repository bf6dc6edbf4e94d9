"""The oracle itself: it must be right before it may judge the pipeline."""

from __future__ import annotations

import ast
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.awkward import COUNTRIES, awkward_years, years_of
from tests.support.deliveries import Delivery, Row, line, make_delivery
from tests.support.identifiers import bsns, dice, passes_eleven_test
from tests.support.oracle import (
    AllocationKey,
    Measurement,
    Years,
    allocation_key,
    counted_hours,
    decomposition,
    employer_sectors,
    half_away_from_zero,
    marts,
    measure,
    realisation,
)
from tests.support.oracle_analyses import once
from tests.support.reference import QUOTA_ONLY, counting_grounds, grounds, rows
from tests.support.rules import violations

HOURS = {(int(row["year"]), row["sector"], row["form"]): int(row["value"]) for row in rows("calibration_hours.csv")}
APPLIED_TENTHS = {2012: 240, 2021: 320, 2022: 258, 2023: 272}  # the letters: 24.0, 32, 25.8 and 27.2 percent
SUPPORT = Path(__file__).parents[1] / "support"
FORMAL_2012_GOVERNMENT = 600_000  # not public; no published number depends on it


def check_survey(without: str = "") -> list[Row]:
    """The made-up lenders of `allocation_key_check.csv`, without one stratum if wanted."""
    return [
        {
            "eenheid": row["eenheid"],
            "stratum": row["stratum"],
            "populatie": int(row["populatie"]),
            "respons": row["respons"] == "J",
            "uren_markt": decimal(row["uren_markt"]),
            "uren_overheid": decimal(row["uren_overheid"]),
        }
        for row in rows("allocation_key_check.csv", delimiter=";")
        if row["stratum"] != without
    ]


def decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None


@pytest.mark.parametrize(
    ("without", "share", "standard_error", "df", "low", "high"),
    [
        ("", 0.30249780646774, 0.018924124816966, 87, 0.26488405925971, 0.34011155367577),
        ("payroll_groot", 0.30246448127669, 0.01894827467784, 87, 0.26480273360519, 0.34012622894819),
    ],
)
def test_key_equals_survey_package(
    without: str, share: float, standard_error: float, df: int, low: float, high: float
) -> None:
    key = allocation_key(check_survey(without))
    assert float(key.share) == pytest.approx(share, abs=5e-10)
    assert key.standard_error == pytest.approx(standard_error, abs=5e-10)
    assert key.half_width == pytest.approx((high - low) / 2, abs=5e-10)
    assert float(key.share) == pytest.approx((high + low) / 2, abs=5e-10)
    assert key.respondents - key.strata == df


def test_certainty_stratum_adds_a_respondent_and_no_variance() -> None:
    full, without = allocation_key(check_survey()), allocation_key(check_survey("payroll_groot"))
    assert full.respondents == without.respondents + 1 == 93
    assert full.population == without.population + 1
    assert full.strata == without.strata + 1 == 6


def test_lone_unit_is_centred_on_zero() -> None:
    survey = [lender("a", 10, 30, 70), lender("b", 1, 20, 80), lender("b", 1, 20, 80)]
    survey[1]["populatie"] = survey[2]["populatie"] = 2
    key = allocation_key(survey)
    total = 10 * 100 + 200
    residual = 10 * (30 - key.share * 100) / total
    assert key.share == Fraction(340, 1200)
    assert key.standard_error == pytest.approx(float((1 - Fraction(1, 10)) * residual**2) ** 0.5)


def test_no_interval_without_a_degree_of_freedom() -> None:
    key = allocation_key([lender("a", 10, 30, 70), lender("b", 1, 20, 80)])
    assert key.standard_error > 0
    assert key.half_width is None


def lender(stratum: str, population: int, government: int, market: int) -> Row:
    return {
        "stratum": stratum,
        "populatie": population,
        "respons": True,
        "uren_overheid": Decimal(government),
        "uren_markt": Decimal(market),
    }


def test_key_is_rounded_half_up_to_a_tenth_of_a_percent() -> None:
    key = allocation_key([lender("a", 2, 601, 1399), lender("a", 2, 601, 1399)])
    assert key.share == Fraction("0.3005")
    assert key.applied("overheid") == Fraction("0.301")
    assert key.applied("markt") == Fraction("0.699")


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("0.4999", 0)]
)
def test_rounds_half_away_from_zero(value: str, rounded: int) -> None:
    assert half_away_from_zero(Fraction(value)) == rounded


def calibrated(year: int) -> Measurement:
    """A year whose hours are those of `calibration_hours.csv`."""
    formal_2012 = HOURS[2012, "totaal", "totaal"] - HOURS[2012, "totaal", "inleen"]
    formal = {
        "markt": Fraction(formal_2012 - FORMAL_2012_GOVERNMENT + HOURS.get((year, "markt", "formeel"), 0)),
        "overheid": Fraction(FORMAL_2012_GOVERNMENT + HOURS.get((year, "overheid", "formeel"), 0)),
    }
    key = AllocationKey(Fraction(APPLIED_TENTHS[year], 1000), 0.0, None, 2, 2, 1)
    return Measurement(year, formal, Fraction(HOURS[year, "totaal", "inleen"]), key, {})


YEARS = Years(tuple(APPLIED_TENTHS), lambda year, _: calibrated(year))


@pytest.mark.parametrize("printed", rows("letter_numbers.csv"), ids=lambda row: "-".join(row.values())[:40])
def test_letters_follow_from_the_calibrated_hours(printed: dict[str, str]) -> None:
    found = {(row["sector"], row["form"]): row for row in realisation(YEARS, int(printed["year"]))}
    assert found[printed["sector"], printed["form"]][printed["measure"]] == int(printed["value"])


def test_decomposition_of_2022() -> None:
    """The letters' integers give -2,604 and -1,014; the constructed hours differ by less than a job."""
    government = decomposition(YEARS, 2022)[1]
    assert government["sector"] == "overheid"
    assert government["key_effect_jobs"] == -2604
    assert government["change_jobs"] == -3618
    assert government["volume_effect_jobs_exact"] == pytest.approx(-1014, abs=1)


def test_effects_add_up_to_the_change() -> None:
    for year in (2022, 2023):
        for row in decomposition(YEARS, year):
            effects = float(row["key_effect_jobs_exact"] or 0) + float(row["volume_effect_jobs_exact"] or 0)
            assert effects == pytest.approx(row["change_jobs_exact"], abs=1e-9)


def test_no_decomposition_without_the_year_before() -> None:
    assert decomposition(YEARS, 2012) == decomposition(YEARS, 2021) == []


# --- the steps, each on one line of the polis ---

BSN, OUTSIDER = bsns(2, dice("oracle"))
DECEMBER = (date(2023, 12, 1), date(2023, 12, 31))
EMPLOYER = "800000037L01"


def delivery_with(polis: list[Row], **register: object) -> Delivery:
    delivery = make_delivery(2023)
    entry = {"bsn": BSN, "grondslag": "wajong", "arbeidsmarktregio": None}
    dates = {"datum_registratie": date(2020, 1, 1), "datum_einde": None}
    delivery.tables["doelgroepregister"] = [{**entry, **dates, **register}]  # type: ignore[dict-item]
    delivery.tables["polis"] = polis
    return delivery


def hours(delivery: Delivery) -> Fraction:
    return sum((one.hours for one in counted_hours(delivery)), Fraction(0))


def correction(hours: int, received: date, number: int = 2, status: str = "correctie") -> Row:
    return {
        **line(BSN, EMPLOYER, DECEMBER, "1", hours),
        "datum_ontvangst": received,
        "volgnummer": number,
        "status": status,
    }


@pytest.mark.parametrize(
    ("later", "counted"),
    [
        ([], 100),
        ([correction(70, date(2024, 5, 1))], 70),
        ([correction(70, date(2024, 5, 2))], 100),
        ([correction(70, date(2024, 2, 2), number=1)], 70),
        ([correction(70, date(2024, 2, 2), number=9), correction(60, date(2024, 2, 3), number=3)], 60),
        ([correction(70, date(2024, 2, 2), number=2), correction(60, date(2024, 2, 2), number=3)], 60),
        ([correction(70, date(2024, 2, 2), status="intrekking")], 0),
        ([correction(70, date(2024, 2, 2), status="intrekking"), correction(60, date(2024, 2, 3))], 60),
        ([correction(70, date(2024, 5, 2), status="intrekking")], 100),
    ],
)
def test_last_state_at_the_cut_counts(later: list[Row], counted: int) -> None:
    assert hours(delivery_with([line(BSN, EMPLOYER, DECEMBER, "1", 100), *later])) == counted


@pytest.mark.parametrize(
    ("begin", "end", "counted"),
    [
        (date(2023, 11, 1), date(2023, 11, 30), 0),
        (date(2023, 12, 1), date(2023, 12, 31), 280),
        (date(2023, 12, 31), date(2024, 1, 27), 10),
        (date(2023, 11, 30), date(2023, 12, 27), 270),
        (date(2023, 12, 31), date(2023, 12, 31), 280),
        (date(2022, 12, 31), date(2023, 12, 31), Fraction(280 * 31, 366)),
        (date(2022, 12, 1), date(2022, 12, 31), 0),
    ],
)
def test_hours_are_spread_by_day(begin: date, end: date, counted: Fraction) -> None:
    assert hours(delivery_with([line(BSN, EMPLOYER, (begin, end), "1", 280)])) == counted


@pytest.mark.parametrize(
    ("register", "counted"),
    [
        ({}, 100),
        ({"datum_einde": date(2023, 11, 30)}, 0),
        ({"datum_einde": date(2023, 12, 1)}, 100),
        ({"datum_registratie": date(2023, 12, 31)}, 100),
        ({"datum_registratie": date(2024, 1, 1)}, 0),
        ({"grondslag": "voorziening"}, 0),
        ({"bsn": OUTSIDER}, 0),
    ],
)
def test_target_group_is_who_is_registered_in_december(register: dict[str, object], counted: int) -> None:
    assert hours(delivery_with([line(BSN, EMPLOYER, DECEMBER, "1", 100)], **register)) == counted


@pytest.mark.parametrize(
    ("begin", "aard", "form"),
    [
        (date(2023, 12, 1), "1", "formeel"),
        (date(2023, 12, 1), "11", "inleen"),
        (date(2023, 12, 1), "22", "inleen"),
        (date(2023, 12, 1), "82", "formeel"),
        (date(2023, 12, 1), "81", "formeel"),
        (date(2023, 12, 1), "24", None),
        (date(2023, 12, 1), "2", "formeel"),
        (date(2023, 12, 1), "83", "formeel"),
        (date(2023, 12, 1), "17", None),
    ],
)
def test_form_follows_the_kind_of_employment(begin: date, aard: str, form: str | None) -> None:
    found = counted_hours(delivery_with([line(BSN, EMPLOYER, (begin, date(2023, 12, 31)), aard, 100)]))
    assert [one.form for one in found] == ([form] if form else [])


def test_form_follows_the_code_list_of_the_first_day() -> None:
    over_the_change = (date(2021, 12, 31), date(2022, 12, 31))
    delivery = delivery_with([line(BSN, EMPLOYER, over_the_change, aard, 366) for aard in ("80", "10")])
    delivery.year = 2022
    delivery["polis"][1]["numiv"] = 1
    assert [(one.form, one.hours) for one in counted_hours(delivery)] == [("formeel", Fraction(31))]


@pytest.mark.parametrize(
    ("government", "share", "sector"),
    [
        (True, None, "overheid"),
        (True, Decimal("0.4999"), "overheid"),
        (True, Decimal("0.5"), "markt"),
        (False, Decimal(0), "markt"),
    ],
)
def test_sector_fund_of_half_makes_an_employer_market(government: bool, share: Decimal | None, sector: str) -> None:
    delivery = delivery_with([line(BSN, EMPLOYER, DECEMBER, "1", 100)])
    delivery["werkgevers"][0] |= {"overheidswerkgever": government, "aandeel_sectorfonds": share}
    assert measure(delivery).formal_hours[sector] == 100


def test_secondments_count_before_2022_only() -> None:
    delivery = delivery_with([])
    delivery.tables["wsw_detacheringen"] = [{"bsn": BSN, "lhnr": EMPLOYER, "uren_december": 90}]
    assert hours(delivery) == 0
    delivery.year = 2021
    assert [(one.form, one.hours) for one in counted_hours(delivery)] == [("inleen", Fraction(90))]


def test_people_count_once_however_many_lines() -> None:
    delivery = delivery_with([line(BSN, EMPLOYER, DECEMBER, aard, 50) for aard in ("1", "11", "11")])
    for number, row in enumerate(delivery["polis"]):
        row["numiv"] = number
    people = measure(delivery).people
    assert people["totaal", "totaal"] == people["totaal", "inleen"] == people["totaal", "formeel"] == 1


def test_no_hours_no_person() -> None:
    assert measure(delivery_with([line(BSN, EMPLOYER, DECEMBER, "1", 0)])).people["totaal", "totaal"] == 0


# --- the ordinary delivery ---


@pytest.mark.parametrize("year", [2012, 2015, 2019, 2020, 2021, 2022, 2023, 2026])
def test_ordinary_delivery_is_valid(year: int) -> None:
    assert violations(make_delivery(year)) == []


def test_marts_have_all_their_rows() -> None:
    found = marts(make_delivery(year) for year in (2012, 2021, 2022, 2023))
    assert {name: len(rows) for name, rows in found.items()} == {
        "realisation": 36 + 18,  # and the published totals of 2015 to 2020
        "allocation_key": 8,
        "decomposition": 4,
    }


def test_citizen_service_numbers_pass_and_some_begin_with_zero() -> None:
    numbers = bsns(200, dice("numbers"))
    assert len(set(numbers)) == 200
    assert all(passes_eleven_test(number) for number in numbers)
    assert any(number.startswith("0") for number in numbers)


# --- the awkward deliveries ---


@pytest.mark.parametrize("seed", range(30))
def test_awkward_deliveries_are_valid(seed: int) -> None:
    assert [violations(delivery) for delivery in awkward_years(seed)] == [[], [], [], []]


AWKWARD = [delivery for seed in range(12) for delivery in awkward_years(seed)]


@pytest.mark.parametrize("column", ["datum_einde", "datum_registratie"])
@pytest.mark.parametrize("day", [(11, 30), (12, 1), (12, 31), (13, 1)], ids=str)
def test_registrations_touch_the_edges_of_december(column: str, day: tuple[int, int]) -> None:
    found = [row[column] == edge(delivery.year, *day) for delivery in AWKWARD for row in delivery["doelgroepregister"]]
    assert any(found)


@pytest.mark.parametrize("column", ["datum_aanvang_tijdvak", "datum_einde_tijdvak"])
@pytest.mark.parametrize("day", [(11, 30), (12, 1), (12, 31), (13, 1)], ids=str)
def test_periods_touch_the_edges_of_december(column: str, day: tuple[int, int]) -> None:
    assert any(row[column] == edge(delivery.year, *day) for delivery in AWKWARD for row in delivery["polis"])


def edge(year: int, month: int, day: int) -> date:
    return date(year + month // 13, month % 13 or 1, day)


@pytest.mark.parametrize("status", ["correctie", "intrekking"])
@pytest.mark.parametrize("day", [1, 2])
def test_receipts_fall_on_both_sides_of_the_cut(status: str, day: int) -> None:
    assert any(
        (row["datum_ontvangst"], row["status"]) == (date(delivery.year + 1, 5, day), status)
        for delivery in AWKWARD
        for row in delivery["polis"]
    )


@pytest.mark.parametrize("share", [None, "0.4999", "0.5"])
def test_sector_fund_shares_are_around_the_half(share: str | None) -> None:
    assert any(
        row["overheidswerkgever"] and row["aandeel_sectorfonds"] == (share and Decimal(share))
        for delivery in AWKWARD
        for row in delivery["werkgevers"]
    )


def test_every_code_of_its_time_occurs() -> None:
    of_2020 = [(year, code) for year in (2018, 2019) for code in ("81", "82")] + [(2020, "83"), (2020, "81")]
    of_others = [(2012, "81"), (2021, "10"), (2021, "80"), (2022, "20"), (2022, "22"), (2023, "82"), (2023, "2")]
    for year, code in [*of_2020, *of_others]:
        assert any(row["cdaard"] == code for delivery in AWKWARD if delivery.year == year for row in delivery["polis"])


def test_awkward_years_reach_every_cell() -> None:
    found = [row for seed in range(12) for row in marts(awkward_years(seed))["realisation"]]
    assert {row["target_met"] for row in found} == {None, True, False}
    measured = {row["year"] for row in found if row["origin"] == "gemeten"}
    assert measured == {year for years in COUNTRIES for year in years}
    assert all(any(row["persons"] for row in found if row["year"] == year) for year in measured)


def test_four_seeds_in_a_row_have_four_countries() -> None:
    assert all({years_of(seed + more) for more in range(4)} == set(COUNTRIES) for seed in range(0, 24, 4))
    assert len({years_of(seed) for seed in range(0, 16, 4)}) == 4


def test_some_are_registered_before_their_ground_was_law() -> None:
    law = {ground.code: ground for ground in grounds()}
    early = {
        (row["grondslag"], law[str(row["grondslag"])].in_force(delivery.year))
        for delivery in AWKWARD
        for row in delivery["doelgroepregister"]
        if str(row["datum_registratie"]) < law[str(row["grondslag"])].counts_from.isoformat()
    }
    assert {("participatiewet", False), ("participatiewet", True), ("vso_pro", True)} <= early
    assert {("praktijkroute", False), ("praktijkroute", True), ("iva_loondispensatie", False)} <= early


@pytest.mark.parametrize("year", sorted({year for years in COUNTRIES for year in years}))
def test_people_for_the_quota_only_work_in_every_year(year: int) -> None:
    for delivery in (one for one in AWKWARD if one.year == year):
        quota_only = {bsn for bsn, of in grounds_by_person(delivery).items() if of == {QUOTA_ONLY}}
        assert any(row["bsn"] in quota_only for row in delivery["polis"])
    lines = [one for delivery in AWKWARD if delivery.year == year for one in counted_hours(delivery, also={QUOTA_ONLY})]
    assert {one.form for one in lines} == {"formeel", "inleen"}


def grounds_by_person(delivery: Delivery) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in delivery["doelgroepregister"]:
        found.setdefault(str(row["bsn"]), set()).add(str(row["grondslag"]))
    return found


def test_some_are_on_several_grounds_of_which_only_some_count() -> None:
    assert any(
        len(counting := of & set(counting_grounds(delivery.year))) > 0 and len(of - counting - {QUOTA_ONLY}) > 0
        for delivery in AWKWARD
        for of in grounds_by_person(delivery).values()
    )


def test_some_employers_have_several_numbers_of_different_sectors() -> None:
    found = [sectors_of_employers(delivery) for delivery in AWKWARD]
    assert any(sectors == {"markt", "overheid"} for one in found for sectors in one.values())


def sectors_of_employers(delivery: Delivery) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, sector in employer_sectors(delivery["werkgevers"]).items():
        found.setdefault(number[:9], set()).add(sector)
    return found


@pytest.mark.parametrize("table", ["polis", "liv"])
def test_some_numbers_are_not_known_of_an_employer_that_is(table: str) -> None:
    assert any(
        str(row["lhnr"])[:9] in sectors_of_employers(delivery) and not known(row, delivery)
        for delivery in AWKWARD
        for row in delivery.tables.get(table, [])
    )


def known(row: Row, delivery: Delivery) -> bool:
    return any(row["lhnr"] == employer["lhnr"] for employer in delivery["werkgevers"])


@pytest.mark.parametrize("table", ["opgaven", "liv", "social_return"])
def test_some_lines_repeat(table: str) -> None:
    lines = [delivery.tables.get(table, []) for delivery in AWKWARD]
    assert any(once(one) != one for one in lines)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("opgaven", {"overheidssector": "wo", "ministerie": None, "opgave_banen": 1}, {"opgave_banen": 2}),
        ("liv", {"lhnr": EMPLOYER, "bedrag": Decimal(1)}, {"bedrag": Decimal(2)}),
        ("social_return", {"opdrachtgever": "A", "verplichting_eur": Decimal(1), "banen": Decimal(1)}, {"banen": None}),
    ],
)
def test_lines_of_one_key_may_not_contradict(table: str, one: Row, other: Row) -> None:
    delivery = make_delivery(2023)
    delivery.tables[table] = [one, dict(one)]
    assert violations(delivery) == []
    delivery.tables[table] = [one, {**one, **other}]
    assert f"{table}: one key, different content" in violations(delivery)


# --- its independence ---

FOREIGN = {"polars", "duckdb", "transforms", "warehouse", "expectations", "flows"}
ORACLE = sorted(path.stem for path in SUPPORT.glob("oracle*.py"))


@pytest.mark.parametrize("module", [*ORACLE, "reference", "deliveries", "identifiers"])
def test_the_oracle_shares_no_code_with_the_pipeline(module: str) -> None:
    tree = ast.parse((SUPPORT / f"{module}.py").read_text(encoding="utf-8"))
    direct = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    origins = [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in (*direct, *origins)} & FOREIGN == set()
    allowed = {f"tests.support.{name}" for name in (*ORACLE, "reference", "deliveries", "identifiers")}
    assert {name for name in origins if name.startswith("tests")} <= allowed


def test_the_oracle_is_found() -> None:
    assert len(ORACLE) == 8
