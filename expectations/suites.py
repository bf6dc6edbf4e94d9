"""Suites of Great Expectations made from the registry: for each delivered table everything that must be true of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from warehouse.registry.model import DeliveryTable, Expectation, Words
    from warehouse.registry.terms import Terms


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation in a suite: of which table, over which batch (table or view), and how bad it is when broken.

    `count` is the SQL that counts the lines that rows of the batch stand for.
    """

    table: str
    name: str
    column: str
    batch: str
    broken_when: str
    words: Words
    severity: Severity
    share_allowed: str
    count: str


def checks(tables: set[str], terms: Terms) -> list[Check]:
    """Every check of a delivery that holds `tables`, under the law of `terms`.

    Each row rule is a check, then the expectations, in the order of the registry.
    """
    present = [table.under(terms) for table in DELIVERIES.values() if table.name in tables]
    return [check for table in present for check in _of_table(table)]


def by_batch(all_checks: list[Check]) -> dict[str, list[Check]]:
    """The checks grouped by the table or view they look at; one suite each."""
    suites: dict[str, list[Check]] = defaultdict(list)
    for check in all_checks:
        suites[check.batch].append(check)
    return dict(suites)


def _of_table(table: DeliveryTable) -> list[Check]:
    rules = [
        Check(
            table=table.name,
            name=rule.reason,
            column=rule.column,
            batch=table.name,
            broken_when=f"_rule = {number}",
            words=rule.words,
            severity=Severity.CRITICAL,
            share_allowed="quarantine_limit",
            count=table.count,
        )
        for number, rule in table.numbered_rules()
    ]
    return rules + [_of_expectation(table, expectation) for expectation in table.expectations]


def _of_expectation(table: DeliveryTable, expectation: Expectation) -> Check:
    return Check(
        table=table.name,
        name=expectation.label,
        column=expectation.column,
        batch=expectation.batch or table.name,
        broken_when=expectation.broken_when,
        words=expectation.words,
        severity=expectation.severity,
        share_allowed=expectation.share_allowed,
        count="count(*)" if expectation.batch else table.count,
    )
