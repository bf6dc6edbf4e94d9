"""A folder on this machine: files in it alone, never what a link, device or pipe in it leads to."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import WrongUseError
from warehouse.sources.model import CHUNK_BYTES, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.errors import BanenafspraakError
    from warehouse.sources.model import Sink, Words

#: A pipe is opened without waiting for who writes into it; a link is not opened at all.
READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """The open folder of a year; all is read through its descriptor, so that nothing can be put in its place."""

    descriptor: int
    words: Words

    def listing(self) -> Listing:
        """Its files, its folders, and what else is in it."""
        with os.scandir(self.descriptor) as found:
            entries = sorted(found, key=lambda one: one.name)
        files = [one.name for one in entries if one.is_file(follow_symlinks=False)]
        folders = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
        others = sorted({one.name for one in entries} - {*files, *folders})
        return Listing(tuple(files), tuple(others), tuple(folders))

    def fetch(self, name: str, into: Sink) -> str:
        """Clones a file where the disk can, else copies it."""
        try:
            descriptor = os.open(name, READ, dir_fd=self.descriptor)
        except OSError as error:
            raise self._said(name, error) from None
        try:
            return self._take(name, descriptor, into)
        finally:
            os.close(descriptor)

    def _take(self, name: str, descriptor: int, into: Sink) -> str:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise self.words.refused(name, "is no file", "deliver the file itself")
        if into.clone(descriptor):
            return "clone"
        for chunk in self._chunks(name, descriptor):
            into.write(chunk)
        return "copy"

    def _chunks(self, name: str, descriptor: int) -> Iterator[bytes]:
        try:
            while chunk := os.read(descriptor, CHUNK_BYTES):
                yield chunk
        except OSError as error:
            raise self.words.fault(name, error) from None

    def _said(self, name: str, error: OSError) -> BanenafspraakError:
        if isinstance(error, FileNotFoundError):
            return self.words.missing(name)
        return self.words.fault(name, error)


@contextmanager
def opened(folder: Path, year: int, words: Words) -> Iterator[LocalFolder]:
    """Opens the folder of a year, which may not be a link."""
    try:
        root = os.open(folder, FOLDER)
        try:
            descriptor = os.open(str(year), FOLDER | os.O_NOFOLLOW, dir_fd=root)
        finally:
            os.close(root)
    except OSError as error:
        raise _not_opened(folder, year, error, words) from None
    try:
        yield LocalFolder(descriptor, words)
    finally:
        os.close(descriptor)


def _not_opened(folder: Path, year: int, error: OSError, words: Words) -> BanenafspraakError:
    if (folder / str(year)).is_symlink():
        return words.refused(str(year), "is a link, which is not followed", "deliver the folder itself")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if folder.name == str(year):
            message = f"source {folder}: is the folder of {year} itself; give the folder above it"
            return WrongUseError(message)
        return words.missing(f"folder {year}")
    return words.fault(str(year), error)
