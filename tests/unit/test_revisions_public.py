"""What readers are told of changes: of figures that are withheld that they may have changed, never that they did."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from transforms.revisions import SCHEMA, Keyed, public_changes

Row = dict[str, Any]
KEY = ("year", "a")
WITHHELD = (None, None, None, "geheim", "geheim", "geheim")


def row(year: int, a: str, jobs: int | None, status: str = "vrij") -> Row:
    return {"year": year, "a": a, "jobs": jobs, "jobs_status": status}


def mart(*rows: Row, key: tuple[str, ...] = KEY) -> Keyed:
    types = {"jobs": pl.Int64, "year": pl.Int64, "cohort_start": pl.Int64}
    names = list(rows[0]) if rows else [*key, "jobs", "jobs_status"]
    return pl.DataFrame(list(rows), schema={name: types.get(name, pl.String) for name in names}, orient="row"), key


def told(old: Keyed, new: Keyed, *years: int, revised_only: bool = False) -> list[tuple[Any, ...]]:
    return public_changes({"m": old}, {"m": new}, {"m": years}, revised_only=revised_only).drop("mart").rows()


def test_a_changed_figure_is_told_with_its_statuses() -> None:
    found = public_changes({"m": mart(row(2023, "x", 10))}, {"m": mart(row(2023, "x", 15))}, {"m": [2023]})
    assert found.rows() == [("m", "year=2023 a=x", "jobs", "10", "15", 5.0, "vrij", "vrij", "vrij")]
    assert found.schema == SCHEMA | dict.fromkeys(("old_status", "new_status", "difference_status"), pl.String)


def test_withheld_figures_have_a_row_whether_they_changed_or_not() -> None:
    """Withheld before, after, both, or neither: only the last row is told by its change."""
    old = mart(
        row(2023, "a", None, "geheim"),
        row(2023, "b", 20),
        row(2023, "c", None, "geheim"),
        row(2023, "d", 30),
        row(2023, "e", 40),
    )
    new = mart(
        row(2023, "a", 10),
        row(2023, "b", None, "geheim"),
        row(2023, "c", None, "geheim"),
        row(2023, "d", 35),
        row(2023, "e", 40),
    )
    assert told(old, new, 2023) == [
        ("year=2023 a=a", "jobs", *WITHHELD),
        ("year=2023 a=b", "jobs", *WITHHELD),
        ("year=2023 a=c", "jobs", *WITHHELD),
        ("year=2023 a=d", "jobs", "30", "35", 5.0, "vrij", "vrij", "vrij"),
    ]


def test_nothing_is_told_of_withheld_figures_of_other_years() -> None:
    same = [row(2021, "x", None, "geheim"), row(2022, "x", None, "geheim"), row(2023, "x", None, "geheim")]
    assert [cell for cell, *_ in told(mart(*same), mart(*same), 2023)] == ["year=2023 a=x"]
    assert told(mart(*same), mart(*same)) == []


def test_no_status_is_told_as_if_it_were_a_figure() -> None:
    found = told(mart(row(2023, "x", 10)), mart(row(2023, "x", None, "niet_gemeten")), 2023)
    assert found == [("year=2023 a=x", "jobs", "10", None, None, "vrij", "niet_van_toepassing", "niet_van_toepassing")]


def test_new_and_dropped_rows_are_told_unless_only_revisions_are_asked() -> None:
    old = mart(row(2023, "dropped", 10), row(2023, "secret_dropped", None, "geheim"), row(2023, "same", 5))
    new = mart(row(2023, "new", 15), row(2023, "secret_new", None, "geheim"), row(2023, "same", 5))
    assert told(old, new, 2023) == [
        ("year=2023 a=dropped", "jobs", "10", None, None, "vrij", "niet_van_toepassing", "niet_van_toepassing"),
        ("year=2023 a=new", "jobs", None, "15", None, "niet_van_toepassing", "vrij", "niet_van_toepassing"),
        ("year=2023 a=secret_dropped", "jobs", *WITHHELD),
        ("year=2023 a=secret_new", "jobs", *WITHHELD),
    ]
    assert told(old, new, 2023, revised_only=True) == []


def test_a_mart_that_came_or_went_is_told_too() -> None:
    one = mart(row(2023, "x", None, "geheim"))
    assert [cell for cell, *_ in told(mart(), one, 2023)] == ["year=2023 a=x"]
    found = public_changes({}, {"m": one}, {"m": [2023]})
    assert found["cell"].to_list() == ["year=2023 a=x"]
    assert public_changes({"m": one}, {}, {"m": [2023]}, revised_only=True).rows() == []


def test_rows_are_sorted_by_key_and_not_by_size() -> None:
    old = mart(*(row(2023, a, 0) for a in "dbca"))
    new = mart(row(2023, "d", 1), row(2023, "b", 5), row(2023, "c", None, "geheim"), row(2023, "a", 100))
    assert [cell for cell, *_ in told(old, new, 2023)] == [f"year=2023 a={a}" for a in "abcd"]


def test_a_cohort_is_under_its_first_year() -> None:
    def cohort(start: int) -> Row:
        return {"cohort_start": start, "a": "x", "jobs": None, "jobs_status": "geheim"}

    frame = mart(cohort(2020), cohort(2021), key=("cohort_start", "a"))
    assert [cell for cell, *_ in told(frame, frame, 2021, 2022, 2023)] == ["cohort_start=2021 a=x"]


def test_the_year_goes_by_the_column_wherever_it_stands_in_the_key() -> None:
    one = {"a": "x", "year": 2023, "jobs": None, "jobs_status": "geheim"}
    frame = mart(one, key=("a", "year"))
    assert [cell for cell, *_ in told(frame, frame, 2023)] == ["a=x year=2023"]


@pytest.mark.parametrize("name", ["x year=1999", "x year=abc", "=", "naam met spaties", ""])
def test_a_name_that_looks_like_a_year_is_no_year(name: str) -> None:
    """Commissioning bodies and ministries have the names that they were delivered with."""
    frame = mart(row(2023, name, None, "geheim"))
    assert len(told(frame, frame, 2023)) == 1
    assert told(frame, frame, 1999) == []


def test_each_mart_has_its_own_years() -> None:
    frame = mart(row(2021, "x", None, "geheim"))
    found = public_changes({"m": frame, "n": frame}, {"m": frame, "n": frame}, {"m": [2021], "n": [2023]})
    assert found["mart"].to_list() == ["m"]
