"""What the SQL of the registry is filled with comes from the lists and the law of the year."""

from __future__ import annotations

import re
from datetime import date, timedelta

import duckdb
import pytest

from transforms.law import law
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED, Reference
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.terms import NEVER, TERM, Terms, terms

YEARS = (2012, 2014, 2018, 2021, 2022, 2026, 2030)


def of(year: int, reference: Reference = PACKAGED) -> Terms:
    return terms(reference, law(law_book(reference), year))


def listed(name: str, *changes: dict[str, str]) -> Reference:
    """The lists of the package with rows added to one of them."""
    rows = [*PACKAGED.rows(name), *changes]
    names = list(rows[0])
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return Reference({name: text.encode()})


def true_of(sql: str, **values: object) -> bool:
    columns = ", ".join(f"? AS {name}" for name in values)
    row = duckdb.execute(f"SELECT {sql} FROM (SELECT {columns})", list(values.values())).fetchone()
    assert row is not None
    return bool(row[0])


@pytest.mark.parametrize("year", YEARS)
def test_no_term_is_left_in_any_sql_of_the_registry(year: int) -> None:
    filled = [table.under(of(year)) for table in DELIVERIES.values()]
    sql = [rule.broken_when for table in filled for rule in table.rules()]
    sql += [one.broken_when for table in filled for one in table.expectations]
    sql += [text for table in filled for _, text in table.views]
    assert len(sql) > 100
    assert [text for text in sql if TERM.search(text)] == []


def test_every_term_is_used() -> None:
    sql = [rule.broken_when for table in DELIVERIES.values() for rule in table.rules()]
    sql += [one.broken_when for table in DELIVERIES.values() for one in table.expectations]
    sql += [text for table in DELIVERIES.values() for _, text in table.views]
    used = {found for text in sql for found in TERM.findall(text)}
    assert used | {"cut"} == set(of(2023).sql)  # the cut is filled in where lines are counted (staging)


def test_a_repetition_in_a_pattern_is_no_term_and_an_unknown_term_is_an_error() -> None:
    assert of(2023).fill("x SIMILAR TO '[0-9]{9}' AND y < {year}") == "x SIMILAR TO '[0-9]{9}' AND y < 2023"
    with pytest.raises(KeyError, match="no_such_term"):
        of(2023).fill("{no_such_term}")


def test_plain_terms() -> None:
    sql = of(2023).sql
    assert (sql["year"], sql["cut"], sql["sector_fund_share"]) == ("2023", "2024-05-01", "0.5")
    assert sql["employment_codes"] == "('11', '12', '13', '14', '15')"
    assert "'voorziening'" in sql["grounds"]
    assert {"'63'", "'39'"} <= set(re.findall(r"'\d+'", sql["income_codes"]))


def test_the_lists_of_a_home_are_used() -> None:
    own = listed("code_soort_ikv", {"code": "16", "employment": "yes"})
    assert "'16'" in of(2023, own).sql["employment_codes"]
    assert "'16'" not in of(2023).sql["employment_codes"]
    ground = {"code": "nieuw", "priority": "10", "counts_for_agreement": "yes", "counts_from": "2024-03-01"}
    new = of(2024, listed("grondslag", ground | {"restates_baseline": "no"})).sql
    assert "'nieuw'" in new["grounds"]
    assert true_of(new["ground_not_in_force"], grondslag="nieuw", datum_registratie=date(2024, 2, 29))
    assert not true_of(new["ground_not_in_force"], grondslag="nieuw", datum_registratie=date(2024, 3, 1))


#: cdaard, first day of the period, whether it rejects, whether it is a warning.
NATURES = [
    ("1", "2012-01-01", False, False),
    ("10", "2021-12-31", False, False),
    ("10", "2022-01-01", True, False),
    ("20", "2022-01-01", True, False),
    ("22", "2021-12-31", True, False),
    ("22", "2022-01-01", False, False),
    ("80", "2022-01-01", True, False),
    ("2", "2021-12-31", False, False),
    ("2", "2022-01-01", False, True),
    ("81", "2019-12-31", False, False),
    ("81", "2020-01-01", False, False),
    ("82", "2019-12-31", False, True),
    ("82", "2020-01-01", False, False),
    ("83", "2019-12-31", True, False),
    ("83", "2021-12-01", False, False),
    ("99", "2021-12-01", False, False),
]


@pytest.mark.parametrize("year", [2018, 2023])
@pytest.mark.parametrize(("code", "day", "rejects", "warns"), NATURES)
def test_a_code_holds_on_the_first_day_of_its_period(
    code: str, day: str, year: int, *, rejects: bool, warns: bool
) -> None:
    """The day decides, not the measured year; a date that is inferred warns and never rejects."""
    values = {"cdaard": code, "datum_aanvang_tijdvak": date.fromisoformat(day)}
    sql = of(year).sql
    assert true_of(sql["nature_not_valid"], **values) is rejects
    assert true_of(sql["nature_inferred"], **values) is warns


def test_a_list_without_dates_limits_nothing() -> None:
    own = Reference({"code_aard": b"code,valid_from,valid_to,form,note\n1,,,formeel,\n"})
    sql = of(2023, own).sql
    assert (sql["nature_not_valid"], sql["nature_inferred"], sql["nature_codes"]) == (NEVER, NEVER, "('1')")


def test_a_list_without_employment_asks_for_no_nature() -> None:
    own = Reference({"code_soort_ikv": b"code,employment\n15,no\n"})
    missing = DELIVERIES["polis"].column("cdaard").under(of(2023, own)).rules[0]
    assert missing.name == "missing"
    assert not true_of(missing.broken_when, cdaard=None, srtiv="15")
    assert true_of(of(2023).fill("cdaard IS NULL AND srtiv IN {employment_codes}"), cdaard=None, srtiv="15")


@pytest.mark.parametrize(
    ("ground", "first"),
    [("participatiewet", date(2015, 1, 1)), ("praktijkroute", date(2017, 1, 1)), ("vso_pro", date(2015, 5, 1))],
)
def test_a_registration_may_begin_on_the_first_day_of_its_ground(ground: str, first: date) -> None:
    sql = of(2023).sql["ground_not_in_force"]
    assert not true_of(sql, grondslag=ground, datum_registratie=first)
    assert true_of(sql, grondslag=ground, datum_registratie=first - timedelta(days=1))


@pytest.mark.parametrize("ground", ["wajong", "wsw", "wiw_id", "voorziening"])
def test_grounds_older_than_the_agreement_begin_on_any_day(ground: str) -> None:
    assert not true_of(of(2012).sql["ground_not_in_force"], grondslag=ground, datum_registratie=date(1998, 1, 1))
