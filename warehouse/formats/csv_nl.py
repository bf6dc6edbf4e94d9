"""CSV as a Dutch spreadsheet opens it by double click: `;`, decimal comma, byte-order mark, CRLF, labels beside codes.

A spreadsheet takes `01` for 1, `1-2` for a day and `=A1` for a formula. A text that it would take for something else
is written as `="01"`, which both Excel and LibreOffice show as the text that it is (decision 0067).
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from warehouse.formats.model import Codes, as_digits
from warehouse.formats.model import write as put
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.formats.model import About, Table
    from warehouse.registry.model import Column

#: Where its files stand on the public side of a release.
FOLDER = "csv_nl"
#: How the name of the column with labels ends.
LABEL = "_label"
FLAGS = {True: "WAAR", False: "ONWAAR"}
MONTHS = (
    "jan(uari|uary)?|feb(ruari|ruary)?|mrt|maart|mar(ch)?|apr(il)?|mei|may|jun[ie]?|jul[iy]?|aug(ustus|ust)?|"
    "sept?(ember)?|o[kc]t(ober)?|nov(ember)?|dec(ember)?"
)
#: What a spreadsheet takes for a number, a date, a time, a truth or a formula.
MISTAKEN = re.compile(
    r"[-=+@\t\r'].*|[\s\d.,:/%€$()E+-]*\d[\s\d.,:/%€$()E+-]*|waar|onwaar|true|false"
    rf"|(?=.*\d)[\d\s./-]*({MONTHS})[\d\s.,/'-]*",
    re.IGNORECASE | re.DOTALL,
)
#: The longest text that Excel takes in a formula.
LONGEST = 255


def write(tables: Sequence[Table], folder: Path, about: About) -> list[Path]:
    """Writes `<table>.csv` for each table; the same rows give the same bytes."""
    _ = about  # nothing but cells: a spreadsheet shows whatever else it says as one
    codes = Codes.of(tables)
    return [put(folder / f"{table.mart.name}.csv", _written(table, codes)) for table in tables]


def _written(table: Table, codes: Codes) -> bytes:
    columns = [found for column in table.mart.columns for found in _columns(table, column, codes)]
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([name for name, _ in columns])
    writer.writerows(zip(*(values for _, values in columns), strict=True))
    return text.getvalue().encode("utf-8-sig")


def _columns(table: Table, column: Column, codes: Codes) -> list[tuple[str, list[str]]]:
    """A column as it is written, and the one with labels beside it when its values are codes."""
    values = table.values(column)
    found = [(column.name, [cell(one, column) for one in values])]
    labels = {} if table.is_status(column) else codes.labels(column)
    if labels:
        texts = ["" if one is None else guarded(labels.get(str(one), str(one))) for one in values]
        found.append((column.name + LABEL, texts))
    return found


def cell(value: object, column: Column) -> str:
    """A value as a Dutch spreadsheet reads it; empty when there is none."""
    if value is None:
        return ""
    if column.kind is Kind.FLAG:
        return FLAGS[bool(value)]
    if isinstance(value, float):
        return as_digits(value).replace(".", ",")
    return guarded(value) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """A text so that a spreadsheet shows it as it is."""
    if not MISTAKEN.fullmatch(text):
        return text
    quoted = text.replace('"', '""')
    return f'="{quoted}"' if len(text) <= LONGEST else f" {text}"
