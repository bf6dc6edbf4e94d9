"""What a release keeps of its years is read only as this version writes it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import years
from warehouse import releases, tables
from warehouse.errors import WrongUseError
from warehouse.registry.marts import MARTS


def test_a_table_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    mart = MARTS["quality"]
    place = tmp_path / (releases.FACTS if mart.facts else releases.MARTS)
    place.mkdir(parents=True)
    base = SimpleNamespace(id="2023-abc", internal=tmp_path)
    frame = tables.empty(mart)
    frame.write_parquet(place / "quality.parquet")
    assert years.of_base(base, mart).columns == frame.columns  # type: ignore[arg-type]
    frame.drop(frame.columns[-1]).write_parquet(place / "quality.parquet")
    with pytest.raises(
        WrongUseError, match="release 2023-abc: table quality has other columns than this version keeps"
    ):
        years.of_base(base, mart)  # type: ignore[arg-type]


def test_a_table_that_a_release_of_before_does_not_have_is_empty(tmp_path: Path) -> None:
    base = SimpleNamespace(id="2023-abc", internal=tmp_path)
    assert years.of_base(base, MARTS["quality"]).is_empty()  # type: ignore[arg-type]
