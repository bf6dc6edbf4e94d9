"""Opens the folder of a year at any place."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.sources import https, local, s3, urls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from warehouse.sources.model import Folder
    from warehouse.sources.places import Place


@contextmanager
def opened(place: Place, year: int) -> Iterator[Folder]:
    """The folder of a year; its connection ends with the block."""
    found: AbstractContextManager[Folder]
    if place.address.scheme == urls.FILE:
        found = local.opened(place.folder, year, place.words)
    elif place.address.scheme == urls.SFTP:
        from warehouse.sources import sftp  # needs an extra

        found = sftp.opened(place, year)
    else:
        found = (s3 if place.address.scheme == urls.S3 else https).opened(place, year)
    with found as folder:
        yield folder
