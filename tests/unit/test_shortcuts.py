"""Where the measurement of a year takes a shorter way, it comes to what the longer one comes to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import marts as making
from tests.spec.laws import law
from transforms import returns
from transforms.analyses.liv_by_size import AMOUNT, paid_in_parts
from transforms.analyses.participation_cohort import cohorts, years_of_cohorts
from transforms.protection.contributions import Contributions, of_amounts, of_lines
from warehouse.registry.analyses import TARGET_GROUP

LARGE = 10**17
LINES = {
    "cell": pl.String,
    "person": pl.UInt64,
    "fiscal": pl.UInt64,
    "period_days": pl.Int64,
    "hour_days": pl.Int64,
}
WORKED = st.tuples(
    st.sampled_from(("a", "b")),
    st.integers(1, 4),
    st.sampled_from((1, 2, 3, 2**64 - 1)),
    st.sampled_from((1, 7, 28, 30, 31)),
    st.sampled_from((0, 1, 2, 30, 31, LARGE, LARGE + 1)),
)
PUBLIC = frozenset({2, 2**64 - 1})
RETURN = {
    "employer": pl.Int64,
    "person": pl.Int64,
    "numiv": pl.Int64,
    "datum_aanvang_tijdvak": pl.Date,
    "datum_einde_tijdvak": pl.Date,
    "datum_ontvangst": pl.Date,
    "volgnummer": pl.Int64,
    "status": pl.String,
}
RETURNED = st.tuples(
    st.integers(1, 2),
    st.integers(1, 2),
    st.integers(1, 2),
    st.just(date(2023, 12, 1)),
    st.sampled_from((date(2023, 12, 28), date(2023, 12, 31))),
    st.sampled_from((date(2024, 1, 1), date(2024, 5, 1), date(2024, 5, 2))),
)
STATUSES = st.sampled_from(("initieel", "correctie", "intrekking"))


def one_by_one(lines: list[tuple[str, int, int, int, int]]) -> dict[tuple[str], Contributions]:
    """The contributions to each cell, line by line."""
    hours: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    people: dict[str, set[int]] = defaultdict(set)
    for cell, person, employer, days, hour_days in lines:
        if hour_days:
            hours[cell][employer] += Fraction(hour_days, days)
            people[cell].add(person)
    return {(cell,): of_amounts(amounts, PUBLIC, len(people[cell])) for cell, amounts in hours.items()}


@settings(max_examples=40, deadline=None)
@given(st.lists(WORKED, max_size=20))
def test_contributions_are_what_they_are_line_by_line(lines: list[tuple[str, int, int, int, int]]) -> None:
    assert of_lines(pl.LazyFrame(lines, schema=LINES, orient="row"), PUBLIC, "cell") == one_by_one(lines)


def test_the_largest_employer_is_found_where_floating_point_does_not_tell() -> None:
    lines = [("a", 1, 1, 1, LARGE), ("a", 2, 2, 1, LARGE + 1), ("a", 3, 3, 1, LARGE - 1)]
    assert float(LARGE) == float(LARGE + 1)
    (found,) = of_lines(pl.LazyFrame(lines, schema=LINES, orient="row"), PUBLIC, "cell").values()
    assert (found.largest, found.second) == (Fraction(LARGE + 1), Fraction(LARGE))


def last_ones(lines: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Of the lines up to the cut the last one of each identification, unless it is withdrawn."""
    found: dict[tuple[object, ...], tuple[object, ...]] = {}
    for one in sorted(lines, key=lambda one: one[5:7]):
        if one[5] <= date(2024, 5, 1):  # type: ignore[operator]
            found[one[:5]] = one
    return sorted(one for one in found.values() if one[-1] != "intrekking")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(RETURNED, STATUSES), max_size=20))
def test_at_the_cut_the_last_line_counts_of_one_or_of_many(drawn: list[tuple[tuple[object, ...], str]]) -> None:
    lines = [(*about, number, status) for number, (about, status) in enumerate(drawn)]
    found = returns.at_the_cut(pl.LazyFrame(lines, schema=RETURN, orient="row"), law(2023)).collect()
    assert sorted(found.rows()) == last_ones(lines)


def test_lines_with_the_same_hash_are_told_apart(monkeypatch) -> None:
    monkeypatch.setattr(returns, "_hashed", lambda: pl.col("numiv") * 0)
    day = date(2023, 12, 1)
    lines = [(employer, 1, 1, day, day, date(2024, 1, 1), employer, "initieel") for employer in range(5)]
    found = returns.at_the_cut(pl.LazyFrame(lines, schema=RETURN, orient="row"), law(2023)).collect()
    assert sorted(found.rows()) == lines


def test_amounts_are_summed_beyond_what_a_decimal_of_python_holds() -> None:
    large, small = "99999999999999999999.000000000000000001", "0.000000000000000001"
    bedrag = pl.Series("bedrag", [large, small]).cast(AMOUNT)
    liv = pl.LazyFrame({"fiscal": [1, 1], "bedrag": bedrag})
    employer = {"fiscal": [1], "suffix": [1], "sector": ["markt"], "aantal_werknemers": [3], "verloonde_uren": [1]}
    classes = pl.LazyFrame({"code": ["22"], "from_employees": [3], "to_employees": [4]})
    parts, found = paid_in_parts(liv, pl.LazyFrame(employer), classes)
    assert found == {"22": {1: (10**20 - 1) * parts + 2}}


def test_only_years_of_whole_cohorts_are_read() -> None:
    assert cohorts(2023, {2021, 2022, 2023, 2024}) == [2021, 2022]
    assert years_of_cohorts(2023, {2020, 2021, 2022, 2023}) == {2021, 2022, 2023}
    assert years_of_cohorts(2023, {2022, 2023, 2025}) == set()


def test_a_table_that_others_need_is_made_once(monkeypatch) -> None:
    made: list[object] = []

    def make(of: object) -> pl.LazyFrame:
        made.append(of)
        return pl.LazyFrame()

    monkeypatch.setitem(making.OF_YEAR, TARGET_GROUP, make)
    of = SimpleNamespace(made={})
    assert making._made(TARGET_GROUP, of) is making._made(TARGET_GROUP, of)  # type: ignore[arg-type]
    assert made == [of]
