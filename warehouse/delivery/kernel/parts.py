"""How a table is cut: files into batches that fit in memory, batches into sets that may share a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.delivery.kernel import csv
from warehouse.delivery.kernel.lines import Batch, Slice, UnfitError, check_fits
from warehouse.delivery.kernel.scan import types_of
from warehouse.delivery.kernel.work import FAULTY, GROUPS, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from warehouse.delivery.kernel.lines import Reading
    from warehouse.delivery.loading import Part
    from warehouse.registry.model import DeliveryTable
    from warehouse.settings import Machine

#: Bytes that a line takes while it is judged, with what polars holds beside it.
LINE_BYTES = 400
#: Small files are read together up to so many lines.
LINES_OF_SMALL_FILES = 2_000_000


def batches(found: Iterable[Part], table: DeliveryTable, machine: Machine) -> list[Batch]:
    """The lines of all files: of a large file as many together as fit in memory, of small files some.

    Raises:
        UnfitError: a file has columns of types that polars and DuckDB do not read the same.
    """
    made: list[list[Slice]] = []
    most = most_lines(machine)
    for some in _slices(found, table, most):
        lines = sum(one.expected for one in made[-1]) if made else most
        if lines + some.expected > min(most, LINES_OF_SMALL_FILES):
            made.append([])
        made[-1].append(some)
    return [Batch(number, tuple(some)) for number, some in enumerate(made)]


def most_lines(machine: Machine) -> int:
    """How many lines are read at once."""
    return max(machine.memory_bytes // LINE_BYTES, 1)


def _slices(found: Iterable[Part], table: DeliveryTable, most: int) -> Iterator[Slice]:
    """The lines of each file, in slices of at most so many."""
    for part in found:
        if part.layout.form != "parquet":
            yield Slice(part.index, part.path, is_text=True, first=0, count=None, expected=csv.about_lines(part.path))
            continue
        lines = _lines(part, table)
        firsts = range(0, max(lines, 1), most)
        for first in firsts:
            last = first == firsts[-1]
            count, expected = (None, lines - first) if last else (most, most)
            yield Slice(part.index, part.path, is_text=False, first=first, count=count, expected=expected)


def that_share_a_period(cut: Sequence[Batch], reading: Reading) -> list[list[Batch]]:
    """Sets of batches: lines of two sets differ in a column of the key, so no key is in both."""
    columns = [name for name in reading.table.key if name in reading.summary.by]
    sets: list[tuple[set[object], list[Batch]]] = []
    for one, groups, faulty in zip(cut, paths(reading.place, GROUPS), paths(reading.place, FAULTY), strict=True):
        own = {row for path in (groups, faulty) for row in _different(path, columns)}
        joined = [others for others in sets if others[0] & own]
        sets = [others for others in sets if not others[0] & own]
        keys = own.union(*(others[0] for others in joined))
        sets.append((keys, [*(some for others in joined for some in others[1]), one]))
    return [sorted(together, key=lambda one: one.number) for _, together in sets]


def _lines(part: Part, table: DeliveryTable) -> int:
    """How many lines a file says it has."""
    try:
        with part.path.open("rb") as file:
            lines = _said(pq.ParquetFile(file).metadata)
        check_fits(part.layout, types_of(part.path), table)
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException, KeyError) as error:
        raise UnfitError(type(error).__name__) from None
    return lines


def _said(metadata: pq.FileMetaData) -> int:
    """The lines that a file says it has.

    Raises:
        UnfitError: it says so in two ways, or says that its lines are sorted: polars would go by that.
    """
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if metadata.num_rows != sum(group.num_rows for group in groups) or any(group.sorting_columns for group in groups):
        message = "footer"
        raise UnfitError(message)
    return int(metadata.num_rows)


def _different(path: Path, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The different rows of some columns; a date is the number of its day, for Python does not know every date."""
    with path.open("rb") as file:
        found = pl.read_parquet(file, columns=list(columns))
    yield from found.select(pl.all().to_physical()).unique().iter_rows()
