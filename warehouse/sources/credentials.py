"""What a named source needs to get in: read from `secrets/`, kept nowhere, shown nowhere."""

from __future__ import annotations

import os
import ssl
import stat
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse.errors import WrongUseError
from warehouse.sources import urls

if TYPE_CHECKING:
    from pathlib import Path

#: A file of credentials, keys or certificates is no larger.
LARGEST = 1024 * 1024
OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


#: What is sent as it is in a header.
Sent = Annotated[str, Field(pattern=r"^[!-~]*$")]


class Credentials(BaseModel):
    """The file that `credentials` of a named source names, in TOML; `private_key` is the name of another one."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    user: str = ""
    password: str = ""
    token: Sent = ""
    private_key: str = ""
    passphrase: str = ""
    access_key: Sent = ""
    secret_key: str = ""
    session_token: Sent = ""

    def __repr__(self) -> str:
        return "Credentials(…)"

    __str__ = __repr__

    def given(self) -> frozenset[str]:
        """Which of them are there."""
        return frozenset(name for name in type(self).model_fields if getattr(self, name))


#: What gets into each kind of source: one of these, whole; all else is refused, for it would do nothing.
WAYS_IN = {
    urls.HTTPS: ({"user", "password"}, {"token"}),
    urls.HTTP: ({"user", "password"}, {"token"}),
    urls.SFTP: ({"user", "password"}, {"user", "private_key"}, {"user", "private_key", "passphrase"}),
    urls.S3: ({"access_key", "secret_key"}, {"access_key", "secret_key", "session_token"}),
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """The folder `secrets/`, as one source may use it; or something else of that kind and name."""

    folder: Path
    source: str
    kind: str = "source"

    def read(self, file: str, field: str) -> bytes:
        """The bytes of a file that a setting names.

        Raises:
            WrongUseError: it is not there, or others than its owner can read it. The name is not repeated: it may be
                a credential that was written where a name belongs.
        """
        try:
            descriptor = os.open(self.folder / file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            raise self.wrong(field, "names no file that can be read in secrets/; put the file there") from None
        with os.fdopen(descriptor, "rb") as opened:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode) or mode & OF_OTHERS:
                raise self.wrong(field, "its file in secrets/ can be read by others; give it the mode 0600")
            return opened.read(LARGEST)

    def text(self, file: str, field: str) -> str:
        """The same as text."""
        try:
            return self.read(file, field).decode("utf-8")
        except UnicodeDecodeError:
            raise self.wrong(field, "its file in secrets/ is no text in UTF-8; mend it") from None

    def credentials(self, file: str, scheme: str) -> Credentials:
        """The credentials for a kind of source; none when the source has no file of them."""
        if not file:
            return Credentials()
        try:
            found = Credentials.model_validate(tomllib.loads(self.text(file, "credentials")))
        except (tomllib.TOMLDecodeError, ValidationError):
            names = ", ".join(Credentials.model_fields)
            raise self.wrong("credentials", f"its file is not TOML with texts of the names {names}; mend it") from None
        ways = WAYS_IN.get(scheme, ())
        if found.given() not in ways:
            known = ", or ".join(" and ".join(sorted(way)) for way in ways) or "nothing"
            raise self.wrong("credentials", f"its file must hold {known}, and no more; mend it")
        return found

    def trusted(self, file: str) -> ssl.SSLContext:
        """How TLS is checked: by the source's own authority, else by those that the machine knows."""
        if not file:
            return ssl.create_default_context()
        try:
            return ssl.create_default_context(cadata=self.text(file, "ca"))
        except ssl.SSLError:
            raise self.wrong("ca", "its file in secrets/ holds no certificate in PEM; mend it") from None

    def wrong(self, field: str, why: str) -> WrongUseError:
        """One line about a setting of the source."""
        return WrongUseError(f"{self.kind} {self.source}: {field}: {why}")
