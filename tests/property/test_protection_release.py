"""From a register to public marts (docs/spec/disclosure.md, section 9): an attacker of our own finds nothing.

Mart and base counts are counted here in plain Python; the attacker shares no code with the step.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

import polars as pl
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from flows.protection import DECLARED
from tests.support.attacker import Attacker, alone, found_narrow, must_stay_possible
from tests.support.small_marts import COUNTS_SCHEMA, Row, counts
from transforms.protection.declared import IS_TOTAL, Figure, Ratio
from transforms.protection.protect import NotProtectableError, Protected, protect
from transforms.protection.public import RoundTo, public, withheld_in
from transforms.protection.release import Tables, missing_counts, system_of
from transforms.protection.rules import Thresholds
from transforms.protection.system import Key, System
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS, can_be_empty
from warehouse.tables import POLARS_TYPE

TARGET_GROUP = "target_group"
TOTAL = "totaal"
HOURS_PER_JOB = 110.92
DEFAULTS = Thresholds()
SCHEMA = {column.name: POLARS_TYPE[column.kind] for column in MARTS[TARGET_GROUP].columns}


class Person(NamedTuple):
    """Somebody of the register; the employer is None for who does not work."""

    ground: str
    region: str
    employer: int | None
    hours: int


@st.composite
def registers(draw: st.DrawFn) -> list[Person]:
    """Cells from empty to many, small ones often; employers of all and of one cell."""
    people: list[Person] = []
    size = st.one_of(st.just(0), st.integers(1, 12), st.integers(10, 60))
    grounds, regions = draw(st.integers(2, 3)), draw(st.integers(2, 4))
    for ground, region in product(range(grounds), range(regions)):
        registered = draw(size)
        working = draw(st.integers(0, registered))
        employers = draw(st.lists(st.integers(1, 8), min_size=1, max_size=6))
        for n in range(registered):
            employer = employers[n % len(employers)] if n < working else None
            hours = draw(st.integers(1, 170)) if employer and n < 2 else 100 * bool(employer)
            people.append(Person(f"g{ground}", f"r{region}", employer, hours))
    return people


def cells(people: Iterable[Person]) -> dict[tuple[str, str], list[Person]]:
    """Who is in each row of the mart: the cell and its totals."""
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        for row in product((person.ground, TOTAL), (person.region, TOTAL)):
            found[row].append(person)
    return found


def row_of(ground: str, region: str, people: Sequence[Person]) -> Row:
    working = [person for person in people if person.employer]
    jobs = sum(person.hours for person in working) / HOURS_PER_JOB
    return {
        "year": 2023,
        "ground": ground,
        "arbeidsmarktregio": region,
        "registered": len(people),
        "working": len(working),
        "working_pct": round(100 * len(working) / len(people), 1),
        "level_jobs_exact": jobs,
        "level_jobs": round(jobs),
    }


def counts_of(ground: str, region: str, people: Sequence[Person]) -> list[Row]:
    key = f"ground={ground};arbeidsmarktregio={region}"
    hours: dict[int, int] = defaultdict(int)
    for person in people:
        if person.employer:
            hours[person.employer] += person.hours
    second, largest = sorted([0, 0, *hours.values()])[-2:]
    working = sum(person.employer is not None for person in people)
    of_employers = {"employers": len(hours), "public_employers": 0, "largest": largest, "second": second}
    return [
        counts(2023, TARGET_GROUP, key, "registered", persons=len(people)),
        counts(2023, TARGET_GROUP, key, "working", persons=working),
        counts(2023, TARGET_GROUP, key, "hours", persons=working, total=sum(hours.values()), **of_employers),
    ]


def release(people: Sequence[Person], chance: random.Random | None = None) -> Tables:
    """The mart of a register and its base counts, in any order of rows."""
    by_cell = cells(people)
    rows = [row_of(*cell, inside) for cell, inside in by_cell.items()]
    of = [one for cell, inside in by_cell.items() for one in counts_of(*cell, inside)]
    if chance:
        chance.shuffle(rows)
        chance.shuffle(of)
    return Tables(
        marts={TARGET_GROUP: pl.DataFrame(rows, schema=SCHEMA, orient="row", strict=False)},
        counts=pl.DataFrame(of, schema=COUNTS_SCHEMA, orient="row", strict=False),
        declared={TARGET_GROUP: DECLARED[TARGET_GROUP]},
        thresholds={2023: DEFAULTS},
        fixed={},
    )


def protected(tables: Tables) -> Protected | None:
    """None where what is never withheld gives something away whatever else is, which the attacker has to confirm."""
    system = system_of(tables)
    try:
        return protect(system, DEFAULTS)
    except NotProtectableError as error:
        failed = set(error.cells)
    everything = [cell.key for cell in system.cells if cell.may_be_withheld]
    assert failed & set(found_in(system, everything))
    return None


def found_in(system: System, hidden: Collection[Key]) -> list[Key]:
    """What the attacker finds, by programmes or as an insider; the truth lies in every interval."""
    needed = must_stay_possible(system)
    intervals = Attacker().reads(system, hidden).intervals([(0, key) for key in needed])
    for (_, key), (low, high) in intervals.items():
        assert low - 1e-6 <= float(system.by_key[key].value) <= high + 1e-6
    return found_narrow(intervals, needed) + alone(system, hidden)


def made(tables: Tables, done: Protected) -> pl.DataFrame:
    empty = {column.name: can_be_empty(column) for column in MARTS[TARGET_GROUP].columns}
    one = DECLARED[TARGET_GROUP]
    return public(tables.marts[TARGET_GROUP], one, empty, done.statuses, {2023: RoundTo()})


@settings(max_examples=15)
@given(registers())
def test_the_attacker_finds_nothing_in_what_readers_get(people: list[Person]) -> None:
    """The attacker goes by what the public mart says is withheld, not by the decisions."""
    assume(people)
    tables = release(people)
    assert missing_counts(tables) == []
    done = protected(tables)
    event("protected" if done else "hopeless")
    assume(done is not None)
    assert done is not None
    system = system_of(tables)
    hidden = withheld_in(made(tables, done), DECLARED[TARGET_GROUP]) & system.by_key.keys()
    event("withheld" if hidden else "nothing withheld")
    assert found_in(system, hidden) == []


@settings(max_examples=25)
@given(registers())
def test_no_value_where_it_is_withheld_and_the_rest_is_rounded(people: list[Person]) -> None:
    assume(people)
    tables = release(people)
    done = protected(tables)
    assume(done is not None)
    assert done is not None
    frame = made(tables, done)
    assert frame.columns == [name for name in PUBLIC_MARTS[TARGET_GROUP].names() if name != IS_TOTAL]
    for exact, row in zip(tables.marts[TARGET_GROUP].to_dicts(), frame.to_dicts(), strict=True):
        check_row(done, exact, row)


def check_row(done: Protected, exact: Row, row: Row) -> None:
    place = ("2023", TARGET_GROUP, f"ground={row['ground']};arbeidsmarktregio={row['arbeidsmarktregio']}")
    for name, decision in DECLARED[TARGET_GROUP].protection.columns.items():
        if isinstance(decision, Figure):
            status = done.statuses[*place, name]
            assert (row[name] is None) is status.withheld
            assert row[f"{name}_status"] == ("geheim" if status.withheld else "vrij")
            assert row[name] is None or (row[name] % 5 == 0 and abs(row[name] - exact[name]) <= 3)
        if isinstance(decision, Ratio):
            assert row[name] == of_published(row["working"], row["registered"])
            assert (row[f"{name}_status"] == "geheim") is (None in {row["working"], row["registered"]})


def of_published(part: int | None, whole: int | None) -> Any:
    """A percentage of two published figures, rounded half up by whole numbers."""
    if part is None or not whole:
        return None
    return (2000 * part + whole) // (2 * whole) / 10


@settings(max_examples=15)
@given(registers(), st.integers(0, 99))
def test_the_order_of_rows_changes_no_status(people: list[Person], seed: int) -> None:
    assume(people)
    one, other = protected(release(people)), protected(release(people, random.Random(seed)))  # noqa: S311
    assert (one is None) is (other is None)
    if one and other:
        assert one.decisions == other.decisions
        assert list(one.decisions) == list(other.decisions)
        assert one.report == other.report
