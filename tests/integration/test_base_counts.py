"""The fact `base_counts` of awkward deliveries through the real pipeline, also of a year that is built again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.awkward import YEARS, awkward_delivery, awkward_years
from tests.support.cli import build, internal, new_home, publish, row_differences
from tests.support.deliveries import Delivery
from tests.support.oracle import MartRow
from tests.support.oracle_counts import release_counts
from tests.support.pages import leave_out_the_factsheet
from warehouse import tables
from warehouse.registry.facts import BASE_COUNTS


def wrong(release: Path, deliveries: list[Delivery]) -> list[str]:
    """Where the table of a candidate or release is not what the oracle counts."""
    found = tables.read(internal(release) / "facts", BASE_COUNTS)
    return row_differences(found.to_dicts(), release_counts(deliveries), BASE_COUNTS.key)


def cohorts(deliveries: list[Delivery]) -> list[MartRow]:
    """The rows that are made from three years."""
    return [row for row in release_counts(deliveries) if row["mart"] == "participation_cohort"]


def test_every_year_of_a_release_keeps_its_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four years one after the other, and the middle year of their cohort once more."""
    leave_out_the_factsheet(monkeypatch)
    home, deliveries = new_home(tmp_path / "home"), awkward_years(2, YEARS)
    for number, delivery in enumerate(deliveries, start=1):
        release = publish(home, build(home, delivery, tmp_path / f"source-{delivery.year}"))
        assert wrong(release, deliveries[:number]) == []
    before = cohorts(deliveries)
    again = awkward_delivery(2022, 2, 1)
    deliveries = [again if one.year == 2022 else one for one in deliveries]
    assert before != cohorts(deliveries), "the test needs a change"
    assert wrong(build(home, again, tmp_path / "again"), deliveries) == []
