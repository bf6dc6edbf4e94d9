"""The primary rules at their borders (docs/spec/disclosure.md, section 3), and rounding (section 4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from transforms.protection import rounding
from transforms.protection.declared import Rounding
from transforms.protection.public import RoundTo
from transforms.protection.rules import (
    BaseCounts,
    Exact,
    Measure,
    PublicBodies,
    Rule,
    Thresholds,
    Unknown,
    Zeros,
    broken_rule,
    broken_rules,
    dominance_margin,
)

DEFAULTS = Thresholds()


def of_amount(counts: BaseCounts, thresholds: Thresholds = DEFAULTS) -> tuple[Rule, ...]:
    return broken_rules(counts, thresholds, Measure.AMOUNT)


@pytest.mark.parametrize(("persons", "breaks"), [(0, False), (1, True), (9, True), (10, False), (11, False)])
def test_p1_is_broken_by_1_to_9_people(persons: int, breaks: bool) -> None:
    assert broken_rules(BaseCounts(persons), DEFAULTS, Measure.PERSONS) == ((Rule.PEOPLE,) if breaks else ())


@pytest.mark.parametrize(
    ("persons", "lacking", "breaks"),
    [
        (30, 10, False),
        (30, 9, True),
        (30, 1, True),
        (30, 0, True),  # everybody has it
        (0, 30, True),  # nobody has it
        (0, 9, True),
        (0, 0, False),  # nobody of nobody
        (30, None, False),
    ],
)
def test_p2_is_broken_by_few_who_lack_it_or_nobody_who_has_it(persons: int, lacking: int | None, breaks: bool) -> None:
    counts = BaseCounts(persons, complement_persons=lacking)
    assert (broken_rule(counts, DEFAULTS, Measure.PERSONS) is Rule.COMPLEMENT) is breaks


def test_p2_leaves_zeros_that_say_nothing() -> None:
    harmless = Thresholds(zeros=Zeros.HARMLESS)
    assert broken_rule(BaseCounts(0, complement_persons=30), harmless, Measure.PERSONS) is None
    assert broken_rule(BaseCounts(30, complement_persons=0), harmless, Measure.PERSONS) is Rule.COMPLEMENT


@pytest.mark.parametrize(("employers", "breaks"), [(0, False), (1, True), (2, True), (3, False), (None, False)])
def test_p3_is_broken_by_1_or_2_employers(employers: int | None, breaks: bool) -> None:
    assert of_amount(BaseCounts(employers=employers)) == ((Rule.EMPLOYERS,) if breaks else ())


@pytest.mark.parametrize(
    ("largest", "second", "total", "breaks"),
    [
        (100, 50, 160, False),  # the rest is 10, exactly 10% of the largest
        (100, 50, Fraction(1599999, 10000), True),
        (100, 50, 159, True),
        (Fraction(1, 3), Fraction(1, 3), Fraction(2, 3) + Fraction(1, 30), False),
        (100, None, 100, True),
        (0, 0, 0, False),
    ],
)
def test_p4_is_broken_by_a_rest_below_ten_percent(
    largest: Exact, second: Exact | None, total: Exact, breaks: bool
) -> None:
    counts = BaseCounts(employers=5, largest=largest, second=second, total=total)
    assert of_amount(counts) == ((Rule.DOMINANCE,) if breaks else ())


def test_p4_takes_another_percentage() -> None:
    counts = BaseCounts(largest=1000, second=0, total=1124)
    assert of_amount(counts, Thresholds(dominance_p=Fraction(25, 2))) == (Rule.DOMINANCE,)
    assert of_amount(counts, Thresholds(dominance_p=12)) == ()
    assert dominance_margin(counts, Thresholds(dominance_p=Fraction(25, 2))) == 1
    assert dominance_margin(BaseCounts(), DEFAULTS) is None


def test_p5_is_broken_when_contributors_were_not_delivered() -> None:
    counts = BaseCounts(known_contributors=False)
    assert of_amount(counts) == (Rule.UNKNOWN,)
    assert of_amount(counts, Thresholds(unknown_contributors=Unknown.PUBLISH)) == ()


def test_public_bodies_are_exempt_as_employers_and_not_for_their_people() -> None:
    counts = BaseCounts(9, 2, 90, 10, 100, 5, of_public_bodies=True)
    assert of_amount(counts) == (Rule.PEOPLE, Rule.COMPLEMENT)
    protected = Thresholds(public_bodies=PublicBodies.PROTECTED)
    assert of_amount(counts, protected) == (Rule.PEOPLE, Rule.COMPLEMENT, Rule.EMPLOYERS, Rule.DOMINANCE)


def test_rules_are_of_what_a_figure_counts() -> None:
    counts = BaseCounts(9, 2, 90, 10, 100, 5, known_contributors=False)
    assert broken_rules(counts, DEFAULTS, Measure.PERSONS) == (Rule.PEOPLE, Rule.COMPLEMENT, Rule.UNKNOWN)
    assert broken_rules(counts, DEFAULTS, Measure.EMPLOYERS) == (Rule.PEOPLE, Rule.EMPLOYERS, Rule.UNKNOWN)
    assert broken_rules(counts, DEFAULTS, Measure.AMOUNT) == tuple(Rule)[:5]
    assert broken_rules(None, DEFAULTS, Measure.AMOUNT) == ()


@pytest.mark.parametrize(
    ("value", "base", "rounded"),
    [
        (0, 5, 0),
        (2, 5, 0),
        (Fraction(5, 2), 5, 5),
        (Fraction(-5, 2), 5, -5),
        (3, 5, 5),
        (7, 5, 5),
        (8, 5, 10),
        (Fraction(7, 2), 1, 4),
        (Fraction(-7, 2), 1, -4),
        (1499, 1000, 1000),
        (1500, 1000, 2000),
        (-1500, 1000, -2000),
    ],
)
def test_figures_are_rounded_half_away_from_zero(value: Exact, base: int, rounded: int) -> None:
    assert rounding.to_multiple(value, base) == rounded


def test_every_figure_has_its_own_base() -> None:
    def read(value: Exact, how: Rounding, to: RoundTo) -> int:
        return rounding.to_multiple(value, to.base(how))

    default, off = RoundTo(), RoundTo(1, 1, 1)
    assert read(12, Rounding.PERSONS, default) == read(Fraction(25, 2) - 1, Rounding.DETAILED_JOBS, default) == 10
    assert read(Fraction(12_345_678, 100), Rounding.EUROS, default) == 123_000
    assert (
        read(12, Rounding.PERSONS, off),
        read(Fraction(23, 2), Rounding.DETAILED_JOBS, off),
        read(1234, Rounding.EUROS, off),
    ) == (12, 12, 1234)


@pytest.mark.parametrize("base", [0, -5])
def test_a_base_below_one_is_refused(base: int) -> None:
    with pytest.raises(ValueError, match="multiples of 1 or more"):
        rounding.to_multiple(12, base)


def test_percentages_are_of_published_figures() -> None:
    assert rounding.published_percentage(5, 30) == 16.7
    assert rounding.published_percentage(1, 16) == 6.3  # 6.25, half away from zero
    assert rounding.published_percentage(5, 0) is None
    assert rounding.published_percentage(None, 30) is None
    assert rounding.published_percentage(5, None) is None
