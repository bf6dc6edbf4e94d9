from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from flows import build as building
from flows import cli
from tests.support.cli import new_home, run
from tests.support.deliveries import Packaging, make_delivery
from warehouse import room
from warehouse.errors import WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from pathlib import Path

ID = "2023-0123456789ab"
BSN = "123456782"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["build"],
        ["build", "--year", "2023"],
        ["build", "--year", "twenty", "--source", "x"],
        ["build", "--year", "1999", "--source", "x"],
        ["build", "--year", "2023", "--source", "x", "--change-type", "zomaar"],
        ["approve", ID],
        ["approve", ID, "--steward", "a"],
        ["publish", ID],
        ["publish", "../../etc/passwd"],
        ["reject", ID, "--steward", "a", "--reason", "b"],
        ["rollback", ID, "--reason", "b"],
        ["rollback", ID, "--reason", "b", "--steward", "a"],
        ["decision", ID, "--steward", "a"],
        ["diff"],
        ["diff", ID, ID],
        ["synthesize", "--years", "x", "--out", "y"],
        ["synthesize", "--years", "2023", "--out", "y", "--scale", "99"],
    ],
)
def test_wrong_use_is_exit_2_in_one_line(tmp_path: Path, arguments: list[str]) -> None:
    done = run(new_home(tmp_path / "home"), *arguments)
    assert done.code == 2, done.err
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("error: ")


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("command", ["status", "releases"])
def test_an_empty_home(tmp_path: Path, command: str) -> None:
    done = run(tmp_path / "home", command)
    assert done.code == 0
    assert done.answer["current"] is None
    assert not (tmp_path / "home").exists(), "looking changes nothing"


def test_another_run_holds_the_home(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    with Home(home).held():
        done = run(home, "publish", ID)
    assert done.code == 5
    assert "another run holds it" in done.err


def test_an_unexpected_error_hides_its_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(BSN)

    monkeypatch.setattr(building, "pipeline", broken)
    home = new_home(tmp_path / "home")
    done = run(home, "build", "--year", "2012", "--source", str(tmp_path), "--no-prefect")
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    (log,) = (home / "logs").iterdir()
    assert str(log) in done.err
    assert "KeyError" in log.read_text()
    assert BSN not in log.read_text() + done.err + done.out


def test_too_little_memory_is_no_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(building, "pipeline", broken)
    done = run(new_home(tmp_path / "home"), "build", "--year", "2012", "--source", str(tmp_path), "--no-prefect")
    assert (done.code, done.err) == (
        1,
        f"error: disk or memory: {room.MEMORY}; then run the same command again\n",
    )


def test_the_source_of_the_settings_and_the_language(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    make_delivery(2012, 2).write(tmp_path / "source", Packaging())
    config = home / "config.toml"
    config.write_text(f'{config.read_text()}\n[source]\nurl = "{(tmp_path / "source").as_uri()}"\n')
    done = run(home, "build", "--year", "2012", "--no-prefect", "--lang", "en")
    assert done.code == 0, done.err
    assert done.answer["report"].endswith("report/en/index.html")
    assert [row["status"] for row in run(home, "status").answer["candidates"]] == ["awaiting review"]
    candidate = home / "candidates" / done.answer["candidate"]
    assert json.loads((candidate / "internal" / "manifest.json").read_text())["signatures"] == "off"


def test_years() -> None:
    assert cli.parse_years("2012,2021-2023") == [2012, 2021, 2022, 2023]
    assert cli.parse_years("2023, 2023") == [2023]
    with pytest.raises(WrongUseError, match="no list of years"):
        cli.parse_years("2021-")
