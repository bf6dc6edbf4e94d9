"""Accounts of stewards decide without the home's secrets, archive or locks; what they hand in is a stranger's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_refused import refused
from tests.support.accounts import PRIVATE, PRIVATE_FILES, ROOT, Account, accounts
from tests.support.cli import build, new_home, run, succeed, with_group
from tests.support.deliveries import make_delivery
from tests.support.signing import NAMES
from tests.unit.test_signatures import KEYGEN, new_key
from warehouse import home as homes
from warehouse.home import Home
from warehouse.review import entries, letters, signatures, trail
from warehouse.review.letters import Letter

PLANTED = "de bakkerij in Urk is gefuseerd"
HOLD = (
    "import sys; from pathlib import Path; from warehouse.home import Home\n"
    "with getattr(Home(Path(sys.argv[1])), sys.argv[2])(): print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose stewards sign and hand in, with a candidate that has a warning (a return after the cut)."""
    folder = tmp_path_factory.mktemp("inbox")
    keys = {name: new_key(folder, f"key{number}")[0] for number, name in enumerate(NAMES)}
    home = new_home(folder / "home", {name: keys[name].with_suffix(".pub") for name in NAMES})
    with_group(home, str(os.getegid()))
    delivery = make_delivery(2012, 4)
    delivery["polis"].append(delivery["polis"][0] | {"datum_ontvangst": "2013-05-02", "volgnummer": 7})
    build(home, delivery, folder / "source")
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path)


def copied(built: Path, folder: Path) -> Path:
    shutil.copytree(built, folder / "home", symlinks=True)
    for key in built.parent.glob("key*"):
        shutil.copy(key, folder)
    return folder / "home"


def candidate(home: Path) -> str:
    (found,) = [path.name for path in (home / "candidates").iterdir() if not path.name.startswith(".new-")]
    return found


def words(home: Path, verb: str, number: int, note: str = PLANTED) -> list[str]:
    option = "--note" if verb in {"approve", "comment"} else "--reason"
    key = home.parent / f"key{number}"
    return [verb, candidate(home), "--steward", NAMES[number], "--key", str(key), option, note]


def letter(home: Path, verb: str, number: int, note: str = PLANTED) -> Letter:
    """A decision as an account of a steward would hand it in."""
    text = succeed(home, "decision", candidate(home), f"--{verb}", "--note", note, "--steward", NAMES[number])["text"]
    file = home.parent / "decision.txt"
    file.write_text(text)
    key = home.parent / f"key{number}"
    subprocess.run([KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", key, file], check=True)
    signature = file.with_name("decision.txt.sig")
    nonce, _ = trail.kept_note(home / "notes", entries.parsed(text).note_sha256)
    found = Letter(text, signature.read_text(), note, nonce)
    signature.unlink()
    return found


def hand_in(home: Path, *handed: Letter) -> None:
    for one in handed:
        letters.write(Home(home), one)


def approved(home: Path) -> Path:
    for number in (0, 1):
        succeed(home, *words(home, "approve", number))
    return home


def published(home: Path) -> Path:
    succeed(approved(home), "publish", candidate(home))
    return home


def verbs(home: Path) -> list[str]:
    return [one.says.verb for one in trail.opened(Home(home)).entries]


@contextmanager
def held(home: Path, what: str) -> Iterator[None]:
    """Another process holds the home (`held`) or the trail (`trail_held`)."""
    command = [sys.executable, "-c", HOLD, str(home), what]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        process.communicate("")


# --- a lock of their own ------------------------------------------------------------------------------------


def test_a_decision_waits_for_no_build(home: Path) -> None:
    with held(home, "held"):
        (home / "work" / "staging-x").mkdir()
        (home / "candidates" / ".new-2013-0123456789ab").mkdir()
        assert succeed(home, *words(home, "approve", 0))["approvals"] == 1
        succeed(home, *words(home, "comment", 1))
        assert succeed(home, "decision", candidate(home), "--steward", NAMES[1], "--note", "x")["text"]
        assert succeed(home, *words(home, "approve", 1))["approvals"] == 2
        assert (home / "work" / "staging-x").is_dir(), "it is the build's"
        assert (home / "candidates" / ".new-2013-0123456789ab").is_dir(), "it is the build's"
        assert run(home, "publish", candidate(home)).code == 5
    succeed(home, "publish", candidate(home))
    assert verbs(home)[2:] == ["approve", "comment", "approve", "publish"]


def test_a_trail_that_stays_held(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "TRAIL_SECONDS", 0.2)
    with held(home, "trail_held"):
        done = run(home, *words(home, "approve", 0))
        assert run(home, "status").code == 0
    assert (done.code, len(done.err.splitlines())) == (5, 1)
    assert "another command is adding to the trail; try again" in done.err
    succeed(home, *words(home, "approve", 0))


def test_a_decision_waits_longer_than_a_signature_takes() -> None:
    assert homes.TRAIL_SECONDS > signatures.SECONDS


def test_decisions_at_the_same_time(home: Path) -> None:
    """Each reads the chain when it is its turn, so that no two follow the same entry."""
    given = [words(home, "approve", 0), words(home, "approve", 1)]
    given += [words(home, "comment", number, f"{PLANTED} {number}{again}") for number in (0, 1) for again in range(2)]
    program = [sys.executable, "-m", "flows", "--home", str(home)]
    with held(home, "trail_held"):
        running = [subprocess.Popen([*program, *one], cwd=ROOT, stdout=subprocess.DEVNULL) for one in given]
        time.sleep(4)
    assert [one.wait() for one in running] == [0] * len(given)
    assert sorted(verbs(home)[2:]) == ["approve", "approve", "comment", "comment", "comment", "comment"]
    assert succeed(home, "verify", "--all")["faults"] == []
    succeed(home, "publish", candidate(home))


def test_what_a_killed_decision_left_is_taken_away(home: Path) -> None:
    left = [home / "trail" / ".new-000003-approve.json", home / "secrets" / ".new-trail.head"]
    with held(home, "trail_held"):
        for path in left:
            path.write_text("half")
            path.chmod(0o400)
        run(home, "releases")
        with Home(home).held():
            assert all(path.exists() for path in left), "a decision is writing them"
    with held(home, "held"):
        run(home, "releases")
    assert not any(path.exists() for path in left)
    assert run(home, "status").code == 0


# --- other accounts -----------------------------------------------------------------------------------------


@pytest.fixture
def machine(built: Path) -> Iterator[tuple[Path, list[Account]]]:
    """The home as the service's, and three accounts: the service and two stewards with a key each."""
    with accounts() as (folder, found):
        service, *stewards = found
        home = copied(built, folder)
        config = (home / "config.toml").read_text().replace(f"= {os.getegid()}\n", f'= "{service.group}"\n')
        (home / "config.toml").write_text(config)
        (home / "config.toml").chmod(0o600)
        (home / "decidable.json").unlink()
        service.own(home)
        for number, one in enumerate(stewards):
            (folder / f"key{number}").rename(one.folder / "key")
            one.own(one.folder)
        yield home, found


def test_two_accounts_decide_and_the_service_publishes(machine: tuple[Path, list[Account]]) -> None:
    home, (service, first, second) = machine
    name = candidate(home)
    service.succeed(home, "status")
    ask = ("--steward", NAMES[0], "--note", PLANTED)
    text = first.succeed(home, "decision", name, "--approve", *ask)["text"]
    file = first.folder / "decision.txt"
    file.write_text(str(text))
    first.own(file)
    first.program(KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", "key", "decision.txt")
    signed = ("--text", str(file), "--signature", f"{file}.sig")
    assert first.succeed(home, "approve", name, *signed)["handed_in"] is True
    (lying,) = (home / "inbox").iterdir()
    assert [path.name for path in first.folder.rglob("notes/*")] == [], "what was handed in is not kept"
    assert second.readable(home, home / "inbox") == []
    assert service.succeed(home, "inbox")["taken"] == [f"approve {name} by {NAMES[0]}"]
    assert not lying.exists()
    for one in (first, second):
        (seen,) = rows(one.succeed(home, "status"))[0]["decisions"]
        assert (seen["verb"], seen["steward"], "note" in seen) == ("approve", NAMES[0], False)
    alone = ("--steward", NAMES[1].upper(), "--key", str(second.folder / "key"), "--note", f"ook {PLANTED}")
    assert second.succeed(home, "approve", name, *alone)["handed_in"] is True
    assert service.succeed(home, "publish", name)["release"] == name
    seen = rows(first.succeed(home, "status"))[0]["decisions"]
    assert [one["note"] for one in seen] == [PLANTED, f"ook {PLANTED}"]
    inside = [*(home / "trail").iterdir(), *(home / "candidates").rglob("*"), *(home / "secrets").iterdir()]
    closed = [*inside, *(home / one for one in (*PRIVATE, *PRIVATE_FILES))]
    for one in (first, second):
        assert one.readable(home, *closed) == []
        assert one.readable(home, home / "published", home / "decidable.json") != []
        assert one.run(home, "publish", name).code in (1, 2)
    handed = ((one["account"], one["text"]) for one in trail_as(service, home) if "account" in one)
    assert [(account, entries.parsed(text).by) for account, text in handed] == [
        (first.name, NAMES[0]),
        (second.name, NAMES[1]),
    ], "as listed, however the names were typed"


def rows(answer: dict[str, object]) -> list[dict[str, Any]]:
    found = answer["candidates"]
    assert isinstance(found, list)
    return found


def trail_as(service: Account, home: Path) -> list[dict[str, Any]]:
    assert service.succeed(home, "verify", "--all")["faults"] == []
    return [json.loads(path.read_text()) for path in sorted((home / "trail").iterdir())]


def test_a_text_that_spells_the_name_otherwise_is_not_handed_in(machine: tuple[Path, list[Account]]) -> None:
    home, (service, first, _) = machine
    service.succeed(home, "status")
    ask = ("--steward", NAMES[0].upper(), "--note", PLANTED)
    text = str(first.succeed(home, "decision", candidate(home), "--approve", *ask)["text"])
    assert f"\nby: {NAMES[0]}\n" in text
    file = first.folder / "spelled.txt"
    file.write_text(text.replace(NAMES[0], NAMES[0].upper()))
    first.own(file)
    first.program(KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", "key", "spelled.txt")
    done = first.run(home, "approve", candidate(home), "--text", str(file), "--signature", f"{file}.sig")
    assert (done.code, "as the trail does" in done.err, len(done.err.splitlines())) == (4, True, 1), done.err
    assert list((home / "inbox").iterdir()) == []


def test_what_is_refused_before_it_is_handed_in(machine: tuple[Path, list[Account]]) -> None:
    home, (service, first, second) = machine
    name, key = candidate(home), ("--key", str(first.folder / "key"))
    early = first.run(home, "approve", name, "--steward", NAMES[0], *key)
    assert (early.code, "ask the operator" in early.err) == (2, True)
    service.succeed(home, "status")
    for arguments, code, said in (
        (("approve", name, "--steward", NAMES[0], *key), 4, "needs a --note"),
        (("approve", name, "--steward", "Cees", *key, "--note", "x"), 4, "not listed"),
        (("approve", name, "--steward", NAMES[0], "--note", "x"), 4, "signature is required"),
        (("approve", "2012-000000000000", "--steward", NAMES[0], *key, "--note", "x"), 2, "there is none"),
        (("approve", name, "--steward", NAMES[0], *key, "--note", "bsn 123456782"), 2, "numbers of people"),
        (("comment", name, "--steward", NAMES[0], *key), 2, "needs a --note"),
        (("reject", name, "--steward", NAMES[0], *key), 2, "needs a --reason"),
        (("confirm", "--steward", NAMES[0], *key), 2, "is of another account"),
        (("decision", name, "--steward", NAMES[0], "--note", "123456782"), 2, "numbers of people"),
    ):
        done = first.run(home, *arguments)
        assert (done.code, said in done.err, len(done.err.splitlines())) == (code, True, 1), (arguments, done.err)
        assert "123456782" not in done.err
    assert list((home / "inbox").iterdir()) == []
    assert second.run(home, "inbox").code == 2


def test_the_service_is_in_the_group(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    (home / "decidable.json").unlink()
    monkeypatch.setattr(os, "fchown", refuse)
    done = run(home, "inbox")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert f"the account {trail.user()} is not in this group; add it" in done.err


def test_letters_need_no_program_that_verifies_them(home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text().replace("[review]\n", '[review]\nssh_keygen = "/nowhere/ssh-keygen"\n', 1))
    hand_in(home, letter(home, "approve", 0))
    assert len(succeed(home, "inbox")["taken"]) == 1


def test_a_home_that_no_group_may_know(home: Path) -> None:
    assert list(json.loads((home / "decidable.json").read_text())["subjects"]) == [candidate(home)], "by the build"
    succeed(home, "status")
    assert (home / "inbox").stat().st_mode & 0o7777 == 0o1730
    assert (home / "decidable.json").stat().st_mode & 0o777 == 0o640
    with_group(home, "")
    succeed(home, *words(home, "approve", 0))
    assert (home / "inbox").stat().st_mode & 0o7777 == 0o700
    assert not (home / "decidable.json").exists()
    assert run(home, "inbox").code == 2
    with_group(home, '"no-such-group-here"')
    done = run(home, *words(home, "approve", 1))
    assert (done.code, "no group no-such-group-here" in done.err) == (2, True)


# --- what lies there ----------------------------------------------------------------------------------------


def test_two_letters_are_two_approvals(home: Path) -> None:
    hand_in(home, letter(home, "approve", 0), letter(home, "approve", 1))
    succeed(home, "publish", candidate(home))
    assert verbs(home)[2:] == ["approve", "approve", "publish"]
    assert list((home / "inbox").iterdir()) == []
    assert succeed(home, "status")["refused"] == []


@pytest.mark.parametrize("command", [("status",), ("inbox",), ("approve",)])
def test_each_command_takes_up_what_lies_there(home: Path, command: tuple[str, ...]) -> None:
    hand_in(home, letter(home, "approve", 0))
    succeed(home, *(words(home, "approve", 1) if command == ("approve",) else command))
    assert verbs(home)[2] == "approve"
    assert trail.opened(Home(home)).entries[2].account == trail.user()


def forged(home: Path) -> dict[str, Letter]:
    """Letters that are refused, and why."""
    good, other = letter(home, "approve", 0), letter(home, "approve", 1)
    text = good.text.replace(NAMES[0], NAMES[1])
    later = good.text.replace("moment: 20", "moment: 21")
    return {
        "is not signed with the key": Letter(good.text, other.signature, good.note, good.nonce),
        "is not signed with the key ": Letter(text, good.signature, good.note, good.nonce),
        "is not signed with the key  ": Letter(later, good.signature, good.note, good.nonce),
        "is not signed with the key   ": Letter(good.text, "", good.note, good.nonce),
        "is not signed with the key    ": Letter(good.text, good.signature + PLANTED, good.note, good.nonce),
        "is no decision that can be handed in": Letter(good.text, good.signature, "anders", good.nonce),
        "is no text that the program wrote": Letter(PLANTED, good.signature, good.note, good.nonce),
    }


def test_forged_letters(home: Path) -> None:
    wanted = forged(home)
    hand_in(home, *wanted.values())
    done = succeed(home, "inbox")
    assert done["taken"] == []
    assert sorted(one["why"] for one in done["refused"]) == sorted(
        next(one for one in REASONS if one.startswith(why.strip())) for why in wanted
    )
    assert verbs(home)[2:] == []
    assert list((home / "inbox").iterdir()) == []
    said = succeed(home, "status")["refused"]
    assert [one["account"] for one in said] == [trail.user()] * len(wanted)
    assert PLANTED not in json.dumps(said)
    assert PLANTED not in (home / "logs" / "inbox.log").read_text()


REASONS = (
    "is not signed with the key of a steward of the trail, or with one that is not valid now",
    letters.NO_DECISION,
    letters.NO_LETTER,
)


def strange(inbox: Path) -> int:
    """Puts into the inbox what no program should trip over; returns how many."""
    os.mkfifo(inbox / f"{'0' * 32}.json")
    (inbox / f"{'1' * 32}.json").symlink_to("../secrets/service.key")
    (inbox / f"{'2' * 32}.json").write_bytes(os.urandom(1000))
    with (inbox / f"{'3' * 32}.json").open("wb") as large:
        large.truncate(10**10)
    (inbox / f"{'4' * 32}.json").mkdir()
    (inbox / "\udcff\n\x1b[31m").write_text("x")
    (inbox / f"{'5' * 32}.json").write_text("[" * 60_000)
    (inbox / f"{'6' * 32}.json").write_text(json.dumps(dict.fromkeys(("text", "signature", "note", "nonce"), "\ud800")))
    (inbox / f"{'7' * 32}.json").write_text(json.dumps({"text": 1, "signature": None, "note": [], "nonce": {}}))
    (inbox.parent / "twice").write_text("{}")
    os.link(inbox.parent / "twice", inbox / f"{'8' * 32}.json")
    (inbox / f"{'9' * 32}.json").write_text("")
    return 11


def test_strange_things_hold_up_nothing(home: Path) -> None:
    key = (home / "secrets" / "service.key").read_bytes()
    count = strange(home / "inbox")
    hand_in(home, letter(home, "approve", 0))
    done = succeed(home, "inbox")
    assert len(done["refused"]) == count
    assert len(done["taken"]) == 1
    assert list((home / "inbox").iterdir()) == []
    assert (home / "secrets" / "service.key").read_bytes() == key
    lines = (home / "logs" / "inbox.log").read_text().splitlines()
    assert len(lines) == count
    assert {json.loads(line)["why"] for line in lines} <= {
        letters.UNREADABLE, letters.NOT_PLAIN, letters.TOO_LONG, letters.NO_LETTER, letters.NO_DECISION
    }  # fmt: skip


def test_a_folder_that_cannot_be_removed(home: Path) -> None:
    (home / "inbox" / "full" / "of").mkdir(parents=True)
    hand_in(home, letter(home, "approve", 0))
    for _ in range(2):
        succeed(home, "inbox")
    assert verbs(home)[2:] == ["approve"]
    assert succeed(home, "status")["refused"] == [], "the log does not grow with every command"
    shutil.rmtree(home / "inbox")
    (home / "inbox").symlink_to(home / "trail")
    assert run(home, "inbox").code == 2
    assert run(home, *words(home, "approve", 1)).code == 2


def test_many_letters_of_one_account(home: Path) -> None:
    """Twenty at a time; those of another account do not wait for them."""
    for number in range(30):
        (home / "inbox" / f"{number:032x}.json").write_text("x")
    good = letter(home, "approve", 0)
    hand_in(home, good)
    if os.geteuid() == 0:
        (last,) = [path for path in (home / "inbox").iterdir() if path.stat().st_size > 100]
        os.chown(last, 65534, -1)
        assert len(succeed(home, "inbox")["taken"]) == 1
    else:
        assert succeed(home, "inbox")["taken"] == []
    assert len(list((home / "inbox").iterdir())) in (10, 11)
    succeed(home, "inbox")
    assert verbs(home)[2:] == ["approve"]


def test_what_is_being_written_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = home / "inbox" / f".new-{'a' * 32}.json"
    half.write_text("{")
    succeed(home, "inbox")
    assert half.exists()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 4000)
    succeed(home, "inbox")
    assert not half.exists()


# --- as any decision ----------------------------------------------------------------------------------------


def test_the_same_decision_twice(home: Path) -> None:
    given = [letter(home, "approve", 0), letter(home, "comment", 1)]
    hand_in(home, *given)
    assert len(succeed(home, "inbox")["taken"]) == 2
    hand_in(home, *given)
    refusals = [one["why"] for one in succeed(home, "inbox")["refused"]]
    assert len(refusals) == 2
    assert "has approved it already" in refusals[0]
    assert "is in the trail already" in refusals[1]
    assert verbs(home)[2:] == ["approve", "comment"]


def test_a_stale_decision(home: Path) -> None:
    given = letter(home, "comment", 0)
    published(home)
    hand_in(home, given)
    (refusal,) = succeed(home, "inbox")["refused"]
    assert "before something else happened" in refusal["why"]


def test_a_letter_of_another_home(home: Path, built: Path, tmp_path: Path) -> None:
    given = letter(home, "approve", 0)
    keys = {name: tmp_path / f"key{number}.pub" for number, name in enumerate(NAMES)}
    other = new_home(tmp_path / "other", keys)
    (other / "config.toml").write_text((home / "config.toml").read_text())
    succeed(other, "status")
    hand_in(other, given)
    (refusal,) = succeed(other, "inbox")["refused"]
    assert refusal["why"] == "is a decision of another home"


def test_letters_wait_while_the_home_is_not_as_it_was(home: Path) -> None:
    hand_in(home, letter(home, "approve", 0))
    config = home / "config.toml"
    before = config.read_text()
    config.write_text(before.replace(NAMES[0], "Iemand anders"))
    refused(home, "confirm the change as a steward", *words(home, "approve", 1))
    assert len(list((home / "inbox").iterdir())) == 1
    config.write_text(before)
    assert len(succeed(home, "inbox")["taken"]) == 1


def test_what_moves_readers_waits_for_the_home(home: Path) -> None:
    published(home)
    hand_in(home, letter(home, "withdraw", 0))
    with held(home, "held"):
        assert succeed(home, "status")["trail"]["number"] == 5
        assert len(succeed(home, "inbox")["waiting"]) == 1
    assert len(succeed(home, "inbox")["taken"]) == 1
    hand_in(home, letter(home, "withdraw", 1))
    assert len(succeed(home, "inbox")["taken"]) == 1
    assert verbs(home)[5:] == ["withdraw", "withdraw", "withdrawn"]
    assert succeed(home, "status")["current"] is None
    assert succeed(home, "verify", "--all")["faults"] == []


def test_comments_void_nothing_and_notes_are_read_when_all_decided(home: Path) -> None:
    succeed(home, *words(home, "approve", 0))
    assert succeed(home, *words(home, "comment", 1))["approvals"] == 1
    assert PLANTED not in run(home, "status").out
    assert PLANTED not in (home / "decidable.json").read_text()
    succeed(home, *words(home, "approve", 1))
    seen = succeed(home, "status")["candidates"][0]["decisions"]
    assert [(one["verb"], one["note"]) for one in seen] == [
        ("approve", PLANTED), ("comment", PLANTED), ("approve", PLANTED)
    ]  # fmt: skip
    succeed(home, "publish", candidate(home))
    succeed(home, *words(home, "comment", 0))
    succeed(home, *words(home, "withdraw", 0, "het register"))
    assert "het register" not in run(home, "status").out
    succeed(home, *words(home, "withdraw", 1, "het register"))
    assert "het register" in run(home, "status").out


def test_a_comment_is_signed_by_a_listed_steward(home: Path) -> None:
    refused(home, "signature is required", "comment", candidate(home), "--steward", NAMES[0], "--note", "x")
    refused(home, "not listed", "comment", candidate(home), "--steward", "Cees", "--note", "x")
    assert run(home, *words(home, "comment", 0, " ")).code == 2
    assert run(home, "comment", "2012-000000000000", *words(home, "comment", 0)[2:]).code == 2


@pytest.mark.parametrize("verb", ["approve", "reject", "comment", "rollback", "withdraw"])
def test_a_number_of_a_person_is_no_note(home: Path, verb: str) -> None:
    place = published(home) if verb in {"rollback", "withdraw"} else home
    before = verbs(place)
    done = run(place, *words(place, verb, 0, "bsn 123456782"))
    assert (done.code, "leave numbers of people out" in done.err, "123456782" in done.err) == (2, True, False)
    text = run(place, "decision", candidate(place), f"--{verb}", "--note", "123456782", "--steward", NAMES[0])
    assert text.code == 2
    assert verbs(place) == before


def test_nothing_that_was_said_is_public(home: Path) -> None:
    """Notes, comments, reasons and their nonces stay in the home, whatever is published, left and withdrawn."""
    succeed(home, *words(home, "comment", 0))
    published(home)
    for number in (0, 1):
        succeed(home, *words(home, "comment", number))
    succeed(home, *words(home, "withdraw", 0))
    said = [one for one in trail.opened(Home(home)).entries if one.nonce]
    assert len(said) == 6
    secret = [PLANTED.encode(), *(one.nonce.encode() for one in said)]
    files = [path for path in (home / "published").rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [path for path in files for one in secret if one in path.read_bytes()] == []
