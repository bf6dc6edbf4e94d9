"""Randomly drawn awkward deliveries through the real pipeline: every cell of the published marts is right.

`BANENAFSPRAAK_TEST_AWKWARD_SEEDS=200` tries that many instead of the default.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.awkward import YEARS, awkward_delivery, awkward_years
from tests.support.cli import MART_KEYS, build, delivered_files, differences, mart_rows, new_home, publish
from tests.support.deliveries import Delivery, Packaging, ParquetStyle
from tests.support.oracle import Cell, MartRow
from tests.support.oracle_analyses import QuotaVariables
from tests.support.oracle_marts import every_mart
from tests.support.pages import leave_out_the_factsheet
from tests.support.reference import REFERENCE

SEEDS = range(int(os.environ.get("BANENAFSPRAAK_TEST_AWKWARD_SEEDS", "12")))
SEEDS_WITH_PAGES = 4  # one in so many has its factsheet made
PACKAGINGS = (
    Packaging(),
    Packaging(fmt="csv.gz", parts=2, manifest=True, shuffle_columns=1),
    Packaging(fmt="parquet", parts=3),
    Packaging(fmt="parquet", parquet=ParquetStyle(decimals_as_double=True, booleans_as_text=True)),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_published_cell_is_right(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed % SEEDS_WITH_PAGES:
        leave_out_the_factsheet(monkeypatch)
    home, measured = new_home(tmp_path / "home"), list[Delivery]()
    for delivery in awkward_years(seed):
        packaging = PACKAGINGS[(seed + len(measured)) % len(PACKAGINGS)]
        candidate = build(home, delivery, tmp_path / f"source-{delivery.year}", packaging)
        release = publish(home, candidate)
        measured.append(delivery)
        assert differences(release, every_mart(measured)) == []
        assert quarantined(release) == 0
        assert without_a_percentage(release) == without_a_reason_not(release)


def quarantined(release: Path) -> int:
    """Lines that the manifest says are out of the measurement."""
    return sum(file["rows_quarantined"] for file in delivered_files(release))


def without_a_percentage(release: Path) -> list[tuple[int, str]]:
    """Years and sectors whose quota is not known."""
    return [(row["year"], row["sector"]) for row in mart_rows(release, "quota") if row["quota_pct"] is None]


def without_a_reason_not(release: Path) -> list[tuple[int, str]]:
    """Years and sectors for which it is said why."""
    return [(row["year"], row["sector"]) for row in mart_rows(release, "quota") if row["reason"]]


# --- the same years, built in other ways ---


def released(home: Path, deliveries: Iterable[Delivery]) -> Path:
    """The last release of deliveries that are built and published one after the other."""
    for delivery in deliveries:
        publish(home, build(home, delivery, home.parent / f"source-{delivery.year}"))
    return home / "published" / "current"


#: A year before the quota, low and high percentages, nobody employed, and one variable missing or all but one.
VARIABLES: QuotaVariables = {
    2012: {"overheid": {"D": "1000", "F": "10", "G": "900"}},
    2021: {
        "overheid": {"D": "2610075.5", "F": "1000.5", "G": "1500.25"},
        "markt": {"D": "200000", "F": "0", "G": "0"},
    },
    2022: {"overheid": {"D": "0", "F": "1", "G": "1"}, "markt": {"D": "1331", "F": "1", "G": "0"}},
    2023: {"overheid": {"D": "133100", "F": "4242", "G": "1332"}, "markt": {"D": "9000000", "F": "80000"}},
    2024: {"overheid": {"F": "1"}, "markt": {"D": "2000000", "F": "100", "G": "1000"}},
    2025: {"overheid": {"D": "1000000", "F": "0", "G": "0"}},
    2026: {"overheid": {"D": "500000", "F": "12.5", "G": "1331"}, "markt": {"D": "4000000", "F": "0", "G": "0"}},
}


@pytest.mark.parametrize("seed", [0, 3])
def test_the_quota_with_all_its_variables(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_out_the_factsheet(monkeypatch)
    monkeypatch.setenv("BANENAFSPRAAK_QUOTA__VARIABLES", json.dumps(VARIABLES))
    deliveries = awkward_years(seed, YEARS)
    release = released(new_home(tmp_path / "home"), deliveries)
    expected = every_mart(deliveries, VARIABLES)
    assert sum(bool(row["shortage_jobs"]) for row in expected["quota"]) >= 2, "there must be something to compare"
    assert differences(release, expected) == []
    assert without_a_percentage(release) == without_a_reason_not(release)


@pytest.mark.parametrize(("seed", "counts_as"), [(1, "formeel"), (5, "inleen")])
def test_the_wet_banenafspraak(seed: int, counts_as: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 2025 on: a year before it, its first and its second, and the IVA in the last."""
    leave_out_the_factsheet(monkeypatch)
    monkeypatch.setenv("BANENAFSPRAAK_MEASUREMENT__WET_BANENAFSPRAAK_FROM", "2025")
    monkeypatch.setenv("BANENAFSPRAAK_MEASUREMENT__PAYROLLING_COUNTS_AS", counts_as)
    deliveries = awkward_years(seed, (2012, 2024, 2025, 2026), wet_from=2025)
    release = released(new_home(tmp_path / "home"), deliveries)
    expected = every_mart(deliveries, payrolling_counts_as=counts_as, wet_banenafspraak_from=2025)
    assert {row["year"] for row in expected["realisation"] if row["series_break"]} == {2025, 2026}
    assert differences(release, expected) == []


def test_the_reference_data_of_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One target from 2026 on, and payrolling that counts as loan from then."""
    leave_out_the_factsheet(monkeypatch)
    home, deliveries = new_home(tmp_path / "home"), awkward_years(1, (2012, 2024, 2025, 2026))
    (home / "reference").mkdir()
    for name, lines in HOME_REFERENCE.items():
        text = (REFERENCE / name).read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if not line.startswith(REPLACED[name])]
        (home / "reference" / name).write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")
    expected = every_mart(deliveries, overlay=home / "reference")
    targets = {row["target_jobs"] for row in expected["realisation"] if row["year"] == 2026 and row["form"] == "totaal"}
    assert targets == {None, 130_000}
    assert differences(released(home, deliveries), expected) == []


#: Lines that a home has in place of those that begin so.
REPLACED = {"targets.csv": "totaal,", "code_aard.csv": "82,"}
HOME_REFERENCE = {
    "targets.csv": ("totaal,2026-01-01,,130000,a decree",),
    "code_aard.csv": (
        "82,2020-01-01,2025-12-31,payrolling,payroll,since the Wab; that it is not older is inferred",
        "82,2026-01-01,,payrolling,inleen,a decree",
    ),
}


@pytest.mark.parametrize("seed", [7, 8])
def test_a_year_that_is_built_again_changes_every_mart(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new delivery of the middle year of a cohort, and one of the nulmeting."""
    leave_out_the_factsheet(monkeypatch)
    home, deliveries = new_home(tmp_path / "home"), awkward_years(seed, YEARS)
    released(home, deliveries)
    for year in (2022, 2012):
        before = every_mart(deliveries)
        deliveries = [awkward_delivery(year, seed, 1) if one.year == year else one for one in deliveries]
        assert changed_years(before, every_mart(deliveries), "scenarios") >= {year, 2023}
        release = publish(home, build(home, next(one for one in deliveries if one.year == year), tmp_path / "again"))
        assert differences(release, every_mart(deliveries)) == []


def test_a_cohort_follows_a_new_delivery_of_each_of_its_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_out_the_factsheet(monkeypatch)
    home, seed = new_home(tmp_path / "home"), 6
    deliveries = awkward_years(seed, YEARS)
    released(home, deliveries)
    for year in (2021, 2022, 2023):
        before = every_mart(deliveries)
        deliveries = [awkward_delivery(year, seed, 2) if one.year == year else one for one in deliveries]
        after = every_mart(deliveries)
        assert before["participation_cohort"] != after["participation_cohort"], "the test needs a change"
        release = publish(home, build(home, next(one for one in deliveries if one.year == year), tmp_path / "again"))
        assert differences(release, after) == []


def changed_years(before: dict[str, list[MartRow]], after: dict[str, list[MartRow]], mart: str) -> set[Cell]:
    """The years of which rows of a mart are not the same."""
    return {row["year"] for row in [*before[mart], *after[mart]] if (row in before[mart]) != (row in after[mart])}


@pytest.mark.parametrize("order", [(2012, 2023, 2021, 2022), (2012, 2022, 2023, 2021)], ids=str)
def test_the_order_of_building_does_not_matter(
    order: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cohort is made when the last of its years is there, whichever that is."""
    leave_out_the_factsheet(monkeypatch)
    assert sorted(order) == list(YEARS)
    deliveries = {delivery.year: delivery for delivery in awkward_years(4, YEARS)}
    release = released(new_home(tmp_path / "home"), [deliveries[year] for year in order])
    assert differences(release, every_mart(deliveries.values())) == []


def test_the_comparison_sees_a_wrong_cell(tmp_path: Path) -> None:
    """Two different countries must not look alike, in any mart of the first year."""
    home = new_home(tmp_path / "home")
    baseline, other = awkward_years(5)[0], awkward_years(15)[0]
    candidate = build(home, baseline, tmp_path / "source")
    expected = {mart: rows for mart, rows in every_mart([other]).items() if rows or mart_rows(candidate, mart)}
    assert expected.keys() == MART_KEYS.keys() - {"decomposition", "participation_cohort"}
    seen = {difference.partition(":")[0] for difference in differences(candidate, expected)}
    assert seen == expected.keys()
