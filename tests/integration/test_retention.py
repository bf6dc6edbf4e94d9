"""What is due by the terms of the settings: nothing without one, and `status` says the command that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import build, new_home, publish, run, succeed
from tests.support.deliveries import make_delivery

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2012


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = new_home(tmp_path_factory.mktemp("retention") / "home")
    publish(home, build(home, make_delivery(YEAR, 5), home.parent / "source"))
    return home


def due(home: Path, monkeypatch: pytest.MonkeyPatch, **terms: int) -> tuple[list[tuple[str, str]], str]:
    for name, years in terms.items():
        monkeypatch.setenv(f"BANENAFSPRAAK_RETENTION__{name.upper()}", str(years))
    done = run(home, "status")
    assert done.code == 0, done.err
    lines = "\n".join(done.out.splitlines()[:-1])  # the last one is the JSON
    return [(one["what"], one["since"]) for one in done.answer["due"]], lines


def test_nothing_is_due_without_a_term(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = due(home, monkeypatch)
    assert found == []
    assert "due since" not in said


def test_a_term_counts_from_the_end_of_the_year(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = due(home, monkeypatch, archive=5, rows=3)
    assert found == [("rows", "2016-01-01"), ("archive", "2018-01-01")]
    assert said.count(f"`banenafspraak destroy --year {YEAR}`") == 2


def test_what_is_destroyed_together_waits_for_the_longer_term(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = due(home, monkeypatch, archive=0, rows=80)
    assert found == [("archive", "2013-01-01")]
    assert "but rows until 2093-01-01" in said
    assert "destroy --year" not in said


def test_the_internal_side_of_a_release_is_for_the_stewards(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = due(home, monkeypatch, internal=5)
    assert found == [("internal", "2018-01-01")]
    assert "ask the stewards" in said


def test_what_was_destroyed_is_not_due(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    succeed(home, "destroy", "--year", str(YEAR))
    assert due(home, monkeypatch, archive=0, rows=0)[0] == []


def test_a_home_that_is_not_there_has_nothing_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert due(tmp_path / "none", monkeypatch, archive=0, rows=0, internal=0)[0] == []
