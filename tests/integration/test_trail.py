"""The trail is one chain: whatever is done to it is seen, and what stewards sign elsewhere is checked."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_refused import approval, candidate, refused
from tests.support.cli import build, build_arguments, new_home, run, succeed, tree
from tests.support.deliveries import make_delivery
from tests.support.mirrored import expected, held, with_mirrors
from tests.support.signing import NAMES
from tests.unit.test_signatures import KEYGEN, new_key
from warehouse import above
from warehouse.home import Home
from warehouse.review import trail

COMMANDS = ("status", "publish")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose stewards sign, one of whom types a name in other letters than the list; with one release."""
    folder = tmp_path_factory.mktemp("trail")
    keys = [new_key(folder, f"key{number}")[0].with_suffix(".pub") for number in range(3)]
    home = new_home(folder / "home", dict(zip(NAMES, keys, strict=False)))
    build(home, make_delivery(2012, 4), folder / "source")
    for number, name in enumerate((NAMES[0], NAMES[1].upper())):
        succeed(home, *approval(home, number, name))
    succeed(home, "publish", candidate(home))
    return home


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "home", symlinks=True)
    for key in published.parent.glob("key*"):
        shutil.copy(key, tmp_path)
    return tmp_path / "home"


def entries(home: Path) -> list[Path]:
    return sorted((home / "trail").iterdir())


def rewritten(path: Path, **changes: Any) -> None:
    content = json.loads(path.read_text()) | changes
    path.chmod(0o644)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def test_what_was_done_stands_in_the_trail(home: Path) -> None:
    names = [path.name.partition("-")[2] for path in entries(home)]
    assert names == ["init.json", "build.json", "approve.json", "approve.json", "publish.json"]
    assert {path.stat().st_mode & 0o777 for path in entries(home)} == {0o400}
    known = trail.opened(Home(home))
    assert [one.says.by for one in known.entries] == ["service", "service", *NAMES, "service"]
    anchor = json.loads((home / "published" / "releases.json").read_text())["trail"]
    assert (anchor["number"], anchor["head"]) == (5, known.head.sha256)
    release = json.loads((home / "published" / "current" / "release.json").read_text())
    assert release["trail"]["head"] == known.entries[3].sha256


def swap(home: Path, number: int) -> None:
    one, other = entries(home)[number - 1], entries(home)[number % 5]
    names = [one.name, other.name]
    one.rename(home / "entry.json")
    other.rename(home / "trail" / names[0])
    (home / "entry.json").rename(home / "trail" / names[1])


def link(home: Path, number: int) -> None:
    path = entries(home)[number - 1]
    path.rename(home / "entry.json")
    path.symlink_to(home / "entry.json")


def shorten(home: Path, number: int) -> None:
    for path in entries(home)[number - 1 :]:
        path.unlink()


CHANGES = {
    "edited": lambda home, number: rewritten(entries(home)[number - 1], note="anders"),
    "dated": lambda home, number: rewritten(entries(home)[number - 1], moment="2000-01-01T00:00:00+00:00"),
    "missing": lambda home, number: entries(home)[number - 1].unlink(),
    "swapped": swap,
    "link": link,
    "shorter": shorten,
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_trail_is_seen(home: Path, change: str, number: int, command: str) -> None:
    CHANGES[change](home, number)
    arguments = (command, candidate(home)) if command == "publish" else (command,)
    refused(home, "trail", *arguments)


def test_a_trail_of_another_home_is_seen(home: Path, tmp_path: Path) -> None:
    other = new_home(tmp_path / "other")
    shutil.rmtree(home / "trail")
    shutil.copytree(other / "trail", home / "trail")
    refused(home, "another key", "status")
    shutil.copy(other / "secrets" / "service.key", home / "secrets" / "service.key")
    refused(home, "is older, shorter or another than", "status")


def test_a_planted_release_and_a_withdrawal_that_nobody_asked(home: Path) -> None:
    release = candidate(home)
    shutil.copytree(home / "published" / "releases" / release, home / "published" / "releases" / "2013-aaaaaaaaaaaa")
    refused(home, "the trail does not say that it was published", "status")
    shutil.rmtree(home / "published" / "releases" / "2013-aaaaaaaaaaaa")
    (home / "internal" / "releases" / release / "withdrawn.json").write_text('{"withdrawn_on": "2026-01-01"}')
    refused(home, "is not as the trail says", "status")


def test_verify_says_what_is_wrong(home: Path) -> None:
    for arguments in ((), (candidate(home),), ("--all",)):
        assert succeed(home, "verify", *arguments)["faults"] == []
    assert run(home, "verify", "--all", candidate(home)).code == 2
    mart = (home / "published" / "current").resolve() / "csv" / "realisation.csv"
    mart.chmod(0o644)
    mart.write_bytes(mart.read_bytes() + b"x")
    (home / "published" / "more.txt").write_text("x")
    done = run(home, "verify", "--all")
    assert done.code == 4
    assert len(done.err.splitlines()) == 1
    faults = done.answer["faults"]
    assert [one for one in faults if "public/csv/realisation.csv is not as it was built" in one] != []
    assert "published/more.txt: does not belong there; take it away" in faults


def test_the_last_entry_is_taken_away(home: Path) -> None:
    succeed(home, "withdraw", candidate(home), "--reason", "lek", "--steward", NAMES[0], *key(home, 0))
    assert succeed(home, "status")["trail"]["number"] == 6
    entries(home)[-1].unlink()
    refused(home, "than secrets/trail.head says", "status")
    (home / "secrets" / "trail.head").unlink()
    refused(home, "than secrets/trail.head says", "verify")


def test_a_clock_that_jumps_back_changes_no_order(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trail.opened(Home(home)).head.moment
    monkeypatch.setattr(trail, "now", lambda: "1999-01-01T00:00:00+00:00")
    refused_once = run(home, "withdraw", candidate(home), "--reason", "x", "--steward", NAMES[0], *key(home, 0))
    assert refused_once.code == 0, refused_once.err
    assert trail.opened(Home(home)).head.moment == before


def key(home: Path, number: int) -> tuple[str, str]:
    return "--key", str(home.parent / f"key{number}")


def test_a_text_signed_elsewhere(published: Path, home: Path, tmp_path: Path) -> None:
    text = succeed(home, "decision", candidate(home), "--withdraw", "--note", "lek", "--steward", NAMES[0])["text"]
    file = tmp_path / "decision.txt"
    file.write_text(text)
    assert "lek" not in text
    subprocess.run([KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", tmp_path / "key0", file], check=True)
    signed = ("--text", str(file), "--signature", str(tmp_path / "decision.txt.sig"))
    before = tree(home / "trail")
    other = tmp_path / "other.txt"
    other.write_text(text.replace(NAMES[0], NAMES[1]))
    refused(home, "did not make", "withdraw", candidate(home), "--text", str(other), *signed[2:])
    assert tree(home / "trail") == before
    assert succeed(home, "withdraw", candidate(home), *signed)["approvals"] == 1
    assert trail.opened(Home(home)).head.note == "lek"
    refused(home, "another steward has to", "withdraw", candidate(home), *signed)


def test_a_text_names_the_steward_as_the_list_does(home: Path, tmp_path: Path) -> None:
    ask = ("decision", candidate(home), "--withdraw", "--steward", f" {NAMES[0].upper()}")
    text = succeed(home, *ask, "--note", "lek")["text"]
    assert f"\nby: {NAMES[0]}\n" in text
    file = tmp_path / "decision.txt"
    file.write_text(text.replace(NAMES[0], NAMES[0].upper()))
    subprocess.run([KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", tmp_path / "key0", file], check=True)
    signed = ("--text", str(file), "--signature", f"{file}.sig")
    refused(home, f"does not name the steward as the trail does, {NAMES[0]}", "withdraw", candidate(home), *signed)


@pytest.mark.parametrize("words", [("lek \udcff", NAMES[0]), ("lek", "A\udcff"), ("lek", "An 111222333")])
def test_words_that_may_not_be_kept(home: Path, words: tuple[str, str]) -> None:
    before = tree(home / "trail")
    done = run(home, "withdraw", candidate(home), "--reason", words[0], "--steward", words[1], *key(home, 0))
    assert (done.code, len(done.err.splitlines()), "111222333" in done.err) == (2, 1, False), done.err
    assert tree(home / "trail") == before


def test_a_decision_from_before_something_else_happened(home: Path, tmp_path: Path) -> None:
    ask = ("decision", candidate(home), "--withdraw", "--note", "lek", "--steward", NAMES[0])
    file = tmp_path / "decision.txt"
    file.write_text(succeed(home, *ask)["text"])
    subprocess.run([KEYGEN, "-q", "-Y", "sign", "-n", "banenafspraak", "-f", tmp_path / "key0", file], check=True)
    build(home, make_delivery(2013, 4), tmp_path / "source")
    signed = ("--text", str(file), "--signature", str(tmp_path / "decision.txt.sig"))
    refused(home, "before something else happened", "withdraw", candidate_of(home, 2012), *signed)


def candidate_of(home: Path, year: int) -> str:
    (found,) = [path.name for path in (home / "candidates").iterdir() if path.name.startswith(str(year))]
    return found


def test_a_change_of_stewards_is_confirmed_by_another(home: Path) -> None:
    config = home / "config.toml"
    public = (home.parent / "key2.pub").read_text().strip()
    config.write_text(f'{config.read_text()}"Cees" = "{public}"\n')
    refused(home, "confirm the change as a steward", "status")
    refused(home, "by another steward", "confirm", "--steward", "Cees", *key(home, 2))
    refused(home, "did not make", "confirm", "--steward", NAMES[0], *key(home, 2))
    assert succeed(home, "confirm", "--steward", NAMES[0].upper(), *key(home, 0))["changed"] == ["Cees"]
    assert run(home, "status").code == 0
    refused(home, "nothing to confirm", "confirm", "--steward", NAMES[0], *key(home, 0))
    config.write_text(config.read_text().replace(f'"{public}"', f'{{ key = "{public}", valid_to = 2020-12-31 }}'))
    succeed(home, "confirm", "--steward", NAMES[0], *key(home, 0))
    ask = ("withdraw", candidate(home), "--reason", "lek", "--steward", "Cees", *key(home, 2))
    refused(home, "not valid then", *ask)
    config.write_text(config.read_text().replace("valid_to = 2020-12-31", "valid_from = 2099-01-01"))
    succeed(home, "confirm", "--steward", NAMES[0], *key(home, 0))
    refused(home, "not valid then", *ask)


def test_signatures_cannot_be_switched_off(home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text().replace('"required"', '"off"'))
    refused(home, "but the home was made with required", "status")


@pytest.mark.parametrize("note", ["bsn 123456782", "1234.56.782", "123 456 782"])
def test_a_number_of_a_person_is_no_note(home: Path, note: str) -> None:
    done = run(home, "withdraw", candidate(home), "--reason", note, "--steward", NAMES[0], *key(home, 0))
    assert (done.code, "leave numbers of people out" in done.err) == (2, True)
    assert note not in done.err
    done = run(home, *build_arguments(2012, home), "--reason", note)
    assert (done.code, "leave numbers of people out" in done.err) == (2, True)


def test_a_published_release_is_not_rejected(home: Path) -> None:
    words = ("reject", candidate(home), "--reason", "fout", "--steward", NAMES[0], *key(home, 0))
    refused(home, "use rollback", *words)


def test_a_home_is_made_once_and_with_two_people(home: Path, tmp_path: Path) -> None:
    assert run(home, "init", "--trial").code == 2
    one = run(tmp_path / "one", "init", "--steward", f"An={tmp_path / 'key0.pub'}")
    assert (one.code, "two stewards are needed" in one.err) == (2, True)
    private = run(tmp_path / "two", "init", "--steward", f"An={tmp_path / 'key0'}")
    assert (private.code, "public SSH key" in private.err) == (2, True)
    none = run(tmp_path / "three", *build_arguments(2012, home))
    assert (none.code, "init" in none.err) == (2, True)


def test_a_home_of_before_is_taken_over(home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home / "trail")
    for name in ("service.key", "trail.head"):
        (home / "secrets" / name).unlink()
    taken = run(tmp_path / "new", "init", "--from", str(home))
    assert (taken.code, "the trail is missing" in taken.err) == (4, True)
    for path in (home / "published" / "releases.json", *home.glob("*/releases/*/release.json")):
        said = json.loads(path.read_text())
        del said["trail"]
        path.chmod(0o644)
        path.write_text(json.dumps(said))
    public = (home / "published" / "current").resolve()
    shutil.rmtree(public / "approvals")
    for name in ("SHA256SUMS", "allowed_signers", "marts.duckdb"):
        (public / name).unlink()
    done = run(home, "status")
    assert (done.code, "init --from" in done.err) == (2, True)
    succeed(tmp_path / "new", "init", "--from", str(home))
    first = trail.opened(Home(tmp_path / "new")).entries[0].details
    assert first["taken_over"]
    assert list(first["releases"]) == [candidate(home)]
    assert succeed(tmp_path / "new", "status")["current"] == candidate(home)
    assert succeed(tmp_path / "new", "verify")["faults"] == []
    new, mirror = Home(tmp_path / "new"), tmp_path / "mirror"
    assert list(above.faults(new, trail.opened(new))) == [], "what is above the releases is written anew"
    mirror.mkdir()
    succeed(with_mirrors(new, mirror).root, "mirror")
    assert held(mirror) == expected(new), "a release without SHA256SUMS too"
    rewritten(entries(tmp_path / "new")[0], moment="2000-01-01T00:00:00+00:00")
    refused(tmp_path / "new", "does not have the seal", "status")


@pytest.mark.parametrize("command", [("verify", "--all"), ("status",)])
def test_a_publication_that_is_under_way_is_no_fault(home: Path, command: tuple[str, ...]) -> None:
    """Between the copy of a release and its entry the trail does not say that it was published."""
    copying, place = home / "published" / "releases" / "2023-bbbbbbbbbbbb", Home(home)
    began = threading.Event()

    def publishing() -> None:
        with place.trail_held():
            copying.mkdir()
            began.set()
            time.sleep(3)
            copying.rmdir()

    other = threading.Thread(target=publishing)
    other.start()
    assert began.wait(10)
    done = run(home, *command)
    other.join()
    assert done.code == 0, done.err
    copying.mkdir()
    assert run(home, *command).code == 4, "nobody publishes it"
