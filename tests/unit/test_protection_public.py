"""Marts for readers: rounding by kind, percentages of published figures, statuses, and nothing where it is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from flows.protection import DECLARED
from tests.support.small_marts import Row, declared
from transforms.protection.declared import (
    IS_TOTAL,
    STATUS,
    Copied,
    Declared,
    Empty,
    Figure,
    Internal,
    Legal,
    Moved,
    Open,
    Protection,
    Ratio,
    Rounding,
)
from transforms.protection.public import RoundTo, marked, public, status_of, withheld_in
from transforms.protection.rules import Measure
from transforms.protection.system import Key, Status
from warehouse import tables
from warehouse.registry.analyses import PLACES
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS, can_be_empty

DEFAULT = {2023: RoundTo()}
EXACT = {2023: RoundTo(1, 1, 1, 1)}


def figure(rounding: Rounding = Rounding.WHOLE, **of: Any) -> Figure:
    return Figure(Measure.AMOUNT, rounding=rounding, **of)


ROUNDED = declared(
    "rounded",
    ("a",),
    Protection(
        {
            "people": figure(Rounding.PERSONS),
            "detailed_exact": Internal(),
            "detailed": figure(Rounding.DETAILED_JOBS, exact="detailed_exact"),
            "euro": figure(Rounding.EUROS),
            "jobs": figure(Rounding.JOBS),
            "whole_exact": Internal(),
            "whole": figure(exact="whole_exact"),
            "lines": Open(rounding=Rounding.HUNDREDS),
            "share": Open(),
            "pct": Ratio("detailed", "people"),
        }
    ),
)
ROW: Row = {
    "year": 2023,
    "a": "x",
    "people": 42,
    "detailed_exact": 17.4999,
    "detailed": 17,
    "euro": 12_499.99,
    "jobs": 12.5,
    "whole_exact": 7.501,
    "whole": 8,
    "lines": 1_250,
    "share": 0.1234,
    "pct": 41.7,
}


def made(
    one: Declared, *rows: Row, statuses: Mapping[Key, Status] | None = None, to: Mapping[int, RoundTo] | None = None
) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    return public(frame, one, dict.fromkeys(frame.columns, True), statuses or {}, to or DEFAULT)


def only(frame: pl.DataFrame) -> Row:
    assert frame.height == 1
    return frame.row(0, named=True)


def test_figures_are_rounded_by_their_kind() -> None:
    row = only(made(ROUNDED, ROW))
    values = {name: value for name, value in row.items() if not name.endswith("_status")}
    assert values == {
        "year": 2023,
        "a": "x",
        "people": 40,
        "detailed": 15,
        "euro": 12_000.0,
        "jobs": 13.0,
        "whole": 8,
        "lines": 1_300,
        "share": 0.1234,
        "pct": 37.5,
    }
    assert {value for name, value in row.items() if name.endswith("_status")} == {"vrij"}


@pytest.mark.parametrize(
    ("column", "exact", "shown"),
    [
        ("people", 42, 40),
        ("people", 43, 45),
        ("people", 47.5, 50),
        ("people", 2, 0),
        ("people", 0, 0),
        ("detailed_exact", 2.5, 5),
        ("detailed_exact", 2.4999, 0),
        ("detailed_exact", -2.5, -5),
        ("euro", 499.99, 0.0),
        ("euro", 500.0, 1000.0),
        ("euro", 1_500.0, 2000.0),
        ("jobs", 0.5, 1.0),
        ("jobs", 0.49, 0.0),
        ("lines", 49, 0),
        ("lines", 50, 100),
    ],
)
def test_half_is_rounded_away_from_zero(column: str, exact: float, shown: float) -> None:
    assert only(made(ROUNDED, ROW | {column: exact}))[column.removesuffix("_exact")] == shown


def test_one_switches_rounding_off_but_jobs_stay_whole() -> None:
    row = only(made(ROUNDED, ROW, to=EXACT))
    shown = {name: row[name] for name in ("people", "detailed", "euro", "jobs", "whole", "lines", "pct")}
    assert shown == {
        "people": 42,
        "detailed": 17,
        "euro": 12_499.99,
        "jobs": 13.0,
        "whole": 8,
        "lines": 1_250,
        "pct": 40.5,
    }


def test_each_setting_rounds_its_own_kind() -> None:
    row = only(made(ROUNDED, ROW, to={2023: RoundTo(persons=20, detailed_jobs=10, euros=5_000, lines=500)}))
    assert [row[name] for name in ("people", "detailed", "euro", "lines")] == [40, 20, 10_000.0, 1_500]


def test_a_year_is_rounded_as_it_was_made() -> None:
    """A kept year goes by its own settings; one without settings by the last."""
    to = {2021: RoundTo(persons=10), 2022: RoundTo(persons=1), 2023: RoundTo()}
    rows = [ROW | {"year": year, "people": 43} for year in (2020, 2021, 2022, 2023)]
    assert made(ROUNDED, *rows, to=to)["people"].to_list() == [45, 40, 43, 45]


def test_types_stay_those_of_the_exact_mart() -> None:
    frame = made(ROUNDED, ROW)
    names = ("people", "euro", "jobs", "people_status")
    assert frame.select(names).dtypes == [pl.Int64, pl.Float64, pl.Float64, pl.String]


def test_internal_columns_are_left_out_and_statuses_follow_their_column() -> None:
    names = made(ROUNDED, ROW).columns
    assert [name for name in names if "exact" in name] == []
    assert names[:6] == ["year", "a", "people", "people_status", "detailed", "detailed_status"]


def test_what_cannot_be_empty_has_no_status_but_a_figure_always() -> None:
    frame = pl.DataFrame([ROW])
    names = public(frame, ROUNDED, dict.fromkeys(frame.columns, False), {}, DEFAULT).columns
    assert "share_status" not in names
    assert "lines_status" not in names
    assert {"people_status", "pct_status"} <= set(names)


# --- statuses -----------------------------------------------------------------------------------------------

KEY = ("2023", "rounded", "a=x")
WITHHELD = [Status.PRIMARY, Status.SECONDARY, Status.EARLIER]


@pytest.mark.parametrize("status", WITHHELD)
def test_no_value_is_shown_where_it_is_withheld(status: Status) -> None:
    row = only(made(ROUNDED, ROW, statuses={(*KEY, "people"): status, (*KEY, "euro"): Status.FREE}))
    assert (row["people"], row["people_status"]) == (None, "geheim")
    assert (row["pct"], row["pct_status"]) == (None, "geheim")
    assert (row["euro"], row["euro_status"]) == (12_000.0, "vrij")
    assert (row["detailed"], row["detailed_status"]) == (15, "vrij")


def test_what_is_not_there_is_not_withheld_but_says_why() -> None:
    row = only(made(ROUNDED, ROW | {"people": None, "pct": None}, statuses={(*KEY, "people"): Status.PRIMARY}))
    said = (row["people"], row["people_status"], row["pct_status"])
    assert said == (None, "niet_gemeten", "niet_gemeten")


def test_statuses_go_by_the_row_and_the_year() -> None:
    rows = [ROW, ROW | {"a": "y"}, ROW | {"year": 2022}]
    frame = made(ROUNDED, *rows, statuses={(*KEY, "people"): Status.PRIMARY})
    assert frame["people"].to_list() == [None, 40, 40]


def test_a_percentage_is_of_published_figures() -> None:
    assert only(made(ROUNDED, ROW | {"people": 53, "detailed_exact": 27.0}))["pct"] == 45.5  # 25 / 55
    empty = only(made(ROUNDED, ROW | {"pct": None}))
    assert (empty["pct"], empty["pct_status"]) == (None, "niet_van_toepassing")
    of_nothing = only(made(ROUNDED, ROW | {"people": 2}))
    assert (of_nothing["people"], of_nothing["pct"], of_nothing["pct_status"]) == (0, None, "niet_van_toepassing")


EMPTY = declared(
    "empty",
    (),
    Protection(
        {
            "figure": figure(),
            "legal": Legal("hours"),
            "set": Open(),
            "secret": Open(Empty.NOT_PUBLIC),
            "copied": Copied(),
            "moved": Moved(),
            "other": figure(empty=Empty.NOT_APPLICABLE),
        }
    ),
)


def reasons(**of: object) -> dict[str, str]:
    names = ("figure", "legal", "set", "secret", "copied", "moved", "other")
    row = only(made(EMPTY, {"year": 2023} | dict.fromkeys(names) | of))
    return {name: row[f"{name}_status"] for name in names}


RATIO = declared(
    "ratio",
    (),
    Protection({"part": figure(), "whole": Open(Empty.NOT_PUBLIC), "pct": Ratio("part", "whole")}),
)


@pytest.mark.parametrize(
    ("part", "whole", "why"),
    [
        (None, 4, "niet_gemeten"),
        (2, None, "niet_openbaar"),
        (None, None, "niet_gemeten"),
        (2, 0, "niet_van_toepassing"),
    ],
)
def test_a_percentage_is_empty_for_the_reason_that_its_figures_are(
    part: int | None, whole: int | None, why: str
) -> None:
    row = only(made(RATIO, {"year": 2023, "part": part, "whole": whole, "pct": None}))
    assert (row["pct"], row["pct_status"]) == (None, why)


def test_a_percentage_without_a_whole_is_not_called_withheld_because_its_part_is() -> None:
    row = {"year": 2023, "part": 2, "whole": None, "pct": None}
    found = only(made(RATIO, row, statuses={("2023", "ratio", "", "part"): Status.PRIMARY}))
    assert (found["part_status"], found["pct_status"]) == ("geheim", "niet_openbaar")


def test_rows_that_others_add_up_to_are_marked() -> None:
    rows = pl.LazyFrame({"sector": ["markt", "totaal", "markt", None], "form": ["inleen", "inleen", "totaal", "x"]})
    assert marked(rows, ["sector", "form", "other"]).collect()[IS_TOTAL].to_list() == [False, True, True, False]
    assert marked(rows, []).collect()[IS_TOTAL].to_list() == [False] * 4


def test_tables_of_figures_and_those_that_repeat_them_mark_totals() -> None:
    marking = {name for name, mart in PUBLIC_MARTS.items() if IS_TOTAL in mart.names()}
    assert marking == PUBLIC_MARTS.keys() - {"quality", "revisions"}
    assert all(IS_TOTAL not in mart.names() for mart in MARTS.values())


def test_whatever_can_be_empty_has_a_status_but_for_parts_of_keys() -> None:
    places = {column.name for column in PLACES}
    for mart in PUBLIC_MARTS.values():
        names = set(mart.names())
        empty = [column.name for column in mart.columns if column.nullable and column.name not in places]
        assert [name for name in empty if name + STATUS not in names] == []


def test_every_dimension_of_a_table_of_figures_is_a_column_of_observations() -> None:
    dimensions = {name for mart in MARTS.values() if mart.figures for name in mart.dimensions}
    assert {column.name for column in PLACES} == dimensions


def test_a_figure_that_is_not_there_says_why() -> None:
    assert reasons() == {
        "figure": "niet_gemeten",
        "legal": "niet_gemeten",
        "set": "niet_van_toepassing",
        "secret": "niet_openbaar",
        "copied": "niet_gemeten",
        "moved": "niet_van_toepassing",
        "other": "niet_van_toepassing",
    }


def test_of_a_published_year_nothing_else_was_measured() -> None:
    protection = Protection({**EMPTY.protection.columns, "origin": Open()})
    one = declared("empty", (), protection)
    row = {"year": 2016, "origin": "gepubliceerd"} | dict.fromkeys(EMPTY.protection.columns)
    frame = public(pl.DataFrame([row]), one, dict.fromkeys(row, True), {}, DEFAULT)
    found = only(frame)
    assert (found["other_status"], found["legal_status"], found["set_status"]) == (
        "niet_gemeten",
        "niet_gemeten",
        "niet_van_toepassing",
    )


RUNS = declared("runs", ("scenario", "sector"), Protection({"level": Moved(), "gap": Moved(), "target": Open()}))


def run(scenario: str, sector: str) -> Row:
    return {"scenario": scenario, "year": 2023, "sector": sector, "level": 100, "gap": None, "target": 3}


def test_all_figures_of_a_scenario_and_year_go_with_its_group() -> None:
    rows = [run(scenario, sector) for scenario in ("s", "t") for sector in ("markt", "overheid")]
    frame = made(RUNS, *rows, statuses={("2023", "runs", "scenario=s", "moved"): Status.SECONDARY})
    assert frame["level"].to_list() == [None, None, 100, 100]
    assert frame["level_status"].to_list() == ["geheim", "geheim", "vrij", "vrij"]
    assert frame["gap_status"].to_list() == ["niet_van_toepassing"] * 4
    assert frame["target"].to_list() == [3, 3, 3, 3]


def test_the_status_of_a_percentage_is_that_of_the_part_that_is_withheld() -> None:
    key = (*KEY, "pct")
    for part in ("people", "detailed"):
        assert status_of(ROUNDED, "pct", key, {(*KEY, part): Status.EARLIER}) is Status.EARLIER
    both: dict[Key, Status] = {(*KEY, "detailed"): Status.FREE, (*KEY, "people"): Status.PRIMARY}
    assert status_of(ROUNDED, "pct", key, both) is Status.PRIMARY
    assert status_of(ROUNDED, "pct", key, {}) is Status.FREE


# --- what a public mart says of itself ------------------------------------------------------------------------


def test_a_public_mart_says_what_it_withholds() -> None:
    statuses: dict[Key, Status] = {(*KEY, "people"): Status.PRIMARY}
    assert withheld_in(made(ROUNDED, ROW, statuses=statuses), ROUNDED) == {(*KEY, "people"), (*KEY, "pct")}
    assert withheld_in(made(ROUNDED, ROW), ROUNDED) == set()
    groups: dict[Key, Status] = {("2023", "runs", "scenario=s", "moved"): Status.PRIMARY}
    assert withheld_in(made(RUNS, run("s", "markt"), run("t", "markt"), statuses=groups), RUNS) == set(groups)


def test_a_value_beside_geheim_is_refused_without_saying_it() -> None:
    frame = made(ROUNDED, ROW).with_columns(people_status=pl.lit("geheim"))
    with pytest.raises(ValueError, match="mart rounded, column people") as refused:
        withheld_in(frame, ROUNDED)
    assert "40" not in str(refused.value)


# --- the marts of the registry --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DECLARED)
def test_a_mart_without_rows_has_its_public_columns(name: str) -> None:
    mart, one = MARTS[name], DECLARED[name]
    empty = {column.name: can_be_empty(column) for column in mart.columns}
    frame = public(tables.empty(mart), one, empty, {}, DEFAULT)
    wanted = tables.empty(PUBLIC_MARTS[name]).schema
    assert dict(frame.schema) == {column: kind for column, kind in wanted.items() if column != IS_TOTAL}
    assert tables.conform(marked(frame.lazy(), one.dimensions), PUBLIC_MARTS[name]).schema == wanted
    assert withheld_in(frame, one) == set()


@pytest.mark.parametrize("name", DECLARED)
def test_every_mart_withholds_every_figure_when_asked(name: str) -> None:
    """A row of each mart of which everything is withheld: no figure that can be withheld is left."""
    mart, one = MARTS[name], DECLARED[name]
    values = {"text": "x", "integer": 2023, "float": 1.5, "flag": True}
    row = {column.name: values[column.kind.value] for column in mart.columns}
    frame = pl.DataFrame([row])
    place = ";".join(f"{column}={row[column]}" for column in one.dimensions)
    keys = [("2023", name, place, column) for column in one.protection.columns]
    group = ("2023", name, place.split(";")[0], "moved")
    empty = {column.name: can_be_empty(column) for column in mart.columns}
    found = only(public(frame, one, empty, dict.fromkeys([*keys, group], Status.PRIMARY), DEFAULT))
    for column, decision in one.protection.columns.items():
        if isinstance(decision, Figure | Moved | Ratio):
            assert (found[column], found[f"{column}_status"]) == (None, "geheim")
