"""The home folder: where everything lives, and who may write in it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import former, process
from warehouse.errors import HomeBusyError, TamperedError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: DuckDB takes what follows a "?" for options, in every way to a database that it can be given: it follows links first.
NOT_IN_A_PATH = "?"
#: What nobody but the account may do with a file of the home.
OF_OTHERS = 0o077
#: Modes of folders, whatever the umask: of the account that runs the program alone, and of what everybody reads.
PRIVATE, OPEN = 0o700, 0o755
#: The mode of a file that is the account's own.
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of a home (operation.md)."""

    root: Path

    @property
    def secrets(self) -> Path:
        """Keys; mode 0700, files 0600, never logged."""
        return self.root / "secrets"

    @property
    def reference(self) -> Path:
        """The home's own reference lists, which replace the package's; need not be there."""
        return self.root / "reference"

    @property
    def corrections(self) -> Path:
        """Reviewed corrections, a file for each year; need not be there."""
        return self.root / "corrections"

    @property
    def archive(self) -> Path:
        """Delivered files, content-addressed and read-only."""
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        """Accepted, minimised, pseudonymised rows and run records."""
        return self.root / "warehouse.duckdb"

    @property
    def candidates(self) -> Path:
        """Built, unpublished releases."""
        return self.root / "candidates"

    @property
    def trail(self) -> Path:
        """The append-only chain of builds, decisions and publications."""
        return self.root / "trail"

    @property
    def trail_head(self) -> Path:
        """Which entry of the trail was the last one when this was written: a trail that ends before it was cut off."""
        return self.secrets / "trail.head"

    @property
    def inbox(self) -> Path:
        """Notes of decisions that are signed elsewhere, until they are handed in."""
        return self.root / "inbox"

    @property
    def published(self) -> Path:
        """All that everybody may read."""
        return self.root / "published"

    @property
    def releases(self) -> Path:
        """The public side of published releases, immutable."""
        return self.published / "releases"

    @property
    def current(self) -> Path:
        """The link to the public side of the release that readers see."""
        return self.published / "current"

    @property
    def index(self) -> Path:
        """The list of releases for readers."""
        return self.published / "releases.json"

    @property
    def internal(self) -> Path:
        """What is exact: for the program and the stewards only."""
        return self.root / "internal"

    @property
    def exact(self) -> Path:
        """The internal side of releases, immutable."""
        return self.internal / "releases"

    @property
    def base(self) -> Path:
        """The link to the internal side of the release that the next candidate is built on."""
        return self.internal / "base"

    @property
    def diffs(self) -> Path:
        """What differs between releases, for who asked; can be made again."""
        return self.root / "diffs"

    @property
    def logs(self) -> Path:
        """One log a run; counts, never values."""
        return self.root / "logs"

    @property
    def work(self) -> Path:
        """Staging files of the running build; emptied at its end and before the next."""
        return self.root / "work"

    def create(self) -> None:
        """Makes the folders, each with its mode.

        Raises:
            WrongUseError: the home cannot be written, its path cannot be used, or others can read its secrets.
        """
        self._check_path()
        private = (self.candidates, self.trail, self.inbox, self.diffs, self.internal, self.exact, self.logs)
        try:
            if not self.root.exists():
                self.root.parent.mkdir(parents=True, exist_ok=True)
                make(self.root, OPEN)
            self._check_secrets()
            for folder in (*private, self.archive, self.secrets, self.work):
                make(folder, PRIVATE)
            self._close()
            for folder in (self.published, self.releases):
                make(folder, OPEN)
        except OSError as error:
            message = f"home folder {self.root}: cannot be written ({error.strerror}); choose another with --home"
            raise WrongUseError(message) from None

    def _check_path(self) -> None:
        if NOT_IN_A_PATH in str(self.root):
            message = (
                f"home folder {self.root}: its path has a '?', which DuckDB cannot open; choose another with --home"
            )
            raise WrongUseError(message)

    def _check_secrets(self) -> None:
        """Refuses keys that others can read: they may have been read, and somebody has to know."""
        there = [self.secrets, *sorted(self.secrets.iterdir())] if self.secrets.exists() else []
        for path in there:
            mode = path.stat().st_mode & 0o777
            if mode & OF_OTHERS:
                wanted, name = ("700" if path.is_dir() else "600"), path.relative_to(self.root)
                message = (
                    f"{name}: other accounts can read it (mode {mode:04o}); ask who did, then close it: "
                    f"chmod {wanted} {name}"
                )
                raise WrongUseError(message)

    def _close(self) -> None:
        """Takes from others what people or earlier versions of the program wrote with another mode."""
        corrections, records = self.corrections, self.archive / "records"
        database = (self.warehouse, self.warehouse.with_name(f"{self.warehouse.name}.wal"))
        inside = (path for folder in (corrections, records, self.logs) for path in folder.glob("*"))
        for path in (*database, corrections, records, *inside):
            if path.exists() and path.stat().st_mode & OF_OTHERS:
                path.chmod(path.stat().st_mode & 0o777 & ~OF_OTHERS)

    @contextmanager
    def held(self, *, new: bool = False) -> Iterator[None]:
        """Holds the home for one run; `new` is for the run that makes it.

        The lock is the kernel's, so it is gone with the process that holds it, however that ends. Staging files
        that a killed run left behind are destroyed first: they hold personal data. Releases from before disclosure
        control become internal. What is made meanwhile is the account's own, but for what is published.

        Raises:
            HomeBusyError: another run has it.
            WrongUseError: it was not made yet, or cannot be written.
        """
        self._check_path()
        if not new:
            self.check_made()
        with process.private():
            self.create()
            with self._locked() as have:
                if not have:
                    message = f"home folder {self.root}: another run holds it; wait for it to end and try again"
                    raise HomeBusyError(message)
                self._clean()
                former.move(self.releases, self.exact, self.current)
                yield

    @contextmanager
    def _locked(self) -> Iterator[bool]:
        """Tries to lock the home, without waiting, and says whether it could."""
        with (self.root / ".lock").open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def sweep(self) -> None:
        """Destroys staging that no run holds: for every command; changes nothing where there is none."""
        if next(self._leftovers(), None) is None:
            return
        with suppress(OSError), process.private(), self._locked() as have:
            if have:
                self._clean()

    def check_made(self) -> None:
        """Raises WrongUseError for a home that was never made, TamperedError for one of which the trail is missing."""
        if self.trail.is_dir() and not self.trail.is_symlink() and any(self.trail.iterdir()):
            return
        self.check_no_trail()
        before = f" --from {self.root}" if self.releases.is_dir() and any(self.releases.iterdir()) else ""
        message = f"home folder {self.root}: was not made yet; make it with `banenafspraak init{before}`"
        raise WrongUseError(message)

    def check_no_trail(self) -> None:
        """Raises TamperedError when a release, or the head that is kept apart, says that there was a trail."""
        said = [self.index, *self.exact.glob("*/release.json"), *self.releases.glob("*/release.json")]
        if self.trail_head.exists() or any(path.is_file() and b'"trail"' in path.read_bytes() for path in said):
            message = f"home folder {self.root}: the trail is missing; restore the home folder from its backup"
            raise TamperedError(message)

    def _clean(self) -> None:
        with process.undisturbed():
            for leftover in list(self._leftovers()):
                remove(leftover)

    def _leftovers(self) -> Iterator[Path]:
        """What a run left that did not come to its end: staging files, and what was not renamed yet."""
        yield from self.work.glob("*")
        written = (self.candidates, self.releases, self.published, self.trail, self.inbox, self.secrets, self.root)
        records = (self.archive / "records", self.diffs, self.internal, self.exact, *self.exact.glob("*"))
        for folder in (*written, *records):
            yield from folder.glob(".new-*")

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A private folder for the staging file of one build, destroyed at the end, also after a failure."""
        folder = Path(tempfile.mkdtemp(prefix="staging-", dir=self.work))
        try:
            yield folder
        finally:
            with process.undisturbed():
                remove(folder)


def make(folder: Path, mode: int) -> None:
    """Makes a folder with exactly this mode, or gives it to the one that is there."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    if folder.stat().st_mode & 0o777 != mode:
        folder.chmod(mode)


def point(link: Path, target: str) -> None:
    """Makes a symbolic link, or replaces the one that is there, in one step."""
    temporary = link.with_name(f".new-{link.name}")
    remove(temporary)
    temporary.symlink_to(target)
    temporary.replace(link)
    sync(link.parent)


def remove(path: Path) -> None:
    """Removes a file, link or folder, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Makes a file or folder durable (fsync)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_new(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files into a new folder, by their path in it; texts in UTF-8 with their line ends as they are.

    Raises:
        FileExistsError: the folder is there already.
    """
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Writes a file so that it is either there whole or not there: temporary name, fsync, rename."""
    temporary = path.with_name(f".new-{path.name}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)
