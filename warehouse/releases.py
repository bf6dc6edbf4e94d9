"""Candidates and releases on disk, each with a public and an internal side: written whole, read, verified.

The internal manifest holds the digest of the public one, so that one digest binds every byte of both. A candidate has
both sides in its folder; a release has each in its own place (`warehouse/publication.py`).
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse import former, manifests, sums
from warehouse.errors import TamperedError, WrongUseError
from warehouse.home import PRIVATE, make, remove, sync, write_durably
from warehouse.manifests import MANIFEST, RELEASE, WITHDRAWN, sha256
from warehouse.review import trail

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    import polars as pl

    from warehouse.home import Home

PUBLIC, INTERNAL = "public", "internal"
#: Folders of the internal side: the exact marts, and what the next release is made from.
MARTS, FACTS = "marts", "facts"
#: The folder of the public side that programs read, and of which publication makes the database.
PARQUET = "parquet"
IDENTIFIER = re.compile(r"\d{4}-[0-9a-f]{12}")
#: Modes of files: of what everybody may read, and of what is exact.
OPEN_FILE, PRIVATE_FILE = 0o444, 0o400
#: What to do about a candidate and about a release that is not as it was.
_REMEDY = {False: "build again", True: "restore it from the backup"}


@dataclass(frozen=True, slots=True)
class Built:
    """A whole candidate or release: the folder of each side, and its internal manifest."""

    public: Path
    internal: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The identifier of the candidate, and of the release it becomes."""
        return str(self.manifest["release"])

    @property
    def year(self) -> int:
        """The year that was built."""
        return int(self.manifest["year"])

    @property
    def changed(self) -> int:
        """How many released figures it changes, as the build counted them."""
        return int(self.manifest["changed_figures"].get("figures", 0))

    @property
    def is_release(self) -> bool:
        """Whether it was published, ever: a candidate has both sides in one folder."""
        return self.public.parent != self.internal.parent

    @property
    def stands(self) -> bool:
        """Whether it is published and was not withdrawn."""
        return self.is_release and self.public.is_dir() and self.withdrawn_on is None

    @property
    def withdrawn_on(self) -> str | None:
        """The date (ISO) on which the release was withdrawn; None when it was not."""
        content = _json(self.internal / WITHDRAWN)
        if content and not isinstance(content.get("withdrawn_on"), str):
            raise TamperedError(_not_as_written(self.id, WITHDRAWN))
        return content.get("withdrawn_on")

    @property
    def decided(self) -> dict[str, Any]:
        """What publication added: approvals with their signatures; nothing for a candidate."""
        content = _json(self.internal / RELEASE)
        if content and (content.get("release") != self.id or not isinstance(content.get("approvals"), list)):
            raise TamperedError(_not_as_written(self.id, RELEASE))
        return content

    def digest(self) -> str:
        """What an approval is bound to: SHA-256 of the internal manifest, which binds every file of both sides."""
        return sha256(self.internal / MANIFEST)


def write(folder: Path, fill: Callable[[Path, Path], tuple[dict[str, Any], dict[str, Any]]]) -> Built:
    """Writes a candidate atomically: both sides complete with their manifests, or not at all.

    Args:
        folder: the place of the candidate; its parent exists.
        fill: writes the files into the public and the internal folder that it is given, and returns the public and the
            internal manifest without `files`; the internal one has a `salt`.

    Returns:
        The candidate. Each manifest lists every file of its side with SHA-256 and size and was written after them; the
        internal one holds `public_manifest_sha256` too.
    """
    temporary = folder.with_name(f".new-{folder.name}")
    remove(temporary)
    public, internal = temporary / PUBLIC, temporary / INTERNAL
    for place, mode in ((temporary, PRIVATE), (public, PRIVATE), (internal, PRIVATE)):
        make(place, mode)
    shown, exact = fill(public, internal)
    _close(public, shown, PRIVATE, PRIVATE_FILE)
    manifest = _close(internal, exact | {"public_manifest_sha256": sha256(public / MANIFEST)}, PRIVATE, PRIVATE_FILE)
    sync(temporary)
    temporary.rename(folder)
    sync(folder.parent)
    return Built(folder / PUBLIC, folder / INTERNAL, manifest)


def _close(folder: Path, about: dict[str, Any], of_folder: int, of_file: int) -> dict[str, Any]:
    """Writes the manifest of a side, and makes all of it durable and read-only."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = about | {"files": [_listed(folder, path) for path in files]}
    write_json(folder / MANIFEST, manifest)
    settle(folder, of_folder, of_file)
    return manifest


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Writes a file of JSON as this module reads it; not durable by itself."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def settle(folder: Path, of_folder: int, of_file: int) -> None:
    """Gives everything in a folder its mode, whatever the umask, and makes it durable."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(of_folder if path.is_dir() else of_file)
        sync(path)


def _listed(folder: Path, path: Path) -> dict[str, Any]:
    return {"name": str(path.relative_to(folder)), "sha256": sha256(path), "bytes": path.stat().st_size}


def read_candidate(home: Home, identifier: str) -> Built | None:
    """A candidate; None when it is missing or has no internal manifest (an interrupted write).

    Raises:
        TamperedError: there is a manifest, but not one that a build wrote.
    """
    folder = home.candidates / identifier
    return _read(folder / PUBLIC, folder / INTERNAL, identifier)


def read_release(home: Home, identifier: str) -> Built | None:
    """A release, also one that was withdrawn; None when there is none since disclosure control.

    Raises:
        TamperedError: there is a manifest, but not one that a build wrote.
    """
    internal = home.exact / identifier
    return None if former.read(internal) else _read(home.releases / identifier, internal, identifier)


def candidate(home: Home, identifier: str) -> Built:
    """The candidate with an identifier; raises WrongUseError when there is none."""
    built = read_candidate(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None else _none("candidate", identifier)


def release(home: Home, identifier: str) -> Built:
    """The release with an identifier, also one that was withdrawn; raises WrongUseError when there is none."""
    built = read_release(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None and built.decided else _none("release", identifier)


def release_or_candidate(home: Home, identifier: str) -> Built:
    """The release with an identifier, else the candidate; raises WrongUseError when there is neither."""
    built = read_release(home, identifier) if IDENTIFIER.fullmatch(identifier) else None
    return built if built is not None else candidate(home, identifier)


def current(home: Home, unfinished: str = "") -> Built | None:
    """The release that readers see; None when there is none.

    Args:
        home: the home folder.
        unfinished: the release that a killed command had recorded but not yet pointed to, when it is given again.

    Raises:
        TamperedError: the link to it does not lead to the release that the trail says.
    """
    known = trail.opened(home) if trail.is_there(home) else None
    return _pointed(home, home.current, known.current if known else None, unfinished)


def base(home: Home, unfinished: str = "") -> Built | None:
    """The release that the next candidate is built on: the one published, or rolled back to, last; withdrawn or not.

    Raises:
        TamperedError: the link to it does not lead to the release that the trail says.
    """
    known = trail.opened(home) if trail.is_there(home) else None
    return _pointed(home, home.base, known.base if known else None, unfinished)


def pointed(link: Path) -> str | None:
    """The identifier that a link to a release names; None when there is no link.

    Raises:
        TamperedError: it is no link, or one to somewhere else.
    """
    if not os.path.lexists(link):
        return None
    target = str(link.readlink()) if link.is_symlink() else ""
    place, _, identifier = target.partition("/")
    if place != "releases" or not IDENTIFIER.fullmatch(identifier):
        message = f"{link}: is no link to a release; restore the home folder from its backup"
        raise TamperedError(message)
    return identifier


def _pointed(home: Home, link: Path, expected: str | None, unfinished: str) -> Built | None:
    """The release that the trail says a link leads to, when it does."""
    identifier = pointed(link)
    former_one = identifier is not None and former.read(link.parent / "releases" / identifier) is not None
    if (None if former_one else identifier) != expected and (expected is None or expected != unfinished):
        message = (
            f"{link}: leads to {identifier or 'nothing'}, but by the trail to {expected or 'nothing'}; give the last "
            "`publish`, `rollback` or `withdraw` again, or restore the home folder from its backup"
        )
        raise TamperedError(message)
    if expected is None:
        return None
    place, found = link.parent / "releases" / expected, read_release(home, expected)
    if found is None or place.is_symlink() or not (place.is_dir() or found.withdrawn_on):
        message = f"{link}: leads to no release; restore the home folder from its backup"
        raise TamperedError(message)
    return found


def chain(home: Home, last: Built | None) -> list[Built]:
    """The releases that a release was built on, one on the other, and itself; oldest first."""
    found: list[Built] = []
    while last is not None:
        found.insert(0, last)
        before = last.manifest["built_on"]
        last = read_release(home, before) if before else None
    return found


def with_years(home: Home, years: Collection[int]) -> list[Built]:
    """The releases that measured any of these years, also those withdrawn or rolled back; by identifier."""
    wanted = {str(year) for year in years}
    return [one for one in all_releases(home) if wanted & one.manifest["measured"].keys()]


def followed(home: Home, base: Built | None, years: Collection[int]) -> list[Built]:
    """The releases that a build of these years reads: those that it follows on, and those that have the years too."""
    found = {one.id: one for one in (*chain(home, base), *with_years(home, years))}
    return list(found.values())


def names(folder: Path) -> list[str]:
    """The identifiers of the candidates or releases that lie in a folder, whole or not, by name."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path.name for path in found if IDENTIFIER.fullmatch(path.name))


def all_candidates(home: Home) -> list[Built]:
    """Every whole candidate, by identifier."""
    return _all(home, home.candidates, read_candidate)


def all_releases(home: Home) -> list[Built]:
    """Every whole release, also those withdrawn, by identifier."""
    return _all(home, home.exact, read_release)


def _all(home: Home, folder: Path, read: Callable[[Home, str], Built | None]) -> list[Built]:
    found = []
    for name in names(folder):
        with suppress(TamperedError):
            found.append(read(home, name))
    return [built for built in found if built is not None]


def verify(built: Built) -> None:
    """Raises TamperedError when anything on either side is not as its manifest says, naming the first file."""
    for name in faults(built):
        what = "release" if built.is_release else "candidate"
        message = f"{what} {built.id}: {name} is not as it was built (digest changed); {_REMEDY[built.is_release]}"
        raise TamperedError(message)


def faults(built: Built) -> list[str]:
    """What on either side is not as it was built: bytes that differ, and what is missing, new, a link or a pipe.

    Of a withdrawn release the internal side is left.
    """
    beside = {RELEASE, WITHDRAWN} if built.is_release else set()
    same = manifests.read(built.internal / MANIFEST) == manifests.checked(built.manifest)
    wrong = side_faults(built.internal, built.manifest, beside) if same else [MANIFEST]
    found = [f"{INTERNAL}/{name}" for name in wrong]
    if built.is_release and built.withdrawn_on and not os.path.lexists(built.public):
        return found
    if not built.is_release:
        found += manifests.strangers(built.public.parent, {PUBLIC, INTERNAL})
    if sha256(built.public / MANIFEST) != built.manifest["public_manifest_sha256"]:
        return [*found, f"{PUBLIC}/{MANIFEST}"]
    shown = manifests.read_public(built.public / MANIFEST)
    beside = {RELEASE} | sums.evidence(built.public) if built.is_release else set()
    wrong = side_faults(built.public, shown, beside)
    wrong += sums.faults(built.public) if built.is_release and not wrong else []
    return [*found, *(f"{PUBLIC}/{name}" for name in wrong)]


def side_faults(folder: Path, manifest: dict[str, Any], beside: set[str]) -> list[str]:
    """What in the folder of one side is not as a manifest says; `beside` are the files that publication adds."""
    if manifest["release"] != identifier_of(folder):
        return [MANIFEST]
    return manifests.faults(folder, manifest, {MANIFEST, *beside})


def identifier_of(folder: Path) -> str:
    """The identifier that the place of a side gives it, also while it is written or copied."""
    place = folder.parent if folder.name in {PUBLIC, INTERNAL} else folder
    return place.name.removeprefix(".new-")


def keep_differences(home: Home, older: str, newer: str, cells: pl.DataFrame) -> Path:
    """Writes the cells in which two releases or candidates differ as CSV and returns the file."""
    make(home.diffs, PRIVATE)
    path = home.diffs / f"{older}..{newer}.csv"
    write_durably(path, cells.write_csv().encode(), mode=0o600)
    return path


def _read(public: Path, internal: Path, identifier: str) -> Built | None:
    manifest = manifests.read(internal / MANIFEST)
    if manifest is None:
        return None
    if not manifest or manifest["release"] != identifier:
        message = f"{identifier}: {INTERNAL}/{MANIFEST} is not as it was built (digest changed); {_REMEDY[False]}"
        raise TamperedError(message)
    return Built(public, internal, manifest)


def _json(path: Path) -> dict[str, Any]:
    """What a file of JSON holds; nothing when there is none.

    Raises:
        TamperedError: it is not one that the program wrote.
    """
    found = manifests.read_json(path)
    if found == {}:
        raise TamperedError(_not_as_written(path.parent.name, path.name))
    return found or {}


def _not_as_written(identifier: str, name: str) -> str:
    return f"release {identifier}: {INTERNAL}/{name} is not as it was written; {_REMEDY[True]}"


def _none(what: str, identifier: str) -> Built:
    message = f"{what} {identifier[:40]!r}: there is none; see `banenafspraak status`"
    raise WrongUseError(message)
