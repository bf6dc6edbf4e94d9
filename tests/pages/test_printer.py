"""Pages are printed in a process of their own: what it says, and that it is begun again and ends with ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.pages import pdf, printer
from warehouse.errors import StorageError

PAGE = '<html lang="nl"><title>Blad</title><p>Tekst</p>'


@pytest.fixture(autouse=True)
def _own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One process of the test's own, which is ended after it."""
    with ThreadPoolExecutor(1) as waiting:
        monkeypatch.setattr(printer, "_WAITING", waiting)
        yield
        of_thread().end()


def of_thread() -> printer.Process:
    """The process of the only thread that waits."""
    return printer._WAITING.submit(printer._started).result()


def test_it_prints_what_is_printed_here() -> None:
    assert printer.ask(PAGE, "x").result() == pdf.render(PAGE, "x")


def test_what_goes_wrong_there_is_raised_here_and_it_goes_on() -> None:
    asking = printer.ask('<html lang="nl"><title>x</title><img src="http://elders.example/x.png" alt="x">', "x")
    with pytest.raises(RuntimeError, match="asks for something outside itself"):
        asking.result()
    assert printer.ask(PAGE, "x").result().startswith(b"%PDF")


def test_a_process_that_was_ended_is_said_in_one_line_and_begun_again() -> None:
    printer.ask(PAGE, "x").result()
    of_thread().process.kill()
    of_thread().process.wait()
    with pytest.raises(StorageError, match=r"the process that prints it was ended; free memory and run the same comm"):
        printer.ask(PAGE, "x").result()
    assert printer.ask(PAGE, "x").result().startswith(b"%PDF")


def test_what_it_did_not_expect_is_told_by_its_kind_alone(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match=r"^[A-Za-z]+Error$"):
        printer.ask(None, "x").result()  # type: ignore[arg-type]
    assert printer.ask(PAGE, "x").result().startswith(b"%PDF")
    assert capfd.readouterr() == ("", "")


def test_the_keyboard_does_not_reach_it() -> None:
    printer.ask(PAGE, "x").result()
    assert os.getpgid(of_thread().process.pid) != os.getpgid(0)


def test_it_gets_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_PSEUDONYM_KEY", "geheim")
    printer.ask(PAGE, "x").result()
    assert b"geheim" not in Path(f"/proc/{of_thread().process.pid}/environ").read_bytes()


def test_it_ends_when_ours_is_killed() -> None:
    program = (
        f"from flows.pages import printer; printer.ask({PAGE!r}, 'x').result(); "
        "print(printer._WAITING.submit(printer._started).result().process.pid, flush=True); import time; time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        other = int(ours.stdout.readline())
        ours.kill()
    until = time.monotonic() + 30
    while time.monotonic() < until and runs(other):
        time.sleep(0.05)
    assert not runs(other)


def runs(number: int) -> bool:
    """Whether a process is there, and is no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
