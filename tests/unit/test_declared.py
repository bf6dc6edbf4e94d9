"""What marts declare of disclosure control: a decision for every column, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pytest

from flows.marts import COUNTS_OF_YEAR
from transforms.protection.counts_of_deliveries import EURO, LIABLE, OF_COHORT, SHORTAGES, WEIGHTED_HOURS
from transforms.protection.counts_of_hours import HOURS, REGISTERED, WORKING
from transforms.protection.counts_of_scenarios import MOVED
from transforms.protection.declared import (
    IS_TOTAL,
    STATUS,
    Figure,
    Internal,
    Legal,
    Moved,
    Parts,
    Place,
    Protection,
    Ratio,
    Rounding,
    SumIs,
    SumIsKnown,
    has_status,
)
from transforms.protection.rules import Measure
from warehouse.registry.marts import MARTS, REALISATION
from warehouse.registry.model import Column, Kind, Mart
from warehouse.registry.public import PUBLIC_MARTS, can_be_empty, public_mart

#: The measures of the base counts of each mart: disclosure.md, section 2.
MEASURES = {
    "realisation": {HOURS},
    "allocation_key": {WEIGHTED_HOURS},
    "decomposition": {WEIGHTED_HOURS},
    "uncertainty": {WEIGHTED_HOURS},
    "government_sectors": {HOURS},
    "ministries": {HOURS},
    "target_group": {REGISTERED, WORKING, HOURS},
    "participation_cohort": set(OF_COHORT),
    "quota": {LIABLE, SHORTAGES},
    "liv_by_size": {EURO},
    "social_return": {EURO},
    "scenarios": {MOVED},
}
BESIDE = Column("beside", Kind.INTEGER, "Erbij", "Beside", "jobs", "test")


def not_decided(mart: Mart) -> set[str]:
    """Columns without a decision, and decisions on what is no column of figures."""
    return (set(mart.names()) - set(mart.key)) ^ set(mart.protection.columns)


def named_by(protection: Protection) -> Iterator[str]:
    """The columns of its own mart that a protection names, but for those that it decides on."""
    for one in protection.columns.values():
        if isinstance(one, Ratio):
            yield from (one.part, one.whole)
        if isinstance(one, Figure):
            yield from filter(None, (one.exact, one.of))
    for relation in protection.relations:
        if isinstance(relation, Parts):
            yield from (relation.whole, *relation.parts)
        else:
            yield relation.column
    yield from protection.totals


def unknown_columns(marts: Mapping[str, Mart]) -> list[str]:
    """What protections name that is no column of a mart."""
    own = [
        (name, mart, column)
        for name, mart in marts.items()
        for column in named_by(mart.protection)
        if column not in (*mart.names(), MOVED)
    ]
    other = [
        (name, relation.mart, column)
        for name, mart in marts.items()
        for relation in mart.protection.relations
        if isinstance(relation, SumIs)
        for column in (relation.whole, *relation.where)
        if column not in (*columns_of(marts, relation.mart), MOVED)
    ]
    return [f"{name}: {column}" for name, _, column in (*own, *other)]


def columns_of(marts: Mapping[str, Mart], name: str) -> list[str]:
    return marts[name].names() if name in marts else []


def counts_that_are_not_there(marts: Iterable[Mart]) -> list[str]:
    """Figures that name base counts that their mart does not have; P1 to P4 would never hold of them."""
    return [
        f"{mart.name}: {name}"
        for mart in marts
        for name, one in mart.protection.columns.items()
        if isinstance(one, Figure | Legal) and one.counts and one.counts not in MEASURES.get(mart.name, set())
    ]


def with_relation(mart: Mart, relation: SumIs | SumIsKnown | Parts) -> Mart:
    return replace(mart, protection=replace(mart.protection, relations=(relation,)))


@pytest.mark.parametrize("name", MARTS)
def test_every_column_has_a_decision(name: str) -> None:
    assert not_decided(MARTS[name]) == set()


def test_a_column_without_a_decision_is_found() -> None:
    wider = replace(REALISATION, columns=(*REALISATION.columns, BESIDE))
    assert not_decided(wider) == {"beside"}
    with pytest.raises(KeyError, match="beside"):
        public_mart(wider)
    narrower = replace(REALISATION, columns=REALISATION.columns[:-1])
    assert not_decided(narrower) == {"source"}


def test_everything_that_is_named_is_there() -> None:
    assert unknown_columns(MARTS) == []


@pytest.mark.parametrize(
    "relation",
    [
        SumIs("nothing", "realisation", "persons", {}),
        SumIs("persons", "realisation", "nothing", {}),
        SumIs("persons", "nowhere", "persons", {}),
        SumIs("persons", "realisation", "persons", {"nothing": "x"}),
        SumIsKnown("nothing"),
        Parts("nothing", ("persons",)),
        Parts("persons", ("nothing",)),
    ],
)
def test_a_relation_with_what_is_not_there_is_found(relation: SumIs | SumIsKnown | Parts) -> None:
    found = unknown_columns({"realisation": with_relation(REALISATION, relation)})
    assert len(found) >= 1
    assert all(one.startswith("realisation: ") for one in found)


@pytest.mark.parametrize("name", MARTS)
def test_sums_go_by_the_whole_key_of_the_row_that_they_are(name: str) -> None:
    """A `where` that leaves a dimension out would be of no row, and the sum would not be protected at all."""
    for relation in MARTS[name].protection.relations:
        if isinstance(relation, SumIs):
            whole = MARTS[relation.mart]
            decision = whole.protection.columns.get(relation.whole)
            assert set(relation.where) <= set(whole.dimensions)
            assert relation.whole == MOVED or set(relation.where) == set(whole.dimensions)
            assert relation.whole == MOVED or isinstance(decision, Figure | Legal)
            assert set(relation.rows) <= set(MARTS[name].dimensions)


def test_the_base_counts_have_every_measure_that_is_named() -> None:
    assert {mart.name for mart in COUNTS_OF_YEAR} == set(MEASURES)
    assert counts_that_are_not_there(MARTS.values()) == []
    figures = {"persons": Figure(Measure.PERSONS, "nobody")}
    assert counts_that_are_not_there([replace(REALISATION, protection=Protection(figures))]) == ["realisation: persons"]


def test_amounts_and_employers_have_base_counts() -> None:
    """Only a number of people or lines rests on itself."""
    figures = [one for mart in MARTS.values() for one in mart.protection.figures.values()]
    assert [one for one in figures if one.measure is not Measure.PERSONS and not one.counts] == []


def test_marts_with_groups_have_counts_of_what_moves() -> None:
    assert [name for name, mart in MARTS.items() if mart.protection.moved] == ["scenarios"]
    assert MEASURES["scenarios"] == {MOVED}


def test_a_bundle_is_of_figures_of_its_mart() -> None:
    """A bundle is a name of its own, or that of a figure, which is then in it too."""
    for mart in MARTS.values():
        figures = mart.protection.figures
        for one in figures.values():
            if one.bundle:
                assert one.bundle in figures
                assert figures[one.bundle].bundle == one.bundle


@pytest.mark.parametrize("name", MARTS)
def test_percentages_are_of_figures_or_of_what_is_open(name: str) -> None:
    columns = MARTS[name].protection.columns
    for one in columns.values():
        if isinstance(one, Ratio):
            assert not isinstance(columns[one.part], Internal | Ratio)
            assert not isinstance(columns[one.whole], Internal | Ratio)
        if isinstance(one, Figure) and one.of:
            assert isinstance(columns[one.of], Figure)
        if isinstance(one, Figure) and one.rounding is Rounding.JOBS:
            assert one.measure is Measure.AMOUNT


@pytest.mark.parametrize("name", MARTS)
def test_unrounded_figures_and_hours_are_internal(name: str) -> None:
    mart = MARTS[name]
    for column in mart.columns:
        if column.name.endswith("_exact") or column.unit == "hours":
            assert isinstance(mart.protection.columns[column.name], Internal), column.name
    exact = {one.exact for one in mart.protection.figures.values()} - {""}
    assert all(isinstance(mart.protection.columns[column], Internal) for column in exact)


@pytest.mark.parametrize("name", MARTS)
def test_public_marts_have_no_internal_column(name: str) -> None:
    internal = {column for column, one in MARTS[name].protection.columns.items() if isinstance(one, Internal)}
    public = PUBLIC_MARTS[name]
    assert internal.isdisjoint(public.names())
    assert [column for column in public.names() if column.removesuffix(STATUS) in internal] == []
    assert [column for column in public.names() if not column.endswith(STATUS) and column != IS_TOTAL] == [
        column for column in MARTS[name].names() if column not in internal
    ]
    assert public.key == MARTS[name].key


@pytest.mark.parametrize("name", MARTS)
def test_a_status_is_right_behind_its_column(name: str) -> None:
    mart, names = MARTS[name], PUBLIC_MARTS[name].names()
    for column in mart.columns:
        decision = mart.protection.columns.get(column.name)
        if decision is None or isinstance(decision, Internal | Place):
            assert column.name + STATUS not in names
        elif has_status(decision, can_be_empty=can_be_empty(column)):
            assert names[names.index(column.name) + 1] == column.name + STATUS
        else:
            assert column.name + STATUS not in names


@pytest.mark.parametrize("name", MARTS)
def test_what_can_be_withheld_can_be_empty_and_has_a_status(name: str) -> None:
    public = {column.name: column for column in PUBLIC_MARTS[name].columns}
    for column, one in MARTS[name].protection.columns.items():
        if isinstance(one, Figure | Moved | Ratio):
            assert public[column].nullable
            assert not public[column + STATUS].nullable
            assert set(public[column + STATUS].values) == {
                "vrij",
                "geheim",
                "niet_gemeten",
                "niet_van_toepassing",
                "niet_openbaar",
            }
