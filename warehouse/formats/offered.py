"""What a release offers for download: the files of each table, and those about all tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.formats import odata
from warehouse.formats.datapackage import MEDIA_TYPES, WITHOUT_ENDING
from warehouse.manifests import sha256

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release.

    Attributes:
        path: where it stands in the folder of the release.
        table: the table that it holds; empty for a file about all tables.
        form: the folder of its format; its own name for a file about all tables.
        media_type: as in `text/csv`.
        size: bytes.
        sha256: 64 hexadecimal digits.
    """

    path: str
    table: str
    form: str
    media_type: str
    size: int
    sha256: str


def offered(folder: Path, tables: Collection[str]) -> list[File]:
    """The files in every format, by path; of a table in OData the document that names its others stands for all.

    Args:
        folder: the public folder of a release, with the files that `write_public` made.
        tables: the names of its tables.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = [_file(folder, path, tables) for path in paths]
    return [one for one in found if one.table or not _is_part(one.path)]


def _is_part(path: str) -> bool:
    """Whether a file is one of the documents of a table in OData."""
    return path.startswith(f"{odata.FOLDER}/") and f"/{odata.PREFIX}" in path


def _file(folder: Path, path: Path, tables: Collection[str]) -> File:
    place = path.relative_to(folder)
    first, name = place.parts[0], place.stem
    if first == odata.FOLDER and place.name == odata.INDEX:
        name = place.parent.name.removeprefix(odata.PREFIX)
    table = name if len(place.parts) > 1 and name in tables else ""
    media_type = MEDIA_TYPES[path.suffix.removeprefix(".") or WITHOUT_ENDING]
    return File(str(place), table, first if table else str(place), media_type, path.stat().st_size, sha256(path))
