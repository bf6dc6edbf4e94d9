"""Deliveries as `deliveries.md` describes them, made by hand and written in every allowed way."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Literal, Self, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.identifiers import bsns, dice, lhnr
from tests.support.reference import grounds

T = TypeVar("T")
Value = str | int | float | bool | date | Decimal | None
Row = dict[str, Value]
Format = Literal["csv", "csv.gz", "parquet"]


class Kind(StrEnum):
    """The types a delivered column can have."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


TEXT, INTEGER, DATE, DECIMAL, BOOLEAN = Kind
WSW_IN_POLIS_SINCE = 2022  # measurement.md, step 5

COLUMNS: Mapping[str, Mapping[str, Kind]] = {
    "doelgroepregister": {
        "bsn": TEXT,
        "grondslag": TEXT,
        "datum_registratie": DATE,
        "datum_einde": DATE,
        "arbeidsmarktregio": INTEGER,
    },
    "polis": {
        "bsn": TEXT,
        "lhnr": TEXT,
        "numiv": INTEGER,
        "datum_aanvang_tijdvak": DATE,
        "datum_einde_tijdvak": DATE,
        "srtiv": TEXT,
        "cdaard": TEXT,
        "aantverlu": INTEGER,
        "datum_ontvangst": DATE,
        "volgnummer": INTEGER,
        "status": TEXT,
        "onbepaalde_tijd": BOOLEAN,
    },
    "werkgevers": {
        "lhnr": TEXT,
        "naam": TEXT,
        "sector": INTEGER,
        "overheidswerkgever": BOOLEAN,
        "aandeel_sectorfonds": DECIMAL,
        "overheidssector": TEXT,
        "ministerie": TEXT,
        "aantal_werknemers": INTEGER,
        "verloonde_uren": INTEGER,
    },
    "verdeelsleutel": {
        "eenheid": TEXT,
        "stratum": TEXT,
        "populatie": INTEGER,
        "respons": BOOLEAN,
        "uren_markt": DECIMAL,
        "uren_overheid": DECIMAL,
    },
    "wsw_detacheringen": {"bsn": TEXT, "lhnr": TEXT, "uren_december": INTEGER},
    "opgaven": {"overheidssector": TEXT, "ministerie": TEXT, "opgave_banen": INTEGER},
    "liv": {"lhnr": TEXT, "bedrag": DECIMAL},
    "social_return": {
        "opdrachtgever": TEXT,
        "verplichting_eur": DECIMAL,
        "banen": DECIMAL,
        "opdrachtnemers": INTEGER,
        "grootste_eur": DECIMAL,
    },
}
OPTIONAL_COLUMNS = frozenset(
    {("polis", "onbepaalde_tijd"), ("social_return", "opdrachtnemers"), ("social_return", "grootste_eur")}
)


@dataclass(frozen=True)
class ParquetStyle:
    """The choices a supplier of Parquet has."""

    dates_as_text: bool = False
    booleans_as_text: bool = False
    decimals_as_double: bool = False
    integers_as: Literal["int64", "int32", "double", "decimal"] = "int64"
    texts_as: Literal["string", "large_string", "dictionary"] = "string"


@dataclass(frozen=True)
class CsvStyle:
    """The choices a supplier of CSV has."""

    byte_order_mark: bool = False
    line_ending: str = "\n"
    quote_all: bool = False
    last_line_ends: bool = True


@dataclass(frozen=True)
class Packaging:
    """How a delivery is written: kind of file, parts, order of lines and columns, with a manifest or not."""

    fmt: Format = "csv"
    parts: int = 1
    manifest: bool = False
    shuffle_lines: int | None = None
    shuffle_columns: int | None = None
    csv: CsvStyle = CsvStyle()
    parquet: ParquetStyle = ParquetStyle()


@dataclass
class Delivery:
    """The tables of one measurement year, line by line, with Python's own types."""

    year: int
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        """The lines of a table."""
        return self.tables[table]

    def copy(self) -> Self:
        """A delivery that can be changed without changing this one."""
        return replace(self, tables=deepcopy(self.tables))

    def columns(self, table: str) -> list[str]:
        """The columns as they are written: known ones in the specification's order, unknown ones last."""
        present = {column for row in self[table] for column in row}
        known = [
            column
            for column in COLUMNS[table]
            if column in present or (not self[table] and (table, column) not in OPTIONAL_COLUMNS)
        ]
        return known + sorted(present - set(COLUMNS[table]))

    def folder(self, source: Path) -> Path:
        """Where the files of this delivery are inside a source."""
        return source / str(self.year)

    def write(self, source: Path, packaging: Packaging | None = None) -> Path:
        """Write all tables to `<source>/<year>/` and return the source."""
        packaging = packaging or Packaging()
        folder = self.folder(source)
        folder.mkdir(parents=True, exist_ok=True)
        for table in self.tables:
            self._write_table(table, folder, packaging)
        if packaging.manifest:
            write_manifest(folder, {file.name: count_rows(file) for file in sorted(folder.iterdir())})
        return source

    def _write_table(self, table: str, folder: Path, packaging: Packaging) -> None:
        lines = shuffled(self[table], packaging.shuffle_lines, table)
        parts = split(lines, packaging.parts)
        for number, part in enumerate(parts, start=1):
            name = table if len(parts) == 1 else f"{table}-{number:03d}"
            columns = shuffled(self.columns(table), packaging.shuffle_columns, table, number)
            WRITERS[packaging.fmt](folder / f"{name}.{packaging.fmt}", table, columns, part, packaging)


def shuffled(items: list[T], seed: int | None, *salt: object) -> list[T]:
    """The items in another, repeatable order; in their own order without a seed."""
    if seed is None:
        return items
    return dice(seed, *salt).sample(items, len(items))


def split(lines: list[Row], parts: int) -> list[list[Row]]:
    """The lines dealt over at most that many parts, none of them empty unless the table is."""
    parts = max(1, min(parts, len(lines)))
    return [lines[number::parts] for number in range(parts)]


def csv_cell(value: Value) -> str:
    """A value as the CSV files hold it: decimal comma, ISO dates, J or N, empty when missing."""
    if isinstance(value, bool):
        return "J" if value else "N"
    if isinstance(value, Decimal | float):
        return f"{value:f}".replace(".", ",")
    return "" if value is None else str(value)


def csv_text(columns: list[str], rows: list[Row], style: CsvStyle) -> str:
    """A whole CSV file as text."""
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=";",
        quoting=csv.QUOTE_ALL if style.quote_all else csv.QUOTE_MINIMAL,
        lineterminator=style.line_ending,
    )
    writer.writerow(columns)
    writer.writerows([csv_cell(row.get(column)) for column in columns] for row in rows)
    text = out.getvalue()
    return text if style.last_line_ends else text.removesuffix(style.line_ending)


def csv_bytes(columns: list[str], rows: list[Row], style: CsvStyle) -> bytes:
    """A whole CSV file as bytes."""
    return csv_text(columns, rows, style).encode("utf-8-sig" if style.byte_order_mark else "utf-8")


def write_csv(path: Path, table: str, columns: list[str], rows: list[Row], packaging: Packaging) -> None:
    """One CSV file."""
    del table
    path.write_bytes(csv_bytes(columns, rows, packaging.csv))


def write_csv_gz(path: Path, table: str, columns: list[str], rows: list[Row], packaging: Packaging) -> None:
    """One compressed CSV file, without the time of day in it."""
    del table
    path.write_bytes(gzip.compress(csv_bytes(columns, rows, packaging.csv), mtime=0))


ARROW_TEXTS: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
}
ARROW_INTEGERS: Mapping[str, pa.DataType] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "double": pa.float64(),
    "decimal": pa.decimal128(18, 0),
}


def arrow_type(kind: Kind, style: ParquetStyle) -> pa.DataType:
    """The Parquet type of a column in one supplier's style."""
    text = ARROW_TEXTS[style.texts_as]
    return {
        TEXT: text,
        INTEGER: ARROW_INTEGERS[style.integers_as],
        DATE: text if style.dates_as_text else pa.date32(),
        DECIMAL: pa.float64() if style.decimals_as_double else pa.decimal128(24, 6),
        BOOLEAN: text if style.booleans_as_text else pa.bool_(),
    }[kind]


def arrow_cell(value: Value, kind: Kind, style: ParquetStyle) -> Value:
    """A value as pyarrow wants it for that type."""
    as_text = (kind is BOOLEAN and style.booleans_as_text) or (kind is DATE and style.dates_as_text)
    as_double = (kind is DECIMAL and style.decimals_as_double) or (kind is INTEGER and style.integers_as == "double")
    if value is None or not (as_text or as_double):
        return value
    return csv_cell(value) if as_text else float(str(value))


def arrow_table(table: str, columns: list[str], rows: list[Row], style: ParquetStyle) -> pa.Table:
    """A delivery table with explicit Parquet types; an unknown extra column is text."""
    kinds = {column: COLUMNS[table].get(column, TEXT) for column in columns}
    arrays = [
        pa.array([arrow_cell(row.get(column), kind, style) for row in rows], type=arrow_type(kind, style))
        for column, kind in kinds.items()
    ]
    return pa.Table.from_arrays(arrays, names=columns)


def write_parquet(path: Path, table: str, columns: list[str], rows: list[Row], packaging: Packaging) -> None:
    """One Parquet file."""
    pq.write_table(arrow_table(table, columns, rows, packaging.parquet), path)


WRITERS: Mapping[Format, Callable[[Path, str, list[str], list[Row], Packaging], None]] = {
    "csv": write_csv,
    "csv.gz": write_csv_gz,
    "parquet": write_parquet,
}


def count_rows(file: Path) -> int:
    """The lines of a written table file, without its header."""
    if file.suffix == ".parquet":
        return int(pq.read_metadata(file).num_rows)
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=";")) - 1


def sha256(file: Path) -> str:
    """The digest of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_manifest(folder: Path, rows: Mapping[str, int]) -> None:
    """A `manifest.json` that is true of the folder as it is now."""
    files = [{"name": name, "sha256": sha256(folder / name), "rows": count} for name, count in rows.items()]
    (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")


# --- a minimal valid delivery ---


def make_delivery(year: int, seed: int = 1, people: int = 40, employers: int = 14) -> Delivery:
    """A small ordinary delivery: both sectors, both forms, a survey of three strata, no awkward cases."""
    random = dice("ordinary", year, seed)
    numbers = bsns(people, dice("people", seed))
    workplaces = [employer(number, government=number % 3 == 0) for number in range(1, employers + 1)]
    delivery = Delivery(
        year,
        {
            "doelgroepregister": [registration(bsn, year, random) for bsn in numbers],
            "polis": [
                line
                for number, bsn in enumerate(numbers)
                for line in december_returns(bsn, workplaces[number % employers], year, random)
            ],
            "werkgevers": workplaces,
            "verdeelsleutel": survey(random),
        },
    )
    if year < WSW_IN_POLIS_SINCE:
        delivery.tables["wsw_detacheringen"] = secondments(numbers[::4], workplaces, random)
    return delivery


def registration(bsn: str, year: int, random: Random) -> Row:
    """A registration that counts all year, on a ground that was law when it began."""
    begin = date(year - random.randint(1, 6), random.randint(1, 12), 15)
    law = [ground.code for ground in grounds() if ground.counts_in(year, None) and ground.counts_from <= begin]
    return {
        "bsn": bsn,
        "grondslag": random.choice(law),
        "datum_registratie": begin,
        "datum_einde": None,
        "arbeidsmarktregio": random.randint(1, 35),
    }


def employer(number: int, *, government: bool) -> Row:
    """A market or government employer with a name that is found back if it leaks."""
    return {
        "lhnr": lhnr(800_000_000 + 37 * number),
        "naam": f"Kwibus Bedrijf {number} B.V.",
        "sector": 61 if government else 1 + number % 35,
        "overheidswerkgever": government,
        "aandeel_sectorfonds": Decimal("0.1") if government else Decimal(1),
        "overheidssector": ("rijk" if number % 2 else "gemeenten") if government else None,
        "ministerie": "SZW" if government and number % 2 else None,
        "aantal_werknemers": 10 * number,
        "verloonde_uren": 16_000 * number,
    }


def december_returns(bsn: str, workplace: Row, year: int, random: Random) -> list[Row]:
    """A return over November and one over December; every fifth job is agency work."""
    aard = "11" if random.random() < 0.2 else random.choice(("1", "4", "18"))
    months = ((date(year, 11, 1), date(year, 11, 30)), (date(year, 12, 1), date(year, 12, 31)))
    return [line(bsn, workplace["lhnr"], period, aard, random.randint(20, 160)) for period in months]


def line(bsn: str, number: Value, period: tuple[date, date], aard: str | None, hours: int) -> Row:
    """A first return on employment, received twenty days after its period."""
    return {
        "bsn": bsn,
        "lhnr": number,
        "numiv": 0,
        "datum_aanvang_tijdvak": period[0],
        "datum_einde_tijdvak": period[1],
        "srtiv": "15",
        "cdaard": aard,
        "aantverlu": hours,
        "datum_ontvangst": period[1] + timedelta(days=20),
        "volgnummer": 1,
        "status": "initieel",
        "onbepaalde_tijd": True,
    }


def survey(random: Random) -> list[Row]:
    """Three strata of lenders: a sample with non-response, a smaller one, and a complete one."""
    sizes = {"klein": (120, 9, 7), "midden": (30, 6, 5), "groot": (4, 4, 4)}
    return [
        lender(f"{stratum}-{unit:02d}", stratum, population, responds=unit <= answers, random=random)
        for stratum, (population, units, answers) in sizes.items()
        for unit in range(1, units + 1)
    ]


def lender(unit: str, stratum: str, population: int, *, responds: bool, random: Random) -> Row:
    """A lender in the sample, with hours when it responds."""
    cents = (random.randint(10_000, 900_000), random.randint(0, 300_000)) if responds else (None, None)
    market, government = (None if value is None else Decimal(value) / 100 for value in cents)
    return {
        "eenheid": unit,
        "stratum": stratum,
        "populatie": population,
        "respons": responds,
        "uren_markt": market,
        "uren_overheid": government,
    }


def secondments(numbers: list[str], workplaces: list[Row], random: Random) -> list[Row]:
    """Sheltered employment seconded to employers, before it was in the polis."""
    return [
        {"bsn": bsn, "lhnr": random.choice(workplaces)["lhnr"], "uren_december": random.randint(20, 150)}
        for bsn in numbers
    ]
