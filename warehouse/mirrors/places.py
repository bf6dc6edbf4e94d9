"""From the setting `[publication] mirrors` to mirrors; what is wrong with it is said before anything is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.mirrors.bucket import BucketMirror
from warehouse.mirrors.folder import FolderMirror
from warehouse.mirrors.model import MirrorWords
from warehouse.settings import NamedSource
from warehouse.sources import places, s3, urls
from warehouse.sources.credentials import Secrets
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.home import Home
    from warehouse.mirrors.model import Mirror
    from warehouse.settings import MirrorPlace, Settings


def opened(home: Home, settings: Settings) -> list[Mirror]:
    """The mirrors of a home, each with what it needs from `secrets/`; nothing is asked of them yet.

    Raises:
        WrongUseError: one lies in the home or the home in it, one lies in another, or a file that one needs is not in
            `secrets/`.
    """
    found: list[Mirror] = []
    taken = [home.root.resolve()]
    for wanted in settings.publication.mirrors:
        if wanted.address.scheme == urls.S3:
            found.append(_bucket(home, settings, wanted))
        else:
            found.append(_folder(wanted, taken))
    _check_buckets([one for one in found if isinstance(one, BucketMirror)])
    return found


def _folder(wanted: MirrorPlace, taken: list[Path]) -> FolderMirror:
    root = Path(wanted.folder).resolve()
    words = MirrorWords(masked(str(root)))
    if any(root == one or root in one.parents or one in root.parents for one in taken):
        message = (
            f"mirror {words.source}: overlaps the home folder or another mirror; give it a folder of its own in "
            "publication.mirrors"
        )
        raise WrongUseError(message)
    taken.append(root)
    return FolderMirror(root, words)


def _bucket(home: Home, settings: Settings, wanted: MirrorPlace) -> BucketMirror:
    shown = masked(wanted.url.rstrip("/"))
    access = NamedSource.model_validate(wanted.model_dump())
    secrets = Secrets(home.secrets, shown, kind="mirror")
    place = places.Place(shown, wanted.address, access, settings.source, secrets, MirrorWords)
    places.check_secrets(place)
    prefix = s3.prefix_of(place)
    return BucketMirror(s3.bucket_of(place), f"{prefix}/" if prefix else "", MirrorWords(shown))


def _check_buckets(found: list[BucketMirror]) -> None:
    for first, second in _pairs(found):
        same = (first.bucket.server.host, first.bucket.name) == (second.bucket.server.host, second.bucket.name)
        if same and (first.prefix.startswith(second.prefix) or second.prefix.startswith(first.prefix)):
            message = f"mirror {second.shown}: overlaps another mirror; give each its own in publication.mirrors"
            raise WrongUseError(message)


def _pairs(found: list[BucketMirror]) -> Iterator[tuple[BucketMirror, BucketMirror]]:
    for place, second in enumerate(found):
        yield from ((first, second) for first in found[:place])
