"""The records of the archive: what was pulled when, and the delivery that one of them says, to be built again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.delivery.archive import RECORDS, ArchivedFile, Delivery, check_may_keep
from warehouse.delivery.listed import Promise
from warehouse.errors import TamperedError, WrongUseError
from warehouse.manifests import read_json, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.settings import Security

NAME = re.compile(r"(\d{4})-([0-9a-f]{12})-(\d{8}T\d{12})\.json")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """One pull: its file, year, moment, and the tables of the files that came, by digest."""

    path: Path
    year: int
    moment: str
    tables: dict[str, str]


def every(home: Home) -> list[Record]:
    """Every record, oldest first.

    Raises:
        TamperedError: one cannot be read, so nobody knows which files of the archive its year needs.
    """
    found = [_read(path) for path in sorted((home.archive / RECORDS).glob("*.json"))]
    return sorted(found, key=lambda one: one.moment)


def check(home: Home, years: Iterable[int], destroyed: Mapping[int, str]) -> None:
    """Raises WrongUseError for a year that the archive has no delivery of, and says when it was destroyed."""
    there = {one.year for one in every(home)}
    for year in years:
        if year not in there:
            why = f"was destroyed on {destroyed[year]}" if year in destroyed else "the archive has none"
            message = f"delivery {year}: {why}; have it delivered, and build the year from its source"
            raise WrongUseError(message)


def last(home: Home, year: int, security: Security) -> Delivery:
    """The delivery of a year that was archived last, with every byte as it was.

    Raises:
        WrongUseError: it is real and the volume is not encrypted, or an earlier program recorded it.
        TamperedError: its record or a file of it is not as it was archived.
    """
    found = [one for one in every(home) if one.year == year]
    delivery = _delivery(found[-1].path)
    check_may_keep(year, security, synthetic=delivery.synthetic)
    for file in delivery.files:
        if sha256(file.path(home)) != file.sha256:
            message = f"delivery {year}: {file.name}: is not in the archive as it came; restore it from the backup"
            raise TamperedError(message)
    return delivery


def _read(path: Path) -> Record:
    content, named = read_json(path), NAME.fullmatch(path.name)
    try:
        tables = {str(file["sha256"]): str(file["table"]) for file in (content or {})["files"]}
    except (KeyError, TypeError):
        raise _not_as_written(path) from None
    if named is None or (content or {}).get("year") != int(named[1]) or not all(map(DIGEST.fullmatch, tables)):
        raise _not_as_written(path)
    return Record(path, int(named[1]), named[3], tables)


def _delivery(path: Path) -> Delivery:
    """The delivery that a record says; its digest stands in the name of the record."""
    content: dict[str, Any] = read_json(path) or {}
    try:
        files = tuple(ArchivedFile(**file) for file in content["files"])
        promised = {name: Promise(**promise) for name, promise in content["promised"].items()}
        said = (content["year"], content["source"], files, tuple(content["ignored"]), promised, content["synthetic"])
    except KeyError:
        message = f"archive/{RECORDS}/{path.name}: is of an earlier program; build the year from its source"
        raise WrongUseError(message) from None
    except (TypeError, AttributeError):
        raise _not_as_written(path) from None
    delivery = Delivery(*said)
    if f"-{delivery.digest()[:12]}-" not in path.name:
        raise _not_as_written(path)
    return delivery


def _not_as_written(path: Path) -> TamperedError:
    message = f"archive/{RECORDS}/{path.name}: is not as it was written; restore it from the backup"
    return TamperedError(message)
