"""Excel: one workbook with a reading guide, a sheet per table with labels beside codes, and all columns with units.

A cell that is withheld is an `x` with a note; numbers are numbers. The workbook is made in memory, so that the same
rows give the same bytes: nothing in it has the moment at which it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from transforms.protection.declared import Empty
from warehouse.formats.csv_nl import LABEL
from warehouse.formats.model import Codes, heading
from warehouse.formats.model import write as put
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

WORKBOOK = "banenafspraak.xlsx"
GUIDE, COLUMNS = "Leeswijzer", "Kolommen"
#: What stands in the place of a figure that is withheld, and what its note says.
WITHHELD = "x"
WITHHELD_NOTE = "Geheim: deze waarde wordt niet gepubliceerd, om personen en werkgevers te beschermen."
#: Widths of columns, in characters.
WIDTH, WIDE, WIDEST = 14, 34, 96
#: Height of a line of text, in points.
LINE = 15
#: How many of the first rows decide how wide a column of texts is.
LOOKED_AT = 200
KINDS = {Kind.TEXT: "tekst", Kind.INTEGER: "geheel getal", Kind.FLOAT: "getal", Kind.FLAG: "ja of nee"}
HEADINGS = ("tabel", "kolom", "Nederlandse titel", "Engelse titel", "eenheid", "soort", "kan leeg zijn", "bron")
NOTES = (
    ("Totalen", "Rijen van een totaal zijn al een som van andere rijen: tel ze niet bij die rijen op."),
    ("x", WITHHELD_NOTE),
    (
        "Lege cellen",
        "De kolom waarvan de naam op _status eindigt, zegt waarom een waarde er niet is: geheim, niet_gemeten, "
        "niet_van_toepassing of niet_openbaar; vrij is een gewone waarde.",
    ),
    ("Codes", f"Naast een kolom met codes staat een kolom met hun betekenis; haar naam eindigt op {LABEL}."),
    (
        "Kolommen",
        f"Het blad {COLUMNS} zegt van elke kolom wat zij betekent, in welke eenheid, en waar zij vandaan komt.",
    ),
)


@dataclass(frozen=True)
class Formats:
    """How cells look."""

    heading: Format
    title: Format
    label: Format
    text: Format
    whole: Format
    real: Format
    withheld: Format

    @classmethod
    def of(cls, book: Workbook) -> Formats:
        """Those of a workbook."""
        return cls(
            book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}),
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"bold": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": "#,##0"}),
            book.add_format({"num_format": "#,##0.0###"}),
            book.add_format({"align": "right", "font_color": "#595959"}),
        )


class Exact(float):
    """A number with all digits that it takes to tell it; XlsxWriter would write 16 of 17."""

    def __format__(self, _: str) -> str:
        """The shortest text that is this number."""
        return repr(float(self))


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `banenafspraak.xlsx`; the same rows give the same bytes."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(_properties(about))
    looks, codes = Formats.of(book), Codes.of(tables)
    _guide(book.add_worksheet(GUIDE), tables, about, looks)
    for table in tables:
        _sheet(book.add_worksheet(table.mart.name), table, codes, looks)
    _columns(book.add_worksheet(COLUMNS), tables, looks)
    book.close()
    return [put(folder / WORKBOOK, content.getvalue())]


def _properties(about: About) -> dict[str, object]:
    return {
        "title": about.title,
        "subject": about.release,
        "author": about.publication.publisher,
        "company": about.publication.publisher,
        "comments": about.publication.licence,
        "created": datetime.fromisoformat(about.date).replace(tzinfo=UTC),
    }


def _guide(sheet: Worksheet, tables: Sequence[Table], about: About, looks: Formats) -> None:
    """What the workbook is, how to read it, and a link to every sheet."""
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 1, WIDEST, looks.text)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, about.title, looks.title)
    lines = [*_said(about), ("", ""), *NOTES, ("", "")]
    for number, (name, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, looks.label)
        sheet.write_string(number, 1, text, looks.text)
        sheet.set_row(number, LINE * ceil(max(len(text), 1) / WIDEST))
    for number, table in enumerate(tables, start=len(lines) + 2):
        mart = table.mart
        sheet.write_url(number, 0, f"internal:'{mart.name}'!A1", string=mart.name)
        sheet.write_string(number, 1, f"{mart.title_nl} ({table.rows.height} rijen)", looks.text)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _said(about: About) -> list[tuple[str, str]]:
    """What the guide says of the release."""
    publication = about.publication
    kind = "synthetisch: geen echte uitkomsten" if about.synthetic else "uitkomsten van de meting"
    return [
        ("Publicatie", about.release),
        ("Soort", kind + (", proefopstelling" if about.trial else "")),
        ("Meetjaren", ", ".join(map(str, about.years))),
        ("Datum", about.date),
        ("Uitgever", publication.publisher),
        ("Vragen", publication.contact),
        ("Licentie", publication.licence),
        ("Vindplaats", publication.base_url),
    ]


def _sheet(sheet: Worksheet, table: Table, codes: Codes, looks: Formats) -> None:
    """The rows of a table from A1 on, with labels beside codes; the headings are the names of the columns."""
    number = 0
    for column in table.mart.columns:
        labels = {} if table.is_status(column) else codes.labels(column)
        _heading(sheet, number, column.name, heading(column), looks)
        _cells(sheet, number, table, column, looks)
        number += 1
        if labels:
            _heading(sheet, number, column.name + LABEL, f"{column.title_nl}: omschrijving", looks)
            texts = [labels.get(str(one), str(one)) for one in table.values(column)]
            _texts(sheet, number, texts)
            number += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(table.rows.height, 1), number - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _heading(sheet: Worksheet, number: int, name: str, title: str, looks: Formats) -> None:
    sheet.set_column(number, number, max(WIDTH, len(name) + 3))
    sheet.write_string(0, number, name, looks.heading)
    sheet.write_comment(0, number, title)


def _cells(sheet: Worksheet, number: int, table: Table, column: Column, looks: Formats) -> None:
    if column.kind is Kind.TEXT:
        _texts(sheet, number, table.values(column))
        return
    look = None if column.name in table.mart.key else looks.whole if column.kind is Kind.INTEGER else looks.real
    for row, (value, status) in enumerate(table.said(column), start=1):
        if status == Empty.WITHHELD:
            sheet.write_string(row, number, WITHHELD, looks.withheld)
            sheet.write_comment(row, number, WITHHELD_NOTE)
        elif isinstance(value, bool):
            sheet.write_boolean(row, number, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, number, Exact(value) if isinstance(value, float) else value, look)


def _texts(sheet: Worksheet, number: int, values: Iterable[object]) -> None:
    """Texts as they are: a formula or a link in one stays a text."""
    longest = 0
    for row, value in enumerate(values, start=1):
        if value is not None:
            sheet.write_string(row, number, str(value))
            longest = max(longest, len(str(value))) if row <= LOOKED_AT else longest
    if longest > WIDTH:
        sheet.set_column(number, number, min(longest + 2, WIDE))


def _columns(sheet: Worksheet, tables: Sequence[Table], looks: Formats) -> None:
    """Every column of every table: titles, unit, kind, source."""
    for number, (name, width) in enumerate(zip(HEADINGS, (24, 26, 44, 44, 24, 14, 14, 44), strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, looks.heading)
    lines = [(table.mart.name, column) for table in tables for column in table.mart.columns]
    for row, (mart, column) in enumerate(lines, start=1):
        can_be_empty = "ja" if column.nullable else "nee"
        titles = (mart, column.name, column.title_nl, column.title_en)
        for number, text in enumerate((*titles, column.unit, KINDS[column.kind], can_be_empty, column.source)):
            sheet.write_string(row, number, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
