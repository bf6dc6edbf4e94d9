"""Every code has a name with its source, or is its own label and says so; the order is that of people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict

import polars as pl
import pytest

from warehouse import tables
from warehouse.formats.model import Codes, Table
from warehouse.reference.lists import PACKAGED, Reference
from warehouse.registry.codes import CODES, OWN_LABEL, TOTAL_SORT, UNKNOWN_SORT, Code, codes, titles
from warehouse.registry.public import PUBLIC_MARTS

ALL = codes()


def of(dimension: str, found: tuple[Code, ...] = ALL) -> dict[str, Code]:
    return {one.code: one for one in found if one.dimension == dimension}


def test_every_code_stands_once_and_has_both_titles_and_a_source() -> None:
    assert len(ALL) > 300
    assert len({(one.dimension, one.code) for one in ALL}) == len(ALL)
    assert [one for one in ALL if not (one.code and one.title_nl and one.title_en and one.source)] == []


def test_every_text_key_of_every_mart_has_its_dimension() -> None:
    keys = {
        column.dimension
        for mart in PUBLIC_MARTS.values()
        for column in mart.columns
        if column.name in mart.key and column.kind == "text"
    }
    assert {"sector", "form", "ground", "arbeidsmarktregio", "scenario", "measure"} <= keys
    assert keys - {one.dimension for one in ALL} <= {""}


def test_codes_of_a_dimension_stand_one_after_the_other_the_unknown_and_totals_last() -> None:
    places = defaultdict(list)
    for one in ALL:
        places[one.dimension].append(one.sort)
    assert len(places) > 10
    for found in places.values():
        listed = [sort for sort in found if sort < UNKNOWN_SORT]
        assert listed == list(range(1, len(listed) + 1))
        assert found == sorted(found)
    assert (of("ground")["onbekend"].sort, of("ground")["totaal"].sort) == (UNKNOWN_SORT, TOTAL_SORT)


def test_regions_are_numbered_with_two_digits_and_have_no_name() -> None:
    regions = of("arbeidsmarktregio")
    assert list(regions) == [*(f"{number:02}" for number in range(1, 36)), "onbekend", "totaal"]
    assert (regions["01"].title_nl, regions["01"].source) == ("01", OWN_LABEL)


def test_a_ground_has_the_title_the_dates_and_the_source_of_its_row() -> None:
    row = next(row for row in PACKAGED.rows("grondslag") if row["code"] == "praktijkroute")
    found = of("ground")["praktijkroute"]
    assert (found.title_nl, found.title_en) == (row["title_nl"], row["title_en"])
    assert (found.valid_from, found.valid_to, found.source) == ("2017-01-01", "", row["source"])


def test_a_list_of_the_home_takes_the_place_of_the_packages() -> None:
    own = b"code,from_employees,to_employees\n1,1,1\n2,2,2\n3,3,9\n4,10,\n"
    found = of("size_class", codes(Reference({"grootteklasse": own})))
    assert [found[code].title_nl for code in "1234"] == [
        "1 werknemer",
        "2 werknemers",
        "3 tot en met 9 werknemers",
        "10 werknemers of meer",
    ]
    assert [found[code].title_en for code in "34"] == ["3 to 9 employees", "10 employees or more"]


def test_a_list_of_the_home_without_titles_leaves_its_codes_their_own_labels() -> None:
    own = b"code,priority,counts_for_agreement,counts_from,counts_to,restates_baseline\nwsw,1,yes,,,no\nx,2,no,,,no\n"
    found = of("ground", codes(Reference({"grondslag": own})))
    assert (found["x"].title_nl, found["x"].source) == ("x", "grondslag.csv")


@pytest.mark.parametrize(("dimension", "code"), [("ministerie", "ABC"), ("opdrachtgever", "Gemeente Ergens")])
def test_a_code_that_no_list_has_is_its_own_label(dimension: str, code: str) -> None:
    found = of(dimension, codes(used={dimension: [code]}))[code]
    assert (found.title_nl, found.title_en, found.source) == (code, code, OWN_LABEL)
    assert 0 < found.sort < UNKNOWN_SORT


def test_codes_that_are_used_besides_move_no_other_code() -> None:
    used = codes(used={"scenario": ["sleutel_2021"], "ministerie": ["B", "10", "9"]})
    kept = {(one.dimension, one.code): one for one in used}
    assert [kept[one.dimension, one.code] for one in ALL] == list(ALL)
    assert [one.code for one in used if one.dimension == "ministerie"] == ["9", "10", "B", "onbekend"]


def test_a_scenario_of_a_year_has_the_title_of_its_entry() -> None:
    found = of("scenario", codes(used={"scenario": ["sleutel_2021"], "ministerie": ["sleutel_2022"]}))
    assert (found["sleutel_2021"].title_nl, found["sleutel_2021"].title_en) == (
        "Verdeelsleutel van 2021",
        "Allocation key of 2021",
    )
    assert "sleutel_2022" not in found


def test_titles_are_found_by_dimension_and_code() -> None:
    assert titles(ALL, "nl")["sector", "overheid"] == "Overheid"
    assert titles(ALL, "en")["sector", "overheid"] == "Government"


def test_formats_look_labels_up_in_the_table_among_the_others() -> None:
    rows = tables.conform(pl.DataFrame([asdict(one) for one in ALL]).lazy(), CODES)
    other = Table(PUBLIC_MARTS["realisation"], tables.empty(PUBLIC_MARTS["realisation"]))
    assert Codes.of([other, Table(CODES, rows)]).lists["form"]["inleen"] == ("Inleenverbanden", "Loan")
    assert Codes.of([other]).lists == {}
