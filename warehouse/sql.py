"""How a name, a text or the path of a file is written in SQL, so that nothing in it ends its quotes or is a pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Characters that DuckDB's readers of files take for a pattern.
PATTERN = re.compile(r"([\[*?])")


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
    return text(str(path))


def files(paths: Iterable[Path]) -> str:
    """Paths as the argument of `read_parquet` and `read_csv`: a list in which no path is taken for a pattern."""
    return "[" + ", ".join(text(PATTERN.sub(r"[\1]", str(path))) for path in paths) + "]"
