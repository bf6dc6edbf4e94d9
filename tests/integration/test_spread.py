"""The tasks of reading on Dask workers: the same bytes, and a worker that dies is replaced or named in one line."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from flows import spread
from tests.support.cli import succeed, tree
from tests.support.deliveries import Packaging, make_delivery
from warehouse.delivery.kernel import UnfitError
from warehouse.errors import WorkersLostError, WrongUseError
from warehouse.settings import Machine, Runner

DASK = Machine(runner=Runner.DASK, workers=2)


def test_without_dask_tasks_are_done_here() -> None:
    done: list[int] = []
    with spread.directly(Machine()) as each:
        each(done.append, [(1,), (2,)])
    assert done == [1, 2]


def test_dask_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WrongUseError, match=r"machine\.runner.*banenafspraak\[dask\]"), spread.cluster(DASK):
        pass


def test_a_scheduler_is_reached_encrypted_only() -> None:
    with pytest.raises(ValueError, match="scheduler"):
        Machine(runner=Runner.DASK, scheduler="tcp://10.0.0.1:8786")


def test_a_scheduler_without_certificates_is_refused_at_once() -> None:
    elsewhere = Machine(runner=Runner.DASK, scheduler="tls://127.0.0.1:9")
    with pytest.raises(WrongUseError, match=r"machine\.scheduler.*certificates"), spread.directly(elsewhere):
        pass


def test_a_scheduler_that_does_not_answer_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "_security", lambda dask: dask.Security.temporary())
    monkeypatch.setattr(spread, "CONNECT_SECONDS", 1)
    elsewhere = Machine(runner=Runner.DASK, scheduler="tls://127.0.0.1:9")
    with pytest.raises(WorkersLostError, match="run the same command again"), spread.directly(elsewhere):
        pass


def test_a_table_that_is_unfit_is_no_error_of_a_worker(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnfitError), spread.directly(DASK) as each:
        each(unfit, [()])
    assert "Traceback" not in capfd.readouterr().err


def unfit() -> None:
    """What a task raises when the table is to be loaded whole."""
    raise UnfitError


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with spread.directly(DASK) as each:
        each(die_once, [(tmp_path, number) for number in range(4)])
    assert sorted(path.name for path in tmp_path.glob("done-*")) == [f"done-{number}" for number in range(4)]


def test_workers_that_keep_dying_are_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WorkersLostError, match="run the same command again") as raised, spread.directly(DASK) as each:
        each(die, [(tmp_path,)])
    assert "\n" not in str(raised.value)
    assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize("prefect", [pytest.param(True, marks=pytest.mark.prefect), False], ids=["prefect", "direct"])
def test_a_release_is_the_same_to_the_byte(tmp_path: Path, released: Path, prefect: bool) -> None:
    source = make_delivery(2023, 7).write(tmp_path / "source", Packaging(fmt="parquet", parts=3))
    found = []
    for runner in Runner:
        home = tmp_path / runner.value
        shutil.copytree(released, home, symlinks=True)
        with (home / "config.toml").open("a") as settings:
            settings.write(f'\n[machine]\nrunner = "{runner.value}"\n')
        direct = () if prefect else ("--no-prefect",)
        succeed(home, "build", "--year", "2023", "--source", str(source), *direct)
        found.append(tree(home / "candidates"))
    assert found[0] == found[1]


def die_once(folder: Path, number: int) -> None:
    """Kills the worker that does it first; the next one does the work."""
    marker = folder / f"died-{number}"
    if number == 0 and not marker.exists():
        marker.touch()
        die(folder)
    (folder / f"done-{number}").touch()


def die(folder: Path) -> None:
    """Kills the worker that does it."""
    del folder
    os.kill(os.getpid(), signal.SIGKILL)
