"""Every mart of a release, as it should be, from the deliveries of its years."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support import oracle
from tests.support.deliveries import Delivery
from tests.support.oracle import MartRow, measure
from tests.support.oracle_analyses import (
    QuotaVariables,
    government_sectors_rows,
    liv_rows,
    ministries_rows,
    quota_rows,
    social_return_rows,
    target_group_rows,
    uncertainty,
)
from tests.support.oracle_cohort import cohort_rows
from tests.support.oracle_publications import observations, reconciliation
from tests.support.oracle_scenarios import scenarios


def every_mart(deliveries: Iterable[Delivery], quota: QuotaVariables | None = None) -> dict[str, list[MartRow]]:
    """All marts but the checks and the revisions, over all given years, which include the baseline.

    Args:
        deliveries: the last accepted delivery of each year.
        quota: the variables of the quota that the settings give.
    """
    by_year = {delivery.year: delivery for delivery in sorted(deliveries, key=lambda delivery: delivery.year)}
    years = {year: measure(delivery) for year, delivery in by_year.items()}
    found = oracle.marts(by_year.values()) | {
        "uncertainty": [row for year in years for row in uncertainty(years, year)],
        "government_sectors": [row for one in by_year.values() for row in government_sectors_rows(one)],
        "ministries": [row for one in by_year.values() for row in ministries_rows(one)],
        "target_group": [row for one in by_year.values() for row in target_group_rows(one)],
        "participation_cohort": [row for year in by_year for row in cohort_rows(by_year, year)],
        "quota": [row for one in by_year.values() for row in quota_rows(one, quota or {})],
        "liv_by_size": [row for one in by_year.values() for row in liv_rows(one)],
        "social_return": [row for one in by_year.values() for row in social_return_rows(one)],
        "scenarios": scenarios(by_year, years),
    }
    return found | {
        "reconciliation": reconciliation(by_year, years, found),
        "observations": observations(found),
    }
