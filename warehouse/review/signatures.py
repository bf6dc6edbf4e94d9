"""Signatures of decisions with a steward's own SSH key, made and verified by OpenSSH (`ssh-keygen -Y`)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from warehouse.errors import DecisionRefusedError, WrongUseError
from warehouse.review.policies import Decision

NAMESPACE = "banenafspraak"
#: No signing takes longer; a key with a passphrase must be in the agent.
SECONDS = 60


def text_of(decision: Decision) -> bytes:
    """What is signed: the whole decision but its signature, one field a line."""
    fields = (
        decision.verb,
        decision.candidate,
        decision.digest,
        decision.steward,
        decision.at,
        decision.note,
        decision.review,
    )
    return "\n".join((NAMESPACE, *fields)).encode()


def sign(decision: Decision, key: Path, program: str) -> str:
    """The signature of a decision with the private key in a file; raises WrongUseError when that fails."""
    done = _keygen(program, ["-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key)], text_of(decision))
    if done.returncode:
        message = f"key {key.name}: cannot sign with it; give the private SSH key of the steward with --key"
        raise WrongUseError(message)
    return done.stdout.decode("ascii")


def verify(decision: Decision, public_key: str | None, program: str) -> None:
    """Raises DecisionRefusedError unless the decision carries the signature of this steward's listed key."""
    if public_key is None:
        _refuse(decision, "is not listed in the settings ([review.stewards])")
    if not decision.signature:
        _refuse(decision, "gave no signature (setting review.signatures = required); approve with --key")
    with tempfile.TemporaryDirectory() as folder:
        allowed, signature = Path(folder) / "allowed", Path(folder) / "signature"
        allowed.write_text(f'steward namespaces="{NAMESPACE}" {public_key}\n', encoding="utf-8")
        signature.write_text(decision.signature, encoding="ascii", errors="replace")
        command = [
            "-Y",
            "verify",
            "-q",
            "-n",
            NAMESPACE,
            "-I",
            "steward",
            "-f",
            str(allowed),
            "-s",
            str(signature),
        ]
        done = _keygen(program, command, text_of(decision))
    if done.returncode:
        _refuse(decision, "has a signature that the listed key did not make")


def _keygen(program: str, arguments: list[str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    """Runs OpenSSH's program; nothing of the caller's environment chooses which."""
    try:
        return subprocess.run(  # noqa: S603
            [program, *arguments], input=text, capture_output=True, check=False, timeout=SECONDS
        )
    except OSError:
        message = f"{program}: cannot be run; install OpenSSH, or set review.ssh_keygen"
        raise WrongUseError(message) from None


def _refuse(decision: Decision, why: str) -> None:
    message = f"candidate {decision.candidate}: steward {decision.steward} {why}"
    raise DecisionRefusedError(message)
