"""The home folder: where everything lives, and who may write in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import former, locks, process
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
#: So long a decision waits for another one, which itself may wait for the passphrase of a key, or for a publication.
TRAIL_SECONDS = 75.0


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
    def lock(self) -> Path:
        """What a run holds that builds, publishes or changes the home otherwise than by a decision."""
        return self.root / ".lock"

    @property
    def trail_lock(self) -> Path:
        """What whoever adds to the trail holds."""
        return self.root / ".trail.lock"

    @property
    def notes(self) -> Path:
        """Notes of decisions that are signed elsewhere, by their digest."""
        return self.root / "notes"

    @property
    def inbox(self) -> Path:
        """Decisions that other accounts hand in, until the service takes them up."""
        return self.root / "inbox"

    @property
    def refused(self) -> Path:
        """What of the inbox was refused, and why."""
        return self.logs / "inbox.log"

    @property
    def decidable(self) -> Path:
        """What accounts of stewards may know of the home: what there is to decide, and how far the trail has come."""
        return self.root / "decidable.json"

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

    @property
    def is_of_another(self) -> bool:
        """Whether the account that asks may not read the trail: it hands in, and is told what it may know."""
        return self.trail.is_dir() and not os.access(self.trail, os.R_OK | os.X_OK)

    def create(self) -> None:
        """Makes the folders, each with its mode.

        Raises:
            WrongUseError: the home cannot be written, its path cannot be used, or others can read its secrets.
        """
        self._check_path()
        private = (self.candidates, self.trail, self.notes, self.diffs, self.internal, self.exact, self.logs)
        try:
            if not self.root.exists():
                self.root.parent.mkdir(parents=True, exist_ok=True)
                make(self.root, OPEN)
            self._check_secrets()
            for folder in (*private, self.archive, self.secrets, self.work):
                make(folder, PRIVATE)
            self._make_inbox()
            self._close()
            for folder in (self.published, self.releases):
                make(folder, OPEN)
        except OSError as error:
            message = f"home folder {self.root}: cannot be written ({error.strerror}); choose another with --home"
            raise WrongUseError(message) from None

    def _make_inbox(self) -> None:
        """Makes the inbox; the mode of one that is there follows from the settings (`warehouse/review/inbox.py`)."""
        if not os.path.lexists(self.inbox):
            make(self.inbox, PRIVATE)

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
            mode = _mode(path)
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
            if _mode(path) & OF_OTHERS:
                path.chmod(_mode(path) & ~OF_OTHERS)

    @contextmanager
    def held(self, *, new: bool = False) -> Iterator[None]:
        """Holds the home for one run; `new` is for the run that makes it.

        The lock is the kernel's, so it is gone with the process that holds it, however that ends. Staging files
        that a killed run left behind are destroyed first: they hold personal data. Where a home is made of one of
        before, releases from before disclosure control become internal; later such a folder is somebody's own work.
        What is made meanwhile is the account's own, but for what is published.

        Raises:
            HomeBusyError: another run has it.
            TamperedError: a link or a folder is in the place of the lock.
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
                if new:
                    former.move(self.releases, self.exact, self.current)
                yield

    @contextmanager
    def deciding(self, seconds: float | None = None) -> Iterator[None]:
        """Holds the trail for one decision: no build is waited for, and what another run is making is left alone.

        Args:
            seconds: how long to wait for another decision; by default longer than one takes.

        Raises:
            HomeBusyError: another decision or a publication has the trail.
            WrongUseError: the home was not made yet, or cannot be written.
        """
        self._check_path()
        self.check_made()
        with process.private(), self.trail_held(seconds):
            self._check_secrets()
            for folder in (self.notes, self.logs):
                make(folder, PRIVATE)
            self._make_inbox()
            yield

    @contextmanager
    def trail_held(self, seconds: float | None = None) -> Iterator[None]:
        """Holds the trail: whoever reads it here reads what is added to. A run that holds the home takes that first.

        Raises:
            HomeBusyError: another command has it for longer than some seconds.
        """
        mine = locks.is_held(self.trail_lock)
        with locks.held(self.trail_lock, TRAIL_SECONDS if seconds is None else seconds) as have:
            if not have:
                message = f"home folder {self.root}: another command is adding to the trail; try again"
                raise HomeBusyError(message)
            if not mine:
                _remove_all(self._unfinished())
            yield

    @contextmanager
    def _locked(self) -> Iterator[bool]:
        """Tries to lock the home, without waiting, and says whether it could; who has it already cannot."""
        if locks.is_held(self.lock):
            yield False
            return
        with locks.held(self.lock, 0) as have:
            yield have

    def sweep(self) -> None:
        """Destroys staging that no run holds: for every command; changes nothing where there is none."""
        if self.is_of_another:
            return
        if next(self._leftovers(), None) is not None:
            with suppress(OSError, TamperedError), process.private(), self._locked() as have:
                if have:
                    self._clean()
        if next(self._unfinished(), None) is not None:
            with suppress(OSError, HomeBusyError, TamperedError), process.private(), self.trail_held(0):
                pass

    def check_made(self) -> None:
        """Raises WrongUseError for a home never made or of another account, TamperedError when its trail is missing."""
        if self.is_of_another:
            message = f"home folder {self.root}: is of another account; give this command as that one"
            raise WrongUseError(message)
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
        _remove_all(self._leftovers())

    def _leftovers(self) -> Iterator[Path]:
        """What a run left that did not come to its end: staging files, and what was not renamed yet."""
        yield from self.work.glob("*")
        written = (self.candidates, self.releases, self.published, self.secrets, self.root)
        records = (self.archive / "records", self.diffs, self.internal, self.exact, *self.exact.glob("*"))
        of_trail = set(self._unfinished())
        for folder in (*written, *records):
            yield from (path for path in folder.glob(".new-*") if path not in of_trail)

    def _unfinished(self) -> Iterator[Path]:
        """What a decision left that did not come to its end; whoever holds the trail may be writing it."""
        for folder in (self.trail, self.notes):
            yield from folder.glob(".new-*")
        for file in (self.trail_head, self.decidable, self.refused):
            yield from file.parent.glob(f".new-{file.name}")

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A private folder for the staging file of one build, destroyed at the end, also after a failure."""
        folder = Path(tempfile.mkdtemp(prefix="staging-", dir=self.work))
        try:
            yield folder
        finally:
            with process.undisturbed():
                remove(folder)


def _mode(path: Path) -> int:
    """The bits of a mode that say who may do what; none when another run took the path away meanwhile."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0


def _remove_all(paths: Iterator[Path]) -> None:
    with process.undisturbed():
        for path in list(paths):
            remove(path)


def make(folder: Path, mode: int) -> None:
    """Makes a folder with exactly this mode, or gives it to the one that is there."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    if folder.stat().st_mode & 0o777 != mode:
        folder.chmod(mode)


def point(link: Path, target: str) -> None:
    """Makes a symbolic link, or replaces the one that is there, in one step.

    Raises:
        TamperedError: there is a folder in its place.
    """
    if link.is_dir() and not link.is_symlink():
        message = f"{link}: is a folder, where a link to a release has to be; restore the home folder from its backup"
        raise TamperedError(message)
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
    add(folder, files)


def add(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files into a folder that is there, by their path in it, as `write_new` does.

    Raises:
        FileExistsError: one of them is there already.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)


def write_durably(path: Path, data: bytes, mode: int = 0o644, group: int = -1) -> None:
    """Writes a file so that it is either there whole or not there: temporary name, fsync, rename.

    Args:
        path: the file.
        data: what it holds then.
        mode: its mode, whatever the umask.
        group: the number of the group that it gets; -1 for the account's own.
    """
    temporary = path.with_name(f".new-{path.name}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)
