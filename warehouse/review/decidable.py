"""What accounts of stewards may know of a home: one file for their group, written by the service.

They may not read `trail/`, `candidates/`, `internal/` or `secrets/`. To say what they decide they need the digests of
the candidate and the head of the trail, and these are in the file; no figure is, and no note that is not open yet.
"""

from __future__ import annotations

import grp
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse import manifests, releases
from warehouse.errors import WrongUseError
from warehouse.home import write_durably
from warehouse.manifests import Digest, Identifier
from warehouse.review import anchors, overview, trail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.settings import Settings

#: The mode of the file: the group may read it.
GROUP_FILE = 0o640
#: How many refusals are shown.
REFUSALS = 10

Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Subject(_Shape):
    """What can be decided upon: the digests of its manifests, its warnings, and the released figures it changes."""

    internal_manifest_sha256: Digest
    public_manifest_sha256: Digest
    warnings: Annotated[int, Field(ge=0)]
    changed: Annotated[int, Field(ge=0)] = 0


class Decidable(_Shape):
    """The file.

    Attributes:
        home: identifier of the home.
        number, head, moment: of the last entry of the trail.
        review_sha256: digest of the settings `[review]`.
        signatures: whether decisions are signed, `required` or `off`.
        stewards: their names.
        subjects: every candidate and release, by identifier.
        candidates: what `status` says of each.
        current: the release that readers see.
        refused: what was refused of late of what accounts handed in.
    """

    home: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    number: Annotated[int, Field(ge=1)]
    head: Digest
    moment: Moment
    review_sha256: Digest
    signatures: Annotated[str, Field(pattern=r"^(required|off)$")]
    stewards: list[str]
    subjects: dict[Identifier, Subject]
    candidates: list[dict[str, Any]]
    current: Identifier | None
    refused: list[dict[str, str]]


def group(settings: Settings) -> int | None:
    """The number of the stewards' group; None when there is none.

    Raises:
        WrongUseError: the machine has no such group.
    """
    said = settings.security.steward_group
    if not said:
        return None
    try:
        return int(said) if said.isdecimal() else grp.getgrnam(said).gr_gid
    except KeyError:
        message = f"settings: security.steward_group: this machine has no group {said}; make it, or mend config.toml"
        raise WrongUseError(message) from None


def write(home: Home, settings: Settings, refused: list[dict[str, str]]) -> None:
    """Writes the file, for a home in which all is well, when it would say something else; the trail must be held.

    Raises:
        WrongUseError: this account is not in the group.
    """
    number = group(settings)
    assert number is not None  # noqa: S101 - whoever calls has a group
    content = _content(home, settings, refused).model_dump_json(indent=1).encode()
    if not _is_there(home.decidable, content, number):
        with for_members():
            write_durably(home.decidable, content, mode=GROUP_FILE, group=number)


def _is_there(path: Path, content: bytes, group: int) -> bool:
    """Whether the file says this already, to this group."""
    if path.is_symlink() or not path.is_file():
        return False
    about = path.stat()
    return (stat.S_IMODE(about.st_mode), about.st_gid) == (GROUP_FILE, group) and path.read_bytes() == content


@contextmanager
def for_members() -> Iterator[None]:
    """Giving something to the group is refused to who is not in it; raises WrongUseError then."""
    try:
        yield
    except PermissionError:
        message = f"settings: security.steward_group: the account {trail.user()} is not in this group; add it"
        raise WrongUseError(message) from None


def _content(home: Home, settings: Settings, refused: list[dict[str, str]]) -> Decidable:
    known = anchors.opened(home, settings)
    built = {one.id: one for one in (*releases.all_candidates(home), *releases.all_releases(home))}
    recorded = known.built | known.published
    return Decidable(
        home=known.home,
        number=known.head.number,
        head=known.head.sha256,
        moment=known.head.moment,
        review_sha256=settings.review.digest(),
        signatures=settings.review.signatures,
        stewards=list(known.stewards()),
        subjects={name: _subject(one) for name, one in built.items() if one.digest() == recorded.get(name)},
        candidates=overview.candidates(home, settings),
        current=known.current,
        refused=refused[-REFUSALS:],
    )


def _subject(built: releases.Built) -> Subject:
    return Subject(
        internal_manifest_sha256=built.digest(),
        public_manifest_sha256=built.manifest["public_manifest_sha256"],
        warnings=len(built.manifest["warnings"]),
        changed=built.changed,
    )


def read(home: Home) -> Decidable:
    """The file, as an account of a steward reads it.

    Raises:
        WrongUseError: this account may not read it, or it is not there.
    """
    try:
        return Decidable.model_validate(manifests.read_json(home.decidable) or {})
    except ValidationError:
        message = (
            f"home folder {home.root}: is of another account, and this one cannot read {home.decidable.name}; ask the "
            "operator for a place in the group of security.steward_group"
        )
        raise WrongUseError(message) from None


def remove(home: Home) -> None:
    """Takes the file away where no group may read it."""
    if os.path.lexists(home.decidable):
        home.decidable.unlink()
