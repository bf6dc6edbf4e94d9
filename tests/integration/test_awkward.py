"""Randomly drawn awkward deliveries through the real pipeline: every cell of the published marts is right.

`BANENAFSPRAAK_TEST_AWKWARD_SEEDS=200` tries that many instead of the default.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.awkward import awkward_years
from tests.support.cli import build, delivered_files, differences, mart_rows, new_home, publish
from tests.support.deliveries import Delivery, Packaging, ParquetStyle
from tests.support.oracle import marts

SEEDS = range(int(os.environ.get("BANENAFSPRAAK_TEST_AWKWARD_SEEDS", "12")))
PACKAGINGS = (
    Packaging(),
    Packaging(fmt="csv.gz", parts=2, manifest=True, shuffle_columns=1),
    Packaging(fmt="parquet", parts=3),
    Packaging(fmt="parquet", parquet=ParquetStyle(decimals_as_double=True, booleans_as_text=True)),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_published_cell_is_right(seed: int, tmp_path: Path) -> None:
    home, measured = new_home(tmp_path / "home"), list[Delivery]()
    for delivery in awkward_years(seed):
        packaging = PACKAGINGS[(seed + len(measured)) % len(PACKAGINGS)]
        candidate = build(home, delivery, tmp_path / f"source-{delivery.year}", packaging)
        release = publish(home, candidate)
        measured.append(delivery)
        assert differences(release, marts(measured)) == []
        assert quarantined(release) == 0


def quarantined(release: Path) -> int:
    """Lines that the manifest says are out of the measurement."""
    return sum(file["rows_quarantined"] for file in delivered_files(release))


def test_the_comparison_sees_a_wrong_cell(tmp_path: Path) -> None:
    """Two different countries must not look alike."""
    home = new_home(tmp_path / "home")
    baseline, other = awkward_years(1)[0], awkward_years(2)[0]
    candidate = build(home, baseline, tmp_path / "source")
    assert mart_rows(candidate, "realisation")
    assert differences(candidate, marts([other]))
