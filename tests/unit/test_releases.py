from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from warehouse import releases
from warehouse.errors import DecisionRefusedError, HomeBusyError, WrongUseError
from warehouse.home import Home
from warehouse.review import trail
from warehouse.review.policies import Decision, Verb

if TYPE_CHECKING:
    from pathlib import Path

ID = "2023-0123456789ab"
ABOUT = {"release": ID, "year": 2023, "warnings": [], "approvals": []}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "home")
    place.create()
    return place


def filled(target: Path) -> dict[str, Any]:
    (target / "a.csv").write_text("1\n")
    return dict(ABOUT)


def test_a_folder_is_whole_or_not_there(home: Home) -> None:
    def failing(target: Path) -> dict[str, Any]:
        (target / "a.csv").write_text("1\n")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        releases.write(home.candidates / ID, failing)
    assert releases.all_in(home.candidates) == []
    built = releases.write(home.candidates / ID, filled)
    releases.verify(built)
    assert [entry["name"] for entry in built.manifest["files"]] == ["a.csv"]
    assert releases.candidate(home, ID).digest() == built.digest()
    with home.held():
        assert [path.name for path in home.candidates.iterdir()] == [ID]


def test_a_folder_without_manifest_is_not_there(home: Home) -> None:
    (home.candidates / ID).mkdir()
    assert releases.all_in(home.candidates) == []
    with pytest.raises(WrongUseError, match="there is none"):
        releases.candidate(home, ID)


@pytest.mark.parametrize("change", ["byte", "missing", "added"])
def test_a_changed_byte_is_seen(home: Home, change: str) -> None:
    built = releases.write(home.candidates / ID, filled)
    file = built.folder / "a.csv"
    file.chmod(0o644)
    if change == "byte":
        file.write_text("2\n")
    elif change == "missing":
        file.unlink()
    else:
        (built.folder / "b.csv").write_text("1\n")
    with pytest.raises(DecisionRefusedError, match="digest changed"):
        releases.verify(built)


@pytest.mark.parametrize("identifier", ["../../etc", "2023-xyz", "", "a b\nc"])
def test_identifiers_are_no_paths(home: Home, identifier: str) -> None:
    with pytest.raises(WrongUseError) as refused:
        releases.candidate(home, identifier)
    assert "\n" not in str(refused.value)


def test_the_pointer_moves_in_one_step(home: Home) -> None:
    built = releases.write(home.candidates / ID, filled)
    released = releases.release_candidate(home, built, {"approvals": ["x"]})
    releases.point_to(home, ID)
    now = releases.current(home)
    assert now is not None
    assert now.manifest["approvals"] == ["x"]
    assert home.current.readlink().parts == ("releases", ID)
    again = releases.release_candidate(home, built, {"approvals": ["y"]})
    assert again.manifest == released.manifest


def test_one_run_at_a_time(home: Home) -> None:
    with home.held(), pytest.raises(HomeBusyError, match="another run holds it"), Home(home.root).held():
        pass
    with home.held():
        (home.work / "staging-killed").mkdir()
    with home.held():
        assert list(home.work.iterdir()) == []


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUseError, match="cannot be written"), Home(tmp_path / "file" / "home").held():
        pass


def test_moves_of_the_pointer_are_recorded_once(home: Home) -> None:
    trail.add_move(home, "publish", ID, "")
    trail.add_move(home, "publish", ID, "")
    trail.add_move(home, "rollback", ID, "fout")
    assert [move["verb"] for move in trail.moves(home)] == ["publish", "rollback"]
    files = sorted((home.decisions / "pointer").iterdir())
    assert json.loads(files[-1].read_text())["reason"] == "fout"


def test_a_clock_that_jumps_back_changes_no_order(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(["2026-05-03T06:00:00+00:00", "1999-01-01T00:00:00+00:00", "2026-05-03T06:00:01+00:00"])
    monkeypatch.setattr(trail, "now", lambda: next(moments))
    for steward, verb in (("a", Verb.APPROVE), ("b", Verb.APPROVE), ("c", Verb.REJECT)):
        trail.add(home, Decision(verb, ID, "digest", steward, trail.now()))
    assert [decision.steward for decision in trail.read(home, ID)] == ["a", "b", "c"]
    trail.add_once(home, Decision(Verb.REJECT, ID, "digest", "d", "1970-01-01T00:00:00+00:00"))
    assert len(trail.read(home, ID)) == 3
