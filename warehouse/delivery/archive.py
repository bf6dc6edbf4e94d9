"""Pull a delivery from its source and keep its files in the archive, content-addressed by SHA-256."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import room
from warehouse.errors import DeliveryRejectedError, SourceUnavailableError
from warehouse.home import PRIVATE, PRIVATE_FILE, make, remove, sync, write_durably
from warehouse.registry.deliveries import DELIVERIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fsspec import AbstractFileSystem

    from transforms.law import Law
    from warehouse.home import Home

FORMATS = ("csv", "csv.gz", "parquet")
MANIFEST = "manifest.json"
#: Smaller local files are copied: a copy cannot change when somebody writes into the delivered file later.
HARD_LINK_FROM_BYTES = 256 * 1024 * 1024
#: ioctl FICLONE of Linux: makes a copy-on-write copy of a whole file (linux/fs.h).
FICLONE = 0x40049409
CHUNK_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file at the source: its name, the table it belongs to, and where it is (path or URL)."""

    name: str
    table: str
    format: str
    location: str


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A delivered file in the archive."""

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
    """A delivery whose files are all in the archive; `expected` is its own manifest, by file name."""

    year: int
    source: str
    files: tuple[ArchivedFile, ...]
    ignored: tuple[str, ...]
    expected: dict[str, dict[str, Any]] | None
    synthetic: bool

    def of(self, table: str) -> tuple[ArchivedFile, ...]:
        """The files of one table, by name."""
        return tuple(file for file in self.files if file.table == table)

    def digest(self) -> str:
        """SHA-256 over the names and digests of the files; 64 hexadecimal digits."""
        lines = "".join(f"{file.sha256}  {file.name}\n" for file in self.files)
        return hashlib.sha256(f"{self.year} {self.synthetic}\n{lines}".encode()).hexdigest()


def address(home: Home, sha256: str) -> Path:
    """The place of a digest in the archive."""
    return home.archive / sha256[:2] / sha256


def pull(home: Home, source: str, law: Law) -> Delivery:
    """Fetches the delivery for the year of `law`, which says what tables it has, into the archive.

    Raises:
        DeliveryRejectedError: nothing there, a table is missing or comes in two formats, or the manifest differs.
    """
    year = law.year
    system, folder = _open(source, year)
    names = _names(system, folder, source, year)
    expected, synthetic = _manifest(system, folder, names, year)
    wanted, ignored = _choose(names, folder, law)
    _check_listed(wanted, expected, law)
    files = tuple(_fetch(home, system, file, year) for file in wanted)
    delivery = Delivery(year, _public(source), files, tuple(ignored), expected, synthetic)
    _check_digests(delivery)
    _record(home, delivery)
    return delivery


def _open(source: str, year: int) -> tuple[AbstractFileSystem | None, str]:
    if "://" not in source:
        return None, str(Path(source).expanduser() / str(year))
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(source)
    except Exception as error:  # each file system has errors of its own, and some connect here
        room.check(error, "source")
        message = (
            f"source {_public(source)}: cannot be opened ({type(error).__name__}); give a folder or a URL that fsspec "
            "knows, with its extra installed"
        )
        raise SourceUnavailableError(message) from None
    return system, f"{path.rstrip('/')}/{year}"


def _public(source: str) -> str:
    """The source without user name and password, and without the machine's folders: it goes into the manifest."""
    if "://" not in source:
        return Path(source).name
    scheme, rest = source.split("://", 1)
    return f"{scheme}://{rest.rsplit('@', 1)[-1].split('?', 1)[0]}"


def _names(system: AbstractFileSystem | None, folder: str, source: str, year: int) -> list[str]:
    try:
        if system is None:
            names = sorted(path.name for path in Path(folder).iterdir() if path.is_file())
        else:
            names = sorted(path.rstrip("/").rsplit("/", 1)[-1] for path in system.ls(folder, detail=False))
    except Exception as error:
        room.check(error, "source")
        message = (
            f"delivery {year}: nothing readable at {_public(source)}/{year} ({type(error).__name__}); "
            "check the source and build again"
        )
        gone = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise (DeliveryRejectedError if gone else SourceUnavailableError)(message) from None
    return names


def _choose(names: list[str], folder: str, law: Law) -> tuple[list[SourceFile], list[str]]:
    """The files of the tables that a delivery under `law` has, and the names that are not looked at."""
    files = [
        file for name in names if (file := _as_table_file(name, folder)) and DELIVERIES[file.table].belongs_to(law)
    ]
    for table in (table for table in DELIVERIES.values() if table.belongs_to(law)):
        _check_table([file for file in files if file.table == table.name], table.name, table.optional, law.year)
    taken = {file.name for file in files} | {MANIFEST}
    return files, [re.sub(r"\d{8,}", "#", name) for name in names if name not in taken]


def _as_table_file(name: str, folder: str) -> SourceFile | None:
    match = re.fullmatch(r"([a-z_]+)(-[^/]*)?\.(csv\.gz|csv|parquet)", name)
    if match is None or match[1] not in DELIVERIES:
        return None
    return SourceFile(name, match[1], match[3], f"{folder}/{name}")


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


def _manifest(
    system: AbstractFileSystem | None, folder: str, names: list[str], year: int
) -> tuple[dict[str, dict[str, Any]] | None, bool]:
    """The delivery's own manifest by file name (None without one), and whether it calls itself synthetic."""
    if MANIFEST not in names:
        return None, False
    location = f"{folder}/{MANIFEST}"
    try:
        text = Path(location).read_bytes() if system is None else system.cat_file(location)
        content = json.loads(text)
        expected = {
            str(entry["name"]): {"rows": entry.get("rows"), "sha256": str(entry["sha256"])}
            for entry in content["files"]
        }
        return expected, content.get("synthetic") is True
    except OSError as error:
        raise _unreadable(MANIFEST, year, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        message = (
            f"delivery {year}: {MANIFEST}: 1 file cannot be parsed "
            '(rule: {"files": [{"name", "sha256", "rows"}]}); mend or remove it'
        )
        raise DeliveryRejectedError(message) from None


def _check_listed(files: list[SourceFile], expected: dict[str, Any] | None, law: Law) -> None:
    if expected is None:
        return
    arrived = {file.name for file in files}
    listed = {
        name for name in expected if (file := _as_table_file(name, "")) and DELIVERIES[file.table].belongs_to(law)
    }
    for names, what in (
        (sorted(listed - arrived), "listed in manifest.json but not delivered"),
        (sorted(arrived - listed), "delivered but not listed in manifest.json"),
    ):
        if names:
            message = f"delivery {law.year}: {names[0]}: {what} ({len(names)} files); deliver what the manifest lists"
            raise DeliveryRejectedError(message)


def _check_digests(delivery: Delivery) -> None:
    for file in delivery.files:
        promised = (delivery.expected or {}).get(file.name, {}).get("sha256")
        if promised is not None and promised.lower() != file.sha256:
            message = (
                f"delivery {delivery.year}: {file.name}: sha256 differs from manifest.json (1 file, table "
                f"{file.table}); deliver the file again"
            )
            raise DeliveryRejectedError(message)


def _fetch(home: Home, system: AbstractFileSystem | None, file: SourceFile, year: int) -> ArchivedFile:
    """Puts one file into the archive; a file that is there already is not written again."""
    incoming = home.work / f"incoming-{os.getpid()}-{file.name}"
    try:
        if system is None:
            digest, size, how = _from_disk(Path(file.location), incoming)
        else:
            with system.open(file.location, "rb") as remote, incoming.open("wb") as local:
                digest, size = _copy_hashing(remote, local)
            how = "download"
        _keep(incoming, address(home, digest), digest)
    except OSError as error:
        room.check(error, "archive")
        raise _unreadable(file.name, year, error) from None
    except Exception as error:  # what a remote file system raises of its own
        room.check(error, "archive")
        raise _unreadable(file.name, year, error) from None
    finally:
        incoming.unlink(missing_ok=True)
    return ArchivedFile(file.name, file.table, file.format, digest, size, how)


def _unreadable(name: str, year: int, error: Exception) -> SourceUnavailableError:
    why = getattr(error, "strerror", None) or type(error).__name__
    return SourceUnavailableError(f"delivery {year}: {name}: cannot be read ({why}); try again")


def _from_disk(source: Path, incoming: Path) -> tuple[str, int, str]:
    how = _clone(source, incoming)
    if how == "copy":
        with source.open("rb") as delivered, incoming.open("wb") as local:
            digest, size = _copy_hashing(delivered, local)
    else:
        with incoming.open("rb") as local:
            digest = hashlib.file_digest(local, "sha256").hexdigest()
        size = incoming.stat().st_size
    return digest, size, how


def _clone(source: Path, incoming: Path) -> str:
    """A copy-on-write copy, else a hard link for a large file; "copy" when the bytes must be copied."""
    try:
        with source.open("rb") as delivered, incoming.open("wb") as local:
            fcntl.ioctl(local.fileno(), FICLONE, delivered.fileno())
    except OSError:
        incoming.unlink(missing_ok=True)
    else:
        return "clone"
    if source.stat().st_size < HARD_LINK_FROM_BYTES:
        return "copy"
    try:
        os.link(source.resolve(), incoming)
    except OSError:
        return "copy"
    return "hard link"


def _copy_hashing(source: Any, target: Any) -> tuple[str, int]:  # noqa: ANN401 - binary files of any file system
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _chunks(source: Any) -> Iterator[bytes]:  # noqa: ANN401
    while chunk := source.read(CHUNK_BYTES):
        yield chunk


def _keep(incoming: Path, place: Path, digest: str) -> None:
    if place.is_file() and (place.samefile(incoming) or _sha256(place) == digest):
        return
    if place.is_dir():
        remove(place)
    make(place.parent, PRIVATE)
    incoming.chmod(0o400)
    incoming.replace(place)
    sync(place.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(home: Home, delivery: Delivery) -> None:
    """Keeps when and from where the delivery came; one record for each distinct delivery and source."""
    folder = home.archive / "records"
    make(folder, PRIVATE)
    record = {
        "year": delivery.year,
        "source": delivery.source,
        "pulled_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [asdict(file) for file in delivery.files],
    }
    name = f"{delivery.year}-{delivery.digest()[:12]}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.json"
    write_durably(folder / name, json.dumps(record, indent=1).encode(), mode=PRIVATE_FILE)
