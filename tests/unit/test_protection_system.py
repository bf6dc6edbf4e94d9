"""Cells, equations and what must stay possible (docs/spec/disclosure.md, section 5)."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from transforms.protection.rules import BaseCounts, Exact, Measure, Thresholds
from transforms.protection.system import Cell, Equation, Key, Need, Status, System, needs, with_implied_bounds

DEFAULTS = Thresholds()


def cell(name: str, value: Exact, counts: BaseCounts | None = None) -> Cell:
    return Cell((name,), value, (name,), counts=counts)


def equation(*terms: tuple[str, Exact], constant: Exact = 0) -> Equation:
    return Equation(tuple(((name,), coefficient) for name, coefficient in terms), constant)


def needed(*cells: Cell, thresholds: Thresholds = DEFAULTS) -> dict[Key, Need]:
    return needs(System(cells, ()), thresholds)


@pytest.mark.parametrize(
    ("cells", "equations", "problem"),
    [
        ([cell("a", 1), cell("a", 1)], [], "a stands in the system 2 times"),
        ([replace(cell("a", 77), lower=78)], [], "a lies outside its natural bounds"),
        ([replace(cell("a", 77), upper=76)], [], "a lies outside its natural bounds"),
        ([cell("a", 77)], [equation(("a", 1), ("b", 1))], "an equation names b"),
        ([cell("a", 77), cell("b", 76)], [equation(("a", 1), ("b", -1))], "the equation of a does not hold"),
        ([cell("a", 77)], [equation(("a", Fraction(1, 3)), constant=25)], "the equation of a does not hold"),
        ([cell("a", 77), Cell(("b",), 1, ("a",), never=True)], [], "the bundle a holds figures that are never"),
    ],
)
def test_what_is_no_system_is_refused_without_a_value(
    cells: list[Cell], equations: list[Equation], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        System(tuple(cells), tuple(equations))
    assert "7" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_equations_hold_exactly() -> None:
    thirds = [cell("a", Fraction(1, 3)), cell("b", Fraction(2, 3)), cell("c", 1)]
    System(tuple(thirds), (equation(("a", 1), ("b", 1), ("c", -1)), equation(("a", 3), constant=1)))


def test_cost_goes_by_people_and_margins_are_six_times_dearer() -> None:
    inner = cell("a", 0, BaseCounts(9))
    assert inner.cost == pytest.approx(1 + math.log(10))
    assert replace(inner, margin=True).cost == pytest.approx(6 * inner.cost)
    assert cell("a", 9).cost == inner.cost
    amount = Cell(("a",), 9, ("a",), measure=Measure.AMOUNT)
    assert amount.cost == 1
    assert replace(amount, counts=BaseCounts(employers=9)).cost == inner.cost


def test_a_bundle_costs_as_its_dearest_cell_and_never_cells_are_not_up_for_it() -> None:
    cells = (
        Cell(("a",), 9, ("b",)),
        Cell(("c",), 99, ("b",)),
        Cell(("d",), 1, ("e",), never=True),
        Cell(("f",), 1, ("g",), published=False),
        Cell(("h",), 1, ("i",), fixed=Status.FREE),
    )
    assert System(cells, ()).bundle_costs == {("b",): cells[1].cost}


@pytest.mark.parametrize(("lower", "low"), [(0, 0), (1, 1)])
def test_few_people_may_be_none_or_one_up_to_ten(lower: int, low: int) -> None:
    few = replace(cell("a", 3, BaseCounts(3)), lower=lower)
    assert needed(few) == {("a",): Need(("a",), low, 10)}
    assert needed(few, thresholds=Thresholds(min_persons=3)) == {}


def test_few_in_the_complement_are_protected_in_its_own_cell() -> None:
    working = replace(cell("w", 30, BaseCounts(30, complement_persons=4)), complement=("n",))
    rest = Cell(("n",), 4, ("n",), published=False)
    assert needed(working, rest) == {("n",): Need(("n",), 0, 10)}


def test_a_complement_without_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="w has base counts of a complement"):
        needed(cell("w", 30, BaseCounts(30, complement_persons=4)))


def test_nobody_of_a_group_may_be_ten() -> None:
    nobody = cell("w", 0, BaseCounts(0, complement_persons=30))
    assert needed(nobody) == {("w",): Need(("w",), 0, 10)}


def test_jobs_of_few_people_may_be_those_of_none_or_ten() -> None:
    jobs = Cell(("j",), Fraction(5, 2), ("j",), measure=Measure.AMOUNT, counts=BaseCounts(3))
    assert needed(jobs) == {("j",): Need(("j",), 0, 10)}
    assert needed(replace(jobs, value=12)) == {("j",): Need(("j",), 0, 13)}
    assert needed(replace(jobs, unit=100)) == {("j",): Need(("j",), 0, 1000)}


def test_few_employers_may_be_one_to_three() -> None:
    employers = Cell(("e",), 2, ("e",), measure=Measure.EMPLOYERS, counts=BaseCounts(employers=2))
    assert needed(employers) == {("e",): Need(("e",), 1, 3)}


def test_a_dominated_amount_may_be_u_higher_and_lower() -> None:
    counts = BaseCounts(employers=5, largest=1000, second=100, total=1140)
    amount = Cell(("a",), 1140, ("a",), measure=Measure.AMOUNT, counts=counts)
    assert needed(amount) == {("a",): Need(("a",), 1080, 1200)}
    in_jobs = replace(amount, value=Fraction(1140, 100))
    assert needed(in_jobs) == {("a",): Need(("a",), Fraction(108, 10), 12)}


def test_an_amount_of_few_employers_may_differ_by_p_percent_of_the_largest() -> None:
    counts = BaseCounts(employers=2, largest=1000, second=500, total=1500)
    amount = Cell(("a",), 1500, ("a",), measure=Measure.AMOUNT, counts=counts)
    assert needed(amount) == {("a",): Need(("a",), 1400, 1600)}
    unknown = replace(amount, counts=BaseCounts(known_contributors=False))
    assert needed(unknown) == {("a",): Need(("a",), 1350, 1650)}


def test_several_rules_ask_for_all_that_each_asks() -> None:
    counts = BaseCounts(5, 1, 1000, 0, 1000)
    amount = Cell(("a",), 1000, ("a",), measure=Measure.AMOUNT, counts=counts)
    assert needed(amount) == {("a",): Need(("a",), 0, 1100)}


def test_nothing_is_asked_of_what_is_never_withheld_or_was_published_in_another_year() -> None:
    few = cell("a", 3, BaseCounts(3))
    assert needed(replace(few, never=True)) == {}
    assert needed(replace(few, fixed=Status.FREE)) == {}
    assert needed(replace(few, fixed=Status.SECONDARY)) == {}
    assert needed(replace(few, fixed=Status.PRIMARY)) == {("a",): Need(("a",), 0, 10)}


def test_a_year_keeps_its_own_thresholds() -> None:
    few = replace(cell("a", 3, BaseCounts(3)), fixed=Status.PRIMARY, thresholds=Thresholds(min_persons=5))
    assert needed(few) == {("a",): Need(("a",), 0, 5)}


def test_rows_show_how_many_their_total_is_at_least() -> None:
    parts = [replace(cell(name, 2), lower=1) for name in "abc"]
    whole, all_of_it = cell("t", 6), cell("u", 16)
    table = System(
        (all_of_it, whole, cell("v", 10), *parts),
        (
            equation(("t", 1), ("v", 1), ("u", -1)),
            equation(("a", 1), ("b", 1), ("c", 1), ("t", -1)),
        ),
    )
    bounded = with_implied_bounds(table)
    found = {key[0]: cell.lower for key, cell in bounded.by_key.items()}
    assert found == dict(a=1, b=1, c=1, t=3, u=3, v=0)  # noqa: C408 (one letter a cell reads best)


def test_bounds_from_above_imply_bounds_from_below() -> None:
    table = System((replace(cell("a", 2), upper=4), cell("b", 8)), (equation(("a", 1), ("b", 1), constant=10),))
    assert with_implied_bounds(table).by_key["b",].lower == 6
