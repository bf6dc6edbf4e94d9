"""Random mutations of a valid delivery, by number: the same number gives the same files.

Each changes one file of one table, in one way out of a list: its cells, its text, its bytes, its compression, its
Parquet types and pages, its name. What must come of it is not written here: `strict_reader` reads the files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support import mutated_folder, mutated_parquet, mutated_text
from tests.support.deliveries import COLUMNS, Format, Packaging
from tests.support.identifiers import dice
from tests.support.mutating import KINDS, Draw, put_bytes, text_of, valid_delivery

#: Tables as often as their lines matter.
TABLES = (
    *("polis",) * 8,
    *("doelgroepregister", "verdeelsleutel", "werkgevers") * 3,
    *("wsw_detacheringen", "liv") * 2,
    *("opgaven", "social_return"),
)
LIMITS = (Fraction(1, 1000), Fraction(1, 2))
FORMATS: tuple[Format, ...] = ("csv", "parquet", "csv", "csv.gz", "parquet")

WAYS = (mutated_text, mutated_parquet, mutated_folder)  # each adds its own when it is imported


def mutation(number: int) -> Draw:
    """Mutation `number`; each way of changing a file of a format comes in turn."""
    random = dice("mutation", number)
    fmt = FORMATS[number % len(FORMATS)]
    table = random.choice(TABLES)
    return Draw(
        number=number,
        random=random,
        fmt=fmt,
        parts=random.choice((1, 1, 2, 3)),
        table=table,
        column=random.choice(list(COLUMNS[table])),
        limit=random.choice(LIMITS),
    )


def write(draw: Draw, source: Path) -> Path:
    """Writes the mutated delivery; the folder of the year."""
    delivery = valid_delivery()
    delivery.write(source, Packaging(fmt=draw.fmt, parts=draw.parts))
    draw.folder = delivery.folder(source)
    draw.file = draw.random.choice(sorted(draw.folder.glob(f"{draw.table}[-.]*")))
    chosen = ways(draw.fmt)
    level, way = chosen[(draw.number // len(FORMATS)) % len(chosen)]
    draw.how = f"{level}:{way.__name__}"
    CHANGES[level](draw, way)
    return draw.folder


def ways(fmt: Format) -> list[tuple[str, Callable[..., Any]]]:
    """Every way to change a file of a format, each with its level, in an order that mixes them."""
    levels = {"csv": ("cells", "text", "raw", "folder"), "csv.gz": ("packed", "cells", "text", "folder")}
    chosen = levels.get(fmt, ("arrow", "options", "pages", "folder"))
    found = [(level, way) for level in chosen for way in getattr(KINDS, level)]
    return dice("order", fmt).sample(found, len(found))


def change_cells(draw: Draw, way: Callable[[Draw, list[list[str]]], None]) -> None:
    """Changes the cells of a CSV file."""
    rows = list(csv.reader(io.StringIO(text_of(draw)), delimiter=";"))
    way(draw, rows)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    put_bytes(draw, out.getvalue().encode("utf-8"))


def change_text(draw: Draw, way: Callable[[Draw, str], str]) -> None:
    """Changes the text of a CSV file; a way may give bytes in another encoding by surrogates."""
    put_bytes(draw, way(draw, text_of(draw)).encode("utf-8", "surrogateescape"))


def change_bytes(draw: Draw, way: Callable[[Draw, bytes], bytes]) -> None:
    """Changes the bytes of a file as it lies there."""
    draw.file.write_bytes(way(draw, draw.file.read_bytes()))


def change_arrow(draw: Draw, way: Callable[[Draw, pa.Table], pa.Table | None]) -> None:
    """Changes the table of a Parquet file."""
    changed = way(draw, pq.read_table(draw.file))
    if changed is not None:
        pq.write_table(changed, draw.file)


def change_options(draw: Draw, way: Callable[[Draw], dict[str, Any]]) -> None:
    """Writes a Parquet file in another way; its values stay."""
    pq.write_table(pq.read_table(draw.file), draw.file, **way(draw))


def change_folder(draw: Draw, way: Callable[[Draw], None]) -> None:
    """Changes which files there are."""
    way(draw)


CHANGES: dict[str, Callable[[Draw, Any], None]] = {
    "cells": change_cells,
    "text": change_text,
    "raw": change_bytes,
    "packed": change_bytes,
    "pages": change_bytes,
    "arrow": change_arrow,
    "options": change_options,
    "folder": change_folder,
}
