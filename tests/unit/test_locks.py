from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from warehouse import locks

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


def test_a_lock_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"), locks.held(tmp_path / "lock", 0):
        pass
    assert not (tmp_path / "elsewhere").exists()
