"""What is withheld besides, the audit, insiders, vintages and errors, on tables small enough to check by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csc_array

from tests.support.registers import Person, system_of
from transforms.protection.protect import NotProtectableError, Protected, audit, protect
from transforms.protection.rules import BaseCounts, Measure, Rule, Thresholds
from transforms.protection.solver import Budget, OutOfTimeError, Programme
from transforms.protection.suppress import Chooser
from transforms.protection.system import Cell, Equation, Key, Status, System
from transforms.protection.vintages import Figure, Vintage

DEFAULTS = Thresholds()
FREE, PRIMARY, SECONDARY, EARLIER = Status


def people(name: str, value: int, **other: object) -> Cell:
    return replace(Cell((name,), value, (name,), counts=BaseCounts(value)), **other)  # type: ignore[arg-type]


def euro(name: str, value: int, *contributions: int) -> Cell:
    largest, second = [*sorted(contributions, reverse=True), 0, 0][:2]
    counts = BaseCounts(None, len(contributions), largest, second, sum(contributions))
    return Cell((name,), value, (name,), measure=Measure.AMOUNT, counts=counts)


def total(whole: str, *parts: str) -> Equation:
    return Equation((((whole,), -1), *(((part,), 1) for part in parts)))


def line(*values: int, **other: object) -> System:
    """Parts a, b, c, … and their total t, which is never withheld."""
    names = "abcdefgh"[: len(values)]
    cells = [people(name, value, **other) for name, value in zip(names, values, strict=True)]
    return System((*cells, people("t", sum(values), never=True, margin=True)), (total("t", *names),))


def statuses(done: Protected) -> dict[str, Status]:
    return {key[0]: status for key, status in done.statuses.items()}


def test_without_primary_cells_all_is_free() -> None:
    done = protect(line(10, 20, 30), DEFAULTS)
    assert statuses(done) == {"a": FREE, "b": FREE, "c": FREE, "t": FREE}
    assert (done.report.tried, done.report.solved, done.report.rounds) == (0, 0, 1)
    assert done.report.passed
    assert done.report.narrowest is None


def test_one_small_cell_takes_the_cheapest_other_with_it() -> None:
    done = protect(line(3, 200, 20, 100), DEFAULTS)
    assert statuses(done) == {"a": PRIMARY, "b": FREE, "c": SECONDARY, "d": FREE, "t": FREE}
    assert done.decisions["a",].rule is Rule.PEOPLE
    assert done.decisions["c",].rule is Rule.SECONDARY
    assert done.decisions["d",].rule is None


def test_ties_are_broken_by_key() -> None:
    assert statuses(protect(line(3, 20, 20, 20), DEFAULTS)) == {
        "a": PRIMARY,
        "b": SECONDARY,
        "c": FREE,
        "d": FREE,
        "t": FREE,
    }


def test_small_cells_that_hide_each_other_need_no_more() -> None:
    done = protect(line(6, 6, 200), DEFAULTS)
    assert statuses(done) == {"a": PRIMARY, "b": PRIMARY, "c": FREE, "t": FREE}
    narrowest = done.report.narrowest
    assert narrowest is not None
    assert (narrowest.key, narrowest.needed_low, narrowest.needed_high) == (("a",), 0, 10)
    assert narrowest.low == pytest.approx(0)
    assert narrowest.high >= 10 - 1e-6


def test_small_cells_that_are_too_few_together_do() -> None:
    assert statuses(protect(line(3, 4, 200, 40), DEFAULTS))["d"] is SECONDARY


def test_an_audit_finds_the_cell_that_follows_from_the_others() -> None:
    table = line(3, 20, 200)
    report = audit(table, DEFAULTS, {("a",): PRIMARY})
    assert report.narrow == (("a",),)
    assert not report.passed
    narrowest = report.narrowest
    assert narrowest is not None
    assert (narrowest.low, narrowest.high) == (3, 3)
    assert audit(table, DEFAULTS, {("a",): PRIMARY, ("b",): SECONDARY}).passed
    assert audit(table, DEFAULTS, {}).narrow == (("a",),)


def test_audited_intervals_are_those_by_hand() -> None:
    """a + b = 23 and b is at least 15: a lies between 0 and 8."""
    table = line(3, 20, 200)
    tight = System(tuple(replace(c, lower=15) if c.key == ("b",) else c for c in table.cells), table.equations)
    report = audit(tight, DEFAULTS, {("a",): PRIMARY, ("b",): SECONDARY})
    assert report.narrow == (("a",),)
    narrowest = report.narrowest
    assert narrowest is not None
    assert (narrowest.low, narrowest.high) == pytest.approx((0, 8))
    assert (narrowest.needed_low, narrowest.needed_high) == pytest.approx((0, 10))


def test_what_cannot_be_protected_is_named_without_a_value() -> None:
    with pytest.raises(NotProtectableError) as refused:
        protect(line(3, 4), DEFAULTS)
    assert refused.value.cells == (("a",), ("b",))
    assert refused.value.releases == ()
    assert str(refused.value) == "2 figures cannot be protected: a, b; publish less detail of them"


def test_a_long_list_of_failures_names_three() -> None:
    with pytest.raises(
        NotProtectableError, match=r"^5 figures cannot be protected: a, b, c and 2 more; publish"
    ) as refused:
        protect(line(1, 1, 1, 1, 1), DEFAULTS)
    assert len(refused.value.cells) == 5


def test_a_complement_that_is_never_withheld_cannot_be_protected() -> None:
    working = people("w", 30, counts=BaseCounts(30, complement_persons=4), complement=("n",))
    with pytest.raises(NotProtectableError) as refused:
        protect(System((working, people("n", 4, never=True)), ()), DEFAULTS)
    assert refused.value.cells == (("n",),)


def test_a_complement_that_is_published_is_withheld_too() -> None:
    working = people("w", 30, counts=BaseCounts(30, complement_persons=4), complement=("n",))
    rest = people("n", 4, counts=None)
    done = protect(System((working, rest, people("r", 34)), (total("r", "w", "n"),)), DEFAULTS)
    assert statuses(done) == {"w": PRIMARY, "n": PRIMARY, "r": FREE}
    assert {decision.rule for decision in done.decisions.values()} == {Rule.COMPLEMENT, None}


def test_a_legal_figure_that_rests_on_few_is_published_with_a_warning() -> None:
    done = protect(System((people("a", 3, never=True),), ()), DEFAULTS)
    assert statuses(done) == {"a": FREE}
    assert done.warnings == {("a",): Rule.PEOPLE}


def test_cells_of_a_bundle_are_withheld_together() -> None:
    jobs = Cell(("j",), Fraction(7, 3), ("a",), measure=Measure.AMOUNT, counts=BaseCounts(3))
    table = line(3, 20, 200)
    done = protect(System((*table.cells, jobs), table.equations), DEFAULTS)
    assert done.decisions["j",].status is PRIMARY
    free_of_rules = replace(jobs, counts=None)
    done = protect(System((*table.cells, free_of_rules), table.equations), DEFAULTS)
    assert done.decisions["j",] == done.decisions["a",]


def test_a_year_that_is_not_built_again_keeps_its_statuses_and_protects_by_them() -> None:
    """level(2023) = level(2022) + growth: 2022 was withheld, so that growth may be published or withheld with 2023."""
    before = people("2022", 3, fixed=PRIMARY)
    cells = (before, people("2023", 13), people("growth", 10, counts=None))
    done = protect(System(cells, (total("2023", "2022", "growth"),)), DEFAULTS)
    assert statuses(done)["2022"] is PRIMARY
    assert [statuses(done)["2023"], statuses(done)["growth"]].count(SECONDARY) == 1


def test_a_published_year_is_no_help() -> None:
    table = line(3, 20, 200)
    fixed = System(tuple(replace(c, fixed=FREE) if c.key == ("b",) else c for c in table.cells), table.equations)
    assert statuses(protect(fixed, DEFAULTS)) == {"a": PRIMARY, "b": FREE, "c": SECONDARY, "t": FREE}


# Insiders.


def test_two_cells_of_one_employer_each_are_not_alone_together() -> None:
    """Every sum allows 10% either way, but two employers who find each other's figure need a third."""
    cells = (euro("a", 100, 100), euro("b", 100, 100), euro("c", 90_000, *[10_000] * 9), euro("d", 990, *[99] * 10))
    whole = replace(euro("t", 91_190, *[10_000] * 9, 1190), never=True)
    table = System((*cells, whole), (total("t", *"abcd"),))
    hidden: dict[Key, Status] = {("a",): PRIMARY, ("b",): PRIMARY}
    report = audit(table, DEFAULTS, hidden)
    assert (report.narrow, report.alone) == ((), (("a",), ("b",)))
    assert not report.passed
    done = protect(table, DEFAULTS)
    assert statuses(done) == {"a": PRIMARY, "b": PRIMARY, "c": SECONDARY, "d": FREE, "t": FREE}
    assert done.report.passed


def test_a_total_that_is_withheld_tells_no_sum() -> None:
    """One part is all of its total: both are withheld, and nothing says what they are."""
    table = System((people("a", 3), people("t", 3, margin=True)), (total("t", "a"),))
    assert statuses(protect(table, DEFAULTS)) == {"a": PRIMARY, "t": PRIMARY}


def test_employers_who_are_alone_whatever_is_withheld_are_named() -> None:
    cells = (euro("a", 100, 100), euro("b", 100, 100), replace(euro("t", 200, 100, 100), never=True))
    with pytest.raises(NotProtectableError) as refused:
        protect(System(cells, (total("t", "a", "b"),)), DEFAULTS)
    assert refused.value.cells == (("a",), ("b",))


# Vintages.


def vintage(name: str, table: System, done: Protected) -> Vintage:
    return Vintage.of(name, table, done.statuses)


def test_what_was_withheld_stays_withheld() -> None:
    first = line(3, 20, 200, 100)
    second = line(30, 20, 200, 100)
    done = protect(second, DEFAULTS, [vintage("one", first, protect(first, DEFAULTS))])
    assert statuses(done) == {"a": EARLIER, "b": EARLIER, "c": FREE, "d": FREE, "t": FREE}
    third = line(30, 20, 200, 3)
    earlier = [vintage("one", first, protect(first, DEFAULTS)), vintage("two", second, done)]
    assert statuses(protect(third, DEFAULTS, earlier)) == {
        "a": EARLIER,
        "b": EARLIER,
        "c": FREE,
        "d": PRIMARY,
        "t": FREE,
    }


def test_what_was_published_is_no_help_unless_it_changed() -> None:
    first, second = line(30, 20, 200, 100), line(3, 20, 201, 100)
    told = [vintage("one", first, protect(first, DEFAULTS))]
    assert statuses(protect(second, DEFAULTS, told)) == {"a": PRIMARY, "b": FREE, "c": SECONDARY, "d": FREE, "t": FREE}


def test_an_error_names_the_release_that_stands_in_the_way() -> None:
    first, second = line(30, 20, 200), line(3, 20, 200)
    with pytest.raises(NotProtectableError, match="for release one published what they follow from") as refused:
        protect(second, DEFAULTS, [vintage("one", first, protect(first, DEFAULTS))])
    assert (refused.value.cells, refused.value.releases) == ((("a",),), ("one",))


def test_what_was_published_and_is_primary_now_is_known_unless_its_base_changed() -> None:
    table = line(7, 20, 200)
    lenient = [vintage("one", table, protect(table, Thresholds(min_persons=5)))]
    done = protect(table, DEFAULTS, lenient)
    assert done.known == {("a",): "one"}
    assert statuses(done) == {"a": PRIMARY, "b": FREE, "c": FREE, "t": FREE}
    changed = {key: replace(figure, counts=BaseCounts(70)) for key, figure in lenient[0].figures.items()}
    with pytest.raises(NotProtectableError):
        protect(table, DEFAULTS, [Vintage("one", changed)])
    only_itself: dict[Key, Figure] = {("a",): Figure(FREE, 7, BaseCounts(70))}
    done = protect(table, DEFAULTS, [Vintage("one", only_itself)])
    assert (done.known, statuses(done)["b"]) == ({}, SECONDARY)


def test_nine_hours_more_for_one_person_change_no_status() -> None:
    register = [
        Person(n, (f"a{n % 3}", f"b{n % 5 % 3}"), f"e{n % 11}" if n % 2 else None, 100 if n % 2 else 0)
        for n in range(400)
    ]
    register += [Person(1000 + n, ("a3", "b0"), "e1", 100) for n in range(5)]
    more = [person._replace(hours=109) if person.number == 1002 else person for person in register]
    earlier: list[Vintage] = []
    found: list[Mapping[Key, Status]] = []
    for number, release in enumerate((register, more, register)):
        table = system_of(release)
        done = protect(table, DEFAULTS, earlier)
        assert audit(table, DEFAULTS, done.statuses, earlier).passed
        earlier.append(vintage(f"r{number}", table, done))
        found.append({key: FREE if status is FREE else PRIMARY for key, status in done.statuses.items()})
    assert PRIMARY in found[0].values()
    assert found[0] == found[1] == found[2]


def test_what_the_law_asks_for_cannot_have_been_withheld() -> None:
    table = line(30, 20)
    withheld = Vintage("one", {("t",): Figure(PRIMARY, 50)})
    with pytest.raises(ValueError, match="t is never withheld, but an earlier release withheld it"):
        protect(table, DEFAULTS, [withheld])


# The solver.


def test_time_is_limited() -> None:
    with pytest.raises(OutOfTimeError, match="over 1e-09 seconds: raise"):
        protect(line(3, 20, 200), DEFAULTS, seconds=1e-9)
    with pytest.raises(OutOfTimeError):
        audit(line(3, 20, 200), DEFAULTS, {("a",): PRIMARY, ("b",): PRIMARY}, seconds=1e-9)


def programme(lower: float) -> Programme:
    """Minimise x + 2 y with x + y = 0, x at least `lower` and y between -5 and 5."""
    bounds = np.array([lower, -5.0]), np.array([9.0, 5.0])
    return Programme(csc_array(np.array([[1.0, 1.0]])), *bounds, np.array([1.0, 2.0]), Budget(60.0))


def test_a_programme_is_kept_and_changed() -> None:
    kept = programme(-3.0)
    assert kept.solution() == pytest.approx([5, -5])
    kept.price(0, 3.0)
    assert kept.solution() == pytest.approx([-3, 3])
    kept.bound(0, -2.0, 1.0)
    assert kept.solution() == pytest.approx([-2, 2])
    kept.bound(0, 6.0, 9.0)
    assert kept.solution() is None
    kept.bound(0, -1.0, 9.0)
    assert kept.solution() == pytest.approx([-1, 1])


def test_a_wrong_no_of_a_warm_start_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    truthful = Programme._solved

    def first_no(self: Programme) -> bool:
        answers.append(truthful(self))
        return len(answers) > 1

    monkeypatch.setattr(Programme, "_solved", first_no)
    assert programme(-3.0).solution() == pytest.approx([5, -5])
    assert answers == [True, True]


def test_a_solver_that_finds_nothing_protects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = line(3, 20, 200)
    assert protect(table, DEFAULTS).report.passed
    monkeypatch.setattr(Programme, "_solved", lambda _: False)
    with pytest.raises(NotProtectableError):
        protect(table, DEFAULTS)
    assert not audit(table, DEFAULTS, {("a",): PRIMARY, ("b",): SECONDARY}).passed


def test_the_audit_decides_and_cells_are_chosen_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """When what was set free turns out to be needed after all, another round withholds it again."""
    monkeypatch.setattr(Chooser, "_can_do_without", lambda *_: True)
    done = protect(line(3, 20, 200), DEFAULTS)
    assert (done.report.rounds, statuses(done)["b"]) == (2, SECONDARY)


def test_amounts_of_millions_are_protected_as_well_as_people() -> None:
    cells = (
        euro("a", 1_234_567_890, 1_200_000_000, 34_567_890),
        euro("b", 987_654_321, *[98_765_432] * 9, 98_765_433),
        euro("c", 2_000_000_000, *[200_000_000] * 10),
    )
    whole = replace(euro("t", 4_222_222_211, *[200_000_000] * 20), never=True)
    table = System((*cells, whole), (total("t", *"abc"),))
    done = protect(table, DEFAULTS)
    assert statuses(done) == {"a": PRIMARY, "b": SECONDARY, "c": FREE, "t": FREE}
    narrowest = done.report.narrowest
    assert narrowest is not None
    assert narrowest.needed_high == pytest.approx(1_234_567_890 + 120_000_000)
    assert narrowest.high >= narrowest.needed_high - 1


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    protect(line(3, 20, 200), DEFAULTS)
    assert capfd.readouterr() == ("", "")
