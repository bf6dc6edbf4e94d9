"""Small registers and the systems that their tables make: rows by any number of axes, with every total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from hypothesis import strategies as st

from transforms.protection.rules import BaseCounts, Measure
from transforms.protection.system import Cell, Equation, Key, System

TOTAL = "totaal"
HOURS_PER_JOB = Fraction(11092, 100)
Row = tuple[str, ...]


class Person(NamedTuple):
    """Somebody of the register: who, where in the table, the employer (None does not work) and the hours."""

    number: int
    row: Row
    employer: str | None
    hours: int


def rows_of(row: Row) -> Iterator[Row]:
    """The row and all its totals."""
    yield from product(*((value, TOTAL) for value in row))


def by_row(people: Iterable[Person]) -> dict[Row, list[Person]]:
    found: dict[Row, list[Person]] = defaultdict(list)
    for person in people:
        for row in rows_of(person.row):
            found[row].append(person)
    return dict(sorted(found.items()))


def system_of(people: Sequence[Person], year: str = "2023") -> System:
    """Registered, working, not working and jobs of a year; the grand total is never withheld."""
    rows = by_row(people)
    cells = [cell for row, inside in rows.items() for cell in cells_of(year, row, inside)]
    sums = [e for figure in ("registered", "working", "jobs") for e in totals((year, figure), list(rows))]
    split = [
        Equation((((year, "registered", *r), 1), ((year, "working", *r), -1), ((year, "rest", *r), -1))) for r in rows
    ]
    return System(tuple(cells), (*sums, *split))


def cells_of(year: str, row: Row, inside: Sequence[Person]) -> Iterator[Cell]:
    working = [person for person in inside if person.employer is not None]
    rest = len(inside) - len(working)
    hours: dict[str, int] = defaultdict(int)
    for person in working:
        hours[str(person.employer)] += person.hours
    largest, second = [*sorted(hours.values(), reverse=True), 0, 0][:2]
    total = sum(hours.values())
    counts = BaseCounts(len(working), len(hours), largest, second, total, rest)
    margin, never = TOTAL in row, set(row) == {TOTAL}
    key, bundle = (year, "working", *row), (year, "w", *row)
    registered = BaseCounts(len(inside))
    yield Cell(
        (year, "registered", *row),
        len(inside),
        (year, "r", *row),
        counts=registered,
        lower=1,
        margin=margin,
        never=never,
    )
    yield Cell((year, "rest", *row), rest, (year, "n", *row), published=False)
    yield Cell(key, len(working), bundle, counts=counts, complement=(year, "rest", *row), margin=margin, never=never)
    yield Cell(
        (year, "jobs", *row),
        total / HOURS_PER_JOB,
        bundle,
        measure=Measure.AMOUNT,
        counts=counts,
        margin=margin,
        never=never,
    )


def totals(prefix: Key, rows: Sequence[Row]) -> Iterator[Equation]:
    """Along each axis the parts add up to the total."""
    for axis in range(len(rows[0])):
        for whole in (row for row in rows if row[axis] == TOTAL):
            parts = [row for row in rows if row[axis] != TOTAL and same_but(row, whole, axis)]
            yield Equation((((*prefix, *whole), -1), *(((*prefix, *part), 1) for part in parts)))


def same_but(row: Row, other: Row, axis: int) -> bool:
    return row[:axis] + row[axis + 1 :] == other[:axis] + other[axis + 1 :]


def two_years(before: Sequence[Person], after: Sequence[Person]) -> System:
    """Two years and who came and went: registered(2023) = registered(2022) + came - went, in every row."""
    first, second = system_of(before, "2022"), system_of(after, "2023")
    stayed = {person.number for person in before} & {person.number for person in after}
    came = by_row(person for person in after if person.number not in stayed)
    went = by_row(person for person in before if person.number not in stayed)
    flows = [*flow_cells("came", came), *flow_cells("went", went)]
    sums = [e for name, rows in (("came", came), ("went", went)) if rows for e in totals(("flow", name), list(rows))]
    keys = {cell.key for cell in (*first.cells, *second.cells, *flows)}
    joins = [flow_equation(row, keys) for row in by_row([*before, *after])]
    return System((*first.cells, *second.cells, *flows), (*first.equations, *second.equations, *sums, *joins))


def flow_cells(name: str, rows: dict[Row, list[Person]]) -> Iterator[Cell]:
    for row, inside in rows.items():
        key = ("flow", name, *row)
        yield Cell(key, len(inside), key, counts=BaseCounts(len(inside)), lower=1, margin=TOTAL in row)


def flow_equation(row: Row, keys: set[Key]) -> Equation:
    terms = [
        (("2022", "registered", *row), 1),
        (("flow", "came", *row), 1),
        (("flow", "went", *row), -1),
        (("2023", "registered", *row), -1),
    ]
    return Equation(tuple((key, coefficient) for key, coefficient in terms if key in keys))


@st.composite
def registers(draw: st.DrawFn, axes: Sequence[int] = (3, 3), most: int = 40) -> list[Person]:
    """People in a table of this shape: cells from empty to many, small ones often; few employers, some alone."""
    people: list[Person] = []
    size = st.one_of(st.just(0), st.integers(1, 12), st.integers(10, most))
    for row in product(*(tuple(f"{name}{n}" for n in range(size)) for name, size in zip("abc", axes, strict=False))):
        many = draw(size)
        at_work = draw(st.integers(0, many))
        employers = draw(st.lists(st.sampled_from(["p", "q", "r", "s", "t", "u"]), min_size=1, max_size=5))
        for n in range(many):
            employer = employers[n % len(employers)] if n < at_work else None
            hours = draw(st.integers(1, 170)) if n < 2 and employer else 100
            people.append(Person(len(people), row, employer, hours if employer else 0))
    # A total that can hide what is in it: the ordinary grounds and regions of a register.
    first = tuple(f"{name}0" for name, _ in zip("abc", axes, strict=False))
    big = draw(st.integers(30, 80))
    for n in range(big):
        employer = f"e{n % 7}" if n % 2 else None
        people.append(Person(len(people), first, employer, 90 if employer else 0))
    return people
