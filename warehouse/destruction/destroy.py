"""Destroys what a home holds of the people and employers of a year, searches the rest, and records what it found.

Rows first, the archive last: as long as a file of the year is there the same command can begin again, and what was
killed on the way is finished by it. The archive stays while something else in the home holds numbers of the year: what
they are is known from the archive alone. Published figures and the internal facts of releases stay.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from warehouse import progress, pseudonyms, releases
from warehouse.delivery import corrections, records
from warehouse.delivery.archive import RECORDS, address
from warehouse.destruction import numbers, rows, search
from warehouse.destruction.search import Place, Wanted
from warehouse.errors import RemainsError, WrongUseError
from warehouse.home import remove, sync
from warehouse.manifests import sha256
from warehouse.registry.deliveries import REGISTER_TABLE
from warehouse.registry.kept import EMPLOYER, FISCAL, PERSON
from warehouse.review import anchors, rotation, trail
from warehouse.review.entries import Statement
from warehouse.review.policies import Verb
from warehouse.sources.shown import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from warehouse.delivery.records import Record
    from warehouse.destruction.numbers import Delivered
    from warehouse.home import Home
    from warehouse.review.chain import Chain
    from warehouse.settings import Settings

#: Folders and files whose figures may have nine digits by chance.
FIGURES = ("published", "internal", "candidates", "diffs", "reference", "config.toml")
#: Corrections of other years; those of the year itself are gone before the search.
CORRECTIONS = re.compile(r"corrections/\d{4}\.csv")
#: So many files that still hold something are named in the trail.
NAMED = 50
#: The two sides of releases, which stay until their own term.
STAY = ("published/releases/", "internal/releases/")


@dataclass(slots=True)
class Destroyed:
    """What the trail says of a destruction: counts, and the files that still hold something.

    Attributes:
        year: the year.
        done: whether the archive went too.
        archive_files, records, rows, quarantined: how many of each went.
        candidates: those that went.
        corrections: whether there were any.
        pseudonyms, numbers: how many were looked for.
        searched_files: in how many files.
        remaining_files: how many of them still hold one.
        remains: how often, by path in the home; of the first of them.
    """

    year: int
    done: bool = False
    archive_files: int = 0
    records: int = 0
    rows: int = 0
    quarantined: int = 0
    candidates: list[str] = field(default_factory=list)
    corrections: bool = False
    pseudonyms: int = 0
    numbers: int = 0
    searched_files: int = 0
    remaining_files: int = 0
    remains: dict[str, int] = field(default_factory=dict)

    def details(self) -> dict[str, Any]:
        """As the trail has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Archive:
    """What of the archive goes with a year, and what stays.

    Attributes:
        records: those of the year.
        others: those of other years.
        files: the files that no other year needs, with their tables.
        kept: the files and records of other years.
    """

    records: tuple[Record, ...]
    others: tuple[Record, ...]
    files: dict[Path, str]
    kept: frozenset[Path]


def destroy(home: Home, settings: Settings, year: int) -> Destroyed | str:
    """Destroys a year; returns what was done, or the date on which it was done before.

    Raises:
        WrongUseError: the home holds nothing of the year.
        RemainsError: something else in the home holds numbers of the year.
        DecisionRefusedError: the home is not as its trail says.
    """
    known = anchors.opened(home, settings)
    archive = _archive(home, year)
    if not _is_there(home, year, archive, known):
        return _before(year, known)
    progress.step("read numbers", year)
    delivered = numbers.delivered(archive.files.items())
    wanted = _wanted(home, year, archive, delivered)
    done = Destroyed(year, archive_files=len(archive.files), records=len(archive.records))
    done.pseudonyms, done.numbers = len(wanted.pseudonyms), len(wanted.everybody)
    progress.step("remove", year)
    _remove(home, settings, known, done)
    progress.step("search", year)
    found = dict(_searched(home, archive, wanted, done))
    done.remaining_files = len(found)
    done.remains = {masked(name): times for name, times in sorted(found.items())[:NAMED]}
    in_the_way = [name for name in found if not name.startswith(STAY)]
    done.done = not in_the_way
    trail.say(home, Statement("", Verb.DESTROY, details=trail.as_json(done.details())))
    if done.done:
        rotation.drop_unused(home)
        _remove_archive(archive)
    _check(done, in_the_way)
    return done


def _archive(home: Home, year: int) -> _Archive:
    found = records.every(home)
    own, others = ([one for one in found if (one.year == year) is mine] for mine in (True, False))
    needed = {digest for one in others for digest in one.tables} | _built_from(home, year)
    tables = {address(home, digest): table for one in own for digest, table in one.tables.items()}
    kept = frozenset([*(address(home, digest) for digest in needed), *(one.path for one in others)])
    inside = (path for path in _plain_files(home.archive) if path.parent != home.archive / RECORDS)
    files = {path: tables.get(path, "") for path in inside if path not in kept}
    return _Archive(tuple(own), tuple(others), files, kept)


def _built_from(home: Home, year: int) -> set[str]:
    """The files that other years of releases and candidates were built from, also when their record was lost.

    Corrections are among them: those that are there now, and those that the archive may have kept.
    """
    found = {sha256(path) for path in home.corrections.glob("*.csv") if path != corrections.path_of(home, year)}
    for one in (*releases.all_releases(home), *releases.all_candidates(home)):
        files = (file for file in one.manifest["deliveries"] if file.get("year", one.year) != year)
        measured = (about for of, about in one.manifest["measured"].items() if of != str(year))
        found |= {str(file.get("sha256")) for file in files}
        found |= {str(about.get("corrections_digest")) for about in measured}
    return found


def _is_there(home: Home, year: int, archive: _Archive, known: Chain) -> bool:
    of_year = archive.records or _candidates(home, year, known) or corrections.path_of(home, year).exists()
    return bool(of_year) or rows.is_there(home, year)


def _before(year: int, known: Chain) -> str:
    if year not in known.destroyed:
        message = f"destroy: the home holds nothing of {year}; see `banenafspraak status`"
        raise WrongUseError(message)
    return known.destroyed[year]


def _wanted(home: Home, year: int, archive: _Archive, delivered: Delivered) -> Wanted:
    """What is looked for; the same person in another year is no leak, and their rows there stay usable."""
    own, others = rows.pseudonyms(home, year)
    own = np.union1d(own, _made_again(home, delivered))
    registers = {
        address(home, digest)
        for one in archive.others
        for digest, table in one.tables.items()
        if table == REGISTER_TABLE.name
    }
    elsewhere = numbers.people(path for path in sorted(registers) if path.is_file())
    only = np.array(sorted(delivered.people - elsewhere), np.int64)
    digests = frozenset(path.name for path in archive.files)
    both = search.Pseudonyms(own), search.Pseudonyms(np.setdiff1d(own, others))
    return Wanted(*both, delivered.everybody, only, digests)


def _made_again(home: Home, delivered: Delivered) -> NDArray[np.uint64]:
    """The pseudonyms of what was delivered, under every key that the home has: of rows that were replaced as well."""
    people = [f"{number:09d}" for number in sorted(delivered.people)]
    employers = sorted(delivered.employers)
    fiscal = sorted({number[: search.NINE] for number in employers})
    made: set[int] = set()
    for secret in (pseudonyms.key(home), *pseudonyms.old_keys(home).values()):
        for kind, values in ((PERSON, people), (EMPLOYER, employers), (FISCAL, fiscal)):
            made.update(pseudonyms.pseudonyms(secret, kind.name, values))
    return np.array(sorted(made), np.uint64)


def _remove(home: Home, settings: Settings, known: Chain, done: Destroyed) -> None:
    done.rows, done.quarantined = rows.rewrite(home, done.year, settings.machine)
    for path in _candidates(home, done.year, known):
        done.candidates.append(path.name)
        away = path.with_name(f".new-{path.name}")
        path.rename(away)
        remove(away)
    path = corrections.path_of(home, done.year)
    done.corrections = path.exists()
    path.unlink(missing_ok=True)


def _candidates(home: Home, year: int, known: Chain) -> list[Path]:
    """The candidates in which the year was built and that were never published."""
    built = {one.id: one.manifest.get("built_years", ()) for one in releases.all_candidates(home)}
    there = sorted(home.candidates.iterdir()) if home.candidates.is_dir() else []
    of_year = [path for path in there if year in built.get(path.name, ()) or path.name.startswith(f"{year}-")]
    return [path for path in of_year if path.name not in known.published]


def _searched(home: Home, archive: _Archive, wanted: Wanted, done: Destroyed) -> Iterator[tuple[str, int]]:
    """The files that still hold something, with how often; what goes last is not looked at."""
    going = {*archive.files, *(one.path for one in archive.records)}
    for path in _plain_files(home.root):
        if path in going:
            continue
        done.searched_files += 1
        progress.report(done.searched_files, 0, "files")
        name = str(path.relative_to(home.root))
        times = search.count(path, name, _place(home, path, name, archive), wanted)
        if times:
            yield name, times


def _plain_files(root: Path) -> Iterator[Path]:
    """Every file; no link is followed."""
    found = (path for path in sorted(root.rglob("*")) if not path.is_symlink())
    return (path for path in found if path.is_file())


def _place(home: Home, path: Path, name: str, archive: _Archive) -> Place:
    if path == home.warehouse:
        return Place.ROWS
    if path in archive.kept or CORRECTIONS.fullmatch(name):
        return Place.DELIVERED
    return Place.FIGURES if name.partition("/")[0] in FIGURES else Place.OTHER


def _remove_archive(archive: _Archive) -> None:
    """Files first, their records last: while one is there, the same command finds what is left."""
    for path in archive.files:
        remove(path)
    for folder in {path.parent for path in archive.files}:
        sync(folder)
    for one in archive.records:
        one.path.unlink()
        sync(one.path.parent)


def _check(done: Destroyed, in_the_way: list[str]) -> None:
    if not done.remains:
        return
    first = masked(in_the_way[0]) if in_the_way else next(iter(done.remains))
    more = f" and {done.remaining_files - 1} more files" if done.remaining_files > 1 else ""
    message = f"destroy {done.year}: {first}{more}: still holds numbers of the year; "
    message += (
        f"remove it and give `destroy --year {done.year}` again, the archive stays until then"
        if in_the_way
        else "it is part of a release, which stays; see whether that must be withdrawn (`banenafspraak withdraw`)"
    )
    raise RemainsError(message)
