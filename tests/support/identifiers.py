"""Made-up citizen service numbers and payroll tax numbers that satisfy their checks."""

from __future__ import annotations

from random import Random

BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)  # the 11-test: the last digit weighs minus one


def dice(*seed: object) -> Random:
    """A generator of repeatable test data; nothing here is a secret."""
    return Random("-".join(str(part) for part in seed))  # noqa: S311


def passes_eleven_test(bsn: str) -> bool:
    """Whether nine digits are a possible citizen service number."""
    if len(bsn) != len(BSN_WEIGHTS) or not (bsn.isascii() and bsn.isdigit()):
        return False
    return sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, bsn, strict=True)) % 11 == 0


def bsns(count: int, random: Random) -> list[str]:
    """As many different valid numbers; about a quarter begin with a zero, as real ones do."""
    found: dict[str, None] = {}
    while len(found) < count:
        first_eight = random.randrange(1_000_000, 40_000_000)
        candidates = (f"{first_eight:08d}{last}" for last in range(10))
        found |= dict.fromkeys(bsn for bsn in candidates if passes_eleven_test(bsn))
    return list(found)[:count]


def lhnr(number: int, suffix: int = 1) -> str:
    """A payroll tax number: nine digits, an L and a suffix of 01 to 99."""
    return f"{number:09d}L{suffix:02d}"
