"""Stages one delivery by the kernel and whole, and reads back what is left of the polis."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest import mock

from warehouse.delivery import kernel, staging
from warehouse.delivery.archive import ArchivedFile, Delivery, address
from warehouse.home import Home
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED
from warehouse.registry.terms import terms
from warehouse.settings import Machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

    from warehouse.delivery.staging import Staged

TABLES = (*(UNORDERED := ("polis", "polis_lines")), "quarantine")
#: Lines of a slice, and hashes of a share: what a country is to the memory, a small file is to these.
FEW_LINES, FEW_HASHES = 40, 100


@dataclass
class Outcome:
    """What staging left: what it says, and the tables; counts and kept lines, whose rows have no order, sorted."""

    staged: Staged
    tables: dict[str, pl.DataFrame]
    by_kernel: bool


def delivery_of(home: Home, folder: Path, year: int) -> Delivery:
    """The files of a folder, put where the archive would have them."""
    files = []
    for path in sorted(folder.iterdir()):
        table, form = path.name.partition(".")[0].partition("-")[0], path.name.partition(".")[2]
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        place = address(home, digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        files.append(ArchivedFile(path.name, table, form, digest, len(content), "test"))
    return Delivery(year, "test", tuple(files), (), {}, synthetic=True)


def staged(home: Home, delivery: Delivery, name: str, *, whole: bool = False, small: bool = False) -> Outcome:
    """Stages a delivery; `whole` without the kernel, `small` as if it were far larger than the memory."""
    folder, machine = home.root / name, Machine()
    with ExitStack() as stack:
        used = stack.enter_context(_watched(whole=whole))
        if small:
            stack.enter_context(mock.patch.object(kernel.parts, "LINE_BYTES", machine.memory_bytes // FEW_LINES))
            share = FEW_HASHES * 8 / machine.memory_bytes
            stack.enter_context(mock.patch.object(kernel.work, "SHARE_OF_HASHES", share))
        found = staging.load(home, folder, delivery, machine, terms(PACKAGED, law_book(PACKAGED).law(delivery.year)))
    with staging.database(folder, machine) as connection:
        tables = {table: connection.execute(f"SELECT * FROM {table}").pl() for table in TABLES}
    for table in UNORDERED:
        tables[table] = tables[table].sort(tables[table].columns)
    return Outcome(found, tables, by_kernel=bool(used))


@contextmanager
def _watched(*, whole: bool) -> Iterator[list[bool]]:
    """Tells whether the kernel read the polis; with `whole` it does not."""
    used: list[bool] = []
    load = kernel.load

    def watched(*arguments: object) -> None:
        if whole:
            raise kernel.UnfitError
        load(*arguments)  # type: ignore[arg-type]
        used.append(True)

    with mock.patch.object(kernel, "load", watched):
        yield used
