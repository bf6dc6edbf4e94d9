"""How a name, a text or the path of a file is written in SQL, so that nothing in it ends its quotes or is a pattern.

A path that DuckDB or Great Expectations cannot be told (bytes that are no UTF-8; a "$") is told by the descriptor of
its last such folder: `/proc/self/fd/7/work/staging.duckdb`. The kernel goes on from the folder that is open: no link is
made, nothing is left behind, and every byte stays where it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.settings import Machine

#: Characters that DuckDB's readers of files take for a pattern.
PATTERN = re.compile(r"([\[*?])")
#: Great Expectations takes what follows it for the name of a variable.
VARIABLE = "$"
#: The descriptors of folders by which paths are told, open until the process ends.
_open_folders: dict[Path, int] = {}


def text(value: str) -> str:
    """A text as a literal: `it's` becomes `'it''s'`."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """The name of a table or column as an identifier: `table` becomes `"table"`."""
    return '"' + identifier.replace('"', '""') + '"'


def listed(values: Iterable[str]) -> str:
    """Texts as the list that follows IN: `('a', 'b')`."""
    return "(" + ", ".join(text(value) for value in values) + ")"


def database(path: Path) -> str:
    """The path of a database or folder as a literal; DuckDB takes it as it is."""
    return text(told(path))


def files(paths: Iterable[Path]) -> str:
    """Paths as the argument of `read_parquet` and `read_csv`: a list in which no path is taken for a pattern."""
    return "[" + ", ".join(text(PATTERN.sub(r"[\1]", told(path))) for path in paths) + "]"


def limits(machine: Machine, spill: Path) -> str:
    """Statements that keep a connection within the limits of the machine, and from any download of extensions.

    Args:
        machine: the limits of the run.
        spill: the folder for what does not fit in memory: a private one, for it may hold rows of people.
    """
    return (
        f"SET threads = {machine.threads}; SET memory_limit = {text(machine.memory_limit)}; "
        f"SET temp_directory = {database(spill)}; SET max_temp_directory_size = {text(machine.max_temp_size)}; "
        "SET autoinstall_known_extensions = false"
    )


def told(path: Path) -> str:
    """An absolute path as libraries can be told it: as it is, or from the descriptor of a folder on the way."""
    awkward = next((one for one in (path, *path.parents) if not _can_be_told(one.name)), None)
    if awkward is None:
        return str(path)
    return f"/proc/self/fd/{_descriptor(awkward)}/{path.relative_to(awkward)}"


def _can_be_told(name_of_folder: str) -> bool:
    try:
        name_of_folder.encode()
    except UnicodeEncodeError:
        return False
    return VARIABLE not in name_of_folder


def _descriptor(folder: Path) -> int:
    """The descriptor of a folder; opened again when another folder has taken its place."""
    known = _open_folders.get(folder)
    if known is not None and os.path.samestat(os.fstat(known), folder.stat()):
        return known
    if known is not None:
        os.close(known)
    _open_folders[folder] = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    return _open_folders[folder]
