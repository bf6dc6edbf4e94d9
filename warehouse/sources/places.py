"""From what somebody wrote to a place where deliveries are: all that can be wrong is said before anything is pulled."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_to_bytes

from warehouse.errors import WrongUseError
from warehouse.settings import NamedSource, Source
from warehouse.sources import urls
from warehouse.sources.credentials import Secrets
from warehouse.sources.model import Words
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.sources.credentials import Credentials

ASK = "give --source a folder, a URL or the name of a source in config.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where deliveries are, with a folder for each year; holds no credential.

    Attributes:
        shown: what manifests, logs and Prefect see of it: the name of a named source.
        address: host, port and path.
        settings: those of the named source; all empty for another one.
        limits: `[source]` of the settings.
        secrets: where its credentials are.
        speaks: what says its faults.
    """

    shown: str
    address: urls.Address
    settings: NamedSource = field(repr=False)
    limits: Source = field(repr=False)
    secrets: Secrets = field(repr=False)
    speaks: type[Words] = Words

    @property
    def remote(self) -> bool:
        """Whether it is on another machine."""
        return self.address.scheme != urls.FILE

    @property
    def needs_manifest(self) -> bool:
        """Whether a delivery must come with its `manifest.json`."""
        required = self.limits.manifest_required
        return required == "always" or (required == "remote" and self.remote)

    @property
    def folder(self) -> Path:
        """The folder of a local source."""
        return _path(self.address)

    @property
    def words(self) -> Words:
        """How its faults are said."""
        return self.speaks(self.shown)


def place(secrets: Path, limits: Source, asked: str) -> Place:
    """The place that `asked` means: a name of `[source.named]`, a folder, or a URL without credentials.

    Raises:
        WrongUseError: there is none, it is mistyped, or what it needs in `secrets/` is not there. It is never repeated
            when it may hold a credential.
    """
    asked = asked or limits.url
    if not asked:
        message = "build: no source; give --source or the setting source.url"
        raise WrongUseError(message)
    found = _named(secrets, limits, asked) if asked in limits.named else _unnamed(secrets, limits, asked)
    _check_folder(found)
    check_secrets(found)
    return found


def _named(secrets: Path, limits: Source, name: str) -> Place:
    settings = limits.named[name]
    address = urls.parsed(settings.url) if urls.is_url(settings.url) else _local(settings.url)
    return Place(name, address, settings, limits, Secrets(secrets, name))


def _unnamed(secrets: Path, limits: Source, asked: str) -> Place:
    if not urls.is_url(asked):
        _check_is_folder(asked, limits.named)
        address = _local(asked)
    else:
        try:
            address = urls.parsed(asked)
        except ValueError as error:
            message = f"source: its URL {error}"
            raise WrongUseError(message) from None
    shown = _shown(address, asked)
    return Place(shown, address, NamedSource(url=asked), limits, Secrets(secrets, shown))


def _local(path: str) -> urls.Address:
    return urls.Address(urls.FILE, "", None, quote(os.fsencode(Path(path).expanduser())))


def _path(address: urls.Address) -> Path:
    """The path of a local source, which may be of any bytes."""
    return Path(os.fsdecode(unquote_to_bytes(address.path)) or "/")


def _shown(address: urls.Address, asked: str) -> str:
    """Of a folder its own name alone, for the machine's folders are nobody's business."""
    if address.scheme == urls.FILE:
        return masked(_path(address).absolute().name or "/")
    return masked(unquote(asked.rstrip("/")))


def _check_is_folder(asked: str, named: Mapping[str, object]) -> None:
    if Path(asked).expanduser().is_dir():
        return
    repeated = f" {masked(asked)!r}" if not {"@", ":"} & set(asked) else ""
    known = f"the sources in config.toml are {', '.join(sorted(named))}" if named else "config.toml names no source"
    message = f"source{repeated}: not a folder, and no name of a source; {ASK} ({known})"
    raise WrongUseError(message)


def _check_folder(found: Place) -> None:
    if not found.remote and not found.folder.is_dir():
        message = f"source {found.shown}: its folder is missing; mount it or mend its URL"
        raise WrongUseError(message)


def check_secrets(found: Place) -> None:
    """Reads all that the source needs in `secrets/` once, and lets go of it; raises WrongUseError when it cannot."""
    settings, scheme = found.settings, found.address.scheme
    credentials = found.secrets.credentials(settings.credentials, scheme)
    if settings.ca:
        found.secrets.trusted(settings.ca)
    if scheme == urls.SFTP:
        _check_sftp(found, credentials)
    if scheme == urls.S3:
        _check_s3(found)


def _check_s3(found: Place) -> None:
    endpoint = found.settings.endpoint
    if endpoint and urls.parsed(endpoint).scheme not in {urls.HTTPS, urls.HTTP}:
        raise found.secrets.wrong("endpoint", "not a URL of https; mend it")


def _check_sftp(found: Place, credentials: Credentials) -> None:
    for setting in ("credentials", "known_hosts"):
        if not getattr(found.settings, setting):
            raise found.secrets.wrong(
                setting, "missing; sftp needs a named source with `credentials` and `known_hosts`, files in secrets/"
            )
    from warehouse.sources import known_hosts, private_key

    known_hosts.read(found.secrets, found.settings.known_hosts)
    if credentials.private_key:
        private_key.read(found.secrets, credentials)
