"""Every mart of a release, as it should be, from the deliveries of its years."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.support.deliveries import Delivery
from tests.support.oracle import (
    MartRow,
    marts_of,
    years_of,
)
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
from tests.support.oracle_law import FORMAL, Rules
from tests.support.oracle_publications import observations, reconciliation
from tests.support.oracle_scenarios import scenarios


def every_mart(
    deliveries: Iterable[Delivery],
    quota: QuotaVariables | None = None,
    *,
    payrolling_counts_as: str = FORMAL,
    wet_banenafspraak_from: int | None = None,
    overlay: Path | None = None,
) -> dict[str, list[MartRow]]:
    """All marts but the checks and the revisions, over all given years, which include the baseline.

    Args:
        deliveries: the last accepted delivery of each year.
        quota: the variables of the quota that the settings give.
        payrolling_counts_as: setting; the form of rows of form `payroll`.
        wet_banenafspraak_from: setting; the first year under the Wet banenafspraak, if any.
        overlay: a home's own `reference/`, whose `<name>.csv` replaces the package's.
    """
    rules = Rules(payrolling_counts_as, wet_banenafspraak_from, overlay)
    by_year = {delivery.year: delivery for delivery in sorted(deliveries, key=lambda delivery: delivery.year)}
    years = years_of(by_year.values(), rules)
    found = marts_of(years) | {
        "uncertainty": [row for year in by_year for row in uncertainty(years, year)],
        "government_sectors": [row for one in by_year.values() for row in government_sectors_rows(one, rules)],
        "ministries": [row for one in by_year.values() for row in ministries_rows(one, rules)],
        "target_group": [row for one in by_year.values() for row in target_group_rows(one, rules)],
        "participation_cohort": [row for year in by_year for row in cohort_rows(by_year, year, rules)],
        "quota": [row for one in by_year.values() for row in quota_rows(one, quota or {}, rules)],
        "liv_by_size": [row for one in by_year.values() for row in liv_rows(one, rules)],
        "social_return": [row for one in by_year.values() for row in social_return_rows(one)],
        "scenarios": scenarios(by_year, years),
    }
    return found | {
        "reconciliation": reconciliation(by_year, years, found),
        "observations": observations(found),
    }
