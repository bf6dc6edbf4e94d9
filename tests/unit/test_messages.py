"""What a new user gets wrong: the message says what, where and what to do; each was tried (structure/messages.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import new_home, run
from tests.support.deliveries import make_delivery
from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.home import Home
from warehouse.review import desk, signatures, trail
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path

#: A shell in the place of ssh-keygen, which says what it does of a key with a passphrase.
ASKS = "#!/bin/sh\necho 'Load key: incorrect passphrase supplied to decrypt private key' >&2\nexit 255\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_home(tmp_path / "home")


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line as a user gives it, without what the tests add."""
    return subprocess.run([sys.executable, "-m", "flows", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--sorce", "x"], "'--source'?); see --help"),
        (["aprove"], "Did you mean 'approve'? See --help"),
        (["build", "--year", "23"], "2012<=x<=2100; see --help"),
    ],
)
def test_a_typing_mistake_ends_in_one_mark(home: Path, arguments: list[str], said: str) -> None:
    done = run(home, *arguments)
    assert done.code == 2
    assert done.err.rstrip().endswith(said)


def test_a_year_before_the_nulmeting_is_said_before_anything_is_pulled(home: Path) -> None:
    source = make_delivery(2023, 2).write(home.parent / "source")
    done = run(home, "build", "--year", "2023", "--source", str(source), "--no-prefect")
    assert done.code == 2
    assert "the nulmeting 2012 is not published yet; build, approve and publish 2012 first" in done.err
    assert not list((home / "archive").rglob("*.csv"))


def test_the_folder_of_the_year_itself_is_no_source(home: Path) -> None:
    source = make_delivery(2012, 2).write(home.parent / "source")
    done = run(home, "build", "--year", "2012", "--source", str(source / "2012"), "--no-prefect")
    assert done.code == 2
    assert "is the folder of 2012 itself; give the folder above it" in done.err


def test_options_of_all_commands_may_stand_behind_the_command(home: Path) -> None:
    done = program("status", "--home", str(home), "--json")
    assert done.returncode == 0, done.stderr
    assert f'"home": "{home}"' in done.stdout
    done = program("key", "rotate", "--json", "--home", str(home.parent / "none"))
    assert done.returncode == 2
    assert program("status", "--help").stdout.count("--home") == 0, "they are shown once, at the top"


def test_a_home_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    done = run(tmp_path / "hoem", "status")
    assert done.code == 0
    assert f"home folder {tmp_path / 'hoem'} does not exist; make it with `banenafspraak init`" in done.out
    assert done.answer["exists"] is False


def test_a_size_is_asked_for_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_MACHINE__MEMORY_LIMIT", "3G")
    done = run(home, "status")
    assert done.code == 2
    assert "machine.memory_limit: is no size; write a whole number with MB or GB, as 3GB" in done.err


def test_a_steward_that_is_not_listed_is_told_who_is(tmp_path: Path) -> None:
    keys = {}
    for name in ("Anna de Wit", "Bert Bos"):
        key = tmp_path / name.split()[0]
        subprocess.run(["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        keys[name] = key.with_suffix(".pub")
    home = new_home(tmp_path / "home", keys)
    with pytest.raises(DecisionRefusedError) as refused:
        desk._check_listed(trail.opened(Home(home)), load(home), "2012-0123456789ab", "Anna")
    said = "steward Anna is not listed in the trail, which has Anna de Wit, Bert Bos; add the name"
    assert said in str(refused.value)


def test_a_passphrase_that_is_wrong_is_no_wrong_key(tmp_path: Path) -> None:
    asks = tmp_path / "ssh-keygen"
    asks.write_text(ASKS, encoding="utf-8")
    asks.chmod(0o700)
    with pytest.raises(WrongUseError, match="add the key to ssh-agent, or sign on a terminal"):
        signatures.sign(b"text", tmp_path / "anna", str(asks))


def test_a_reader_that_has_seen_enough_is_no_error(home: Path) -> None:
    """`banenafspraak status | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "flows", "--home", str(home), "status"]
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_shell_completes_identifiers(home: Path) -> None:
    names = ("2012-0123456789ab", "2023-0123456789ab", "2023-ba9876543210")
    for name in (*names, ".new-2023-0123456789ab", "notes"):
        (home / "candidates" / name).mkdir()
    asked = os.environ | {
        "_BANENAFSPRAAK_COMPLETE": "bash_complete",
        "COMP_WORDS": f"banenafspraak --home {home} approve 2023",
        "COMP_CWORD": "4",
    }
    command = [sys.executable, "-m", "flows"]
    done = subprocess.run(command, env=asked, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [f"plain,{name}" for name in names[1:]]


def test_beginnings_are_enough_while_they_are_unique(home: Path) -> None:
    for name in ("2023-0123456789ab", "2023-ba9876543210"):
        (home / "candidates" / name).mkdir()
    for text, said in (
        ("2023", "'2023': 2 begin so: 2023-0123456789ab, 2023-ba9876543210; give more"),
        ("2023-0", "candidate '2023-0123456789ab': there is none"),
        ("2024", "candidate '2024': there is none"),
    ):
        done = run(home, "publish", text)
        assert done.code == 2
        assert said in done.err
