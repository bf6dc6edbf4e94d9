"""Deliveries made from another one, to be timed beside it: with bad lines, and with its polis in many parts.

The manifest of a delivery stays true. Everything else that it holds is linked, not copied.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

#: One line in so many is bad: 125,400 of the country. With the bad ones that a synthetic polis has by itself they are
#: no more than the limit of quarantine (0.1%) allows.
BAD_LINE_EVERY = 1_008
#: How many parts have an exact repeat of their first line at their end.
PARTS_WITH_A_REPEAT = 2
#: What is wrong with a bad line: a column and what stands in it.
FAULTS = (
    ("bsn", "NULL"),
    ("bsn", "'12345678'"),
    ("bsn", "'123456789'"),
    ("lhnr", "'123456789L00'"),
    ("lhnr", "NULL"),
    ("numiv", "-1"),
    ("datum_aanvang_tijdvak", "NULL"),
    ("datum_einde_tijdvak", "DATE '2022-12-31'"),
    ("datum_einde_tijdvak", "DATE '2025-12-31'"),
    ("aantverlu", "-5"),
    ("aantverlu", "99999"),
    ("datum_ontvangst", "DATE '2022-01-01'"),
    ("volgnummer", "0"),
    ("status", "NULL"),
)
MANY_PARTS = 1_000


def with_bad_lines(source: Path, out: Path) -> None:
    """Writes the delivery with one bad line in so many, of every kind, and some repeats.

    Args:
        source: the delivery's folder of the year, in Parquet.
        out: its new folder of the year.
    """
    import duckdb

    before = 0
    with duckdb.connect() as connection:
        for number, part in enumerate(link_others(source, out)):
            lines = f"read_parquet('{part}', file_row_number = true)"
            connection.execute(
                f"COPY (SELECT * EXCLUDE (file_row_number) REPLACE ({changed(before)}) FROM {lines} UNION ALL "
                f"SELECT * EXCLUDE (file_row_number) FROM {lines} "
                f"WHERE file_row_number < {int(number < PARTS_WITH_A_REPEAT)}) "
                f"TO '{out / part.name}' (FORMAT parquet, COMPRESSION zstd)"
            )
            before += connection.execute(f"SELECT count(*) FROM {lines}").fetchall()[0][0]
    renew_manifest(source, out)


def changed(before: int) -> str:
    """SQL for the columns of a part with bad lines in it; `before` are the lines of the parts before it."""
    line = f"(file_row_number + {before})"
    chosen, kind = f"{line} % {BAD_LINE_EVERY} = 7", f"{line} // {BAD_LINE_EVERY} % {len(FAULTS)}"
    return ", ".join(
        f"CASE {' '.join(f'WHEN {chosen} AND {kind} = {at} THEN {value}' for at, value in faults_of(column))} "
        f"ELSE {column} END AS {column}"
        for column in dict.fromkeys(column for column, _ in FAULTS)
    )


def faults_of(column: str) -> Iterator[tuple[int, str]]:
    """The numbers of the faults of a column, each with what stands in it."""
    return ((at, value) for at, (name, value) in enumerate(FAULTS) if name == column)


def in_many_parts(source: Path, out: Path) -> None:
    """Writes the delivery with its polis in `MANY_PARTS` parts or a few more; every line stays.

    Args:
        source: the delivery's folder of the year, in Parquet.
        out: its new folder of the year.
    """
    import pyarrow.parquet as pq

    parts = link_others(source, out)
    pieces = -(-MANY_PARTS // len(parts))
    for number, part in enumerate(parts, start=1):
        file = pq.ParquetFile(part)
        lines = -(-file.metadata.num_rows // pieces)
        for piece, batch in enumerate(file.iter_batches(lines), start=1):
            path = out / f"polis-{number:02d}-{piece:03d}.parquet"
            with pq.ParquetWriter(path, batch.schema, compression="zstd") as written:
                written.write_batch(batch)
    renew_manifest(source, out)


def link_others(source: Path, out: Path) -> list[Path]:
    """Links the files that are not of the polis; the files that are."""
    out.mkdir(parents=True)
    parts = sorted(path for path in source.iterdir() if path.name.startswith("polis"))
    for path in source.iterdir():
        if path not in parts and path.name != "manifest.json":
            os.link(path, out / path.name)
    return parts


def renew_manifest(source: Path, out: Path) -> None:
    """Writes a manifest that is true of the new folder and says the rest of what the old one said."""
    about = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    about["files"] = [{"name": path.name, "sha256": digest(path)} for path in sorted(out.iterdir())]
    (out / "manifest.json").write_text(json.dumps(about), encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
