"""Random mutations of a valid delivery, by number: the same number gives the same files.

Each changes one file of one table, in one way out of a list: its cells, its text, its bytes, its compression, its Parquet
types and pages, its name. What must come of it is not written here: `strict_reader` reads the files.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.deliveries import COLUMNS, Delivery, Format, Kind, Packaging, Row, csv_cell, line, make_delivery
from tests.support.identifiers import dice

YEAR = 2021  # every table is delivered for it
#: Tables as often as their lines matter.
TABLES = (*("polis",) * 8, *("doelgroepregister", "verdeelsleutel", "werkgevers") * 3, *("wsw_detacheringen", "liv") * 2)
TABLES += ("opgaven", "social_return")
LIMITS = (Fraction(1, 1000), Fraction(1, 2))
FORMATS: tuple[Format, ...] = ("csv", "parquet", "csv", "csv.gz", "parquet")

NUMBERS = ("+5", "1e5", "05", "-0", "-1", "٥", "５", "5 ", " 5", "5.0", "5,0", "0x10", "1_000", "1.000", "NaN", "inf", "0", "1")
NUMBERS += ("9" * 18, "9" * 19, str(2**63 - 1), str(2**63), "1" * 40, "0," + "1" * 18, "0," + "1" * 19, "1" * 19 + ",5", ",5", "5,")
DAYS = ("2021-1-5", "2021-02-30", "2021-02-29", "20211231", "31-12-2021", "2021-12-31 ", "2021-12-31T00:00", "0000-00-00")
DAYS += ("9999-12-31", "10000-01-01", "2021/12/31", "2021-12-1 ", " 021-12-01", "2021-12-3\u00a0", "2021-+1-01", "2021-12-٣١")
DAYS += ("-021-12-31", "2021-W52-5", "2021-365", "infinity", "today", "epoch", "1-1-1", "2021-12-31 00:00:00")
FLAGS = ("j", "n", "J ", " N", "ja", "TRUE", "true", "1", "0", "t", "Y", "JN")
BLANKS = ("", " ", "\t", "\u00a0", "\u200b", "NULL", "null", "\\N", "-", "NA", '""')
TEXTS = (" x", "x ", "\ufeffx", "e\u0301", "\u00e9", "'; DROP TABLE polis; --", "<b>1</b>", "=1+1", "\U0001f600", "x" * 70_000)
TEXTS += ("1", "11", "011", "11.0", "initieel ", "Initieel", "rijk", "15", "99", "a;b", 'a"b', "a\nb", "a\r\nb", "a\x00b", "\x1b[31m")
ODD = {
    Kind.INTEGER: (*NUMBERS, *BLANKS, "x"),
    Kind.DECIMAL: (*NUMBERS, *BLANKS, "x"),
    Kind.DATE: (*DAYS, *BLANKS, "x"),
    Kind.BOOLEAN: (*FLAGS, *BLANKS),
    Kind.TEXT: (*TEXTS, *BLANKS, *NUMBERS[:6]),
}


class Kinds(NamedTuple):
    """The ways to change a file, by what they look at."""

    cells: list[Callable[[Draw, list[list[str]]], None]]
    text: list[Callable[[Draw, str], str]]
    raw: list[Callable[[Draw, bytes], bytes]]
    packed: list[Callable[[Draw, bytes], bytes]]
    arrow: list[Callable[[Draw, pa.Table], pa.Table | None]]
    options: list[Callable[[Draw], dict[str, Any]]]
    pages: list[Callable[[Draw, bytes], bytes]]
    folder: list[Callable[[Draw], None]]


@dataclass
class Draw:
    """One mutation: what it changes and how, and its dice."""

    number: int
    random: Random
    fmt: Format
    parts: int
    table: str
    column: str
    limit: Fraction
    how: str = ""
    folder: Path = field(default_factory=Path)
    file: Path = field(default_factory=Path)

    @property
    def kind(self) -> Kind:
        """The kind of the column."""
        return COLUMNS[self.table][self.column]

    @property
    def damages(self) -> bool:
        """Whether bytes of a packed file change: a reader with checks may refuse what another one reads."""
        return self.how.startswith(("pages:", "raw:")) and self.fmt != "csv"

    def __str__(self) -> str:
        """What is changed, for people."""
        return f"{self.number}: {self.how} of {self.file.name}, column {self.column}, limit {self.limit}"


KINDS = Kinds([], [], [], [], [], [], [], [])
Way = TypeVar("Way", bound=Callable[..., Any])


def a_way(level: str) -> Callable[[Way], Way]:
    """Adds a way to change a file to those of a level."""

    def add(way: Way) -> Way:
        getattr(KINDS, level).append(way)
        return way

    return add


# --- the delivery ---


@cache
def valid_delivery() -> Delivery:
    """A small delivery with every table, late and withdrawn lines, and income that is no employment."""
    delivery = make_delivery(YEAR, people=24, employers=9)
    december = [row for row in delivery["polis"] if row["datum_einde_tijdvak"] == date(YEAR, 12, 31)]
    later: Row = {"volgnummer": 2, "datum_ontvangst": date(YEAR + 1, 3, 1), "status": "correctie"}
    delivery["polis"].extend({**row, **later, "aantverlu": 77} for row in december[:3])
    delivery["polis"].extend({**row, **later, "status": "intrekking"} for row in december[3:5])
    delivery["polis"].extend({**row, **later, "datum_ontvangst": date(YEAR + 1, 5, 2)} for row in december[5:7])
    month = (date(YEAR, 12, 1), date(YEAR, 12, 31))
    benefit: Row = {"srtiv": "37", "numiv": 1}
    delivery["polis"].extend(
        {**line(str(row["bsn"]), row["lhnr"], month, None, 0), **benefit} for row in december[:2]
    )
    employers = [row["lhnr"] for row in delivery["werkgevers"]]
    delivery.tables["liv"] = [
        {"lhnr": number, "bedrag": Decimal(100_000 + 7 * at) / 100} for at, number in enumerate(employers[:6])
    ]
    delivery.tables["opgaven"] = [
        {"overheidssector": "rijk", "ministerie": "SZW", "opgave_banen": 12},
        {"overheidssector": "gemeenten", "ministerie": None, "opgave_banen": 30},
    ]
    delivery.tables["social_return"] = [
        {"opdrachtgever": f"Opdrachtgever {name}", "verplichting_eur": Decimal(f"{at}00.50"), "banen": Decimal(at)}
        | {"opdrachtnemers": at, "grootste_eur": Decimal(at)}
        for at, name in enumerate("ABC", start=3)
    ]
    return delivery


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


def text_of(draw: Draw) -> str:
    """The text of a CSV file, unpacked."""
    raw = draw.file.read_bytes()
    return (gzip.decompress(raw) if draw.fmt == "csv.gz" else raw).decode("utf-8")


def put_bytes(draw: Draw, raw: bytes) -> None:
    """Writes the bytes of a CSV file, packed where it was."""
    draw.file.write_bytes(gzip.compress(raw, mtime=0) if draw.fmt == "csv.gz" else raw)


def some_line(draw: Draw, rows: list[Any]) -> int:
    """The place of a line that is no header."""
    return draw.random.randrange(1, max(2, len(rows)))


def somewhere(draw: Draw, content: str | bytes) -> int:
    """A place in a text or in bytes."""
    return draw.random.randrange(len(content))


# --- cells ---


def odd(draw: Draw) -> str:
    """An odd value for the column."""
    return draw.random.choice(ODD[draw.kind])


@a_way("cells")
def odd_value(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)][rows[0].index(draw.column)] = odd(draw)


@a_way("cells")
def odd_value_again(draw: Draw, rows: list[list[str]]) -> None:
    odd_value(draw, rows)


@a_way("cells")
def odd_value_once_more(draw: Draw, rows: list[list[str]]) -> None:
    odd_value(draw, rows)


@a_way("cells")
def two_odd_values(draw: Draw, rows: list[list[str]]) -> None:
    for _ in range(2):
        draw.column = draw.random.choice(list(COLUMNS[draw.table]))
        odd_value(draw, rows)


@a_way("cells")
def one_value_in_every_line(draw: Draw, rows: list[list[str]]) -> None:
    value = odd(draw)
    for row in rows[1:]:
        row[rows[0].index(draw.column)] = value


@a_way("cells")
def value_of_another_line(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    rows[some_line(draw, rows)][at] = rows[some_line(draw, rows)][at]


@a_way("cells")
def value_of_another_column(draw: Draw, rows: list[list[str]]) -> None:
    row = rows[some_line(draw, rows)]
    row[rows[0].index(draw.column)] = draw.random.choice(row)


@a_way("cells")
def digit_changed(draw: Draw, rows: list[list[str]]) -> None:
    row, at = rows[some_line(draw, rows)], rows[0].index(draw.column)
    row[at] = re.sub("[0-9]", lambda found: str((int(found[0]) + 1) % 10), row[at], count=1)


@a_way("cells")
def blanks_in_every_line(draw: Draw, rows: list[list[str]]) -> None:
    blank = draw.random.choice((" ", "\t", "\u00a0"))
    for row in rows[1:]:
        row[rows[0].index(draw.column)] += blank


@a_way("cells")
def decomposed_beside_composed(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for number, form in enumerate(("NFC", "NFD"), start=1):
        if number < len(rows):
            rows[number][at] = unicodedata.normalize(form, f"{rows[number][at]}é")  # type: ignore[arg-type]


@a_way("cells")
def line_twice(draw: Draw, rows: list[list[str]]) -> None:
    rows.append(list(rows[some_line(draw, rows)]))


@a_way("cells")
def every_line_twice(draw: Draw, rows: list[list[str]]) -> None:
    rows += [list(row) for row in rows[1:]]


@a_way("cells")
def line_twice_with_another_value(draw: Draw, rows: list[list[str]]) -> None:
    line_twice(draw, rows)
    rows[-1][rows[0].index(draw.column)] = odd(draw)


@a_way("cells")
def lines_swapped(draw: Draw, rows: list[list[str]]) -> None:
    one, other = some_line(draw, rows), some_line(draw, rows)
    rows[one], rows[other] = rows[other], rows[one]


@a_way("cells")
def line_removed(draw: Draw, rows: list[list[str]]) -> None:
    del rows[some_line(draw, rows)]


@a_way("cells")
def all_lines_removed(draw: Draw, rows: list[list[str]]) -> None:
    del rows[1:]


@a_way("cells")
def field_too_many(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)].append("1")


@a_way("cells")
def field_too_few(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)].pop()


@a_way("cells")
def columns_reordered(draw: Draw, rows: list[list[str]]) -> None:
    order = draw.random.sample(range(len(rows[0])), len(rows[0]))
    rows[:] = [[row[at] for at in order] for row in rows]


@a_way("cells")
def column_twice(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for row in rows:
        row.insert(draw.random.randrange(len(row)), row[at])


@a_way("cells")
def column_renamed(draw: Draw, rows: list[list[str]]) -> None:
    names = (draw.column.upper(), f" {draw.column}", f"{draw.column} ", f"{draw.column}2", "", "\ufeff" + draw.column)
    rows[0][rows[0].index(draw.column)] = draw.random.choice(names)


@a_way("cells")
def column_beside_its_twin(draw: Draw, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        row.append("1" if number else draw.column.upper())


@a_way("cells")
def column_removed(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for row in rows:
        del row[at]


@a_way("cells")
def column_added(draw: Draw, rows: list[list[str]]) -> None:
    name = draw.random.choice(("toelichting", "", "file_index", "_rule", "raw_bsn", 'x"; --', "filename", "_file", "bsn2"))
    for number, row in enumerate(rows):
        row.append(f"{number % 2}" if number else name)


@a_way("cells")
def two_columns_swapped_in_the_header(draw: Draw, rows: list[list[str]]) -> None:
    one, other = draw.random.sample(range(len(rows[0])), 2)
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]


@a_way("cells")
def no_header(draw: Draw, rows: list[list[str]]) -> None:
    del rows[0]


@a_way("cells")
def header_in_the_middle(draw: Draw, rows: list[list[str]]) -> None:
    rows.insert(some_line(draw, rows), rows[0])


# --- text ---


@a_way("text")
def other_separator(draw: Draw, text: str) -> str:
    return text.replace(";", draw.random.choice((",", "\t", "|", "；")))


@a_way("text")
def one_separator_lost(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer(";", text)])
    return text[:place] + draw.random.choice((",", "", ";;", "\t")) + text[place + 1 :]


@a_way("text")
def all_quoted(draw: Draw, text: str) -> str:
    return "".join(";".join(f'"{cell}"' for cell in one.split(";")) + "\n" for one in text.splitlines())


@a_way("text")
def one_quote(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + '"' + text[place:]


@a_way("text")
def two_quotes(draw: Draw, text: str) -> str:
    return one_quote(draw, one_quote(draw, text))


@a_way("text")
def quote_at_the_start_of_a_field(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.end() for found in re.finditer(";", text)])
    return text[:place] + '"' + text[place:]


@a_way("text")
def field_quoted_with_more(draw: Draw, text: str) -> str:
    found = draw.random.choice(list(re.finditer(r"(?<=;)[^;\n]+(?=;)", text)))
    quoted = draw.random.choice(('"{}"', '"{}\n"', '"{}""', '"{}"x', ' "{}"', '"{}" ', "'{}'", '"""{}"""', '"{};"'))
    return text[: found.start()] + quoted.format(found[0]) + text[found.end() :]


@a_way("text")
def other_line_ends(draw: Draw, text: str) -> str:
    return text.replace("\n", draw.random.choice(("\r\n", "\r", "\n\n", "\n\r", "\u2028", "\x85", "\r\r\n")))


@a_way("text")
def line_ends_mixed(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer("\n", text)])
    one, other = draw.random.choice((("\n", "\r\n"), ("\r\n", "\n"), ("\n", "\r"), ("\r", "\n")))
    return text[:place].replace("\n", one) + text[place:].replace("\n", other)


@a_way("text")
def one_line_end_of_another_kind(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer("\n", text)])
    return text[:place] + draw.random.choice(("\r\n", "\r", "\n\n", "")) + text[place + 1 :]


@a_way("text")
def line_split(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + draw.random.choice(("\n", "\r", "\r\n")) + text[place:]


@a_way("text")
def no_last_line_end(draw: Draw, text: str) -> str:
    return text.removesuffix("\n")


@a_way("text")
def more_at_the_end(draw: Draw, text: str) -> str:
    return text + draw.random.choice(("\n", "\n\n", " \n", ";\n", "\x1a", "\0", "(74 rows)\n", "\r", ";" * 30))


@a_way("text")
def more_at_the_start(draw: Draw, text: str) -> str:
    return draw.random.choice(("\n", "# uitvoer\n", "sep=;\n", " ", "\0", "\ufeff", "\ufeff\ufeff", "\r\n")) + text


@a_way("text")
def separator_behind_every_line(draw: Draw, text: str) -> str:
    return text.replace("\n", draw.random.choice((";\n", ";;\n", " \n", "; \n")))


@a_way("text")
def mark_of_byte_order(draw: Draw, text: str) -> str:
    place = draw.random.choice((0, text.index("\n") + 1, somewhere(draw, text)))
    return text[:place] + "\ufeff" + text[place:]


@a_way("text")
def zero_byte(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + "\0" + text[place:]


@a_way("text")
def other_encoding(draw: Draw, text: str) -> str:
    encoding = draw.random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp500"))
    place = draw.random.choice([found.start() for found in re.finditer(";", text)])
    with_letter = text[:place] + "é" + text[place:]
    return with_letter.encode(encoding, "replace").decode("utf-8", "surrogateescape")


@a_way("text")
def character_changed(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + draw.random.choice("0Aé \u200b\udcff\udcc3,.-") + text[place + 1 :]


@a_way("text")
def two_exports_together(draw: Draw, text: str) -> str:
    return text + text


# --- bytes ---


@a_way("raw")
@a_way("pages")
def byte_flipped(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + bytes([raw[place] ^ 1 << draw.random.randrange(8)]) + raw[place + 1 :]


@a_way("raw")
@a_way("pages")
def bytes_inserted(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + draw.random.randbytes(draw.random.randint(1, 4)) + raw[place:]


@a_way("raw")
@a_way("pages")
def bytes_deleted(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + raw[place + draw.random.randint(1, 40) :]


@a_way("raw")
@a_way("packed")
@a_way("pages")
def truncated(draw: Draw, raw: bytes) -> bytes:
    return raw[: draw.random.choice((0, 1, 4, 8, 12, len(raw) // 2, len(raw) - 8, len(raw) - 1, somewhere(draw, raw)))]


@a_way("raw")
@a_way("pages")
def bytes_of_noise(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + draw.random.randbytes(64) + raw[place + 64 :]


@a_way("raw")
def packed_under_the_name_of_text(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


# --- gzip ---


@a_way("packed")
def several_members(draw: Draw, raw: bytes) -> bytes:
    text = gzip.decompress(raw)
    place = somewhere(draw, text)
    return gzip.compress(text[:place]) + gzip.compress(b"") + gzip.compress(text[place:])


@a_way("packed")
def more_behind_the_data(draw: Draw, raw: bytes) -> bytes:
    return raw + draw.random.choice((bytes(512), b"\0", b"x", b"\x1f\x8b", b"\n", raw[:30], gzip.compress(b""), b"\0x"))


@a_way("packed")
def wrong_check(draw: Draw, raw: bytes) -> bytes:
    return raw[:-8] + struct.pack("<I", zlib.crc32(raw)) + raw[-4:]


@a_way("packed")
def wrong_length(draw: Draw, raw: bytes) -> bytes:
    return raw[:-4] + struct.pack("<I", len(raw))


@a_way("packed")
def name_in_the_header(draw: Draw, raw: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(filename="polis.csv", mode="wb", fileobj=out, mtime=1) as file:
        file.write(gzip.decompress(raw))
    return out.getvalue()


@a_way("packed")
def packed_twice(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(raw)


@a_way("packed")
def not_packed(draw: Draw, raw: bytes) -> bytes:
    return gzip.decompress(raw)


@a_way("packed")
def packed_byte_flipped(draw: Draw, raw: bytes) -> bytes:
    return byte_flipped(draw, raw)


@a_way("packed")
def stored_without_compression(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(gzip.decompress(raw), compresslevel=0)


@a_way("packed")
def nothing_packed(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(b"")


# --- Parquet: types and columns ---

NUMBER_TYPES = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.float32())
NUMBER_TYPES += (pa.float64(), pa.decimal128(18, 0), pa.decimal128(38, 10), pa.decimal256(39, 2), pa.decimal128(9, 2))
MOMENTS = (pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.date64())
TEXT_TYPES = (pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string()))
OTHERS = (pa.bool_(), pa.date32(), pa.time32("s"), pa.int64(), pa.float64(), pa.string(), pa.null(), pa.list_(pa.string()))


def put_column(draw: Draw, table: pa.Table, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """The table with other values in the column."""
    return table.set_column(table.schema.get_field_index(draw.column), draw.column, values)


def cast(table: pa.Table, column: str, type_: pa.DataType) -> pa.ChunkedArray:
    """A column as another type; as it is when its values do not fit."""
    try:
        return table.column(column).cast(type_, safe=False)
    except (pa.ArrowException, ValueError):
        return table.column(column)


@a_way("arrow")
def another_type(draw: Draw, table: pa.Table) -> pa.Table:
    types = {Kind.DATE: (*MOMENTS, *TEXT_TYPES), Kind.TEXT: (*TEXT_TYPES, *NUMBER_TYPES), Kind.BOOLEAN: (pa.string(), pa.int8())}
    return put_column(draw, table, cast(table, draw.column, draw.random.choice(types.get(draw.kind, NUMBER_TYPES))))


@a_way("arrow")
def another_type_again(draw: Draw, table: pa.Table) -> pa.Table:
    return another_type(draw, table)


@a_way("arrow")
def another_type_for_every_number(draw: Draw, table: pa.Table) -> pa.Table:
    type_ = draw.random.choice(NUMBER_TYPES)
    for draw.column in table.column_names:
        if draw.kind in {Kind.INTEGER, Kind.DECIMAL}:
            table = put_column(draw, table, cast(table, draw.column, type_))
    return table


@a_way("arrow")
def numbers_as_text(draw: Draw, table: pa.Table) -> pa.Table:
    for draw.column in table.column_names:
        if draw.kind in {Kind.INTEGER, Kind.DATE}:
            text = table.column(draw.column).cast(pa.string())
            table = put_column(draw, table, text.cast(draw.random.choice(TEXT_TYPES[:4])))
    return table


@a_way("arrow")
def odd_text_in_a_column(draw: Draw, table: pa.Table) -> pa.Table:
    values = [None if value is None else csv_cell(value) for value in table.column(draw.column).to_pylist()]
    values[draw.random.randrange(len(values))] = odd(draw)
    return put_column(draw, table, pa.array(values, draw.random.choice(TEXT_TYPES)))


@a_way("arrow")
def odd_number_in_a_column(draw: Draw, table: pa.Table) -> pa.Table:
    odd_numbers = (0, -1, 2**63, 2**64 - 1, 1.5, -0.0, float("nan"), float("inf"), 1e300, 2.0**53 + 2, 1e-20, 11, None)
    value = draw.random.choice(odd_numbers)
    unsigned = isinstance(value, int) and value >= 2**63
    column = cast(table, draw.column, pa.uint64() if unsigned else pa.float64())
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return table
    values = column.to_pylist()
    values[draw.random.randrange(len(values))] = value
    return put_column(draw, table, pa.array(values, pa.uint64() if unsigned else pa.float64()))


@a_way("arrow")
def moment_that_is_no_midnight(draw: Draw, table: pa.Table) -> pa.Table:
    draw.column = draw.random.choice([name for name, kind in COLUMNS[draw.table].items() if kind is Kind.DATE] or [draw.column])
    if draw.kind is not Kind.DATE:
        return table
    unit = draw.random.choice(("ms", "us", "ns"))
    numbers = table.column(draw.column).cast(pa.timestamp(unit), safe=False).cast(pa.int64()).to_pylist()
    place = draw.random.randrange(len(numbers))
    numbers[place] = None if numbers[place] is None else numbers[place] + 1
    return put_column(draw, table, pa.array(numbers, pa.timestamp(unit)))


@a_way("arrow")
def column_of_another_kind(draw: Draw, table: pa.Table) -> pa.Table:
    type_ = draw.random.choice(OTHERS)
    value = {"bool": True, "date32[day]": date(YEAR, 12, 1), "time32[s]": 1, "list<item: string>": ["x"], "null": None}
    return put_column(draw, table, pa.array([value.get(str(type_), 1 if type_ != pa.string() else "1")] * table.num_rows, type_))


@a_way("arrow")
def column_without_values(draw: Draw, table: pa.Table) -> pa.Table:
    return put_column(draw, table, pa.nulls(table.num_rows, draw.random.choice((*OTHERS, table.schema.field(draw.column).type))))


@a_way("arrow")
def one_value_missing(draw: Draw, table: pa.Table) -> pa.Table:
    values = table.column(draw.column).to_pylist()
    values[draw.random.randrange(len(values))] = None
    return put_column(draw, table, pa.array(values, table.schema.field(draw.column).type))


@a_way("arrow")
def parquet_column_twice(draw: Draw, table: pa.Table) -> pa.Table:
    return table.append_column(draw.column, table.column(draw.column))


@a_way("arrow")
def parquet_column_beside_its_twin(draw: Draw, table: pa.Table) -> pa.Table:
    return table.add_column(0, draw.column.upper(), table.column(draw.column))


@a_way("arrow")
def parquet_column_renamed(draw: Draw, table: pa.Table) -> pa.Table:
    names = (draw.column.upper(), f" {draw.column}", f"{draw.column}\0", "", draw.column.title())
    other = draw.random.choice(names)
    return table.rename_columns([other if name == draw.column else name for name in table.column_names])


@a_way("arrow")
def parquet_column_removed(draw: Draw, table: pa.Table) -> pa.Table:
    return table.drop_columns([draw.column])


@a_way("arrow")
def parquet_columns_reordered(draw: Draw, table: pa.Table) -> pa.Table:
    return table.select(draw.random.sample(table.column_names, table.num_columns))


@a_way("arrow")
def parquet_column_added(draw: Draw, table: pa.Table) -> pa.Table:
    name = draw.random.choice(("file_index", "filename", "_rule", "_part", "file_row_number", "", "line", 'x"; --', "raw_bsn", "row_nr"))
    type_ = draw.random.choice((pa.int64(), pa.list_(pa.int8()), pa.struct({"bsn": pa.string()}), pa.decimal256(60, 2), pa.null()))
    return table.append_column(name, pa.nulls(table.num_rows, type_))


@a_way("arrow")
def parquet_lines_twice(draw: Draw, table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, draw.random.choice((1, table.num_rows)))])


@a_way("arrow")
def parquet_lines_in_another_order(draw: Draw, table: pa.Table) -> pa.Table:
    return table.take(pa.array(draw.random.sample(range(table.num_rows), table.num_rows)))


@a_way("arrow")
def parquet_without_lines(draw: Draw, table: pa.Table) -> pa.Table:
    return table.slice(0, 0)


@a_way("arrow")
def columns_that_may_not_be_empty(draw: Draw, table: pa.Table) -> pa.Table:
    fields = [one.with_nullable(table.column(one.name).null_count > 0) for one in table.schema]
    return table.cast(pa.schema(fields))


@a_way("arrow")
def columns_within_a_struct(draw: Draw, table: pa.Table) -> pa.Table:
    values = pa.array([{"waarde": value} for value in table.column(draw.column).to_pylist()])
    return put_column(draw, table, values)


# --- Parquet: how it is written ---


@a_way("options")
def small_row_groups(draw: Draw) -> dict[str, Any]:
    return {"row_group_size": draw.random.choice((1, 3, 7, 50))}


@a_way("options")
def other_compression(draw: Draw) -> dict[str, Any]:
    return {"compression": draw.random.choice(("none", "gzip", "brotli", "zstd", "lz4", "snappy"))}


@a_way("options")
def no_statistics(draw: Draw) -> dict[str, Any]:
    return {"write_statistics": False, "row_group_size": 10}


@a_way("options")
def statistics_of_some_columns(draw: Draw) -> dict[str, Any]:
    return {"write_statistics": [draw.column], "row_group_size": 5}


@a_way("options")
def other_pages(draw: Draw) -> dict[str, Any]:
    return {"data_page_version": draw.random.choice(("1.0", "2.0")), "data_page_size": 64, "write_page_index": True}


@a_way("options")
def no_dictionary(draw: Draw) -> dict[str, Any]:
    return {"use_dictionary": False, "write_page_checksum": True}


@a_way("options")
def other_version(draw: Draw) -> dict[str, Any]:
    return {"version": draw.random.choice(("1.0", "2.4", "2.6")), "store_schema": False}


@a_way("options")
def delta_encodings(draw: Draw) -> dict[str, Any]:
    kinds = COLUMNS[draw.table]
    encodings = {Kind.INTEGER: "DELTA_BINARY_PACKED", Kind.DATE: "DELTA_BINARY_PACKED", Kind.TEXT: "DELTA_BYTE_ARRAY"}
    chosen = {name: encodings[kind] for name, kind in kinds.items() if kind in encodings}
    return {"use_dictionary": False, "column_encoding": chosen}


@a_way("options")
def decimals_as_integers(draw: Draw) -> dict[str, Any]:
    return {"store_decimal_as_integer": True}


@a_way("options")
def old_timestamps(draw: Draw) -> dict[str, Any]:
    return {"use_deprecated_int96_timestamps": True, "sorting_columns": [pq.SortingColumn(0)]}


# --- Parquet: bytes ---


@a_way("pages")
def footer_flipped(draw: Draw, raw: bytes) -> bytes:
    place = len(raw) - 8 - draw.random.randrange(min(len(raw) - 8, int.from_bytes(raw[-8:-4], "little")))
    return raw[:place] + bytes([raw[place] ^ 1 << draw.random.randrange(8)]) + raw[place + 1 :]


@a_way("pages")
def footer_length_wrong(draw: Draw, raw: bytes) -> bytes:
    length = draw.random.choice((0, 1, len(raw), 2**31 - 1, 2**32 - 1, int.from_bytes(raw[-8:-4], "little") - 1))
    return raw[:-8] + struct.pack("<I", length) + raw[-4:]


@a_way("pages")
def other_mark(draw: Draw, raw: bytes) -> bytes:
    return draw.random.choice((raw[:-4] + b"PARE", b"PARE" + raw[4:], b"XXXX" + raw[4:], raw[:-4] + b"par1"))


@a_way("pages")
def page_flipped_in_plain_data(draw: Draw, raw: bytes) -> bytes:
    checks = draw.random.random() < 0.5
    plain = rewritten(raw, compression="none", use_dictionary=False, write_page_checksum=checks)
    data = len(plain) - 8 - int.from_bytes(plain[-8:-4], "little")
    place = draw.random.randrange(4, data)
    return plain[:place] + bytes([plain[place] ^ 1 << draw.random.randrange(8)]) + plain[place + 1 :]


@a_way("pages")
def statistics_that_lie(draw: Draw, raw: bytes) -> bytes:
    """Other least and greatest values than there are, in the footer; the data stay."""
    plain = rewritten(raw, row_group_size=20, write_page_index=False)
    data = len(plain) - 8 - int.from_bytes(plain[-8:-4], "little")
    footer = plain[data:]
    for old, new in lies(pq.read_metadata(io.BytesIO(plain))):
        if len(old) >= 4:  # shorter ones are everywhere
            footer = footer.replace(old, new)
    return plain[:data] + footer


@a_way("pages")
def statistics_that_lie_again(draw: Draw, raw: bytes) -> bytes:
    return statistics_that_lie(draw, raw)


def lies(about: pq.FileMetaData) -> list[tuple[bytes, bytes]]:
    """The bytes of each extreme in a footer, and those of another value of the same length."""
    found = []
    for group in range(about.num_row_groups):
        for number in range(about.num_columns):
            column = about.row_group(group).column(number)
            physical = column.physical_type
            if column.statistics is None or not column.statistics.has_min_max or physical not in EXTREMES:
                continue
            found += [EXTREMES[physical](value) for value in (column.statistics.min_raw, column.statistics.max_raw)]
    return found


def other_text(value: bytes) -> tuple[bytes, bytes]:
    """A text and another one."""
    return value, b"9" * len(value)


EXTREMES: dict[str, Callable[[Any], tuple[bytes, bytes]]] = {
    "INT64": lambda value: (struct.pack("<q", value), struct.pack("<q", 7)),
    "INT32": lambda value: (struct.pack("<i", value), struct.pack("<i", 18_000)),
    "BYTE_ARRAY": other_text,
}


def rewritten(raw: bytes, **options: Any) -> bytes:
    """A Parquet file written in another way."""
    out = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(raw)), out, **options)
    return out.getvalue()


# --- names and parts ---


@a_way("folder")
def name_in_other_letters(draw: Draw) -> None:
    name = draw.file.name
    names = (name.upper(), name.title(), name.replace(".", ".", 1).swapcase(), name.replace(f".{draw.fmt}", f".{draw.fmt.upper()}"))
    draw.file = draw.file.rename(draw.folder / draw.random.choice(names))


@a_way("folder")
def name_with_more(draw: Draw) -> None:
    ending = f".{draw.fmt}"
    stem = draw.file.name.removesuffix(ending)
    names = (f"{stem}_2{ending}", f"{stem} (1){ending}", f" {stem}{ending}", f"{stem}{ending} ", f"{stem}.2{ending}", f"{stem}-{ending}")
    draw.file = draw.file.rename(draw.folder / draw.random.choice(names))


@a_way("folder")
def copy_beside_it(draw: Draw) -> None:
    ending = f".{draw.fmt}"
    stem = draw.file.name.removesuffix(ending)
    name = draw.random.choice((f"{draw.table}-9{ending}", f"{stem}-kopie{ending}", f"{stem}{ending}.bak", f"oud-{stem}{ending}"))
    (draw.folder / name).write_bytes(draw.file.read_bytes())


@a_way("folder")
def part_in_another_format(draw: Draw) -> None:
    ending = draw.random.choice([ending for ending in (".csv", ".csv.gz", ".parquet") if ending != f".{draw.fmt}"])
    draw.file = draw.file.rename(draw.folder / (draw.file.name.removesuffix(f".{draw.fmt}") + ending))


@a_way("folder")
def converted_to_another_format(draw: Draw) -> None:
    """One part is written as it should be, in another format than the others."""
    rows = valid_delivery()[draw.table][:1]
    other: Format = "parquet" if draw.fmt != "parquet" else "csv"
    alone = Delivery(YEAR, {draw.table: rows})
    folder = alone.folder(alone.write(draw.folder / "tijdelijk", Packaging(fmt=other)))
    (folder / f"{draw.table}.{other}").rename(draw.folder / f"{draw.table}-x.{other}")
    folder.rmdir()
    folder.parent.rmdir()


@a_way("folder")
def split_in_many_parts(draw: Draw) -> None:
    for file in draw.folder.glob(f"{draw.table}[-.]*"):
        file.unlink()
    alone = Delivery(YEAR, {draw.table: valid_delivery()[draw.table]})
    alone.write(draw.folder.parent, Packaging(fmt=draw.fmt, parts=draw.random.choice((5, 9, 40))))


@a_way("folder")
def folder_in_its_place(draw: Draw) -> None:
    raw = draw.file.read_bytes()
    draw.file.unlink()
    draw.file.mkdir()
    (draw.file / f"part-00000.{draw.fmt}").write_bytes(raw)


@a_way("folder")
def file_removed(draw: Draw) -> None:
    draw.file.unlink()


@a_way("folder")
def empty_part_more(draw: Draw) -> None:
    others = sorted(draw.folder.glob(f"{draw.table}[-.]*"))
    if others == [draw.folder / f"{draw.table}.{draw.fmt}"]:
        others[0].rename(draw.folder / f"{draw.table}-1.{draw.fmt}")
    (draw.folder / f"{draw.table}-leeg.{draw.fmt}").write_bytes(b"")


@a_way("folder")
def part_with_a_header_only(draw: Draw) -> None:
    for file in draw.folder.glob(f"{draw.table}.*"):
        file.rename(draw.folder / f"{draw.table}-1.{draw.fmt}")
    empty = Delivery(YEAR, {draw.table: []})
    folder = empty.folder(empty.write(draw.folder / "tijdelijk", Packaging(fmt=draw.fmt)))
    (folder / f"{draw.table}.{draw.fmt}").rename(draw.folder / f"{draw.table}-leeg.{draw.fmt}")
    folder.rmdir()
    folder.parent.rmdir()
