"""What is not decided as it should be is not published: exit 4, one line that says why, and nothing has moved."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import build, internal, new_home, run, succeed, tree
from tests.support.deliveries import make_delivery
from tests.support.signing import NAMES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(signed: Path) -> Path:
    """A home whose stewards sign, with a candidate that has a warning; not to be changed."""
    return signed


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "home", symlinks=True)
    for key in built.parent.glob("key*"):
        shutil.copy(key, tmp_path)
    return tmp_path / "home"


def candidate(home: Path) -> str:
    (found,) = [path.name for path in (home / "candidates").iterdir()]
    return found


def approval(home: Path, number: int, name: str = "", note: str = "gezien") -> list[str]:
    words = ["approve", candidate(home), "--steward", name or NAMES[number], "--key", str(home.parent / f"key{number}")]
    return [*words, "--note", note] if note else words


def refused(home: Path, said: str, *arguments: str) -> None:
    before = tree(home / "published"), tree(home / "trail")
    done = run(home, *arguments)
    assert done.code == 4, done.err
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert (tree(home / "published"), tree(home / "trail")) == before


def test_two_signed_approvals_publish(home: Path) -> None:
    for number in (0, 1):
        assert succeed(home, *approval(home, number))["approvals"] == number + 1
    succeed(home, "publish", candidate(home))
    current = home / "published" / "current"
    decided = json.loads((internal(current) / "release.json").read_text())
    assert decided["signatures"] == "required"
    assert {one["steward"] for one in decided["approvals"]} == set(NAMES)
    assert all(one["signature"].startswith("-----BEGIN SSH SIGNATURE") for one in decided["approvals"])
    shown = json.loads((current / "release.json").read_text())
    assert (shown["approvals"], shown["trial"]) == (len(NAMES), False)


def test_one_approval(home: Path) -> None:
    refused(home, "0 of 2", "publish", candidate(home))
    succeed(home, *approval(home, 0))
    refused(home, "1 of 2", "publish", candidate(home))


def test_twice_the_same_person(home: Path) -> None:
    succeed(home, *approval(home, 0))
    refused(home, "approved it already", *approval(home, 0))
    refused(home, "1 of 2", "publish", candidate(home))


def test_a_warning_without_a_note(home: Path) -> None:
    refused(home, "needs a --note", *approval(home, 0, note=""))
    refused(home, "needs a --note", *approval(home, 0, note="  "))


def test_an_unknown_steward(home: Path) -> None:
    refused(home, "not listed", *approval(home, 2, name="Onbekende"))


def test_the_key_of_another(home: Path) -> None:
    refused(home, "did not make", *approval(home, 1, name=NAMES[0]))


def test_without_a_key(home: Path) -> None:
    refused(home, "signature is required", "approve", candidate(home), "--steward", NAMES[0], "--note", "gezien")


@pytest.mark.parametrize(
    "name",
    [
        "public/parquet/realisation.parquet",
        "public/factsheet/index.html",
        "public/index.html",
        "public/en/index.html",
        "public/manifest.json",
        "internal/marts/realisation.parquet",
        "internal/report/index.html",
        "internal/manifest.json",
    ],
)
def test_a_changed_byte(home: Path, name: str) -> None:
    for number in (0, 1):
        succeed(home, *approval(home, number))
    file = home / "candidates" / candidate(home) / name
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    refused(home, "digest", "publish", candidate(home))


@pytest.mark.parametrize(("field", "value"), [("signature", "gibberish"), ("note", "anders"), ("signature", "")])
def test_a_tampered_decision(home: Path, field: str, value: str) -> None:
    for number in (0, 1):
        succeed(home, *approval(home, number))
    decision = next((home / "trail").glob("*-approve.json"))
    content = json.loads(decision.read_text()) | {field: value}
    decision.chmod(0o644)
    decision.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    refused(home, "does not have the seal", "publish", candidate(home))


def test_a_withdrawal_is_signed(home: Path) -> None:
    for number in (0, 1):
        succeed(home, *approval(home, number))
    succeed(home, "publish", candidate(home))
    asked = [("withdraw", candidate(home), "--reason", "lek", "--steward", name) for name in NAMES]
    keys = [("--key", str(home.parent / f"key{number}")) for number in (0, 1)]
    refused(home, "signature is required", *asked[0])
    refused(home, "listed key did not make", *asked[0], *keys[1])
    succeed(home, *asked[0], *keys[0])
    refused(home, "another steward has to", *asked[0], *keys[0])
    assert succeed(home, *asked[1], *keys[1])["withdrawn"]
    assert not (home / "published" / "current").exists()


def test_who_built_it(home: Path) -> None:
    from warehouse.review import trail

    settings = f'[review]\nbuilder_may_approve = false\nbuilders = {{ "{trail.user()}" = "{NAMES[0]}" }}\n'
    config = (home / "config.toml").read_text().replace("[review]\n", settings)
    (home / "config.toml").write_text(config)
    refused(home, "built it", *approval(home, 0))
    succeed(home, *approval(home, 1))


@pytest.mark.parametrize("change", [b"[", b""])
def test_a_manifest_that_is_none(home: Path, change: bytes) -> None:
    for number in (0, 1):
        succeed(home, *approval(home, number))
    file = home / "candidates" / candidate(home) / "internal" / "manifest.json"
    file.chmod(0o644)
    file.write_bytes(change + file.read_bytes()[1:])
    refused(home, "digest changed", "publish", candidate(home))
    assert succeed(home, "status")["candidates"] == []


def test_the_same_person_in_other_letters(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    name = build(home, make_delivery(2012, 4), tmp_path / "source").name
    succeed(home, "approve", name, "--steward", "Jan", "--note", "gezien")
    for again in ("jan", " Jan ", "JAN"):
        refused(home, "approved it already", "approve", name, "--steward", again, "--note", "gezien")
    assert run(home, "approve", name, "--steward", " ", "--note", "gezien").code == 2


def test_one_approval_made_enough_afterwards(home: Path) -> None:
    succeed(home, *approval(home, 0))
    config = home / "config.toml"
    config.write_text(config.read_text().replace("[review]\n", "[review]\nrequired_approvals = 1\n"))
    refused(home, "its pages say else", "publish", candidate(home))
    config.write_text(config.read_text().replace("= 1", "= 3"))
    refused(home, "under other settings of [review]", "publish", candidate(home))


def test_a_review_that_the_environment_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_REVIEW__SIGNATURES", "off")
    done = run(home, "approve", candidate(home), "--steward", NAMES[0], "--note", "gezien")
    assert (done.code, "[review] must stand in config.toml" in done.err) == (2, True)


def test_one_key_under_two_names(home: Path) -> None:
    key = (home.parent / "key0.pub").read_text().strip()
    (home / "config.toml").write_text(f'[review.stewards]\n"a" = "{key}"\n"b" = "{key} b"\n')
    done = run(home, *approval(home, 0, name="a"))
    assert done.code == 2
    assert "same public key" in done.err


def test_a_rejected_candidate(home: Path) -> None:
    for number in (0, 1):
        succeed(home, *approval(home, number))
    rejection = [
        "reject",
        candidate(home),
        "--steward",
        NAMES[1],
        "--reason",
        "fout",
        "--key",
        str(home.parent / "key1"),
    ]
    succeed(home, *rejection)
    refused(home, "rejected it", "publish", candidate(home))
