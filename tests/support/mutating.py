"""What every way to mutate a delivery needs: the delivery, the dice, odd values, and the list of ways."""

from __future__ import annotations

import gzip
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

from tests.support.deliveries import COLUMNS, Delivery, Format, Kind, Row, line, make_delivery

YEAR = 2021  # every table is delivered for it
NUMBERS: tuple[str, ...] = (
    "+5",
    "1e5",
    "05",
    "-0",
    "-1",
    "\u0665",
    "\uff15",
    "5 ",
    " 5",
    "5.0",
    "5,0",
    "0x10",
    "1_000",
    "1.000",
    "NaN",
    "inf",
    "0",
    "1",
    "9" * 18,
    "9" * 19,
    str(2**63 - 1),
    str(2**63),
    "1" * 40,
    "0," + "1" * 18,
    "0," + "1" * 19,
    "1" * 19 + ",5",
    ",5",
    "5,",
)
DAYS: tuple[str, ...] = (
    "2021-1-5",
    "2021-02-30",
    "2021-02-29",
    "20211231",
    "31-12-2021",
    "2021-12-31 ",
    "2021-12-31T00:00",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2021/12/31",
    "2021-12-1 ",
    " 021-12-01",
    "2021-12-3\u00a0",
    "2021-+1-01",
    "2021-12-\u0663\u0661",
    "-021-12-31",
    "2021-W52-5",
    "2021-365",
    "infinity",
    "today",
    "epoch",
    "1-1-1",
    "2021-12-31 00:00:00",
)
FLAGS = ("j", "n", "J ", " N", "ja", "TRUE", "true", "1", "0", "t", "Y", "JN")
BLANKS = ("", " ", "\t", "\u00a0", "\u200b", "NULL", "null", "\\N", "-", "NA", '""')
TEXTS: tuple[str, ...] = (
    " x",
    "x ",
    "\ufeffx",
    "e\u0301",
    "\u00e9",
    "'; DROP TABLE polis; --",
    "<b>1</b>",
    "=1+1",
    "\U0001f600",
    "x" * 70_000,
    "1",
    "11",
    "011",
    "11.0",
    "initieel ",
    "Initieel",
    "rijk",
    "15",
    "99",
    "a;b",
    'a"b',
    "a\nb",
    "a\r\nb",
    "a\x00b",
    "\x1b[31m",
)
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
    delivery["polis"].extend({**line(str(row["bsn"]), row["lhnr"], month, None, 0), **benefit} for row in december[:2])
    employers = [row["lhnr"] for row in delivery["werkgevers"]]
    delivery.tables["liv"] = [
        {"lhnr": number, "bedrag": Decimal(100_000 + 7 * at) / 100} for at, number in enumerate(employers[:6])
    ]
    delivery.tables["opgaven"] = [
        {"overheidssector": "rijk", "ministerie": "SZW", "opgave_banen": 12},
        {"overheidssector": "gemeenten", "ministerie": None, "opgave_banen": 30},
    ]
    delivery.tables["social_return"] = [social_return(name, at) for at, name in enumerate("ABC", start=3)]
    return delivery


def social_return(name: str, number: int) -> Row:
    """A body with obligations, and as many contractors and jobs as its number."""
    return {
        "opdrachtgever": f"Opdrachtgever {name}",
        "verplichting_eur": Decimal(f"{number}00.50"),
        "banen": Decimal(number),
        "opdrachtnemers": number,
        "grootste_eur": Decimal(number),
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


def odd(draw: Draw) -> str:
    """An odd value for the column."""
    return draw.random.choice(ODD[draw.kind])
