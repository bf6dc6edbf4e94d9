"""The tables `codes` and `calendar` say what the marts of a release have, and nothing else."""

from __future__ import annotations

import polars as pl

from flows.lists import about, used
from warehouse import tables
from warehouse.reference.lists import PACKAGED
from warehouse.registry.calendar import CALENDAR, calendar
from warehouse.registry.codes import CODES, OWN_LABEL
from warehouse.registry.public import PUBLIC_MARTS


def marts(**rows: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """Public marts with the given rows; columns that a row leaves out are empty."""
    found = {name: tables.empty(mart) for name, mart in PUBLIC_MARTS.items()}
    for name, given in rows.items():
        schema = found[name].schema
        found[name] = pl.DataFrame([{column: row.get(column) for column in schema} for row in given], schema)
    return found


RELEASE = marts(
    realisation=[
        {"year": 2020, "sector": "markt", "form": "totaal", "origin": "gepubliceerd"},
        {"year": 2021, "sector": "markt", "form": "totaal", "origin": "gemeten"},
        {"year": 2022, "sector": "markt", "form": "totaal", "origin": "gemeten"},
    ],
    ministries=[{"year": 2022, "ministerie": "BZK"}, {"year": 2022, "ministerie": "onbekend"}],
    scenarios=[{"year": 2022, "scenario": "sleutel_2021", "sector": "totaal"}],
    participation_cohort=[{"cohort_start": 2019, "ground": "wajong"}],
    revisions=[{"release": "x", "mart": "realisation", "cell": "c", "mart_column": "extra_jobs"}],
)


def test_codes_that_no_list_has_come_from_the_marts() -> None:
    found = {(row["dimension"], row["code"]): row for row in about(RELEASE, PACKAGED)[CODES.name].to_dicts()}
    assert (found["ministerie", "BZK"]["title_nl"], found["ministerie", "BZK"]["source"]) == ("BZK", OWN_LABEL)
    assert found["scenario", "sleutel_2021"]["title_nl"] == "Verdeelsleutel van 2021"
    assert ("ministerie", "SZW") not in found


def test_every_code_of_a_text_key_is_among_them() -> None:
    assert used(RELEASE)["sector"] == {"markt", "totaal"}
    assert used(RELEASE)["mart_column"] == {"extra_jobs"}
    found = set(about(RELEASE, PACKAGED)[CODES.name].select("dimension", "code").rows())
    assert {(name, code) for name, codes in used(RELEASE).items() for code in codes} <= found
    assert not {name for name, _ in found} & {"cell", "release", "dimensions", ""}


def test_a_code_without_a_bound_has_none() -> None:
    rows = about(RELEASE, PACKAGED)[CODES.name]
    assert rows.filter(dimension="sector", code="markt").select("valid_from", "valid_to").row(0) == (None, None)
    assert rows.filter(dimension="ground", code="praktijkroute")["valid_from"].to_list() == ["2017-01-01"]


def test_the_calendar_has_every_year_of_a_table_and_the_last_is_provisional() -> None:
    assert about(RELEASE, PACKAGED)[CALENDAR.name].rows() == [
        (year, f"{year}-01-01", f"{year}-12-31", f"{year}JJ00", "voorlopig" if year == 2022 else "definitief")
        for year in (2019, 2020, 2021, 2022)
    ]


def test_a_year_that_a_later_one_follows_is_definitive_and_so_is_one_that_was_published() -> None:
    assert [one.status for one in calendar([2012, 2015], [2012])] == ["definitief", "definitief"]
    assert [one.status for one in calendar([2012, 2015], [2012, 2015])] == ["definitief", "voorlopig"]
    assert [one.status for one in calendar([2015, 2016], [])] == ["definitief", "definitief"]
    assert calendar([], []) == ()


def test_a_release_without_rows_has_lists_all_the_same() -> None:
    found = about(marts(), PACKAGED)
    assert found[CALENDAR.name].is_empty()
    assert found[CODES.name].height > 300
