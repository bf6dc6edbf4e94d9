from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review import signatures
from warehouse.review.policies import Decision, Verb

if TYPE_CHECKING:
    from pathlib import Path

DECISION = Decision(Verb.APPROVE, "2023-aaaaaaaaaaaa", "d" * 64, "Steward Een", "2026-11-22T12:00:00+00:00", "gezien")


KEYGEN = "/usr/bin/ssh-keygen"


def new_key(folder: Path, name: str) -> tuple[Path, str]:
    program = shutil.which("ssh-keygen")
    assert program is not None, "install OpenSSH: signatures are made with it"
    subprocess.run([program, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    return folder / name, (folder / f"{name}.pub").read_text().strip()


def test_a_signature_is_verified(tmp_path: Path) -> None:
    key, public = new_key(tmp_path, "one")
    signed = replace(DECISION, signature=signatures.sign(DECISION, key, KEYGEN))
    signatures.verify(signed, public, KEYGEN)


@pytest.mark.parametrize("field", ["candidate", "digest", "steward", "note", "at", "review"])
def test_a_signature_is_of_the_whole_decision(tmp_path: Path, field: str) -> None:
    key, public = new_key(tmp_path, "one")
    signed = replace(DECISION, signature=signatures.sign(DECISION, key, KEYGEN))
    other = replace(signed, **{field: "other"})  # type: ignore[arg-type]
    with pytest.raises(DecisionRefusedError, match="did not make"):
        signatures.verify(other, public, KEYGEN)


def test_bad_signatures_are_refused(tmp_path: Path) -> None:
    key, _ = new_key(tmp_path, "one")
    _, other = new_key(tmp_path, "two")
    signed = replace(DECISION, signature=signatures.sign(DECISION, key, KEYGEN))
    with pytest.raises(DecisionRefusedError, match="did not make"):
        signatures.verify(signed, other, KEYGEN)
    with pytest.raises(DecisionRefusedError, match="not listed"):
        signatures.verify(signed, None, KEYGEN)
    with pytest.raises(DecisionRefusedError, match="gave no signature"):
        signatures.verify(DECISION, other, KEYGEN)
    with pytest.raises(DecisionRefusedError, match="did not make"):
        signatures.verify(replace(DECISION, signature="gibberish é"), other, KEYGEN)


def test_a_key_that_cannot_sign(tmp_path: Path) -> None:
    (tmp_path / "nokey").write_text("no key")
    with pytest.raises(WrongUseError, match="nokey: cannot sign"):
        signatures.sign(DECISION, tmp_path / "nokey", KEYGEN)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    key, _ = new_key(tmp_path, "one")
    with pytest.raises(WrongUseError, match=r"set review\.ssh_keygen"):
        signatures.sign(DECISION, key, str(tmp_path / "ssh-keygen"))
