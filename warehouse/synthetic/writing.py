"""Writing a delivery: whole or not at all, labelled synthetic in every place that can hold a label."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, get_args

import polars as pl

from warehouse.synthetic.levels import Basis, basis

README_NAME: Final = "LEESMIJ.txt"
MANIFEST_NAME: Final = "manifest.json"
Format = Literal["parquet", "csv"]

NOTE: Final = (
    "Synthetische gegevens, verzonnen door banenafspraak synthesize: geen echte personen, werkgevers of "
    "bedragen. "
    "Burgerservicenummers zijn willekeurig getrokken en voldoen alleen aan de elfproef."
)
README: Final = """SYNTHETISCHE LEVERING {year}

{note}

{basis_dutch}
Het zijn geconstrueerde uren, geen waarnemingen. Wat niet openbaar is, zoals de verdeling van formele banen
in 2012 en de tabel van overheidssectoren, is een keuze van de maker.

Synthetic data: made up, no real people, employers or amounts. The citizen service numbers are drawn at
random and merely satisfy the 11-test.
For {year} {basis_english}.
"""


@dataclass
class Delivery:
    """A delivery folder in the making; collects what the manifest needs."""

    folder: Path
    year: int
    fmt: Format
    files: list[dict[str, str | int]] = field(default_factory=list)

    @property
    def basis(self) -> Basis:
        """What the hours of the year go by."""
        return basis(self.year)

    @property
    def names(self) -> list[str]:
        """The files of the folder when it is finished, the manifest last."""
        return [*(str(file["name"]) for file in self.files), README_NAME, MANIFEST_NAME]

    def write(self, name: str, table: pl.DataFrame) -> None:
        """Write one table or part and note its digest and number of lines."""
        path = self.folder / f"{name}.{self.fmt}"
        if self.fmt == "csv":
            _as_delivered(table).write_csv(path, separator=";", decimal_comma=True)
        else:
            table.write_parquet(path, compression="zstd", compression_level=1, metadata=self._labels())
        self.files.append({"name": path.name, "sha256": digest(path), "rows": table.height})

    def finish(self) -> None:
        """Write the readme and, last, the manifest."""
        said = {"basis_dutch": self.basis.dutch, "basis_english": self.basis.english}
        readme = README.format(year=self.year, note=NOTE, **said)
        (self.folder / README_NAME).write_text(readme, encoding="utf-8")
        manifest = self._labels() | {"synthetic": True, "year": self.year, "files": self.files}
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (self.folder / MANIFEST_NAME).write_text(text, encoding="utf-8")

    def _labels(self) -> dict[str, str]:
        return {"synthetic": "true", "note": NOTE, "basis": self.basis.kind, "basis_note": self.basis.dutch}


def check_format(fmt: str) -> Format:
    """The format, or ValueError when it is not one of parquet and csv."""
    for known in get_args(Format):
        if fmt == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"unknown format {fmt!r}: use parquet or csv")


def refuse_existing(out: Path, years: list[int]) -> None:
    """ValueError when a delivery that would be written stands there already."""
    for year in years:
        if (out / str(year)).exists():
            raise ValueError(f"{out / str(year)} exists already: choose another folder or remove it first")


@contextmanager
def delivery(out: Path, year: int, fmt: Format) -> Iterator[Delivery]:
    """A delivery folder that appears under its own name only when everything in it is written."""
    partial = out / f".{year}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        making = Delivery(partial, year, fmt)
        yield making
        making.finish()
        refuse_existing(out, [year])
        partial.rename(out / str(year))
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_delivered(table: pl.DataFrame) -> pl.DataFrame:
    """Booleans as J and N, as deliveries.md has them in CSV."""
    flags = [name for name, kind in table.schema.items() if kind == pl.Boolean]
    return table.with_columns(
        pl.when(pl.col(name)).then(pl.lit("J")).when(~pl.col(name)).then(pl.lit("N")).alias(name) for name in flags
    )
