"""What the results of the checks mean: pure rules that say passed, rejected or a warning (`What bad input gets`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import DeliveryRejectedError
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from warehouse.registry.model import Expectation


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one check; counts only, never a value.

    Attributes:
        says: what is wrong when it is broken, in English.
        advice: what to ask, do or deliver then, in English.
        files: the files with broken lines, each with how many; 0 when the rule is not over lines.
    """

    table: str
    expectation: str
    column: str
    severity: Severity
    says: str
    checked_rows: int
    failed_rows: int
    passed: bool
    advice: str = ""
    broken_when: str = ""
    files: tuple[tuple[str, int], ...] = ()


def passes(checked: int, failed: int, share_allowed: Decimal) -> bool:
    """Whether no more than the allowed share of the lines breaks the rule; exact, at the limit it passes."""
    return failed <= share_allowed * checked


def warnings(results: Iterable[Result]) -> list[Result]:
    """The broken warnings: each needs a note of every steward who approves. What only informs is none."""
    return [result for result in results if not result.passed and result.severity is Severity.WARNING]


def reject_if_critical(year: int, results: list[Result]) -> None:
    """Raises DeliveryRejectedError for the broken critical checks, naming the first; says how many more there are."""
    broken = [result for result in results if not result.passed and result.severity is Severity.CRITICAL]
    if not broken:
        return
    first = min(broken, key=lambda result: result.expectation == "quarantine_limit")
    where = ", ".join(f"{name} ({lines} lines)" if lines else name for name, lines in first.files[:3])
    if len(first.files) > 3:  # noqa: PLR2004 - as many as are named
        where += f" and {len(first.files) - 3} more files"
    more = f"; {len(broken) - 1} more rules are broken" if len(broken) > 1 else ""
    message = (
        f"delivery {year}: {where}: table {first.table}, column {first.column}: {first.failed_rows} of "
        f"{first.checked_rows} lines break rule {first.expectation} ({first.says}){more}; {_what_to_do(first)}"
    )
    raise DeliveryRejectedError(message)


def counted(
    table: str, expectation: Expectation, checked: int, failed: int, *, severity: Severity | None = None
) -> Result:
    """The result of an expectation that was decided elsewhere than in SQL, from its counts.

    Args:
        table: the table it is about.
        expectation: what the registry says of it.
        checked: how many lines, files, months or years were looked at.
        failed: how many of them break it; it passes when there is none.
        severity: another severity than the registry's.
    """
    return Result(
        table=table,
        expectation=expectation.label,
        column=expectation.column,
        severity=severity or expectation.severity,
        says=expectation.words.en,
        advice=expectation.words.advice_en,
        checked_rows=checked,
        failed_rows=failed,
        passed=not failed,
    )


def outside_band(before: int, now: int, share: Decimal) -> bool:
    """Whether a figure changed by more than `share` of what it was the year before."""
    return abs(now - before) > share * before


def _what_to_do(result: Result) -> str:
    """The advice as the end of a message."""
    advice = result.advice or "Correct the delivery."
    return f"{advice[0].lower()}{advice[1:].rstrip('.')}"
