"""Random registers as they are published, in the hands of the attacker on files (docs/spec/disclosure.md, section 9).

What must hold, and the tests that hold it (those of whole releases are in tests/integration/test_disclosure.py):

1  no value where the status is not `vrij`       test_an_attacker_finds_nothing; tests/privacy/test_withheld.py
2  an attacker finds nothing, in a release       test_an_attacker_finds_nothing; test_protection.py
   and in a chain                                test_an_attacker_finds_nothing_in_a_chain
   with rounding off                             test_an_attacker_finds_nothing_with_rounding_off
3  one secondary figure set free is found        test_each_secondary_figure_is_needed
4  free figures are the exact ones, rounded      test_an_attacker_finds_nothing (statuses are among its findings)
5  the truth lies in every interval              test_brute_force_agrees, test_the_truth_lies_in_every_interval
6  statuses only grow                            test_an_attacker_finds_nothing_in_a_chain
7  the same input gives the same                 test_rows_in_any_order_give_the_same
8  37 of 37 letter numbers stand in public       of a true-size release: tests/spec/step_11_rounding.py
9  two places                                    tests/privacy/test_withheld.py
10 without exposed figures all is free           test_without_exposed_figures_all_is_free
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from flows.protection import Asked, Earlier, Result, protect_release
from tests.support.published_attacker import Attacker, attack
from tests.support.published_by_hand import PEOPLE, ByHand, place, register_release, with_totals
from tests.support.published_files import FREE, SECRET, Name, Release, Row
from tests.support.registers import HOURS_PER_JOB, Person, by_row, registers
from warehouse.errors import ProtectionError
from warehouse.registry.facts import BASE_COUNTS
from warehouse.registry.facts import STATUSES as DISCLOSURE
from warehouse.registry.marts import MARTS
from warehouse.settings import Disclosure
from warehouse.tables import conform, empty

YEAR = 2023
MART = "target_group"
SETTINGS = Disclosure()
UNROUNDED = Disclosure(round_persons_to=1, round_detailed_jobs_to=1, round_euros_to=1)
FIGURES = ("registered", "working", "level_jobs")


def exact_row(row: Sequence[str], inside: Sequence[Person]) -> Row:
    """A row of the exact mart."""
    working = [person for person in inside if person.employer is not None]
    jobs = sum(person.hours for person in working) / HOURS_PER_JOB
    pct = round(len(working) * 100 / len(inside), 1)
    numbers = {"registered": len(inside), "working": len(working), "working_pct": pct}
    key = {"year": YEAR, "ground": row[0], "arbeidsmarktregio": row[1]}
    return {
        **key,
        **numbers,
        "level_jobs_exact": float(jobs),
        "level_jobs": int(jobs + Fraction(1, 2)),
    }


def counts_of(row: Sequence[str], inside: Sequence[Person]) -> list[Row]:
    """What a row rests on."""
    at = {"year": YEAR, "mart": MART, "key": place(*row), "known": True}
    hours: dict[str, int] = defaultdict(int)
    for person in inside:
        if person.employer is not None:
            hours[person.employer] += person.hours
    largest, second = [*sorted(hours.values(), reverse=True), 0, 0][:2]
    working = sum(person.employer is not None for person in inside)
    amounts = {"largest": float(largest), "second": float(second), "total": float(sum(hours.values()))}
    of_hours = {"persons": working, "employers": len(hours), "public_employers": 0, **amounts}
    people = {"registered": len(inside), "working": working}
    return [
        {**EMPTY, **at, "measure": "hours", **of_hours},
        *({**EMPTY, **at, "measure": measure, "persons": many} for measure, many in people.items()),
    ]


EMPTY: Row = dict.fromkeys(BASE_COUNTS.names())


def frames(people: Sequence[Person]) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The exact marts of a register, most of them without rows, and its base counts."""
    rows = by_row(people)
    mart = pl.DataFrame([exact_row(row, inside) for row, inside in rows.items()])
    counts = pl.DataFrame(
        [one for row, inside in rows.items() for one in counts_of(row, inside)], infer_schema_length=None
    )
    marts = {name: empty(mart) for name, mart in MARTS.items()}
    return marts | {MART: conform(mart.lazy(), MARTS[MART])}, conform(counts.lazy(), BASE_COUNTS)


def protected(people: Sequence[Person], disclosure: Disclosure, earlier: Sequence[Earlier] = ()) -> Result | None:
    """A register through disclosure control; None where it cannot be protected."""
    marts, counts = frames(people)
    asked = Asked(marts, counts, empty(DISCLOSURE), [YEAR], {YEAR: disclosure}, earlier)
    try:
        return protect_release(asked)
    except ProtectionError as error:
        event(str(error).partition(":")[0])
        return None


def release_of(people: Sequence[Person], done: Result, name: str = "r1") -> Release:
    """What a reader has of it."""
    marts, counts = frames(people)
    public = {MART: done.marts[MART].to_dicts()}
    return Release(name, public, {MART: marts[MART].to_dicts()}, counts.to_dicts())


def earlier_of(people: Sequence[Person], done: Result, name: str) -> Earlier:
    marts, counts = frames(people)
    return Earlier(name, marts, counts, done.disclosure)


def published(people: Sequence[Person], disclosure: Disclosure = SETTINGS) -> tuple[Release, Result]:
    done = protected(people, disclosure)
    event("protected" if done else "hopeless")
    assume(done is not None)
    assert done is not None
    return replace(release_of(people, done), unrounded=frozenset({YEAR} if disclosure is UNROUNDED else ())), done


# --- a release ----------------------------------------------------------------------------------------------

tables = registers((3, 3))


@settings(max_examples=20)
@given(tables)
def test_an_attacker_finds_nothing(people: list[Person]) -> None:
    release, _ = published(people)
    attacker = Attacker(release)
    assert attacker.figures.broken == []
    assert attacker.findings() == []


@settings(max_examples=5)
@given(tables)
def test_an_attacker_finds_nothing_with_rounding_off(people: list[Person]) -> None:
    release, _ = published(people, UNROUNDED)
    assert attack(release) == []


@settings(max_examples=5)
@given(tables)
def test_each_secondary_figure_is_needed(people: list[Person]) -> None:
    release, done = published(people)
    assume(not done.protected.from_law)
    secondary = done.disclosure.filter((pl.col("rule") == "S") & pl.col("column").is_in(FIGURES))
    for (key,), rows in secondary.group_by("key", maintain_order=True):
        for bundle in ({"registered"}, {"working", "level_jobs"}):
            names = {(YEAR, MART, str(key), column) for column in rows["column"] if column in bundle}
            if names:
                freed = Attacker(release.with_free(names))
                assert {*freed.narrow(), *freed.alone()}, sorted(names)


@settings(max_examples=8)
@given(tables)
def test_the_truth_lies_in_every_interval(people: list[Person]) -> None:
    release, _ = published(people)
    attacker = Attacker(release)
    for name in sorted(attacker.figures.value.keys() - attacker.known)[::5]:
        low, high = attacker.interval(name)
        assert low - 1e-6 <= attacker.figures.value[name] <= high + 1e-6


@settings(max_examples=5)
@given(tables, st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same(people: list[Person], chance: Any) -> None:
    _, first = published(people)
    shuffled = list(people)
    chance.shuffle(shuffled)
    again = protected(shuffled, SETTINGS)
    assert again is not None
    assert again.marts[MART].equals(first.marts[MART])
    assert again.disclosure.equals(first.disclosure)


def test_without_exposed_figures_all_is_free() -> None:
    people = [
        Person(n, (f"a{n % 2}", f"b{n // 2 % 2}"), f"e{n % 7}" if n % 3 else None, 90 if n % 3 else 0)
        for n in range(400)
    ]
    release, _ = published(people)
    for row in release.public[MART]:
        assert {row[f"{column}_status"] for column in PEOPLE} == {FREE}
    assert attack(release) == []


# --- a chain ------------------------------------------------------------------------------------------------


@settings(max_examples=6)
@given(tables, st.lists(st.integers(0, 10_000), min_size=2, max_size=2))
def test_an_attacker_finds_nothing_in_a_chain(people: list[Person], chosen: list[int]) -> None:
    """Each time nine hours more for somebody who works, or somebody who leaves."""
    releases: list[Release] = []
    earlier: list[Earlier] = []
    for number in (None, *chosen):
        people = people if number is None else changed(people, number)
        done = protected(people, SETTINGS, earlier)
        if done is None:
            event("hopeless")
            break
        releases.append(release_of(people, done, f"r{len(releases)}"))
        earlier.append(earlier_of(people, done, f"r{len(earlier)}"))
    event(f"{len(releases)} releases")
    assert attack(*releases) == []


def changed(people: list[Person], number: int) -> list[Person]:
    at = number % len(people)
    person = people[at]
    after = [person._replace(hours=person.hours + 9)] if person.employer else []
    return [*people[:at], *after, *people[at + 1 :]]


# --- brute force --------------------------------------------------------------------------------------------

Table = Mapping[tuple[str, str], int]


@settings(max_examples=40)
@given(st.data(), st.sampled_from([(2, 2), (2, 3), (3, 3)]))
def test_brute_force_agrees(data: st.DataObject, shape: tuple[int, int]) -> None:
    """The intervals of registered people are the least and the most of all tables of whole numbers.

    Such a table with its totals is a network, so that the bounds are whole numbers. Who works is withheld everywhere.
    """
    cells = list(product((f"g{n}" for n in range(shape[0])), (str(n) for n in range(shape[1]))))
    inner = {cell: data.draw(st.integers(1, 3)) for cell in cells}
    every = sorted(with_totals({cell: (many, 0) for cell, many in inner.items()}))
    hidden = data.draw(st.sets(st.sampled_from([one for one in every if one != ("totaal", "totaal")]), min_size=1))
    release = written(inner, every, hidden)
    attacker = Attacker(release)
    worlds = list(all_tables(cells, {one: whole(inner, one) for one in every if one not in hidden}))
    assert inner in worlds
    for one in hidden:
        possible = [whole(world, one) for world in worlds]
        assert attacker.interval(named(one)) == pytest.approx((min(possible), max(possible)), abs=1e-6), one


def named(one: tuple[str, str]) -> Name:
    return (YEAR, MART, place(*one), "registered")


def written(inner: Table, every: list[tuple[str, str]], hidden: set[tuple[str, str]]) -> Release:
    """A release of this register in which these figures are withheld, and who works everywhere."""
    country: ByHand = register_release({cell: (many, 0) for cell, many in inner.items()})
    country = country.hide(*[(MART, place(*one), ("working", "working_pct", "level_jobs")) for one in every])
    country = country.hide(*[(MART, place(*one), ("registered",)) for one in hidden])
    with TemporaryDirectory() as folder:
        release = country.write(Path(folder))
    assert any(row["registered_status"] == SECRET for row in release.public[MART])
    return release


def whole(table: Table, one: tuple[str, str]) -> int:
    """A cell or a total of a table."""
    return sum(many for cell, many in table.items() if all(a in {"totaal", b} for a, b in zip(one, cell, strict=True)))


def all_tables(cells: list[tuple[str, str]], known: Table) -> list[dict[tuple[str, str], int]]:
    """Every table of whole numbers from 1 on with these cells and totals."""
    found: list[dict[tuple[str, str], int]] = [{}]
    for at, cell in enumerate(cells):
        values = [known[cell]] if cell in known else range(1, known["totaal", "totaal"] + 1)
        found = [{**table, cell: value} for table in found for value in values]
        found = [table for table in found if fits(table, known, cells[at + 1 :])]
    return found


def fits(table: Table, known: Table, left: list[tuple[str, str]]) -> bool:
    """Whether no total is too large, nor can be too small any more."""
    for one, total in known.items():
        rest = whole(dict.fromkeys(left, 1), one)
        if whole(table, one) + rest > total or (rest == 0 and whole(table, one) != total):
            return False
    return True
