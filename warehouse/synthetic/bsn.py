"""Synthetic citizen service numbers and employer numbers.

The numbers are drawn at random (a seeded permutation of all 8-digit prefixes) and merely satisfy the 11-test;
no real number went into them. No public range of never-issued numbers is known, so one may match an existing
number by chance: that is why every delivery says it is synthetic.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.synthetic.numbers import Ints, generator

PREFIXES: Final = 10**8
_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2)
"""11-test: 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of 11 (Besluit BSN)."""
_LOWEST_PREFIX: Final = 10**5
"""Numbers below it look like placeholders and are left out."""
_LARGEST_DIGIT: Final = 9
_VALID_SHARE: Final = 10 / 11


def numbers(seed: int, first: int, candidates: int) -> Ints:
    """Valid numbers among a range of candidates; disjoint ranges give disjoint numbers.

    Args:
        seed: seed of the permutation.
        first: index of the first candidate.
        candidates: how many candidates; about 10/11 of them are valid.

    Returns:
        Integers below 10^9 that satisfy the 11-test, all different.
    """
    step, offset = _permutation(seed)
    index = np.arange(first, first + candidates, dtype=np.int64)
    prefix = (index * step + offset) % PREFIXES
    check = np.zeros(candidates, dtype=np.int64)
    rest = prefix.copy()
    for weight in reversed(_WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        check += weight * digit
    check %= 11
    valid = (check <= _LARGEST_DIGIT) & (prefix >= _LOWEST_PREFIX)
    return prefix[valid] * 10 + check[valid]


def candidates_for(people: int) -> int:
    """Candidates that surely hold numbers for so many people."""
    return int(people / _VALID_SHARE * 1.01) + 1000


def as_text(values: npt.NDArray[np.int64], width: int = 9) -> pl.Series:
    """Numbers as text with leading zeros."""
    digits = np.empty((values.size, width), dtype=np.uint8)
    rest = values.copy()
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        digits[:, place] = digit + ord("0")
    return pl.Series(digits.view(f"S{width}").ravel().astype(f"U{width}"), dtype=pl.String)


def _permutation(seed: int) -> tuple[int, int]:
    rng = generator(seed, "bsn")
    step = int(rng.integers(10**7, PREFIXES))
    while step % 2 == 0 or step % 5 == 0:
        step += 1
    return step, int(rng.integers(0, PREFIXES))
