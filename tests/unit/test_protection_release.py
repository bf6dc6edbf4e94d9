"""The system of a release: cells and equations of marts small enough to write out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.small_marts import Row, counts, declared, tables
from transforms.protection.declared import Declared, Figure, Legal, Moved, Open, Parts, Protection, SumIs, SumIsKnown
from transforms.protection.protect import protect
from transforms.protection.release import (
    HOURS_OF_A_PERSON,
    Tables,
    counts_of,
    group_of,
    legal_warnings,
    missing_counts,
    system_of,
)
from transforms.protection.rules import BaseCounts, Exact, Measure, PublicBodies, Rule, Thresholds
from transforms.protection.system import Cell, Key, Status, System

TOTAL = "totaal"
PERSONS = Figure(Measure.PERSONS)
DEFAULTS = Thresholds()


def one_of(system: System, *key: str) -> Cell:
    return system.by_key[key]


def equations(system: System) -> set[tuple[frozenset[tuple[Key, Exact]], Exact]]:
    return {(frozenset(equation.terms), equation.constant) for equation in system.equations}


def sums_of(system: System) -> set[tuple[tuple[tuple[str, Exact], ...], Exact]]:
    """Each equation as `dimensions/column` with its coefficient; enough where years and marts cannot be confused."""
    return {
        (tuple(sorted((f"{key[2]}/{key[3]}", coefficient) for key, coefficient in equation.terms)), equation.constant)
        for equation in system.equations
    }


# --- cells --------------------------------------------------------------------------------------------------

GROUP = declared(
    "group",
    ("region",),
    Protection(
        {
            "registered": Figure(Measure.PERSONS, "registered", somebody=True),
            "working": Figure(Measure.PERSONS, "working", bundle="working", of="registered"),
            "jobs_exact": Open(),
            "jobs": Figure(Measure.AMOUNT, "hours", bundle="working", exact="jobs_exact"),
            "text": Open(),
        }
    ),
)


def group_row(region: str, registered: int, working: int, jobs: float, year: int = 2023) -> Row:
    return {
        "year": year,
        "region": region,
        "registered": registered,
        "working": working,
        "jobs_exact": jobs,
        "jobs": round(jobs),
        "text": "x",
    }


def group_counts(region: str, registered: int, working: int, *hours: float, year: int = 2023) -> list[Row]:
    largest, second = [*sorted(hours, reverse=True), 0.0, 0.0][:2]
    key = f"region={region}"
    return [
        counts(year, "group", key, "registered", persons=registered),
        counts(year, "group", key, "working", persons=working),
        counts(
            year,
            "group",
            key,
            "hours",
            persons=working,
            employers=len(hours),
            public_employers=0,
            largest=largest,
            second=second,
            total=sum(hours),
        ),
    ]


def test_a_row_is_its_figures_and_what_its_base_lacks() -> None:
    found = tables([(GROUP, [group_row("a", 20, 8, 2.5)])], *group_counts("a", 20, 8, 200.0, 77.5))
    system = system_of(found)
    place = ("2023", "group", "region=a")
    assert sorted(system.by_key) == [(*place, name) for name in ("jobs", "not:working", "registered", "working")]
    assert one_of(system, *place, "registered") == Cell(
        key=(*place, "registered"),
        value=20,
        bundle=(*place, "registered"),
        counts=BaseCounts(persons=20),
        lower=1,
        thresholds=DEFAULTS,
    )
    assert one_of(system, *place, "working") == Cell(
        key=(*place, "working"),
        value=8,
        bundle=(*place, "working"),
        counts=BaseCounts(persons=8, complement_persons=12),
        complement=(*place, "not:working"),
        thresholds=DEFAULTS,
    )
    assert one_of(system, *place, "jobs") == Cell(
        key=(*place, "jobs"),
        value=Fraction(5, 2),
        bundle=(*place, "working"),
        measure=Measure.AMOUNT,
        counts=BaseCounts(8, 2, Fraction(200), Fraction(155, 2), Fraction(555, 2)),
        thresholds=DEFAULTS,
    )
    assert one_of(system, *place, "not:working") == Cell(
        key=(*place, "not:working"), value=12, bundle=(*place, "not:working"), published=False
    )
    assert sums_of(system) == {
        ((("region=a/not:working", 1), ("region=a/registered", -1), ("region=a/working", 1)), 0),
    }


def test_nobody_is_no_lower_bound_and_an_empty_figure_is_no_cell() -> None:
    row = group_row("a", 0, 0, 0.0) | {"jobs": None, "jobs_exact": None}
    system = system_of(tables([(GROUP, [row])], *group_counts("a", 0, 0)))
    assert one_of(system, "2023", "group", "region=a", "registered").lower == 0
    assert ("2023", "group", "region=a", "jobs") not in system.by_key


def test_people_without_base_counts_rest_on_themselves_and_others_on_nothing() -> None:
    mart = declared("plain", ("a",), Protection({"people": PERSONS, "euro": Figure(Measure.AMOUNT)}))
    system = system_of(tables([(mart, [{"year": 2023, "a": "x", "people": 7, "euro": 1.0}])]))
    assert one_of(system, "2023", "plain", "a=x", "people").counts == BaseCounts(persons=7)
    assert one_of(system, "2023", "plain", "a=x", "euro").counts is None


def test_thresholds_are_those_of_the_year_or_of_the_last_one() -> None:
    other = Thresholds(min_persons=3)
    rows = [group_row("a", 20, 8, 2.5, year) for year in (2021, 2022, 2023)]
    limits = {2022: other, 2023: DEFAULTS}
    system = system_of(tables([(GROUP, rows)], thresholds=limits))
    assert [one_of(system, year, "group", "region=a", "working").thresholds for year in ("2021", "2022", "2023")] == [
        DEFAULTS,
        other,
        DEFAULTS,
    ]


def test_statuses_of_other_years_are_fixed() -> None:
    place = ("2022", "group", "region=a")
    fixed = {(*place, "working"): Status.SECONDARY, (*place, "jobs"): Status.SECONDARY}
    rows = [group_row("a", 20, 8, 2.5, 2022), group_row("a", 20, 8, 2.5)]
    found = tables([(GROUP, rows)], *group_counts("a", 20, 8, 9.0), fixed=fixed)
    system = system_of(found)
    assert {key for key, cell in system.by_key.items() if cell.fixed} == set(fixed)
    assert all(one_of(system, *key).fixed is Status.SECONDARY for key in fixed)


def test_base_counts_are_read_as_they_are_kept() -> None:
    row = counts(2023, "m", "k", "hours", persons=3, employers=2, public_employers=2, largest=1.5, second=0.25)
    assert counts_of(row) == BaseCounts(3, 2, Fraction(3, 2), Fraction(1, 4), None, of_public_bodies=True)
    assert not counts_of(row | {"public_employers": 1}).of_public_bodies
    assert not counts_of(row | {"employers": 0, "public_employers": 0}).of_public_bodies
    assert not counts_of(row | {"employers": None, "public_employers": None}).of_public_bodies
    assert not counts_of(row | {"known": False}).known_contributors


# --- totals -------------------------------------------------------------------------------------------------

TABLE = declared("table", ("a", "b"), Protection({"people": PERSONS}, totals=("a", "b")))


def crossed(**values: int) -> list[Row]:
    """Rows of two dimensions, as `x_y=3`, with all their totals."""
    inner = {tuple(name.split("_")): value for name, value in values.items()}
    places = {(a, b) for one, other in inner for a in (one, TOTAL) for b in (other, TOTAL)}
    return [
        {
            "year": 2023,
            "a": a,
            "b": b,
            "people": sum(v for (x, y), v in inner.items() if a in {x, TOTAL} and b in {y, TOTAL}),
        }
        for a, b in sorted(places)
    ]


def test_rows_add_up_to_the_totals_of_each_dimension() -> None:
    system = system_of(tables([(TABLE, crossed(x_p=30, x_q=40, y_p=50))]))
    assert sums_of(system) == {
        ((("a=totaal;b=p/people", -1), ("a=x;b=p/people", 1), ("a=y;b=p/people", 1)), 0),
        ((("a=totaal;b=q/people", -1), ("a=x;b=q/people", 1)), 0),
        ((("a=totaal;b=totaal/people", -1), ("a=x;b=totaal/people", 1), ("a=y;b=totaal/people", 1)), 0),
        ((("a=x;b=p/people", 1), ("a=x;b=q/people", 1), ("a=x;b=totaal/people", -1)), 0),
        ((("a=y;b=p/people", 1), ("a=y;b=totaal/people", -1)), 0),
        ((("a=totaal;b=p/people", 1), ("a=totaal;b=q/people", 1), ("a=totaal;b=totaal/people", -1)), 0),
    }


def test_totals_are_margins_and_the_national_one_is_never_withheld() -> None:
    system = system_of(tables([(TABLE, crossed(x_p=30, x_q=40, y_p=50))]))
    margins = {key[2] for key, cell in system.by_key.items() if cell.margin}
    assert margins == {"a=totaal;b=p", "a=totaal;b=q", "a=x;b=totaal", "a=y;b=totaal", "a=totaal;b=totaal"}
    assert {key[2] for key, cell in system.by_key.items() if cell.never} == {"a=totaal;b=totaal"}


def test_a_national_total_of_few_may_be_withheld() -> None:
    assert not any(cell.never for cell in system_of(tables([(TABLE, crossed(x_p=4, y_p=5))])).cells)


def test_a_national_total_that_was_withheld_before_stays_so() -> None:
    key = ("2023", "table", "a=totaal;b=totaal", "people")
    found = tables([(TABLE, crossed(x_p=30, y_p=50))], withheld_before=frozenset({key}))
    assert not any(cell.never for cell in system_of(found).cells)


def test_a_national_total_goes_with_its_bundle() -> None:
    """Jobs rest on two employers: the people who have them cannot be told either, but those registered can."""
    mart = replace(GROUP, protection=replace(GROUP.protection, totals=("region",)))
    rows = [group_row(region, 90, 40, 10.0) for region in ("a", TOTAL)]
    of = [*group_counts("a", 90, 40, 600.0, 509.2), *group_counts(TOTAL, 90, 40, 600.0, 509.2)]
    system = system_of(tables([(mart, rows)], *of))
    assert {key[3] for key, cell in system.by_key.items() if cell.never} == {"registered"}
    wide = [one | {"employers": 9, "second": 100.0, "largest": 100.0} if one["employers"] else one for one in of]
    system = system_of(tables([(mart, rows)], *wide))
    assert {key[3] for key, cell in system.by_key.items() if cell.never} == {"registered", "working", "jobs"}


def test_what_is_not_published_adds_up_too() -> None:
    mart = replace(GROUP, protection=replace(GROUP.protection, totals=("region",)))
    rows = [group_row("a", 30, 10, 2.0), group_row("b", 40, 15, 3.0), group_row(TOTAL, 70, 25, 5.0)]
    assert (
        ("region=a/not:working", 1),
        ("region=b/not:working", 1),
        ("region=totaal/not:working", -1),
    ) in {terms for terms, _ in sums_of(system_of(tables([(mart, rows)])))}


# --- sums ---------------------------------------------------------------------------------------------------

KINDS = declared(
    "kinds", ("kind",), Protection({"people": PERSONS}, relations=(SumIs("people", "pool", "people", {"of": "all"}),))
)
POOL = declared("pool", ("of",), Protection({"people": PERSONS}))


def kinds(*values: int, year: int = 2023) -> list[Row]:
    return [{"year": year, "kind": f"k{n}", "people": value} for n, value in enumerate(values)]


def pool(value: int | None, year: int = 2023) -> list[Row]:
    return [{"year": year, "of": "all", "people": value}, {"year": year, "of": "other", "people": 1}]


def test_rows_add_up_to_a_figure_of_another_mart() -> None:
    system = system_of(tables([(KINDS, kinds(20, 30)), (POOL, pool(50))]))
    assert sums_of(system) == {((("kind=k0/people", 1), ("kind=k1/people", 1), ("of=all/people", -1)), 0)}


def test_each_year_has_a_sum_of_its_own_and_one_without_the_figure_has_none() -> None:
    of_kinds = [*kinds(20, 30), *kinds(5, 6, year=2022), *kinds(1, year=2021)]
    system = system_of(tables([(KINDS, of_kinds), (POOL, [*pool(50), *pool(11, 2022), *pool(None, 2021)])]))
    years = sorted(year for equation in system.equations for year in {key[0] for key, _ in equation.terms})
    assert years == ["2022", "2023"]


def test_a_figure_of_the_law_is_a_number_that_everybody_knows() -> None:
    law = declared("pool", ("of",), Protection({"people": Legal("hours")}))
    system = system_of(tables([(KINDS, kinds(20, 30)), (law, pool(50))]))
    assert sums_of(system) == {((("kind=k0/people", 1), ("kind=k1/people", 1)), 50)}


def test_people_in_several_rows_are_at_least_their_sum() -> None:
    relation = SumIs("people", "pool", "people", {"of": "all"}, at_most=True)
    mart = replace(KINDS, protection=Protection({"people": PERSONS}, relations=(relation,)))
    system = system_of(tables([(mart, kinds(20, 30)), (POOL, pool(45))]))
    twice = one_of(system, "2023", "pool", "of=all", "twice:kinds")
    assert (twice.value, twice.published, twice.lower) == (5, False, 0)
    assert sums_of(system) == {
        ((("kind=k0/people", 1), ("kind=k1/people", 1), ("of=all/people", -1), ("of=all/twice:kinds", -1)), 0)
    }


def test_some_rows_only_can_be_a_sum() -> None:
    relation = SumIs("people", "pool", "people", {"of": "all"}, rows={"kind": ("k0", "k2")})
    mart = replace(KINDS, protection=Protection({"people": PERSONS}, relations=(relation,)))
    system = system_of(tables([(mart, kinds(20, 30, 40)), (POOL, pool(60))]))
    assert sums_of(system) == {((("kind=k0/people", 1), ("kind=k2/people", 1), ("of=all/people", -1)), 0)}


def test_what_all_rows_add_up_to_can_be_known() -> None:
    mart = replace(KINDS, protection=Protection({"people": PERSONS}, relations=(SumIsKnown("people"),)))
    system = system_of(tables([(mart, kinds(20, 30))]))
    assert sums_of(system) == {((("kind=k0/people", 1), ("kind=k1/people", 1)), 50)}


def test_parts_leave_something_of_their_whole() -> None:
    figures = {"all": PERSONS, "some": PERSONS, "few": PERSONS}
    mart = declared("cohort", ("a",), Protection(figures, totals=("a",), relations=(Parts("all", ("some", "few")),)))
    rows = [{"year": 2023, "a": a, "all": n * 90, "some": n * 20, "few": n * 30} for a, n in (("x", 1), (TOTAL, 1))]
    system = system_of(tables([(mart, rows)]))
    left = one_of(system, "2023", "cohort", "a=x", "rest:all")
    assert (left.value, left.published) == (40, False)
    terms = {terms for terms, _ in sums_of(system)}
    assert (("a=x/all", -1), ("a=x/few", 1), ("a=x/rest:all", 1), ("a=x/some", 1)) in terms
    assert (("a=totaal/rest:all", -1), ("a=x/rest:all", 1)) in terms


def test_a_cohort_goes_by_its_first_year() -> None:
    mart = declared("cohort", ("a",), Protection({"people": PERSONS}), year="cohort_start")
    system = system_of(tables([(mart, [{"cohort_start": 2021, "a": "x", "people": 12}])]))
    assert sorted(system.by_key) == [("2021", "cohort", "a=x", "people")]


@pytest.mark.parametrize("value", [49, 51])
def test_figures_that_do_not_add_up_are_refused_by_name_without_a_value(value: int) -> None:
    with pytest.raises(ValueError, match="do not add up") as refused:
        system_of(tables([(KINDS, kinds(20, 30)), (POOL, pool(value))]))
    said = str(refused.value)
    assert "2023/pool/of=all/people" in said
    assert not {"20", "30", "49", "50", "51"} & set(said.replace("2023", "").replace("/", " ").split())


def euro_sum(whole: float) -> Tables:
    amount = Figure(Measure.AMOUNT)
    relation = SumIs("euro", "pool", "euro", {"of": "all"})
    parts = declared("kinds", ("kind",), Protection({"euro": amount}, relations=(relation,)))
    of = declared("pool", ("of",), Protection({"euro": amount}))
    rows = [{"year": 2023, "kind": f"k{n}", "euro": 1000.25} for n in range(3)]
    return tables([(parts, rows), (of, [{"year": 2023, "of": "all", "euro": whole}])])


def test_rounded_figures_may_lie_a_unit_a_term_from_their_sum() -> None:
    system = system_of(euro_sum(3002.0))
    assert [equation.constant for equation in system.equations] == [Fraction(-5, 4)]
    with pytest.raises(ValueError, match="do not add up"):
        system_of(euro_sum(3010.0))


# --- scenarios ----------------------------------------------------------------------------------------------

SCENARIOS = declared("runs", ("scenario", "sector"), Protection({"level": Moved(), "target": Open()}))


def runs(*years: int, scenario: str = "s") -> list[Row]:
    return [
        {"scenario": scenario, "year": year, "sector": sector, "level": 100, "target": 9}
        for year in years
        for sector in ("markt", "overheid")
    ]


def moved(year: int, place: str, total: float | None, persons: int | None = 50, employers: int = 9) -> Row:
    of = {"persons": persons, "employers": employers, "public_employers": 0, "total": total}
    return counts(year, "runs", place, "moved", **of)


PART_M, PART_O = (f"scenario=s;sector={sector};from=inleen;to=formeel" for sector in ("markt", "overheid"))


def test_the_group_of_a_scenario_is_its_parts_together_and_one_bundle() -> None:
    of = [moved(2023, "scenario=s", 300.0), moved(2023, PART_M, 200.0), moved(2023, PART_O, 100.0)]
    system = system_of(tables([(SCENARIOS, runs(2023))], *of))
    bundle = group_of("2023", "runs", "scenario=s;sector=markt")
    assert bundle == ("2023", "runs", "scenario=s", "moved")
    assert {cell.bundle for cell in system.cells} == {bundle}
    assert {cell.unit for cell in system.cells} == {HOURS_OF_A_PERSON}
    assert {key[2]: cell.value for key, cell in system.by_key.items()} == {"scenario=s": 300, PART_M: 200, PART_O: 100}
    assert sums_of(system) == {((("scenario=s/moved", -1), (f"{PART_M}/moved", 1), (f"{PART_O}/moved", 1)), 0)}


def test_a_group_of_few_takes_the_whole_scenario_and_year_with_it() -> None:
    of = [moved(2023, "scenario=s", 300.0), moved(2023, PART_M, 200.0, 46), moved(2023, PART_O, 100.0, 4)]
    done = protect(system_of(tables([(SCENARIOS, runs(2023))], *of)), DEFAULTS)
    assert {status.withheld for status in done.statuses.values()} == {True}
    assert done.decisions["2023", "runs", PART_O, "moved"].rule is Rule.PEOPLE


def test_a_later_year_tells_the_nulmeting_again() -> None:
    of = [moved(2012, "scenario=s", 70.0), moved(2012, PART_M, 70.0), moved(2023, "scenario=s", 300.0)]
    system = system_of(tables([(SCENARIOS, runs(2012, 2022, 2023))], *of))
    again = one_of(system, "2023", "runs", f"{PART_M};nulmeting", "moved")
    assert (again.value, again.counts, again.bundle) == (70, None, ("2023", "runs", "scenario=s", "moved"))
    whole = {
        (frozenset({((year, "runs", f"{place};nulmeting", "moved"), 1), (("2012", "runs", place, "moved"), -1)}), 0)
        for year in ("2022", "2023")
        for place in ("scenario=s", PART_M)
    }
    parts = {(frozenset({(("2012", "runs", PART_M, "moved"), 1), (("2012", "runs", "scenario=s", "moved"), -1)}), 0)}
    assert equations(system) == whole | parts


def test_a_withheld_nulmeting_withholds_the_later_years_that_would_tell_it() -> None:
    of = [moved(2012, "scenario=s", 70.0, 3), moved(2023, "scenario=s", 300.0)]
    done = protect(system_of(tables([(SCENARIOS, runs(2012, 2023))], *of)), DEFAULTS)
    assert done.decisions["2012", "runs", "scenario=s", "moved"].rule is Rule.PEOPLE
    assert done.decisions["2023", "runs", "scenario=s", "moved"].rule is Rule.SECONDARY


def test_a_nulmeting_without_rows_of_its_own_is_told_by_later_years_only() -> None:
    system = system_of(tables([(SCENARIOS, runs(2023))], moved(2012, "scenario=s", 70.0)))
    assert sorted(system.by_key) == [("2023", "runs", "scenario=s;nulmeting", "moved")]
    assert system.equations == ()


def test_groups_of_scenarios_without_rows_are_no_cells() -> None:
    of = [moved(2023, "scenario=other", 300.0), moved(2022, "scenario=s", 300.0)]
    assert system_of(tables([(SCENARIOS, runs(2023))], *of)).cells == ()


def test_a_group_of_a_kept_year_is_fixed_as_its_scenario_is() -> None:
    fixed = {group_of("2023", "runs", "scenario=s"): Status.EARLIER}
    system = system_of(tables([(SCENARIOS, runs(2023))], moved(2023, PART_M, 9.0), fixed=fixed))
    assert [cell.fixed for cell in system.cells] == [Status.EARLIER]


# --- what is missing, and what the law says ------------------------------------------------------------------


def test_years_without_base_counts_are_named() -> None:
    rows = [group_row("a", 20, 8, 2.5, year) for year in (2021, 2022, 2023)]
    found = tables([(GROUP, rows)], *group_counts("a", 20, 8, 9.0, year=2022))
    assert missing_counts(found) == [2021, 2023]


def test_one_row_without_base_counts_is_enough() -> None:
    """Without them its figures would break no rule."""
    rows = [group_row(region, 20, 8, 2.5) for region in "ab"]
    assert missing_counts(tables([(GROUP, rows)], *group_counts("a", 20, 8, 9.0))) == [2023]
    of = [*group_counts("a", 20, 8, 9.0), *group_counts("b", 20, 8, 9.0)]
    assert missing_counts(tables([(GROUP, rows)], *of)) == []
    assert missing_counts(tables([(GROUP, rows)], *of[:-1])) == [2023]


def test_figures_that_are_not_there_need_no_base_counts() -> None:
    row = group_row("a", 20, 8, 2.5) | dict.fromkeys(("registered", "working", "jobs"))
    assert missing_counts(tables([(GROUP, [row])])) == []


def legal(persons: int, employers: int, **of: object) -> tuple[Declared, Sequence[Row], Row]:
    mart = declared("law", ("form",), Protection({"jobs": Legal("hours")}))
    amounts = {"largest": 10.0, "second": 5.0, "total": 40.0, "public_employers": 0}
    row = counts(2023, "law", "form=inleen", "hours", persons=persons, employers=employers, **(amounts | of))
    return mart, [{"year": 2023, "form": "inleen", "jobs": 12}], row


@pytest.mark.parametrize(
    ("persons", "employers", "of", "rule"),
    [
        (9, 9, {}, Rule.PEOPLE),
        (10, 2, {}, Rule.EMPLOYERS),
        (10, 3, {"largest": 38.0, "second": 1.0}, Rule.DOMINANCE),
        (10, 3, {"known": False}, Rule.UNKNOWN),
        (9, 2, {}, Rule.PEOPLE),
        (10, 3, {}, None),
        (10, 2, {"public_employers": 2}, None),
    ],
)
def test_a_figure_of_the_law_that_rests_on_few_is_told_of(
    persons: int, employers: int, of: dict[str, object], rule: Rule | None
) -> None:
    mart, rows, row = legal(persons, employers, **of)
    key = ("2023", "law", "form=inleen", "jobs")
    assert legal_warnings(tables([(mart, rows)], row)) == ({key: rule} if rule else {})


def test_the_law_goes_by_the_thresholds_of_the_year() -> None:
    mart, rows, row = legal(10, 2, public_employers=2)
    limits = {2023: Thresholds(public_bodies=PublicBodies.PROTECTED)}
    assert list(legal_warnings(tables([(mart, rows)], row, thresholds=limits)).values()) == [Rule.EMPLOYERS]
    empty = [rows[0] | {"jobs": None}]
    assert legal_warnings(tables([(mart, empty)], row, thresholds=limits)) == {}
