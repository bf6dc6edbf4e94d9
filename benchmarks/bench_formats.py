"""Times every format of a release: the rows of one that is there are written again, into a folder that is thrown away.

Seconds are those of the processor, of all threads together, for one format at a time; and of all formats as a build
writes them. The whole step `candidate`, with report and factsheet, may take 6 seconds (issue 12).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from warehouse import formats, tables
from warehouse.formats import FORMATS, About
from warehouse.formats.model import of_registry
from warehouse.registry.published import PUBLISHED
from warehouse.settings import Publication


def main() -> None:
    """Prints a line per format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=Path("var/demo/published/current"))
    folder = parser.parse_args().release / formats.PARQUET
    if not folder.is_dir():
        parser.error(f"{folder} is not there; make a release first (make demo), or name one with --release")
    rows = {name: tables.read(folder, mart) for name, mart in PUBLISHED.items()}
    about = About("2023-0123456789ab", synthetic=True, date="2024-07-01", publication=Publication().for_synthetic())
    print(
        f"{sum(one.height for one in rows.values())} rows of {len(rows)} tables; processor seconds, then wall seconds"
    )
    with tempfile.TemporaryDirectory() as place:
        found = of_registry(PUBLISHED, rows)
        for one in FORMATS:
            (Path(place) / one.folder).mkdir(exist_ok=True)
            _timed(one.name, partial(one.write, found, Path(place) / one.folder, about))
    with tempfile.TemporaryDirectory() as place:
        _timed("all", partial(formats.write_public, Path(place), rows, PUBLISHED, about))


def _timed(name: str, write: Callable[[], list[Path]]) -> None:
    processor, wall = time.process_time(), time.perf_counter()
    paths = write()
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{name:12} {processor:5.2f} s {wall:5.2f} s {len(paths):4} files {size:6.1f} MB")


if __name__ == "__main__":
    main()
