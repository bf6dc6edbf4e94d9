"""Progress: every step is told to a pipe, a terminal and a log, with the time of an earlier year, and no value."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from flows.commands.showing import Bars
from tests.support.cli import new_home, parted, run
from tests.support.deliveries import Packaging, make_delivery
from warehouse import logs, progress
from warehouse.errors import DeliveryRejectedError
from warehouse.home import Home
from warehouse.progress import Lines, Run, Told

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which 2012 was built; its source lies beside it."""
    folder = tmp_path_factory.mktemp("progress")
    made = new_home(folder / "home")
    make_delivery(2012, 3, people=12, employers=6).write(folder / "source", Packaging())
    return made


def build(home: Path, *more: str) -> list[str]:
    """What a build says of its progress."""
    source = str(home.parent / "source")
    done = run(home, "build", "--year", "2012", "--source", source, "--no-prefect", *more)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out.splitlines()[-1])["status"] == "awaiting review"
    return done.told.splitlines()


def log_of(home: Path) -> list[str]:
    """The lines of the newest log, without their moments."""
    newest = max((home / "logs").glob("*-build-*.log"), key=lambda path: path.stat().st_mtime_ns)
    assert newest.stat().st_mode & 0o777 == 0o600
    return [line.partition(" ")[2] for line in newest.read_text(encoding="utf-8").splitlines()]


def test_each_step_is_told_once_to_a_pipe_and_to_the_log(home: Path) -> None:
    told = [line.partition(" ")[2] for line in build(home)]
    steps = [line.partition(" (")[0] for line in told if ": " in line and " of 9: " in line]
    names = ("check", "pull 2012", "plan", "stage 2012", "validate 2012", "minimise 2012", "transform 2012")
    expected = [f"step {number} of 9: {name}" for number, name in enumerate((*names, "protect", "candidate"), 1)]
    assert list(dict.fromkeys(line for line in steps if line.count(":") == 1)) == expected
    assert told[0] == "build: begins (0:00 elapsed)"
    assert re.fullmatch(r"build: done \(\d+:\d\d elapsed\)", told[-1])
    assert [line for line in log_of(home) if line in told] == told


def test_the_next_run_says_how_long_it_took_and_leaves_out_what_it_does_not_do(home: Path) -> None:
    build(home)
    told = build(home)
    assert "; 2012: 0:" in told[0]
    assert [line.split(" ")[1:6] for line in told if "plan" in line] == [["step", "3", "of", "9:", "plan"]]
    assert all("of 9" in line or "of 3" in line or "build" in line for line in told)
    assert logs.times(Home(home))["build"]["2012"].keys() >= {"stage", "protect", ""}


def test_a_log_says_how_a_run_ended_and_holds_no_number_of_a_person(home: Path, tmp_path: Path) -> None:
    bad = make_delivery(2012, 3, people=12, employers=6)
    bad["polis"][0]["srtiv"] = "99"
    bad.write(tmp_path, Packaging())
    done = run(home, "build", "--year", "2012", "--source", str(tmp_path), "--no-prefect")
    assert (done.code, len(done.err.splitlines())) == (3, 1)
    assert log_of(home)[-1].startswith("build: ended, exit 3: delivery 2012: polis")
    said = "\n".join(log_of(home))
    assert not any(str(line["bsn"]) in said for line in bad["doelgroepregister"])


def test_an_unexpected_error_is_in_the_log_of_its_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(str(2 * 61_728_391))

    monkeypatch.setattr("flows.ends.archive.pull", fails)
    done = run(home, "build", "--year", "2012", "--source", str(home.parent / "source"), "--no-prefect")
    lines = log_of(home)
    assert (done.code, "build: ended: RuntimeError" in "\n".join(lines)) == (1, True)
    assert "in fails" in (home / "logs" / done.err.split("logs/")[1].strip()).read_text(encoding="utf-8")
    assert "123456782" not in "\n".join(lines) + done.err


def test_a_home_that_was_never_made_gets_no_log(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "build", "--year", "2012", "--source", str(tmp_path), "--no-prefect")
    assert (done.code, (tmp_path / "home").exists()) == (2, False)


def test_a_log_that_cannot_be_written_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(logs, "append", full)
    monkeypatch.setattr(logs, "write_durably", full)
    assert build(home)[-1].partition(" ")[2].startswith("build: done")


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"build": {"x": {"": 1}, "2012": {"": "a", "b": -1}}}', '{"build": 1}']
)
def test_times_that_somebody_changed_are_no_times(tmp_path: Path, content: str) -> None:
    place = Home(tmp_path)
    place.logs.mkdir()
    (place.logs / logs.TIMES).write_text(content, encoding="utf-8")
    assert not any(steps for years in logs.times(place).values() for steps in years.values())


def test_times_of_an_earlier_year_come_before_those_of_the_same() -> None:
    told: list[Told] = []
    run = Run("build", [told.append], 2022, {"2019": {"stage": 3700.0}, "2021": {"stage": 12}, "2022": {"stage": 1}})
    run.step("stage", 2022)
    run.step("stage", 2019)
    run.step("protect")
    assert [one.before for one in told] == [("2021", 12), ("2019", 3700.0), None]
    assert "; 2019: 1:01:40)" in told[1].line()


def test_many_parts_are_few_lines() -> None:
    lines: list[str] = []
    run = Run("build", [Lines(lines.append)], of=1)
    run.step("stage")
    for number in range(1000):
        run.report(number, 1000, "parts")
    assert lines == ["step 1 of 1: stage (0:00 elapsed)"]


def test_without_a_run_nobody_is_told() -> None:
    progress.step("stage")
    progress.report(1, 2, "parts")
    progress.note("seen")
    assert progress.current() is None


def test_a_run_within_a_run_is_a_part_of_it(tmp_path: Path) -> None:
    lines: list[str] = []
    with logs.run(Home(tmp_path), "demo", [Lines(lines.append)]), logs.run(Home(tmp_path), "build", []):
        progress.fix(5)
        progress.expect(9)
        progress.step("stage", 2012)
    assert [line.partition(" (")[0] for line in lines] == ["demo: begins", "step 1 of 5: stage 2012", "demo: done"]


def test_what_ends_a_run_is_told() -> None:
    told: list[Told] = []

    def rejected() -> None:
        with progress.running(Run("build", [told.append])):
            raise DeliveryRejectedError("delivery 2012: 3 lines")

    with pytest.raises(DeliveryRejectedError):
        rejected()
    assert told[-1].note == "ended, exit 3: delivery 2012: 3 lines"


def test_bars_show_steps_and_parts_and_no_marks_of_a_name() -> None:
    out = io.StringIO()
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed}/{task.total} {task.fields[said]}"))
    with Progress(*columns, console=Console(file=out, width=120), auto_refresh=False) as bars:
        show = Bars(bars)
        show(Told("stage [bold]2022", 2, 9, 3, 12, "parts", 61, ("2021", 40)))
        bars.refresh()
    assert "step 2 of 9: stage [bold]2022 1/9 1:01 elapsed; 2021: 0:40" in out.getvalue()
    assert "3/12 3 of 12 parts" in out.getvalue()


def test_a_terminal_gets_bars_and_the_answer_stays_last(home: Path) -> None:
    source = str(home.parent / "source")
    command = [sys.executable, "-m", "flows", "--home", str(home), "--json", "build", "--year", "2012"]
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*command, "--source", source, "--no-prefect"], stdout=subprocess.PIPE, stderr=follower, cwd=ROOT
    ) as process:
        os.close(follower)
        shown = b"".join(iter(lambda: _read(leader), b""))
        out = process.communicate()[0]
    os.close(leader)
    assert b"step 3 of" in shown
    assert json.loads(out.splitlines()[-1])["skipped"] in (True, False)


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so when nobody writes any more
        return b""


def test_the_first_line_comes_within_a_second_of_work(home: Path) -> None:
    """Less than one second of processor time goes before it: nothing large is imported first."""
    program = (
        "import resource, sys; from flows.commands import showing; from pathlib import Path\n"
        "with showing.shown(Path(sys.argv[1]), 'build'):\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    print(used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert float(done.stdout) < 1
    assert "build: begins" in parted(done.stderr)[1]
