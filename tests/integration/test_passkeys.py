"""Passkeys of stewards in the trail: registered, confirmed, signed with, ended; and what an auditor sees of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration import test_audit
from tests.integration.test_refused import approval, built, candidate, home, refused  # noqa: F401 - fixtures
from tests.support.authenticator import PRESENT, Authenticator, changed
from tests.support.cli import run, succeed
from tests.support.signing import NAMES
from warehouse.errors import DecisionRefusedError
from warehouse.home import Home
from warehouse.review import desk, enrolment, entries, passkeys, signatures, trail
from warehouse.review.desk import Hand
from warehouse.review.passkeys import Passkey
from warehouse.review.policies import Verb
from warehouse.settings import Settings, load

AN, BO = NAMES
KEYGEN = "/usr/bin/ssh-keygen"
NOTE = "late aangiften gezien"


def settings(home: Path) -> Settings:  # noqa: F811
    return load(home)


def by_ssh(home: Path, number: int, verb: Verb, passkey: Passkey, steward: str = "") -> None:  # noqa: F811
    """A steward says something of a passkey, signed elsewhere with an SSH key."""
    name = steward or NAMES[number]
    text = enrolment.text_of(Home(home), settings(home), verb, passkey, name)
    signature = signatures.sign(text.encode(), home.parent / f"key{number}", KEYGEN)
    enrolment.add(Home(home), settings(home), verb, passkey, Hand(name, "", None, text, signature))


def enrolled(home: Path, number: int) -> Authenticator:  # noqa: F811
    """A passkey of a steward, registered by that one and confirmed by the other at the command line."""
    one = Authenticator()
    passkey = one.passkey(NAMES[number])
    by_ssh(home, number, Verb.PASSKEY, passkey)
    other = 1 - number
    key = str(home.parent / f"key{other}")
    succeed(home, "passkey", "confirm", passkey.code, "--steward", NAMES[other], "--key", key)
    return one


def decide(home: Path, authenticator: Authenticator, steward: str, verb: Verb = Verb.APPROVE, note: str = NOTE) -> str:  # noqa: F811
    """A decision that is signed with a passkey; returns its text."""
    place, given = Home(home), Hand(steward, note)
    text, nonce = desk.asked(place, settings(home), candidate(home), verb, given)
    hand = replace(given, text=text, signature=authenticator.sign(text), nonce=nonce)
    {Verb.APPROVE: desk.approve, Verb.REJECT: desk.reject, Verb.COMMENT: desk.comment}[verb](
        place, settings(home), candidate(home), hand
    )
    return text


@pytest.fixture
def both(home: Path) -> list[Authenticator]:  # noqa: F811
    return [enrolled(home, number) for number in (0, 1)]


def test_two_passkeys_publish_and_everything_is_checked_again_from_disk(
    home: Path,  # noqa: F811
    both: list[Authenticator],
) -> None:
    for one, name in zip(both, NAMES, strict=True):
        decide(home, one, name)
    succeed(home, "publish", candidate(home))
    assert succeed(home, "verify", "--all")["faults"] == []
    release = home / "published" / "current"
    assert sorted(path.name for path in (release / "approvals").iterdir()) == [
        "01.txt",
        "01.webauthn.json",
        "02.txt",
        "02.webauthn.json",
    ]
    assert {one["steward"] for one in json.loads((release / "passkeys.json").read_text())} == set(NAMES)
    assert NOTE not in "".join(path.read_text() for path in (release / "approvals").iterdir())
    assert [one["confirmed_by"] for one in succeed(home, "passkey", "list")["passkeys"]] == [BO, AN]


def audited(release: Path) -> list[str]:
    """What the script of docs/audit.md prints in the folder of a release, with the package that it needs."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", test_audit.PASSKEYS], cwd=release, capture_output=True, text=True, check=False
    )
    return [line.rpartition(" ")[0] for line in done.stdout.splitlines()] if not done.returncode else ["error"]


def test_an_auditor_needs_a_short_script(home: Path, both: list[Authenticator], tmp_path: Path) -> None:  # noqa: F811
    """One steward signs with a passkey, the other with an SSH key: the commands and the script pass as written."""
    imported = {line.split()[1].partition(".")[0] for line in test_audit.PASSKEYS.splitlines() if "import" in line}
    assert imported <= {"base64,", "cryptography"}
    assert len(test_audit.PASSKEYS.splitlines()) <= 26
    decide(home, both[0], AN)
    succeed(home, *approval(home, 1))
    succeed(home, "publish", candidate(home))
    release = tmp_path / "alone" / "release"
    shutil.copytree((home / "published" / "current").resolve(), release)
    for path in [release, *release.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert audited(release) == [f"Good passkey signature {AN}"]
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in test_audit.TOOLS:
        (tools / name).symlink_to(str(shutil.which(name)))
    files, ssh, manifest = (test_audit.said(release, block, tools) for block in test_audit.BLOCKS)
    assert files == ""
    assert [line.startswith('Good "banenafspraak" signature') for line in ssh.splitlines()] == [True]
    assert manifest.splitlines()[1:] == ["verb: approve", *sorted(NAMES)]
    text = release / "approvals" / "01.txt"
    text.write_text(text.read_text().replace("verb: approve", "verb: approvE"))
    assert audited(release) == [f"BAD {AN}"]
    text.write_text(text.read_text().replace("verb: approvE", "verb: approve"))
    signed = text.with_name("01.webauthn.json")
    good = signed.read_text()
    for part, at in (("signature", 30), ("authenticatorData", 34), ("authenticatorData", 1)):
        signed.write_text(changed(good, part, at))
        assert audited(release) == ["error"]


def test_a_passkey_counts_after_another_steward_confirmed_it(home: Path) -> None:  # noqa: F811
    one = Authenticator()
    by_ssh(home, 0, Verb.PASSKEY, one.passkey(AN))
    with pytest.raises(DecisionRefusedError, match="none that another steward confirmed"):
        decide(home, one, AN)
    with pytest.raises(DecisionRefusedError, match="that no other steward confirmed"):
        by_ssh(home, 0, Verb.PASSKEY_CONFIRMED, one.passkey(AN))
    by_ssh(home, 1, Verb.PASSKEY_CONFIRMED, one.passkey(AN))
    decide(home, one, AN)


def test_whose_passkey_it_is(home: Path, both: list[Authenticator]) -> None:  # noqa: F811
    with pytest.raises(DecisionRefusedError, match="no such passkey"):
        decide(home, both[0], BO)
    with pytest.raises(DecisionRefusedError, match="another steward"):
        by_ssh(home, 1, Verb.PASSKEY, Authenticator().passkey(AN))
    twice = Authenticator(key=both[0].key)
    with pytest.raises(DecisionRefusedError, match="another steward, or once more"):
        by_ssh(home, 1, Verb.PASSKEY, twice.passkey(BO))
    with pytest.raises(DecisionRefusedError, match="of no steward"):
        by_ssh(home, 1, Verb.PASSKEY, Authenticator().passkey("Cas"), "Cas")


def test_a_registration_is_signed_by_its_steward(home: Path) -> None:  # noqa: F811
    passkey = Authenticator().passkey(AN)
    text = enrolment.text_of(Home(home), settings(home), Verb.PASSKEY, passkey, AN)
    for key in ("key1", "key2"):
        signature = signatures.sign(text.encode(), home.parent / key, KEYGEN)
        with pytest.raises(DecisionRefusedError, match="did not make"):
            enrolment.add(Home(home), settings(home), Verb.PASSKEY, passkey, Hand(AN, "", None, text, signature))
    good = signatures.sign(text.encode(), home.parent / "key0", KEYGEN)
    for verb, of in ((Verb.PASSKEY_CONFIRMED, passkey), (Verb.PASSKEY, Authenticator().passkey(AN))):
        with pytest.raises(DecisionRefusedError, match="another passkey"):
            enrolment.add(Home(home), settings(home), verb, of, Hand(AN, "", None, text, good))
    assert Home(home).trail.is_dir()
    assert len(trail.opened(Home(home)).entries) == 2


def test_a_second_passkey_is_registered_with_the_first(home: Path, both: list[Authenticator]) -> None:  # noqa: F811
    second = Authenticator().passkey(AN)
    text = enrolment.text_of(Home(home), settings(home), Verb.PASSKEY, second, AN)
    enrolment.add(Home(home), settings(home), Verb.PASSKEY, second, Hand(AN, "", None, text, both[0].sign(text)))
    text = enrolment.text_of(Home(home), settings(home), Verb.PASSKEY_CONFIRMED, second, BO)
    given = Hand(BO, "", None, text, both[1].sign(text))
    enrolment.add(Home(home), settings(home), Verb.PASSKEY_CONFIRMED, second, given)
    assert trail.opened(Home(home)).passkeys()[second.id].is_valid
    assert succeed(home, "verify", "--all")["faults"] == []


def test_an_ended_passkey_voids_what_it_approved(home: Path, both: list[Authenticator]) -> None:  # noqa: F811
    for one, name in zip(both, NAMES, strict=True):
        decide(home, one, name)
    code = both[0].passkey(AN).code
    key = str(home.parent / "key1")
    assert run(home, "passkey", "end", code[:-1], "--steward", BO, "--key", key).code == 2
    succeed(home, "passkey", "end", code, "--steward", BO, "--key", key)
    refused(home, "passkey that was ended", "publish", candidate(home))
    with pytest.raises(DecisionRefusedError, match="nobody ended"):
        decide(home, both[0], AN)
    succeed(home, *approval(home, 0))
    succeed(home, "publish", candidate(home))
    assert succeed(home, "verify", "--all")["faults"] == []


def test_a_steward_with_another_key_has_no_passkey(home: Path, both: list[Authenticator]) -> None:  # noqa: F811
    config = home / "config.toml"
    old, new = ((home.parent / f"key{number}.pub").read_text().split()[1] for number in (1, 2))
    config.write_text(config.read_text().replace(old, new))
    succeed(home, "confirm", "--steward", AN, "--key", str(home.parent / "key0"))
    with pytest.raises(DecisionRefusedError, match="nobody ended"):
        decide(home, both[1], BO)
    decide(home, both[0], AN)


def test_nobody_recognised_another_text_and_a_decision_given_again(
    home: Path,  # noqa: F811
    both: list[Authenticator],
) -> None:
    place, given = Home(home), Hand(AN, NOTE)
    text, nonce = desk.asked(place, settings(home), candidate(home), Verb.APPROVE, given)
    hand = replace(given, text=text, nonce=nonce)
    bad = [
        Authenticator(key=both[0].key, identifier=both[0].identifier, flags=PRESENT).sign(text),
        both[0].sign(text + " "),
        both[1].sign(text),
        changed(both[0].sign(text), "signature", 30),
        "{}",
    ]
    for signature in bad:
        with pytest.raises(DecisionRefusedError, match="passkey"):
            desk.approve(place, settings(home), candidate(home), replace(hand, signature=signature))
    changed_note = replace(hand, signature=both[0].sign(text), note="anders")
    with pytest.raises(DecisionRefusedError, match="says something else"):
        desk.approve(place, settings(home), candidate(home), changed_note)
    with pytest.raises(DecisionRefusedError, match="says something else"):
        desk.reject(place, settings(home), candidate(home), replace(hand, signature=both[0].sign(text)))
    desk.approve(place, settings(home), candidate(home), replace(hand, signature=both[0].sign(text)))
    with pytest.raises(DecisionRefusedError, match="approved it already"):
        desk.approve(place, settings(home), candidate(home), replace(hand, signature=both[0].sign(text)))
    comment, nonce = desk.asked(place, settings(home), candidate(home), Verb.COMMENT, Hand(BO, "vraag"))
    said = Hand(BO, "vraag", None, comment, both[1].sign(comment), nonce)
    desk.comment(place, settings(home), candidate(home), said)
    with pytest.raises(DecisionRefusedError, match="in the trail already"):
        desk.comment(place, settings(home), candidate(home), replace(said, signature=both[1].sign(comment)))


def test_a_text_without_a_random_number_is_not_signed_with_a_passkey(home: Path, both: list[Authenticator]) -> None:  # noqa: F811
    text = desk.prepared(Home(home), settings(home), candidate(home), Verb.APPROVE, Hand(AN, NOTE))
    assert not passkeys.has_nonce(entries.parsed(text).details)
    with pytest.raises(DecisionRefusedError, match="did not make of this text"):
        desk.approve(Home(home), settings(home), candidate(home), Hand(AN, "", None, text, both[0].sign(text)))


def test_whoever_writes_the_trail_cannot_confirm_for_a_steward(home: Path) -> None:  # noqa: F811
    """With the service's key an entry gets its seal, but no signature of a steward: publish and verify say so."""
    one = Authenticator()
    by_ssh(home, 0, Verb.PASSKEY, one.passkey(AN))
    text = enrolment.text_of(Home(home), settings(home), Verb.PASSKEY_CONFIRMED, one.passkey(AN), BO)
    trail.add(Home(home), entries.parsed(text), trail.Signed(one.sign(text)))
    decide(home, one, AN)
    succeed(home, *approval(home, 1))
    refused(home, "passkey-confirmed", "publish", candidate(home))
    assert any("passkey-confirmed" in one for one in run(home, "verify", "--all").answer["faults"])


@pytest.mark.parametrize("verb", [Verb.PASSKEY, Verb.PASSKEY_CONFIRMED, Verb.PASSKEY_ENDED])
def test_an_entry_about_a_passkey_that_changes_nothing_is_said(home: Path, verb: Verb) -> None:  # noqa: F811
    one = enrolled(home, 0).passkey(AN)
    text = enrolment.text_of(Home(home), settings(home), Verb.PASSKEY_ENDED, one, AN)
    statement = replace(entries.parsed(text), verb=verb)
    if verb == Verb.PASSKEY_ENDED:
        by_ssh(home, 1, verb, one)
        statement = replace(statement, head=trail.opened(Home(home)).head.sha256)
    signature = signatures.sign(statement.text().encode(), home.parent / "key0", KEYGEN)
    trail.add(Home(home), statement, trail.Signed(signature))
    assert any("passkey" in one for one in run(home, "verify", "--all").answer["faults"])
