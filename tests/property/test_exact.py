"""Properties of the one rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from transforms.exact import floating, rounded, to_tenths

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
hundredths = st.integers(-(10**9), 10**9).map(lambda number: Fraction(number, 100))


@given(fractions)
def test_it_is_never_more_than_a_half_away(value: Fraction) -> None:
    assert abs(rounded(value) - value) <= Fraction(1, 2)


@given(st.integers(-(10**12), 10**12))
def test_a_half_goes_away_from_zero(number: int) -> None:
    middle = Fraction(2 * number + 1, 2)
    assert abs(rounded(middle)) == abs(middle) + Fraction(1, 2)


@given(st.integers(-(10**30), 10**30))
def test_integers_stay(number: int) -> None:
    assert rounded(Fraction(number)) == number


@given(fractions)
def test_it_is_odd(value: Fraction) -> None:
    assert rounded(-value) == -rounded(value)


@given(fractions, fractions)
def test_it_keeps_order(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert rounded(low) <= rounded(high)


@given(fractions, st.integers(0, 10**6))
def test_whole_numbers_shift_it_on_one_side_of_zero(value: Fraction, shift: int) -> None:
    assert rounded(abs(value) + shift) == rounded(abs(value)) + shift


@given(hundredths)
def test_it_agrees_with_decimal(value: Fraction) -> None:
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    assert rounded(value) == int(decimal.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert to_tenths(value) == Fraction(decimal.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@given(fractions)
def test_tenths_are_tenths(value: Fraction) -> None:
    tenths = to_tenths(value)
    assert (tenths * 10).denominator == 1
    assert abs(tenths - value) <= Fraction(1, 20)
    assert to_tenths(tenths) == tenths


@given(fractions)
def test_the_float_is_the_nearest(value: Fraction) -> None:
    assert floating(value) == float(value)


def test_what_is_missing_stays_missing() -> None:
    assert rounded(None) is None
    assert floating(None) is None
