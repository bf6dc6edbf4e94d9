"""What a URL of a source may be; what is said of a wrong one never repeats it, for it may hold a credential."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

FILE, HTTPS, HTTP, SFTP, S3 = SCHEMES = ("file", "https", "http", "sftp", "s3")
#: The hosts that may be spoken to in clear text: this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
WRITTEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL that was looked at; `path` is as it was written, percent signs and all."""

    scheme: str
    host: str
    port: int | None
    path: str


def is_url(text: str) -> bool:
    """Whether a text is meant to be a URL, or something like one."""
    return "://" in text


def parsed(url: str) -> Address:
    """The parts of a URL.

    Raises:
        ValueError: it cannot be a source; says why in a few words that do not repeat it.
    """
    parts = _split(url)
    for wrong, why in _rules(url, parts):
        if wrong:
            raise ValueError(why)
    host = parts.netloc if parts.scheme == S3 else parts.hostname or ""
    return Address(parts.scheme, host, _port(parts), parts.path.rstrip("/"))


def _split(url: str) -> SplitResult:
    if not WRITTEN.fullmatch(url):
        message = "has a space or another character that a URL writes as %20 and the like"
        raise ValueError(message)
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError:
        parts = urlsplit("")
    return parts


def _rules(url: str, parts: SplitResult) -> list[tuple[bool, str]]:
    """What must not be so, in the order in which it is said."""
    local = parts.scheme == FILE
    return [
        (parts.scheme not in SCHEMES, "is of no known kind; write file, https, sftp or s3"),
        (
            "@" in url.partition("://")[2],
            "holds a user name or a password; remove and replace them, and name a file of secrets/ as `credentials` of "
            "a named source",
        ),
        (
            "?" in url or "#" in url,
            "has a question mark or a number sign, after which credentials may follow; write it without them",
        ),
        (local and parts.netloc not in {"", "localhost"}, "names another machine; write file:///folder"),
        (not local and not parts.hostname, "names no host"),
        (parts.scheme == HTTP and parts.hostname not in LOOPBACK, "is in clear text; write https"),
        (".." in unquote(parts.path).split("/"), "leaves its folder with '..'; write the folder itself"),
    ]


def _port(parts: SplitResult) -> int | None:
    try:
        return None if parts.scheme == S3 else parts.port
    except ValueError:
        message = "has a port that is no number"
        raise ValueError(message) from None
