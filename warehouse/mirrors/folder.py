"""A mirror in a folder of this machine: a mount, or what a web server shows."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import home, manifests
from warehouse.mirrors.model import FOLDER, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.mirrors.model import MirrorWords

#: What everybody may read.
OPEN_FILE = 0o644


@dataclass(frozen=True, slots=True)
class FolderMirror:
    """The folder is there: it is never made, for where nothing is mounted it would be made on another disk."""

    root: Path
    words: MirrorWords

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.words.source

    def listing(self) -> dict[str, int]:
        """Everything in it."""
        with self._reached():
            return {name: self._size(name, kind) for name, kind in manifests.inside(self.root)}

    def digest(self, name: str) -> str:
        """Of a link none."""
        with self._reached():
            return manifests.sha256(self.root / name)

    def put(self, name: str, data: bytes) -> None:
        """A file beside it first, then its name."""
        with self._reached():
            path = self.root / name
            for folder in reversed(path.relative_to(self.root).parents[:-1]):
                home.make(self.root / folder, home.OPEN)
            home.write_durably(path, data, mode=OPEN_FILE)

    def remove(self, name: str) -> None:
        """A link itself, never what it leads to."""
        with self._reached():
            home.remove(self.root / name)

    def _size(self, name: str, kind: str) -> int:
        if kind == "file":
            return os.lstat(self.root / name).st_size
        return FOLDER if kind == "folder" else OTHER

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self.words.fault("", error) from None
