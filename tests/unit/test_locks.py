from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from warehouse import locks
from warehouse.errors import HomeBusyError, TamperedError
from warehouse.home import Home
from warehouse.review import founding

if TYPE_CHECKING:
    from pathlib import Path


def of_another_thread(path: Path, seconds: float) -> list[bool]:
    found: list[bool] = []

    def ask() -> None:
        with locks.held(path, seconds) as have:
            found.append(have)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    return found


def test_who_holds_a_lock_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locks.held(path, 0) as first, locks.held(path, 0) as again:
        assert (first, again) == (True, True)
        assert of_another_thread(path, 0) == [False]
    assert not locks.is_held(path)
    assert of_another_thread(path, 0) == [True]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ValueError, match="x"), locks.held(path, 0):
        raise ValueError("x")
    assert of_another_thread(path, 0) == [True]


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    path, let_go = tmp_path / "lock", threading.Event()

    def keep() -> None:
        with locks.held(path, 0):
            let_go.wait()

    keeping = threading.Thread(target=keep)
    keeping.start()
    while of_another_thread(path, 0) == [True]:
        pass
    threading.Timer(0.2, let_go.set).start()
    with locks.held(path, 60) as have:
        assert have
    keeping.join()


@pytest.mark.parametrize("planted", ["link", "folder"])
def test_a_lock_is_no_link_and_no_folder(tmp_path: Path, planted: str) -> None:
    if planted == "link":
        (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "lock").mkdir()
    with pytest.raises(TamperedError, match="take it away"), locks.held(tmp_path / "lock", 0):
        pass
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("lock", [".lock", ".trail.lock"])
def test_what_is_behind_a_link_in_the_place_of_a_lock_is_left(tmp_path: Path, lock: str) -> None:
    home, precious = Home(tmp_path / "home"), tmp_path / "precious"
    founding.make(home, trial=True)
    precious.write_text("kept")
    (home.root / lock).unlink()
    (home.root / lock).symlink_to(precious)
    with pytest.raises(TamperedError, match="take it away"), home.held() if lock == ".lock" else home.deciding():
        pass
    (home.work / "staging-x").mkdir()
    home.sweep()
    assert precious.read_text() == "kept"


def test_a_run_that_has_the_home_does_not_get_it_again(tmp_path: Path) -> None:
    """Else the second would destroy the staging files of the first."""
    home = Home(tmp_path / "home")
    founding.make(home, trial=True)
    with home.held(), home.staging() as folder:
        home.sweep()
        with pytest.raises(HomeBusyError, match="another run"), home.held():
            pass
        assert folder.exists()
