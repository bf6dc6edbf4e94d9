"""Signatures of decisions with a steward's own SSH key: made by OpenSSH (`ssh-keygen -Y sign`), checked here."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.review import sshsig

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "banenafspraak"
#: A signature as OpenSSH writes it, and nothing beside it: it is published.
ARMOURED = re.compile(r"-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+\n-----END SSH SIGNATURE-----\n?")
#: No signing takes longer; a key with a passphrase must be in the agent.
SECONDS = 60


def sign(text: bytes, key: Path, program: str) -> str:
    """The signature of a text with the private key in a file; raises WrongUseError when that fails."""
    done = _keygen(program, ["-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key)], text)
    if done.returncode:
        what = "give the private SSH key of the steward with --key"
        if b"passphrase" in done.stderr:
            what = "its passphrase is wrong or was not asked; add the key to ssh-agent, or sign on a terminal"
        message = f"key {key.name}: cannot sign with it; {what}"
        raise WrongUseError(message)
    return done.stdout.decode("ascii")


def holds(text: bytes, signature: str, public_key: str) -> bool:
    """Whether the signature of a text was made with the private half of a public key; no program is asked."""
    return bool(ARMOURED.fullmatch(signature)) and sshsig.holds(text, signature, public_key, NAMESPACE)


def _keygen(program: str, arguments: list[str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    """Runs OpenSSH's program; nothing of the caller's environment chooses which."""
    try:
        return subprocess.run(  # noqa: S603
            [program, *arguments], input=text, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess([program], 1)
    except OSError:
        message = f"{program}: cannot be run; install OpenSSH, or set review.ssh_keygen"
        raise WrongUseError(message) from None
