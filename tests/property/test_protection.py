"""Disclosure control (docs/spec/disclosure.md, section 9): an attacker of our own, brute force, vintages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.support.attacker import Attacker, alone, found_narrow, must_stay_possible
from tests.support.registers import Person, registers, system_of, two_years
from transforms.protection.audit import Attack
from transforms.protection.linear import linear
from transforms.protection.protect import NotProtectableError, Protected, audit, protect
from transforms.protection.rules import Thresholds
from transforms.protection.solver import Budget
from transforms.protection.system import Cell, Equation, Key, Need, Status, System
from transforms.protection.vintages import Vintage

DEFAULTS = Thresholds()


@st.composite
def one_year(draw: st.DrawFn) -> System:
    return system_of(draw(registers(draw(st.sampled_from([(3, 3), (4, 2), (2, 2, 2)])))))


@st.composite
def joined_years(draw: st.DrawFn) -> System:
    before = draw(registers((2, 3), most=25))
    after = [
        person
        for n, person in enumerate(reversed(before))
        if n >= 15 and (person.hours == 90 or draw(st.integers(0, 9)))
    ]
    came = draw(st.lists(st.sampled_from(before), max_size=20)) + before[-25:]
    return two_years(before, [*after, *(person._replace(number=1000 + n) for n, person in enumerate(came))])


systems = st.one_of(one_year(), joined_years())


def withheld(statuses: Mapping[Key, Status]) -> set[Key]:
    return {key for key, status in statuses.items() if status is not Status.FREE}


def attacked(system: System, hidden: Collection[Key]) -> list[Key]:
    """What is found, by programmes or by an insider."""
    needed = must_stay_possible(system)
    intervals = Attacker().reads(system, hidden).intervals([(0, key) for key in needed])
    values = {cell.key: float(cell.value) for cell in system.cells}
    for (_, key), (low, high) in intervals.items():
        assert low - 1e-6 <= values[key] <= high + 1e-6, key
    return found_narrow(intervals, needed) + alone(system, hidden)


def finds_anything(system: System, hidden: Collection[Key]) -> bool:
    """The same, until the first find."""
    needed, attacker = must_stay_possible(system), Attacker().reads(system, hidden)
    return bool(alone(system, hidden)) or any(
        found_narrow(attacker.intervals([(0, key)]), needed) for key in sorted(needed)
    )


def protected_or_hopeless(system: System) -> Protected | None:
    """None where even withholding all that may be withheld is not enough, which the attacker has to confirm."""
    try:
        return protect(system, DEFAULTS)
    except NotProtectableError as error:
        failed = set(error.cells)
    everything = {cell.key for cell in system.cells if cell.may_be_withheld}
    assert failed
    assert failed <= set(attacked(system, everything))
    return None


@settings(max_examples=40)
@given(systems)
def test_nobody_finds_a_narrow_cell_and_the_truth_is_in_every_interval(system: System) -> None:
    done = protected_or_hopeless(system)
    event("protected" if done else "hopeless")
    assume(done is not None)
    assert done is not None
    assert attacked(system, withheld(done.statuses)) == []
    assert done.report.passed
    assert done.report.tried == len(must_stay_possible(system))


@settings(max_examples=8)
@given(systems)
def test_every_secondary_cell_is_needed(system: System) -> None:
    done = protected_or_hopeless(system)
    assume(done is not None)
    assert done is not None
    hidden = withheld(done.statuses)
    of_bundle = {cell.key: cell.bundle for cell in system.cells}
    for bundle in sorted({of_bundle[key] for key, status in done.statuses.items() if status is Status.SECONDARY}):
        freed = {key for key in hidden if of_bundle[key] == bundle}
        written = {**done.statuses, **dict.fromkeys(freed, Status.FREE)}
        assert not audit(system, DEFAULTS, written).passed
        assert finds_anything(system, hidden - freed)


@settings(max_examples=15)
@given(systems, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_statuses_in_any_order(system: System, chance: object) -> None:
    cells, equations = list(system.cells), list(system.equations)
    chance.shuffle(cells)  # type: ignore[attr-defined]
    chance.shuffle(equations)  # type: ignore[attr-defined]
    results = []
    for again in (system, system, System(tuple(cells), tuple(equations))):
        done = protected_or_hopeless(again)
        results.append(done and (list(done.decisions.items()), done.report))
    assert results[0] == results[1] == results[2]


@st.composite
def chains(draw: st.DrawFn) -> list[System]:
    """Three releases of a year: each time a few people get other hours, leave, come or find work."""
    people = draw(registers((2, 3), most=25))
    releases = [system_of(people)]
    for _ in range(2):
        people = list(people)
        for _ in range(draw(st.integers(0, 3))):
            change(draw, people)
        releases.append(system_of(people))
    return releases


def change(draw: st.DrawFn, people: list[Person]) -> None:
    at = draw(st.integers(0, len(people) - 1))
    person = people[at]
    what = draw(st.sampled_from(["hours", "leaves", "comes", "works"]))
    if what == "hours" and person.employer:
        people[at] = person._replace(hours=person.hours + 9)
    elif what == "works":
        people[at] = person._replace(employer="p", hours=50)
    elif what == "comes":
        people.append(person._replace(number=5000 + len(people)))
    elif what == "leaves":
        people.pop(at)


@settings(max_examples=20)
@given(chains())
def test_statuses_only_grow_and_no_chain_of_vintages_gives_anything_away(releases: list[System]) -> None:
    earlier: list[Vintage] = []
    attacker = Attacker()
    for number, system in enumerate(releases):
        try:
            done = protect(system, DEFAULTS, earlier)
        except NotProtectableError:
            event(f"hopeless at {number}")
            break
        event(f"protected {number}")
        check_vintage(done, earlier)
        attacker.reads(system, withheld(done.statuses), number)
        needed = {key: need for key, need in must_stay_possible(system).items() if key not in done.known}
        intervals = attacker.intervals([(number, key) for key in needed])
        assert found_narrow(intervals, needed) == []
        earlier.append(Vintage.of(f"r{number}", system, done.statuses))


def check_vintage(done: Protected, earlier: Sequence[Vintage]) -> None:
    """What was withheld is withheld; what counts as known was published, and is primary all the same."""
    for vintage in earlier:
        before = {key for key, figure in vintage.figures.items() if figure.status.withheld}
        assert before & done.statuses.keys() <= withheld(done.statuses)
    for key, release in done.known.items():
        assert next(v for v in earlier if v.name == release).figures[key].status is Status.FREE


# Brute force: all tables of whole numbers.


def table_system(
    inner: Mapping[tuple[int, ...], int], shape: tuple[int, ...], hidden: Collection[tuple[int, ...]]
) -> System:
    """A table of any number of axes; index -1 is the total of an axis."""
    cells, equations = [], []
    for at in product(*((*range(size), -1) for size in shape)):
        value = sum(v for place, v in inner.items() if all(a in {-1, p} for a, p in zip(at, place, strict=True)))
        cells.append(Cell(key_of(at), value, key_of(at), published=at not in hidden))
        for axis in (axis for axis in range(len(shape)) if at[axis] == -1):
            parts = [(key_of((*at[:axis], n, *at[axis + 1 :])), 1) for n in range(shape[axis])]
            equations.append(Equation(((key_of(at), -1), *parts)))
    return System(tuple(cells), tuple(equations))


def key_of(at: tuple[int, ...]) -> Key:
    return tuple("t" if n == -1 else str(n) for n in at)


def all_tables(
    shape: tuple[int, ...], known: Mapping[tuple[int, ...], int], most: int
) -> Iterator[dict[tuple[int, ...], int]]:
    """Every table of whole numbers with these cells and totals, one inner cell after another."""
    places = list(product(*(range(size) for size in shape)))

    def whole(table: dict[tuple[int, ...], int], at: tuple[int, ...]) -> int:
        return sum(v for place, v in table.items() if all(a in {-1, p} for a, p in zip(at, place, strict=True)))

    def extend(table: dict[tuple[int, ...], int]) -> Iterator[dict[tuple[int, ...], int]]:
        if any(whole(table, at) > total for at, total in known.items()):
            return
        if len(table) == len(places):
            if all(whole(table, at) == total for at, total in known.items()):
                yield table
            return
        place = places[len(table)]
        for value in [known[place]] if place in known else range(most + 1):
            yield from extend({**table, place: value})

    return extend({})


@st.composite
def tiny_tables(draw: st.DrawFn, shapes: Sequence[tuple[int, ...]]) -> tuple[System, list[dict[Key, int]]]:
    shape = draw(st.sampled_from(shapes))
    inner = {place: draw(st.integers(0, 2)) for place in product(*(range(size) for size in shape))}
    everything = list(product(*((*range(size), -1) for size in shape)))
    grand = (-1,) * len(shape)
    hidden = set(draw(st.lists(st.sampled_from([at for at in everything if at != grand]), min_size=1, max_size=7)))
    system = table_system(inner, shape, hidden)
    known = {at: int(system.by_key[key_of(at)].value) for at in everything if at not in hidden}
    tables = list(all_tables(shape, known, sum(inner.values())))
    worlds = [
        {
            key_of(at): sum(
                v for place, v in table.items() if all(a in {-1, p} for a, p in zip(at, place, strict=True))
            )
            for at in hidden
        }
        for table in tables
    ]
    return system, worlds


def bounds_of(system: System) -> dict[Key, tuple[float, float]]:
    """What the audit's programmes say of every withheld cell."""
    hidden = [cell.key for cell in system.cells if not cell.published]
    every = {key: Need(key, 0, system.by_key[key].value + 1) for key in hidden}
    fixed = System(tuple(replace(cell, never=cell.published) for cell in system.cells), system.equations)
    numbers = linear(fixed, every, ())
    found = {}
    for place, cell in enumerate(numbers.cells):
        attack = Attack(numbers, np.ones(len(numbers.cells), dtype=np.bool_), Budget(60.0))
        attack.reach(place, 1.0)
        attack.reach(place, -1.0)
        unit, value = numbers.scale[place], float(cell.value)
        found[cell.key] = (value + unit * float(attack.low[place]), value + unit * float(attack.high[place]))
    return found


@settings(max_examples=60)
@given(tiny_tables([(2, 2), (2, 3), (3, 3), (4, 2), (1, 4)]))
def test_brute_force_agrees_in_two_dimensions(tiny: tuple[System, list[dict[Key, int]]]) -> None:
    """A table with totals is a network: its matrix is totally unimodular, and every bound is a whole number."""
    system, worlds = tiny
    assert worlds
    bounds = bounds_of(system)
    assert bounds.keys() == worlds[0].keys()
    for key, (low, high) in bounds.items():
        possible = [world[key] for world in worlds]
        assert (low, high) == pytest.approx((min(possible), max(possible)), abs=1e-6), key


@settings(max_examples=30)
@given(tiny_tables([(2, 2, 2), (3, 2, 2)]))
def test_brute_force_lies_within_in_three_dimensions(tiny: tuple[System, list[dict[Key, int]]]) -> None:
    system, worlds = tiny
    assert worlds
    bounds = bounds_of(system)
    assert bounds.keys() == worlds[0].keys()
    for key, (low, high) in bounds.items():
        possible = [world[key] for world in worlds]
        assert low - 1e-6 <= min(possible) <= max(possible) <= high + 1e-6, key


def test_brute_force_agrees_on_a_table_of_four_by_four() -> None:
    inner: dict[tuple[int, ...], int] = {(r, c): (3 * r + 5 * c) % 4 for r in range(4) for c in range(4)}
    hidden = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 3), (2, 3), (2, 1)}
    system = table_system(inner, (4, 4), hidden)
    everywhere = list(product(range(-1, 4), repeat=2))
    known = {at: int(system.by_key[key_of(at)].value) for at in everywhere if at not in hidden}
    tables = list(all_tables((4, 4), known, 3 * 4))
    bounds = bounds_of(system)
    assert len(tables) > 1
    for at in hidden:
        possible = [table[at] for table in tables]
        assert bounds[key_of(at)] == pytest.approx((min(possible), max(possible)), abs=1e-6)
