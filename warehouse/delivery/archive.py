"""Pull a delivery from its source and keep its files in the archive, content-addressed by SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse import progress, room
from warehouse.delivery import listed, names
from warehouse.delivery.incoming import Allowance, Incoming, check_unpacked
from warehouse.errors import DeliveryRejectedError, StorageError, WrongUseError
from warehouse.home import PRIVATE, PRIVATE_FILE, make, remove, sync, write_durably
from warehouse.registry.deliveries import DELIVERIES
from warehouse.sources.model import NotDeliveredError
from warehouse.sources.opening import opened
from warehouse.sources.shown import all_masked, masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from transforms.law import Law
    from warehouse.delivery.listed import Manifest, Promise
    from warehouse.home import Home
    from warehouse.settings import Security, Source
    from warehouse.sources.model import Folder, Listing
    from warehouse.sources.places import Place


#: The folder of records in the archive: one file for each pull, named `<year>-<digest>-<moment>.json`.
RECORDS = "records"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file at the source: its name there, the name that is shown, and the table it belongs to."""

    name: str
    shown: str
    table: str
    format: str


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A delivered file in the archive; digits of nine or more in its name are masked."""

    name: str
    table: str
    format: str
    sha256: str
    size: int
    archived_by: str

    def path(self, home: Home) -> Path:
        """Where the archive keeps its bytes."""
        return address(home, self.sha256)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery whose files are all in the archive; `promised` is what its manifest says, by shown name."""

    year: int
    source: str
    files: tuple[ArchivedFile, ...]
    ignored: tuple[str, ...]
    promised: Mapping[str, Promise]
    synthetic: bool

    def of(self, table: str) -> tuple[ArchivedFile, ...]:
        """The files of one table, by name."""
        return tuple(file for file in self.files if file.table == table)

    def digest(self) -> str:
        """SHA-256 over the names and digests of the files; 64 hexadecimal digits."""
        lines = "".join(f"{file.sha256}  {file.name}\n" for file in self.files)
        return hashlib.sha256(f"{self.year} {self.synthetic}\n{lines}".encode()).hexdigest()


def check_rows(delivery: Delivery, file: ArchivedFile, rows: int) -> None:
    """Raises DeliveryRejectedError when a file has other lines than its manifest says."""
    promise = delivery.promised.get(file.name)
    if promise is not None and promise.rows not in {None, rows}:
        message = (
            f"delivery {delivery.year}: {file.name}: {rows} rows where manifest.json says another number "
            f"(table {file.table}); deliver it again"
        )
        raise DeliveryRejectedError(message)


def address(home: Home, sha256: str) -> Path:
    """The place of a digest in the archive."""
    return home.archive / sha256[:2] / sha256


def pull(home: Home, place: Place, law: Law, security: Security) -> Delivery:
    """Fetches the delivery for the year of `law`, which says what tables it has, into the archive.

    Nothing of a real delivery is fetched before its volume is known to be encrypted.

    Raises:
        DeliveryRejectedError: nothing there, a table is missing or comes in two formats, the manifest differs or is
            missing, a file unpacks to too much, or the source cannot or may not be read.
        WrongUseError: it is not synthetic, and the volume is not encrypted.
    """
    with opened(place, law.year) as folder:
        listing = folder.listing()
        _check_links(listing, law.year)
        _check_folders(listing, law)
        manifest = _manifest(folder, listing, place, law.year)
        synthetic = manifest is not None and manifest.synthetic
        check_may_keep(law.year, security, synthetic=synthetic)
        found = _names(listing, manifest, law.year)
        shown = all_masked({*found, *listing.others})
        _check_alike(found, law)
        wanted = _wanted(found, shown, law)
        if manifest is not None:
            _check_listing(listing, {file.name for file in wanted}, manifest, place, law.year)
        files = _fetch_all(home, folder, wanted, manifest, place.limits, law.year)
    ignored = [shown[name] for name in sorted(shown.keys() - {file.name for file in wanted} - {listed.NAME})]
    promised = {shown[name]: promise for name, promise in _promises(manifest).items() if name in shown}
    delivery = Delivery(law.year, place.shown, files, tuple(ignored), promised, synthetic)
    _record(home, delivery)
    return delivery


def keep_corrections(home: Home, year: int) -> None:
    """Keeps the corrections to a delivery as they are now, under their digest: they may change, releases do not."""
    path, incoming = home.corrections / f"{year}.csv", home.work / f"incoming-{os.getpid()}"
    if path.is_file():
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        write_durably(incoming, content, mode=PRIVATE_FILE)
        _keep(incoming, address(home, digest), digest)
        incoming.unlink(missing_ok=True)


def check_may_keep(year: int, security: Security, *, synthetic: bool) -> None:
    """Raises WrongUseError for a delivery of real people when nobody states that the volume is encrypted."""
    if not synthetic and not security.volume_encrypted:
        message = (
            f"delivery {year}: is not synthetic, so the volume of the home folder must be encrypted; encrypt it "
            "(docs/operator.md), then set volume_encrypted = true in [security] of config.toml"
        )
        raise WrongUseError(message)


def _promises(manifest: Manifest | None) -> Mapping[str, Promise]:
    return manifest.files if manifest else {}


def _manifest(folder: Folder, listing: Listing, place: Place, year: int) -> Manifest | None:
    """The delivery's own manifest; None when it has none and needs none."""
    text = listed.Text(year)
    try:
        if listing.complete and listed.NAME not in listing.files:
            raise NotDeliveredError
        folder.fetch(listed.NAME, text)
    except NotDeliveredError:
        if not place.needs_manifest:
            return None
        message = (
            f"delivery {year}: {listed.NAME}: missing, a delivery from {place.shown} must have it "
            "([source] manifest_required); have it delivered and build again"
        )
        raise DeliveryRejectedError(message) from None
    return text.parsed()


def _names(listing: Listing, manifest: Manifest | None, year: int) -> list[str]:
    """The names of the delivery's files: those listed by the source, and by the manifest when the source lists few."""
    if not listing.complete and manifest is None and not listing.files:
        message = (
            f"delivery {year}: the source lists no files, and there is no {listed.NAME}; have the manifest delivered"
        )
        raise DeliveryRejectedError(message)
    promised = set() if listing.complete else set(_promises(manifest))
    return sorted({*listing.files, *promised})


def _wanted(found: list[str], shown: Mapping[str, str], law: Law) -> list[SourceFile]:
    """The files of the tables that a delivery under `law` has."""
    files = [file for name in found if (file := _as_table_file(name, shown)) and _belongs(file, law)]
    for table in (table for table in DELIVERIES.values() if table.belongs_to(law)):
        _check_table([file for file in files if file.table == table.name], table.name, table.optional, law.year)
    return files


def _belongs(file: SourceFile, law: Law) -> bool:
    return DELIVERIES[file.table].belongs_to(law)


def _as_table_file(name: str, shown: Mapping[str, str]) -> SourceFile | None:
    found = names.named(name)
    return None if found is None else SourceFile(name, shown[name], found.table, found.format)


def _check_table(files: list[SourceFile], table: str, optional: bool, year: int) -> None:
    if not files and not optional:
        message = (
            f"delivery {year}: table {table}: missing, 0 files (rule: {table}.csv, .csv.gz or .parquet, or parts "
            f"{table}-*); deliver it and build again"
        )
        raise DeliveryRejectedError(message)
    kinds = {(file.format, file.name == f"{table}.{file.format}") for file in files}
    if len(kinds) > 1:
        message = (
            f"delivery {year}: table {table}: {len(files)} files of {len(kinds)} kinds "
            "(rule: one file, or several parts of one kind); deliver one kind"
        )
        raise DeliveryRejectedError(message)


def _check_links(listing: Listing, year: int) -> None:
    """A link in the place of a table is refused; any other is not read, as files of no table are."""
    others = all_masked(listing.others)
    links = {name for name in others if name == listed.NAME or _as_table_file(name, others)}
    _reject(links, "a link, device or pipe, which is not followed; deliver the file itself", year)


def _check_folders(listing: Listing, law: Law) -> None:
    """A folder in the place of a file of a table, as other programs write them, is refused."""
    folders = {name for name in listing.folders if names.named(name) or names.meant(name, law)}
    _reject(folders, "a folder, and no file; deliver its files as parts, <table>-<part>.<format>", law.year)


def _check_alike(found: list[str], law: Law) -> None:
    """A file that looks like one of a table but is not named as one would not be read, so it is refused."""
    alike = {name: right for name in found if (right := names.meant(name, law))}
    if alike:
        first = min(alike)
        message = (
            f"delivery {law.year}: {masked(first)}: looks like a file of a table but is not named as one "
            f"({len(alike)} files); name it {masked(alike[first])}"
        )
        raise DeliveryRejectedError(message)


def _check_listing(listing: Listing, arrived: set[str], manifest: Manifest, place: Place, year: int) -> None:
    """What is delivered and what the manifest lists are the same files."""
    promised = set(manifest.files)
    beside = set(listing.files) - promised - {listed.NAME}
    extra = beside if listing.complete and place.needs_manifest else beside & arrived
    missing = promised - set(listing.files) if listing.complete else set()
    _reject(missing, "listed in manifest.json but not delivered; deliver what the manifest lists", year)
    _reject(extra, "delivered but not listed in manifest.json; deliver what the manifest lists", year)


def _reject(files: set[str], why: str, year: int) -> None:
    if files:
        message = f"delivery {year}: {all_masked(files)[min(files)]}: {why} ({len(files)} files)"
        raise DeliveryRejectedError(message)


def _fetch_all(
    home: Home, folder: Folder, wanted: list[SourceFile], manifest: Manifest | None, limits: Source, year: int
) -> tuple[ArchivedFile, ...]:
    """Puts every file into the archive, within what all of them may unpack to together."""
    allowance = Allowance(year, limits.max_unpacked, limits.max_unpacked_bytes)
    promises = _promises(manifest)
    fetched = []
    for file in wanted:
        fetched.append(_fetch(home, folder, file, promises.get(file.name), allowance))
        progress.report(len(fetched), len(wanted), "files")
    return tuple(fetched)


def _fetch(home: Home, folder: Folder, file: SourceFile, promise: Promise | None, allowance: Allowance) -> ArchivedFile:
    """Puts one file into the archive, when it is what was promised; one that is there already is not written again."""
    incoming = home.work / f"incoming-{os.getpid()}"
    try:
        with incoming.open("w+b") as local:
            taken = Incoming(local, file.shown, promise, allowance)
            how = folder.fetch(file.name, taken)
            digest = taken.finished()
        check_unpacked(incoming, file.shown, file.format, allowance)
        _keep(incoming, address(home, digest), digest)
    except OSError as error:
        room.check(error, "archive")
        raise _not_written(error) from None
    finally:
        incoming.unlink(missing_ok=True)
    return ArchivedFile(file.shown, file.table, file.format, digest, taken.size, how)


def _not_written(error: OSError) -> StorageError:
    """The source says its own faults, so this is a fault of our disk."""
    return StorageError(f"archive: cannot be written ({error.strerror}); mend that and run the same command again")


def _keep(incoming: Path, place: Path, digest: str) -> None:
    """Puts a file in its place in the archive, durably; one that is there whole stays, and nothing is written."""
    if place.is_file() and (place.samefile(incoming) or _sha256(place) == digest):
        return
    if place.is_dir():
        remove(place)
    make(place.parent, PRIVATE)
    incoming.chmod(0o400)
    sync(incoming)
    incoming.replace(place)
    sync(place.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(home: Home, delivery: Delivery) -> None:
    """Keeps when and from where the delivery came, and all that makes it the same delivery when it is built again."""
    folder = home.archive / RECORDS
    make(folder, PRIVATE)
    record = {
        "year": delivery.year,
        "source": delivery.source,
        "pulled_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "synthetic": delivery.synthetic,
        "files": [asdict(file) for file in delivery.files],
        "ignored": delivery.ignored,
        "promised": {name: asdict(promise) for name, promise in delivery.promised.items()},
    }
    name = f"{delivery.year}-{delivery.digest()[:12]}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.json"
    write_durably(folder / name, json.dumps(record, indent=1).encode(), mode=PRIVATE_FILE)
